// The shell lives in the phone: with the server gone, any address under /app opens.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Browser } from "./harness/browser.mjs";
import { Server } from "./harness/server.mjs";
import { controlled, kept } from "./harness/worker.mjs";

let server;
let browser;

before(async () => {
  server = await (await Server.make()).start();
  browser = await Browser.open();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

test("the shell is kept whole, and nothing of /api", async () => {
  const page = await browser.page();
  const shell = await page.goto(`${server.url}/app`);
  assert.equal(shell.status(), 200);
  await controlled(page);
  const paths = Object.values(await kept(page)).flat();
  const manifest = await (await fetch(`${server.url}/manifest.webmanifest`)).json();
  for (const wanted of ["/app", "/manifest.webmanifest", ...manifest.icons.map((icon) => icon.src)]) assert.ok(paths.includes(wanted), wanted);
  assert.ok(paths.some((path) => path.endsWith(".wasm")));
  assert.ok(!paths.some((path) => path.startsWith("/api")));
  assert.deepEqual(browser.errors, []);
  await page.close();
});

test("with the server gone it reloads, opens deep links, and survives the browser's death", async () => {
  const page = await browser.page();
  await page.goto(`${server.url}/app`);
  await controlled(page);
  await server.kill();
  await page.reload();
  // The shell's title, or what the app has made of it.
  assert.match(await page.title(), /(^|· )Uppsök$/);
  await page.goto(`${server.url}/app/ungdomar`);
  assert.match(await page.title(), /(^|· )Uppsök$/);

  await browser.kill();
  await browser.start();
  const again = await browser.page();
  const answer = await again.goto(`${server.url}/app/moten`);
  assert.ok(answer.fromServiceWorker());
  await again.waitForSelector("body");
  await server.start();
  await again.close();
});

test("a page that was put away is told when the network is back", async () => {
  const page = await browser.page();
  await page.goto(`${server.url}/app`);
  await controlled(page);
  await page.evaluate(() => {
    window.told = new Promise((done) => addEventListener("online", () => done(true), { once: true }));
  });
  const session = await page.context().newCDPSession(page);
  const registered = new Promise((done) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => registrations.length && done(registrations[0]));
  });
  await session.send("ServiceWorker.enable");
  const { registrationId } = await registered;
  await session.send("ServiceWorker.dispatchSyncEvent", { origin: server.url, registrationId, tag: "network", lastChance: false });
  assert.ok(await page.evaluate(() => window.told));
  await page.close();
});

test("what the server embeds is served so that it can be kept for ever, and the rest asked for anew", async () => {
  const shell = await fetch(`${server.url}/app`);
  const html = await shell.text();
  const [style] = html.match(/\/style\/app\.[0-9a-f]{12}\.css/);
  assert.match((await fetch(server.url + style)).headers.get("cache-control"), /immutable/);
  for (const path of ["/app", "/app/sw.js", "/manifest.webmanifest"]) {
    assert.doesNotMatch((await fetch(server.url + path)).headers.get("cache-control") ?? "", /immutable/, path);
  }
  assert.equal((await fetch(`${server.url}/app/sw.js`)).headers.get("service-worker-allowed"), "/app");
  assert.doesNotMatch(shell.headers.get("content-security-policy"), /unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/);
});
