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
	{ "true", "属实" },
	{ "imprecise", "不准确" },
	{ "false", "错误" },
	{ "unknown", "无法判断" },
	{ "right is", "正确的是" },
	{ "claim", "条论断" },
	{ "claims", "条论断" },
	{ "the document claims nothing that can be checked", "文档中没有可以检查的论断" },
	{ "listed statement stands in the source as it is listed (-v shows it)", "条列出的语句与源码一致（-v 可显示）" },
	{ "listed statements stand in the source as they are listed (-v shows them)", "条列出的语句与源码一致（-v 可显示）" },
	{ "moved", "移动" },
	{ "called in another way", "调用方式改变" },
	{ "called by another function", "调用者改变" },
	{ "as before", "跳未变" },
	{ "changed", "跳有变化" },
	{ "gone", "跳消失" },
	{ "new", "跳新增" },
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
