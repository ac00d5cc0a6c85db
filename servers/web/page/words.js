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
  noPath: ["No path was found.", "没有找到路径。"], reached: ["functions were reached.", "个函数被搜索到。"],
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
  byDir: ["directories", "目录"], noLater: ["no deferred", "不含延迟"], onlyPtr: ["pointers only", "仅经指针"],
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
  missingFn: ["not in the index", "不在索引中"], steps: ["steps", "步"], step: ["step", "步"], explained: ["explained", "已解释"],
  sourceEmpty: ["A place that is clicked is shown here.", "点击任一位置后在此显示源码。"],
  tooLarge: ["This address has too much in it.", "此地址包含的内容过多。"],
  via: ["by way of", "经由"], avoid: ["not by this", "不经此处"], avoided: ["never by way of:", "不经："], again: ["allow again", "重新允许"],
  larger: ["larger", "放大"], smaller: ["smaller", "缩小"], group: ["group by", "分组"], filters: ["filters", "过滤"],
  byLayer: ["layers", "层次"], foldAll: ["fold all", "全部折叠"], unfoldAll: ["unfold all", "全部展开"],
  noErrors: ["no error branches", "不含出错"], noErrorsAbout: ["without messages, panics and what cleans up after an error", "不含消息、panic 与出错后的清理"],
  only: ["only", "仅"], link: ["link", "链接"], linkCopied: ["the address of this picture is copied", "已复制此图地址"], linkAbout: ["copy an address that draws this again", "复制可重新画出此图的地址"],
  perhaps: ["meant perhaps:", "可能是指："], scenarios: ["taken for granted:", "设定场景："],
  stopped: ["The search stopped here, because …", "搜索止于此处，原因是……"], nobody: ["Nothing in this index calls it at all.", "此索引中没有任何代码调用它。"],
  closed: ["There is a way, but a condition on it never holds with what is passed:", "有一条路径，但其上的条件与传入的值矛盾："],
  setsIt: ["who sets it", "谁设置它"], usesIt: ["who uses it", "谁使用它"], inTable: ["the table", "所在表"], whyThis: ["why", "为什么"], callsThrough: ["who calls through it", "谁经它调用"],
  inFunction: ["in", "位于"], edit: ["editor", "编辑器"], conditions: ["the way from there, with its conditions", "由此而来的路径与条件"], wayIn: ["way", "路径"], picked: ["look up", "查询"],
  checkText: ["Check a text", "核对文本"], checkHint: ["A report, a review mail or a commit message: each claim about calls, places, states and registrations is judged while you type.", "报告、评审邮件或提交说明：其中关于调用、位置、状态与注册的论断会边写边核对。"],
  noClaims: ["nothing in it can be checked yet", "尚无可核对的论断"], labPart: ["Lab", "实验"], trail: ["seen before", "浏览记录"], menu: ["more", "更多"],
  settings: ["Settings", "设置"], editorUrl: ["How the editor is opened ({tree}, {file}, {line} are filled in):", "打开编辑器的地址（{tree}、{file}、{line} 会被替换）："],
  notions: ["Words of the kernel", "内核术语"], least: ["the least surprising", "最不意外"], by: ["by way of", "经由"], basketLink: ["the address of this basket is copied", "已复制收集篮地址"],
  loadBasket: ["This address has a basket in it.", "此地址含有一个收集篮。"], takeBasket: ["Take it", "载入"],
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

function showCard(el, children) {
  const card = $("card");
  card.replaceChildren(...children);
  card.hidden = false;
  const r = el.getBoundingClientRect(), w = card.offsetWidth;
  card.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + "px";
  card.style.top = (r.bottom + card.offsetHeight + 12 > innerHeight ? r.top - card.offsetHeight - 6 : r.bottom + 6) + "px";
}

export function hideCard() {
  $("card").hidden = true;
}

// What `content` gives is shown while the pointer or the focus is on `el`.
export function hover(el, content) {
  el.setAttribute("aria-describedby", "card");
  for (const e of ["mouseenter", "focus"]) el.addEventListener(e, () => showCard(el, content()));
  for (const e of ["mouseleave", "blur"]) el.addEventListener(e, hideCard);
  return el;
}

const text = (n) => { const [title, about] = lang === "zh" ? n.zh : n.en; return [h("b", {}, title), " ", about]; };

export const isNotion = (word) => notions.has(word);
export const allNotions = () => [...new Set(notions.values())];
export const notionText = text;

// A word, with a card where it is a notion.
export function notion(word, cls) {
  const n = notions.get(word);
  if (!n) return h("span", { class: cls }, word);
  const el = hover(h("button", { type: "button", class: "notion " + (cls || "") }, word), () => text(n));
  el.addEventListener("click", () => showCard(el, text(n)));
  return el;
}
