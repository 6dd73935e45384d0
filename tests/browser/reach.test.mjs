// An administrator's pages about what youths are sent: the texts, seen with size and price before they are saved, and when they are
// reminded, from which number, with how the ways out are. In both languages.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { sql } from "./harness/database.mjs";
import { look } from "./harness/look.mjs";
import { employ, office } from "./harness/office.mjs";
import { root, Server } from "./harness/server.mjs";

const MINUTE = 60_000;

let server;
let browser;
let page;

before(async () => {
  server = await Server.make();
  server.settings = { UPPSOK_SMS_FROM: "+46701740614", UPPSOK_SMS_PRICE: "52" };
  server.command(["import", `${root}/tests/data/kaa-register.csv`, "--yes"]);
  employ(server, [["Prov Administratör", "administrator", ["--municipality", "Klippan"]]]);
  await server.start();
  browser = await Browser.open();
  page = await office(browser, server);
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

const go = (path) => page.goto(`${server.url}/admin/${path}`);
const tap = (name) => page.getByRole("button", { name, exact: true }).click();
const language = (name) => page.getByRole("contentinfo").getByRole("link", { name, exact: true }).click();
const text = () => page.getByLabel("Text", { exact: true });
const kind = (name) => page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });

/** A field whose page says what is wrong with it, and what to do. */
async function wrong(label, words) {
  await page.locator("[aria-invalid=true]").first().waitFor();
  const field = page.getByLabel(label, { exact: true });
  assert.equal(await field.getAttribute("aria-invalid"), "true", label);
  const ids = (await field.getAttribute("aria-describedby")).split(" ");
  const said = await Promise.all(ids.map((id) => page.locator(`#${id}`).innerText()));
  assert.ok(said.includes(words), `${label}: ${said.join(" / ")}`);
}

test("a text is looked at with its size and price, and sent once somebody has checked it", async () => {
  await go("texts");
  await look(page, "admin-texts");
  await kind("Uppmuntran").getByText("1 sms · 0,52 kr").waitFor();
  await kind("Uppmuntran").getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "Uppmuntran (sv)" }).waitFor();

  await text().fill("Hej {namn}!");
  await tap("Förhandsgranska");
  await wrong("Text", "Det finns inget som heter {namn}. Du kan använda {förnamn} {coach} {telefon}.");
  assert.equal(await text().inputValue(), "Hej {namn}!", "what was written is still there");
  await look(page, "admin-text-wrong");

  // A letter outside the networks' alphabet makes each text shorter, and what was one becomes two.
  await text().fill("Hej {förnamn}! Det är bara jag som tänker på dig. Hör av dig när du vill 🙂[ /{coach}]");
  await tap("Förhandsgranska");
  assert.equal(await page.locator(".quote").innerText(), "Hej Alva! Det är bara jag som tänker på dig. Hör av dig när du vill 🙂 /Sara");
  await page.getByText("2 sms · 1,04 kr").waitFor();
  await look(page, "admin-text-preview");

  // Other words than those that were looked at are shown with their size and price before they are saved.
  await text().fill("Hej {förnamn}! Jag tänker på dig.[ /{coach}]");
  await tap("Spara utan att skicka");
  await page.getByText("Inte sparad än.").waitFor();
  assert.equal(await page.locator(".quote").innerText(), "Hej Alva! Jag tänker på dig. /Sara");
  await page.getByText("1 sms · 0,52 kr").waitFor();
  await look(page, "admin-text-unseen");
  await tap("Spara utan att skicka");
  await page.getByText("Texten är sparad. Den skickas inte förrän någon har kontrollerat den.").waitFor();
  await kind("Uppmuntran").getByText("Er egen, inte kontrollerad, skickas inte").waitFor();
  await kind("Uppmuntran").getByRole("link").click();
  await tap("Spara, jag har kontrollerat den");
  await page.getByText("Texten är sparad och skickas från och med nu.").waitFor();
  await kind("Uppmuntran").getByText("Er egen, kontrollerad av Prov Administratör").waitFor();
  await kind("Uppmuntran").getByText("Hej Alva! Jag tänker på dig. /Sara").waitFor();
});

test("the texts in other languages, and the pages in English", async () => {
  await go("texts?language=ar");
  assert.equal(await kind("Uppmuntran").getByRole("cell").first().getAttribute("dir"), "rtl");
  await kind("Uppmuntran").getByText("Utkast, skickas inte").waitFor();
  await kind("Uppmuntran").getByRole("link").click();
  assert.equal(await text().getAttribute("dir"), "rtl");
  await look(page, "admin-text-ar");
  await go("texts");
  await page.getByLabel("Ett språk till").fill("somaliska");
  await tap("Visa");
  await wrong("Ett språk till", "Koden har två eller tre bokstäver, till exempel so.");
  await go("texts");
  await language("English");
  await page.getByRole("heading", { level: 1, name: "Texts to young people" }).waitFor();
  await kind("Encouragement").getByText("Your own, checked by Prov Administratör").waitFor();
  await kind("Encouragement").getByText("1 SMS · 0.52 kr").waitFor();
  await look(page, "admin-texts-en");
  await language("Svenska");
  await page.getByRole("heading", { level: 1, name: "Texter till ungdomar" }).waitFor();
});

test("when youths are reminded, and from which number", async () => {
  await go("reminders");
  await page.getByText("Sms kommer från 070-174 06 14, serverns nummer.").waitFor();
  await page.getByText("Inget har skickats än.").waitFor();
  await page.getByLabel("Timmar före mötet").fill("24, 72");
  // A night that would end before it began.
  await page.getByLabel("Inget skickas från klockan").fill("8");
  await page.getByLabel("till klockan", { exact: true }).fill("20");
  await page.getByLabel("Numret som sms kommer från").fill("08-465 004 75");
  await tap("Spara");
  await wrong("Timmar före mötet", "Skriv högst fyra hela tal, 1 till 336, det längsta först: 72, 24.");
  await wrong("Inget skickas från klockan", "Natten börjar på kvällen. Skriv en hel timme, 17 till 23.");
  await wrong("till klockan", "Natten slutar på morgonen. Skriv en hel timme, 5 till 12.");
  await wrong("Numret som sms kommer från", "Skriv ett mobilnummer med tio siffror, eller lämna tomt.");
  assert.equal(await page.getByLabel("till klockan", { exact: true }).inputValue(), "20", "what was written is still there");
  await look(page, "admin-reminders-wrong");

  await page.getByLabel("Timmar före mötet").fill("48, 3");
  await page.getByLabel("Inget skickas från klockan").fill("20");
  await page.getByLabel("till klockan", { exact: true }).fill("8");
  await page.getByLabel("Numret som sms kommer från").fill("070-174 06 15");
  await page.getByLabel("Bekräfta ett bokat möte med sms").uncheck();
  await tap("Spara");
  await page.getByText("Inställningarna för påminnelser är sparade.").waitFor();
  await page.getByText("Sms kommer från 070-174 06 15, ert eget nummer.").waitFor();
  assert.equal(await page.getByLabel("Timmar före mötet").inputValue(), "48, 3");
  assert.equal(await page.getByLabel("Bekräfta ett bokat möte med sms").isChecked(), false);
  assert.equal(await page.getByLabel("Skicka ett vänligt sms efter ett möte som inte blev av").isChecked(), true);
});

test("how the ways out are, in words", async () => {
  const put = "insert into channel_health (via, failing_since, failures, worked_at, problem, changed_at) values (?, ?, ?, ?, ?, ?)";
  const now = Date.now();
  sql(server, put, "sms", now - 30 * MINUTE, 7, now - 40 * MINUTE, "unpaid", now);
  sql(server, put, "push", null, 0, now - MINUTE, null, now);
  await go("reminders");
  await page.getByText(/^Sms går inte fram sedan .*\. Pengarna hos tjänsten är slut: fyll på kontot\. Försök: 7 \(unpaid\)\.$/).waitFor();
  await page.getByText(/^Notiser går fram, senast .*\.$/).waitFor();
  await look(page, "admin-reminders");
  await page.goto(`${server.url}/admin`);
  await page.getByRole("link", { name: /^Meddelanden till ungdomar går inte fram/ }).waitFor();
  await go("reminders");
  await language("English");
  await page.getByText("Texts come from 070-174 06 15, your own number.").waitFor();
  await page.getByText(/^Text message: hasn’t got through since .*\. Tries: 7 \(unpaid\)\.$/).waitFor();
  await look(page, "admin-reminders-en");
});
