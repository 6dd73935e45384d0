// People at a desk: who leads, and who administers.

import { sizes } from "./browser.mjs";

export const PASSWORD = "ett lösenord för prov";

/** An account each: `[name, role, place]`. */
export function employ(server, people) {
  for (const [name, role, place] of people) {
    const args = ["--email", `${role}@demo.example`, "--name", name, "--role", role, ...place, "--password-stdin"];
    server.command(["account", "add", ...args], `${PASSWORD}\n`);
  }
}

/** Asks to be let in; what comes of it is for whoever asked to see. */
export async function knock(page, server, email, password = PASSWORD) {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel("E-postadress").fill(email);
  await page.getByLabel("Lösenord").fill(password);
  await page.getByRole("button", { name: "Logga in" }).click();
}

export async function signIn(page, server, email, password = PASSWORD) {
  await knock(page, server, email, password);
  await page.getByRole("button", { name: "Logga ut" }).waitFor();
}

export async function signOut(page) {
  await page.getByRole("button", { name: "Logga ut" }).click();
  await page.getByText("Du är utloggad.").waitFor();
}

/** A page where the administrator has signed in. */
export async function office(browser, server) {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "administrator@demo.example");
  await page.waitForURL("**/admin");
  return page;
}
