/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "base/xalloc.h"

/* Words of the text writer; names of kinds and rules stay as they are. */
static const struct { const char *en, *zh; } words[] = {
	{ "path", "路径" },
	{ "of", "共" },
	{ "hop", "跳" },
	{ "hops", "跳" },
	{ "cost", "代价" },
	{ "deferred", "延迟执行" },
	{ "candidate", "个候选" },
	{ "candidates", "个候选" },
	{ "likely", "可能" },
	{ "if", "条件" },
	{ "source", "源码" },
	{ "callers of", "调用者：" },
	{ "callees of", "被调用者：" },
	{ "no callers were found", "没有找到调用者" },
	{ "no callees were found", "没有找到被调用者" },
	{ "no path was found", "没有找到路径" },
	{ "gave up looking for more paths", "放弃继续搜索其他路径" },
	{ "where the search stopped", "搜索停止之处" },
	{ "functions were reached", "个函数被搜索到" },
	{ "place", "处" },
	{ "places", "处" },
	{ "the code around it does not say from which value", "周围的代码没有说明原先的值" },
	{ "a call of a function that always sets this", "调用一个总是设置此值的函数" },
	{ "places in functions that the scenario does not reach", "处位于该场景不可达的函数中" },
	{ "this call was recorded", "此调用在运行记录中出现过" },
	{ "targets dropped by scenario", "个目标被场景排除" },
	{ "deferred work is followed from who executes it, not from who starts it",
	  "延迟执行的工作按执行者而非启动者追踪" },
	{ "stored in", "存入" },
	{ "called through", "经由调用" },
	{ "held by", "被引用于" },
	{ "nothing is stored in it", "没有存入任何值" },
	{ "nobody calls through it", "没有经由它的调用" },
	{ "entries that reach", "可到达的入口：" },
	{ "no entry reaches it", "没有入口可到达" },
	{ "no call stands there", "此处没有调用" },
	{ "no initcalls", "没有 initcall" },
	{ "the index is sound", "索引完好" },
	{ "direct call", "直接调用" },
	{ "no target", "没有目标" },
	{ "and", "以及" },
	{ "more", "个未列出" },
};

const char *report_tr(const struct report *r, const char *text)
{
	size_t i;

	if (r->lang == LANG_EN)
		return text;
	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcmp(words[i].en, text))
			return words[i].zh;
	return text;
}
