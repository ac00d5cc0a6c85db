// SPDX-License-Identifier: MIT
// The picture: functions and calls that were asked for, to be unfolded step by step, folded by directory or layer, and filtered.
import { h, s, $, copy, say } from "./dom.js";
import { t, language } from "./words.js";
import { ask, address, full, go } from "./ask.js";
import { drawing, arrow, saveSvg, savePng } from "./draw.js";

const MAX = 500, STEP = 25, AT_ONCE = 4;

const nodes = new Map();   // full name -> {f, pinned, lit}
const edges = new Map();   // "from to" -> {from, to, kind, deferred, lit, site}
const filter = { later: false, pointers: false, plain: false, scenario: false, group: "" };
const folded = new Set();  // names of groups
const kept = new Map();    // what a filter leaves of a function's calls: its question -> Set of names
let layers = [];
let direction = "TB";
let selected = null, state = {}, open = () => {}, view = { x: 0, y: 0, k: 1 }, size = { w: 1, h: 1 }, last = null;

export async function loadLayers() {
  layers = await (await fetch("layers.json")).json();
}

export function setGraph(st, opener) {
  state = st;
  open = opener;
}

const node = (f) => nodes.get(full(f)) || nodes.set(full(f), { f, pinned: false, lit: false }).get(full(f));

export function edge(e, lit) {
  if (!e.caller || !e.callee) return;
  const a = node(e.caller), b = node(e.callee), key = full(e.caller) + " " + full(e.callee);
  if (!edges.has(key)) edges.set(key, { from: full(e.caller), to: full(e.callee), kind: e.rule === "direct" ? "direct" : e.kind, deferred: e.deferred || e.edge === "started-by", site: e.site });
  if (lit) edges.get(key).lit = a.lit = b.lit = true;
}

export function clearGraph() {
  for (const [k, n] of nodes) if (!n.pinned) nodes.delete(k); else n.lit = false;
  for (const [k, e] of edges) if (!nodes.has(e.from) || !nodes.has(e.to)) edges.delete(k); else e.lit = false;
  folded.clear();
}

export function drawWay(doc, i) {
  clearGraph();
  direction = "TB";
  // other ways are shown where they are of about the same length
  const enough = doc.paths[i].hops.length * 1.5 + 4;
  doc.paths.forEach((p, n) => n === i || p.hops.length > enough || p.hops.forEach((e) => edge(e, false)));
  doc.paths[i].hops.forEach((e) => edge(e, true));
  redraw(true);
}

export function drawAround(f, callers, callees) {
  clearGraph();
  direction = "LR";	// many beside each other are read best below each other
  node(f).lit = true;
  selected = full(f);
  callers.slice(0, 12).forEach((e) => edge(e, false));
  callees.slice(0, 12).forEach((e) => edge(e, false));
  redraw(true);
}

export function drawStack(doc) {
  clearGraph();
  direction = "TB";
  const by = new Map();
  for (const f of doc.frames) (by.get(f.stack) || by.set(f.stack, []).get(f.stack)).push(f);
  for (const list of by.values())
    for (let i = 0; i + 1 < list.length; i++) {
      const out = list.slice(i + 1).find((x) => !x.guess);
      if (["call", "pointer"].includes(list[i].step) && list[i].function && out && out.function)
        edge({ caller: out.function, callee: list[i].function, kind: list[i].kind || "direct", site: list[i].site }, true);
    }
  redraw(true);
}

// Several questions, a few at a time.
async function each(list, fn) {
  const queue = [...list];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => { while (queue.length) await fn(queue.shift()); }));
}

// A picture that an address names: these functions, and the calls among them.
export async function drawThese(names, signal) {
  clearGraph();
  direction = "TB";
  const want = new Set(names.slice(0, MAX));
  await each(want, async (name) => {
    const res = await ask("callees", { function: name, index: state.index }, { signal });
    node(res.function).lit = false;
    res.edges.filter((e) => e.callee && want.has(full(e.callee))).forEach((e) => edge(e, false));
  });
  redraw(true);
}

export const pictureAddress = () => address({ view: "graph", f: [...nodes.keys()], as: state.as, index: state.index });

async function expand(name, callers) {
  if (nodes.size >= MAX) return say(t("tooMany"));
  try {
    const more = { as: filter.scenario ? state.as : undefined, plain: filter.plain && !callers ? 1 : undefined };
    const res = await ask(callers ? "callers" : "callees", { function: name, index: state.index, ...more });
    const known = new Set([...nodes.keys()]);
    const side = callers ? "caller" : "callee";
    const fresh = res.edges.filter((e) => e[side] && !known.has(full(e[side]))).slice(0, STEP);
    res.edges.filter((e) => e[side] && known.has(full(e[side]))).concat(fresh).forEach((e) => nodes.size < MAX && edge(e, false));
    redraw(false);
  } catch (e) {
    say(e.message);
  }
}

function remove(name) {
  nodes.delete(name);
  for (const [k, e] of edges) if (e.from === name || e.to === name) edges.delete(k);
  selected = null;
  draw(false);
}

export function expandSelected() {
  if (selected) expand(selected, false);
}

// ---- filters and folds ----

const question = (name) => [name, filter.plain, filter.scenario && state.as.join(","), state.index].join(" ");

// What the server leaves of the calls: without errors, only the scenario's.
async function askFilters() {
  if (!filter.plain && !(filter.scenario && state.as.length)) return;
  const froms = new Set([...edges.values()].map((e) => e.from));
  await each([...froms].filter((f) => !kept.has(question(f))), async (name) => {
    const key = question(name);
    try {
      const res = await ask("callees", { function: name, index: state.index, plain: filter.plain ? 1 : undefined, as: filter.scenario ? state.as : undefined });
      kept.set(key, new Set(res.edges.filter((e) => e.callee).map((e) => full(e.callee))));
    } catch (e) {
      say(e.message);
    }
  });
}

function shows(e) {
  if (filter.later && e.deferred) return false;
  if (e.lit) return true;
  if (filter.pointers && e.kind === "direct") return false;
  const left = filter.plain || (filter.scenario && state.as.length) ? kept.get(question(e.from)) : null;
  return !left || left.has(e.to);
}

function groupOf(f) {
  const file = f.file || "";
  if (filter.group === "dir") return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : file || "?";
  const layer = layers.find((l) => l.at.some((p) => file.startsWith(p)));
  return layer ? layer[language()] : "?";
}

async function redraw(fit) {
  await askFilters();
  draw(fit);
}

// What is drawn: functions that are folded stand as their group.
function visible() {
  const shown = new Map(), calls = new Map(), at = (k) => {
    const n = nodes.get(k), group = filter.group && groupOf(n.f);
    return group && folded.has(group) ? "fold " + group : k;
  };
  for (const [k, n] of nodes) {
    const key = at(k), group = filter.group ? groupOf(n.f) : "";
    if (key === k) shown.set(k, { title: n.f.name, sub: n.f.file || "", group, cls: [n.lit && "lit", k === selected && "sel", n.pinned && "pinned"].filter(Boolean).join(" ") });
    else {
      const one = shown.get(key) || { title: "▸ " + group, n: 0, lit: false };
      one.n++;
      one.lit = one.lit || n.lit;
      shown.set(key, { ...one, sub: `${one.n} ${t("nodes")}`, cls: "folded" + (one.lit ? " lit" : "") });
    }
  }
  for (const e of edges.values()) {
    if (!shows(e)) continue;
    const from = at(e.from), to = at(e.to), key = from + " " + to, old = calls.get(key);
    if (from === to && from !== e.from) continue;
    const cls = { lit: e.lit || (old && old.lit), through: e.kind !== "direct" && (!old || old.through), later: e.deferred && (!old || old.later) };
    calls.set(key, { from, to, ...cls, n: (old ? old.n : 0) + 1, cls: Object.keys(cls).filter((c) => cls[c]).join(" "), wave: cls.later,
      title: `${shown.get(from) ? shown.get(from).title : from} → ${shown.get(to) ? shown.get(to).title : to}` + (e.kind && e.kind !== "direct" ? " · " + e.kind : "") + (old ? ` ×${old.n + 1}` : "") });
  }
  return { shown, calls: [...calls.values()] };
}

function fold(group, all) {
  if (all) {
    const groups = new Set([...nodes.values()].map((n) => groupOf(n.f)));
    if (folded.size) folded.clear();
    else groups.forEach((x) => folded.add(x));
  } else if (!folded.delete(group)) folded.add(group);
  draw(true);
}

// ---- drawing ----

function press(el, fn) {
  el.addEventListener("click", fn);
  el.addEventListener("keydown", (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); fn(); } });
}

export function draw(fit) {
  const box = $("picture");
  if (!nodes.size) return box.replaceChildren(h("p", { class: "soft" }, t("graphEmpty")));
  const { shown, calls } = visible();
  last = drawing(shown, calls, { direction, groups: !!filter.group });
  size = last.size;
  last.all.id = "all";
  for (const el of last.all.querySelectorAll(".dir-name")) press(el, () => fold(el.dataset.group));
  for (const el of last.all.querySelectorAll(".node")) {
    const k = el.dataset.f;
    if (k.startsWith("fold ")) {
      press(el, () => fold(k.slice(5)));
      continue;
    }
    press(el, () => pick(k));
    el.addEventListener("dblclick", () => expand(k, false));
    el.addEventListener("keydown", (ev) => {
      if (ev.key === "e") { ev.stopPropagation(); expand(k, false); }
      if (ev.key === "E") { ev.stopPropagation(); expand(k, true); }
      if (ev.key === "Delete") remove(k);
    });
  }
  const svg = s("svg", { id: "graph", role: "group", "aria-label": t("panePicture") }, arrow(), last.all);
  const mini = s("svg", { id: "mini", viewBox: `0 0 ${size.w} ${size.h}`, "aria-hidden": "true" }, s("use", { href: "#all" }), s("rect", { id: "mini-view" }));
  box.replaceChildren(toolbar(), h("div", { id: "stage" }, svg, mini));
  move(svg, mini);
  if (fit || !view.k) fitView();
  apply();
}

function pick(k) {
  selected = k;
  document.querySelectorAll("#graph .node").forEach((n) => n.classList.toggle("sel", n.dataset.f === k));
  const bar = $("node-tools");
  if (bar) bar.replaceWith(nodeTools());
  const f = nodes.get(k).f;
  if (f.file) open({ file: f.file, line: f.line });
}

const button = (label, fn, pressed, title) => h("button", { type: "button", class: "small", onclick: fn, title, "aria-pressed": pressed === undefined ? null : String(pressed) }, label);

function nodeTools() {
  const n = selected && nodes.get(selected);
  return h("span", { id: "node-tools" }, n ? [h("b", {}, n.f.name), " ", button(t("expandOut"), () => expand(selected, false)), " ", button(t("expandIn"), () => expand(selected, true)), " ",
    button(t("pin"), () => { n.pinned = !n.pinned; draw(false); }, n.pinned), " ", button(t("drop"), () => remove(selected)), " ",
    button("→ " + t("paneAnswer"), () => go({ view: "func", f: selected, index: state.index, as: state.as }))] : h("span", { class: "soft" }, `${nodes.size} ${t("nodes")}`));
}

function toolbar() {
  const flip = (key) => () => { filter[key] = !filter[key]; redraw(true); };
  const by = (group) => () => { filter.group = filter.group === group ? "" : group; folded.clear(); draw(true); };
  return h("div", { class: "bar" }, button(t("fit"), () => { fitView(); apply(); }), button("+", () => zoom(1.25), undefined, t("larger")), button("−", () => zoom(0.8), undefined, t("smaller")),
    h("span", { class: "set", role: "group", "aria-label": t("group") }, button(t("byDir"), by("dir"), filter.group === "dir"), button(t("byLayer"), by("layer"), filter.group === "layer"),
      filter.group ? button(folded.size ? t("unfoldAll") : t("foldAll"), () => fold("", true)) : null),
    h("span", { class: "set", role: "group", "aria-label": t("filters") }, button(t("noErrors"), flip("plain"), filter.plain, t("noErrorsAbout")), button(t("noLater"), flip("later"), filter.later), button(t("onlyPtr"), flip("pointers"), filter.pointers),
      state.as && state.as.length ? button(`${t("only")} ${state.as.join(", ")}`, flip("scenario"), filter.scenario) : null),
    button(t("svg"), () => saveSvg(last)), button(t("png"), () => savePng(last)), button(t("link"), () => copy(location.href.split("#")[0] + pictureAddress(), t("linkCopied")), undefined, t("linkAbout")), nodeTools());
}

// ---- moving ----

function fitView() {
  const st = $("stage");
  if (!st || !st.clientWidth) return;
  view.k = Math.min(1, (st.clientWidth - 8) / size.w, (st.clientHeight - 8) / size.h);
  if (innerWidth > 2600) view.k = Math.min(1.6, (st.clientWidth - 8) / size.w, (st.clientHeight - 8) / size.h);
  if (view.k < 0.45) view.k = Math.min(0.8, (st.clientWidth - 8) / size.w > 0.45 ? (st.clientWidth - 8) / size.w : 0.45);
  view.x = Math.max(4, (st.clientWidth - size.w * view.k) / 2);
  view.y = 4;
}

function apply() {
  const all = $("all"), st = $("stage"), rect = $("mini-view");
  if (!all) return;
  all.setAttribute("transform", `translate(${view.x},${view.y}) scale(${view.k})`);
  if (rect) for (const [k, v] of [["x", -view.x / view.k], ["y", -view.y / view.k], ["width", st.clientWidth / view.k], ["height", st.clientHeight / view.k]]) rect.setAttribute(k, v);
  const use = document.querySelector("#mini use");
  if (use) use.setAttribute("transform", `scale(${1 / view.k}) translate(${-view.x},${-view.y})`);
  $("mini").toggleAttribute("hidden", size.w * view.k < st.clientWidth && size.h * view.k < st.clientHeight);
}

function zoom(by, cx, cy) {
  const st = $("stage"), k = Math.max(0.1, Math.min(3, view.k * by));
  cx = cx === undefined ? st.clientWidth / 2 : cx;
  cy = cy === undefined ? st.clientHeight / 2 : cy;
  view = { x: cx - ((cx - view.x) * k) / view.k, y: cy - ((cy - view.y) * k) / view.k, k };
  apply();
}

function move(svg, mini) {
  let from = null;
  svg.addEventListener("pointerdown", (e) => { if (!e.target.closest("[role=button]")) { from = { x: e.clientX - view.x, y: e.clientY - view.y }; svg.setPointerCapture(e.pointerId); } });
  svg.addEventListener("pointermove", (e) => { if (from) { view.x = e.clientX - from.x; view.y = e.clientY - from.y; apply(); } });
  svg.addEventListener("pointerup", () => { from = null; });
  svg.addEventListener("wheel", (e) => { e.preventDefault(); const r = svg.getBoundingClientRect(); zoom(e.deltaY < 0 ? 1.12 : 0.9, e.clientX - r.left, e.clientY - r.top); }, { passive: false });
  mini.addEventListener("click", (e) => {
    const r = mini.getBoundingClientRect(), st = $("stage"), k = Math.min(r.width / size.w, r.height / size.h);
    view.x = st.clientWidth / 2 - ((e.clientX - r.left) / k) * view.k;
    view.y = st.clientHeight / 2 - ((e.clientY - r.top) / k) * view.k;
    apply();
  });
}

export const refit = () => { if ($("graph")) { fitView(); apply(); } };
