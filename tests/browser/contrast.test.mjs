// Text stands out from its ground by 7:1 or more, light and dark; marks and edges by 3:1. Counted from the tokens themselves.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { root } from "./harness/server.mjs";

const css = readFileSync(join(root, "style/tokens.css"), "utf8");
const tokens = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]));
const [light, dark, paper] = [css.split("@media (prefers-color-scheme")[0], css.split("@media (prefers-color-scheme")[1].split("@media")[0], css.split("@media print")[1]].map(tokens);

const text = [
  ["text", ["ground", "surface", "sunken", "amber-soft", "red-soft", "accent-soft"]],
  ["text-soft", ["ground", "surface", "sunken", "amber-soft", "red-soft", "accent-soft"]],
  ["accent", ["ground", "surface", "accent-soft", "sunken"]],
  ["on-accent", ["accent", "accent-pressed"]],
  ["amber", ["ground", "surface", "amber-soft"]],
  ["red", ["ground", "surface", "red-soft"]],
  ["ground", ["text"]],
];
const marks = [
  ["edge", ["ground", "surface"]],
  ["amber-mark", ["ground", "surface", "amber-soft"]],
  ["chart-before", ["ground"]],
  ["chart-after", ["ground"]],
  ["chart-hatch", ["ground"]],
];

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

for (const [name, scheme] of Object.entries({ light, dark, paper: { ...light, ...paper } })) {
  for (const [pairs, least] of [[text, 7], [marks, 3]]) {
    test(`${name}: ${least}:1`, () => {
      for (const [front, grounds] of pairs) {
        for (const ground of grounds) {
          const found = contrast(scheme[front], scheme[ground]);
          assert.ok(found >= least, `${front} ${scheme[front]} on ${ground} ${scheme[ground]} is ${found.toFixed(2)}:1`);
        }
      }
    });
  }
}
