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
  const runs = { ours: [], theirs: [] };
  const [ours, theirs] = [await prepareOurs(beside), await prepareTheirs(beside)];
  for (const _ of range(RUNS)) {
    runs.ours.push(await ours());
    runs.theirs.push(await theirs());
  }
  const row = (what, name, unit, goal) => {
    const of = (who) => median(runs[who].map((it) => it[what]));
    add({ name: `nothing new, ${entries} entries in scope: ${name}`, ours: of("ours"), theirs: of("theirs"), unit, runs: RUNS, goal });
  };
  row("requests", "requests", "requests", atMost(1, "request"));
  row("body", "bodies", "bytes", under(300, "bytes"));
  row("wire", "bodies and headers", "bytes");
  row("time", "time", "ms");
}

/** Two phones that have everything and take turns, over connections that are there: one is counted, the other's time is taken. */
async function prepareOurs(beside) {
  const [counted, direct] = [await beside.ours(true), await beside.ours()];
  await Promise.all([counted.pull(), direct.pull()]);
  return async () => ({ time: await timed(() => direct.pull()), ...(await beside.ourMeter.of(() => counted.pull())) });
}

async function prepareTheirs(beside) {
  const { local, remote } = beside.pouch(true);
  const direct = beside.pouch().remote;
  const pull = (from) => replicated(local.replicate.from(from, { batch_size: LARGE }));
  // Once by each address, since where it had come to is kept by address.
  await pull(direct);
  await pull(remote);
  return async () => ({ time: await timed(() => pull(direct)), ...(await beside.theirMeter.of(() => pull(remote))) });
}
