// The real server, on a free port and data of its own: started, stopped, killed, and started again on both.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { endsWithUs } from "./ends.mjs";

export const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../..");
const program = process.env.UPPSOK ?? join(root, "target/debug/uppsok");
const PATIENCE = 30_000;

export class Server {
  #child = null;
  #forget = () => {};

  constructor(port) {
    if (!existsSync(program)) throw new Error(`${program} is missing: \`make test\` builds it`);
    this.port = port;
    this.folder = mkdtempSync(join(tmpdir(), "uppsok-server-"));
    this.url = `http://127.0.0.1:${port}`;
    /** The address that people use: another one where something stands in front. */
    this.public = this.url;
    /** What else is set (`UPPSOK_…`), from the next start on. */
    this.settings = {};
  }

  /** Made but not started, so that the command line can fill its database first. */
  static async make() {
    return new Server(await freePort());
  }

  get #environment() {
    return {
      ...process.env,
      UPPSOK_DATABASE_URL: `sqlite:${join(this.folder, "uppsok.db")}`,
      UPPSOK_LISTEN: `127.0.0.1:${this.port}`,
      UPPSOK_PUBLIC_URL: this.public,
      ...this.settings,
    };
  }

  /** Runs `uppsok ARGUMENTS` on this server's database; its standard output, or an error that tells all. */
  command(args, input = "") {
    const done = spawnSync(program, args, { env: this.#environment, cwd: this.folder, input, encoding: "utf8" });
    if (done.status !== 0) throw new Error(`uppsok ${args.join(" ")} ended with ${done.status}\n${done.stdout}\n${done.stderr}`);
    return done.stdout;
  }

  /** Starts `uppsok serve` (or `demo`) and waits until it is ready. */
  async start(verb = "serve") {
    const log = openSync(join(this.folder, "log"), "a");
    this.#child = spawn(program, [verb], { env: this.#environment, cwd: this.folder, stdio: ["ignore", log, log] });
    const child = this.#child;
    this.#forget = endsWithUs(() => child.kill("SIGKILL"));
    for (let waited = 0; waited < PATIENCE; waited += 50) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return this;
      await pause(50);
    }
    throw new Error(`the server did not start:\n${this.log()}`);
  }

  /** The process, for what the machine tells about it. */
  get pid() {
    return this.#child?.pid;
  }

  /** Ends it without a warning. */
  kill() {
    return this.#end("SIGKILL");
  }

  /** Asks it to end. */
  stop() {
    return this.#end("SIGTERM");
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    this.#forget();
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  }

  log() {
    return readFileSync(join(this.folder, "log"), "utf8");
  }

  /** Ends it and takes its data away. */
  async remove() {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function freePort() {
  return new Promise((done, failed) => {
    const listener = createServer();
    listener.once("error", failed);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => done(port));
    });
  });
}
