// The way in and the way out: signing in, the passphrase, the lock with and without a server, the language, and what the
// server didn't take.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser, sizes } from "./harness/browser.mjs";
import { look } from "./harness/look.mjs";
import { Server } from "./harness/server.mjs";
import { controlled } from "./harness/worker.mjs";

const PASSWORD = "demo-i-klippan";
const PASSPHRASE = "blå cykel under bron";
const WORKER = "uppsokare@demo.example";
const ADMINISTRATOR = "administrator@demo.example";

let server;
let browser;
let page;

before(async () => {
  server = await (await Server.make()).start("demo");
  browser = await Browser.open();
  page = await browser.page(sizes.phone);
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

const label = (text) => page.getByLabel(text, { exact: true });
const button = (name) => page.getByRole("button", { name, exact: true });
const heading = (name) => page.getByRole("heading", { name });

async function unlock(passphrase) {
  await label("Lösenfras").fill(passphrase);
  await button("Lås upp").click();
}

/** Asks the server as a script of the administrator's would. */
async function administrate(path, body) {
  const ask = (path, body, token) =>
    fetch(`${server.url}${path}`, {
      method: body ? "POST" : "GET",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: body && JSON.stringify(body),
    });
  const { access_token } = await (await ask("/api/v1/sign-in", { email: ADMINISTRATOR, password: PASSWORD })).json();
  const answer = await ask(path, body, access_token);
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
}

test("the gate", { timeout: 240_000 }, async (t) => {
  await t.test("a wrong password is said plainly, and the right one leads to the passphrase", async () => {
    await page.goto(`${server.url}/app`);
    await controlled(page);
    await heading("Logga in").waitFor();
    await look(page, "sign-in");
    await button("Logga in").click();
    await page.getByText("Skriv både e-post och lösenord.").waitFor();
    await label("E-post").fill(WORKER);
    await label("Lösenord").fill("fel-i-klippan");
    await button("Logga in").click();
    await page.getByText("E-postadressen eller lösenordet stämmer inte.").waitFor();
    await label("Lösenord").fill(PASSWORD);
    await button("Logga in").click();
    await heading("Välj en lösenfras").waitFor();
  });

  await t.test("the passphrase is long enough, and written twice where it is hidden", async () => {
    await label("Lösenfras").fill("kort");
    await page.getByText("För kort än").waitFor();
    await look(page, "passphrase");
    await button("Spara och öppna").click();
    await page.getByText("Välj minst tolv tecken").waitFor();
    await label("Lösenfras").fill(PASSPHRASE);
    await page.getByText("Svår att gissa").waitFor();
    await label("Dölj det jag skriver").check();
    await label("En gång till").fill("blå cykel under bro");
    await button("Spara och öppna").click();
    await page.getByText("De två är inte lika").waitFor();
    await label("En gång till").fill(PASSPHRASE);
    await button("Spara och öppna").click();
    await heading("I dag").waitFor();
    await page.getByText(/Allt skickat/).first().waitFor();
    const later = button("Inte nu");
    if (await later.count()) await later.click();
    await look(page, "demo-today");
  });

  await t.test("a reload locks, a wrong passphrase doesn't open, the right one does without a server", async () => {
    await server.kill();
    await page.reload();
    await heading("Lås upp").waitFor();
    await look(page, "unlock");
    await unlock("något helt annat");
    await page.getByText("Lösenfrasen stämmer inte. Försök igen.").waitFor();
    await page.getByText("Glömt lösenfrasen?").click();
    await look(page, "unlock-wrong", ["phone"]);
    await unlock(PASSPHRASE);
    await heading("I dag").waitFor();
    await server.start("demo");
  });

  await t.test("the other language, whole, and back", async () => {
    // All that the app says by itself; names and what somebody wrote stand elsewhere.
    const said = async () => {
      const words = new Set();
      const read = async () => {
        const found = await page.locator("nav a, button, h2, label, legend, summary, .row__why, .status-line, .tag, .timeline__what").allInnerTexts();
        for (const it of found) if (/\p{L}{3}/u.test(it)) words.add(it.trim());
      };
      for (const place of ["", "/ungdomar", "/moten", "/mer"]) {
        await page.locator(`nav a[href="/app${place}"]`).click();
        await page.getByRole("heading", { level: 1 }).waitFor();
        await read();
      }
      await page.locator('nav a[href="/app/ungdomar"]').click();
      await page.locator(".row__body").first().click();
      await page.locator("#story").waitFor();
      await read();
      for (const act of await page.locator(".acts--more button, button.acts__item").all()) {
        if (await act.isDisabled()) continue;
        await act.click();
        await page.getByRole("dialog").waitFor();
        await read();
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
      }
      return words;
    };
    const swedish = await said();
    await page.getByRole("link", { name: "Mer" }).click();
    await button("English").click();
    await heading("Saved and sent").waitFor();
    const english = await said();
    assert.ok(swedish.size > 60 && english.size > 60, `${swedish.size} and ${english.size}`);
    const both = [...english].filter((it) => swedish.has(it));
    assert.deepEqual(both.filter((it) => !["Svenska", "English", "Uppsök"].includes(it)), []);
    await page.getByRole("link", { name: "More" }).click();
    await page.getByRole("button", { name: "Svenska" }).click();
    await page.getByRole("link", { name: "Mer" }).click();
    await heading("Sparat och skickat").waitFor();
    await look(page, "more");
    await button("English").click();
    await heading("Saved and sent").waitFor();
    assert.equal(await page.getAttribute("html", "lang"), "en");
    await page.getByRole("button", { name: "Svenska" }).click();
    await heading("Sparat och skickat").waitFor();
    await button("Skicka nu").click();
    await page.getByText(/Allt skickat och hämtat/).waitFor();
  });

  await t.test("what the server doesn't take says whose, what and why; signing out warns; it can be let go", async () => {
    await page.getByRole("link", { name: "Ungdomar" }).click();
    const row = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: /^Ring/ }) }).first();
    const open = row.getByRole("link").first();
    const youth = (await open.getAttribute("href")).split("/").at(-1);
    await open.click();
    const name = await page.getByRole("heading", { level: 1 }).innerText();

    // Work is stated without a network; meanwhile the youth is given to another unit.
    await page.route("**/api/v1/sync", (route) => route.abort());
    await page.getByRole("button", { name: "Läget nu" }).first().click();
    const sheet = page.getByRole("dialog", { name: /Vad gör/ });
    await sheet.getByRole("radio", { name: "Arbete", exact: true }).check();
    await sheet.getByRole("button", { name: /^Spara: arbete/i }).click();
    await page.getByText(/Sparat: arbete/i).waitFor();
    const unit = await administrate("/api/v1/units", { name: "En annan enhet" });
    const [outcome] = await administrate("/api/v1/assignments", { youths: [youth], unit: unit.id });
    assert.equal(outcome.outcome, "assigned");
    await page.unroute("**/api/v1/sync");

    await page.getByRole("link", { name: /^Mer/ }).click();
    await button("Skicka nu").click();
    const item = page.getByRole("article", { name: new RegExp(name) });
    await item.getByText("Den unga hör inte längre till din enhet.").waitFor();
    await item.getByText(/^Arbete/).waitFor();
    await page.getByText("1 behöver din hjälp").first().waitFor();
    await page.getByText(/Sparat: arbete/i).waitFor({ state: "detached" });
    await look(page, "tray");

    await button("Logga ut").click();
    await page.getByText("1 sak finns bara i den här telefonen och försvinner.").waitFor();
    await button("Stanna kvar").click();

    await item.getByRole("button", { name: "Släng", exact: true }).click();
    await look(page, "tray-discard", ["phone"]);
    await item.getByRole("button", { name: "Släng för gott" }).click();
    await item.waitFor({ state: "detached" });
    await button("Logga ut").click();
    await button("Logga ut och ta bort").click();
    await heading("Logga in").waitFor();
    await page.reload();
    await heading("Logga in").waitFor();
  });
});
