// A worker's phone without a screen: what it writes is there for the tests that need it, and no more.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

/** Signs in as a phone. `write(youth, facts)` is one entry, which has to be taken. */
export async function device(server, email, password) {
  const own = { id: randomUUID(), name: "Android" };
  const ask = async (path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  };
  const { access_token: token } = await ask("sign-in", { email, password, device: own });
  const me = await (await fetch(`${server.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).json();
  let seq = 0;
  const write = async (youth, facts) => {
    seq += 1;
    const entry = { id: randomUUID(), device: own.id, seq, at: `${Date.now()}.0`, by: me.account.id, youth, facts };
    const { outcomes } = await ask("sync", { schema: 1, entries: [entry] }, token);
    assert.equal(outcomes[0].outcome, "stored", JSON.stringify(outcomes));
  };
  return { me, write };
}

/** A made-up youth of the worker's own, with a number of theirs; answers with the id. */
export async function newcomer({ me, write }, name, phone) {
  const youth = randomUUID();
  const [given, family] = name.split(" ");
  const detail = (it) => ({ kind: "details_changed", detail: it });
  await write(youth, [
    { kind: "registered", registration: randomUUID(), reason: "moved_in", on: new Date().toISOString().slice(0, 10) },
    detail({ field: "given_name", name: given }),
    detail({ field: "family_name", name: family }),
    detail({ field: "phone", phone, owner: "youth" }),
    { kind: "assigned", unit: me.units[0].id, worker: me.account.id },
  ]);
  return youth;
}

/** A meeting with a youth at a civil time in Sweden, held by the worker. */
export function meets({ me, write }, youth, at, meeting = randomUUID()) {
  return write(youth, [{ kind: "meeting_planned", meeting, at, place: "cafe", worker: me.account.id }]);
}
