// An administrator at a desk.

import { sizes } from "./browser.mjs";

export const PASSWORD = "ett lösenord för prov";

/** An account for the administrator of a municipality, and for others: `[name, role, place]`. */
export function employ(server, people) {
  for (const [name, role, place] of people) {
    const args = ["--email", `${role}@demo.example`, "--name", name, "--role", role, ...place, "--password-stdin"];
    server.command(["account", "add", ...args], `${PASSWORD}\n`);
  }
}

/** A page where the administrator has signed in. */
export async function office(browser, server) {
  const page = await browser.page(sizes.laptop);
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("E-postadress").fill("administrator@demo.example");
  await page.getByLabel("Lösenord").fill(PASSWORD);
  await page.getByRole("button", { name: "Logga in" }).click();
  await page.waitForURL("**/admin");
  return page;
}
