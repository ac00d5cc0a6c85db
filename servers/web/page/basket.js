// SPDX-License-Identifier: MIT
// What is kept: hops and ways with sentences between them, as Mermaid, an outline or Markdown; and a draft that is checked.
import { h, $, copy, save, say } from "./dom.js";
import { t } from "./words.js";
import { ask } from "./ask.js";

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

// As people write it by hand.
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

const VERDICT = { true: "ok", false: "bad", imprecise: "mid", unknown: "soft" };

function draft() {
  const area = h("textarea", { id: "draft", rows: 6, "aria-label": t("draft"), spellcheck: "false" }), list = h("ul", { id: "verdicts", "aria-live": "polite" });
  let timer = 0, controller = null;
  area.value = localStorage.getItem("kpath-draft") || "";
  const look = async () => {
    localStorage.setItem("kpath-draft", area.value);
    if (controller) controller.abort();
    if (!area.value.trim()) return list.replaceChildren();
    controller = new AbortController();
    try {
      const res = await ask("check", { index: index() }, { body: area.value, signal: controller.signal });
      list.replaceChildren(...(res.claims || []).map((c) => h("li", { class: VERDICT[c.verdict] || "" }, h("b", {}, `${c.verdict} `), `${c.line}: ${c.says || c.claim || c.text || ""} `,
        c.why ? h("span", { class: "soft" }, c.why) : null)));
    } catch (e) {
      if (e.name !== "AbortError") say(e.message);
    }
  };
  area.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 600); });
  if (area.value) look();
  return [h("h3", {}, t("draft")), area, list];
}

export function showBasket(getIndex) {
  if (getIndex) index = getIndex;
  store();
  const box = $("basket"), old = $("draft");
  if (old && box.contains(old) && document.activeElement === old) return;
  box.replaceChildren(h("h2", {}, t("paneBasket")), items.length ? null : h("p", { class: "soft" }, t("emptyBasket")) || "",
    h("ul", { class: "items" }, items.map(itemRow)),
    items.length ? h("p", { class: "bar" }, output(t("mermaid"), mermaid, "kpath.mmd", "text/plain"), output(t("outline"), outline, "kpath.txt", "text/plain"),
      output(t("markdown"), markdown, "kpath.md", "text/markdown"), h("button", { type: "button", onclick: () => { items = []; showBasket(); } }, t("clear"))) : "",
    h("div", { id: "basket-out", hidden: true }, h("div", { class: "bar" }, h("button", { type: "button", class: "small", id: "basket-copy" }, t("copyIt")), h("button", { type: "button", class: "small", id: "basket-save" }, "↓")),
      h("pre", { id: "basket-text", tabindex: "0" })),
    ...draft());
}
