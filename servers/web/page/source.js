// SPDX-License-Identifier: MIT
// A source file: every call is a link, a call through a pointer unfolds into what it can call.
import { h, $ } from "./dom.js";
import { t, notion } from "./words.js";
import { ask, address, full, placeText } from "./ask.js";

const KEYWORDS = new Set(("auto break case char const continue default do double else enum extern float for goto if inline int long register " +
  "return short signed sizeof static struct switch typedef union unsigned void volatile while bool").split(" "));
const TOKEN = /\/\/.*|\/\*.*?(?:\*\/|$)|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d\w*|\s+|./g;
const BEFORE = 30, LINES = 400;

let shown = null;
let wanted = 0;

// One line as coloured pieces; `open` says that a comment goes on, and comes back changed.
function pieces(text, open, called, link) {
  const out = [];
  let m;
  if (open.comment) {
    const end = text.indexOf("*/");
    out.push(h("span", { class: "c" }, end < 0 ? text : text.slice(0, end + 2)));
    if (end < 0) return out;
    open.comment = false;
    text = text.slice(end + 2);
  }
  TOKEN.lastIndex = 0;
  while ((m = TOKEN.exec(text))) {
    const w = m[0];
    if (w.startsWith("/*")) open.comment = !w.endsWith("*/") || w.length < 4;
    if (w.startsWith("//") || w.startsWith("/*")) out.push(h("span", { class: "c" }, w));
    else if (w[0] === '"' || w[0] === "'") out.push(h("span", { class: "s" }, w));
    else if (KEYWORDS.has(w)) out.push(h("span", { class: "k" }, w));
    else if (/^\d/.test(w)) out.push(h("span", { class: "n" }, w));
    else if (/^[A-Za-z_]/.test(w) && called && /^\s*\(/.test(text.slice(TOKEN.lastIndex)) &&
      !/(->|\.)\s*$/.test(text.slice(0, m.index))) out.push(link(w));
    else out.push(w);
  }
  return out;
}

async function unfold(row, call, doc, state, open) {
  const old = row.nextSibling;
  if (old && old.classList.contains("unfolded")) return old.remove();
  const box = h("div", { class: "unfolded" }, t("asking"));
  row.after(box);
  try {
    const res = await ask("callees", { function: doc.file.startsWith("<") ? call.caller : doc.file + ":" + call.caller, index: state.index });
    const here = res.edges.filter((e) => e.site && e.site.line === call.line && e.site.file === doc.file && e.kind !== "direct");
    box.replaceChildren(h("div", { class: "soft" }, call.expr ? h("code", {}, call.expr) : "", " ", call.slot ? h("a", { href: address({ view: "a", what: "slot", slot: call.slot, index: state.index }) }, call.slot) : "", ` · ${call.class}`),
      h("ul", {}, here.map((e) => h("li", {}, ["object", "two-layer", "call-site"].includes(e.rule) ? "● " : "○ ",
        h("a", { class: "fn", href: address({ view: "func", f: full(e.callee), index: state.index }) }, e.callee.name), " ",
        h("code", {}, e.via || ""), " ",
        e.registered ? h("a", { class: "place", href: "#", onclick: (ev) => { ev.preventDefault(); open(e.registered); } }, placeText(e.registered)) : "", " ", notion(e.rule, "rule")))));
    if (!here.length) box.append(h("div", {}, t("nothing")));
  } catch (e) {
    box.replaceChildren(e.message);
  }
}

function lines(doc, place, state, open) {
  const calls = new Map(), defined = new Map();
  for (const c of doc.calls) (calls.get(c.line) || calls.set(c.line, []).get(c.line)).push(c);
  for (const f of doc.functions) defined.set(f.line, f);
  const comment = { comment: false };
  const link = (name) => h("a", { class: "fn", href: address({ view: "func", f: name, index: state.index }) }, name);
  return doc.lines.map((text, i) => {
    const no = doc.first + i, here = calls.get(no), def = defined.get(no);
    const row = h("div", { class: "src" + (no === place.line ? " at" : ""), id: no === place.line ? "at-line" : null },
      h("a", { class: "no", href: address({ view: "src", place: doc.file + ":" + no, index: state.index }), "aria-label": `line ${no}` }, no));
    const through = (here || []).filter((c) => c.class !== "direct"), gutter = h("span", { class: "gutter" });
    row.append(gutter, h("code", {}, pieces(text, comment, here || def, link)));
    for (const c of through)
        gutter.append(h("button", { type: "button", class: "small ptr", title: `${t("unfold")}: ${c.expr || no}`,
          onclick: () => unfold(row, c, doc, state, open) }, `▸${c.targets || "?"}`));
    return row;
  });
}

export async function openSource(place, state, open) {
  const box = $("source"), first = Math.max(1, place.line - BEFORE), turn = ++wanted;
  if (shown && shown.file === place.file && shown.index === state.index && place.line >= shown.first + 5 && place.line < shown.first + shown.n - 5) {
    box.querySelectorAll(".src.at").forEach((r) => { r.classList.remove("at"); r.removeAttribute("id"); });
    const row = box.querySelectorAll(".src")[place.line - shown.first];
    if (row) {
      row.classList.add("at");
      row.id = "at-line";
      row.scrollIntoView({ block: "center" });
    }
    return;
  }
  try {
    const doc = await ask("source", { place: `${place.file}:${first}`, lines: LINES, index: state.index });
    if (turn !== wanted) return;
    shown = { file: place.file, index: state.index, first, n: doc.lines.length };
    box.replaceChildren(h("div", { class: "bar" }, h("b", {}, doc.file), h("span", { class: "soft" }, `${doc.first}–${doc.first + doc.lines.length - 1} / ${doc.total}`),
      doc.url ? h("a", { href: doc.url, target: "_blank", rel: "noreferrer noopener" }, "Elixir") : null,
      doc.first > 1 ? h("button", { type: "button", class: "small", onclick: () => openSource({ file: place.file, line: Math.max(1, first - LINES + BEFORE) }, state, open) }, "▲") : null,
      doc.first + doc.lines.length <= doc.total ? h("button", { type: "button", class: "small", onclick: () => openSource({ file: place.file, line: first + LINES + BEFORE }, state, open) }, "▼") : null),
      h("div", { class: "code", tabindex: "0", role: "region", "aria-label": doc.file }, lines(doc, place, state, open)));
    const at = $("at-line");
    if (at) at.scrollIntoView({ block: "center" });
    box.scrollLeft = box.lastChild.scrollLeft = 0;
  } catch (e) {
    if (turn === wanted) box.replaceChildren(h("p", { class: "trouble" }, t("noSource"), " ", e.message));
  }
}
