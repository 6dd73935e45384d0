// A phone's first fetch of a caseload, alone and many at once.

import { Beside, timed } from "./beside.mjs";
import { range } from "./register.mjs";
import { add, median, timesLess } from "./report.mjs";
import { replicated } from "./yardstick/theirs.mjs";

const ENTRIES = Number(process.env.BENCH_PULL ?? 10_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
/** How many phones at once. */
const CROWDS = (process.env.BENCH_CROWDS ?? "1,10,50").split(",").map(Number);
/** As many as it takes at once when it is told to: its default is a tenth, and slower. */
const LARGE = 1_000;

export async function measure() {
  const beside = await Beside.of(ENTRIES);
  try {
    await sizes(beside);
    for (const crowd of CROWDS) await times(beside, crowd);
  } finally {
    await beside.remove();
  }
}

async function sizes(beside) {
  const runs = { ours: [], theirs: [] };
  for (const _ of range(RUNS)) {
    const phone = await beside.ours(true);
    runs.ours.push(await beside.ourMeter.of(() => phone.pull()));
    await phone.close();
    const theirs = async () => {
      const other = beside.pouch(true);
      await fetched(other);
      await other.local.destroy();
    };
    runs.theirs.push(await beside.theirMeter.of(theirs));
  }
  const row = (what, name, unit, goal) => {
    const of = (who) => median(runs[who].map((it) => it[what]));
    add({ name: `first pull of ${ENTRIES} entries: ${name}`, ours: of("ours"), theirs: of("theirs"), unit, runs: RUNS, goal });
  };
  row("requests", "requests", "requests");
  row("wire", "bodies and headers", "bytes", timesLess(20));
}

async function times(beside, phones) {
  const [ours, theirs] = [[], []];
  for (const _ of range(RUNS)) {
    const crowd = [];
    // One by one: many at once who sign in as one look like somebody who guesses.
    for (const _ of range(phones)) crowd.push(await beside.ours());
    ours.push(await timed(() => Promise.all(crowd.map((it) => it.pull()))));
    await Promise.all(crowd.map((it) => it.close()));
    const others = range(phones).map(() => beside.pouch());
    theirs.push(await timed(() => Promise.all(others.map((it) => fetched(it)))));
    await Promise.all(others.map(({ local }) => local.destroy()));
  }
  const name = `first pull of ${ENTRIES} entries, ${phones} at once: time`;
  add({ name, ours: median(ours) / 1000, theirs: median(theirs) / 1000, unit: "s", runs: RUNS, goal: timesLess(20) });
}

function fetched({ local, remote }) {
  return replicated(local.replicate.from(remote, { batch_size: LARGE }));
}
