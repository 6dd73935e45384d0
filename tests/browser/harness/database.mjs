// A server's database from beside: what takes days or a provider otherwise. The queue sleeps at night, and tests don't.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const PROGRAM = `import json, sqlite3, sys
it = sqlite3.connect(sys.argv[1], timeout=30)
rows = it.execute(sys.argv[2], json.loads(sys.argv[3])).fetchall()
it.commit()
print(json.dumps(rows))`;

/** Runs a statement with its values; the rows, each as a list. */
export function sql(server, statement, ...values) {
  const args = ["-c", PROGRAM, join(server.folder, "uppsok.db"), statement, JSON.stringify(values)];
  const done = spawnSync("python3", args, { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

/** Resolves when the statement's only value is `wanted`. */
export async function until(server, wanted, statement, ...values) {
  let found;
  for (let waited = 0; waited < 20_000; waited += 100) {
    [[found] = []] = sql(server, statement, ...values);
    if (found === wanted) return;
    await pause(100);
  }
  assert.equal(found, wanted, statement);
}

/** Every municipality reminds like this, also as no administrator may set it. */
export function remind(server, policy) {
  sql(server, "insert into message_policy (municipality_id, policy) select id, ? from municipality", JSON.stringify(policy));
}
