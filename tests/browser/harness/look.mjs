// How a page looks and whether everyone can use it: pictures in target/screenshots, and what axe finds.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { resize, sizes } from "./browser.mjs";
import { root } from "./server.mjs";

const folder = join(root, "target/screenshots");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Takes a page's picture at every size, light and dark, and lets axe look at each scheme. */
export async function look(page, name, wanted = Object.keys(sizes)) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const size of wanted) {
      await resize(page, sizes[size]);
      await page.evaluate(() => window.scrollTo(0, 0));
      await shoot(page, `${name}-${size}-${scheme}`);
      await assertFits(page, `${name}-${size}`);
    }
    // As tall as the page, so that what stands under the bottom bar at this moment isn't taken for something too small to hit.
    await resize(page, sizes.phone);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await resize(page, { ...sizes.phone, height: Math.max(height, sizes.phone.height) });
    await assertAccessible(page, `${name} (${scheme})`);
    if (wanted.includes("laptop")) {
      await resize(page, { ...sizes.laptop, height: Math.max(height, sizes.laptop.height) });
      await assertAccessible(page, `${name} (${scheme}, laptop)`);
    }
    await resize(page, sizes.phone);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

export async function shoot(page, name) {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
}

/** Fails with what axe finds against WCAG 2.2 AA. */
export async function assertAccessible(page, name) {
  // Through the debugger and not a script element: the content security policy stays as it is.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.html}\n    ${node.failureSummary}`).join("\n")}`);
  });
  assert.deepEqual(found, [], `axe on ${name}:\n${found.join("\n")}`);
}

/** Nothing stands outside the page's width. */
export async function assertFits(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(over <= 0, `${name} is ${over} px too wide`);
}
