// For everyone: 320 px, twice the text, high contrast, no motion, and with nothing in it or names that never end.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Browser, resize, sizes } from "./harness/browser.mjs";
import { assertAccessible, assertFits, look, shoot } from "./harness/look.mjs";
import { signIn, signOut } from "./harness/office.mjs";
import { PASSWORD, Phone, hire } from "./harness/phone.mjs";
import { Server, root } from "./harness/server.mjs";

const WORKER = "uppsokare@uppsok.example";
const IDLE = "ledig@uppsok.example";
const LONG = { given: "Wolfeschlegelsteinhausenbergerdorff-Fatima", family: "Bergströmsdotter af Ugglas-Löwenhielm von Rosenörn-Lehn" };

let server;
let browser;
let phone;

/** The register with a name longer than any screen. */
function register() {
  const path = join(server.folder, "register.csv");
  const rows = readFileSync(join(root, "tests/data/kaa-register.csv"), "utf8");
  writeFileSync(path, rows.replace(";Selma;Holm;", `;${LONG.given};${LONG.family};`));
  return path;
}

/** A unit that nobody has been given to. */
async function openUnit(name) {
  const post = async (path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    return (await fetch(`${server.url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const { access_token: token } = await post("sign-in", { email: "administrator@uppsok.example", password: PASSWORD });
  await post("units", { name }, token);
}

before(async () => {
  server = await Server.make();
  server.command(["import", register(), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER]]);
  const add = (email, role, ...place) =>
    server.command(["account", "add", "--email", email, "--name", "Prov", "--role", role, ...place, "--password-stdin"], `${PASSWORD}\n`);
  add("administrator@uppsok.example", "administrator", "--municipality", "Oskarshamn");
  add("samordnare@uppsok.example", "lead", "--municipality", "Oskarshamn");
  await server.start();
  await openUnit("Ny grupp");
  add(IDLE, "worker", "--unit", "Ny grupp");
  browser = await Browser.open();
  phone = await Phone.open(browser, server.url);
  await phone.start(WORKER);
  await phone.page.getByText(/^Allt skickat/).first().waitFor();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

const narrow = { width: 320, height: 640, mobile: true };
const WAYS = [
  ["320", narrow, 1],
  ["twice", sizes.small, 2],
  ["320-twice", narrow, 2],
];

/** As a reader who has set the browser's text to so many times its size. */
async function enlarge(page, times) {
  await page.evaluate((times) => document.documentElement.style.setProperty("font-size", `${106.25 * times}%`), times);
}

/** Nothing is outside the page, and no word is cut off by what holds it. */
async function assertReadable(page, name) {
  await assertFits(page, name);
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll("h1, h2, h3, p, a, button, label, legend, dt, dd, .row__name, .row__why")]
      .filter((it) => it.checkVisibility() && !it.closest(".visually-hidden, .skip-link, .table-wrap") && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== "inline")
      .map((it) => `${it.tagName.toLowerCase()}.${it.className}`),
  );
  assert.deepEqual(cut, [], name);
}

/** What is asked has room, and what saves stands within the screen or is scrolled to. */
async function assertUsable(page, name, times) {
  const { room, below } = await page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((it) => it.finished));
    const sheet = document.querySelector("dialog[open]");
    const acts = sheet.querySelector(".sheet__acts")?.getBoundingClientRect();
    return { room: sheet.querySelector(".sheet__body").clientHeight, below: acts ? acts.bottom - innerHeight : 0 };
  });
  assert.ok((below <= 1 || times > 1) && room >= 100, `${name}: ${room} px for what is asked, ${below} px of the buttons outside`);
}

const SHEETS = ["Boka", "Läget nu", "Logga kontakt", "Sms från Uppsök", "Planera uppföljning", "Nytt nummer", "Ny insats", "Ändra", "Avsluta inskrivningen"];

const fileName = (words) => words.toLowerCase().replaceAll(" ", "-");

test("every screen and sheet of the phone through axe, at every size, light and dark", { timeout: 300_000 }, async () => {
  const { page } = phone;
  for (const place of ["I dag", "Möten", "Mer", "Ungdomar"]) {
    await phone.go(place);
    await page.getByRole("heading", { level: 1, name: place }).waitFor();
    await look(page, `screen-${fileName(place)}`);
  }
  await page.getByRole("searchbox").fill("Wolfe");
  await page.getByRole("link", { name: new RegExp(LONG.given) }).first().click();
  await page.getByRole("heading", { name: "Historik" }).waitFor();
  for (const act of SHEETS) {
    await page.getByRole("button", { name: act, exact: true }).first().click();
    await page.getByRole("dialog").waitFor();
    await look(page, `sheet-${fileName(act)}`, ["phone", "laptop"]);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
});

test("every screen and sheet of the phone at 320 px and with twice the text", { timeout: 300_000 }, async () => {
  const { page } = phone;
  for (const [way, size, times] of WAYS) {
    await resize(page, size);
    await enlarge(page, times);
    for (const place of ["I dag", "Möten", "Mer", "Ungdomar"]) {
      await phone.go(place);
      await page.getByRole("heading", { level: 1, name: place }).waitFor();
      await assertReadable(page, `${place} ${way}`);
      await shoot(page, `everyone-${fileName(place)}-${way}`);
    }
    await page.getByRole("searchbox").fill("Wolfe");
    await page.getByRole("link", { name: new RegExp(LONG.given) }).first().click();
    await page.getByRole("heading", { name: "Historik" }).waitFor();
    await assertReadable(page, `card ${way}`);
    await shoot(page, `everyone-card-${way}`);
    for (const act of SHEETS) {
      await page.getByRole("button", { name: act, exact: true }).first().click();
      await page.getByRole("dialog").waitFor();
      await assertReadable(page, `${act} ${way}`);
      await assertUsable(page, `${act} ${way}`, times);
      await shoot(page, `everyone-${fileName(act)}-${way}`);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    await page.getByRole("link", { name: /^Ring/ }).first().click();
    await page.getByRole("dialog").waitFor();
    await assertReadable(page, `log ${way}`);
    await assertUsable(page, `log ${way}`, times);
    await shoot(page, `everyone-log-${way}`);
    await page.getByRole("button", { name: "Det blev inget, logga inte" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await phone.go("Ungdomar");
    await page.getByRole("link", { name: "Ny ungdom" }).click();
    await page.getByLabel("Förnamn").waitFor();
    await assertReadable(page, `newcomer ${way}`);
  }
  await enlarge(page, 1);
  await resize(page, sizes.phone);
});

test("in high contrast what is chosen still looks chosen, and nothing moves for whoever asks for that", { timeout: 120_000 }, async () => {
  const { page } = phone;
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await phone.go("Ungdomar");
  await page.getByRole("link", { name: new RegExp(LONG.given) }).first().click();
  await page.getByRole("button", { name: "Boka", exact: true }).first().click();
  const chip = page.getByRole("dialog").getByRole("group", { name: "Plats" }).locator(".chip");
  await chip.first().locator("input").check();
  const colours = await chip.evaluateAll((all) => all.slice(0, 2).map((it) => getComputedStyle(it).backgroundColor));
  assert.notEqual(colours[0], colours[1]);
  const moves = await page.evaluate(() => {
    const sheet = getComputedStyle(document.querySelector("dialog[open]"));
    return [sheet.animationName, ...[...document.querySelectorAll("button")].map((it) => getComputedStyle(it).transitionDuration)];
  });
  assert.ok(moves.every((it) => it === "none" || /^0s(, 0s)*$/.test(it)), moves.join(" "));
  await shoot(page, "everyone-high-contrast");
  await assertAccessible(page, "high contrast");
  await page.keyboard.press("Escape");
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference" });
});

test("the pages of leads and administrators at 320 px and with twice the text", { timeout: 240_000 }, async () => {
  const page = await browser.page(sizes.small);
  for (const [email, paths] of [
    ["samordnare@uppsok.example", ["/lead"]],
    ["administrator@uppsok.example", ["", "/accounts", "/accounts/new", "/units", "/assignments", "/devices", "/import", "/outbox", "/settings"].map((it) => `/admin${it}`)],
  ]) {
    await signIn(page, server, email, PASSWORD);
    await page.waitForURL(/\/(lead|admin)$/);
    for (const path of [...paths, "/", "/accessibility", "/nowhere"]) {
      await page.goto(server.url + path);
      for (const [way, size, times] of WAYS) {
        await resize(page, size);
        await enlarge(page, times);
        await assertReadable(page, `${path} ${way}`);
        if (way === "320-twice") await shoot(page, `everyone${path.replaceAll("/", "-")}-${way}`);
      }
    }
    await page.goto(server.url + paths[0]);
    await signOut(page);
  }
  await page.close();
});

test("a worker whom nobody has been given to is told so, kindly", { timeout: 120_000 }, async () => {
  const other = await Browser.open();
  try {
    const idle = await Phone.open(other, server.url, sizes.small);
    await idle.start(IDLE, "en annan lång fras");
    await idle.page.getByText(/^Allt skickat/).first().waitFor();
    for (const [place, words] of [["I dag", /Här finns inga ungdomar än|Allt klart/], ["Ungdomar", /Ingen|Inga/], ["Möten", "Inga möten bokade."]]) {
      await idle.go(place);
      await idle.page.getByText(words).first().waitFor();
      await shoot(idle.page, `empty-${place.toLowerCase().replaceAll(" ", "-")}`);
    }
  } finally {
    await other.remove();
  }
});
