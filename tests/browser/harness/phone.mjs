// A worker's phone: a page of a browser, with what a worker does on it.

import { gunzipSync } from "node:zlib";

import { sizes } from "./browser.mjs";
import { controlled } from "./worker.mjs";

export const PASSPHRASE = "lång väg hem i snön";
export const PASSWORD = "hemligt lösenord 1";

/** People who work at the unit of a register file's first municipality, ready to sign in. */
export function hire(server, people) {
  for (const [name, email] of people) {
    server.command(
      ["account", "add", "--email", email, "--name", name, "--role", "worker", "--unit", "KAA Oskarshamn", "--password-stdin"],
      `${PASSWORD}\n`,
    );
  }
}

export class Phone {
  constructor(page, url) {
    this.page = page;
    this.url = url;
    /** Every entry that the phone has asked the server to take, retries too. */
    this.sent = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/api/v1/sync")) this.sent.push(...(body(request)?.entries ?? []));
    });
  }

  /** A page at the app's first screen. */
  static async open(browser, url, size = sizes.phone) {
    const phone = new Phone(await browser.page(size), url);
    await phone.page.addInitScript(noteDialling);
    await phone.page.goto(`${url}/app`);
    return phone;
  }

  /** From an empty phone to the caseload, with the app kept for when the network is gone. */
  async start(email, passphrase = PASSPHRASE) {
    await this.signIn(email);
    await this.page.getByLabel("Lösenfras", { exact: true }).fill(passphrase);
    // Written twice where it is hidden.
    const again = this.page.getByLabel("En gång till");
    if (await again.isVisible()) await again.fill(passphrase);
    await this.page.getByRole("button", { name: "Spara och öppna" }).click();
    await this.opened();
    await controlled(this.page);
  }

  async signIn(email, password = PASSWORD) {
    await this.page.getByLabel("E-post").fill(email);
    await this.page.getByLabel("Lösenord", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Logga in", exact: true }).click();
  }

  async unlock(passphrase = PASSPHRASE) {
    await this.page.getByLabel("Lösenfras", { exact: true }).fill(passphrase);
    await this.page.getByRole("button", { name: "Lås upp", exact: true }).click();
    await this.opened();
  }

  opened() {
    return this.page.getByRole("link", { name: "Ungdomar" }).waitFor();
  }

  /** Goes to one of the four places in the bar at the bottom. */
  async go(place) {
    await this.page.getByRole("link", { name: place, exact: true }).click();
  }

  /** Everything in the browser's stores, as text. */
  stored() {
    return this.page.evaluate(async () => {
      const wait = (request) =>
        new Promise((done, failed) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => failed(request.error);
        });
      const text = (value) => {
        if (ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
        if (value && typeof value === "object") return Object.entries(value).map(([name, it]) => `${name}=${text(it)}`).join(";");
        return String(value);
      };
      const found = Object.entries({ ...localStorage, ...sessionStorage }).map(([id, value]) => ({ database: "storage", part: "storage", id, value }));
      for (const { name } of await indexedDB.databases()) {
        const database = await wait(indexedDB.open(name));
        for (const part of database.objectStoreNames) {
          const store = database.transaction(part).objectStore(part);
          const [ids, values] = await Promise.all([wait(store.getAllKeys()), wait(store.getAll())]);
          ids.forEach((id, place) => found.push({ database: name, part, id: String(id), value: text(values[place]) }));
        }
        database.close();
      }
      return found;
    });
  }
}

/** What a request says; what is long is sent compressed. */
function body(request) {
  const bytes = request.postDataBuffer();
  if (!bytes) return null;
  const isPacked = request.headers()["content-encoding"] === "gzip";
  return JSON.parse(isPacked ? gunzipSync(bytes) : bytes);
}

/** A browser on a laptop asks whether to open another program, and lets nobody tap until it is answered; a phone dials. */
function noteDialling() {
  globalThis.dialled = [];
  globalThis.navigation.addEventListener("navigate", (event) => {
    const { url } = event.destination;
    if (!/^(tel|sms):/.test(url)) return;
    globalThis.dialled.push(url);
    event.preventDefault();
  });
}
