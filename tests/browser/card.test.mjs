// A youth's card when two have written different things, when a number is a guardian's, and when a registration ends: on two
// phones of one unit.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { look } from "./harness/look.mjs";
import { dialog, exchange, offline, openCard as open, said, sent, tap, two } from "./harness/two.mjs";

// A youth of the unit in tests/data/kaa-register.csv whose registration is open.
const SELMA = "Selma Holm";

let phones;
let one;
let other;

before(async () => {
  phones = await two();
  ({ one, other } = phones);
});

after(() => phones?.end());

const openCard = (phone) => open(phone, SELMA);

async function state(phone, occupation) {
  await tap(phone, "Läget nu");
  await dialog(phone).getByRole("radio", { name: occupation, exact: true }).check();
  await dialog(phone).getByRole("button", { name: /^Spara: / }).click();
  await said(phone, `Sparat: ${occupation.toLowerCase()}`);
}

test("two who wrote different things are asked, and one tap settles it on both phones", { timeout: 240_000 }, async () => {
  const [oneIsBack, otherIsBack] = await Promise.all([one, other].map(async (phone) => {
    await openCard(phone);
    return offline(phone);
  }));
  await state(one, "Arbete");
  await state(other, "Folkhögskola");
  await oneIsBack();
  await exchange(one, sent(one));
  await otherIsBack();
  await exchange(other, other.page.getByRole("heading", { name: "Vad stämmer om sysselsättningen?" }));
  await sent(other).waitFor();

  const asked = (phone) => phone.page.getByRole("heading", { name: "Vad stämmer om sysselsättningen?" });
  await exchange(one, asked(one));
  const choices = one.page.locator(".conflict__choice");
  assert.equal(await choices.count(), 2);
  const [mine, theirs] = [choices.filter({ hasText: "Arbete" }), choices.filter({ hasText: "Folkhögskola" })];
  assert.match(await mine.innerText(), /Du, \d\d\.\d\d/);
  assert.match(await theirs.innerText(), /Prov Kollega, \d\d\.\d\d/);
  await one.page.getByText("Oklart: två olika uppgifter").waitFor();
  await look(one.page, "card-conflict");

  // It stands on both workers' list until somebody has said.
  await one.go("I dag");
  await tap(one, "Enhetens");
  const row = one.page.getByRole("region", { name: "Behöver din hjälp" }).getByRole("listitem").filter({ hasText: SELMA });
  await row.getByText("Två olika uppgifter om samma sak").waitFor();
  await row.getByRole("link", { name: "Se och välj" }).click();
  await one.page.getByRole("button", { name: /^Det här stämmer: Folkhögskola/ }).click();
  await said(one, "Sparat: ditt val gäller");
  await asked(one).waitFor({ state: "detached" });
  await exchange(one, sent(one));
  await other.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await asked(other).waitFor({ state: "detached", timeout: 60_000 });
  const now = (phone) => phone.page.getByRole("region", { name: "Nu", exact: true }).innerText();
  assert.match(await now(one), /^Folkhögskola/);
  assert.match(await now(other), /^Folkhögskola/);
  const story = other.page.getByRole("region", { name: "Historik" });
  for (const once of [/^Arbete \(/, /^Folkhögskola \(/]) assert.ok((await story.getByText(once).count()) > 0, `both stay in the history: ${once}`);
});

test("a guardian's number is said to be that, and speaking with them is no contact with the youth", { timeout: 120_000 }, async () => {
  await openCard(one);
  await tap(one, "Nytt nummer");
  await dialog(one).getByLabel("Telefonnummer").fill("070-174 06 55 1");
  await dialog(one).getByRole("radio", { name: "Vårdnadshavare" }).check();
  await tap(one, "Spara numret");
  await dialog(one).getByText("Numret har fel längd").waitFor();
  await look(one.page, "number-wrong", ["small"]);
  await dialog(one).getByLabel("Telefonnummer").fill("070-174 06 55");
  await tap(one, "Spara numret");
  await said(one, "Sparat: numret");
  const number = one.page.getByRole("region", { name: "Nå fram" }).getByRole("listitem").filter({ hasText: "070-174 06 55" });
  await number.getByText("Vårdnadshavare").waitFor();
  // The youth's own number is the one that the big act dials.
  assert.match(await one.page.getByRole("link", { name: /^Ring/ }).first().getAttribute("href"), /^tel:\+46701740644$/);
  await number.getByRole("link", { name: /^Ring/ }).click();
  await dialog(one).getByRole("heading", { name: "Hur gick det med Selma?" }).waitFor();
  await look(one.page, "log-guardian", ["small"]);
  await tap(one, "Pratade med vårdnadshavaren");
  await said(one, "Sparat: pratade med vårdnadshavaren");
  await one.page.getByRole("region", { name: "Historik" }).getByText("Via vårdnadshavare: vårdnadshavare nådd").waitFor();
  assert.equal(await number.getByText(/svarade/).count(), 0);
});

test("a registration ends, leaves I dag, and is opened again", { timeout: 120_000 }, async () => {
  await openCard(one);
  await tap(one, "Avsluta inskrivningen");
  await dialog(one).getByRole("button", { name: "Välj varför" }).click();
  await dialog(one).getByRole("alert").filter({ hasText: "Välj varför" }).waitFor();
  await dialog(one).getByRole("radio", { name: "Examen eller motsvarande" }).check();
  await look(one.page, "end", ["small"]);
  await dialog(one).getByRole("button", { name: "Avsluta", exact: true }).click();
  await said(one, "Sparat: inskrivningen är avslutad");
  await one.page.getByText("Inskrivningen är avslutad.").waitFor();
  await look(one.page, "card-ended", ["small"]);
  await one.go("I dag");
  await one.page.getByRole("heading", { level: 1, name: "I dag" }).waitFor();
  await tap(one, "Enhetens");
  assert.equal(await one.page.getByRole("link", { name: new RegExp(`^${SELMA}`) }).count(), 0);
  await openCard(one);
  await tap(one, "Öppna inskrivningen igen");
  await said(one, "Sparat: inskrivningen är öppen igen");
  await one.page.getByRole("button", { name: "Avsluta inskrivningen" }).waitFor();
  await exchange(one, sent(one));
  await openCard(other);
  await exchange(other, other.page.getByRole("region", { name: "Historik" }).getByText("Öppnad igen").first());
});

test("a double tap says it once, and says nothing of the one who moves up beneath the finger", { timeout: 120_000 }, async () => {
  const follow = async () => {
    await tap(one, "Planera uppföljning");
    await dialog(one).getByLabel("En annan dag").fill(await one.page.evaluate(() => new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Stockholm" })));
    await dialog(one).getByRole("button", { name: /^Följ upp/ }).click();
    await said(one, "Sparat: följs upp i dag");
  };
  await openCard(one);
  await follow();
  await follow();
  const plans = one.page.getByRole("region", { name: "Framåt" }).getByRole("listitem");
  await plans.nth(1).waitFor();
  const { x, y } = await plans.first().getByRole("button", { name: "Klart" }).boundingBox();
  await one.page.mouse.dblclick(x + 10, y + 10, { delay: 20 });
  await said(one, "Sparat: uppföljningen är klar");
  await exchange(one, sent(one));
  assert.equal(await plans.count(), 1);
});
