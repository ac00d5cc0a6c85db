// SPDX-License-Identifier: MIT
// A source file: every call is a link, a call through a pointer unfolds into what it can call.
import { h, $ } from "./dom.js";
import { t, notion, hover, isNotion } from "./words.js";
import { ask, address, full, placeText } from "./ask.js";
import { viaText } from "./answer.js";

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
    else if (/^[A-Za-z_]/.test(w) && called && /^\s*\(/.test(text.slice(TOKEN.lastIndex))) out.push(link(w, /(->|\.)\s*$/.test(text.slice(0, m.index))));
    else if (isNotion(w)) out.push(notion(w, "word"));
    else out.push(w);
  }
  return out;
}

const notionOf = (rule) => rule || "";

async function unfold(row, call, doc, state, open) {
  const old = row.nextSibling;
  if (old && old.classList.contains("unfolded")) return old.remove();
  const box = h("div", { class: "unfolded" }, t("asking"));
  row.after(box);
  try {
    const res = await ask("callees", { function: doc.file.startsWith("<") ? call.caller : doc.file + ":" + call.caller, index: state.index });
    const here = res.edges.filter((e) => e.site && e.site.line === call.line && e.site.file === doc.file && e.kind !== "direct");
    const to = (text, view) => h("a", { class: "button small", href: address({ view: "a", ...view, index: state.index }) }, text);
    const certain = (e) => ["object", "two-layer", "call-site"].includes(e.rule);
    box.replaceChildren(h("div", { class: "soft" }, call.expr ? h("code", {}, call.expr) : "", " ", call.slot || "", ` · ${call.class}`, call.why ? `: ${call.why}` : ""),
      call.slot ? h("div", {}, to(t("setsIt"), { what: "slot", slot: call.slot }), " ", to(t("usesIt"), { what: "uses", name: call.slot })) : "",
      h("ul", {}, here.map((e) => h("li", {}, h("span", { title: notionOf(e.rule), "aria-hidden": "true" }, certain(e) ? "● " : "○ "),
        h("a", { class: "fn", href: address({ view: "func", f: full(e.callee), index: state.index }) }, e.callee.name), " ", viaText(e.via, state), " ",
        e.registered ? h("a", { class: "place", href: "#", onclick: (ev) => { ev.preventDefault(); open(e.registered); } }, placeText(e.registered)) : "", " ", notion(e.rule, "rule"), " ",
        h("a", { class: "soft", href: address({ view: "a", what: "why", caller: `${doc.file}:${call.line}`, callee: full(e.callee), index: state.index }) }, t("whyThis"))))));
    if (!here.length) box.append(h("div", {}, t("nothing")));
  } catch (e) {
    box.replaceChildren(e.message);
  }
}

// What is known of a call: whom, by which rule, through which field, when.
function aboutCall(c) {
  return [h("b", {}, c.callee ? c.callee.name : c.expr || ""), c.callee ? h("div", {}, placeText(c.callee)) : h("div", {}, `${c.targets} ${t("candidates")}`),
    c.slot ? h("div", {}, h("code", {}, c.slot), c.outer ? [" ← ", h("code", {}, c.outer)] : null) : null, c.rule ? h("div", {}, c.rule) : null,
    c.why ? h("div", {}, c.why) : null, (c.guards || []).map((g) => h("div", {}, t("guard"), " ", h("code", {}, g)))].flat().filter(Boolean);
}

// A name before a parenthesis: a call of that name, one through a pointer that unfolds, or what a macro may be.
function callLink(name, member, here, row, doc, state, open) {
  const call = member ? here.find((c) => c.class !== "direct" && (c.expr || "").endsWith(name)) : here.find((c) => c.callee && c.callee.name === name) || here.find((c) => c.class !== "direct" && c.expr === name);
  if (member && !call) return name;
  const to = call && call.callee ? full(call.callee) : name;
  const el = call && call.class !== "direct" && !call.callee
    ? h("a", { class: "fn through", href: "#", onclick: (e) => { e.preventDefault(); unfold(row, call, doc, state, open); } }, name)
    : h("a", { class: "fn", href: address({ view: "func", f: to, index: state.index, as: state.as }) }, name);
  return call ? hover(el, () => aboutCall(call)) : el;
}

function lines(doc, place, state, open) {
  const calls = new Map(), defined = new Map();
  for (const c of doc.calls) (calls.get(c.line) || calls.set(c.line, []).get(c.line)).push(c);
  for (const f of doc.functions) defined.set(f.line, f);
  const comment = { comment: false };
  return doc.lines.map((text, i) => {
    const no = doc.first + i, here = calls.get(no), def = defined.get(no);
    const row = h("div", { class: "src" + (no === place.line ? " at" : ""), id: no === place.line ? "at-line" : null },
      h("a", { class: "no", href: address({ view: "src", place: doc.file + ":" + no, index: state.index }), "aria-label": `line ${no}` }, no));
    const link = (name, member) => callLink(name, member, here || [], row, doc, state, open);
    const through = (here || []).filter((c) => c.class !== "direct"), gutter = h("span", { class: "gutter" });
    row.append(gutter, h("code", {}, pieces(text, comment, here || def, link)));
    for (const c of through)
        gutter.append(h("button", { type: "button", class: "small ptr", title: `${t("unfold")}: ${c.expr || no}`,
          onclick: () => unfold(row, c, doc, state, open) }, `▸${c.targets || "?"}`));
    return row;
  });
}

// Elixir and git name the line at the end of the address.
const lineOf = (url, first, line) => url && url.replace(new RegExp(`${first}$`), line);

export const EDITOR = "vscode://file/{tree}/{file}:{line}";
const editorAddress = (tree, file, line) => (localStorage.getItem("kpath-editor") || EDITOR).replace("{tree}", encodeURI(tree)).replace("{file}", encodeURI(file)).replace("{line}", line);

// A word that is marked with the pointer can be looked up, whatever it is.
function lookUpMarked(box, state) {
  const word = String(getSelection()).trim(), old = $("marked");
  if (old) old.remove();
  if (!/^[A-Za-z_]\w{1,60}$/.test(word)) return;
  const to = (text, view) => h("a", { class: "button small", href: address({ ...view, index: state.index }) }, text);
  box.querySelector(".bar").append(h("span", { id: "marked" }, h("code", {}, word), " ", to(t("callers"), { view: "func", f: word }), " ", to(t("setsIt"), { view: "a", what: "slot", slot: word }), " ",
    to(t("usesIt"), { view: "a", what: "uses", name: word }), " ", to(t("inTable"), { view: "a", what: "table", object: word })));
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
    // of what a macro makes in one line, the one with the body
    const inside = doc.functions.filter((f) => f.line <= place.line && place.line <= f.end).sort((a, b) => b.end - a.end || (b.name > a.name ? -1 : 1))[0], me = inside && (doc.file.startsWith("<") ? inside.name : `${doc.file}:${inside.name}`);
    const out = (href, name) => href ? h("a", { href, target: "_blank", rel: "noreferrer noopener" }, name) : null;
    box.replaceChildren(h("div", { class: "bar" }, h("b", {}, doc.file), h("span", { class: "soft" }, `${doc.first}–${doc.first + doc.lines.length - 1} / ${doc.total}`),
      out(lineOf(doc.url, doc.first, place.line), "Elixir"), out(lineOf(doc.git, doc.first, place.line), "git"), state.tree ? h("a", { href: editorAddress(state.tree, doc.file, place.line) }, t("edit")) : null,
      me ? h("span", {}, t("inFunction"), " ", h("a", { class: "fn", href: address({ view: "func", f: me, index: state.index }) }, inside.name), " · ",
        h("a", { href: address({ view: "a", what: "entries", function: me, index: state.index }) }, t("entries"))) : null,
      doc.first > 1 ? h("button", { type: "button", class: "small", onclick: () => openSource({ file: place.file, line: Math.max(1, first - LINES + BEFORE) }, state, open) }, "▲") : null,
      doc.first + doc.lines.length <= doc.total ? h("button", { type: "button", class: "small", onclick: () => openSource({ file: place.file, line: first + LINES + BEFORE }, state, open) }, "▼") : null),
      h("div", { class: "code", tabindex: "0", role: "region", "aria-label": doc.file }, lines(doc, place, state, open)));
    box.lastChild.addEventListener("mouseup", () => setTimeout(() => lookUpMarked(box, state)));
    const at = $("at-line");
    if (at) at.scrollIntoView({ block: "center" });
    box.scrollLeft = box.lastChild.scrollLeft = 0;
  } catch (e) {
    if (turn === wanted) box.replaceChildren(h("p", { class: "trouble" }, t("noSource"), " ", e.message));
  }
}
