// The pages of those who lead: read, filtered, downloaded and printed, with nothing but links and forms.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser, resize, sizes } from "./harness/browser.mjs";
import { assertFits, look } from "./harness/look.mjs";
import { employ, knock, PASSWORD, signIn, signOut } from "./harness/office.mjs";
import { assertPrints, putOnPaper } from "./harness/paper.mjs";
import { root, Server } from "./harness/server.mjs";

const PEOPLE = [
  ["Prov", "lead", ["--municipality", "Oskarshamn"]],
  ["Prov", "region", ["--region", "Kalmar"]],
  ["Prov", "nation", []],
];

let server;
let browser;

before(async () => {
  server = await Server.make();
  server.command(["import", `${root}/tests/data/kaa-register.csv`, "--yes"]);
  employ(server, PEOPLE);
  await server.start();
  browser = await Browser.open();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

test("the way in, and what is said when something is wrong", async () => {
  const page = await browser.page(sizes.laptop);
  for (const [path, name] of [["/", "front"], ["/sign-in", "sign-in"], ["/accessibility", "accessibility"]]) {
    await page.goto(server.url + path);
    await look(page, `page-${name}`);
  }
  await knock(page, server, "lead@demo.example", "något annat");
  await page.getByText("E-postadressen eller lösenordet stämmer inte.").waitFor();
  await look(page, "page-sign-in-wrong");
  assert.equal((await page.goto(`${server.url}/nowhere`)).status(), 404);
  await page.getByRole("heading", { name: "Sidan finns inte" }).waitFor();
  await look(page, "page-not-found");
  await page.close();
});

test("a lead reads, filters, downloads and prints", async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  await page.waitForURL("**/lead");
  await page.goto(`${server.url}/lead?as_of=2026-10-31`);
  await look(page, "page-lead");
  await page.getByText("Som tabell", { exact: true }).click();
  await page.getByText("Så räknas det").click();
  await look(page, "page-lead-open");

  await page.getByRole("link", { name: "Kvinnor" }).click();
  await page.waitForURL((url) => url.searchParams.get("gender") === "woman" && url.searchParams.get("as_of") === "2026-10-31");
  assert.equal(await page.getByRole("link", { name: "Kvinnor" }).getAttribute("aria-current"), "true");

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "för Excel (CSV)" }).click()]);
  assert.equal(download.suggestedFilename(), "fore-efter-2026-10-31.csv");

  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000);

  await page.getByRole("link", { name: "English" }).click();
  await page.getByText("known both before and after").first().waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.getByRole("link", { name: "Svenska" }).click();
  await signOut(page);
  await page.close();
});

test("status, reach, work and what is missing: each fits, can be used by everyone, and prints on A4", async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  await page.waitForURL("**/lead");
  for (const [link, name] of [["Läget nu", "status"], ["Vilka vi når", "reach"], ["Utfört arbete", "work"], ["Det som saknas", "missing"]]) {
    await page.getByRole("link", { name: link }).click();
    await page.waitForURL(`**/lead/${name}`);
    await look(page, `page-lead-${name}`);
    await resize(page, sizes.laptop);
    await assertPrints(page, name, 4);
  }
  // A list becomes a follow-up in one act.
  await page.getByRole("link", { name: "Uppgiften är för gammal" }).click();
  await page.getByRole("button", { name: /^Planera uppföljning för/ }).click();
  await page.getByRole("status").waitFor();
  await look(page, "page-lead-missing-list");
  await page.close();
});

test("a region and the nation see their whole", async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "nation@demo.example");
  await page.waitForURL("**/nation");
  await look(page, "page-nation");
  await signOut(page);
  await signIn(page, server, "region@demo.example");
  await page.waitForURL("**/region");
  await look(page, "page-region");
  const [words] = await page.locator("td.table__hidden--small").first().allInnerTexts();
  assert.equal(words, "färre än 5 eller skyddad");
  assert.equal((await page.goto(`${server.url}/nation`)).status(), 403);
  await page.getByRole("heading", { name: "Det här är inte öppet för dig" }).waitFor();
  await page.close();
});

test("anyone reads what the nation reads, and prints it on A4", async () => {
  const page = await browser.page(sizes.laptop);
  await page.goto(`${server.url}/open`);
  await page.getByText("Av 190 registrerade är 107 kända både före och efter").waitFor();
  await page.getByRole("cell", { name: "färre än 5 eller skyddad" }).first().waitFor();
  await look(page, "page-open");
  await putOnPaper(page);
  await assertFits(page, "open on paper");
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 10_000);
  await page.close();
});

test("a level's status, reach and work: each fits, can be used by everyone, and prints on A4", async () => {
  const page = await browser.page(sizes.laptop);
  await page.goto(`${server.url}/open`);
  for (const [link, name] of [["Läget", "status"], ["Vilka vi når", "reach"], ["Utfört arbete", "work"]]) {
    await page.getByRole("link", { name: link, exact: true }).click();
    await page.waitForURL(`**/open/${name}`);
    await page.getByRole("table").first().waitFor();
    await look(page, `page-open-${name}`);
    await resize(page, sizes.laptop);
    await assertPrints(page, name, 6);
    await putOnPaper(page);
    await assertFits(page, `${name} on paper`);
    const wide = await page.evaluate(() => [...document.querySelectorAll(".table-wrap")].filter((it) => it.scrollWidth > it.clientWidth).map((it) => it.querySelector("caption").id));
    assert.deepEqual(wide, [], `${name}: tables that the paper cuts off`);
    await page.emulateMedia({ media: "screen" });
    await resize(page, sizes.laptop);
  }
  await page.goto(`${server.url}/open/status?lang=en`);
  await page.getByText("registered at the month's end").first().waitFor();
  // A hidden cell is words in the table itself, so that a screen reader says it in its column.
  await page.goto(`${server.url}/open/status`);
  await page.getByRole("cell", { name: "färre än 5 eller skyddad" }).first().waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "arbetsbok (Excel)" }).click()]);
  assert.equal(download.suggestedFilename(), "laget-2026-10-31.xlsx");
  await page.close();
});

test("by keyboard alone, and the first stop leads past the header", async () => {
  const page = await browser.page(sizes.laptop);
  await page.goto(`${server.url}/sign-in`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Hoppa till innehållet");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("lead@demo.example");
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/lead");
  await page.close();
});
