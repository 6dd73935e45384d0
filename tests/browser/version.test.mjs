// A new version comes whole and by consent; a broken one is left behind.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { Proxy } from "./harness/proxy.mjs";
import { Server } from "./harness/server.mjs";
import { controlled, kept, lookForVersion } from "./harness/worker.mjs";

let server;
let proxy;
let browser;
let page;

before(async () => {
  server = await (await Server.make()).start();
  proxy = await Proxy.before(server);
});

after(async () => {
  await proxy?.close();
  await server?.remove();
});

beforeEach(async () => {
  browser = await Browser.open();
  page = await browser.page();
  await page.goto(`${proxy.url}/app`);
  await controlled(page);
});

afterEach(async () => {
  await browser?.remove();
  proxy.restore();
});

const renamed = (worker) => worker.replace(/const VERSION = "\w+"/, 'const VERSION = "two"');

function offerVersionTwo() {
  proxy.change("/app/sw.js", renamed);
  proxy.change("/app", (html) => html.replace("<title>", '<meta name="version" content="two" /><title>'));
}

/** Which of them the page was made from. */
function shownVersion() {
  return page.evaluate(() => document.querySelector("meta[name=version]")?.content ?? "one");
}

test("a new version waits for a yes, then takes over with one reload", async () => {
  await page.evaluate(() => window.addEventListener("uppsok:new-version", () => (window.told = true)));
  offerVersionTwo();
  assert.equal(await lookForVersion(page), "installed");
  await page.waitForFunction(() => window.told);
  await page.reload();
  assert.equal(await shownVersion(), "one", "not before it was asked for");
  assert.equal(Object.keys(await kept(page)).length, 2, "the old one is kept until then");

  await controlled(page);
  await page.waitForFunction(async () => Boolean((await navigator.serviceWorker.getRegistration("/app"))?.waiting));
  await Promise.all([page.waitForEvent("load"), page.evaluate(() => window.dispatchEvent(new CustomEvent("uppsok:use-version")))]);
  assert.equal(await shownVersion(), "two");
  assert.deepEqual(Object.keys(await kept(page)), ["uppsok-app-two"]);
});

test("a version that can't be fetched whole leaves nothing behind", async () => {
  const before = await kept(page);
  offerVersionTwo();
  proxy.fail("/manifest.webmanifest", 503);
  assert.equal(await lookForVersion(page), "redundant");
  assert.deepEqual(await kept(page), before);
  await page.reload();
  assert.equal(await shownVersion(), "one");
});

test("an app that can't start says so, and a mended version is taken at once", async () => {
  const main = Object.values(await kept(page)).flat().find((path) => /main\.\w+\.js$/.test(path));
  const other = await browser.page();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration("/app")).unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  const broken = main.replace(/\w{12}\.js$/, "000000000000.js");
  proxy.change(broken, (script) => script.replace("app.start()", "app.stumble()"), main);
  proxy.change("/app", (html) => html.replace(main, broken));
  proxy.change("/app/sw.js", (worker) => worker.replace(/const VERSION = "\w+"/, 'const VERSION = "one"').replace(main, broken));
  await page.close();
  await other.goto(`${proxy.url}/app`);
  await other.waitForSelector("#cannot-start:not([hidden])");
  await controlled(other);

  proxy.restore();
  proxy.change("/app/sw.js", renamed);
  await lookForVersion(other).catch(() => {}); // the page reloads under it
  await other.waitForFunction(() => !document.getElementById("cannot-start"));
  assert.deepEqual(Object.keys(await kept(other)), ["uppsok-app-two"]);
});
