// SPDX-License-Identifier: MIT
// A text whose claims are judged while it is typed: underlined where they stand, and listed with the reason.
import { h, say } from "./dom.js";
import { t } from "./words.js";
import { ask } from "./ask.js";

const VERDICT = { true: "ok", false: "bad", imprecise: "mid", unknown: "soft" };

// The text in pieces, each claim's as a mark.
function marked(text, claims) {
  const bytes = new TextEncoder().encode(text), starts = [0], out = [];
  bytes.forEach((b, i) => { if (b === 10) starts.push(i + 1); });
  const decode = (a, b) => new TextDecoder().decode(bytes.slice(a, b));
  let at = 0;
  const spans = claims.map((c) => ({ a: starts[c.line - 1] + c.column - 1, b: starts[c.end_line - 1] + c.end_column - 1, c })).sort((x, y) => x.a - y.a);
  for (const { a, b, c } of spans) {
    if (!(a >= at) || !(b > a)) continue;
    out.push(decode(at, a), h("mark", { class: VERDICT[c.verdict] || "soft" }, decode(a, b)));
    at = b;
  }
  out.push(decode(at, bytes.length), "\n");
  return out;
}

// `name`: of the store that keeps the text; `index`, `as` give what it is judged by.
export function draft(id, store, name, { index, as, rows, open }) {
  const area = h("textarea", { id, rows, "aria-label": t("draft"), spellcheck: "false" }), under = h("div", { class: "under", "aria-hidden": "true" });
  const list = h("ul", { class: "verdicts", id: id === "draft" ? "verdicts" : id + "-verdicts", "aria-live": "polite" });
  let timer = 0, controller = null;
  area.value = store.getItem(name) || "";
  const line = (c) => {
    const at = c.evidence && c.evidence[0];
    return h("li", { class: VERDICT[c.verdict] || "" }, h("b", {}, `${c.verdict} `), `${c.line}: ${c.says || c.text || ""} `, c.why ? h("span", { class: "soft" }, `${c.why} `) : null,
      c.correct ? h("span", { class: "soft" }, `→ ${c.correct} `) : null,
      at && open ? h("a", { class: "place", href: "#", onclick: (e) => { e.preventDefault(); open(at); } }, `${at.file}:${at.line}`) : null);
  };
  const look = async () => {
    store.setItem(name, area.value);
    under.replaceChildren(area.value + "\n");
    if (controller) controller.abort();
    if (!area.value.trim()) return list.replaceChildren();
    controller = new AbortController();
    try {
      const res = await ask("check", { index: index(), as: as ? as() : undefined }, { body: area.value, signal: controller.signal });
      under.replaceChildren(...marked(area.value, res.claims || []));
      list.replaceChildren(...(res.claims || []).map(line));
      if (!list.children.length) list.append(h("li", { class: "soft" }, t("noClaims")));
    } catch (e) {
      if (e.name !== "AbortError") say(e.message);
    }
  };
  area.addEventListener("input", () => { clearTimeout(timer); under.replaceChildren(area.value + "\n"); timer = setTimeout(look, 500); });
  area.addEventListener("scroll", () => { under.scrollTop = area.scrollTop; });
  if (area.value) look();
  return [h("div", { class: "drafting" }, under, area), list];
}
