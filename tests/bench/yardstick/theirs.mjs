// The yardstick: PouchDB Server in a process of its own, and PouchDB as the phone, storing in LevelDB.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { endsWithUs } from "../../browser/harness/ends.mjs";
import { freePort } from "../../browser/harness/server.mjs";

const require = createRequire(import.meta.url);
const PouchDB = require("pouchdb");
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
// As much as fits well in one request.
const BULK = 1_000;

export class Theirs {
  #child;
  #phones = 0;

  static async start() {
    const theirs = new Theirs();
    theirs.port = await freePort();
    theirs.url = `http://127.0.0.1:${theirs.port}`;
    theirs.folder = mkdtempSync(join(tmpdir(), "uppsok-yardstick-"));
    const child = spawn(process.execPath, [join(here, "serve.mjs"), String(theirs.port), theirs.folder], {
      cwd: theirs.folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    theirs.forget = endsWithUs(() => child.kill("SIGKILL"));
    theirs.#child = child;
    await new Promise((done, failed) => {
      child.stdout.once("data", done);
      child.once("exit", (code) => failed(new Error(`the yardstick ended with ${code}`)));
    });
    return theirs;
  }

  /** The server's database as a phone sees it: over connections that stay, as a browser's do. */
  remote(name, url = this.url) {
    const agent = new Agent({ keepAlive: true });
    return new PouchDB(`${url}/${name}`, { fetch: (address, options) => PouchDB.fetch(address, { ...options, agent }) });
  }

  /** A phone's own database, empty. */
  local() {
    this.#phones += 1;
    return new PouchDB(join(this.folder, `phone-${this.#phones}`));
  }

  /** Puts entries in the server's database, each a document under its own id. */
  async fill(name, entries) {
    const remote = this.remote(name);
    for (let at = 0; at < entries.length; at += BULK) await put(remote, entries.slice(at, at + BULK));
  }

  async remove() {
    this.forget();
    const gone = new Promise((done) => this.#child.once("exit", done));
    this.#child.kill("SIGKILL");
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Puts entries in a database, each a document under its own id. */
export async function put(database, entries) {
  const results = await database.bulkDocs(entries.map(({ id, ...rest }) => ({ _id: id, ...rest })));
  const failed = results.find((it) => it.error);
  if (failed) throw new Error(`the yardstick refused an entry: ${failed.message}`);
}

/** One replication that must have gone well. */
export async function replicated(replication) {
  const result = await replication;
  const parts = result.push ? [result.push, result.pull] : [result];
  if (parts.some((it) => !it.ok)) throw new Error("the yardstick did not replicate");
  return result;
}
