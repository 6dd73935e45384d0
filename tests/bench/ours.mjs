// Our phone beside theirs: it keeps what it gets in the same kind of store, but only goes on when the disk has it.

import { createRequire } from "node:module";
import { join } from "node:path";

import { Device, PAGE } from "./api.mjs";

// What PouchDB itself stores with.
const level = createRequire(import.meta.resolve("./yardstick/theirs.mjs"))("level");
const DURABLE = { sync: true };
let phones = 0;

export class OurPhone {
  #store;
  #unsent = [];

  static async signedIn(server, email) {
    const phone = new OurPhone();
    phone.device = await Device.signedIn(server.url, email);
    phones += 1;
    phone.#store = level(join(server.folder, `phone-${phones}`));
    return phone;
  }

  /** Fetches all that is new. */
  pull() {
    return this.device.pull((entries, cursor) => this.#keep(entries, cursor));
  }

  /** Keeps entries that were made here, to be sent. */
  async put(entries) {
    await this.#store.batch(entries.map((it) => ({ type: "put", key: it.id, value: JSON.stringify(it) })), DURABLE);
    this.#unsent.push(...entries);
  }

  /** Sends what is unsent, and fetches all that is new. */
  async sync() {
    for (let more = true; more; ) {
      const reply = await this.device.sync(this.#unsent.splice(0, PAGE));
      const receipts = (reply.outcomes ?? []).map(({ id, position }) => ({ type: "put", key: `sent-${id}`, value: String(position) }));
      await this.#keep(reply.entries ?? [], reply.cursor, receipts);
      more = reply.more || this.#unsent.length > 0;
    }
  }

  #keep(entries, cursor, others = []) {
    const stored = entries.map(({ position, entry }) => ({ type: "put", key: entry.id, value: JSON.stringify({ position, entry }) }));
    return this.#store.batch([...stored, ...others, { type: "put", key: "cursor", value: String(cursor) }], DURABLE);
  }

  close() {
    return this.#store.close();
  }
}
