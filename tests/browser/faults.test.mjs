// What goes wrong on a phone in use: the browser dies in the middle of a write or of sending, its disk is full, its store
// loses its connection half-way, the network loses and repeats, the app is replaced while it sends. Nothing is lost, nothing
// is sent twice, and what couldn't be saved is said.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { join } from "node:path";

import { Device } from "../bench/api.mjs";
import { Browser } from "./harness/browser.mjs";
import { PASSPHRASE, PASSWORD, Phone, hire } from "./harness/phone.mjs";
import { Proxy } from "./harness/proxy.mjs";
import { Server, root } from "./harness/server.mjs";
import { lookForVersion } from "./harness/worker.mjs";

const WORKER = "uppsokare@uppsok.example";
const COLLEAGUE = "kollega@uppsok.example";
const ADMINISTRATOR = "administrator@uppsok.example";
// A youth of the unit in tests/data/kaa-register.csv.
const NAME = "Fatima Bergström";
const SYNC = "/api/v1/sync";

let server;
let proxy;
let browser;
let phone;
let known;

before(async () => {
  server = await Server.make();
  server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER], ["Prov Kollega", COLLEAGUE]]);
  const administrator = ["--email", ADMINISTRATOR, "--name", "Prov Administratör", "--role", "administrator"];
  server.command(["account", "add", ...administrator, "--municipality", "Oskarshamn", "--password-stdin"], `${PASSWORD}\n`);
  proxy = await Proxy.before(server);
  server.public = proxy.url;
  await server.start();
});

after(async () => {
  await proxy?.close();
  await server?.remove();
});

beforeEach(async () => {
  browser = await Browser.open();
  phone = await Phone.open(browser, proxy.url);
  await phone.start(WORKER);
  await sent(phone).waitFor();
  known = new Set((await journal()).map((it) => it.id));
});

afterEach(async () => {
  await browser?.remove();
  proxy.restore();
});

const waiting = (phone, count) => phone.page.getByText(new RegExp(`^${count} sparade? i telefonen`)).first();
const sent = (phone) => phone.page.getByText(/^Allt skickat/).first();
const answer = (phone, name) => phone.page.getByRole("button", { name, exact: true });

/** The server's whole journal of the unit, as a new phone of a colleague's gets it. */
async function journal() {
  const device = await Device.signedIn(server.url, COLLEAGUE);
  const entries = [];
  await device.pull((page) => entries.push(...page.map((it) => it.entry)));
  return entries;
}

/** What has come to the server since the test began, each once. */
async function arrived() {
  const fresh = (await journal()).filter((it) => !known.has(it.id));
  assert.equal(new Set(fresh.map((it) => it.id)).size, fresh.length, "nothing is there twice");
  assert.equal(new Set(fresh.map((it) => `${it.device} ${it.seq}`)).size, fresh.length, "no number is used twice");
  return fresh;
}

function goOffline() {
  proxy.meet(SYNC, () => "request lost");
}

async function goOnline(phone) {
  proxy.restore();
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
}

/** Starts a call from the list; the sheet asks how it went. */
async function ring(phone) {
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").fill(NAME);
  await phone.page.getByRole("link", { name: new RegExp(`^Ring ${NAME}`) }).first().click();
  await answer(phone, "Pratade").waitFor();
}

/** Calls, and says how it went; resolves when so many are said to be saved. */
async function call(phone, saved) {
  await ring(phone);
  await answer(phone, "Inget svar").click();
  await waiting(phone, saved).waitFor();
}

/** Kills the browser, opens it again and unlocks. */
async function reopen() {
  await browser.kill();
  await browser.start();
  phone = await Phone.open(browser, proxy.url);
  await phone.unlock();
}

/** How many entries wait in the phone. */
async function unsent(phone) {
  return (await phone.stored()).filter((it) => it.part === "outbox").length;
}

test("killed in the middle of a write, an entry is there whole or not at all, and the call asks again", { timeout: 240_000 }, async () => {
  goOffline();
  let saved = 0;
  // Before the transaction has done anything, after its first write, and when the app has been told that all is saved.
  for (const moment of ["begin", "put", "complete"]) {
    await ring(phone);
    const died = phone.page.waitForEvent("console", (it) => it.text() === "now");
    await phone.page.evaluate((moment) => {
      const begin = IDBDatabase.prototype.transaction;
      const put = IDBObjectStore.prototype.put;
      IDBDatabase.prototype.transaction = function (stores, mode, ...rest) {
        const transaction = begin.call(this, stores, mode, ...rest);
        if (mode === "readwrite" && [...stores].includes("outbox")) {
          if (moment === "begin") console.info("now");
          if (moment === "put") IDBObjectStore.prototype.put = (function (...what) {
            console.info("now");
            return put.apply(this, what);
          });
          if (moment === "complete") transaction.addEventListener("complete", () => console.info("now"));
        }
        return transaction;
      };
    }, moment);
    await answer(phone, "Pratade").click({ noWaitAfter: true });
    await died;
    await reopen();
    const isThere = await unsent(phone);
    assert.ok((isThere === saved && moment !== "complete") || isThere === saved + 1, `${isThere} of ${saved} + 1 at ${moment}`);
    // What the disk has was answered; what it hasn't is asked again.
    if (isThere === saved) {
      await answer(phone, "Pratade").click();
      saved += 1;
    } else {
      saved = isThere;
    }
    await waiting(phone, saved).waitFor();
  }
  await goOnline(phone);
  await sent(phone).waitFor({ timeout: 60_000 });
  assert.equal((await arrived()).length, 3);
});

test("a full disk is said, keeps what was saved, and loses no receipt: what couldn't be noted goes again, once", { timeout: 180_000 }, async () => {
  goOffline();
  await call(phone, 1);
  await ring(phone);
  const disk = await phone.page.context().newCDPSession(phone.page);
  await disk.send("Storage.overrideQuotaForOrigin", { origin: proxy.url, quotaSize: 1 });
  await isFull(phone.page);
  await answer(phone, "Inget svar").click();
  await phone.page.getByText(/Telefonen är full/).first().waitFor();
  assert.equal(await unsent(phone), 1);

  proxy.restore();
  proxy.meet(SYNC, () => "clear");
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await proxy.passed(SYNC, 1);
  assert.equal((await arrived()).length, 1, "the server has what was saved");
  assert.equal(await unsent(phone), 1, "and the phone couldn't note that");

  await disk.send("Storage.overrideQuotaForOrigin", { origin: proxy.url });
  await answer(phone, "Inget svar").click();
  await goOnline(phone);
  await sent(phone).waitFor({ timeout: 90_000 });
  assert.equal((await arrived()).length, 2);
});

/** Chromium goes by what it last knew of the disk for half a minute: waits until it refuses a write. */
function isFull(page) {
  return page.evaluate(async () => {
    const settled = (request) =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const request = indexedDB.open("scratch");
    request.onupgradeneeded = () => request.result.createObjectStore("scratch");
    const database = await settled(request).catch(() => null);
    for (let full = database === null; !full; ) {
      full = await new Promise((done) => {
        const transaction = database.transaction("scratch", "readwrite");
        transaction.objectStore("scratch").put("x".repeat(1_000), 1);
        transaction.oncomplete = () => setTimeout(() => done(false), 200);
        transaction.onabort = () => done(true);
      });
    }
    database?.close();
  });
}

test("a connection that is lost half-way through a write leaves no half, and no number is used twice", { timeout: 120_000 }, async () => {
  goOffline();
  await ring(phone);
  await phone.page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...what) {
      IDBObjectStore.prototype.put = put;
      const asked = put.apply(this, what);
      const { transaction } = this;
      transaction.abort();
      transaction.db.close();
      return asked;
    };
  });
  await answer(phone, "Pratade").click();
  await waiting(phone, 1).waitFor();
  await call(phone, 2);
  await goOnline(phone);
  await sent(phone).waitFor({ timeout: 60_000 });
  assert.equal((await arrived()).length, 2);
});

/** Lets the phone ask, and resolves when what it asked has ended in the page and is told there. */
async function ask(phone) {
  const isSync = (request) => request.url().endsWith(SYNC);
  const ended = Promise.race(["requestfinished", "requestfailed"].map((it) => phone.page.waitForEvent(it, isSync)));
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await ended;
  await rests(phone);
}

/** While anything is on its way the line says so. */
const rests = (phone) => phone.page.getByText(/skickas när det finns nät$|nytt försök snart$|^Allt skickat/).first().waitFor();

test("a network that loses, halves, delays and repeats: all is sent, once", { timeout: 240_000 }, async () => {
  let made = 0;
  for (const weather of ["request lost", "reply lost", "reply halved", "late", "twice"]) {
    goOffline();
    await call(phone, 1);
    await rests(phone);
    made += 1;
    proxy.restore();
    proxy.meet(SYNC, (turn) => (turn === 1 ? weather : "request lost"));
    await ask(phone);
    // Nothing is said to be sent that no receipt came for, whatever the server has.
    const isThere = (await arrived()).length === made;
    assert.equal(isThere, !["request lost", "late"].includes(weather), weather);
    assert.equal(await unsent(phone), weather === "twice" ? 0 : 1, weather);
    await (weather === "twice" ? sent(phone) : waiting(phone, 1)).waitFor();
    await goOnline(phone);
    await sent(phone).waitFor({ timeout: 90_000 });
    assert.equal((await arrived()).length, made, weather);
  }
  await proxy.settle();
  assert.equal((await arrived()).length, made, "what was late changes nothing");
});

test("a revoked phone keeps what it has until the server says that it was heard, and then goes", { timeout: 240_000 }, async () => {
  goOffline();
  await call(phone, 1);
  await rests(phone);
  const administrator = await Device.signedIn(server.url, ADMINISTRATOR);
  const mine = async () => (await administrator.ask("GET", "/api/v1/devices")).filter((it) => it.owner === "Prov Uppsökare");
  for (const device of await mine()) await administrator.ask("POST", `/api/v1/devices/${device.id}/revoke`);
  proxy.restore();
  let weather = 404;
  // First it hears that it is revoked; what then answers its last words isn't always the server.
  proxy.meet(SYNC, (turn) => (turn === 1 ? "clear" : weather));
  for (weather of [404, "reply lost", 413, 200]) {
    await ask(phone);
    assert.equal(await unsent(phone), 1, `${weather}`);
    await waiting(phone, 1).waitFor();
  }
  weather = "clear";
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await phone.page.getByText("Telefonen är spärrad").waitFor();
  assert.deepEqual((await phone.stored()).filter((it) => it.part === "entry"), []);
  assert.equal((await arrived()).length, 0, "an administrator decides first");
  const left = (await mine()).filter((it) => it.put_aside > 0);
  assert.deepEqual(left.map((it) => it.put_aside), [1]);
  const outcomes = await administrator.ask("POST", `/api/v1/devices/${left[0].id}/quarantine`, { take: true });
  assert.deepEqual(outcomes.map((it) => it.outcome), ["stored"]);
  assert.equal((await arrived()).length, 1);
});

test("a record that can't be read stands in the way of nothing, and is told of", { timeout: 120_000 }, async () => {
  goOffline();
  await call(phone, 1);
  await call(phone, 2);
  const [first] = (await phone.stored()).filter((it) => it.part === "outbox").toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await phone.page.evaluate(async ({ database, value }) => {
    const settled = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const opened = await settled(indexedDB.open(database));
    const store = opened.transaction("entry", "readwrite").objectStore("entry");
    const record = await settled(store.get(value));
    record.blob[record.blob.length - 1] ^= 1;
    await settled(store.put(record, value));
    opened.close();
  }, first);
  await goOnline(phone);
  await phone.page.getByText("1 behöver din hjälp").first().waitFor();
  assert.equal((await arrived()).length, 1);
  assert.equal(await unsent(phone), 0);
  await phone.page.getByText("1 behöver din hjälp").first().click();
  await phone.page.getByText("Uppgiften gick inte att läsa.").waitFor();
});

test("a tab that dies while it sends hands over to the other", { timeout: 180_000 }, async () => {
  const other = await Phone.open(browser, proxy.url);
  await other.unlock();
  goOffline();
  await call(phone, 1);
  await waiting(other, 1).waitFor();
  proxy.restore();
  proxy.meet(SYNC, (turn) => (turn === 1 ? "held" : "clear"));
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await proxy.passed(SYNC, 1);
  await phone.page.close();
  proxy.release();
  await other.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await sent(other).waitFor({ timeout: 90_000 });
  assert.equal((await arrived()).length, 1);
});

test("a new version is taken in the middle of sending: nothing is lost, nothing goes twice", { timeout: 180_000 }, async () => {
  goOffline();
  await call(phone, 1);
  await call(phone, 2);
  proxy.restore();
  proxy.change("/app/sw.js", (worker) => worker.replace(/const VERSION = "\w+"/, 'const VERSION = "two"'));
  proxy.change("/app", (html) => html.replace("<title>Uppsök</title>", "<title>Uppsök två</title>"));
  proxy.meet(SYNC, (turn) => (turn === 1 ? "held" : "clear"));
  assert.equal(await lookForVersion(phone.page), "installed");
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await proxy.passed(SYNC, 1);
  // The server has them, and the reply is on its way to a page that goes.
  await Promise.all([phone.page.waitForEvent("load"), phone.page.evaluate(() => window.dispatchEvent(new CustomEvent("uppsok:use-version")))]);
  proxy.release();
  await phone.page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await phone.page.getByRole("button", { name: "Lås upp", exact: true }).click();
  await phone.opened();
  await sent(phone).waitFor({ timeout: 90_000 });
  assert.equal((await arrived()).length, 2);
  assert.deepEqual(await phone.page.evaluate(() => caches.keys()), ["uppsok-app-two"]);
});
