// What a phone keeps: ciphertext, everything that it said was saved, and nothing of anyone once it is locked.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";

import { Browser } from "./harness/browser.mjs";
import { Phone, hire } from "./harness/phone.mjs";
import { Server, root } from "./harness/server.mjs";

const WORKER = "uppsokare@uppsok.example";
const COLLEAGUE = "kollega@uppsok.example";
// A youth of the unit in tests/data/kaa-register.csv.
const FATIMA = { name: "Fatima Bergström", digits: "701740696", number: "20081106" };

let server;
let browser;
let up = true;

before(async () => {
  server = await Server.make();
  server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER], ["Prov Kollega", COLLEAGUE]]);
  await server.start();
});

after(async () => {
  await server?.remove();
});

/** Runs a story on a phone of its own. */
async function onPhone(story, { prepare = () => {}, address = server.url } = {}) {
  browser = await Browser.open();
  try {
    await prepare(browser);
    await story(await Phone.open(browser, address));
    const others = browser.errors.filter((it) => !it.includes("Failed to load resource"));
    assert.deepEqual(others, []);
  } finally {
    await browser.remove();
    if (!up) await goOnline();
  }
}

async function goOffline() {
  await server.stop();
  up = false;
}

async function goOnline() {
  await server.start();
  up = true;
}

/** Calls a youth from the list and says how it went; resolves when so many are said to be saved. */
async function call(phone, youth, answer, saved = 1) {
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").or(phone.page.getByLabel("Sök på namn eller nummer")).first().fill(youth.name);
  await phone.page.getByRole("link", { name: new RegExp(`^Ring ${youth.name}`) }).first().click();
  await phone.page.getByRole("button", { name: answer, exact: true }).click();
  await waiting(phone, saved).waitFor();
}

const waiting = (phone, count) => phone.page.getByText(new RegExp(`^${count} sparade? i telefonen`)).first();
const sent = (phone) => phone.page.getByText(/^Allt skickat/).first();

test("what lies in the phone is ciphertext", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await goOffline();
    await call(phone, FATIMA, "Pratade");
    const stored = await phone.stored();
    assert.ok(stored.filter((it) => it.part === "summary").length > 10, "the caseload is there");
    assert.ok(stored.some((it) => it.part === "outbox"), "and what is unsent");
    const secrets = ["Fatima", "Bergstr", FATIMA.digits, FATIMA.number, "Prov Upps", WORKER.split("@")[0], "conversation", "registered", "Oskarshamn"];
    for (const { database, part, id, value } of stored) {
      for (const secret of secrets) assert.ok(!`${id} ${value}`.includes(secret), `${secret} stands in ${database}/${part}/${id}`);
    }
  }),
);

test("what waits to be sent is written so that the disk has it", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await goOffline();
    await call(phone, FATIMA, "Pratade");
    const asked = await phone.page.evaluate(() => globalThis.durabilities);
    assert.ok(asked.length > 0, "something was written");
    assert.deepEqual([...new Set(asked)], ["strict"]);
  }, { prepare: (browser) => browser.context.addInitScript(noteDurability) }),
);

/** Notes how durable each transaction is that may write what waits, as the browser has taken it. */
function noteDurability() {
  globalThis.durabilities = [];
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (...how) {
    const transaction = begin.apply(this, how);
    if (transaction.mode === "readwrite" && transaction.objectStoreNames.contains("outbox")) globalThis.durabilities.push(transaction.durability);
    return transaction;
  };
}

test("what was said to be saved is there after the browser was killed, and goes without a tap", { timeout: 180_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await goOffline();
    for (const [count, answer] of ["Inget svar", "Inget svar", "Pratade"].entries()) await call(phone, FATIMA, answer, count + 1);
    await browser.kill();
    await browser.start();
    const again = await Phone.open(browser, server.url);
    await again.unlock();
    await waiting(again, 3).waitFor();
    await goOnline();
    await sent(again).waitFor({ timeout: 60_000 });
    assert.equal(new Set(again.sent.map((it) => it.id)).size, 3);
  }),
);

test("a connection that the browser closed is opened again, and a full disk is said", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await goOffline();
    await phone.page.evaluate(() => {
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (...how) {
        IDBDatabase.prototype.transaction = begin;
        this.close();
        return begin.apply(this, how);
      };
    });
    await call(phone, FATIMA, "Inget svar");
    await phone.page.getByRole("button", { name: "Ångra" }).click();

    await phone.page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await phone.page.getByRole("link", { name: new RegExp(`^Ring ${FATIMA.name}`) }).first().click();
    await phone.page.getByText(/Telefonen är full/).first().waitFor();
  }),
);

test("two tabs see each other's writes, and no number is used twice", { timeout: 120_000 }, () =>
  onPhone(async (one) => {
    await one.start(WORKER);
    await sent(one).waitFor();
    const other = await Phone.open(browser, server.url);
    await other.unlock();
    await goOffline();
    await call(one, FATIMA, "Inget svar");
    await waiting(other, 1).waitFor();
    await call(other, FATIMA, "Pratade", 2);
    await waiting(one, 2).waitFor();
    await goOnline();
    await sent(one).waitFor({ timeout: 60_000 });
    const entries = [...one.sent, ...other.sent];
    const seqs = new Map(entries.map((it) => [it.id, it.seq]));
    assert.equal(seqs.size, 2);
    assert.equal(new Set(seqs.values()).size, 2);
  }),
);

test("left alone it locks and shows nobody; so it does without the server for eight days", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await phone.go("Ungdomar");
    await phone.page.getByText(FATIMA.name).first().waitFor();
    await phone.page.clock.fastForward("06:00");
    await phone.page.getByRole("heading", { name: "Lås upp" }).waitFor();
    assert.ok(!(await phone.page.content()).includes(FATIMA.name));
    await phone.unlock();

    await goOffline();
    await phone.page.clock.fastForward(8 * 24 * 3600 * 1000);
    await phone.page.getByRole("heading", { name: "Lås upp" }).waitFor();
    await phone.page.getByLabel("Lösenfras", { exact: true }).fill("lång väg hem i snön");
    await phone.page.getByRole("button", { name: "Lås upp", exact: true }).click();
    await phone.page.getByText("Gå online för att låsa upp").waitFor();
  }, { prepare: (browser) => browser.context.clock.install() }),
);

test("a finger opens it where the passkey can hold a key", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    const session = await phone.page.context().newCDPSession(phone.page);
    await session.send("WebAuthn.enable");
    const options = { protocol: "ctap2", ctap2Version: "ctap2_1", transport: "internal", hasResidentKey: true, hasUserVerification: true };
    await session.send("WebAuthn.addVirtualAuthenticator", { options: { ...options, hasPrf: true, isUserVerified: true, automaticPresenceSimulation: true } });
    await phone.start(WORKER);
    const yes = phone.page.getByRole("button", { name: "Ja, slå på" });
    await yes.click();
    await yes.waitFor({ state: "hidden" });
    await phone.page.reload();
    await phone.page.getByRole("button", { name: "Fingret eller ansiktet" }).click();
    await phone.opened();
    // Browsers make passkeys for names, not for numbers.
  }, { address: server.url.replace("127.0.0.1", "localhost") }),
);

test("two people share a phone: each passphrase opens its own caseload", { timeout: 120_000 }, () =>
  onPhone(async (phone) => {
    await phone.start(WORKER);
    await sent(phone).waitFor();
    await phone.page.reload();
    await phone.page.getByRole("button", { name: "Byt person" }).click();
    await phone.start(COLLEAGUE, "en annan lång fras");
    await phone.page.reload();
    await phone.unlock();
    assert.equal((await phone.stored()).filter((it) => it.part === "meta" && it.id === "lock").length, 2);
  }),
);
