// A caseload of so many entries on our server, and the same records on PouchDB Server.

import { hire } from "../browser/harness/phone.mjs";
import { Server } from "../browser/harness/server.mjs";
import { Device } from "./api.mjs";
import { Meter } from "./meter.mjs";
import { OurPhone } from "./ours.mjs";
import { writeRegister } from "./register.mjs";
import { Theirs } from "./yardstick/theirs.mjs";

const COLLEAGUE = "kollega@uppsok.example";
export const WORKER = "uppsokare@uppsok.example";
/** One entry of the register, the others contacts. */
const PER_YOUTH = 100;

export class Beside {
  static async of(entries) {
    const beside = new Beside();
    beside.server = await Server.make();
    beside.theirs = await Theirs.start();
    const youths = entries / PER_YOUTH;
    beside.server.command(["import", writeRegister(beside.server.folder, youths), "--yes"]);
    hire(beside.server, [["Prov Uppsökare", WORKER], ["Prov Kollega", COLLEAGUE]]);
    await beside.server.start();
    const colleague = await Device.signedIn(beside.server.url, COLLEAGUE);
    const registered = [];
    await colleague.pull((page) => registered.push(...page.map((it) => it.entry)));
    beside.youths = [...new Set(registered.map((it) => it.youth))];
    const contacts = await colleague.log(beside.youths, entries - registered.length);
    await beside.theirs.fill("entries", [...registered, ...contacts]);
    beside.ourMeter = await Meter.before(beside.server.port);
    beside.theirMeter = await Meter.before(beside.theirs.port);
    return beside;
  }

  /** A phone of ours, by the wire that is counted if `counted`. */
  ours(counted = false) {
    const { folder, url } = this.server;
    return OurPhone.signedIn({ folder, url: counted ? this.ourMeter.url : url }, WORKER);
  }

  /** PouchDB with nothing in it, and the server's database as it sees it. */
  pouch(counted = false) {
    return { local: this.theirs.local(), remote: this.theirs.remote("entries", counted ? this.theirMeter.url : undefined) };
  }

  async remove() {
    await this.ourMeter.close();
    await this.theirMeter.close();
    await this.theirs.remove();
    await this.server.remove();
  }
}

/** How many milliseconds some work took. */
export async function timed(work) {
  const before = performance.now();
  await work();
  return performance.now() - before;
}
