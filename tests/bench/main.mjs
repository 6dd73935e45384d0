// Prints one table of figures, and writes it to target/bench.json. `node main.mjs [PART…]`; all parts without a name, but for
// `reports`, which has a table of its own in target/bench-reports.json.
//
// Client and server are processes of their own; databases are on disk, and a commit is durable.

import { finish } from "./report.mjs";

const parts = process.argv.slice(2);
const all = ["size", "phone", "memory", "unchanged", "push", "pull", "take", "remind"];

for (const part of parts.length ? parts : all) {
  const { measure } = await import(`./${part}.mjs`);
  await measure();
}
finish(parts.join() === "reports" ? "bench-reports" : "bench");
process.exit(0);
