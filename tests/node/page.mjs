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
  const text = await page.textContent("body");
  check(!/\[object |undefined|\bNaN\b/.test(text) && !/^null$/m.test(await page.innerText("body")), `${what}: something is shown that is no text: ${/.{60}(\[object |undefined|NaN).{20}/.exec(text)}`);
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
await page.waitForSelector(".chip.proposed");
check((await page.$$eval(".chip.proposed", (l) => l.map((x) => x.title))).every(Boolean), "the search proposes a scenario");
if (ask.as) {
  await page.click(`.chip.proposed:has-text("${ask.as}")`);
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

check(page.url().includes("at="), "where one looks stands in the address");
check((await page.$$("#source .bar a[href^='vscode://file/']")).length === 1, "the source opens in an editor");

// ---- folds, filters, an address of the picture ----
const drawn = () => page.$$eval("#graph .node", (l) => l.length), whole = await drawn();
await page.click('#picture button:text-is("layers")');
await page.waitForSelector("#graph .dir-name");
await page.click('#picture button:text-is("fold all")');
await page.waitForSelector("#graph .node.folded");
check(await drawn() < whole, "layers fold");
await page.focus("#graph .node.folded");
await page.keyboard.press("Enter");
await page.click('#picture button:text-is("layers")');
check(await drawn() === whole, "and unfold");
for (const b of ["no error branches", "no deferred", "pointers only"]) {
  await page.click(`#picture button:text-is("${b}")`);
  await page.waitForSelector(`#picture button[aria-pressed="true"]:text-is("${b}")`);
  await page.click(`#picture button:text-is("${b}")`);
}
check(await drawn() === whole, "filters come and go");
const these = await page.$$eval("#graph .node", (l) => l.map((x) => x.dataset.f));
await shows(page, "#/graph?f=" + encodeURIComponent(these.join(",")));
await page.waitForFunction((n) => document.querySelectorAll("#graph .node").length === n, whole);
check((await page.$$("#graph .edge")).length >= whole - 1, "a picture has an address");
check((await page.$$("#crumbs a")).length > 1, "what was looked at is a trail");

// ---- a name that does not exist ----
await shows(page, "#/func?f=" + ask.to.slice(0, -1));
await page.waitForSelector(".trouble a");
check((await page.textContent(".trouble")).includes(ask.to), "near names are offered");
// ---- no way ----
await shows(page, "#/path?" + q({ from: ask.to, to: ask.from }));
await page.waitForSelector("#answer .no-path, #answer .hop");
check(await page.$("#answer .no-path"), "where there is no way, the search's end is shown");
await clean(page, "no way");

// ---- a function; a pointer in its source ----
await shows(page, "#/func?f=" + ask.hop);
await page.waitForSelector(".edges li");
await page.waitForSelector("#source .src.at");
await shows(page, "#/func?f=" + ask.pointer);
await page.waitForSelector("#source button.ptr");
await page.click("#source button.ptr >> nth=0");
await page.waitForFunction(() => document.querySelector(".unfolded li"));
check((await page.textContent(".unfolded")).includes("="), "a call through a pointer unfolds, with its reason");
check((await page.$$(".unfolded a.button")).length === 2 && await page.$(".unfolded a[href*='what=why']") && await page.$(".unfolded a[href*='what=table']"), "and leads on: who sets the field, its table, why");
await page.focus("#source .code a.fn[aria-describedby]");
check(/[0-9]/.test(await page.textContent("#card")) && await page.isVisible("#card"), "a call's card says whom");
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
check(JSON.parse(await (await page.click("#basket >> text=Lab"), page.textContent("#basket-text"))).questions[0].parts[0].kind === "path", "the basket as a lab");
for (const [b, type] of [["SVG", "svg"], ["PNG", "png"]]) {
  const [d] = await Promise.all([page.waitForEvent("download"), page.click(`#basket button:text-is("${b}")`)]);
  check(d.suggestedFilename().endsWith(type), `the basket as ${b}`);
}
await page.fill("#draft", "`" + ask.hop + "` calls `" + ask.to + "`.");
await page.waitForSelector("#verdicts li");
await page.waitForSelector(".under mark");
await clean(page, "the basket");

// ---- the basket as an address; what stands in one is anybody's ----
await page.evaluate(() => { navigator.clipboard.writeText = async (text) => { window.copied = text; }; });
await page.click('#basket button:text-is("link")');
await page.waitForFunction(() => window.copied);
const kept = await page.evaluate(() => window.copied);
await shows(page, kept.slice(kept.indexOf("#")));
check(await page.$("#take") && (await page.textContent("#answer")).includes("→"), "the basket has an address");
const bomb = await page.evaluate(async () => {
  const packed = new Uint8Array(await new Response(new Blob(["[" + "1,".repeat(8 << 20) + "1]"]).stream().pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer());
  let text = "";
  for (const b of packed) text += String.fromCharCode(b);
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
});
await shows(page, "#/basket?items=" + bomb);
check(await page.$("#answer .trouble"), "an address with too much in it is refused");
await shows(page, "#/basket?items=" + Buffer.from("nothing").toString("base64url"));
check(await page.$("#answer .trouble"), "so is one that is none");

// ---- a text ----
await page.click("#check-open");
await page.fill("#check-text", `Subject: [PATCH] é\n\n\`${ask.hop}\` calls \`${ask.to}\`, and \`${ask.to}\` calls \`${ask.hop}\`.\n`);
await page.waitForSelector(".under mark.bad");
check((await page.$$eval(".under mark", (l) => l.map((x) => x.textContent))).every((x) => x.includes("calls")), "claims are underlined where they stand");
await clean(page, "a text that is checked");

// ---- other names ----
await shows(page, "#/");
await page.fill("#from", "");
await page.type("#from", "inet_stream_op");
await page.waitForFunction(() => { const first = document.querySelector("#from-list li b"); return first && first.textContent === "inet_stream_ops"; });
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
await page.waitForFunction(() => location.hash.includes("what=table"));
await page.waitForFunction(() => document.body.dataset.ready);
check((await page.textContent("#answer")).includes("connect"), "a table's name leads to the table");

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

// ---- the questions of the lab, each from an empty start: typed, with chips and names that are completed ----
async function lab(no, { from, to, via, as, other }, ...has) {
  page = await open(1366, 768, "light");
  for (const [id, text] of Object.entries({ from, to, via })) if (text) await page.fill("#" + id, text);
  if (other) await shows(page, "#/"), await page.click(`#answer a:text-is("${other}")`);
  else await page.press(via ? "#via" : "#to", "Enter");
  await page.waitForFunction(() => location.hash.length > 3 && document.body.dataset.ready);
  for (const name of as || []) {
    if (to) await page.waitForFunction(() => document.getElementById("chips").dataset.asked);
    await page.click(`.chip:has-text("${name}")`);
    await page.waitForFunction((x) => new RegExp(`as=[^&]*${x}`).test(location.hash) && document.body.dataset.ready, name);
  }
  await page.waitForSelector("#answer .hop:not(.start), #answer table");
  const text = await page.textContent("#answer");
  for (const x of has) check(text.includes(x), `question ${no} of the lab: ${x} is in the answer:\n${text.slice(0, 600)}`);
  check(!/\[object |undefined/.test(text), `question ${no} of the lab: what is no text`);
  await picture(page, `lab-${no}-${(to || other).replace(/\W/g, "_")}`);
  await page.context().close();
}
if (ask.lab) {
  await lab(1, { from: "start_kernel", to: "inet_init" }, "do_initcalls", "do_one_initcall", "fs_initcall");
  await lab(2, { other: "layers", as: ["tcp4"] }, "inet_family_ops", "tcp_protocol", "ip_packet_type");
  await lab(2, { from: "netif_receive_skb", to: "tcp_v4_rcv", as: ["tcp4"] }, "ip_rcv", "ip_protocol_deliver_rcu", "tcp_protocol");
  await lab(3, { from: "connect(2)", to: "tcp_transmit_skb", via: "tcp_connect", as: ["tcp4"] }, "inet_stream_connect", "tcp_v4_connect", "tcp_prot");
  await lab(3, { other: "flags SYN" }, "tcp_connect");
  await lab(3, { other: "states sk_state" }, "TCP_SYN_SENT", "TCP_ESTABLISHED");
  await lab(4, { from: "recv(2)", to: "skb_copy_datagram_msg", as: ["tcp4"] }, "inet_recvmsg", "tcp_recvmsg");
  await lab(5, { from: "send(2)", to: "ip_queue_xmit", via: "tcp_push", as: ["tcp4"] }, "tcp_sendmsg", "tcp_push", "__tcp_transmit_skb");
  await lab(5, { from: "ip_queue_xmit", to: "arp_solicit", as: ["tcp4"] }, "neigh_resolve_output", "arp_solicit");
}

// ---- a picture of 500 functions ----
if (ask.lab) {
  page = await open(1366, 768, "light");
  const many = await page.evaluate(async () => {
    const names = new Set();
    for (const f of ["kfree", "mutex_unlock", "_printk"])
      for (const e of (await (await fetch("api/callers?function=" + f)).json()).edges) if (e.caller && names.size < 500) names.add(e.caller.file + ":" + e.caller.name);
    return [...names];
  });
  const began = Date.now();
  await shows(page, "#/graph?f=" + encodeURIComponent(many.join(",")));
  await page.waitForFunction(() => document.querySelectorAll("#graph .node").length >= 480, null, { timeout: 120000 });
  const drawn = Date.now() - began;
  // dragged over the stage: how long a frame takes
  const frames = await page.evaluate(async () => {
    const svg = document.getElementById("graph"), out = [], next = () => new Promise((done) => requestAnimationFrame(done));
    const send = (type, x) => svg.dispatchEvent(new PointerEvent(type, { clientX: 500 + x, clientY: 400 + x / 2, pointerId: 1, bubbles: true }));
    svg.setPointerCapture = () => {};
    send("pointerdown", 0);
    for (let i = 1; i <= 40; i++) {
      const from = performance.now();
      send("pointermove", i * 5);
      await next();
      out.push(performance.now() - from);
    }
    send("pointerup", 0);
    return out.sort((a, b) => a - b);
  });
  console.log(`500 functions: asked and drawn in ${drawn} ms; a frame while it is dragged: median ${frames[20].toFixed(0)} ms, slowest ${frames[39].toFixed(0)} ms`);
  check(frames[20] <= 50 * ask.patience, `500 functions are dragged smoothly: ${frames[20]} ms a frame`);
  await picture(page, "many");
  await page.context().close();
}

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
