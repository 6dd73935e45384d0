// A phone with 1,000 youths and 40,000 entries: starting it with the server gone, and saving on it.

import { Browser, sizes } from "../browser/harness/browser.mjs";
import { PASSPHRASE, Phone, hire } from "../browser/harness/phone.mjs";
import { Server } from "../browser/harness/server.mjs";
import { Device, caseload } from "./api.mjs";
import { lockShown, openShown, watchPage } from "./in_page.mjs";
import { writeRegister } from "./register.mjs";
import { add, median, under } from "./report.mjs";

const YOUTHS = Number(process.env.BENCH_YOUTHS ?? 1_000);
const ENTRIES = YOUTHS * 40;
const STARTS = 7;
const SAVES = 24;
const SLOWED = 4;
const WORKER = "uppsokare@uppsok.example";

export async function measure() {
  const server = await Server.make();
  const browser = await Browser.open();
  try {
    await fill(server, browser);
    await server.stop();
    await starts(server, browser, SLOWED);
    await starts(server, browser, 1);
    await saves(server, browser, SLOWED);
    await saves(server, browser, 1);
  } finally {
    await browser.remove();
    await server.remove();
  }
}

/** A caseload on the server, and a phone that has fetched all of it. */
async function fill(server, browser) {
  server.command(["import", writeRegister(server.folder, YOUTHS), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER], ["Prov Kollega", "kollega@uppsok.example"]]);
  await server.start();
  const colleague = await Device.signedIn(server.url, "kollega@uppsok.example");
  await colleague.log(await caseload(colleague), ENTRIES - YOUTHS);
  const phone = await Phone.open(browser, server.url);
  await phone.start(WORKER);
  await phone.page.getByText(/^Allt skickat/).first().waitFor({ timeout: 600_000 });
}

/**
 * From a browser that isn't running to *I dag*, offline. What is slowed is what the page's own thread does: the service
 * worker, and the worker that makes the key, are threads that Chromium's throttling doesn't reach.
 */
async function starts(server, browser, slowed) {
  const took = { lock: [], open: [], key: [] };
  for (let run = 0; run < STARTS; run += 1) {
    const { page } = await reopened(server, browser, slowed);
    took.lock.push(await lockShown(page));
    await page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
    const { open, key } = await openShown(page);
    took.open.push(open);
    took.key.push(key);
  }
  const [lock, open, key] = [took.lock, took.open, took.key].map((it) => median(it) / 1000);
  const sum = median(took.lock.map((it, run) => it + took.open[run])) / 1000;
  const name = (what) => `cold start offline, ${YOUTHS} youths, ${ENTRIES} entries, CPU ÷${slowed}: ${what}`;
  const row = (what, ours, goal) => add({ name: name(what), ours, unit: "s", runs: STARTS, goal });
  row("to the lock", lock, under(1, "s"));
  row("passphrase to I dag", open);
  row("of which Argon2id, never slowed", key);
  row("both", sum, under(1, "s"));
}

/** Kills the browser, opens it on the same profile, and goes to the app. */
async function reopened(server, browser, slowed) {
  await browser.kill();
  await browser.start();
  const page = await browser.page(sizes.phone);
  const debug = await page.context().newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: slowed });
  await page.addInitScript(watchPage);
  await page.goto(`${server.url}/app`, { waitUntil: "commit" });
  return { page, debug };
}

/** From the tap that logs a visit to the disk having it: IndexedDB's `complete` with strict durability. */
async function saves(server, browser, slowed) {
  const { page } = await reopened(server, browser, slowed);
  await lockShown(page);
  await page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await openShown(page);
  await page.getByRole("link", { name: "Ungdomar", exact: true }).click();
  await page.locator(".list a[href^='/app/ungdomar/']").first().click();
  const took = [];
  for (let run = 0; run < SAVES; run += 1) {
    await page.getByRole("button", { name: "Logga kontakt" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("radio", { name: "Hembesök", exact: true }).check();
    await sheet.getByRole("button", { name: "Inget svar", exact: true }).click();
    took.push(await page.evaluate(() => globalThis.bench.saved()));
    await sheet.waitFor({ state: "detached" });
  }
  const name = `tap to durable on the phone, CPU ÷${slowed}`;
  add({ name, ours: median(took), unit: "ms", runs: SAVES });
}
