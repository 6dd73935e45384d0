// A forgotten passphrase: the administrator says yes or no, and nothing unsent is lost by either.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { join } from "node:path";

import { Browser } from "./harness/browser.mjs";
import { look } from "./harness/look.mjs";
import { PASSWORD, Phone, hire } from "./harness/phone.mjs";
import { Server, root } from "./harness/server.mjs";

const WORKER = "uppsokare@uppsok.example";
const ADMINISTRATOR = "administrator@uppsok.example";
const NEW_PHRASE = "en helt ny fras i dag";

let server;
let browser;
let phone;

before(async () => {
  server = await Server.make();
  server.command(["import", join(root, "tests/data/kaa-register.csv"), "--yes"]);
  hire(server, [["Prov Uppsökare", WORKER]]);
  const who = ["--email", ADMINISTRATOR, "--name", "Prov Administratör", "--role", "administrator", "--municipality", "Oskarshamn"];
  server.command(["account", "add", ...who, "--password-stdin"], `${PASSWORD}\n`);
  await server.start();
  browser = await Browser.open();
  phone = await Phone.open(browser, server.url);
  await phone.start(WORKER);
  await phone.page.getByText(/^Allt skickat/).first().waitFor();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

/** Answers the one phone that waits. */
async function answer(release) {
  const ask = async (path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const reply = await fetch(`${server.url}/api/v1/${path}`, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
    assert.ok(reply.ok, `${path}: ${reply.status}`);
    return reply.status === 204 ? null : reply.json();
  };
  const { access_token: token } = await ask("sign-in", { email: ADMINISTRATOR, password: PASSWORD });
  const [device] = await ask("devices", null, token);
  await ask(`devices/${device.id}/recovery`, { release }, token);
}

const button = (name) => phone.page.getByRole("button", { name, exact: true });

async function forget() {
  await phone.page.reload();
  await phone.page.getByText("Glömt lösenfrasen?").click();
  await button("Fråga administratören").click();
  await phone.page.getByText("Väntar på administratören").waitFor();
}

test("a no is said, and the old passphrase still opens; a yes opens with a new one; what was unsent is sent", { timeout: 240_000 }, async () => {
  // Something that only this phone has.
  await phone.page.route("**/api/v1/sync", (route) => route.abort());
  await phone.go("Ungdomar");
  await phone.page.getByRole("listitem").first().getByRole("link").first().click();
  await button("Planera uppföljning").click();
  await phone.page.getByRole("dialog").getByRole("button", { name: /^Följ upp/ }).click();
  const unsent = phone.page.getByText(/^1 sparad i telefonen/).first();
  await unsent.waitFor();

  await forget();
  await look(phone.page, "recovery-waiting");
  await button("Se efter nu").click();
  await phone.page.getByText("Inget svar än.").waitFor();
  await answer(false);
  await button("Se efter nu").click();
  await phone.page.getByText("Administratören sa nej").waitFor();
  await look(phone.page, "recovery-refused", ["small"]);
  await phone.unlock();
  await unsent.waitFor();

  await forget();
  await answer(true);
  await button("Se efter nu").click();
  await phone.page.getByRole("heading", { name: "Välj en lösenfras" }).waitFor();
  await look(phone.page, "recovery-released", ["small"]);
  await phone.page.getByLabel("Lösenfras", { exact: true }).fill(NEW_PHRASE);
  await button("Spara och öppna").click();
  await phone.opened();
  await unsent.waitFor();
  await phone.page.reload();
  await phone.page.getByLabel("Lösenfras", { exact: true }).fill("lång väg hem i snön");
  await button("Lås upp").click();
  await phone.page.getByText("Lösenfrasen stämmer inte. Försök igen.").waitFor();
  await phone.unlock(NEW_PHRASE);
  await phone.page.unroute("**/api/v1/sync");
  await phone.page.evaluate(() => window.dispatchEvent(new Event("online")));
  await phone.page.getByText(/^Allt skickat/).first().waitFor({ timeout: 60_000 });
});
