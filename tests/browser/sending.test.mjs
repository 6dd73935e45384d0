// What goes wrong while a phone sends: the network loses, halves, delays and repeats, the phone is revoked, a tab dies, the
// app is replaced. Nothing is lost, nothing goes twice, and nothing is said to be sent that isn't.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Device } from "../bench/api.mjs";
import { PASSPHRASE, Phone } from "./harness/phone.mjs";
import { ADMINISTRATOR, SYNC, Stage, call, sent, unsent, waiting } from "./harness/stage.mjs";
import { lookForVersion } from "./harness/worker.mjs";

const stage = Stage.set();

/** Lets the phone ask, and resolves when what it asked has ended in the page and is told there. */
async function ask() {
  const isSync = (request) => request.url().endsWith(SYNC);
  const ended = Promise.race(["requestfinished", "requestfailed"].map((it) => stage.phone.page.waitForEvent(it, isSync)));
  await stage.nudge();
  await ended;
  await rests(stage.phone);
}

/** While anything is on its way the line says so. */
const rests = (phone) => phone.page.getByText(/skickas när det finns nät$|nytt försök snart$|^Allt skickat/).first().waitFor();

test("a network that loses, halves, delays and repeats: all is sent, once", { timeout: 240_000 }, async () => {
  let made = 0;
  for (const weather of ["request lost", "reply lost", "reply halved", "late", "twice"]) {
    stage.goOffline();
    await call(stage.phone, 1);
    await rests(stage.phone);
    made += 1;
    stage.proxy.restore();
    stage.proxy.meet(SYNC, (turn) => (turn === 1 ? weather : "request lost"));
    await ask();
    // Nothing is said to be sent that no receipt came for, whatever the server has.
    const isThere = (await stage.arrived()).length === made;
    assert.equal(isThere, !["request lost", "late"].includes(weather), weather);
    assert.equal(await unsent(stage.phone), weather === "twice" ? 0 : 1, weather);
    await (weather === "twice" ? sent(stage.phone) : waiting(stage.phone, 1)).waitFor();
    await stage.goOnline();
    await sent(stage.phone).waitFor({ timeout: 90_000 });
    assert.equal((await stage.arrived()).length, made, weather);
  }
  await stage.proxy.settle();
  assert.equal((await stage.arrived()).length, made, "what was late changes nothing");
});

test("a revoked phone keeps what it has until the server says that it was heard, and then goes", { timeout: 240_000 }, async () => {
  stage.goOffline();
  await call(stage.phone, 1);
  await rests(stage.phone);
  const administrator = await Device.signedIn(stage.server.url, ADMINISTRATOR);
  const mine = async () => (await administrator.ask("GET", "/api/v1/devices")).filter((it) => it.owner === "Prov Uppsökare");
  for (const device of await mine()) await administrator.ask("POST", `/api/v1/devices/${device.id}/revoke`);
  stage.proxy.restore();
  let weather = 404;
  // First it hears that it is revoked; what then answers its last words isn't always the server.
  stage.proxy.meet(SYNC, (turn) => (turn === 1 ? "clear" : weather));
  for (weather of [404, "reply lost", 413, 200]) {
    await ask();
    assert.equal(await unsent(stage.phone), 1, `${weather}`);
    await waiting(stage.phone, 1).waitFor();
  }
  weather = "clear";
  await stage.nudge();
  await stage.phone.page.getByText("Telefonen är spärrad").waitFor();
  assert.deepEqual((await stage.phone.stored()).filter((it) => it.part === "entry"), []);
  assert.equal((await stage.arrived()).length, 0, "an administrator decides first");
  const left = (await mine()).filter((it) => it.put_aside > 0);
  assert.deepEqual(left.map((it) => it.put_aside), [1]);
  const outcomes = await administrator.ask("POST", `/api/v1/devices/${left[0].id}/quarantine`, { take: true });
  assert.deepEqual(outcomes.map((it) => it.outcome), ["stored"]);
  assert.equal((await stage.arrived()).length, 1);
});

test("a tab that dies while it sends hands over to the other", { timeout: 180_000 }, async () => {
  const other = await Phone.open(stage.browser, stage.proxy.url);
  await other.unlock();
  stage.goOffline();
  await call(stage.phone, 1);
  await waiting(other, 1).waitFor();
  stage.proxy.restore();
  stage.proxy.meet(SYNC, (turn) => (turn === 1 ? "held" : "clear"));
  await stage.nudge();
  await stage.proxy.passed(SYNC, 1);
  await stage.phone.page.close();
  stage.proxy.release();
  await other.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await sent(other).waitFor({ timeout: 90_000 });
  assert.equal((await stage.arrived()).length, 1);
});

test("a new version is taken in the middle of sending: nothing is lost, nothing goes twice", { timeout: 180_000 }, async () => {
  stage.goOffline();
  await call(stage.phone, 1);
  await call(stage.phone, 2);
  stage.proxy.restore();
  stage.proxy.change("/app/sw.js", (worker) => worker.replace(/const VERSION = "\w+"/, 'const VERSION = "two"'));
  stage.proxy.change("/app", (html) => html.replace("<title>Uppsök</title>", "<title>Uppsök två</title>"));
  stage.proxy.meet(SYNC, (turn) => (turn === 1 ? "held" : "clear"));
  assert.equal(await lookForVersion(stage.phone.page), "installed");
  await stage.nudge();
  await stage.proxy.passed(SYNC, 1);
  // The server has them, and the reply is on its way to a page that goes.
  const loaded = stage.phone.page.waitForEvent("load");
  await stage.phone.page.evaluate(() => window.dispatchEvent(new CustomEvent("uppsok:use-version")));
  await loaded;
  stage.proxy.release();
  await stage.phone.page.getByLabel("Lösenfras", { exact: true }).fill(PASSPHRASE);
  await stage.phone.page.getByRole("button", { name: "Lås upp", exact: true }).click();
  await stage.phone.opened();
  await sent(stage.phone).waitFor({ timeout: 90_000 });
  assert.equal((await stage.arrived()).length, 2);
  assert.deepEqual(await stage.phone.page.evaluate(() => caches.keys()), ["uppsok-app-two"]);
});
