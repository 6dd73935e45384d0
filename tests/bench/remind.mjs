// 100,000 reminders due in one minute on two servers over one PostgreSQL: texts a second beside the provider's ceiling.

import { spawnSync } from "node:child_process";

import { root } from "../browser/harness/server.mjs";
import { add, shareOf } from "./report.mjs";

export function measure() {
  const done = spawnSync("cargo", ["bench", "--workspace", "--bench", "remind"], {
    cwd: root,
    env: process.env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (done.status !== 0) throw new Error(`reminding ended with ${done.status}`);
  const { count, rate, ceiling, unclear } = JSON.parse(done.stdout.split("\n").find((it) => it.startsWith("{")));
  const name = `${count} reminders due in a minute, two servers, ${unclear} left unclear, beside the provider's ceiling`;
  add({ name, ours: rate, theirs: ceiling, unit: "texts/s", runs: 1, goal: shareOf(0.8), more: true });
}
