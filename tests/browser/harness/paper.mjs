// Pages on paper.

import assert from "node:assert/strict";

/** Fails unless a page prints on A4 and nothing else, and on no more than so many sheets. */
export async function assertPrints(page, name, most) {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page[^s]/g).length;
  const a4 = pdf.match(/\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12](\.\d+)?\s*\]/g) ?? [];
  assert.ok(pages <= most && a4.length === pages, `${name}: ${pages} pages, ${a4.length} of them A4`);
}

/** Shows a page as it is printed, as wide as A4 is between its margins, at 96 to the inch. */
export async function putOnPaper(page) {
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: 673, height: 960 });
}
