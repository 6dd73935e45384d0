// What the server holds in memory: at rest, and with many phones that ask whether there is anything new.

import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

import { Server } from "../browser/harness/server.mjs";
import { Device } from "./api.mjs";
import { range } from "./register.mjs";
import { add, median, under } from "./report.mjs";

const RUNS = 5;
const PHONES = 2_000;
const ROUNDS = 3;
const WORKER = "uppsokare@demo.example";
const DEMO_PASSWORD = "demo-i-klippan";

export async function measure() {
  const idle = [];
  const polled = [];
  for (let run = 0; run < RUNS; run += 1) {
    const server = await Server.make();
    try {
      // Another start than the one that makes the demo: that one isn't idle, and keeps what it took for it.
      await server.start("demo");
      await server.stop();
      await server.start();
      for (let asked = 0; asked < 200; asked += 1) await (await fetch(`${server.url}/readyz`)).text();
      idle.push(memory(server));
      polled.push(await poll(server));
    } finally {
      await server.remove();
    }
  }
  const row = (name, ours) => add({ name, ours: median(ours), unit: "MB", runs: RUNS, goal: under(60, "MB") });
  row("memory of the idle server, SQLite, with the demo", idle);
  add({ name: `memory with ${PHONES} phones polling, each with a connection of its own`, ours: median(polled), unit: "MB", runs: RUNS });
}

/** Resident memory in MB. */
function memory(server) {
  const [, kib] = readFileSync(`/proc/${server.pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB$/m);
  return (Number(kib) * 1024) / 1e6;
}

/** Each phone asks a few times over a connection that stays; what the server holds while all of them are connected. */
async function poll(server) {
  const device = await Device.signedIn(server.url, WORKER, DEMO_PASSWORD);
  await device.pull();
  const agents = range(PHONES).map(() => new Agent({ keepAlive: true, maxSockets: 1 }));
  const { headers, body } = device.asking();
  for (let round = 0; round < ROUNDS; round += 1) await Promise.all(agents.map((agent) => ask(agent, server, headers, body)));
  const held = memory(server);
  for (const agent of agents) agent.destroy();
  return held;
}

function ask(agent, server, headers, body) {
  return new Promise((done, failed) => {
    const asked = request(`${server.url}/api/v1/sync`, { method: "POST", agent, headers }, (answer) => {
      if (answer.statusCode !== 200) failed(new Error(`the server answered ${answer.statusCode}`));
      answer.resume().on("end", done);
    });
    asked.on("error", failed);
    asked.end(body);
  });
}
