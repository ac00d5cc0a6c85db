// SPDX-License-Identifier: MIT
// The page: reads the address, asks, and puts answer, picture and source side by side.
import { h, $, put, say } from "./dom.js";
import { t, translate, setLanguage, language, loadNotions, hideCard, allNotions, notionText } from "./words.js";
import { readState, address, go, ask, complete, full, placeText, remember, Trouble } from "./ask.js";
import { showWay, showFunction, showStack, showAny, trouble } from "./answer.js";
import { openSource, EDITOR } from "./source.js";
import * as graph from "./graph.js";
import { showBasket, takeBasket, basketOf, add } from "./basket.js";
import { draft } from "./check.js";
import { crumb } from "./crumbs.js";

let proposed = [];
let catalogue = null, state = readState(), controller = null, stackText = sessionStorage.getItem("kpath-stack") || "";

// ---- panes ----

function showPane(name) {
  document.querySelectorAll(".pane").forEach((p) => p.classList.toggle("shown", p.id === name));
  document.querySelectorAll("#panes button").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.pane === name)));
  document.body.dataset.pane = name;
  if (name === "picture") graph.refit();
}

const wide = () => matchMedia("(min-width: 900px)").matches;

function open(place) {
  remember(state, "at", state.view === "src" ? "" : placeText(place));
  openSource(place, state, open);
  if (!wide()) showPane("source");
}

const ui = {
  get state() { return state; },
  open,
  otherWay: () => {},
  avoid: (f) => go({ ...state, avoid: [...(state.avoid || []), full(f)], at: "", way: "" }),
  select(row) {
    document.querySelectorAll(".hop.sel").forEach((r) => r.classList.remove("sel"));
    row.classList.add("sel");
    row.scrollIntoView({ block: "nearest" });
    if (row.hop && row.hop.site && wide()) open(row.hop.site);
  },
  way(doc, i) {
    graph.drawWay(doc, i);
    const first = doc.paths[i].hops[0];
    if (first && wide()) openSource(first.site || doc.from, state, open);
  },
};

// The scenarios that a question is about perhaps come first among the chips.
async function propose(params, signal) {
  proposed = [];
  $("chips").dataset.asked = state.as.length ? "1" : "";
  if (state.as.length) return;
  try {
    const { from, to } = params;
    proposed = (await ask("scenarios", { from, to, index: state.index }, { signal })).proposed;
    fillChips();
    $("chips").dataset.asked = "1";
  } catch {
    // the way itself says what is wrong with the question
  }
}

const title = (s) => `${s.from} → ${s.via ? s.via.join(" → ") + " → " : ""}${s.to}`;

// ---- views ----

const view = {
  async start(box) {
    const link = (from, to, as) => h("li", {}, h("a", { href: address({ view: "path", from, to, as: as ? [as] : [], k: "3" }) }, `${from} → ${to}`));
    put(box, h("h2", {}, t("welcome")), h("p", { class: "soft" }, catalogue.indexes.map((i) => `${i.name}: ${i.about}`).join(" · ")),
      h("p", {}, t("examples")), h("ul", {}, link("connect(2)", "tcp_v4_connect", "tcp4"), link("start_kernel", "inet_init"), link("send(2)", "arp_solicit", "tcp4"), link("read(2)", "ext4_file_read_iter", "ext4")),
      h("p", {}, t("browse")), h("ul", {}, ["layers", "initcalls"].map((w) => h("li", {}, h("a", { href: address({ view: "a", what: w }) }, w))),
        h("li", {}, h("a", { href: address({ view: "a", what: "states", field: "sk_state" }) }, "states sk_state")),
        h("li", {}, h("a", { href: address({ view: "a", what: "flags", flag: "SYN" }) }, "flags SYN")),
        h("li", {}, h("a", { href: address({ view: "a", what: "table", object: "inet_stream_ops" }) }, "table inet_stream_ops"))));
    graph.draw(true);
  },

  async path(box, signal) {
    const params = { from: state.from, to: state.to, as: state.as, via: state.via, avoid: state.avoid };
    const one = (index, k) => ask("path", { ...params, index, k: k || 1 }, { signal });
    propose(params, signal);
    if (state.avoid) put(box, h("p", { class: "soft" }, t("avoided"), state.avoid.map((f) => [" ", h("button", { type: "button", class: "small", title: t("again"), onclick: () => go({ ...state, avoid: state.avoid.filter((x) => x !== f), at: "", way: "" }) }, `${f.replace(/^.*[/:]/, "")} ×`)])));
    if (!state.index2) {
      // one way is found at once, others may take their time
      const doc = await one(state.index), many = Number(state.k || 3);
      put(box, h("h2", {}, title(state)));
      showWay(box, doc, ui, null, doc.paths.length && many > 1 ? one(state.index, many) : null);
      return;
    }
    const docs = await Promise.all([state.index || catalogue.indexes[0].name, state.index2].map((i) => one(i).catch((e) => e)));
    const names = docs.map((d) => new Set(d instanceof Error || !d.paths.length ? [] : [d.from.name, ...d.paths[0].hops.map((x) => x.callee.name)]));
    const same = names[0].size === names[1].size && [...names[0]].every((n) => names[1].has(n));
    put(box, h("h2", {}, title(state)), h("p", { class: same ? "ok" : "mid" }, t(same ? "same" : "differs")),
      h("div", { class: "two" }, docs.map((d, i) => {
        const col = h("div", { id: "two-" + i }, h("h3", {}, i ? state.index2 : state.index || catalogue.indexes[0].name));
        if (d instanceof Error) col.append(trouble(d, state, "from"));
        else showWay(col, d, i ? { ...ui, state: { ...state, index: state.index2 }, way() {} } : ui, names[1 - i]);
        return col;
      })));
  },

  async func(box, signal) {
    const p = { function: state.f, index: state.index };
    if (state.as.length) p.as = state.as;
    const [callers, callees] = await Promise.all([ask("callers", p, { signal }), ask("callees", p, { signal })]);
    const f = callers.function || callees.function;
    showFunction(box, f, callers.edges, callees.edges, ui);
    graph.drawAround(f, callers.edges, callees.edges);
    if (f.file && wide()) openSource({ file: f.file, line: f.line }, state, open);
  },

  async src(box, signal) {
    const at = state.place.lastIndexOf(":"), place = { file: state.place.slice(0, at), line: Number(state.place.slice(at + 1)) || 1 };
    open(place);
    const doc = await ask("source", { place: state.place, lines: 1, index: state.index }, { signal });
    const f = doc.functions[0];
    put(box, h("h2", {}, state.place), f ? h("p", {}, h("a", { class: "fn", href: address({ view: "func", f: `${doc.file}:${f.name}`, index: state.index }) }, f.name)) : "");
  },

  async stack(box, signal) {
    const area = h("textarea", { id: "stack-text", rows: stackText ? 4 : 14, "aria-label": t("pasteStack"), spellcheck: "false" });
    const out = h("div", { id: "stack-answer" });
    area.value = stackText;
    const explain = async () => {
      stackText = area.value;
      sessionStorage.setItem("kpath-stack", stackText);
      out.replaceChildren(t("asking"));
      try {
        const doc = await ask("stack", { index: state.index }, { body: stackText, signal });
        out.replaceChildren();
        area.rows = 4;
        showStack(out, doc, ui);
        graph.drawStack(doc);
        const first = doc.frames.find((f) => f.site);
        if (first && wide()) openSource(first.site, state, open);
      } catch (e) {
        out.replaceChildren(trouble(e, state));
      }
    };
    put(box, h("h2", {}, t("pasteStack")), h("p", { class: "soft" }, t("stackHint")), area, h("p", {}, h("button", { type: "button", class: "main", id: "explain", onclick: explain }, t("explain"))), out);
    if (stackText.trim()) await explain();
    else area.focus();
  },

  async a(box, signal) {
    const { what, index, index2, view: _, as, at: _at, tree: _tree, way: _way, ...params } = state;
    const doc = await ask(what, { ...params, as: as.length ? as : undefined, index }, { signal });
    put(box, h("h2", {}, [what, ...Object.values(params)].join(" ")));
    showAny(box, doc, ui);
    showDrawn(what, { ...params, index });
  },

  async check(box) {
    put(box, h("h2", {}, t("checkText")), h("p", { class: "soft" }, t("checkHint")), ...draft("check-text", sessionStorage, "kpath-check", { index: () => state.index, as: () => state.as, rows: 16, open }));
    $("answer").replaceChildren(box);
    $("check-text").focus();
  },

  async graph(box, signal) {
    const names = Array.isArray(state.f) ? state.f : [];
    put(box, h("h2", {}, t("panePicture")), h("ul", {}, names.map((f) => h("li", {}, h("a", { class: "fn", href: address({ view: "func", f, index: state.index }) }, f)))));
    await graph.drawThese(names, signal);
    if (!wide()) setTimeout(() => showPane("picture"));
  },

  async basket(box) {
    const list = await basketOf(state.items || "");
    put(box, h("h2", {}, t("paneBasket")), h("p", {}, t("loadBasket")), h("ul", {}, list.map((it) => {
      const hops = it.type === "way" ? it.hops : [it];
      return h("li", {}, h("span", { class: "fn" }, `${hops[0].caller.name} → ${hops[hops.length - 1].callee.name}`), it.note ? ` ${it.note}` : "");
    })), h("p", {}, h("button", { type: "button", class: "main", id: "take", onclick: () => { takeBasket(list); showPane("basket"); } }, t("takeBasket"))));
  },

  async help(box) {
    const editor = h("input", { id: "editor", class: "note", value: localStorage.getItem("kpath-editor") || EDITOR, "aria-label": t("editorUrl"), oninput: (e) => localStorage.setItem("kpath-editor", e.target.value) });
    put(box, h("h2", {}, t("keys")), h("ul", {}, t("keyList").split(" · ").map((k) => h("li", {}, k))), h("p", {}, t("permalink")),
      h("h2", {}, t("settings")), h("p", {}, t("editorUrl")), editor, h("h2", {}, t("notions")), h("ul", { class: "items" }, allNotions().map((n) => h("li", {}, notionText(n)))));
  },
};

// What the server draws of an answer, where it does.
function showDrawn(what, params) {
  const thing = catalogue.things.find((x) => x.name === what);
  $("picture").replaceChildren();
  if (!thing || !thing.formats.split(" ").includes("svg")) return;
  const q = new URLSearchParams({ ...Object.fromEntries(Object.entries(params).filter(([, v]) => v)), format: "svg" });
  $("picture").replaceChildren(h("div", { class: "drawn", tabindex: "0", role: "region", "aria-label": what }, h("img", { src: `api/${what}?${q}`, alt: what, onclick: (e) => e.target.classList.toggle("big") })));
}

async function render() {
  state = readState();
  state.tree = treeOf(state.index);
  proposed = [];
  hideCard();
  graph.setGraph(state, open);
  if (controller) controller.abort();
  controller = new AbortController();
  const box = h("div", { id: "inside" });
  document.body.dataset.ready = "";
  document.body.dataset.view = state.view;
  $("from").value = state.from || $("from").value;
  $("to").value = state.to || $("to").value;
  $("via").value = (state.via || []).join(",");
  fillTools();
  crumb(state);
  say(t("asking"));
  document.title = "kpath" + (state.view === "path" ? `: ${state.from} → ${state.to}` : state.f ? `: ${state.f}` : "");
  try {
    await (view[state.view] || view.start)(box, controller.signal);
    say("");
  } catch (e) {
    if (e.name === "AbortError") return;
    put(box, trouble(e instanceof Trouble ? e : new Trouble(String(e.message || e)), state, state.view === "path" ? whichName(e) : "f"));
    say(e.message);
  }
  $("answer").replaceChildren(box);
  graph.refit();
  if (state.at && state.view !== "src" && wide()) openSource({ file: state.at.replace(/:\d+$/, ""), line: Number(/\d+$/.exec(state.at)) || 1 }, state, open);
  if (state.view !== "src") showPane("answer");
  document.body.dataset.ready = "1";
}

// Where the sources are on this machine, for its editor; a class is not told.
const treeOf = (name) => (catalogue.indexes.find((i) => i.name === name) || catalogue.indexes[0]).tree || "";

// Which of the two names of a way the trouble is about.
const whichName = (e) => (e.message && state.to && e.message.includes(`"${state.to}"`) ? "to" : "from");

// ---- tools ----

function fillTools() {
  const options = (none) => [none ? h("option", { value: "" }, t("none")) : null, ...catalogue.indexes.map((i) => h("option", { value: i.name, title: i.about }, i.version ? `${i.version} (${i.name})` : i.name))].filter(Boolean);
  $("index").replaceChildren(...options(false));
  $("index2").replaceChildren(...options(true));
  $("index").value = state.index || catalogue.indexes[0].name;
  $("index2").value = state.index2 || "";
  $("index2").closest("label").hidden = catalogue.indexes.length < 2;
  fillChips();
}

function chip(sc, note) {
  const on = state.as.includes(sc.name);
  return h("button", { type: "button", class: "chip" + (note ? " proposed" : ""), title: sc.about, "aria-pressed": String(on), onclick: () => {
    const as = on ? state.as.filter((x) => x !== sc.name) : [...state.as, sc.name];
    if (["path", "func", "a"].includes(state.view)) go({ ...state, as, at: "", way: "" });
    else {
      state.as = as;
      fillChips();
    }
  } }, sc.name, note ? h("small", {}, ` ${note}`) : null);
}

function fillChips() {
  const of = (name) => catalogue.scenarios.find((sc) => sc.name === name), first = proposed.filter((p) => of(p.name));
  const rest = catalogue.scenarios.filter((sc) => !first.some((p) => p.name === sc.name));
  $("chips").setAttribute("aria-label", t("scenarios"));
  $("chips").replaceChildren(...(first.length ? [h("span", { class: "soft" }, t("perhaps")), ...first.map((p) => chip(of(p.name), `${p.hops} ${t("hops")}`))] : []),
    h("span", { class: "soft" }, t("scenarios")), ...rest.map((sc) => chip(sc)));
}

function submit(e) {
  if (e) e.preventDefault();
  const from = $("from").value.trim(), to = $("to").value.trim(), place = from || to, via = $("via").value.split(",").map((x) => x.trim()).filter(Boolean);
  const keep = { index: state.index, index2: state.index2 };
  if (from && to) go({ view: "path", from, to, via, as: state.as, k: "3", ...keep });
  else if (/^[^\s:]+\.\w+:\d+$/.test(place)) go({ view: "src", place, ...keep });
  else if (/^\w+(\.\w+)+$/.test(place)) go({ view: "a", what: "slot", slot: place, ...keep });
  else if (place) go({ view: "func", f: place, ...keep });
}

function theme(to) {
  const root = document.documentElement;
  if (to) localStorage.setItem("kpath-theme", to);
  const now = localStorage.getItem("kpath-theme");
  if (now) root.dataset.theme = now;
}

function step(d) {
  const rows = [...document.querySelectorAll(".hop:not(.start)")], at = rows.findIndex((r) => r.classList.contains("sel"));
  const row = rows[Math.max(0, Math.min(rows.length - 1, at + d))];
  if (row) {
    ui.select(row);
    row.focus();
  }
}

function key(e) {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.target.matches("input, textarea, select")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  const sel = document.querySelector(".hop.sel");
  const act = {
    "/": () => { $("from").focus(); $("from").select(); }, j: () => step(1), k: () => step(-1), "?": () => go({ view: "help" }), Escape: hideCard,
    a: () => showPane("answer"), b: () => showPane("basket"), p: () => showPane("picture"), s: () => showPane("source"), e: graph.expandSelected,
    x: () => { if (sel) { add({ type: "hop", ...sel.hop }); say(t("kept")); } },
    "]": () => ui.otherWay(1), "[": () => ui.otherWay(-1),
    Enter: () => { if (sel && !e.target.matches("a, button, [role=button]")) open(sel.hop.site); else return true; },
  }[e.key];
  if (act && act() !== true) e.preventDefault();
}

async function main() {
  theme();
  translate();
  while ((catalogue = await ask("", {})).progress !== undefined) {
    $("answer").replaceChildren(h("h2", {}, t("making")), h("pre", {}, catalogue.lines), h("p", { id: "progress", role: "status" }, catalogue.trouble || catalogue.progress));
    if (catalogue.trouble) return;
    await new Promise((done) => setTimeout(done, 700));
  }
  await Promise.all([loadNotions(), graph.loadLayers()]);
  const index = () => state.index;
  const keep = () => ({ index: state.index, index2: state.index2 });
  complete($("from"), index, keep);
  complete($("to"), index, keep);
  complete($("via"), index, keep);
  $("ask").addEventListener("submit", submit);
  $("swap").addEventListener("click", () => { [$("from").value, $("to").value] = [$("to").value, $("from").value]; });
  $("index").addEventListener("change", (e) => go({ ...state, index: e.target.value === catalogue.indexes[0].name ? "" : e.target.value }));
  $("index2").addEventListener("change", (e) => go({ ...state, index2: e.target.value }));
  $("stack-open").addEventListener("click", () => go({ view: "stack", index: state.index }));
  $("check-open").addEventListener("click", () => go({ view: "check", index: state.index }));
  $("menu").addEventListener("click", () => $("menu").setAttribute("aria-expanded", String($("top").classList.toggle("open"))));
  $("help").addEventListener("click", () => go({ view: "help" }));
  $("lang").addEventListener("click", () => { setLanguage(language() === "zh" ? "en" : "zh"); showBasket(); render(); });
  $("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    theme(dark === "dark" ? "light" : "dark");
  });
  document.querySelectorAll("#panes button").forEach((b) => b.addEventListener("click", () => showPane(b.dataset.pane)));
  document.addEventListener("keydown", key);
  addEventListener("hashchange", render);
  addEventListener("resize", () => graph.refit());
  showBasket(index);
  $("source").replaceChildren(h("p", { class: "soft empty" }, t("sourceEmpty")));
  showPane("answer");
  await render();
}

main().catch((e) => { $("answer").replaceChildren(h("p", { class: "trouble", role: "alert" }, e.message)); });
