// What comes back: a youth's yes, no and words, by the address that the administrator gives the provider, on the worker's phone at
// its next exchange; and what nobody knows whether it arrived, until somebody has reached out or a report has come. Nothing falls
// due here: what has gone is put in beside the queue, which sleeps at night.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { remind, sql, until } from "./harness/database.mjs";
import { device, meets, newcomer } from "./harness/device.mjs";
import { look } from "./harness/look.mjs";
import { employ, office } from "./harness/office.mjs";
import { PASSWORD } from "./harness/phone.mjs";
import { alone, day, dialog, exchange, openCard, part, said, sent, tap } from "./harness/two.mjs";

const ELLA = ["Ella Prov", "+46701740605"];
const FILIP = ["Filip Prov", "+46701740606"];
const GRETA = ["Greta Prov", "+46701740607"];
const HUGO = ["Hugo Prov", "+46701740608"];
const WORDS = "Kan vi ta det på onsdag i stället?";

const provider = {
  UPPSOK_SMS: "46elks",
  UPPSOK_46ELKS_URL: "http://127.0.0.1:9",
  UPPSOK_46ELKS_USER: "prov",
  UPPSOK_46ELKS_PASSWORD: "prov",
  UPPSOK_SMS_FROM: "+46701740614",
};

let phones;
let server;
let one;
let desk;
/** Where youths' texts come in, as the administrator's page says it. */
let inbound;
const ids = {};

before(async () => {
  phones = await alone(provider, (it) => {
    employ(it, [["Prov Administratör", "administrator", ["--municipality", "Oskarshamn"]]]);
    remind(it, { offsets: [72, 24], quiet: { from: 21, until: 9 }, per_day: 1, per_week: 3, booked: false, missed: true });
  });
  ({ server, one } = phones);
  const worker = await device(server, phones.email, PASSWORD);
  for (const [name, number] of [ELLA, FILIP, GRETA, HUGO]) {
    ids[name] = await newcomer(worker, name, number);
    await meets(worker, ids[name], `${day(5)}T14:00:00`);
  }
  desk = await Browser.open();
  const page = await office(desk, server);
  await page.goto(`${server.url}/admin/outbox`);
  await page.getByText("Adressen för svar").click();
  await look(page, "admin-outbox-answers");
  inbound = new URL(await page.locator("code").innerText());
});

after(async () => {
  await desk?.remove();
  await phones?.end();
});

/** The youth writes, and the provider brings it. */
async function writes([, from], message) {
  const headers = { authorization: `Basic ${btoa(`${inbound.username}:${inbound.password}`)}` };
  const body = new URLSearchParams({ id: randomUUID(), direction: "incoming", from, to: provider.UPPSOK_SMS_FROM, message });
  const answer = await fetch(`${inbound.origin}${inbound.pathname}`, { method: "POST", headers, body });
  assert.equal(answer.status, 204);
}

/** What has become of the reminder of the day before. */
function became([name], state, next) {
  const change = "update reminder set state = ?, next_at = ?, changed_at = ? where person_id = ? and kind = 'day_before' returning id";
  const [[id]] = sql(server, change, state, next, Date.now(), ids[name]);
  return id;
}

/** The row of a youth in a section of I dag. */
const row = (section, [name]) => part(one, section).getByRole("listitem").filter({ hasText: name });

test("yes and no stand under Svar at the next exchange, and on the meeting that they are of", { timeout: 120_000 }, async () => {
  became(ELLA, "sent", null);
  await one.go("I dag");
  await writes(ELLA, "JA");
  await exchange(one, row("Svar", ELLA).getByText("Svarade: Kommer", { exact: true }));
  await writes(ELLA, " nej. ");
  await exchange(one, row("Svar", ELLA).getByText("Svarade: Kan inte", { exact: true }));
  await row("Svar", ELLA).getByRole("link", { name: new RegExp(`^${ELLA[0]}`) }).click();
  await one.page.getByRole("heading", { level: 1, name: ELLA[0] }).waitFor();
  const meeting = part(one, "Framåt").getByRole("listitem").filter({ hasText: "14.00" });
  await meeting.getByText(/^Svarade \d\d\.\d\d: kan inte$/).waitFor();
  assert.equal(await meeting.getByText(/: skickas/).count(), 0, "who has said no isn't reminded");
  await look(one.page, "card-answered", ["small", "laptop"]);
});

test("words stand one tap away, and only while there is a network", { timeout: 120_000 }, async () => {
  await one.go("I dag");
  await writes(FILIP, WORDS);
  await exchange(one, row("Svar", FILIP).getByText("Har svarat", { exact: true }));
  await look(one.page, "today-answers", ["small", "laptop"]);
  await row("Svar", FILIP).getByRole("link", { name: new RegExp(`^${FILIP[0]}`) }).click();
  await part(one, "Skrev").getByText(WORDS, { exact: true }).waitFor();
  await look(one.page, "card-wrote", ["small", "laptop"]);
  await one.page.route("**/api/v1/**", (route) => route.abort());
  await one.go("I dag");
  await openCard(one, FILIP[0]);
  await part(one, "Skrev").getByText(/^Den unga har skrivit\. Texten hämtas när telefonen har nät/).waitFor();
  assert.equal(await one.page.getByText(WORDS).count(), 0);
  await one.page.unroute("**/api/v1/**");
});

test("what nobody knows whether it arrived stands in I dag before the meeting, until somebody has reached out or says that it doesn't matter", { timeout: 120_000 }, async () => {
  const id = became(GRETA, "unclear", 0);
  await until(server, 1, "select told from reminder where id = ?", id);
  await one.go("I dag");
  await exchange(one, row("Behöver din hjälp", GRETA).getByText("Oklart om påminnelsen kom fram, ring", { exact: true }));
  await look(one.page, "today-unclear", ["small", "laptop"]);
  await openCard(one, GRETA[0]);
  await part(one, "Framåt").getByText("Påminnelse dagen före: oklart om det kom fram, ring", { exact: true }).waitFor();
  await one.go("I dag");
  await row("Behöver din hjälp", GRETA).getByRole("button", { name: "Ingen påminnelse behövs" }).click();
  await said(one, "Sparat: ingen påminnelse om mötet");
  await row("Behöver din hjälp", GRETA).waitFor({ state: "detached" });
  await tap(one, "Ångra");
  await said(one, "Ångrat");
  await row("Behöver din hjälp", GRETA).waitFor();
  await row("Behöver din hjälp", GRETA).getByRole("link", { name: /^Sms till Greta Prov från din telefon/ }).click();
  await dialog(one).getByRole("heading", { name: "Hur gick det med Greta?" }).waitFor();
  await tap(one, "Skickade");
  await said(one, "Sparat: skickade");
  await row("Behöver din hjälp", GRETA).waitFor({ state: "detached" });
  await exchange(one, sent(one));
});

test("a late report settles what was unclear by itself", { timeout: 120_000 }, async () => {
  const id = became(HUGO, "unclear", 0);
  await until(server, 1, "select told from reminder where id = ?", id);
  await one.go("I dag");
  await exchange(one, row("Behöver din hjälp", HUGO).first());
  const attempt = randomUUID();
  sql(
    server,
    `insert into attempt (id, municipality_id, reminder_id, via, begun_at, ended_at, outcome)
     select ?, municipality_id, id, 'sms', changed_at, changed_at, 'unclear' from reminder where id = ?`,
    attempt,
    id,
  );
  sql(server, "insert into attempt_report (attempt_id, status, received_at) values (?, 'delivered', ?)", attempt, Date.now());
  await until(server, "delivered", "select state from reminder where id = ?", id);
  await one.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await row("Behöver din hjälp", HUGO).waitFor({ state: "detached", timeout: 60_000 });
  await openCard(one, HUGO[0]);
  await part(one, "Framåt").getByText(/^Påminnelse dagen före: framme \d\d\.\d\d, sms$/).waitFor();
});
