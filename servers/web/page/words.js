// SPDX-License-Identifier: MIT
// What the page says, in both languages; and the cards of notions.
import { h, $ } from "./dom.js";

const words = {
  skip: ["Skip to the answer", "跳到答案"],
  from: ["from", "从"], to: ["to", "到"], go: ["Ask", "查询"], swap: ["swap from and to", "交换"],
  index: ["index", "索引"], compare: ["compare", "对比"], none: ["none", "无"],
  pasteStack: ["Paste a stack", "粘贴调用栈"], theme: ["light or dark", "明暗"], help: ["keys and help", "按键与帮助"],
  paneAnswer: ["Answer", "答案"], panePicture: ["Picture", "图"], paneSource: ["Source", "源码"], paneBasket: ["Basket", "收集篮"],
  making: ["The index is being made …", "正在建立索引……"],
  asking: ["asking …", "查询中……"], way: ["way", "路径"], hops: ["hops", "跳"], cost: ["cost", "代价"],
  noPath: ["No path was found.", "没有找到路径。"], reached: ["functions were reached; the search stopped here:", "个函数被搜索到；搜索停止于："],
  candidates: ["candidates", "个候选"], candidate: ["candidate", "个候选"], later: ["later", "稍后"],
  callers: ["Callers", "调用者"], callees: ["Calls", "被调用者"], entries: ["Entries that reach it", "可到达它的入口"],
  pathFrom: ["as start", "作为起点"], pathTo: ["as end", "作为终点"], keep: ["keep", "收入"], kept: ["kept in the basket", "已放入收集篮"],
  keepAll: ["Keep this way", "收入整条路径"], more: ["more", "更多"], all: ["show all", "显示全部"],
  wheres: ["where", "位置"], who: ["Nobody calls it that is known.", "没有已知的调用者。"],
  nothing: ["Nothing is called here.", "这里没有调用。"],
  meant: ["Is one of these meant?", "是不是指其中之一？"],
  stackHint: ["Paste an oops, a warning, KASAN, perf script, bpftrace, gdb, crash or ftrace output.", "粘贴 oops、警告、KASAN、perf script、bpftrace、gdb、crash 或 ftrace 的输出。"],
  explain: ["Explain", "解释"], context: ["context", "上下文"], filled: ["filled in", "补全"],
  openAt: ["open in", "打开于"], noSource: ["The source can't be shown.", "无法显示源码。"],
  unfold: ["what can be called here", "此处可能调用的函数"],
  expandOut: ["+ calls", "+ 被调用者"], expandIn: ["+ callers", "+ 调用者"], pin: ["pin", "固定"], drop: ["remove", "移除"], fit: ["fit", "适应"],
  byDir: ["by directory", "按目录"], noLater: ["without deferred", "不含延迟执行"], onlyPtr: ["only through pointers", "仅经指针"],
  svg: ["SVG", "SVG"], png: ["PNG", "PNG"], mermaid: ["Mermaid", "Mermaid"], outline: ["Outline", "大纲"], markdown: ["Markdown", "Markdown"],
  copied: ["copied", "已复制"], copyIt: ["copy", "复制"], clear: ["Empty the basket", "清空"], emptyBasket: ["Hops and ways that you keep are put together here.", "收入的跳与路径汇集于此。"],
  note: ["sentence", "说明"], draft: ["A draft to be checked while you type", "边写边核对的草稿"], claims: ["claims", "个论断"],
  same: ["the same way in both", "两者路径相同"], differs: ["the ways differ", "两者路径不同"],
  graphEmpty: ["Ask for a way or a function; it is drawn here.", "查询路径或函数后在此显示。"],
  welcome: ["How does one function of this kernel reach another?", "内核中的一个函数如何到达另一个？"],
  examples: ["For example:", "例如："],
  browse: ["Or look at:", "或查看："],
  keys: ["Keys", "按键"],
  keyList: ["/ ask · j k next, previous hop · Enter source of the hop · a b p s pane · x keep the hop · e expand · [ ] other ways · ? this help · Esc close",
    "/ 查询 · j k 下一跳、上一跳 · Enter 该跳源码 · a b p s 面板 · x 收入该跳 · e 展开 · [ ] 其他路径 · ? 帮助 · Esc 关闭"],
  guard: ["if", "条件"], nodes: ["functions", "个函数"], tooMany: ["the picture has enough functions: remove some", "图中函数已足够多：请移除一些"],
  missingFn: ["not in the index", "不在索引中"], steps: ["steps", "步"], explained: ["explained", "已解释"],
  permalink: ["the address of this page leads here again", "本页地址即可再次打开"], table: ["table", "表"],
};

let lang = localStorage.getItem("kpath-lang") || (navigator.language.startsWith("zh") ? "zh" : "en");

export const language = () => lang;
export const t = (key) => (words[key] || [key, key])[lang === "zh" ? 1 : 0];

export function setLanguage(to) {
  lang = to;
  localStorage.setItem("kpath-lang", to);
  translate();
}

export function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const el of document.querySelectorAll("[data-t]")) el.textContent = t(el.dataset.t);
  for (const el of document.querySelectorAll("[data-tt]")) {
    el.title = t(el.dataset.tt);
    el.setAttribute("aria-label", t(el.dataset.tt));
  }
  $("lang").textContent = lang === "zh" ? "English" : "中文";
  $("lang").setAttribute("lang", lang === "zh" ? "en" : "zh");
  $("lang").setAttribute("aria-label", $("lang").textContent);
}

// ---- cards ----

const notions = new Map();

export async function loadNotions() {
  for (const n of await (await fetch("notions.json")).json())
    for (const w of n.words) notions.set(w, n);
}

function show(el, n) {
  const card = $("card"), [title, text] = lang === "zh" ? n.zh : n.en;
  card.replaceChildren(h("b", {}, title), " ", text);
  card.hidden = false;
  const r = el.getBoundingClientRect(), w = card.offsetWidth;
  card.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + "px";
  card.style.top = (r.bottom + card.offsetHeight + 12 > innerHeight ? r.top - card.offsetHeight - 6 : r.bottom + 6) + "px";
}

export function hideCard() {
  $("card").hidden = true;
}

// A word, with a card where it is a notion.
export function notion(word, cls) {
  const n = notions.get(word);
  if (!n) return h("span", { class: cls }, word);
  const el = h("button", { type: "button", class: "notion " + (cls || ""), "aria-describedby": "card" }, word);
  for (const e of ["mouseenter", "focus", "click"]) el.addEventListener(e, () => show(el, n));
  for (const e of ["mouseleave", "blur"]) el.addEventListener(e, hideCard);
  return el;
}
