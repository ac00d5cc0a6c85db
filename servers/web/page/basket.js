// SPDX-License-Identifier: MIT
// What is kept: hops and ways with sentences between them, as Mermaid, an outline or Markdown; and a draft that is checked.
import { h, $, put, copy, save } from "./dom.js";
import { t } from "./words.js";
import { full } from "./ask.js";
import { draft } from "./check.js";
import { drawing, saveSvg, savePng } from "./draw.js";

let items = JSON.parse(localStorage.getItem("kpath-basket") || "[]");
let index = () => "";

const hopsOf = (it) => (it.type === "way" ? it.hops : [it]);

function store() {
  localStorage.setItem("kpath-basket", JSON.stringify(items));
  $("count").textContent = items.length ? `(${items.length})` : "";
}

export function add(item) {
  items.push({ note: "", ...item });
  showBasket();
}

// ---- as text ----

const label = (x) => x.replace(/["<>&]/g, (c) => `#${c.charCodeAt(0)};`);

export function mermaid() {
  const ids = new Map(), out = ["flowchart TD"], seen = new Set();
  const id = (f) => {
    const key = `${f.file}:${f.name}`;
    if (!ids.has(key)) {
      ids.set(key, `n${ids.size + 1}`);
      out.push(`    ${ids.get(key)}["${label(f.name)}<br/>${label(`${f.file}:${f.line}`)}"]`);
    }
    return ids.get(key);
  };
  for (const it of items)
    for (const e of hopsOf(it)) {
      const line = `    ${id(e.caller)} ${e.rule === "direct" ? "-->" : `-.->|"${label(e.kind)}"|`} ${id(e.callee)}`;
      if (!seen.has(line)) out.push(line);
      seen.add(line);
    }
  return out.join("\n") + "\n";
}

// As people write it by hand, in the outlines of textbooks.
export function outline() {
  const out = [];
  for (const it of items) {
    if (it.note) out.push(`# ${it.note}`);
    const hops = hopsOf(it);
    out.push(`${hops[0].caller.name}  // ${hops[0].caller.file}`);
    hops.forEach((e, i) => out.push(`${"  ".repeat(i)}|-${e.callee.name}  // ${e.callee.file}:${e.callee.line}${e.rule === "direct" ? "" : `, ${e.kind}: ${e.via}`}`));
    out.push("");
  }
  return out.join("\n");
}

export function markdown() {
  const out = [];
  for (const it of items) {
    if (it.note) out.push(it.note, "");
    out.push("```mermaid", mermaidOf(it), "```", "");
    hopsOf(it).forEach((e, i) => out.push(`${i + 1}. \`${e.caller.name}\` → \`${e.callee.name}\` (${e.site ? `${e.site.file}:${e.site.line}` : ""})${e.via ? `: \`${e.via}\`` : ""}`));
    out.push("");
  }
  return out.join("\n");
}

function mermaidOf(it) {
  const all = items;
  items = [it];
  const text = mermaid();
  items = all;
  return text.trimEnd();
}

// As parts of a lab, for kpath report.
export function lab() {
  const parts = [];
  for (const it of items) {
    if (it.note) parts.push({ kind: "text", text: it.note });
    const hops = hopsOf(it), as = it.as && it.as.length ? { as: it.as } : {}, via = it.via && it.via.length ? { via: it.via } : {};
    parts.push({ kind: "path", from: it.from || full(hops[0].caller), to: it.to || full(hops[hops.length - 1].callee), ...as, ...via, flow: true });
  }
  return JSON.stringify({ id: "basket", title: "Basket", questions: [{ title: "Basket", parts }] }, null, 2) + "\n";
}

// As one figure.
function figure() {
  const nodes = new Map(), edges = new Map();
  for (const it of items)
    for (const e of hopsOf(it)) {
      for (const f of [e.caller, e.callee]) nodes.set(full(f), { title: f.name, sub: f.file || "", cls: "lit" });
      edges.set(full(e.caller) + " " + full(e.callee), { from: full(e.caller), to: full(e.callee), wave: e.deferred, title: "", cls: ["lit", e.rule !== "direct" && "through", e.deferred && "later"].filter(Boolean).join(" ") });
    }
  return drawing(nodes, [...edges.values()]);
}

// ---- as an address ----

const MOST = 4 << 20;	// bytes of a basket: a few may stand for very many

async function squeeze(bytes, how) {
  const parts = [];
  let n = 0;
  for (const reader = new Blob([bytes]).stream().pipeThrough(how).getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    n += value.length;
    if (n > MOST) throw new Error(t("tooLarge"));
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

async function basketAddress() {
  const packed = await squeeze(new TextEncoder().encode(JSON.stringify(items)), new CompressionStream("deflate-raw"));
  let text = "";
  for (const b of packed) text += String.fromCharCode(b);
  return location.href.split("#")[0] + "#/basket?items=" + btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

const isFunction = (f) => f && typeof f.name === "string" && typeof f.file === "string";
const isHop = (e) => e && isFunction(e.caller) && isFunction(e.callee) && (!e.site || typeof e.site.file === "string");

// What stands in an address is anybody's: nothing but hops and sentences is taken.
export async function basketOf(text) {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const list = JSON.parse(new TextDecoder().decode(await squeeze(bytes, new DecompressionStream("deflate-raw"))));
  return (Array.isArray(list) ? list : []).filter((it) => it && hopsOf(it).length && hopsOf(it).every(isHop)).map((it) => ({ ...it, note: String(it.note || "") }));
}

export function takeBasket(list) {
  items = list;
  showBasket();
}

// ---- the pane ----

function itemRow(it, i) {
  const hops = hopsOf(it);
  return h("li", {}, h("div", { class: "line" }, h("span", { class: "fn" }, `${hops[0].caller.name} → ${hops[hops.length - 1].callee.name}`), h("span", { class: "soft" }, `${hops.length} ${t("hops")}`),
    h("button", { type: "button", class: "small", "aria-label": `${t("drop")}: ${hops[0].caller.name}`, onclick: () => { items.splice(i, 1); showBasket(); } }, "×")),
    h("input", { class: "note", value: it.note, placeholder: t("note"), "aria-label": t("note"), oninput: (e) => { it.note = e.target.value; store(); } }));
}

function output(name, text, file, type) {
  return h("button", { type: "button", onclick: () => {
    $("basket-text").textContent = text();
    $("basket-out").hidden = false;
    $("basket-copy").onclick = () => copy(text(), t("copied"));
    $("basket-save").onclick = () => save(file, type, text());
  } }, name);
}

export function showBasket(getIndex) {
  if (getIndex) index = getIndex;
  store();
  const box = $("basket"), old = $("draft");
  if (old && box.contains(old) && document.activeElement === old) return;
  box.replaceChildren();
  put(box, h("h2", {}, t("paneBasket")), items.length ? null : h("p", { class: "soft" }, t("emptyBasket")),
    h("ul", { class: "items" }, items.map(itemRow)),
    items.length ? h("p", { class: "bar" }, output(t("mermaid"), mermaid, "kpath.mmd", "text/plain"), output(t("outline"), outline, "kpath.txt", "text/plain"),
      output(t("markdown"), markdown, "kpath.md", "text/markdown"), output(t("labPart"), lab, "lab.json", "application/json"),
      h("button", { type: "button", onclick: () => saveSvg(figure()) }, t("svg")), h("button", { type: "button", onclick: () => savePng(figure()) }, t("png")),
      h("button", { type: "button", onclick: async () => copy(await basketAddress(), t("basketLink")) }, t("link")), h("button", { type: "button", onclick: () => { items = []; showBasket(); } }, t("clear"))) : "",
    h("div", { id: "basket-out", hidden: true }, h("div", { class: "bar" }, h("button", { type: "button", class: "small", id: "basket-copy" }, t("copyIt")), h("button", { type: "button", class: "small", id: "basket-save" }, "↓")),
      h("pre", { id: "basket-text", tabindex: "0" })),
    h("h3", {}, t("draft")), ...draft("draft", localStorage, "kpath-draft", { index, rows: 6 }));
}
