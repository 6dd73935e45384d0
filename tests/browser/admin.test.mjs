// An administrator's pages: people, units, phones and the register, with nothing but links and forms.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { look } from "./harness/look.mjs";
import { employ, office, PASSWORD } from "./harness/office.mjs";
import { root, Server } from "./harness/server.mjs";

const REGISTER = `${root}/tests/data/kaa-register.csv`;

let server;
let browser;
let page;

before(async () => {
  server = await Server.make();
  server.command(["import", REGISTER, "--yes"]);
  employ(server, [
    ["Prov Administratör", "administrator", ["--municipality", "Klippan"]],
    ["Prov Uppsökare", "worker", ["--unit", "KAA Klippan"]],
  ]);
  await server.start();
  browser = await Browser.open();
  page = await office(browser, server);
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

const heading = (name) => page.getByRole("heading", { level: 1, name }).waitFor();

/** A phone of the worker's that has forgotten its passphrase. */
async function phone() {
  const device = { id: randomUUID(), name: "Android" };
  const call = async (path, method, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
    return answer.status === 204 ? null : answer.json();
  };
  const { access_token: token } = await call("sign-in", "POST", { email: "worker@demo.example", password: PASSWORD, device });
  await call("recovery-key", "PUT", { key: Buffer.alloc(32, 7).toString("base64") }, token);
  await call("recovery", "POST", null, token);
  return { ...device, ask: () => call("sync", "POST", { schema: 1, entries: [], reads: [] }, token) };
}

test("somebody is invited, and what is wrong is said beside the field", async () => {
  await page.getByRole("link", { name: "Konton" }).first().click();
  await look(page, "admin-accounts");
  await page.getByRole("link", { name: "Bjud in någon" }).click();
  await page.getByLabel("Namn").fill("Örjan Ny");
  await page.getByLabel("E-postadress").fill("worker@demo.example");
  await page.getByLabel("Enhet").selectOption("KAA Klippan");
  await page.getByRole("button", { name: "Gör en länk" }).click();
  await page.getByText("Det finns redan ett konto med den adressen.").waitFor();
  await look(page, "admin-invite-wrong");
  await page.getByLabel("E-postadress").fill("orjan@demo.example");
  await page.getByRole("button", { name: "Gör en länk" }).click();
  await heading("Lämna över länken");
  assert.match(await page.getByLabel("Länken").inputValue(), /\/invitation\/[\w-]{43}$/);
  await look(page, "admin-link");
  await page.getByRole("link", { name: "Klart" }).click();
  await page.getByRole("link", { name: "Örjan Ny" }).click();
  await page.getByText("Stäng av kontot").click();
  await look(page, "admin-account");
});

test("a file is looked at, taken in, assigned and taken back", async () => {
  const [head, ...rows] = readFileSync(REGISTER, "utf8").split("\n");
  const borrowed = rows.filter((it) => it.includes(";Oskarshamn;KAA Oskarshamn;")).slice(0, 12);
  const moved = borrowed.map((it) => it.replace(";Oskarshamn;KAA Oskarshamn;", ";Klippan;KAA Norr;"));
  moved.push(moved[0], rows.find((it) => it.includes(";Göteborg;")), moved[1].replace(/^\d{8}/, "20081399"));
  const file = join(server.folder, "register.csv");
  writeFileSync(file, [head, ...moved].join("\n"));

  await page.goto(`${server.url}/admin/import`);
  await look(page, "admin-import");
  await page.getByLabel("Registerfil").setInputFiles(join(root, "public/icons/icon-192.png"));
  await page.getByRole("button", { name: "Visa vad som skulle hända" }).click();
  await page.getByText("Filen går inte att läsa.").waitFor();
  await page.getByLabel("Registerfil").setInputFiles(file);
  await page.getByRole("button", { name: "Visa vad som skulle hända" }).click();
  await heading("12 rader läses in");
  await look(page, "admin-draft");
  await page.getByLabel("Skapa enheterna").check();
  await page.getByRole("button", { name: "Läs in", exact: true }).click();
  await page.getByText("Filen är inläst. 3 rader avvisades.").waitFor();
  await look(page, "admin-batch");
  const batch = page.url();

  await page.goto(`${server.url}/admin/assignments`);
  await look(page, "admin-assignments");
  await page.getByRole("link", { name: /^KAA Norr/ }).click();
  const youth = page.getByRole("checkbox").first();
  await youth.focus();
  await page.keyboard.press("Space");
  assert.ok(await youth.isChecked());
  await page.getByLabel("Ge de valda till").selectOption("Prov Uppsökare");
  await page.getByRole("button", { name: "Fördela" }).click();
  await page.getByText("En ungdom är fördelad.").waitFor();

  await page.goto(`${server.url}/admin/assignments`);
  const found = (await page.getByRole("rowheader").first().textContent()).trim();
  await page.getByRole("searchbox").fill(found);
  await page.getByRole("button", { name: "Sök" }).click();
  await page.getByRole("button", { name: /^KAA Norr/ }).waitFor();
  assert.ok(!decodeURIComponent(page.url()).includes(found.split(" ")[0]), "whom somebody sought stands in no address");
  await look(page, "admin-search");
  await page.getByRole("link", { name: `Öppna ${found}` }).click();
  await heading("Det som är sparat");
  await look(page, "admin-record");
  await page.getByRole("link", { name: "Radera" }).click();
  await heading("Radera den unga?");
  await look(page, "admin-erase");

  await page.goto(`${batch.split("?")[0]}/undo`);
  await page.getByText("Kan inte ångras: 1").waitFor();
  await look(page, "admin-undo");
  await page.getByRole("button", { name: "Ja, ångra" }).click();
  await page.getByText("Inläsningen är ångrad för 11 ungdomar.").waitFor();
});

test("units, settings and the outbox", async () => {
  await page.goto(`${server.url}/admin/units`);
  await page.getByLabel("Ny enhet").fill("kaa klippan");
  await page.getByRole("button", { name: "Lägg till" }).click();
  await page.getByText("Det finns redan en enhet med det namnet.").waitFor();
  await look(page, "admin-units");
  await page.getByRole("link", { name: "KAA Klippan" }).click();
  await look(page, "admin-unit");
  await page.goto(`${server.url}/admin/settings`);
  await page.getByLabel("Minuter tills telefonen låser sig").fill("15");
  await look(page, "admin-settings");
  await page.getByRole("button", { name: "Spara" }).click();
  await page.getByText("Inställningarna är sparade.").waitFor();
  await page.goto(`${server.url}/admin/outbox`);
  await look(page, "admin-outbox");
});

test("a phone is answered, and revoked in two taps", async () => {
  const one = await phone();
  await page.goto(`${server.url}/admin`);
  await look(page, "admin-overview");
  await page.getByRole("link", { name: /1 telefon väntar på ditt svar/ }).click();
  await look(page, "admin-devices");
  await page.getByRole("button", { name: "Ja, öppna" }).click();
  await page.getByText("Telefonen får öppna igen.").waitFor();
  await page.getByRole("link", { name: "Spärra Android, Prov Uppsökare" }).click();
  await heading("Spärra telefonen?");
  await look(page, "admin-revoke");
  await page.getByRole("button", { name: "Ja, spärra" }).click();
  await page.getByText("Telefonen är spärrad.").waitFor();
  assert.equal((await one.ask()).code, "device_revoked");
});
