// SPDX-License-Identifier: MIT
// The picture: functions and calls that were asked for, laid out by dagre, to be unfolded step by step.
import { h, s, $, save, say } from "./dom.js";
import { t } from "./words.js";
import { ask, full, go } from "./ask.js";
import * as dagre from "./dagre.esm.js";

const MAX = 500, STEP = 25;
const Graph = dagre.Graph || (dagre.default && dagre.default.graphlib.Graph) || dagre.graphlib.Graph;
const layout = dagre.layout || dagre.default.layout;

const nodes = new Map();   // full name -> {f, pinned, lit}
const edges = new Map();   // "from to" -> {from, to, kind, deferred, lit, site}
const filter = { later: false, pointers: false, dirs: false };
let direction = "TB";
let selected = null, state = {}, open = () => {}, view = { x: 0, y: 0, k: 1 }, size = { w: 1, h: 1 };

export function setGraph(st, opener) {
  state = st;
  open = opener;
}

const node = (f) => nodes.get(full(f)) || nodes.set(full(f), { f, pinned: false, lit: false }).get(full(f));

function edge(e, lit) {
  if (!e.caller || !e.callee) return;
  const a = node(e.caller), b = node(e.callee), key = full(e.caller) + " " + full(e.callee);
  if (!edges.has(key)) edges.set(key, { from: full(e.caller), to: full(e.callee), kind: e.rule === "direct" ? "direct" : e.kind, deferred: e.deferred || e.edge === "started-by", site: e.site });
  if (lit) edges.get(key).lit = a.lit = b.lit = true;
}

export function clearGraph() {
  for (const [k, n] of nodes) if (!n.pinned) nodes.delete(k); else n.lit = false;
  for (const [k, e] of edges) if (!nodes.has(e.from) || !nodes.has(e.to)) edges.delete(k); else e.lit = false;
}

export function drawWay(doc, i) {
  clearGraph();
  direction = "TB";
  // other ways are shown where they are of about the same length
  const enough = doc.paths[i].hops.length * 1.5 + 4;
  doc.paths.forEach((p, n) => n === i || p.hops.length > enough || p.hops.forEach((e) => edge(e, false)));
  doc.paths[i].hops.forEach((e) => edge(e, true));
  draw(true);
}

export function drawAround(f, callers, callees) {
  clearGraph();
  direction = "LR";	// many beside each other are read best below each other
  node(f).lit = true;
  selected = full(f);
  callers.slice(0, 12).forEach((e) => edge(e, false));
  callees.slice(0, 12).forEach((e) => edge(e, false));
  draw(true);
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
  draw(true);
}

async function expand(name, callers) {
  if (nodes.size >= MAX) return say(t("tooMany"));
  try {
    const res = await ask(callers ? "callers" : "callees", { function: name, index: state.index });
    const known = new Set([...nodes.keys()]);
    const side = callers ? "caller" : "callee";
    const fresh = res.edges.filter((e) => e[side] && !known.has(full(e[side]))).slice(0, STEP);
    res.edges.filter((e) => e[side] && known.has(full(e[side]))).concat(fresh).forEach((e) => nodes.size < MAX && edge(e, false));
    draw(false);
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

// ---- drawing ----

const dirOf = (f) => (f.file || "").split("/").slice(0, 2).join("/");

// Deferred calls are waves, calls through pointers are dashed.
function pathOf(points, wave) {
  if (!wave) return "M" + points.map((p) => `${p.x.toFixed(1)},${p.y.toFixed(1)}`).join("L");
  let d = `M${points[0].x.toFixed(1)},${points[0].y.toFixed(1)}`, side = 1;
  for (let i = 0; i + 1 < points.length; i++) {
    const a = points[i], b = points[i + 1], len = Math.hypot(b.x - a.x, b.y - a.y), n = Math.max(1, Math.round(len / 10));
    for (let k = 1; k <= n; k++) {
      const x = a.x + ((b.x - a.x) * k) / n, y = a.y + ((b.y - a.y) * k) / n;
      const mx = x - (b.x - a.x) / n / 2 - (side * 4 * (b.y - a.y)) / (len || 1), my = y - (b.y - a.y) / n / 2 + (side * 4 * (b.x - a.x)) / (len || 1);
      d += `Q${mx.toFixed(1)},${my.toFixed(1)} ${x.toFixed(1)},${y.toFixed(1)}`;
      side = -side;
    }
  }
  return d;
}

function place() {
  const g = new Graph({ compound: filter.dirs, multigraph: false });
  g.setGraph({ rankdir: direction, nodesep: direction === "LR" ? 8 : 16, ranksep: direction === "LR" ? 70 : 34, marginx: 12, marginy: 12, ranker: nodes.size > 150 ? "longest-path" : "network-simplex" });
  g.setDefaultEdgeLabel(() => ({}));
  for (const [k, n] of nodes) {
    g.setNode(k, { width: Math.max(70, 7.4 * Math.max(n.f.name.length, Math.min(30, (n.f.file || "").length * 0.8)) + 18), height: 38 });
    if (filter.dirs) {
      g.setNode("dir " + dirOf(n.f), { label: dirOf(n.f) });
      g.setParent(k, "dir " + dirOf(n.f));
    }
  }
  for (const e of edges.values())
    if (!(filter.later && e.deferred) && !(filter.pointers && e.kind === "direct" && !e.lit)) g.setEdge(e.from, e.to);
  layout(g);
  return g;
}

export function draw(fit) {
  const box = $("picture");
  if (!nodes.size) return box.replaceChildren(h("p", { class: "soft" }, t("graphEmpty")));
  const g = place(), all = s("g", { id: "all" });
  size = { w: g.graph().width || 1, h: g.graph().height || 1 };
  for (const k of g.nodes())
    if (k.startsWith("dir ") && g.children(k).length) {
      const n = g.node(k);
      all.append(s("rect", { class: "dir", x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height, rx: 6 }),
        s("text", { class: "dir-name", x: n.x - n.width / 2 + 6, y: n.y - n.height / 2 + 12 }, n.label));
    }
  for (const key of g.edges()) {
    const e = edges.get(key.v + " " + key.w), points = g.edge(key).points;
    all.append(s("path", { class: "edge" + (e.lit ? " lit" : "") + (e.kind !== "direct" ? " through" : "") + (e.deferred ? " later" : ""), d: pathOf(points, e.deferred), "marker-end": "url(#arrow)" },
      s("title", {}, `${nodes.get(e.from).f.name} → ${nodes.get(e.to).f.name}${e.kind && e.kind !== "direct" ? " · " + e.kind : ""}`)));
  }
  for (const [k, n] of nodes) {
    const at = g.node(k), file = (n.f.file || "").length > 34 ? "…" + n.f.file.slice(-33) : n.f.file || "";
    const el = s("g", { class: "node" + (n.lit ? " lit" : "") + (k === selected ? " sel" : "") + (n.pinned ? " pinned" : ""), transform: `translate(${at.x},${at.y})`,
      tabindex: "0", role: "button", "data-f": k },
      s("rect", { x: -at.width / 2, y: -19, width: at.width, height: 38, rx: 5 }),
      s("text", { y: -2 }, n.f.name), s("text", { class: "file", y: 12 }, file));
    el.addEventListener("click", () => pick(k));
    el.addEventListener("dblclick", () => expand(k, false));
    el.addEventListener("keydown", (ev) => {
      if (ev.key === "Enter" || ev.key === " ") { ev.preventDefault(); pick(k); }
      if (ev.key === "e") { ev.stopPropagation(); expand(k, false); }
      if (ev.key === "E") { ev.stopPropagation(); expand(k, true); }
      if (ev.key === "Delete") remove(k);
    });
    all.append(el);
  }
  const svg = s("svg", { id: "graph", role: "group", "aria-label": t("panePicture") },
    s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 9, markerHeight: 9, markerUnits: "userSpaceOnUse", orient: "auto" }, s("path", { d: "M0,0L8,4L0,8z", class: "head" }))), all);
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

const button = (label, fn, pressed) => h("button", { type: "button", class: "small", onclick: fn, "aria-pressed": pressed === undefined ? null : String(pressed) }, label);

function nodeTools() {
  const n = selected && nodes.get(selected);
  return h("span", { id: "node-tools" }, n ? [h("b", {}, n.f.name), " ", button(t("expandOut"), () => expand(selected, false)), button(t("expandIn"), () => expand(selected, true)),
    button(t("pin"), () => { n.pinned = !n.pinned; draw(false); }, n.pinned), button(t("drop"), () => remove(selected)),
    button("→ " + t("paneAnswer"), () => go({ view: "func", f: selected, index: state.index }))] : h("span", { class: "soft" }, `${nodes.size} ${t("nodes")}`));
}

function toolbar() {
  const flip = (key) => () => { filter[key] = !filter[key]; draw(true); };
  return h("div", { class: "bar" }, button(t("fit"), () => { fitView(); apply(); }), button("+", () => zoom(1.25)), button("−", () => zoom(0.8)),
    button(t("byDir"), flip("dirs"), filter.dirs), button(t("noLater"), flip("later"), filter.later), button(t("onlyPtr"), flip("pointers"), filter.pointers),
    button(t("svg"), () => save("kpath.svg", "image/svg+xml", svgText())), button(t("png"), savePng), nodeTools());
}

// ---- moving ----

function fitView() {
  const st = $("stage");
  if (!st || !st.clientWidth) return;
  view.k = Math.min(1, (st.clientWidth - 8) / size.w, (st.clientHeight - 8) / size.h);
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
  svg.addEventListener("pointerdown", (e) => { if (!e.target.closest(".node")) { from = { x: e.clientX - view.x, y: e.clientY - view.y }; svg.setPointerCapture(e.pointerId); } });
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

// ---- as a file ----

const STYLE = ".node rect{fill:#fff;stroke:#57606a}.node.lit rect{fill:#ddf4ff;stroke:#0969da}text{font:13px monospace;text-anchor:middle;fill:#1f2328}" +
  ".file{font-size:10px;fill:#57606a}.edge{fill:none;stroke:#57606a}.edge.through{stroke-dasharray:5 3}.edge.later{stroke:#bc4c00}.edge.lit{stroke-width:2}.head{fill:#57606a}" +
  ".dir{fill:none;stroke:#d0d7de}.dir-name{text-anchor:start;font-size:11px;fill:#57606a}";

export function svgText() {
  const svg = $("graph").cloneNode(true);
  svg.querySelector("#all").removeAttribute("transform");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("viewBox", `0 0 ${size.w} ${size.h}`);
  svg.setAttribute("width", size.w);
  svg.setAttribute("height", size.h);
  svg.prepend(s("style", {}, STYLE), s("rect", { width: "100%", height: "100%", fill: "#fff" }));
  return new XMLSerializer().serializeToString(svg);
}

function savePng() {
  const img = new Image();
  img.onload = () => {
    const c = h("canvas", { width: size.w * 2, height: size.h * 2 });
    c.getContext("2d").drawImage(img, 0, 0, size.w * 2, size.h * 2);
    const a = h("a", { href: c.toDataURL("image/png"), download: "kpath.png" });
    a.click();
  };
  img.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText());
}
