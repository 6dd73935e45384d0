// The main job, end to end: an administrator imports a register file and assigns, it becomes a caseload on a phone, the
// network goes, a call is logged, work is stated and a meeting booked without it, the network comes back, a second phone and
// the lead's page show what happened.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Browser, sizes } from "./harness/browser.mjs";
import { look, shoot } from "./harness/look.mjs";
import * as office from "./harness/office.mjs";
import { root, Server } from "./harness/server.mjs";
import { controlled } from "./harness/worker.mjs";

const register = join(root, "tests/data/kaa-register.csv");
const PASSWORD = "ett-prov-i-klippan";
const PASSPHRASE = "blå cykel under bron";
const WORKER = "uppsokare@klippan.example";
const COLLEAGUE = "kollega@klippan.example";
const LEAD = "samordnare@klippan.example";
const ADMINISTRATOR = "administrator@klippan.example";
const UNIT = "Fältgruppen";

const youth = { given: "Samuel", family: "Dahl" };
const name = `${youth.given} ${youth.family}`;

/** The register, where one youth of Klippan is known to have had no occupation: what is logged makes that one complete. The
 *  command line gets it without that youth, the administrator's page whole. */
function files(folder) {
  const rows = readFileSync(register, "utf8").split("\n");
  const at = rows.findIndex((row) => row.includes(`;${youth.given};${youth.family};`) && row.includes(";KAA Klippan;;;"));
  rows[at] = rows[at].replace(";KAA Klippan;;;", ";KAA Klippan;Ingen sysselsättning (bekräftad);;");
  const [whole, rest] = ["register.csv", "rest.csv"].map((name) => join(folder, name));
  writeFileSync(whole, rows.join("\n"));
  writeFileSync(rest, rows.toSpliced(at, 1).join("\n"));
  return { whole, rest };
}

let server;
let whole;
let phone;
let other;
let laptop;

before(async () => {
  server = await Server.make();
  const made = files(server.folder);
  whole = made.whole;
  assert.match(server.command(["import", made.rest]), /^189 nya, .*\nInget är sparat/m);
  assert.match(server.command(["import", made.rest, "--yes"]), /^189 nya/m);
  const add = (email, who, ...rest) => server.command(["account", "add", "--email", email, "--name", who, ...rest, "--password-stdin"], PASSWORD);
  add(WORKER, "Prov Uppsökare", "--role", "worker", "--unit", "KAA Klippan");
  add(COLLEAGUE, "Prov Kollega", "--role", "worker", "--unit", "KAA Klippan");
  add(LEAD, "Prov Samordnare", "--role", "lead", "--municipality", "Klippan");
  add(ADMINISTRATOR, "Prov Administratör", "--role", "administrator", "--municipality", "Klippan");
  await server.start();
  [phone, other, laptop] = await Promise.all([Browser.open(), Browser.open(), Browser.open()]);
});

after(async () => {
  await Promise.all([phone, other, laptop].map((it) => it?.remove()));
  await server?.remove();
});

/** The next Thursday that isn't called today or tomorrow, as people in Sweden have it. */
function thursday() {
  const [year, month, date] = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Stockholm" }).split("-").map(Number);
  const day = new Date(Date.UTC(year, month - 1, date + 2));
  while (day.getUTCDay() !== 4) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

async function signIn(page, email) {
  await page.goto(`${server.url}/app`);
  await controlled(page);
  await page.getByLabel("E-post").fill(email);
  await page.getByLabel("Lösenord", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Logga in" }).click();
  await page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Spara och öppna" }).click();
  await page.getByRole("heading", { name: "I dag", level: 1 }).waitFor();
}

async function unlock(page) {
  await page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "Lås upp", exact: true }).click();
}

async function openCard(page) {
  await page.getByRole("link", { name: "Ungdomar" }).click();
  await page.getByRole("searchbox").fill(`${youth.given.slice(0, 3)} ${youth.family.slice(0, 3)}`);
  await page.getByRole("link", { name: new RegExp(name) }).first().click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

/** How many are known both before and after, and how many of them work after, on the lead's page. */
async function figures(page) {
  await page.goto(`${server.url}/lead`);
  const [, complete] = (await page.getByRole("heading", { level: 1 }).innerText()).match(/\d+/g).map(Number);
  await page.getByText("Som tabell").first().click();
  const cells = page.getByRole("row", { name: /^Arbete/ }).first().getByRole("cell");
  return { complete, working: Number(await cells.nth(2).innerText()) };
}

test("the main job", { timeout: 300_000 }, async (t) => {
  let page = await phone.page(sizes.phone);
  const colleague = await other.page(sizes.phone);
  const desk = await laptop.page(sizes.laptop);
  let before;

  await t.test("an administrator sees what the file would do, imports it, and assigns workers and youths to a unit", async () => {
    await office.signIn(desk, server, ADMINISTRATOR, PASSWORD);
    await desk.getByRole("link", { name: "Inläsning" }).click();
    await desk.getByLabel("Registerfil").setInputFiles(whole);
    await desk.getByRole("button", { name: "Visa vad som skulle hända" }).click();
    await desk.getByRole("heading", { level: 1, name: "En rad läses in" }).waitFor();
    await desk.getByText("Inget är sparat än.").waitFor();
    await desk.getByRole("button", { name: "Läs in", exact: true }).click();
    await desk.getByText(/^Filen är inläst/).waitFor();

    await desk.getByRole("link", { name: "Enheter", exact: true }).click();
    await desk.getByLabel("Ny enhet").fill(UNIT);
    await desk.getByRole("button", { name: "Lägg till" }).click();
    await desk.getByRole("link", { name: UNIT }).click();
    for (const worker of ["Prov Uppsökare", "Prov Kollega"]) {
      await desk.getByLabel("Lägg till en uppsökare").selectOption(worker);
      await desk.getByRole("button", { name: "Lägg till" }).click();
      await desk.getByRole("button", { name: `Ta bort ${worker} ur enheten` }).waitFor();
    }

    await desk.getByRole("link", { name: "Fördelning" }).click();
    await desk.getByRole("searchbox").fill(youth.family);
    await desk.getByRole("button", { name: "Sök" }).click();
    await desk.getByRole("checkbox", { name }).check();
    await desk.getByLabel("Ge de valda till").selectOption(`${UNIT}, alla`);
    await desk.getByRole("button", { name: "Fördela" }).click();
    await desk.getByText("En ungdom är fördelad.").waitFor();
    await desk.getByRole("row", { name: new RegExp(`${name}.*${UNIT}`) }).waitFor();
    await office.signOut(desk);
  });

  await t.test("a lead signs in and sees the register", async () => {
    await office.signIn(desk, server, LEAD, PASSWORD);
    before = await figures(desk);
    await look(desk, "lead-before");
  });

  await t.test("a worker signs in, sets the passphrase and gets the caseload; so does a colleague", async () => {
    await signIn(page, WORKER);
    await page.getByText(/Allt skickat/).waitFor();
    await look(page, "today");
    await signIn(colleague, COLLEAGUE);
    await colleague.getByText(/Allt skickat/).waitFor();
  });

  await t.test("the server is gone: reload, unlock, find by a part of the name", async () => {
    await server.kill();
    await page.reload();
    await look(page, "unlock");
    await unlock(page);
    await page.getByRole("heading", { name: "I dag", level: 1 }).waitFor();
    await openCard(page);
    await look(page, "card");
  });

  await t.test("a tap calls, the sheet asks, a tap logs", async () => {
    await page.getByRole("button", { name: /^Ring/ }).or(page.getByRole("link", { name: /^Ring/ })).first().click();
    const sheet = () => page.getByRole("dialog", { name: `Hur gick det med ${youth.given}?` });
    await sheet().waitFor();
    await shoot(page, "log-phone-light");
    // The dialler has the screen and the phone lets the app go meanwhile: opened again, it asks again.
    await phone.kill();
    await phone.start();
    page = await phone.page(sizes.phone);
    await page.goto(`${server.url}/app`);
    await unlock(page);
    await sheet().waitFor();
    await sheet().getByRole("button", { name: "Pratade", exact: true }).click();
    await page.getByText("Sparat: pratade").waitFor();
  });

  await t.test("works now, and a meeting on Thursday at a café", async () => {
    if (!(await page.getByRole("heading", { name, level: 1 }).isVisible())) await openCard(page);
    await page.getByRole("button", { name: "Läget nu" }).first().click();
    const state = page.getByRole("dialog", { name: /Vad gör/ });
    await state.getByRole("radio", { name: "Arbete", exact: true }).check();
    await shoot(page, "occupation-phone-light");
    await state.getByRole("button", { name: /^Spara: arbete/i }).click();
    await page.getByText(/Sparat: arbete/i).waitFor();
    await page.getByRole("button", { name: "Boka" }).first().click();
    const book = page.getByRole("dialog", { name: /Boka möte/ });
    await book.getByLabel("En annan dag").fill(thursday());
    await book.getByRole("group", { name: "Tid" }).getByRole("radio", { name: "14.00", exact: true }).check();
    await book.getByRole("radio", { name: "Kafé", exact: true }).check();
    await shoot(page, "meeting-phone-light");
    await book.getByRole("button", { name: /^Boka / }).click();
    await page.getByText(/Sparat: möte/).waitFor();
    await page.getByText(/3 sparade i telefonen/).waitFor();
  });

  const isAllThere = async () => {
    await openCard(page);
    await page.getByText("Arbete").first().waitFor();
    await page.getByText(/tors.*14\.00/i).first().waitFor();
    await page.getByText(/Samtal|Pratade/i).first().waitFor();
    await page.getByText(/3 sparade i telefonen/).waitFor();
  };

  await t.test("all of it is there after a reload and after the browser was killed", async () => {
    await page.reload();
    await unlock(page);
    await isAllThere();
    await phone.kill();
    await phone.start();
    page = await phone.page(sizes.phone);
    await page.goto(`${server.url}/app`);
    await unlock(page);
    await isAllThere();
  });

  await t.test("the network comes back: without a tap each entry reaches the server once, the colleague and the lead see it", async () => {
    await server.start();
    await page.getByText(/Allt skickat/).waitFor({ timeout: 90_000 });
    await colleague.reload();
    await unlock(colleague);
    await openCard(colleague);
    await colleague.getByText(/tors.*14\.00/i).first().waitFor({ timeout: 60_000 });
    const story = colleague.getByRole("region", { name: "Historik" });
    for (const once of ["Telefon: samtal", /^Arbete \(/, /^Möte bokat/]) assert.equal(await story.getByText(once).count(), 1, String(once));
    assert.deepEqual(await figures(desk), { complete: before.complete + 1, working: before.working + 1 });
    await look(desk, "lead");
  });

  assert.deepEqual(laptop.errors, []);
});
