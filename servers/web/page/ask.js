// SPDX-License-Identifier: MIT
// Questions to the server, the state that stands in the address, and the completion of names.
import { h, $, say } from "./dom.js";
import { language } from "./words.js";

// ---- state: "#/path?from=…&to=…" ----

export function readState() {
  const [view, query] = location.hash.replace(/^#\/?/, "").split("?");
  const state = { view: view || "start", as: [] };
  for (const [k, v] of new URLSearchParams(query || ""))
    if (k === "as") state.as.push(...v.split(",").filter(Boolean));
    else state[k] = v;
  return state;
}

export function address(state) {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(state))
    if (k !== "view" && v && v.length) q.set(k, Array.isArray(v) ? v.join(",") : v);
  const text = q.toString();
  return "#/" + (state.view === "start" ? "" : state.view) + (text ? "?" + text : "");
}

export const go = (state) => { location.hash = address(state); };

// ---- the server ----

export class Trouble extends Error {
  constructor(message, candidates) {
    super(message);
    this.candidates = candidates || [];
  }
}

export async function ask(what, params, { body, signal } = {}) {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(params))
    for (const one of Array.isArray(v) ? v : [v]) if (one !== undefined && one !== null && one !== "") q.append(k, one);
  if (language() === "zh") q.set("lang", "zh");
  const res = await fetch("api/" + what + "?" + q, body === undefined ? { signal } :
    { method: "POST", body, signal, headers: { "Content-Type": "text/plain" } });
  const type = res.headers.get("Content-Type") || "";
  if (type.startsWith("application/json")) {
    const doc = await res.json();
    if (doc.error) throw new Trouble(doc.error.message || doc.error, doc.error.candidates || doc.candidates);
    return doc;
  }
  const text = await res.text();
  if (!res.ok) throw new Trouble(text.trim());
  return text;
}

// A function as a question names it, so that it is the only one.
export const full = (f) => (f ? (f.file && !f.file.startsWith("<") ? f.file + ":" + f.name : f.name) : "");
export const placeText = (p) => (p ? p.file + ":" + p.line : "");

// ---- completion ----

export function complete(input, index, chosen) {
  const list = $(input.id + "-list");
  let at = -1, controller = null, timer = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (name) => {
    input.value = name;
    close();
    if (chosen) chosen();
  };
  const mark = (n) => {
    const items = list.children;
    if (!items.length) return;
    if (items[at]) items[at].setAttribute("aria-selected", "false");
    at = (n + items.length) % items.length;
    items[at].setAttribute("aria-selected", "true");
    items[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", items[at].id);
  };
  const look = async () => {
    const word = input.value.trim();
    if (controller) controller.abort();
    if (word.length < 2 || word.includes(":")) return close();
    controller = new AbortController();
    try {
      const res = await ask("names", { word, limit: 12, index: index() }, { signal: controller.signal });
      if (document.activeElement !== input) return;
      const names = res.names.filter((n) => n.kind === "function" || n.kind === "syscall");
      list.replaceChildren(...names.map((n, i) => h("li", {
        role: "option", id: `${input.id}-${i}`, "aria-selected": "false",
        onmousedown: (e) => { e.preventDefault(); take(n.name); },
      }, h("b", {}, n.name), h("span", {}, n.place))));
      list.hidden = !names.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      at = -1;
    } catch (e) {
      if (e.name !== "AbortError") say(e.message);
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (e) => {
    if (list.hidden) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      mark(at + (e.key === "ArrowDown" ? 1 : -1));
    } else if (e.key === "Escape") {
      e.stopPropagation();
      close();
    } else if ((e.key === "Enter" || e.key === "Tab") && at >= 0) {
      e.preventDefault();
      take(list.children[at].firstChild.textContent);
    }
  });
}
