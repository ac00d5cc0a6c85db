// SPDX-License-Identifier: MIT
// The page of kpath serve, as a student uses it; stdin: {"url", "from", "to", …} of tests/check-serve.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.KPATH_NODE_MODULES + "/x/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let input = "";
for await (const chunk of process.stdin) input += chunk;
const ask = JSON.parse(input);
const origin = new URL(ask.url).origin;
const problems = [];
const check = (ok, what) => { if (!ok) { problems.push(what); console.error("FAILED: " + what); } return ok; };

process.on("unhandledRejection", (e) => { console.error(e); process.exit(1); });
const browser = await chromium.launch({ executablePath: ask.chromium, args: ["--no-sandbox"] });

async function open(width, height, colorScheme, keepContext) {
  const context = keepContext || await browser.newContext({ viewport: { width, height }, colorScheme, locale: "en-US" });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  page.on("console", (m) => { if (m.type() === "error" && !m.text().includes("404") && !m.text().includes("400")) check(false, `console: ${m.text()}`); });
  page.on("pageerror", (e) => check(false, `an error of the page: ${e.message}`));
  page.on("request", (r) => check(r.url().startsWith(origin) || r.url().startsWith("data:") || r.url().startsWith("blob:"), `a request off the origin: ${r.url()}`));
  await page.goto(ask.url);
  await page.waitForFunction(() => document.body.dataset.ready);
  check(!page.url().includes("token"), "the token leaves the address");
  return page;
}

async function shows(page, hash) {
  await page.evaluate((x) => { if (location.hash !== x) { document.body.dataset.ready = ""; location.hash = x; } }, hash);
  await page.waitForFunction(() => document.body.dataset.ready);
}

async function picture(page, name) {
  if (ask.pictures) await page.screenshot({ path: `${ask.pictures}/${name}.png` });
}

async function clean(page, what) {
  await page.evaluate(axe);
  const res = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`));
  check(!res.length, `${what}: axe: ${res.join("\n")}`);
}

const q = (o) => new URLSearchParams(o).toString();
const path = "#/path?" + q({ from: ask.from, to: ask.to, k: 3, ...(ask.as ? { as: ask.as } : {}) });

// ---- wide, by keyboard alone ----
let page = await open(1500, 900, "light");
await page.keyboard.press("/");
check(await page.evaluate(() => document.activeElement.id) === "from", "/ goes to the box");
await page.keyboard.type(ask.from);
await page.keyboard.press("Escape");
await page.keyboard.press("Tab");
await page.focus("#to");
await page.keyboard.type(ask.to.slice(0, -2));
await page.waitForSelector("#to-list li");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
check(await page.inputValue("#to") === ask.to, `completion: ${await page.inputValue("#to")}`);
await page.keyboard.press("Enter");
await page.waitForSelector(".hop:not(.start)");
if (ask.as) {
  await page.click(`.chip:text-is("${ask.as}")`);
  await page.waitForFunction((as) => location.hash.includes("as=" + as), ask.as);
  await page.waitForFunction((hop) => [...document.querySelectorAll(".hop .fn")].some((x) => x.textContent === hop), ask.hop);
}
check((await page.textContent("#answer")).includes(ask.hop), "the way is a list");
await page.waitForSelector("#graph .node");
check((await page.$$("#graph .node")).length > 1, "and a picture");
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("j");
await page.keyboard.press("j");
check(await page.evaluate(() => document.querySelector(".hop.sel .no").textContent) === "2", "j goes to the next hop");
await page.keyboard.press("x");
check((await page.textContent("#count")).includes("1"), "x keeps a hop");
await page.waitForSelector("#source .src.at");
await clean(page, "a way");
await picture(page, "way-light");
// an empty address leads there again
const again = await open(1500, 900, "light", page.context());
await shows(again, path);
await again.waitForSelector(".hop:not(.start)");
check((await again.textContent("#answer")).includes(ask.hop), "the address of a view leads there again");
await again.close();

// ---- a name that does not exist ----
await shows(page, "#/func?f=" + ask.to.slice(0, -1));
await page.waitForSelector(".trouble a");
check((await page.textContent(".trouble")).includes(ask.to), "near names are offered");
// ---- no way ----
await shows(page, "#/path?" + q({ from: ask.to, to: ask.from }));
await page.waitForSelector("#answer .no-path, #answer .hop");
check(await page.$("#answer .no-path"), "where there is no way, the search's end is shown");

// ---- a function; a pointer in its source ----
await shows(page, "#/func?f=" + ask.hop);
await page.waitForSelector(".edges li");
await page.waitForSelector("#source .src.at");
await shows(page, "#/func?f=" + ask.pointer);
await page.waitForSelector("#source button.ptr");
await page.click("#source button.ptr >> nth=0");
await page.waitForFunction(() => document.querySelector(".unfolded li"));
check((await page.textContent(".unfolded")).includes("="), "a call through a pointer unfolds, with its reason");
const before = (await page.$$("#graph .node")).length;
await page.focus("#graph .node.lit");
await page.keyboard.press("e");
await page.waitForTimeout(800);
check((await page.$$("#graph .node")).length >= before, "the picture unfolds");
await clean(page, "a function");

// ---- a stack ----
await page.click("#stack-open");
await page.fill("#stack-text", ask.stack);
await page.click("#explain");
await page.waitForSelector(".frame");
check((await page.textContent("#answer")).includes("100.0 %"), "a stack is explained");
await clean(page, "a stack");
await picture(page, "stack");

// ---- the basket ----
await page.evaluate(() => document.activeElement.blur());
await page.keyboard.press("b");
await page.click("#basket >> text=Mermaid");
check((await page.textContent("#basket-text")).startsWith("flowchart TD"), "the basket as Mermaid");
await page.click("#basket >> text=Outline");
check((await page.textContent("#basket-text")).includes("|-"), "the basket as an outline");
await page.fill("#draft", "`" + ask.hop + "` calls `" + ask.to + "`.");
await page.waitForSelector("#verdicts li");
await clean(page, "the basket");

// ---- two kernels ----
if (ask.second) {
  await shows(page, path + "&index2=" + ask.second);
  await page.waitForSelector(".two");
  check((await page.$$(".two > div")).length === 2, "two kernels side by side");
  await clean(page, "two kernels");
  await picture(page, "two");
}

// ---- Chinese ----
await page.click("#lang");
await page.waitForFunction(() => document.documentElement.lang === "zh-CN");
check((await page.textContent("#panes")).includes("收集篮"), "the page in Chinese");
await page.click("#lang");
// any other answer
for (const h of ["#/", "#/help", "#/a?what=layers", "#/a?what=initcalls"]) await shows(page, h);
await clean(page, "an answer as a table");
await page.close();

// ---- dark, narrow, large ----
for (const [w, hgt, scheme, name] of [[360, 740, "light", "narrow"], [360, 740, "dark", "narrow-dark"], [1500, 900, "dark", "dark"], [3840, 2160, "light", "large"]]) {
  page = await open(w, hgt, scheme);
  await shows(page, path);
  await page.waitForSelector(".hop:not(.start)");
  check(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: nothing sticks out`);
  await clean(page, name);
  await picture(page, name);
  if (w < 900) {
    await page.click('#panes button[data-pane="picture"]');
    await page.waitForSelector("#graph .node");
    await picture(page, name + "-picture");
    await page.click('#panes button[data-pane="answer"]');
    await page.click(".hop:not(.start) .place >> nth=0");
    await page.waitForSelector("#source.shown .src.at");
    await picture(page, name + "-source");
  }
  await page.context().close();
}
await browser.close();
console.log(problems.length ? `${problems.length} problems` : "the page works: by keyboard, wide, narrow, light, dark; axe finds nothing");
process.exit(problems.length ? 1 : 0);
