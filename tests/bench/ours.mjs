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
      const sent = this.#unsent.splice(0, PAGE);
      const reply = await this.device.sync(sent);
      await this.#keep(reply.entries ?? [], reply.cursor, withReceipts(sent, reply.outcomes ?? []));
      more = reply.more || this.#unsent.length > 0;
    }
  }

  #keep(entries, cursor, sent = []) {
    const held = [...entries, ...sent].map(({ entry, receipt }) => ({ type: "put", key: entry.id, value: JSON.stringify({ ...entry, receipt }) }));
    return this.#store.batch([...held, { type: "put", key: "cursor", value: String(cursor) }], DURABLE);
  }

  close() {
    return this.#store.close();
  }
}

/** What was sent, with its receipts. Outcomes of a brief request have no ids: each is that of the entry in its place. */
function withReceipts(sent, outcomes) {
  if (outcomes.length !== sent.length) throw new Error(`${sent.length} entries were sent, and ${outcomes.length} have an outcome`);
  return sent.map((entry, place) => {
    const { receipt } = outcomes[place];
    if (!receipt) throw new Error(`an entry has no receipt: ${JSON.stringify(outcomes[place])}`);
    return { entry, receipt };
  });
}
