// A browser with a profile of its own, that can be killed and opened again on the same profile, as a phone is.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { chromium } from "playwright-core";

import { endsWithUs } from "./ends.mjs";

const program = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--hide-scrollbars",
  "--disable-quic",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=sv-SE",
  "--accept-lang=sv-SE,sv",
  "--remote-debugging-port=0",
];

export const sizes = {
  small: { width: 360, height: 740, mobile: true },
  phone: { width: 390, height: 844, mobile: true },
  laptop: { width: 1280, height: 800, mobile: false },
};

export class Browser {
  #process = null;
  #browser = null;
  #forget = () => {};

  constructor() {
    this.profile = mkdtempSync(join(tmpdir(), "uppsok-browser-"));
    /** What any page has written to its console as an error, or thrown. */
    this.errors = [];
  }

  static async open() {
    const browser = new Browser();
    await browser.start();
    return browser;
  }

  async start() {
    const portFile = join(this.profile, "DevToolsActivePort");
    rmSync(portFile, { force: true });
    // A group of its own, so that killing it takes its renderers along.
    this.#process = spawn(program, [...FLAGS, `--user-data-dir=${this.profile}`, "about:blank"], { stdio: "ignore", detached: true });
    const group = -this.#process.pid;
    this.#forget = endsWithUs(() => process.kill(group, "SIGKILL"));
    for (let waited = 0; !(existsSync(portFile) && readFileSync(portFile, "utf8").includes("\n")); waited += 50) {
      if (waited > 30_000) throw new Error(`${program} did not start`);
      await pause(50);
    }
    const port = readFileSync(portFile, "utf8").split("\n")[0];
    this.#browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  }

  get context() {
    return this.#browser.contexts()[0];
  }

  /** A page of a size: `page(sizes.phone)`. */
  async page(size = sizes.phone, scheme = "light") {
    const page = await this.context.newPage();
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && this.errors.push(message.text()));
    await resize(page, size);
    await page.emulateMedia({ colorScheme: scheme });
    return page;
  }

  /** Ends it without a warning, as a phone does that needs the memory. */
  async kill() {
    const ended = this.#process;
    this.#forget();
    this.#process = null;
    this.#browser = null;
    if (!ended || ended.exitCode !== null) return;
    const gone = new Promise((done) => ended.once("exit", done));
    process.kill(-ended.pid, "SIGKILL");
    await gone;
  }

  /** Ends it and forgets everything. */
  async remove() {
    await this.kill();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** Makes a page as large as a device's; a phone has fingers. */
export async function resize(page, size) {
  await page.setViewportSize({ width: size.width, height: size.height });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setTouchEmulationEnabled", { enabled: size.mobile, maxTouchPoints: 1 });
  await session.detach();
}
