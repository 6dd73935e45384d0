// The youth's page as a youth meets it: a link in a text, no account, no script needed; in Swedish and Arabic; and the
// notification that it can turn on.

import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { Browser, sizes } from "./harness/browser.mjs";
import { sql } from "./harness/database.mjs";
import { device, meets, newcomer } from "./harness/device.mjs";
import { assertFits, look, shoot } from "./harness/look.mjs";
import { employ, PASSWORD } from "./harness/office.mjs";
import { root, Server } from "./harness/server.mjs";

const DAY = 86_400_000;

let server;
let browser;
let link;

before(async () => {
  server = await Server.make();
  // One machine, two names: the youths' host is told apart from the rest.
  server.settings = { UPPSOK_YOUTH_URL: `http://localhost:${server.port}` };
  server.command(["import", `${root}/tests/data/kaa-register.csv`, "--yes"]);
  employ(server, [["Sara Prov", "worker", ["--unit", "KAA Klippan"]]]);
  await server.start();
  browser = await Browser.open();
  link = await invited();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

/** A made-up youth's link to a meeting in three days, as a text carries it; put in beside the queue, which sleeps at night. */
async function invited() {
  const worker = await device(server, "worker@demo.example", PASSWORD);
  const youth = await newcomer(worker, "Alva Prov", "+46701740621");
  const meeting = randomUUID();
  await meets(worker, youth, `${new Date(Date.now() + 3 * DAY).toISOString().slice(0, 10)}T14:00:00`, meeting);
  const code = "28t5cy4tqkff04hm";
  const hash = createHash("sha256").update(code).digest("hex");
  const row = [hash, worker.me.municipality.id, youth, meeting, null, Date.now(), Date.now() + 10 * DAY];
  sql(server, "insert into youth_link values (?, ?, ?, ?, ?, ?, ?)", ...row);
  return `http://localhost:${server.port}/y/${code}`;
}

const heading = (page) => page.getByRole("heading", { level: 1 });

test("without script: the time, three answers, and what each of them does", async () => {
  const context = await browser.context.browser().newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(link);
  assert.match(await heading(page).textContent(), /^\p{L}+ 14\.00$/u);
  assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
  for (const [button, said] of [
    ["Jag kommer", "Sara vet nu att du kommer"],
    ["Det går inte", "Sara hör av sig om en ny tid"],
    ["Ring mig", "Sara ser det och ringer dig"],
  ]) {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("status").filter({ hasText: said }).waitFor();
    assert.equal(new URL(page.url()).pathname, new URL(link).pathname, "the way back is the page itself");
  }
  await page.getByRole("button", { name: "Sluta få sms" }).click();
  await page.getByText("Du får inga fler sms, och det är helt i sin ordning.").waitFor();
  await page.getByRole("button", { name: "Ångra, jag vill ha sms" }).click();
  await page.getByRole("button", { name: "Sluta få sms" }).waitFor();
  await page.getByText("Fel person?").click();
  await page.getByRole("button", { name: "Ja, fel person" }).click();
  await page.getByText("Vi skickar inget mer till det här numret.").waitFor();
  assert.doesNotMatch(await page.content(), /Sara|14\.00/);
  await page.getByRole("button", { name: "Det blev fel, det är jag" }).click();
  await page.getByRole("link", { name: "Vad ni sparar om mig" }).click();
  await page.getByText("31 december det år du fyller 21").waitFor();
  await context.close();
});

test("without script in Arabic: from right to left, answered by form, and Arabic still", async () => {
  const context = await browser.context.browser().newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("link", { name: "العربية" }).click();
  const isArabic = async () => {
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    assert.equal(await page.locator("html").getAttribute("lang"), "ar");
  };
  for (const [button, said] of [["سآتي", "يعرف الآن أنك ستأتي"], ["لا أستطيع", "سيتواصل معك"], ["اتصل بي", "ويتصل بك"]]) {
    await page.getByRole("button", { name: button }).click();
    await page.getByRole("status").filter({ hasText: said }).waitFor();
    await isArabic();
    assert.match(await page.getByRole("button", { name: button }).getAttribute("class"), /chosen/);
  }
  await page.getByRole("button", { name: "أوقف الرسائل" }).click();
  await page.getByText("لن تصلك رسائل أخرى").waitFor();
  await isArabic();
  await page.getByRole("button", { name: "تراجع، أريد الرسائل" }).click();
  await page.getByRole("button", { name: "أوقف الرسائل" }).waitFor();
  await shoot(page, "youth-ar-without-script");
  await assertFits(page, "youth-ar-without-script");
  await context.close();
});

test("in every language, light and dark, for everyone", async () => {
  const page = await browser.page(sizes.phone);
  for (const [lang, direction] of [["sv", "ltr"], ["en", "ltr"], ["ar", "rtl"]]) {
    await page.goto(`${link}?lang=${lang}`);
    assert.equal(await page.locator("html").getAttribute("dir"), direction);
    await look(page, `youth-${lang}`);
    await page.goto(`${link}/about?lang=${lang}`);
    await look(page, `youth-about-${lang}`);
  }
  await page.goto(`${new URL(link).origin}/y/0000000000000000`);
  await look(page, "youth-gone");
  assert.doesNotMatch(await page.content(), /[Uu]pps[oö]k/);
  await page.close();
  assert.deepEqual(browser.errors.filter((it) => !it.includes("404")), []);
});

test("the service worker shows what is pushed, says that it came, and leads to the page", async () => {
  const page = await browser.page(sizes.phone);
  await browser.context.grantPermissions(["notifications"], { origin: new URL(link).origin });
  const session = await page.context().newCDPSession(page);
  const registered = new Promise((done) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find((it) => it.scopeURL.endsWith("/y/"));
      if (ours) done(ours.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  await page.goto(link);
  const registrationId = await registered;
  await page.evaluate(() => navigator.serviceWorker.ready);
  const receipts = [];
  page.context().on("request", (it) => it.url().endsWith("/y/receipt") && receipts.push(it.postData()));
  const notification = { title: "Påminnelse · i morgon kl 14.00", lang: "sv", dir: "ltr", navigate: link, tag: "t", silent: false };
  const data = JSON.stringify({ web_push: 8030, notification, mutable: true, receipt: "one" });
  await session.send("ServiceWorker.deliverPushMessage", { origin: new URL(link).origin, registrationId, data });
  const shown = await page.waitForFunction(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/y/");
    const [first] = await registration.getNotifications();
    return first && { title: first.title, lang: first.lang, page: first.data.page, body: first.body };
  });
  assert.deepEqual(await shown.jsonValue(), { title: notification.title, lang: "sv", page: link, body: "" });
  for (let waited = 0; receipts.length === 0 && waited < 10_000; waited += 50) await pause(50);
  assert.deepEqual(receipts, ["one"]);
  await page.close();
});

test("notifications are offered where the browser has them, and a no is taken kindly", async () => {
  const page = await browser.page(sizes.phone);
  await browser.context.clearPermissions();
  await page.goto(link);
  const on = page.getByRole("button", { name: "Slå på notiser" });
  await on.waitFor();
  await look(page, "youth-push");
  await page.close();
});

// A browser's push service can't be reached from here: what the browser holds is put in its place, and the server is real.
test("a page that is opened says that its browser is alive, and changes an old key for the present one", async () => {
  const address = (name) => `https://fcm.googleapis.com/fcm/send/${name}`;
  const keys = {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  };
  const page = await browser.page(sizes.phone);
  await page.addInitScript(({ old, next, keys }) => {
    const of = (endpoint, key) => ({
      endpoint,
      options: { applicationServerKey: key },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => {
        held = null;
        return true;
      },
    });
    let held = of(old, new Uint8Array(65).buffer);
    PushManager.prototype.getSubscription = async () => held;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
      const bytes = atob(applicationServerKey.replaceAll("-", "+").replaceAll("_", "/"));
      held = of(next, Uint8Array.from(bytes, (it) => it.charCodeAt(0)).buffer);
      return held;
    };
  }, { old: address("old"), next: address("next"), keys });
  const asked = [];
  page.on("response", async (it) => {
    const path = new URL(it.url()).pathname.split("/").at(-1);
    if (it.request().method() === "POST") asked.push([path, it.request().postDataJSON().endpoint, it.status()]);
  });
  await page.goto(link);
  // Nobody has told the server of it from this page: it may be another's, and is offered.
  const on = page.getByRole("button", { name: "Slå på notiser" });
  await on.waitFor();
  assert.deepEqual(asked, [["push-seen", address("old"), 409]]);
  const said = await page.evaluate(async ({ endpoint, keys }) => {
    const { base, key } = document.getElementById("push").dataset;
    const headers = { "content-type": "application/json" };
    return (await fetch(`${base}/push`, { method: "POST", headers, body: JSON.stringify({ endpoint, keys, key }) })).status;
  }, { endpoint: address("old"), keys });
  assert.equal(said, 204);
  const until = async (count) => {
    for (let waited = 0; asked.length < count && waited < 10_000; waited += 50) await pause(50);
  };
  await until(2);
  asked.length = 0;
  await page.reload();
  await until(3);
  assert.deepEqual(asked, [["push-seen", address("old"), 204], ["push-off", address("old"), 204], ["push", address("next"), 204]]);
  await page.getByRole("button", { name: "Stäng av notiser" }).waitFor();
  await page.close();
});
