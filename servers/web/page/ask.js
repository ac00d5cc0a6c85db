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
    else if (["via", "avoid"].includes(k)) state[k] = v.split(",").filter(Boolean);
    else if (k === "f" && view === "graph") state.f = v.split(",");
    else state[k] = v;
  return state;
}

export function address(state) {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(state))
    if (k !== "view" && k !== "tree" && v && v.length) q.set(k, Array.isArray(v) ? v.join(",") : v);
  const text = q.toString();
  return "#/" + (state.view === "start" ? "" : state.view) + (text ? "?" + text : "");
}

export const go = (state) => { location.hash = address(state); };

// What is looked at within a view stands in its address too, without another step of history.
export function remember(state, key, value) {
  if (value) state[key] = value;
  else delete state[key];
  history.replaceState(history.state, "", address(state));
}

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

// Where a name leads that is no function.
export function lookUp(n, keep) {
  const view = { file: { view: "src", place: `${n.name}:1` }, table: { view: "a", what: "table", object: n.name }, slot: { view: "a", what: "slot", slot: n.name },
    state: { view: "a", what: "states", field: n.field } }[n.kind];
  return view ? { ...view, ...keep } : null;
}

// `keep`: gives what of the state stays where a table, a field, a state or a file is taken.
export function complete(input, index, keep) {
  const list = $(input.id + "-list");
  let at = -1, controller = null, timer = 0, names = [];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (n) => {
    const view = lookUp(n, keep());
    close();
    if (view) return go(view);
    input.value = before() + n.name;
  };
  // of a list, the last word
  const before = () => input.value.slice(0, input.value.lastIndexOf(",") + 1);
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
    const word = input.value.slice(before().length).trim();
    if (controller) controller.abort();
    if (word.length < 2 || /:\d*$/.test(word)) return close();
    controller = new AbortController();
    try {
      const res = await ask("names", { word, limit: 40, index: index() }, { signal: controller.signal });
      if (document.activeElement !== input) return;
      // functions first, but something of every kind
      const of = (kinds, n) => res.names.filter((x) => kinds.includes(x.kind)).slice(0, n);
      names = [...of(["function", "syscall"], 9), ...of(["table", "slot"], 4), ...of(["state"], 3), ...of(["file"], 3)];
      list.replaceChildren(...names.map((n, i) => h("li", {
        role: "option", id: `${input.id}-${i}`, "aria-selected": "false",
        onmousedown: (e) => { e.preventDefault(); take(n); },
      }, h("b", {}, n.name), n.kind === "function" ? null : h("i", {}, n.kind), h("span", {}, n.field || n.place))));
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
      take(names[at]);
    }
  });
}
