// SPDX-License-Identifier: MIT
// What was looked at before, as links.
import { h, $ } from "./dom.js";
import { t } from "./words.js";
import { address } from "./ask.js";

const SHOWN = 7;
let seen = JSON.parse(sessionStorage.getItem("kpath-seen") || "[]");

const short = (name) => (name || "").replace(/^.*[/:]/, "");

function title(s) {
  if (s.view === "path") return `${short(s.from)} → ${short(s.to)}` + (s.as.length ? ` (${s.as.join(", ")})` : "");
  if (s.view === "func") return short(s.f);
  if (s.view === "src") return s.place.replace(/^.*\//, "");
  if (s.view === "a") return [s.what, ...["object", "slot", "field", "flag", "name", "function", "site", "level"].map((k) => s[k]).filter(Boolean).map(short)].join(" ") + (s.as.length ? ` (${s.as.join(", ")})` : "");
  return { stack: t("pasteStack"), check: t("checkText"), graph: t("panePicture") }[s.view] || "";
}

// Notes a view; the same one again moves to the end.
export function crumb(state) {
  const { at, way, tree, ...rest } = state, name = title(rest), where = address(rest);
  if (name) {
    seen = [...seen.filter((x) => x.where !== where), { name, where }].slice(-SHOWN);
    sessionStorage.setItem("kpath-seen", JSON.stringify(seen));
  }
  $("crumbs").setAttribute("aria-label", t("trail"));
  $("crumbs").hidden = seen.length < 2;
  $("crumbs").replaceChildren(...seen.map((x) => h("a", { href: x.where, "aria-current": x.where === where ? "page" : null }, x.name)));
}
