// Sending fifty contacts that were logged without a network, and fetching what is new.

import { Beside, timed } from "./beside.mjs";
import { range } from "./register.mjs";
import { add, median, timesLess } from "./report.mjs";
import { put, replicated } from "./yardstick/theirs.mjs";

const ENTRIES = 1_000;
const CONTACTS = 50;
const RUNS = 11;

export async function measure() {
  const beside = await Beside.of(ENTRIES);
  try {
    const runs = { ours: [], theirs: [] };
    const [ours, theirs] = [await prepareOurs(beside), await prepareTheirs(beside)];
    for (const _ of range(RUNS)) {
      runs.ours.push(await ours());
      runs.theirs.push(await theirs());
    }
    const row = (what, unit, goal) => {
      const of = (who) => median(runs[who].map((it) => it[what]));
      add({ name: `push ${CONTACTS} contacts and pull: ${NAMES[what]}`, ours: of("ours"), theirs: of("theirs"), unit, runs: RUNS, goal });
    };
    row("requests", "requests");
    row("body", "bytes");
    row("wire", "bytes", timesLess(10));
    row("time", "ms", timesLess(10));
  } finally {
    await beside.remove();
  }
}

const NAMES = { requests: "requests", body: "bodies", wire: "bodies and headers", time: "time" };

/** Two phones that take turns: one is counted, the other's time is taken. */
async function prepareOurs(beside) {
  const [counted, direct] = [await beside.ours(true), await beside.ours()];
  await Promise.all([counted.pull(), direct.pull()]);
  const log = (phone) => phone.put(phone.device.contacts(beside.youths, CONTACTS));
  return async () => {
    await direct.sync();
    await log(direct);
    const time = await timed(() => direct.sync());
    await counted.sync();
    await log(counted);
    return { time, ...(await beside.ourMeter.of(() => counted.sync())) };
  };
}

async function prepareTheirs(beside) {
  const [counted, direct] = [beside.pouch(true), beside.pouch()];
  const sync = ({ local, remote }) => replicated(local.sync(remote));
  await Promise.all([sync(counted), sync(direct)]);
  const maker = await beside.ours();
  const log = ({ local }) => put(local, maker.device.contacts(beside.youths, CONTACTS));
  return async () => {
    await sync(direct);
    await log(direct);
    const time = await timed(() => sync(direct));
    await sync(counted);
    await log(counted);
    return { time, ...(await beside.theirMeter.of(() => sync(counted))) };
  };
}
