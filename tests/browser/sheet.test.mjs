// A sheet over the screen, for whoever has one hand free, no hand on a pointer, or is called away in the middle of it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Browser } from "./harness/browser.mjs";
import { look } from "./harness/look.mjs";
import { Phone, hire } from "./harness/phone.mjs";
import { Server, root } from "./harness/server.mjs";

const WORKER = "uppsokare@uppsok.example";
const FATIMA = "Fatima Bergström";

let server;
let browser;
let phone;

before(async () => {
  server = await Server.make();
  server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER]]);
  await server.start();
  browser = await Browser.open();
  await browser.context.clock.install();
  phone = await Phone.open(browser, server.url);
  await phone.start(WORKER);
  await phone.page.getByText(/^Allt skickat/).first().waitFor();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

const sheet = () => phone.page.getByRole("dialog");
const button = (name) => phone.page.getByRole("button", { name, exact: true });
const focused = () => phone.page.evaluate(() => document.activeElement?.textContent);

async function openCard() {
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").fill(FATIMA);
  await phone.page.getByRole("link", { name: new RegExp(`^${FATIMA}`) }).first().click();
  await phone.page.getByRole("heading", { level: 1, name: FATIMA }).waitFor();
}

test("going back closes what lies over the card, and then leaves the card", { timeout: 120_000 }, async () => {
  await openCard();
  for (const close of [() => phone.page.goBack(), () => phone.page.keyboard.press("Escape"), () => button("Stäng").click(), () => button("Avbryt").click()]) {
    await button("Boka").click();
    await sheet().waitFor();
    assert.match(await focused(), /^Boka möte med Fatima/);
    await close();
    await sheet().waitFor({ state: "detached" });
    await phone.page.getByRole("heading", { level: 1, name: FATIMA }).waitFor();
    await phone.page.waitForFunction(() => document.activeElement?.textContent === "Boka");
  }
  await phone.page.goBack();
  await phone.page.getByRole("heading", { level: 1, name: "Ungdomar" }).waitFor();
});

test("what was half written is there after the lock and after the browser was killed, and goes when it is put away", { timeout: 180_000 }, async () => {
  await openCard();
  await button("Boka").click();
  await sheet().getByRole("group", { name: "Dag" }).getByRole("radio").nth(3).check();
  await sheet().getByRole("group", { name: "Tid" }).getByRole("radio", { name: "15.00", exact: true }).check();
  await sheet().getByRole("radio", { name: "Utomhus", exact: true }).check();
  const saves = await sheet().getByRole("button", { name: /^Boka / }).innerText();
  const isThere = async () => {
    await sheet().getByRole("heading", { name: "Boka möte med Fatima" }).waitFor();
    await sheet().getByRole("button", { name: saves, exact: true }).waitFor();
    assert.ok(await sheet().getByRole("radio", { name: "Utomhus", exact: true }).isChecked());
  };

  await phone.page.clock.fastForward("06:00");
  await phone.page.getByRole("heading", { name: "Lås upp" }).waitFor();
  assert.ok(!(await phone.page.content()).includes("Fatima"));
  await phone.unlock();
  await isThere();

  assert.ok((await phone.stored()).every(({ value }) => !value.includes("Utomhus")), "a draft is sealed as all else is");
  await browser.kill();
  await browser.start();
  await browser.context.clock.install();
  phone = await Phone.open(browser, server.url);
  await phone.unlock();
  await isThere();

  await sheet().getByRole("button", { name: saves, exact: true }).click();
  await phone.page.getByText(/^Sparat: möte/).waitFor();
  for (const opens of ["after it was saved", "after it was put away"]) {
    await phone.page.reload();
    await phone.unlock();
    await phone.page.getByText(/^Allt skickat/).first().waitFor();
    assert.equal(await sheet().count(), 0, opens);
    await openCard();
    await button("Ändra").click();
    await sheet().getByLabel("Förnamn").fill("Fati");
    await button("Avbryt").click();
    await sheet().waitFor({ state: "detached" });
  }
});

test("a youth who was being registered is still being registered after the lock", { timeout: 120_000 }, async () => {
  await phone.go("Ungdomar");
  await phone.page.getByRole("link", { name: "Ny ungdom" }).click();
  await phone.page.getByLabel("Förnamn").fill("Öllegård");
  await phone.page.getByRole("radio", { name: "Inflyttad", exact: true }).check();
  await phone.page.getByLabel(/Vi träffades nyss/).uncheck();
  await phone.page.clock.fastForward("06:00");
  await phone.unlock();
  await phone.page.getByRole("heading", { level: 1, name: "Ny ungdom" }).waitFor();
  assert.equal(await phone.page.getByLabel("Förnamn").inputValue(), "Öllegård");
  assert.ok(await phone.page.getByRole("radio", { name: "Inflyttad", exact: true }).isChecked());
  assert.ok(!(await phone.page.getByLabel(/Vi träffades nyss/).isChecked()));
  await phone.go("I dag");
  await phone.go("Ungdomar");
  await phone.page.getByRole("link", { name: "Ny ungdom" }).click();
  assert.equal(await phone.page.getByLabel("Förnamn").inputValue(), "");
  await button("Skriv in").click();
  await phone.page.getByText("Se efter i fälten som är markerade.").waitFor();
  await phone.page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
  await look(phone.page, "newcomer-wrong", ["small"]);
});

test("by keyboard alone: a contact is logged", { timeout: 120_000 }, async () => {
  await openCard();
  const press = async (key, until) => {
    for (let times = 0; times < 60; times += 1) {
      await phone.page.keyboard.press(key);
      const at = await phone.page.evaluate(() => {
        const it = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(it.matches(".chip input") ? it.parentElement : it);
        return { name: it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent ?? it.textContent, visible: outlineStyle !== "none" && outlineWidth !== "0px" };
      });
      if (!at.visible) assert.fail(`the focus can't be seen on ${at.name}`);
      const name = at.name?.trim() ?? "";
      if (until instanceof RegExp ? until.test(name) : name === until) return;
    }
    assert.fail(`${until} isn't reached by ${key}`);
  };
  await press("Tab", "Logga kontakt");
  await phone.page.keyboard.press("Enter");
  await sheet().waitFor();
  await press("Tab", "Hembesök");
  await phone.page.keyboard.press("Space");
  await press("Tab", "Samtal");
  await phone.page.keyboard.press("Enter");
  await phone.page.getByText("Sparat: hembesök: samtal").waitFor();
  await phone.page.waitForFunction(() => document.activeElement?.textContent === "Logga kontakt");

  await press("Shift+Tab", "Läget nu");
  await phone.page.keyboard.press("Enter");
  await sheet().waitFor();
  await press("Tab", /^Ingen sysselsättning/);
  await press("ArrowRight", "Arbete");
  await press("Tab", /^Spara: arbete/i);
  await phone.page.keyboard.press("Enter");
  await sheet().waitFor({ state: "detached" });
  await phone.page.locator(".now__what", { hasText: "Arbete" }).waitFor();

  await press("Shift+Tab", "Boka");
  await phone.page.keyboard.press("Enter");
  await sheet().waitFor();
  await press("Tab", /^i dag/i);
  await press("ArrowRight", /^i morgon/i);
  await press("Tab", /^\d\d\.\d\d$/);
  await phone.page.keyboard.press("Space");
  // Where they met last is chosen already.
  await press("Tab", /^Boka i morgon/);
  await phone.page.keyboard.press("Enter");
  await sheet().waitFor({ state: "detached" });
  await phone.page.getByText(/Sparat: möte/).waitFor();
});

test("out of sight it shows nobody, in the app switcher and in what the browser keeps of titles and addresses", { timeout: 120_000 }, async () => {
  await openCard();
  const sharp = await phone.page.screenshot();
  await button("Boka").click();
  await sheet().waitFor();
  const before = await phone.page.screenshot();
  await phone.page.evaluate(() => window.dispatchEvent(new Event("blur")));
  const covered = await phone.page.screenshot({ animations: "disabled" });
  await phone.page.keyboard.press("Escape");
  await sheet().waitFor({ state: "detached" });
  const coveredCard = await phone.page.screenshot({ animations: "disabled" });
  assert.ok(covered.length < before.length / 4 && coveredCard.length < sharp.length / 4, "one colour is a small picture");
  await phone.page.evaluate(() => window.dispatchEvent(new Event("focus")));
  assert.equal(await phone.page.title(), "Ungdom · Uppsök");
  await phone.page.getByRole("searchbox").count();
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").fill("Fatima Berg");
  await browser.kill();
  const told = ["Fatima", "Bergstr"].flatMap((it) => [Buffer.from(it), Buffer.from(it, "utf16le")]);
  for (const file of readdirSync(browser.profile, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath ?? file.path, file.name);
    const bytes = readFileSync(path);
    assert.ok(!told.some((it) => bytes.includes(it)), `a name stands in ${path.slice(browser.profile.length)}`);
  }
});
