// What goes to a youth about a meeting: what will be sent is seen before it is, a text goes from a template, and what is taken
// back or turned off without a network sends nothing. No provider is set: the texts land on the administrator's page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { remind, sql, until } from "./harness/database.mjs";
import { device, meets, newcomer } from "./harness/device.mjs";
import { look } from "./harness/look.mjs";
import { employ, office } from "./harness/office.mjs";
import { PASSWORD } from "./harness/phone.mjs";
import { alone, choose, day, dialog, exchange, offline, openCard, part, said, sent, tap, time } from "./harness/two.mjs";

const ALVA = "Alva Prov";
const BO = "Bo Prov";
const CILLA = "Cilla Prov";
const DANA = "Dana Prov";

let phones;
let server;
let one;
let desk;
const ids = {};

before(async () => {
  phones = await alone({ UPPSOK_SMS_PRICE: "52" }, (it) => {
    employ(it, [["Prov Administratör", "administrator", ["--municipality", "Oskarshamn"]]]);
    // No night, but for the hour before midnight, which no setting can take away.
    remind(it, { offsets: [72, 24], quiet: { from: 23, until: 0 }, per_day: 3, per_week: 7, booked: false, missed: true });
  });
  ({ server, one } = phones);
  const worker = await device(server, phones.email, PASSWORD);
  for (const [at, name] of [ALVA, BO, CILLA, DANA].entries()) ids[name] = await newcomer(worker, name, `+4670174060${at + 5}`);
  await meets(worker, ids[CILLA], `${day(5)}T14:00:00`);
  await meets(worker, ids[DANA], `${day(-1)}T14:00:00`);
  await one.go("Ungdomar");
  await exchange(one, one.page.getByRole("link", { name: new RegExp(`^${DANA}`) }));
});

after(async () => {
  await desk?.remove();
  await phones?.end();
});

/**
 * Whether what was asked for has gone: it has, but in the night, when it waits. The server says which, since only it knows when
 * it looked: the night may begin, or end, while we wait.
 */
async function hasGone(name) {
  const asked = "from reminder where person_id = ? and step = 'asked'";
  const waits = "state = 'planned' and next_at > ?";
  await until(server, 1, `select count(*) ${asked} and (state = 'sent' or ${waits})`, ids[name], Date.now());
  const [[state]] = sql(server, `select state ${asked}`, ids[name]);
  return state === "sent";
}

/** The server has these messages to a youth, by when they fall due, and no others: what was dropped or failed isn't one. */
const queued = (name, ...kinds) =>
  until(
    server,
    kinds.join(),
    `select coalesce(group_concat(kind), '') from
       (select kind from reminder where person_id = ? and state not in ('dropped', 'failed') order by due_at)`,
    ids[name],
  );

const row = (text) => part(one, "Framåt").getByRole("listitem").filter({ hasText: text });

async function book() {
  await tap(one, "Boka");
  await time(one, 5, "14:00");
  await choose(one, "Kafé");
  await dialog(one).getByRole("button", { name: /^Boka / }).click();
  await said(one, /^Sparat: möte/);
}

test("what will be sent, when and how, is seen before the phone has a network, and is what the server plans", { timeout: 120_000 }, async () => {
  await openCard(one, ALVA);
  const online = await offline(one);
  await book();
  const lines = [/^Påminnelse några dagar före: skickas .* 14\.00, sms eller notis$/, /^Påminnelse dagen före: skickas .* 14\.00, sms eller notis$/];
  for (const line of lines) await row("14.00").getByText(line).waitFor();
  await look(one.page, "card-planned", ["small", "laptop"]);
  await queued(ALVA);
  await online();
  await exchange(one, sent(one));
  await queued(ALVA, "three_days", "day_before");
  for (const line of lines) await row("14.00").getByText(line).waitFor();
});

test("a text goes now, as it was read and counted before, and the meeting tells of it", { timeout: 120_000 }, async () => {
  await openCard(one, ALVA);
  await row("14.00").getByRole("button", { name: "Skicka sms" }).click();
  await dialog(one).getByRole("heading", { name: "Sms till Alva" }).waitFor();
  assert.ok(await dialog(one).getByRole("radio", { name: "Påminnelse dagen före" }).isChecked(), "the likely text is chosen");
  const words = await dialog(one).locator(".quote").innerText();
  assert.match(words, /^Hej Alva! Vi ses .* kl 14\.00\. Passar det inte\? Svara här så hittar vi en ny tid\. \/Prov$/);
  await dialog(one).getByText("Det blir 1 sms · 0,52 kr.").waitFor();
  await look(one.page, "message", ["small", "laptop"]);
  await dialog(one).getByRole("button", { name: "Skicka", exact: true }).click();
  await said(one, "Sparat: skickas när telefonen har nät");
  if (!(await hasGone(ALVA))) {
    await exchange(one, row("14.00").getByText(/^Påminnelse dagen före: (väntar på att skickas|skickat \d\d\.\d\d), sms$/));
    return;
  }
  await until(server, 1, "select count(*) from outbox where person_id = ?", ids[ALVA]);
  await until(server, 1, "select count(*) from reminder where person_id = ? and state = 'sent'", ids[ALVA]);
  await exchange(one, row("14.00").getByText(/^Påminnelse dagen före: skickat \d\d\.\d\d, sms$/));

  desk = await Browser.open();
  const page = await office(desk, server);
  await page.goto(`${server.url}/admin/outbox`);
  const message = page.getByRole("row").filter({ hasText: ALVA });
  assert.equal(await message.locator(".quote").innerText(), words, "what was read is what went");
  await message.getByText("1 sms · 0,52 kr").waitFor();
  await message.getByRole("cell", { name: "Skickat", exact: true }).waitFor();
  await page.getByText("Ingen operatör är inställd.").waitFor();
  await look(page, "admin-outbox-sent");
});

test("a meeting that was booked and called off without a network sends nothing", { timeout: 120_000 }, async () => {
  await openCard(one, BO);
  const online = await offline(one);
  await book();
  await row("14.00").getByText(/^Påminnelse dagen före: skickas/).waitFor();
  await tap(one, "Ställ in");
  await said(one, "Sparat: mötet är inställt");
  await row("14.00").waitFor({ state: "detached" });
  one.sent.length = 0;
  await online();
  await exchange(one, sent(one));
  const kinds = one.sent.filter((it) => it.youth === ids[BO]).flatMap((it) => it.facts.map((fact) => fact.kind));
  assert.deepEqual([...new Set(kinds)], ["meeting_planned", "meeting_cancelled"], "the server heard of both");
  await queued(BO);
  assert.deepEqual(sql(server, "select id from outbox where person_id = ?", ids[BO]), []);
});

test("no reminder of a meeting in one tap, without a network, and one tap takes it back", { timeout: 120_000 }, async () => {
  await openCard(one, CILLA);
  await row("14.00").getByText(/^Påminnelse dagen före: skickas/).waitFor();
  await queued(CILLA, "three_days", "day_before");
  const online = await offline(one);
  await row("14.00").getByRole("button", { name: "Ingen påminnelse" }).click();
  await said(one, "Sparat: ingen påminnelse om mötet");
  await row("14.00").getByText("Ingen påminnelse skickas", { exact: true }).waitFor();
  assert.equal(await row("14.00").getByText(/: skickas/).count(), 0);
  await look(one.page, "card-no-reminder", ["small"]);
  await online();
  await exchange(one, sent(one));
  await queued(CILLA);
  await row("14.00").getByRole("button", { name: "Påminn ändå" }).click();
  await said(one, "Sparat: påminnelser skickas");
  await row("14.00").getByText(/^Påminnelse dagen före: skickas/).waitFor();
  await exchange(one, sent(one));
  await queued(CILLA, "three_days", "day_before");
});

test("who didn't come is one tap, can be undone, and is written to without blame", { timeout: 120_000 }, async () => {
  await one.go("Möten");
  const over = one.page.getByRole("listitem").filter({ hasText: DANA });
  const missed = over.getByRole("button", { name: "Kom inte", exact: true });
  await missed.click();
  await said(one, /^Sparat: kom inte\. Ett vänligt sms går (i morgon )?\d\d\.\d\d$/);
  await over.waitFor({ state: "detached" });
  await tap(one, "Ångra");
  await said(one, "Ångrat");
  await missed.waitFor();
  await look(one.page, "meetings-over", ["small", "laptop"]);
  await exchange(one, sent(one));
  await queued(DANA);
  await missed.click();
  await said(one, /^Sparat: kom inte\. Ett vänligt sms går (i morgon )?\d\d\.\d\d$/);
  await tap(one, "Skicka nu");
  await dialog(one).getByRole("heading", { name: "Sms till Dana" }).waitFor();
  assert.ok(await dialog(one).getByRole("radio", { name: "Efter ett möte som inte blev av" }).isChecked());
  await dialog(one).getByText(/^Hej Dana! Vi missade varandra .*\. Ingen fara\./).waitFor();
  await dialog(one).getByRole("button", { name: "Skicka", exact: true }).click();
  await said(one, "Sparat: skickas när telefonen har nät");
  await exchange(one, sent(one));
  // Once: what was asked for takes the place of what would have gone by itself.
  await queued(DANA, "missed");
  await openCard(one, DANA);
  await row("Kom inte").getByText(/^Efter ett möte som inte blev av: (väntar på att skickas|skickat .*), sms$/).waitFor();
  assert.equal(await row("Kom inte").getByRole("button", { name: "Skicka inget" }).count(), 0);
});
