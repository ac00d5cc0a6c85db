/* SPDX-License-Identifier: MIT */
/* The row of the answer "stack": a text that has stacks in it. */
#include <string.h>

#include "queries/answer.h"
#include "stack.h"
#include "store/index.h"

static int run_stack(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	struct stack_judge *j = q_stack_begin(q->g, res);

	q_stack_add(j, "", q->v[0].text, strlen(q->v[0].text));
	return q_stack_end(j);
}

static void release_stack(void *res)
{
	q_stack_release(res);
}

static const struct ask_param stack_param[] = {
	{ "text", ASK_TEXT, "TEXT" },
	{ NULL }
};

const struct answer_kind stack_answer = {
	.name = "stack",
	.param = stack_param,
	.about = "explains a crash: each step of an oops, a sample, a backtrace",
	.more = "",
	.size = sizeof(struct q_stack_result),
	.own_command = 1,
	.not_in_labs = 1,
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_ENTRIES,
	.run = run_stack,
	.release = release_stack,
};
