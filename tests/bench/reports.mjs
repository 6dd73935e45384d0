// How long a lead's pages take on a generated nation while entries come in, beside the same question asked of raw rows in SQL
// and in DuckDB: tests/benches/reports does it, this gives it a register file and asks DuckDB.
//
// SCALE is what part of a nation is made: 1 is 290 municipalities, 1,000,000 registrations and 10,000,000 contacts on
// PostgreSQL, and a tenth of that on both databases.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../browser/harness/server.mjs";
import { range, writeRegister } from "./register.mjs";
import { add, under } from "./report.mjs";

const READERS = 8;
const YOUTHS = 60;
const REGISTRATIONS = 1_000_000;
const scale = Number(process.env.SCALE ?? 1);

export function measure() {
  const folder = mkdtempSync(join(tmpdir(), "uppsok-reports-"));
  try {
    const register = writeRegister(folder, YOUTHS, range(READERS).map((it) => `Prov ${it + 1}`));
    const env = { BENCH_REGISTER: register, BENCH_FOLDER: folder, BENCH_REGISTRATIONS: String(Math.round(REGISTRATIONS * scale)) };
    const lines = said("cargo", ["bench", "--workspace", "--bench", "reports"], env);
    const pages = lines.filter((it) => it.page);
    for (const { on, municipalities, registrations, contacts, cells, generated_in_s: made } of lines.filter((it) => it.municipalities)) {
      console.log(`${on}: ${municipalities} municipalities, ${registrations} registrations, ${contacts} contacts, ${cells} sums, made in ${made} s`);
    }
    for (const { on, page, p50_ms: p50, p99_ms: p99, asked } of pages) {
      add({ name: `${page}, ${on}, p50`, ours: p50, unit: "ms", runs: asked });
      add({ name: `${page}, ${on}, p99`, ours: p99, unit: "ms", runs: asked, goal: under(100, "ms") });
    }
    for (const { on, entries_a_second: pace } of lines.filter((it) => it.entries_a_second)) {
      add({ name: `entries that came in meanwhile, ${on}`, ours: pace, unit: "entries/s", runs: 1 });
    }
    for (const { page, p50_ms: p50, asked } of pages.filter((it) => it.on === "PostgreSQL")) {
      const tenth = pages.find((it) => it.on === "a tenth on PostgreSQL" && it.page === page);
      add({ name: `${page}, p50, beside a tenth of the rows`, ours: p50, theirs: tenth.p50_ms, unit: "ms", runs: asked });
    }
    // The first lead's municipality is the one that is asked about.
    const ours = (on) => pages.find((it) => it.on === on && it.page === "/lead/work").first_p50_ms;
    const beside = (on, who, { question, ms }) => add({ name: `${question}, ${on}, beside ${who}`, ours: ours(on), theirs: ms, unit: "ms", runs: 5 });
    for (const it of lines.filter((it) => it.question)) beside(it.on, "SQL of raw rows", it);
    for (const { on, csv, largest } of lines.filter((it) => it.csv)) {
      for (const it of said(join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "python/bin/python"), [join(root, "tests/bench/ask_duckdb.py"), csv, largest])) {
        beside(on, "DuckDB", it);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a program prints as lines of JSON. */
function said(program, args, env = {}) {
  const done = spawnSync(program, args, { cwd: root, env: { ...process.env, ...env }, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${done.status}`);
  return done.stdout.split("\n").filter((it) => it.startsWith("{")).map((it) => JSON.parse(it));
}
