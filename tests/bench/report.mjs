// The table: each figure once, with what it is compared with and what it was meant to be.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { root } from "../browser/harness/server.mjs";

export const atMost = (limit, unit) => ({ text: `≤ ${limit} ${unit}`, isMet: ({ ours }) => ours <= limit });
export const under = (limit, unit) => ({ text: `< ${limit} ${unit}`, isMet: ({ ours }) => ours < limit });
export const timesLess = (times) => ({ text: `≥ ${times}× less`, isMet: ({ ratio }) => ratio >= times });
export const shareOf = (share) => ({ text: `≥ ${share} of theirs`, isMet: ({ ratio }) => ratio >= share });

const rows = [];

/**
 * Adds a figure. `runs` is how many each median is taken over. The ratio is how many times less ours is; with
 * `more: true`, where much is good, what share ours is of theirs.
 */
export function add({ name, ours, theirs = null, unit, runs, goal = null, more = false }) {
  const ratio = theirs === null ? null : more ? ours / theirs : theirs / ours;
  const row = { name, ours, theirs, ratio, unit, runs, goal: goal?.text ?? null, met: goal ? goal.isMet({ ours, ratio }) : null };
  rows.push(row);
  console.log(line(row));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Writes what there is so far to target/NAME.json, so that a later part that fails takes nothing with it; answers the path. */
export function keep(name) {
  const path = join(root, `target/${name}.json`);
  mkdirSync(join(root, "target"), { recursive: true });
  writeFileSync(path, `${JSON.stringify(rows, null, 1)}\n`);
  return path;
}

/** Prints the whole table. */
export function print() {
  console.log(`\n${line({ name: "what", ours: "ours", theirs: "theirs", ratio: "ratio", unit: "unit", runs: "runs", goal: "goal", met: "met" })}`);
  for (const row of rows) console.log(line(row));
}

function line({ name, ours, theirs, ratio, unit, runs, goal, met }) {
  const said = typeof met === "boolean" ? (met ? "met" : "MISSED") : (met ?? "");
  const columns = [name.padEnd(66), figure(ours).padStart(10), figure(theirs).padStart(10), figure(ratio).padStart(7)];
  return [...columns, unit.padEnd(9), String(runs).padStart(5), (goal ?? "").padEnd(16), said].join("  ").trimEnd();
}

function figure(value) {
  if (value === null) return "";
  if (typeof value !== "number") return value;
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toFixed(digits);
}
