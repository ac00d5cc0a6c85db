/* SPDX-License-Identifier: MIT */
/* What a checked document is told, in its reader's language. */
#include "prose.h"

#include <string.h>

static const struct { const char *en, *zh; } words[] = {
	{ "{1} calls {2}", "{1} 调用 {2}" },
	{ "somebody calls {1}", "有人调用 {1}" },
	{ "{1} comes before {2}, both called by {3}", "{1} 在 {2} 之前，二者都由 {3} 调用" },
	{ "{1} calls {2} further down", "{1} 在后面才调用 {2}" },
	{ "both are called by {1}", "二者都由 {1} 调用" },
	{ "{1} is in {2}", "{1} 位于 {2}" },
	{ "{1} is in {2}, line {3}", "{1} 位于 {2} 第 {3} 行" },
	{ "struct {1} is in {2}", "结构体 {1} 位于 {2}" },
	{ "there is a function {1}", "存在函数 {1}" },
	{ "there is no function {1} in this index", "索引中没有函数 {1}" },
	{ "there is no function {1} in this index; the nearest name is {2}", "索引中没有函数 {1}，最接近的名字是 {2}" },
	{ "there is no function {1} any more, since Linux {2}", "自 Linux {2} 起不再有函数 {1}" },
	{ "the tree has no function {1}: an older kernel's, or the text's own example",
	  "源码中没有函数 {1}：可能属于旧版内核，或是文中自己的例子" },
	{ "{1} does not exist any more", "{1} 已不存在" },
	{ "{1} does not exist any more, today it is {2}", "{1} 已不存在，现在是 {2}" },
	{ "{1} does not exist any more; today it is {2}", "{1} 已不存在，现在是 {2}" },
	{ "{1} does not exist any more, today it is {2}; {3}", "{1} 已不存在，现在是 {2}；{3}" },
	{ "today it is {1}", "现在是 {1}" },
	{ "{1} is {2} today", "{1} 现在叫 {2}" },
	{ "{1} is a macro", "{1} 是宏" },
	{ "{1} is a macro, in {2}", "{1} 是宏，在 {2}" },
	{ "{1} is a type, in {2}", "{1} 是类型，在 {2}" },
	{ "{1} is an object, in {2}", "{1} 是变量，在 {2}" },
	{ "{1} is declared in {2}", "{1} 声明于 {2}" },
	{ "{1}, not built here", "{1}，本配置未编译" },
	{ "{1}, not built here (needs {2})", "{1}，本配置未编译（需要 {2}）" },
	{ "{1}, and this configuration leaves it out", "{1}，本配置将其排除在外" },
	{ "another {1} is in {2}, not built here", "另一个 {1} 在 {2}，本配置未编译" },
	{ "the index has no field of a struct {1}", "索引中没有结构体 {1} 的成员" },
	{ "the index has no object {1}", "索引中没有变量 {1}" },
	{ "the index has no such field", "索引中没有这个成员" },
	{ "the file is right; the function begins at line {1}", "文件正确；函数从第 {1} 行开始" },
	{ "the function begins at line {1}, not {2}", "函数从第 {1} 行开始，而不是第 {2} 行" },
	{ "that file is not a part of this index", "这个文件不在索引中" },
	{ "it is defined in another file", "它定义在另一个文件中" },
	{ "it is in another file", "它在另一个文件中" },
	{ "it is an inline function of a header", "它是头文件中的内联函数" },
	{ "the sentence does not say so plainly; {1}", "原文没有明确这样说；{1}" },
	{ "{1} begins with \"{2}\"", "{1} 的开头是“{2}”" },
	{ "{1} has the statement \"{2}\"", "{1} 中有语句“{2}”" },
	{ "{1} has no such statement", "{1} 中没有这条语句" },
	{ "{1} has no such statement; {2}", "{1} 中没有这条语句；{2}" },
	{ "the statement has changed", "这条语句有改动" },
	{ "the call of {1} has changed", "对 {1} 的调用有改动" },
	{ "the head of the function has changed", "函数头有改动" },
	{ "it stands in {1} now", "它现在在 {1} 中" },
	{ "without the sources, the head can't be compared", "没有源码，无法比较函数头" },
	{ "without the sources, only calls can be compared", "没有源码，只能比较调用" },
	{ "without the sources, the arguments of a call can't be compared", "没有源码，无法比较调用的参数" },
	{ "the call is there; without the sources, its arguments can't be compared", "有这个调用；没有源码，无法比较其参数" },
	{ "the call has other arguments", "这个调用的参数不同" },
	{ "the call stands in {1}", "这个调用在 {1} 中" },
	{ "the call stands in the source, but this configuration leaves it out", "源码中有这个调用，但本配置将其排除在外" },
	{ "too many places call it to look at all", "调用它的地方太多，无法逐一查看" },
	{ "{1} makes no such call", "{1} 没有这样的调用" },
	{ "nobody makes such a call", "没有这样的调用" },
	{ "it calls {1}, not {2}", "它调用的是 {1}，而不是 {2}" },
	{ "the way leads to {1}, not to {2} itself", "路径通向 {1}，而不是 {2} 本身" },
	{ "by way of {1}, which it is handed to", "经由 {1}（作为参数传入）" },
	{ "only by way of {1}", "仅经由 {1}" },
	{ "only by way of {1}, later", "仅经由 {1}，稍后执行" },
	{ "only by way of {1}, in another thread", "仅经由 {1}，在另一线程中" },
	{ "it is the other way round", "方向相反" },
	{ "{1} does not call {2}, and nothing short leads there", "{1} 不调用 {2}，也没有短的路径通向它" },
	{ "{1} does not call {2} itself, but a long or unlikely way may lead there",
	  "{1} 本身不调用 {2}，但可能有较长或少见的路径通向它" },
	{ "{1} calls through a pointer that can't be followed", "{1} 有无法跟踪的指针调用" },
	{ "the call is through a pointer that can't be followed; only the type fits", "该调用经过无法跟踪的指针；只有类型相符" },
	{ "through a pointer: {1}", "经指针：{1}" },
	{ "{1} does, through {2}", "{1} 这样做，经 {2}" },
	{ "{1} is a field; no call of {2} through it is seen", "{1} 是成员；没有看到 {2} 经它调用" },
	{ "{1} has no body in this index", "{1} 在索引中没有函数体" },
	{ "both are names of one system call", "二者是同一系统调用的名字" },
	{ "the document has more steps than are searched for", "文中的步骤超过了查找的上限" },
	{ "{1} is called by {2}", "{1} 由 {2} 调用" },
	{ "{1} is called by {2} and others", "{1} 由 {2} 等调用" },
	{ "{1} is registered by {2}({3})", "{1} 由 {2}({3}) 注册" },
	{ "it is registered by {1}", "它由 {1} 注册" },
	{ "{1}({2}), level {3}, {4}", "{1}({2})，级别 {3}，{4}" },
	{ "{1}({2}) makes the kernel run {3}", "{1}({2}) 使内核运行 {3}" },
	{ "{1} is no initcall of this kernel", "{1} 不是这个内核的 initcall" },
	{ "the same level, but the source says {1}", "级别相同，但源码写的是 {1}" },
	{ "no function is seen in the field {1}", "没有看到成员 {1} 中存放函数" },
	{ "it is {1}", "它是 {1}" },
	{ "the state becomes {1}", "状态变为 {1}" },
	{ "the state becomes {1} after {2}", "状态由 {2} 变为 {1}" },
	{ "in {1} the state becomes {2}", "在 {1} 中状态变为 {2}" },
	{ "in {1} the state becomes {2} after {3}", "在 {1} 中状态由 {3} 变为 {2}" },
	{ "{1} does not set it itself, {2} does", "{1} 本身不设置它，{2} 才设置" },
	{ "{1} does not set this state", "{1} 不设置这个状态" },
	{ "{1}: \"{2}\"", "{1}：“{2}”" },
	{ "{1} uses {2}", "{1} 使用 {2}" },
	{ "it calls {1}", "它调用 {1}" },
	{ "{1} does, which it calls", "它调用的 {1} 这样做" },
	{ "no use of {1} is seen in {2} or in what it calls", "在 {2} 及其调用的函数中没有看到 {1}" },
	{ "nothing that is known to do this is seen in it or near it", "在其中及附近没有看到已知会这样做的函数" },
	{ "{1} stands in the source of {2}, but no store of it is known", "{2} 的源码中有 {1}，但没有找到对它的赋值" },
	{ "{1} is set in {2}", "{1} 在 {2} 中设置" },
	{ "{1} and {2} more", "{1} 等（另有 {2} 处）" },
	{ "no place in this index sets a state {1}", "索引中没有地方设置状态 {1}" },
	{ "no place that sets {1} comes from {2}", "设置 {1} 的地方都不是从 {2} 转来" },
	{ "there it is set, but not from {1}", "那里确实设置它，但不是从 {1} 转来" },
	{ "nothing there says or excludes that it was {1}", "那里没有说明也没有排除之前是 {1}" },
	{ "the conditions around the places that set it do not say from which state",
	  "设置它的地方周围的条件没有说明之前的状态" },
	{ "the claim names no function", "原文没有说是哪个函数" },
};

static const char *translated(const struct report *r, const char *text)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(words[i].en, text))
			return words[i].zh;
	return report_tr(r, text);
}

void report_said(const struct report *r, const struct q_check_result *res, const char *text,
		 struct strbuf *out)
{
	const struct q_said *s = r->lang == LANG_EN ? NULL : q_said(res, text);
	const char *zh, *open;

	if (!s) {
		strbuf_addstr(out, r->lang == LANG_EN ? text : translated(r, text));
		return;
	}
	/* the arguments may be sentences themselves */
	for (zh = translated(r, s->text); (open = strchr(zh, '{')); zh = open + 3) {
		uint32_t n = (uint32_t)(open[1] - '1');

		strbuf_add(out, zh, (size_t)(open - zh));
		if (n < s->nr)
			report_said(r, res, s->arg[n], out);
	}
	strbuf_addstr(out, zh);
}

void report_about(const struct report *r, const struct q_check_result *res, struct strbuf *out)
{
	const struct q_check_about *a = &res->about;
	const struct prose_gap gap[] = {
		{ .name = "text", .type = PROSE_TEXT, .text = a->version ? a->version : a->before },
		{ .name = "index", .type = PROSE_TEXT, .text = graph_get_meta(r->g, "version") },
		{ .name = "n", .type = PROSE_UINT, .id = a->names ? (a->gone * 100 + a->names / 2) / a->names : 0 },
		{ .type = PROSE_END }
	};

	if (!*graph_get_meta(r->g, "kernel"))
		return;
	prose_fill(r, out, a->version ? "this text is about Linux {text}; the index is {index}; {n} % of the functions it names are gone" :
		   a->before ? "this text is about a Linux before {text}; the index is {index}; {n} % of the functions it names are gone" :
		   "this text names no version of Linux; the index is {index}; {n} % of the functions it names are gone", gap);
}
