// A worker's phone without a screen: it signs in, makes entries, and syncs as the app does.

import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";

import { PASSWORD } from "../browser/harness/phone.mjs";
import { range } from "./register.mjs";

/** As many as one request takes. */
export const PAGE = 500;

/** In bytes: the app's own limit (app/src/phone/server/http.rs). */
const SHORT = 1_000;

const OUTCOMES = ["conversation", "no_answer", "message_left", "reply"];

export class Device {
  #token = "";
  #until = 0;
  #seq = 0;
  #counter = 0;

  constructor(url, email, password) {
    this.url = url;
    this.email = email;
    this.password = password;
    this.id = randomUUID();
    this.cursor = undefined;
    this.account = "";
  }

  static async signedIn(url, email, password = PASSWORD) {
    const device = new Device(url, email, password);
    await device.#signIn();
    device.account = (await device.ask("GET", "/api/v1/me")).account.id;
    return device;
  }

  async #signIn() {
    const body = { email: this.email, password: this.password, device: { id: this.id, name: "Prov" } };
    const granted = await this.#send("POST", "/api/v1/sign-in", body);
    this.#token = granted.access_token;
    this.#until = Date.now() + (granted.expires_in - 60) * 1000;
  }

  async ask(method, path, body) {
    if (Date.now() > this.#until) await this.#signIn();
    return this.#send(method, path, body);
  }

  async #send(method, path, body) {
    const answer = await fetch(this.url + path, { method, ...this.#packed(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** Headers and body. What is long is compressed, as the app does. */
  #packed(said) {
    // What a browser accepts over https.
    const headers = { "accept-encoding": "gzip, deflate, br" };
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    if (!said) return { headers };
    headers["content-type"] = "application/json";
    const body = JSON.stringify(said);
    if (body.length <= SHORT) return { headers, body };
    headers["content-encoding"] = "gzip";
    return { headers, body: gzipSync(body) };
  }

  /** As the app makes it (app/src/phone/model/runner.rs, `request_of`). */
  #request(entries) {
    return { schema: 1, ...(this.cursor && { cursor: this.cursor }), now: Date.now(), ...(entries.length && { brief: true, entries }) };
  }

  /** What the phone sends when it asks whether there is anything new. */
  asking() {
    return this.#packed(this.#request([]));
  }

  /** One round trip. */
  async sync(entries = []) {
    const reply = await this.ask("POST", "/api/v1/sync", this.#request(entries));
    const refused = (reply.outcomes ?? []).filter((it) => it.outcome === "refused");
    if (refused.length) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
    this.cursor = reply.cursor;
    return reply;
  }

  /** Round trips until there is nothing more; `take` is given what each brought. */
  async pull(take = () => {}) {
    for (let more = true; more; ) {
      const reply = await this.sync();
      await take(reply.entries ?? [], reply.cursor);
      more = reply.more;
    }
  }

  /** A contact with a youth, as the log sheet makes one. */
  contact(youth) {
    const now = Date.now();
    const outcome = OUTCOMES[this.#seq % OUTCOMES.length];
    const phone = `+46701740${605 + (this.#seq % 95)}`;
    const facts = [{ kind: "contact_logged", channel: "phone", outcome, phone }];
    this.#seq += 1;
    this.#counter += 1;
    return { id: uuid7(now), device: this.id, seq: this.#seq, at: `${now}.${this.#counter}`, by: this.account, youth, facts };
  }

  /** So many contacts, spread evenly over the youths. */
  contacts(youths, count) {
    return range(count).map((it) => this.contact(youths[Math.floor((it * youths.length) / count)]));
  }

  /** Logs so many contacts and sends them; answers them. */
  async log(youths, count) {
    const entries = this.contacts(youths, count);
    for (let sent = 0; sent < count; sent += PAGE) await this.sync(entries.slice(sent, sent + PAGE));
    return entries;
  }
}

/** The youths that a worker has, as the first pull tells. */
export async function caseload(device) {
  const youths = new Set();
  await device.pull((entries) => entries.forEach(({ entry }) => youths.add(entry.youth)));
  return [...youths];
}

function uuid7(now) {
  const time = now.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
