// How fast the server takes entries in, on both databases: tests/benches/take_in does it, this gives it a register file.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../browser/harness/server.mjs";
import { range, writeRegister } from "./register.mjs";
import { add, shareOf } from "./report.mjs";

const PHONES = 50;
const YOUTHS = 200;

export function measure() {
  const folder = mkdtempSync(join(tmpdir(), "uppsok-take-in-"));
  const register = writeRegister(folder, YOUTHS, range(PHONES).map((it) => `Prov ${it + 1}`));
  const done = spawnSync("cargo", ["bench", "--workspace", "--bench", "take_in"], {
    cwd: root,
    env: { ...process.env, BENCH_REGISTER: register },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  rmSync(folder, { recursive: true });
  if (done.status !== 0) throw new Error(`taking in ended with ${done.status}`);
  for (const line of done.stdout.split("\n").filter((it) => it.startsWith("{"))) {
    const { on, servers, phones, ours, theirs, runs } = JSON.parse(line);
    const where = servers > 1 ? `${servers} servers on ${on}` : on;
    const name = `batches of 100 entries from ${phones} at once, ${where}, beside bare inserts`;
    add({ name, ours, theirs, unit: "entries/s", runs, goal: shareOf(0.5), more: true });
  }
}
