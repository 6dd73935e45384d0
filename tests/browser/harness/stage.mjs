// A worker's phone before a network that can be told to fail, and a colleague's new phone that sees what came through.

import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { join } from "node:path";

import { Device } from "../../bench/api.mjs";
import { Browser } from "./browser.mjs";
import { PASSWORD, Phone, hire } from "./phone.mjs";
import { Proxy } from "./proxy.mjs";
import { Server, root } from "./server.mjs";

const WORKER = "uppsokare@uppsok.example";
export const COLLEAGUE = "kollega@uppsok.example";
export const ADMINISTRATOR = "administrator@uppsok.example";
// A youth of the unit in tests/data/kaa-register.csv.
const NAME = "Fatima Bergström";
export const SYNC = "/api/v1/sync";

export const waiting = (phone, count) => phone.page.getByText(new RegExp(`^${count} sparade? i telefonen`)).first();
export const sent = (phone) => phone.page.getByText(/^Allt skickat/).first();
export const answer = (phone, name) => phone.page.getByRole("button", { name, exact: true });

/** Starts a call from the list; the sheet asks how it went. */
export async function ring(phone) {
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").fill(NAME);
  await phone.page.getByRole("link", { name: new RegExp(`^Ring ${NAME}`) }).first().click();
  await answer(phone, "Pratade").waitFor();
}

/** Calls, and says how it went; resolves when so many are said to be saved. */
export async function call(phone, saved) {
  await ring(phone);
  await answer(phone, "Inget svar").click();
  await waiting(phone, saved).waitFor();
}

/** How many entries wait in the phone. */
export async function unsent(phone) {
  return (await phone.stored()).filter((it) => it.part === "outbox").length;
}

/** One server for a file's tests; for each test a new browser with a phone that has sent everything. */
export class Stage {
  static set() {
    const stage = new Stage();
    before(() => stage.#open());
    after(() => stage.#close());
    beforeEach(() => stage.#begin());
    afterEach(() => stage.#end());
    return stage;
  }

  #known;

  async #open() {
    this.server = await Server.make();
    this.server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
    hire(this.server, [["Prov Uppsökare", WORKER], ["Prov Kollega", COLLEAGUE]]);
    const administrator = ["--email", ADMINISTRATOR, "--name", "Prov Administratör", "--role", "administrator"];
    this.server.command(["account", "add", ...administrator, "--municipality", "Oskarshamn", "--password-stdin"], `${PASSWORD}\n`);
    this.proxy = await Proxy.before(this.server);
    this.server.public = this.proxy.url;
    await this.server.start();
  }

  async #close() {
    await this.proxy?.close();
    await this.server?.remove();
  }

  async #begin() {
    this.browser = await Browser.open();
    this.phone = await Phone.open(this.browser, this.proxy.url);
    await this.phone.start(WORKER);
    await sent(this.phone).waitFor();
    this.#known = new Set((await this.#journal()).map((it) => it.id));
  }

  async #end() {
    await this.browser?.remove();
    this.proxy.restore();
  }

  /** The server's whole journal of the unit, as a new phone of a colleague's gets it. */
  async #journal() {
    const device = await Device.signedIn(this.server.url, COLLEAGUE);
    const entries = [];
    await device.pull((page) => entries.push(...page.map((it) => it.entry)));
    return entries;
  }

  /** What has come to the server since the test began, each once. */
  async arrived() {
    const fresh = (await this.#journal()).filter((it) => !this.#known.has(it.id));
    assert.equal(new Set(fresh.map((it) => it.id)).size, fresh.length, "nothing is there twice");
    assert.equal(new Set(fresh.map((it) => `${it.device} ${it.seq}`)).size, fresh.length, "no number is used twice");
    return fresh;
  }

  goOffline() {
    this.proxy.meet(SYNC, () => "request lost");
  }

  async goOnline() {
    this.proxy.restore();
    await this.nudge();
  }

  /** The phone is told that there is a network, and syncs. */
  nudge() {
    return this.phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  }

  /** Kills the browser, opens it again and unlocks. */
  async reopen() {
    await this.browser.kill();
    await this.browser.start();
    this.phone = await Phone.open(this.browser, this.proxy.url);
    await this.phone.unlock();
  }
}
