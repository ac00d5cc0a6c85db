// SPDX-License-Identifier: MIT
// Answers as lists: ways, functions, stacks, and any other answer as tables.
import { h, $, put, say } from "./dom.js";
import { t, notion } from "./words.js";
import { full, placeText, address, remember } from "./ask.js";
import { add } from "./basket.js";

// ---- pieces ----

export const funcLink = (f, state) => f ? h("a", { class: "fn", title: placeText(f),
  href: address({ view: "func", f: full(f), index: state.index, as: state.as }) }, f.name) : h("span", { class: "fn soft" }, "?");

export const placeLink = (p, open) => p && p.file ? h("a", { class: "place", href: "#", title: placeText(p),
  onclick: (e) => { e.preventDefault(); open(p); } }, placeText(p)) : "";

// "proto.connect = tcp_v4_connect in tcp_prot": the field and the table lead on.
export function viaText(via, state) {
  const m = /^(\S+)( = .* in )(\w+)$/.exec(via || "");
  if (!m) return h("code", {}, via || "");
  const to = (what, key, value) => h("a", { href: address({ view: "a", what, [key]: value, index: state.index }) }, value);
  return h("code", {}, to("slot", "slot", m[1]), m[2], to("table", "object", m[3]));
}

const reason = (x, ui) => x.kind === "direct" || !x.kind || x.rule === "direct" ? null : h("div", { class: "why" },
  x.via ? viaText(x.via, ui.state) : null, " ", placeLink(x.registered, ui.open),
  x.candidates ? ` · ${x.candidates} ${t(x.candidates === 1 ? "candidate" : "candidates")} · ` : " ",
  x.rule ? notion(x.rule, "rule") : null);

export function trouble(e, state, field) {
  const box = h("div", { class: "trouble", role: "alert" }, h("p", {}, e.message));
  if (e.candidates && e.candidates.length)
    put(box, h("p", {}, t("meant")), h("ul", {}, e.candidates.slice(0, 10).map((c) => h("li", {},
      h("a", { href: address({ ...state, [field || "f"]: full(c) }) }, full(c))))));
  return box;
}

const guards = (list) => list && list.length ? h("div", { class: "guards" }, list.map((g) => h("div", {}, t("guard"), " ", h("code", {}, g)))) : null;

// ---- a way ----

function hopRow(hop, n, ui, other) {
  const row = h("li", { class: "hop" + (other && !other.has(hop.callee.name) ? " only" : ""), tabindex: "-1", "data-n": n },
    h("div", { class: "line" },
      h("span", { class: "no" }, n), funcLink(hop.callee, ui.state),
      hop.kind !== "direct" ? notion(hop.kind, hop.deferred ? "kind later" : "kind") : null,
      hop.deferred ? h("span", { class: "later" }, t("later")) : null,
      h("span", { class: "end" }, placeLink(hop.site, ui.open),
        ui.state.view === "path" ? h("button", { type: "button", class: "small", title: `${t("avoid")}: ${hop.callee.name}`, "aria-label": `${t("avoid")}: ${hop.callee.name}`, onclick: () => ui.avoid(hop.callee) }, "−") : null,
        h("button", { type: "button", class: "small keep", title: t("keep"), "aria-label": `${t("keep")}: ${hop.callee.name}`,
          onclick: () => { add({ type: "hop", ...hop }); say(t("kept")); } }, "+"))),
    reason(hop, ui), guards(hop.guards));
  row.hop = hop;
  row.addEventListener("click", (e) => { if (!e.target.closest("a,button")) ui.select(row); });
  return row;
}

// A way is told from those before it by the first function that only it has.
function title(paths, i) {
  const before = new Set(paths.slice(0, i).flatMap((p) => p.hops.map((x) => x.callee.name))), own = paths[i].hops.find((x) => !before.has(x.callee.name));
  return [`${i + 1}: ${paths[i].hops.length} ${t("hops")}`, i ? own ? `${t("by")} ${own.callee.name}` : "" : t("least")].filter(Boolean).join(", ");
}

// Why there is none: where the search ended, and what is known of that.
function noWay(box, doc, ui) {
  put(box, h("p", { class: "no-path" }, t("noPath")));
  if (doc.nobody_calls) put(box, h("p", {}, funcLink(doc.to, ui.state), " · ", t("nobody")));
  const c = doc.closed;
  if (c) put(box, h("p", {}, t("closed")), h("ul", {}, h("li", {}, funcLink(c.caller, ui.state), " → ", funcLink(c.callee, ui.state), " ", placeLink(c.site, ui.open), " ",
    h("code", {}, c.guard || ""), c.value ? [" · ", h("code", {}, c.value)] : null, " ", placeLink(c.passed, ui.open))));
  put(box, h("p", { class: "soft" }, `${doc.reached} ${t("reached")}`));
  if (!doc.frontier.length) return;
  // the same reason once, with all its places
  const by = new Map();
  for (const f of doc.frontier) (by.get(f.why) || by.set(f.why, []).get(f.why)).push(f);
  put(box, h("h3", {}, t("stopped")), [...by].map(([why, list]) => [h("p", { class: "because" }, why || "?"), h("ul", { class: "frontier" }, list.map((f) => h("li", {}, funcLink(f.function, ui.state), " ",
    f.slot ? h("a", { href: address({ view: "a", what: "slot", slot: f.slot, index: ui.state.index }) }, f.slot) : null, " ", placeLink(f.site, ui.open))))]));
}

// `more`: a promise of the same answer with further ways, which become tabs when it comes.
export function showWay(box, doc, ui, other, more) {
  if (!doc.paths.length) return noWay(box, doc, ui);
  const tabs = h("div", { role: "tablist", class: "tabs", "aria-label": t("way"), hidden: true });
  const panel = h("div", { role: "tabpanel", id: box.id + "-way", tabindex: "-1" });
  let now = 0;
  const mark = () => [...tabs.children].forEach((b, n) => {
    b.setAttribute("aria-selected", String(n === now));
    b.tabIndex = n === now ? 0 : -1;
  });
  const fill = () => {
    tabs.replaceChildren(...doc.paths.map((_, i) => h("button", { role: "tab", type: "button", "aria-controls": panel.id, onclick: () => choose(i) }, title(doc.paths, i))));
    tabs.hidden = doc.paths.length < 2;
    mark();
  };
  const show = (i) => {
    const p = doc.paths[i];
    now = i;
    mark();
    panel.replaceChildren(
      h("p", { class: "soft" }, `${p.hops.length} ${t("hops")}, ${t("cost")} ${p.cost.toFixed(2)} `,
        h("button", { type: "button", class: "small", onclick: () => { add({ type: "way", hops: p.hops, from: ui.state.from, to: ui.state.to, as: ui.state.as, via: ui.state.via }); say(t("kept")); } }, t("keepAll"))),
      h("ol", { class: "way" }, h("li", { class: "hop start" }, h("div", { class: "line" }, h("span", { class: "no" }, ""), funcLink(doc.from, ui.state), placeLink(doc.from, ui.open))),
        p.hops.map((hop, n) => hopRow(hop, n + 1, ui, other))));
    ui.way(doc, i);
  };
  const choose = (i) => {
    remember(ui.state, "way", i ? String(i + 1) : "");
    show(i);
  };
  const step = (d) => choose((now + d + doc.paths.length) % doc.paths.length);
  tabs.addEventListener("keydown", (e) => {
    const d = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!d) return;
    step(d);
    tabs.children[now].focus();
  });
  ui.otherWay = step;
  put(box, tabs, panel);
  fill();
  show(0);
  if (more) more.then((d) => {
    // as in a report: others that cost less than twice as much
    const worth = d.paths.filter((p, i) => !i || p.cost < 2 * d.paths[0].cost);
    if (!box.isConnected || worth.length < 2) return;
    doc = { ...d, paths: worth };
    fill();
    const want = Number(ui.state.way) - 1;
    if (want > 0 && want < doc.paths.length) show(want);
  }, () => {});
}

// ---- a function ----

const FIRST = 30;

export function edgeList(edges, side, ui) {
  const list = h("ul", { class: "edges" });
  const some = (from, to) => edges.slice(from, to).forEach((e) => list.append(h("li", {},
    h("div", { class: "line" }, funcLink(e[side], ui.state), e.kind !== "direct" ? notion(e.kind, "kind") : null,
      e.edge === "started-by" ? h("span", { class: "later" }, t("later")) : null, placeLink(e.site, ui.open)),
    reason(e, ui))));
  some(0, FIRST);
  if (edges.length > FIRST) {
    const more = h("button", { type: "button", class: "small", onclick: () => { more.remove(); some(FIRST, edges.length); } }, `${t("all")}: ${edges.length}`);
    return [list, more];
  }
  return list;
}

export function showFunction(box, f, callers, callees, ui) {
  const me = full(f);
  put(box, 
    h("h2", {}, f.name), h("p", {}, placeLink(f, ui.open), " ",
      h("button", { type: "button", class: "small", onclick: () => { $("from").value = me; $("to").focus(); } }, t("pathFrom")), " ",
      h("button", { type: "button", class: "small", onclick: () => { $("to").value = me; $("from").focus(); } }, t("pathTo")), " ",
      h("a", { class: "button small", href: address({ view: "a", what: "entries", function: me, index: ui.state.index, as: ui.state.as }) }, t("entries"))),
    ui.state.as.length ? h("p", { class: "soft" }, `${t("scenarios")} ${ui.state.as.join(", ")}`) : null,
    h("h3", {}, `${t("callers")} (${callers.length})`), callers.length ? edgeList(callers, "caller", ui) : h("p", { class: "soft" }, t("who")),
    h("h3", {}, `${t("callees")} (${callees.length})`), callees.length ? edgeList(callees, "callee", ui) : h("p", { class: "soft" }, t("nothing")));
}

// ---- stacks ----

export function showStack(box, doc, ui) {
  put(box, h("p", { class: "soft" }, `${doc.steps} ${t(doc.steps === 1 ? "step" : "steps")}${doc.explained ? `, ${doc.explained} ${t("explained")}` : ""}`));
  doc.stacks.forEach((st, i) => {
    put(box, h("h3", {}, [st.title || st.part || st.task || st.form, st.title && st.part, st.task && `${st.task}${st.pid === null ? "" : "/" + st.pid}`].filter(Boolean).join(" · "), st.count > 1 ? ` ×${st.count}` : ""),
      st.context.length ? h("p", { class: "soft context" }, `${t("context")}: `, st.context.map((c, n) => [n ? " › " : "", h("span", {}, c)])) : null,
      h("ol", { class: "stack" }, doc.frames.filter((f) => f.stack === i + 1).map((f) => h("li", { class: "frame " + f.step.replace(" ", "-") + (f.frame === "+" ? " filled" : "") },
        h("div", { class: "line" }, h("span", { class: "no" }, f.frame), f.function ? funcLink(f.function, ui.state) : h("span", { class: "fn soft" }, f.symbol),
          f.step === "pointer" ? notion(f.kind, "kind") : !["call", "outermost"].includes(f.step) ? h("span", { class: "kind" }, f.function || f.step !== "outside" ? f.step : t("missingFn")) : null,
          f.missing ? notion(f.missing, "soft") : null, placeLink(f.site, ui.open)),
        f.step === "pointer" ? reason(f, ui) : null,
        f.why ? h("div", { class: "why" }, f.why) : null))));
  });
}

// ---- anything else: arrays of rows become tables ----

const isFunc = (v) => v && typeof v === "object" && "name" in v && "file" in v;
const isPlace = (v) => v && typeof v === "object" && !("name" in v) && "file" in v && "line" in v;

function cell(v, ui) {
  if (v === null || v === undefined) return "";
  if (isFunc(v)) return funcLink(v, ui.state);
  if (isPlace(v)) return placeLink(v, ui.open);
  if (Array.isArray(v)) return v.map((x, i) => [i ? ", " : "", cell(x, ui)]);
  if (typeof v === "object" && "file" in v && "line" in v) return [placeLink(v, ui.open), Object.entries(v).filter(([k, x]) => !["file", "line"].includes(k) && !isEmpty(x)).map(([, x]) => [" ", cell(x, ui)])];
  if (typeof v === "object") return Object.entries(v).filter(([, x]) => !isEmpty(x)).map(([k, x], i) => [i ? ", " : "", k + ": ", cell(x, ui)]);
  return typeof v === "number" && !Number.isInteger(v) ? v.toFixed(2) : String(v);
}

const isEmpty = (v) => v === null || v === undefined || v === "" || v === false || (Array.isArray(v) && !v.length);
const isRows = (v) => Array.isArray(v) && v.length > 0 && typeof v[0] === "object" && !isFunc(v[0]) && !isPlace(v[0]);

function table(name, rows, ui, extra) {
  // columns that say nothing are left away
  const keys = [...new Set(rows.flatMap(Object.keys))].filter((k) => rows.some((r) => !isEmpty(r[k])));
  const body = h("tbody");
  const some = (a, b) => rows.slice(a, b).forEach((r) => body.append(h("tr", {}, extra ? h("td", {}, extra(r)) : null, keys.map((k) => h("td", {}, cell(r[k], ui))))));
  some(0, 100);
  const more = rows.length > 100 ? h("button", { type: "button", class: "small", onclick: () => { more.remove(); some(100, rows.length); } }, `${t("all")}: ${rows.length}`) : null;
  return [h("h3", {}, `${name} (${rows.length})`), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name },
    h("table", {}, h("thead", {}, h("tr", {}, extra ? h("th", { scope: "col" }, t("wayIn")) : null, keys.map((k) => h("th", { scope: "col" }, k)))), body)), more];
}

// Rows that are lists themselves: each a table, under what else it says.
function nested(rows, ui) {
  return rows.map((r) => {
    const lists = Object.entries(r).filter(([, v]) => isRows(v)), own = Object.entries(r).filter(([, v]) => !isRows(v) && !isEmpty(v));
    return [h("h3", {}, own.map(([, v], i) => [i ? " · " : "", cell(v, ui)])), lists.map(([k, v]) => table(k, v, ui).slice(k === lists[0][0] ? 1 : 0))];
  });
}

// From an entry: the way that leads here, with the conditions on it.
const fromEntry = (doc, ui) => (r) => r.function ? h("a", { href: address({ view: "path", from: full(r.function), to: full(doc.function), as: ui.state.as, index: ui.state.index }), title: t("conditions") }, "→") : "";

export function showAny(box, doc, ui) {
  const head = Object.entries(doc).filter(([k, v]) => !["schema", "index"].includes(k) && !Array.isArray(v));
  put(box, h("dl", {}, head.filter(([, v]) => v !== null && v !== false).map(([k, v]) => [h("dt", {}, k), h("dd", {}, cell(v, ui))])));
  for (const [k, v] of Object.entries(doc))
    if (isRows(v) && v.some((r) => Object.values(r).some((x) => isRows(x) && x.length > 3))) put(box, nested(v, ui));
    else if (Array.isArray(v) && v.length && typeof v[0] === "object") put(box, ...table(k, v, ui, k === "entries" && doc.function ? fromEntry(doc, ui) : null).filter(Boolean));
    else if (Array.isArray(v) && v.length) put(box, h("p", {}, `${k}: `, cell(v, ui)));
}
