// What stands beside each other in a chart can be told apart by whoever sees colours otherwise. Counted from the tokens themselves.
//
// The matrices are those of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
// Deficiency", IEEE TVCG 15(6), 2009, at severity 1.0, applied to linear sRGB. The distance is CIE 1976 ΔE*ab under D65, of which
// 2.3 can just be noticed where the two touch.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { root } from "./harness/server.mjs";

const css = readFileSync(join(root, "style/tokens.css"), "utf8");
const tokens = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6}|rgb\([^)]*\));/g)].map(([, name, value]) => [name, value]));
const [forLight, rest] = css.split("@media (prefers-color-scheme");
const [light, dark, paper] = [forLight, rest.split("@media")[0], css.split("@media print")[1]].map(tokens);
const schemes = { light, dark: { ...light, ...dark }, paper: { ...light, ...dark, ...paper } };

const SIGHTS = {
  "every colour": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

// Solid series, and the hatched against what it lies on and beside. A hatched part beside "before" is told by its stripes alone:
// both are quiet, so what counts there is that the ground between the stripes is far from either.
const SERIES = [
  ["chart-before", "chart-after"],
  ["chart-before", "ground"],
  ["chart-after", "ground"],
  ["chart-hatch", "ground"],
  ["chart-before", "sunken"],
  ["chart-after", "sunken"],
];
// Bands are see-through and wide, and each runs between two blocks that are named.
const BANDS = [
  ["chart-band", "chart-band-marked"],
  ["chart-band", "ground"],
];

/** A token's colour as it is seen on the ground: red, green and blue between 0 and 1. */
function shown(value, ground) {
  if (value.startsWith("#")) return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16) / 255);
  const [red, green, blue, percent] = value.match(/[\d.]+/g).map(Number);
  const beneath = shown(ground);
  return [red, green, blue].map((part, at) => (part / 255) * (percent / 100) + beneath[at] * (1 - percent / 100));
}

/** The same in linear light, through somebody's eyes. */
function seen(colour, sight) {
  const light = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return sight.map((row) => Math.min(1, Math.max(0, row[0] * light[0] + row[1] * light[1] + row[2] * light[2])));
}

/** L*, a* and b* under D65. */
function lab([red, green, blue]) {
  const x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047;
  const y = 0.2126729 * red + 0.7151522 * green + 0.072175 * blue;
  const z = (0.0193339 * red + 0.119192 * green + 0.9503041 * blue) / 1.08883;
  const [fx, fy, fz] = [x, y, z].map((it) => (it > 216 / 24389 ? Math.cbrt(it) : ((24389 / 27) * it + 16) / 116));
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}

const apart = (one, other, sight) => {
  const [first, second] = [one, other].map((it) => lab(seen(it, sight)));
  return Math.hypot(...first.map((part, at) => part - second[at]));
};

test("the measure knows what is known: white stays white for everyone, red and green of one lightness draw near", () => {
  for (const [name, sight] of Object.entries(SIGHTS)) {
    for (const row of sight) assert.ok(Math.abs(row[0] + row[1] + row[2] - 1) < 1e-5, name);
    const white = lab(seen([1, 1, 1], sight));
    assert.ok(Math.hypot(white[0] - 100, white[1], white[2]) < 0.1, `${name}: ${white}`);
  }
  const [red, green] = ["#c05050", "#558a32"].map((it) => shown(it));
  assert.ok(apart(red, green, SIGHTS.deuteranopia) < apart(red, green, SIGHTS["every colour"]) / 3);
});

for (const [scheme, colours] of Object.entries(schemes)) {
  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    test(`${scheme}, ${sight}: series are 20 apart and bands 10`, () => {
      for (const [pairs, least] of [[SERIES, 20], [BANDS, 10]]) {
        for (const [one, other] of pairs) {
          const found = apart(shown(colours[one], colours.ground), shown(colours[other], colours.ground), matrix);
          assert.ok(found >= least, `${one} ${colours[one]} and ${other} ${colours[other]} are ${found.toFixed(1)} apart`);
        }
      }
    });
  }
}
