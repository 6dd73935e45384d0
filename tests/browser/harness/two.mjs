// Phones of one unit, and what every test does on them.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Browser } from "./browser.mjs";
import { Phone, hire } from "./phone.mjs";
import { Server, root } from "./server.mjs";

const REGISTER = join(root, "tests/data/kaa-register.csv");
const UPPSOKARE = ["Prov Uppsökare", "uppsokare@uppsok.example"];
const KOLLEGA = ["Prov Kollega", "kollega@uppsok.example"];

/** A server with a register file, and a phone for each of some people with all of it: `end` ends them. */
async function phones(people, { register = () => REGISTER, settings = {}, prepare = () => {} } = {}) {
  const server = await Server.make();
  server.settings = settings;
  server.command(["import", register(server), "--yes"]);
  hire(server, people);
  prepare(server);
  await server.start();
  const browsers = await Promise.all(people.map(() => Browser.open()));
  const opened = await Promise.all(people.map(async ([, email], at) => {
    const phone = await Phone.open(browsers[at], server.url);
    await phone.start(email);
    await sent(phone).waitFor();
    return phone;
  }));
  const end = async () => {
    await Promise.all(browsers.map((it) => it.remove()));
    await server.remove();
  };
  return { server, opened, end };
}

/** The phones of a worker and of a colleague. */
export async function two() {
  const { server, opened: [one, other], end } = await phones([UPPSOKARE, KOLLEGA]);
  return { server, one, other, end };
}

/** A worker's phone on a server with next to no register: `prepare` may fill more in before the server starts. */
export async function alone(settings, prepare) {
  const { server, opened: [one], end } = await phones([UPPSOKARE], { register: firstRow, settings, prepare });
  return { server, one, email: UPPSOKARE[1], end };
}

/** The register's first row: in the whole of it each number is several people's, and what comes from one is nobody's answer. */
function firstRow(server) {
  const file = join(server.folder, "register.csv");
  writeFileSync(file, readFileSync(REGISTER, "utf8").split("\n").slice(0, 2).join("\n"));
  return file;
}

export const sent = ({ page }) => page.getByText(/^Allt skickat/).first();
export const dialog = ({ page }) => page.getByRole("dialog");
export const part = ({ page }, name) => page.getByRole("region", { name, exact: true });
export const tap = ({ page }, name) => page.getByRole("button", { name, exact: true }).first().click();
export const said = ({ page }, words) => page.getByRole("status").getByText(words).waitFor();
export const choose = (phone, name) => dialog(phone).getByRole("radio", { name, exact: true }).check();

/** A day that many days from now, as people in Sweden have it. */
export const day = (ahead) => new Date(Date.now() + ahead * 86_400_000).toLocaleDateString("sv-SE", { timeZone: "Europe/Stockholm" });

/** Fills in when, in an open sheet. */
export async function time(phone, ahead, hour) {
  await dialog(phone).getByLabel("En annan dag").fill(day(ahead));
  await dialog(phone).getByLabel("En annan tid").fill(hour);
}

export async function openCard(phone, name) {
  await phone.go("Ungdomar");
  await phone.page.getByRole("searchbox").fill(name);
  await phone.page.getByRole("link", { name: new RegExp(`^${name}`) }).first().click();
  await phone.page.getByRole("heading", { level: 1, name }).waitFor();
}

/** The phone fetches and sends until what `seen` looks for is on the screen. */
export async function exchange(phone, seen) {
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await seen.waitFor({ timeout: 60_000 });
}

/** What the phone writes stays on it until the answer is called. */
export async function offline({ page }) {
  await page.route("**/api/v1/sync", (route) => route.abort());
  return () => page.unroute("**/api/v1/sync");
}
