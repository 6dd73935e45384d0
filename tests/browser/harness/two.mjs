// Two phones of one unit, and what every test does on them.

import { join } from "node:path";

import { Browser } from "./browser.mjs";
import { Phone, hire } from "./phone.mjs";
import { Server, root } from "./server.mjs";

/** A server with the register file, and the phones of a worker and of a colleague with all of it: `end` ends them. */
export async function two() {
  const server = await Server.make();
  server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
  const people = [["Prov Uppsökare", "uppsokare@uppsok.example"], ["Prov Kollega", "kollega@uppsok.example"]];
  hire(server, people);
  await server.start();
  const browsers = await Promise.all(people.map(() => Browser.open()));
  const [one, other] = await Promise.all(people.map(async ([, email], at) => {
    const phone = await Phone.open(browsers[at], server.url);
    await phone.start(email);
    await sent(phone).waitFor();
    return phone;
  }));
  const end = async () => {
    await Promise.all(browsers.map((it) => it.remove()));
    await server.remove();
  };
  return { server, one, other, end };
}

export const sent = ({ page }) => page.getByText(/^Allt skickat/).first();
export const dialog = ({ page }) => page.getByRole("dialog");
export const tap = ({ page }, name) => page.getByRole("button", { name, exact: true }).first().click();
export const said = ({ page }, words) => page.getByRole("status").getByText(words).waitFor();

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
