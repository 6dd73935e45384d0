// What a worker does with a youth beyond the main job: each act is done by hand on one phone, reaches the server, and stands on a
// colleague's. The newcomer is registered while nobody has a network.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { device, meets } from "./harness/device.mjs";
import { look } from "./harness/look.mjs";
import { PASSWORD } from "./harness/phone.mjs";
import { choose, day, dialog, exchange, openCard, part, said, sent, tap, time, two } from "./harness/two.mjs";

// A youth of the unit in tests/data/kaa-register.csv whose registration is open.
const SELMA = "Selma Holm";
const NEWCOMER = "Prov Åkerö";

let phones;
let server;
let one;
let other;

before(async () => {
  phones = await two();
  ({ server, one, other } = phones);
});

after(() => phones?.end());

/** A meeting whose time has passed, as a phone says it that was without a network: no sheet books one. */
async function planned(youth, at) {
  await meets(await device(server, "kollega@uppsok.example", PASSWORD), youth, at);
}

test("a newcomer met outdoors is registered without a network, once, and stands on a colleague's phone", { timeout: 240_000 }, async () => {
  await server.kill();
  await one.go("Ungdomar");
  await one.page.getByRole("link", { name: "Ny ungdom" }).click();
  await one.page.getByLabel("Förnamn").fill(NEWCOMER.split(" ")[0]);
  await one.page.getByLabel("Efternamn (om du vet)").fill(NEWCOMER.split(" ")[1]);
  await one.page.getByLabel("Telefon (om du vet)").fill("070-174 06 61");
  await one.page.getByRole("group", { name: "Varför skrivs hen in?" }).getByRole("radio").first().check();
  await tap(one, "Skriv in");
  await said(one, /^Sparat: Prov.* är inskriven/);
  await one.page.getByText(/sparade? i telefonen/).first().waitFor();
  await server.start();
  await exchange(one, sent(one));
  await exchange(other, sent(other));
  await openCard(other, NEWCOMER);
  await part(other, "Nå fram").getByText("070-174 06 61").waitFor();
  await other.go("Ungdomar");
  await other.page.getByRole("searchbox").fill(NEWCOMER);
  assert.equal(await other.page.getByRole("link", { name: new RegExp(`^${NEWCOMER}`) }).count(), 1);
});

test("details are changed, and who wrote to the worker is logged as one who answered", { timeout: 120_000 }, async () => {
  await openCard(one, SELMA);
  await tap(one, "Ändra");
  await dialog(one).getByLabel("E-post").fill("prov@uppsok.example");
  await choose(one, "العربية");
  await tap(one, "Spara");
  await said(one, "Sparat: uppgifterna");
  await tap(one, "Logga kontakt");
  await choose(one, "Sms");
  await tap(one, "Svar");
  await said(one, /^Sparat: .*svar/i);
  await exchange(one, sent(one));
  await openCard(other, SELMA);
  await exchange(other, part(other, "Historik").getByText("Sms: svar"));
  await part(other, "Nå fram").getByText("prov@uppsok.example").waitFor();
});

test("a question that is closed waits in its line, and is answered from there", { timeout: 120_000 }, async () => {
  await openCard(one, SELMA);
  await one.page.getByRole("link", { name: /^Sms/ }).first().click();
  await dialog(one).getByRole("heading", { name: "Hur gick det med Selma?" }).waitFor();
  await one.page.keyboard.press("Escape");
  await dialog(one).waitFor({ state: "detached" });
  await tap(one, "Hur gick det med Selma?");
  await tap(one, "Skickade");
  await said(one, "Sparat: skickade");
  await one.page.getByRole("button", { name: "Hur gick det med Selma?" }).waitFor({ state: "detached" });
  await exchange(other, part(other, "Historik").getByText(/^Sms: meddelande/).first());
});

test("a meeting is booked, moved and called off", { timeout: 120_000 }, async () => {
  const ahead = (phone) => part(phone, "Framåt");
  await openCard(one, SELMA);
  await tap(one, "Boka");
  await time(one, 3, "14:00");
  await choose(one, "Kafé");
  await dialog(one).getByRole("button", { name: /^Boka / }).click();
  await said(one, /^Sparat: möte/);
  await tap(one, "Flytta");
  await time(one, 4, "15:30");
  await dialog(one).getByRole("button", { name: /^Flytta till / }).click();
  await exchange(one, sent(one));
  await exchange(other, ahead(other).getByText(/15\.30/).first());
  assert.equal(await ahead(other).getByText(/14\.00/).count(), 0);
  await tap(one, "Ställ in");
  await said(one, "Sparat: mötet är inställt");
  await exchange(one, sent(one));
  await exchange(other, part(other, "Historik").getByText(/inställt/i).first());
  assert.equal(await ahead(other).getByText(/15\.30/).count(), 0);
});

test("who didn't come is written to by itself, which the card tells of and one tap stops", { timeout: 120_000 }, async () => {
  // Nobody has written to them today: who has had a text gets no second the same day.
  await openCard(one, NEWCOMER);
  await planned(new URL(one.page.url()).pathname.split("/").at(-1), `${day(-1)}T14:00:00`);
  await exchange(one, one.page.getByRole("button", { name: "Kom inte", exact: true }));
  await tap(one, "Kom inte");
  await said(one, /^Sparat: kom inte/);
  const missed = part(one, "Framåt").getByRole("listitem").filter({ hasText: /^Kom inte/ });
  await missed.getByText(/skickas .*, sms$/).waitFor();
  await look(one.page, "card-missed");
  await missed.getByRole("button", { name: "Skicka inget" }).click();
  await said(one, "Sparat: inget sms om mötet");
  await missed.waitFor({ state: "detached" });
  await exchange(one, sent(one));
});

test("a measure is offered, begins and ends, and can't end before it began", { timeout: 120_000 }, async () => {
  const measures = (phone) => part(phone, "Insatser");
  await openCard(one, SELMA);
  await tap(one, "Ny insats");
  await choose(one, "Coachning");
  await choose(one, "Har börjat");
  await dialog(one).getByLabel("Ska sluta (om det är bestämt)").fill(day(-9));
  await tap(one, "Spara");
  await dialog(one).getByRole("alert").filter({ hasText: "Slutet kan inte vara före början." }).waitFor();
  await choose(one, "Erbjuden");
  await tap(one, "Spara");
  await said(one, "Sparat: coachning");
  await measures(one).getByRole("button", { name: "Började" }).click();
  await tap(one, "Spara");
  await measures(one).getByText(/^Sedan/).waitFor();
  await measures(one).getByRole("button", { name: "Avsluta" }).click();
  await dialog(one).getByRole("radio").first().check();
  await dialog(one).getByRole("button", { name: /^(Spara|Avsluta)/ }).click();
  await exchange(one, sent(one));
  await openCard(other, SELMA);
  await exchange(other, measures(other).getByText(/^Avslutad/));
});

test("what is taken back in the story is struck out on both phones", { timeout: 120_000 }, async () => {
  await openCard(one, SELMA);
  await part(one, "Historik").getByRole("button", { name: /^Mer om sms: svar/i }).click();
  await tap(one, "Ta bort det här");
  await said(one, "Sparat: borttaget");
  await exchange(one, sent(one));
  await openCard(other, SELMA);
  await exchange(other, other.page.locator(".timeline__item--withdrawn").filter({ hasText: "Sms: svar" }));
});
