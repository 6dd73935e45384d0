// A phone's first fetch of a caseload, alone and many at once.

import { Beside, timed } from "./beside.mjs";
import { range } from "./register.mjs";
import { add, median, timesLess } from "./report.mjs";
import { replicated } from "./yardstick/theirs.mjs";

const ENTRIES = Number(process.env.BENCH_PULL ?? 10_000);
const RUNS = 5;
/** How many phones at once, and how often theirs is run: fifty of theirs take minutes. */
const CROWDS = [
  { phones: 1, theirRuns: 5 },
  { phones: 10, theirRuns: 3 },
  { phones: 50, theirRuns: 1 },
];

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
  const phone = await beside.ours(true);
  const { local, remote } = beside.pouch(true);
  const ours = await beside.ourMeter.of(() => phone.pull());
  const theirs = await beside.theirMeter.of(() => replicated(local.replicate.from(remote)));
  const row = (what, name, unit, goal) =>
    add({ name: `first pull of ${ENTRIES} entries: ${name}`, ours: ours[what], theirs: theirs[what], unit, runs: 1, goal });
  row("requests", "requests", "requests");
  row("wire", "bodies and headers", "bytes", timesLess(20));
}

async function times(beside, { phones, theirRuns }) {
  const ours = [];
  for (const _ of range(RUNS)) {
    const crowd = await Promise.all(range(phones).map(() => beside.ours()));
    ours.push(await timed(() => Promise.all(crowd.map((it) => it.pull()))));
    await Promise.all(crowd.map((it) => it.close()));
  }
  const theirs = [];
  for (const _ of range(theirRuns)) {
    const crowd = range(phones).map(() => beside.pouch());
    theirs.push(await timed(() => Promise.all(crowd.map(({ local, remote }) => replicated(local.replicate.from(remote))))));
    await Promise.all(crowd.map(({ local }) => local.destroy()));
  }
  const runs = theirRuns === RUNS ? RUNS : `${RUNS}/${theirRuns}`;
  const name = `first pull of ${ENTRIES} entries, ${phones} at once: time`;
  add({ name, ours: median(ours) / 1000, theirs: median(theirs) / 1000, unit: "s", runs, goal: timesLess(20) });
}
