// What goes wrong within a phone in use: the browser dies in the middle of a write, its disk is full, its store loses its
// connection half-way, a record can't be read. Nothing is lost, no number is used twice, and what couldn't be saved is said.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Device } from "../bench/api.mjs";
import { ADMINISTRATOR, COLLEAGUE, SYNC, Stage, answer, call, ring, sent, unsent, waiting } from "./harness/stage.mjs";

const stage = Stage.set();

test("killed in the middle of a write, an entry is there whole or not at all, and the call asks again", { timeout: 240_000 }, async () => {
  stage.goOffline();
  let saved = 0;
  // Before the transaction has done anything, after its first write, and when the app has been told that all is saved.
  for (const moment of ["begin", "put", "complete"]) {
    await ring(stage.phone);
    const died = stage.phone.page.waitForEvent("console", (it) => it.text() === "now");
    await stage.phone.page.evaluate((moment) => {
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
    await answer(stage.phone, "Pratade").click({ noWaitAfter: true });
    await died;
    await stage.reopen();
    const isThere = await unsent(stage.phone);
    assert.ok((isThere === saved && moment !== "complete") || isThere === saved + 1, `${isThere} of ${saved} + 1 at ${moment}`);
    // What the disk has was answered; what it hasn't is asked again.
    if (isThere === saved) {
      await answer(stage.phone, "Pratade").click();
      saved += 1;
    } else {
      saved = isThere;
    }
    await waiting(stage.phone, saved).waitFor();
  }
  await stage.goOnline();
  await sent(stage.phone).waitFor({ timeout: 60_000 });
  assert.equal((await stage.arrived()).length, 3);
});

test("a full disk is said, keeps what was saved, and loses no receipt: what couldn't be noted goes again, once", { timeout: 180_000 }, async () => {
  stage.goOffline();
  await call(stage.phone, 1);
  await ring(stage.phone);
  const disk = await stage.phone.page.context().newCDPSession(stage.phone.page);
  await disk.send("Storage.overrideQuotaForOrigin", { origin: stage.proxy.url, quotaSize: 1 });
  await isFull(stage.phone.page);
  await answer(stage.phone, "Inget svar").click();
  await stage.phone.page.getByText(/Telefonen är full/).first().waitFor();
  assert.equal(await unsent(stage.phone), 1);

  stage.proxy.restore();
  stage.proxy.meet(SYNC, () => "clear");
  await stage.nudge();
  await stage.proxy.passed(SYNC, 1);
  assert.equal((await stage.arrived()).length, 1, "the server has what was saved");
  assert.equal(await unsent(stage.phone), 1, "and the phone couldn't note that");

  await disk.send("Storage.overrideQuotaForOrigin", { origin: stage.proxy.url });
  await answer(stage.phone, "Inget svar").click();
  await stage.goOnline();
  await sent(stage.phone).waitFor({ timeout: 90_000 });
  assert.equal((await stage.arrived()).length, 2);
});

test("a full disk takes nothing in and still lets go of who is to be forgotten", { timeout: 180_000 }, async () => {
  const colleague = await Device.signedIn(stage.server.url, COLLEAGUE);
  const administrator = await Device.signedIn(stage.server.url, ADMINISTRATOR);
  const [fatima] = await caseload(colleague, (facts) => facts.includes("Fatima"));
  const [erased] = await caseload(colleague, (facts) => !facts.includes("Fatima"));
  const held = async (youth) => (await stage.phone.stored()).filter((it) => `${it.id} ${it.value}`.includes(youth)).length;
  assert.ok((await held(erased)) > 1, "an entry and a summary");
  const before = await held(fatima);

  const disk = await stage.phone.page.context().newCDPSession(stage.phone.page);
  await disk.send("Storage.overrideQuotaForOrigin", { origin: stage.proxy.url, quotaSize: 1 });
  await isFull(stage.phone.page);
  await administrator.ask("POST", `/api/v1/youths/${erased}/erase`);
  await colleague.log([fatima], 1);
  await stage.nudge();
  await stage.phone.page.getByText(/Telefonen är full/).first().waitFor();
  assert.equal(await held(erased), 0, "nothing of who was erased stays");
  assert.equal(await held(fatima), before, "and what is new has no room");

  await disk.send("Storage.overrideQuotaForOrigin", { origin: stage.proxy.url });
  await stage.nudge();
  await sent(stage.phone).waitFor({ timeout: 90_000 });
  assert.equal(await held(fatima), before + 1, "what was new then comes now");
  assert.equal((await stage.arrived()).some((it) => it.youth === fatima), true);
});

/** The youths of the unit whose facts are such. */
async function caseload(device, are) {
  const facts = new Map();
  device.cursor = undefined;
  await device.pull((page) => page.forEach(({ entry }) => facts.set(entry.youth, (facts.get(entry.youth) ?? "") + JSON.stringify(entry.facts))));
  return [...facts].filter(([, it]) => are(it)).map(([youth]) => youth);
}

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
  stage.goOffline();
  await ring(stage.phone);
  await stage.phone.page.evaluate(() => {
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
  await answer(stage.phone, "Pratade").click();
  await waiting(stage.phone, 1).waitFor();
  await call(stage.phone, 2);
  await stage.goOnline();
  await sent(stage.phone).waitFor({ timeout: 60_000 });
  assert.equal((await stage.arrived()).length, 2);
});

test("a record that can't be read stands in the way of nothing, and is told of", { timeout: 120_000 }, async () => {
  stage.goOffline();
  await call(stage.phone, 1);
  await call(stage.phone, 2);
  const [first] = (await stage.phone.stored()).filter((it) => it.part === "outbox").toSorted((one, other) => (one.id < other.id ? -1 : 1));
  await stage.phone.page.evaluate(async ({ database, value }) => {
    const settled = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const opened = await settled(indexedDB.open(database));
    const store = opened.transaction("entry", "readwrite").objectStore("entry");
    const record = await settled(store.get(value));
    record.blob[record.blob.length - 1] ^= 1;
    await settled(store.put(record, value));
    opened.close();
  }, first);
  await stage.goOnline();
  await stage.phone.page.getByText("1 behöver din hjälp").first().waitFor();
  assert.equal((await stage.arrived()).length, 1);
  assert.equal(await unsent(stage.phone), 0);
  await stage.phone.page.getByText("1 behöver din hjälp").first().click();
  await stage.phone.page.getByText("Uppgiften gick inte att läsa.").waitFor();
});
