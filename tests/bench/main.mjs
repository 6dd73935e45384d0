// Prints one table of figures, and writes it to target/bench.json. `node main.mjs [PART…]`; all parts without a name, but for
// `reports`, which has a table of its own in target/bench-reports.json. A part that fails is named at the end, and in the exit
// code; the others' figures stand.
//
// Client and server are processes of their own; databases are on disk, and a commit is durable.

import { keep, print } from "./report.mjs";

const parts = process.argv.slice(2);
const all = ["size", "phone", "memory", "unchanged", "push", "pull", "take", "remind"];
const name = parts.join() === "reports" ? "bench-reports" : "bench";
const failed = [];
let path;

for (const part of parts.length ? parts : all) {
  try {
    const { measure } = await import(`./${part}.mjs`);
    await measure();
  } catch (error) {
    console.error(`${part} failed:`, error);
    failed.push(part);
  }
  path = keep(name);
}
print();
console.log(`\nwritten to ${path}`);
if (failed.length) console.error(`failed: ${failed.join(", ")}`);
process.exit(failed.length ? 1 : 0);
