// Asking whether there is anything new when there isn't, with a caseload small and large.

import { Beside, timed } from "./beside.mjs";
import { range } from "./register.mjs";
import { add, atMost, median, under } from "./report.mjs";
import { replicated } from "./yardstick/theirs.mjs";

const SIZES = (process.env.BENCH_SIZES ?? "1000,10000,100000").split(",").map(Number);
const RUNS = 11;
const LARGE = 1_000;

export async function measure() {
  for (const entries of SIZES) {
    const beside = await Beside.of(entries);
    try {
      await compare(beside, entries);
    } finally {
      await beside.remove();
    }
  }
}

async function compare(beside, entries) {
  const ours = await prepareOurs(beside);
  const theirs = await prepareTheirs(beside);
  const counted = { ours: await beside.ourMeter.of(ours.counted), theirs: await beside.theirMeter.of(theirs.counted) };
  const times = { ours: [], theirs: [] };
  for (const _ of range(RUNS)) {
    times.ours.push(await timed(ours.timed));
    times.theirs.push(await timed(theirs.timed));
  }
  const row = (what, unit, of, goal, runs = 1) =>
    add({ name: `nothing new, ${entries} entries in scope: ${what}`, ours: of("ours"), theirs: of("theirs"), unit, runs, goal });
  row("requests", "requests", (who) => counted[who].requests, atMost(1, "request"));
  row("bodies", "bytes", (who) => counted[who].body, under(300, "bytes"));
  row("bodies and headers", "bytes", (who) => counted[who].wire);
  row("time", "ms", (who) => median(times[who]), null, RUNS);
}

/** One phone that has everything; the second time by the counted wire, over a connection that is there already. */
async function prepareOurs(beside) {
  const [counted, direct] = [await beside.ours(true), await beside.ours()];
  await Promise.all([counted.pull(), direct.pull()]);
  return { counted: () => counted.pull(), timed: () => direct.pull() };
}

async function prepareTheirs(beside) {
  const { local, remote } = beside.pouch(true);
  const direct = beside.pouch().remote;
  const pull = (from) => replicated(local.replicate.from(from, { batch_size: LARGE }));
  // Once by each address, since where it had come to is kept by address.
  await pull(direct);
  await pull(remote);
  return { counted: () => pull(remote), timed: () => pull(direct) };
}
