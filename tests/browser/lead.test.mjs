// What a lead reads and puts before a committee: without script, unit by unit, on paper, in both languages, and whatever colours
// the reader sees. And what a region, the nation and anyone read of it.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { Browser, resize, sizes } from "./harness/browser.mjs";
import { sql } from "./harness/database.mjs";
import { look } from "./harness/look.mjs";
import { employ, PASSWORD, signIn, signOut } from "./harness/office.mjs";
import { assertPrints, putOnPaper } from "./harness/paper.mjs";
import { root, Server } from "./harness/server.mjs";

const PEOPLE = [
  ["Prov", "lead", ["--municipality", "Oskarshamn"]],
  ["Prov", "administrator", ["--municipality", "Oskarshamn"]],
  ["Prov", "region", ["--region", "Kalmar"]],
  ["Prov", "nation", []],
];
const LONG = "Samordningsverksamhetsutvecklingsenheten för uppsökande arbete, vägledning och praktik";
const UNITS = ["Norr", "Söder", LONG];
const EMPTY = "Öster, dit ingen hör än";
const TOPICS = [
  ["/lead", "outcomes", "fore-efter"],
  ["/lead/status", "status", "laget"],
  ["/lead/reach", "reach", "natt"],
  ["/lead/work", "work", "arbete"],
];
const PAGES = [...TOPICS.map(([path, name]) => [path, name]), ["/lead/missing", "missing"]];

let server;
let browser;

/** The register, where those of Oskarshamn are of three units. */
function register() {
  const path = join(server.folder, "register.csv");
  let count = 0;
  const rows = readFileSync(join(root, "tests/data/kaa-register.csv"), "utf8");
  writeFileSync(path, rows.replaceAll(";Oskarshamn;KAA Oskarshamn;", () => `;Oskarshamn;${UNITS[count++ % UNITS.length]};`));
  assert.equal(count, 17);
  return path;
}

/** A unit that nobody has been given to. */
async function openUnit(name) {
  const post = async (path, body, token) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${server.url}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  };
  const { access_token: token } = await post("sign-in", { email: "administrator@demo.example", password: PASSWORD });
  await post("units", { name }, token);
}

before(async () => {
  server = await Server.make();
  server.command(["import", register(), "--yes"]);
  employ(server, PEOPLE);
  await server.start();
  await openUnit(EMPTY);
  browser = await Browser.open();
});

after(async () => {
  await browser?.remove();
  await server?.remove();
});

/** A page in a browser that runs no script. */
async function withoutScript(journey) {
  const context = await browser.context.browser().newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 800 } });
  try {
    await journey(await context.newPage());
  } finally {
    await context.close();
  }
}

async function downloads(page, link, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  assert.match(download.suggestedFilename(), name);
}

/** Everything that is one tap away, as whoever has tapped sees it. */
const openAll = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((it) => (it.open = true)));

test("without script a lead filters, reads the tables and takes the files", { timeout: 120_000 }, async () => {
  await withoutScript(async (page) => {
    await signIn(page, server, "lead@demo.example");
    for (const [path, topic, name] of TOPICS) {
      await page.goto(`${server.url}${path}?as_of=2026-10-31`);
      assert.match(await page.getByRole("heading", { level: 1 }).textContent(), /\.$/, `${path}: a whole sentence`);
      // Nobody has been contacted yet: of work there is nothing to put in a table.
      if (topic !== "work") {
        const table = page.locator("details.fold").filter({ has: page.locator("table") }).first();
        await table.locator("summary").click();
        await table.getByRole("table").waitFor();
      }

      // Each filter keeps what the others chose.
      await page.getByRole("group", { name: "Kön", exact: true }).getByRole("link", { name: "Kvinnor" }).click();
      await page.waitForURL((url) => url.searchParams.get("gender") === "woman" && url.searchParams.get("as_of") === "2026-10-31");
      await page.getByRole("group", { name: "Enhet", exact: true }).getByRole("link", { name: LONG }).click();
      await page.waitForURL((url) => url.searchParams.has("unit") && url.searchParams.get("gender") === "woman");
      await page.getByRole("group", { name: "Period", exact: true }).getByRole("link").nth(1).click();
      await page.waitForURL((url) => url.pathname === path && url.searchParams.has("unit") && url.searchParams.get("gender") === "woman" && url.searchParams.has("period"));
      for (const group of ["Period", "Enhet", "Kön"]) {
        assert.equal(await page.getByRole("group", { name: group, exact: true }).locator('[aria-current="true"]').count(), 1, group);
      }
      await page.getByText(/^(Perioden pågår\.|Månaden pågår,|Jämförs med) /).waitFor();

      await page.goto(`${server.url}${path}?as_of=2026-10-31`);
      await downloads(page, "arbetsbok (Excel)", new RegExp(`^${name}-2026-10-31\\.xlsx$`));
      await downloads(page, "för Excel (CSV)", new RegExp(`^${name}-2026-10-31\\.csv$`));
      await downloads(page, "för program (CSV)", new RegExp(`^${name}-2026-10-31\\.csv$`));
      await page.getByText(topic === "work" ? /^Underlaget har inga rader\./ : /^Underlaget har högst 17 rader, mindre än 1\sMB\./).waitFor();
      await downloads(page, "underlaget rad för rad (CSV)", topic === "work" ? /^insatser-/ : /^registreringar-/);
    }
    await page.goto(`${server.url}/lead/missing`);
    await page.getByRole("link", { name: "Uppgiften är för gammal" }).click();
    await page.getByRole("button", { name: /^Planera uppföljning för/ }).waitFor();
  });
});

test("without script a region, the nation and anyone read the tables and take the files", { timeout: 120_000 }, async () => {
  await withoutScript(async (page) => {
    for (const [level, email] of [["/region", "region@demo.example"], ["/nation", "nation@demo.example"], ["/open", null]]) {
      if (email) await signIn(page, server, email);
      for (const [topic, name] of [["", "fore-efter"], ["/status", "laget"], ["/reach", "natt"], ["/work", "arbete"]]) {
        await page.goto(server.url + level + topic);
        assert.match(await page.getByRole("heading", { level: 1 }).textContent(), /\.$/, `${level}${topic}: a whole sentence`);
        await page.getByRole("table").first().waitFor({ state: "attached" });
        await downloads(page, "arbetsbok (Excel)", new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\d\\.xlsx$`));
        await downloads(page, "för Excel (CSV)", new RegExp(`^${name}-\\d{4}-\\d\\d-\\d\\d\\.csv$`));
        await page.locator("summary", { hasText: "Så räknas det" }).click();
        await page.getByText("Som den var känd när den publicerades.").waitFor();
        assert.equal(await page.getByText("underlaget rad för rad").count(), 0, "rows are nobody's but the municipality's");
        // A link to a month can be sent: the one shown, and not one that was never published.
        const file = await page.getByRole("link", { name: "arbetsbok (Excel)" }).getAttribute("href");
        const month = new URL(file, server.url).searchParams.get("as_of");
        assert.equal((await page.goto(`${server.url}${level}${topic}?as_of=${month}`)).status(), 200);
        assert.equal((await page.goto(`${server.url}${level}${topic}?as_of=1999-01-31`)).status(), 404);
      }
      if (email) {
        await page.goto(server.url + level);
        await signOut(page);
      }
    }
  });
});

test("unit by unit: each with youths has its picture, however long its name, and one without has none", { timeout: 120_000 }, async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  // By October 2026 all but one had gone on.
  for (const [path, day] of [["/lead", "2026-10-31"], ["/lead/status", "2025-10-31"]]) {
    await page.goto(`${server.url}${path}?as_of=${day}`);
    const units = page.locator(".multiples > li");
    assert.equal(await units.count(), UNITS.length, path);
    for (const name of UNITS) {
      const unit = units.filter({ hasText: name });
      assert.match(await unit.locator("p").textContent(), /: \d+ utan, \d+ okända av \d+$/);
      await unit.getByRole("img", { name }).waitFor();
    }
    assert.equal(await units.filter({ hasText: EMPTY }).count(), 0);
    for (const size of ["small", "laptop"]) {
      await resize(page, sizes[size]);
      const cut = await units.locator("p").evaluateAll((all) => all.filter((it) => it.scrollWidth > it.clientWidth + 1).map((it) => it.textContent));
      assert.deepEqual(cut, [], `${path} ${size}`);
    }
    await page.getByRole("group", { name: "Enhet", exact: true }).getByRole("link", { name: EMPTY }).click();
    await page.getByRole("heading", { level: 1, name: "Ingen är registrerad." }).waitFor();
    assert.equal(await page.locator("svg.chart").count(), 0, "nobody is no picture");
    await look(page, `lead-empty-unit${path.replaceAll("/", "-")}`, ["small", "laptop"]);
  }
  await signOut(page);
  await page.close();
});

test("a lead's pages in both languages, with all that is one tap away, through axe", { timeout: 300_000 }, async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  for (const lang of ["sv", "en"]) {
    for (const [path, name] of PAGES) {
      await page.goto(`${server.url}${path}?period=2026&lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      await openAll(page);
      await look(page, `lead-${name}-${lang}`, ["small", "laptop"]);
    }
  }
  await page.goto(`${server.url}/lead`);
  await signOut(page);
  await page.close();
});

test("a level's pages in English, through axe", { timeout: 300_000 }, async () => {
  const page = await browser.page(sizes.laptop);
  const show = async (path) => {
    await page.goto(`${server.url}${path}?lang=en`);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await openAll(page);
    await look(page, `level${path.replaceAll("/", "-")}-en`, ["small", "laptop"]);
  };
  for (const path of ["/open", "/open/status", "/open/reach", "/open/work"]) await show(path);
  for (const level of ["region", "nation"]) {
    await signIn(page, server, `${level}@demo.example`);
    await show(`/${level}`);
    await page.goto(`${server.url}/${level}`);
    await signOut(page);
  }
  await page.close();
});

test("on A4 nothing is cut off, with every table open", { timeout: 120_000 }, async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  for (const [path, most] of [...PAGES.map(([path]) => [`${path}?period=2026`, 8]), ["/open", 12]]) {
    await page.goto(server.url + path);
    await openAll(page);
    await assertPrints(page, path, most);
    await putOnPaper(page);
    const cut = await page.evaluate(() => {
      const wide = (it) => it.getBoundingClientRect().right > innerWidth + 1 || it.getBoundingClientRect().left < -1;
      const tables = [...document.querySelectorAll(".table-wrap")].filter((it) => it.scrollWidth > it.clientWidth + 1);
      const words = [...document.querySelectorAll("svg.chart text")].filter(wide);
      const page = document.documentElement.scrollWidth > document.documentElement.clientWidth ? [document.body] : [];
      return [...page, ...tables, ...words].map((it) => it.textContent.slice(0, 80));
    });
    assert.deepEqual(cut, [], path);
    await page.emulateMedia({ media: null });
    await resize(page, sizes.laptop);
  }
  await page.goto(`${server.url}/lead`);
  await signOut(page);
  await page.close();
});

test("no series is told by its colour alone: each has its word, its hatch or its dash", async () => {
  const page = await browser.page(sizes.laptop);
  await signIn(page, server, "lead@demo.example");
  await page.goto(`${server.url}/lead?as_of=2026-10-31`);
  const pairs = await page.locator("svg.chart:has(.chart__before):has(.chart__after):not(:has(.chart__band)) > rect").evaluateAll((all) => all.map((it) => [it.getAttribute("class"), it.nextElementSibling.textContent.trim()]));
  assert.ok(pairs.length > 4);
  for (const [series, words] of pairs) assert.match(words, series === "chart__before" ? /^Före/ : /^Efter/);
  const blocks = await page.locator("svg.chart:has(.chart__band) > rect").evaluateAll((all) => all.map((it) => it.nextElementSibling.textContent));
  assert.ok(blocks.length > 2);
  for (const words of blocks) assert.match(words, /\p{L}.* \d+$/u);

  await page.goto(`${server.url}/lead/status?as_of=2025-10-31`);
  const hatched = await page.locator(".chart__unknown").evaluateAll((all) => all.map((it) => document.querySelector(it.getAttribute("fill").slice(4, -1)).querySelector(".chart__hatch") !== null));
  assert.ok(hatched.length === 1 + UNITS.length && hatched.every(Boolean), "the whole, and each unit");
  const dash = (line) => page.locator(line).first().evaluate((it) => getComputedStyle(it).strokeDasharray);
  assert.equal(await dash(".chart__line:not(.chart__line--second)"), "none");
  assert.notEqual(await dash(".chart__line--second"), "none");
  const named = await page.locator("svg.chart--line .chart__label--soft").allTextContents();
  assert.ok(named.some((it) => it.trim().startsWith("Utan eller okänt")) && named.some((it) => /^Utan \d/.test(it.trim())), named.join(" · "));
  await page.close();
});

// The last: from here on there are months that nobody published.
test("a level's status is held against the year before, in a line, in tables and on paper", { timeout: 120_000 }, async () => {
  const [[last]] = sql(server, "select max(month) from published_month");
  // As they would stand had the register been the same then.
  const copy = "insert into published_month select ?, closed_on, counts, hidden from published_month where month = ?";
  for (const back of [2, 3, 7, 12]) {
    const [year, month] = last.split("-").map(Number);
    sql(server, copy, new Date(Date.UTC(year, month - back, 0)).toISOString().slice(0, 10), last);
  }
  const page = await browser.page(sizes.laptop);
  await page.goto(`${server.url}/open/status`);
  await page.getByText(/^Den \d+ \S+ \d{4} var det \d+ av \d+ \(\d+\s%\)\.$/).waitFor();
  await page.getByRole("img", { name: "Månad för månad, andel av de registrerade" }).waitFor();
  await openAll(page);
  assert.equal(await page.getByRole("table", { name: "Vid varje månads slut" }).getByRole("row").count(), 1 + 5);
  await look(page, "level-status-year-before", ["small", "laptop"]);
  await assertPrints(page, "/open/status", 12);
  await page.close();
});
