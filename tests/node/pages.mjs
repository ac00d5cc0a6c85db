// SPDX-License-Identifier: MIT
// Pages of reports, as tests/check-labs has them looked at; stdin: {"chromium", "pages": [FILE…], "markdown": [FILE…],
// "pictures": DIR or null}; stdout: {"problems": […], "figures": […], "mermaid": N or null, "print": {FILE: {"pages": N, "smallest": PT}}}.
import { createRequire } from "node:module";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

const modules = process.env.KPATH_NODE_MODULES;
const require = createRequire(modules + "/x/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let input = "";
for await (const chunk of process.stdin) input += chunk;
const ask = JSON.parse(input);
const PAPER = 710;	// pixels of A4 between the margins of page.css
const problems = [], figures = [], print = {};

process.on("unhandledRejection", (e) => { console.error(e); process.exit(1); });
const browser = await chromium.launch({ executablePath: ask.chromium, args: ["--no-sandbox"] });

async function open(file, width, height, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(60000);
  page.on("pageerror", (e) => problems.push(`${path.basename(file)}: an error of the page: ${e.message}`));
  page.on("request", (r) => { if (!/^(file|data|blob):/.test(r.url())) problems.push(`${path.basename(file)}: a request: ${r.url()}`); });
  await page.goto("file://" + file);
  return page;
}

// What is cut off, and the smallest letters of each picture (in CSS pixels).
const measure = () => [...document.querySelectorAll("figure")].filter((f) => f.querySelector("svg")).map((f) => {
  const canvas = f.querySelector(".canvas") || f, svg = f.querySelector("svg"), box = svg.getBoundingClientRect();
  const scale = svg.viewBox.baseVal && svg.viewBox.baseVal.width ? box.width / svg.viewBox.baseVal.width : 1;
  const sizes = [...svg.querySelectorAll("text")].map((t) => parseFloat(getComputedStyle(t).fontSize) * scale);
  const part = f.closest(".part");
  return {
    part: part ? part.id : "", width: Math.round(box.width), height: Math.round(box.height), smallest: Math.min(99, ...sizes),
    cut: box.width > canvas.clientWidth + 2 || canvas.scrollHeight > canvas.clientHeight + 2,
    outside: [...svg.querySelectorAll("text")].filter((t) => { const r = t.getBoundingClientRect();
      return r.width && (r.left < box.left - 2 || r.right > box.right + 2 || r.bottom > box.bottom + 2); }).map((t) => t.textContent).slice(0, 3),
  };
});

const unfold = () => document.querySelectorAll("details").forEach((d) => { d.open = true; });

async function look(file) {
  const name = path.basename(file);
  const page = await open(file, 1366, 768, "light");
  const shot = async (p, what) => { if (ask.pictures) await p.screenshot({ path: `${ask.pictures}/${name}-${what}.png`, fullPage: true }); };

  await shot(page, "wide");
  await page.emulateMedia({ media: "print" });
  await page.setViewportSize({ width: PAPER, height: 1000 });
  const printed = await page.evaluate(measure);
  const pdf = (await page.pdf({ format: "A4", printBackground: true, preferCSSPageSize: true })).toString("latin1");
  print[name] = { pages: (pdf.match(/\/Type\s*\/Page\b(?!s)/g) || []).length,
    smallest: 0.75 * Math.min(99, ...printed.filter((f) => f.width).map((f) => f.smallest)) };
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.evaluate(unfold);
  for (const f of await page.evaluate(measure)) {
    figures.push({ page: name, ...f });
    if (f.cut) problems.push(`${name}: the picture of ${f.part} is cut off (${f.width} x ${f.height})`);
    if (f.outside.length) problems.push(`${name}: words of the picture of ${f.part} stand outside of it: ${f.outside.join(", ")}`);
  }
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.evaluate(axe);
    const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations
      .map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`));
    for (const v of found) problems.push(`${name}: ${scheme}: axe: ${v}`);
  }
  await page.context().close();
  const narrow = await open(file, 360, 740, "dark");
  await shot(narrow, "narrow");
  const over = await narrow.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 1) problems.push(`${name}: at 360 pixels it is ${over} too wide`);
  await narrow.context().close();
}

for (const file of ask.pages) await look(file);

// Mermaid's own parser, where it is installed.
let mermaid = null;
const script = path.join(modules, "mermaid/dist/mermaid.min.js");
if (existsSync(script)) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.setContent("<!DOCTYPE html><title>x</title><body>");
  await page.addScriptTag({ path: script });
  mermaid = 0;
  for (const file of ask.markdown) {
    const pieces = [...readFileSync(file, "utf8").matchAll(/^```mermaid\n([\s\S]*?)^```/gm)];
    for (const m of pieces) {
      const why = await page.evaluate(async (text) => { try { await window.mermaid.parse(text); return ""; } catch (e) { return String(e.message || e); } }, m[1]);
      const nodes = new Set([...m[1].matchAll(/^\s*(\w+)\[/gm)].map((x) => x[1]));
      mermaid++;
      if (why) problems.push(`${path.basename(file)}: Mermaid does not parse: ${why.slice(0, 200)}`);
      if (/^(flowchart|graph)/.test(m[1]) && nodes.size > (m[1].includes("subgraph") ? 20 : 12)) problems.push(`${path.basename(file)}: a picture of ${nodes.size} nodes`);
    }
  }
}
await browser.close();
console.log(JSON.stringify({ problems, figures, mermaid, print }));
