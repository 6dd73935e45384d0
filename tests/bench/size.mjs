// What a phone fetches before the app can start, compressed as servers send it.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { root } from "../browser/harness/server.mjs";
import { add, under } from "./report.mjs";

export function measure() {
  const site = join(root, "target/site");
  const { files } = JSON.parse(readFileSync(join(site, "manifest.json"), "utf8"));
  const paths = [...Object.values(files), "/app/index.html"].filter((it) => !it.endsWith(".png"));
  const bytes = paths.reduce((sum, path) => sum + statSync(join(site, `${path}.br`)).size, 0);
  add({ name: "what the app starts from, brotli", ours: bytes / 1000, unit: "kB", runs: 1, goal: under(300, "kB") });
}
