/* SPDX-License-Identifier: MIT */
/* A report that has stacks in it, and what is said of them over a small graph. */
#include "fuzz.h"
#include "queries/stack/stack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct q_stack_result res;
	struct stack_judge *j = q_stack_begin(fuzz_graph(), &res);
	uint32_t i, k, rows = 0, steps = 0;

	/* a copy that ends where the text ends, for the address sanitizer */
	char *text = malloc(size ? size : 1);

	memcpy(text, data, size);
	q_stack_add(j, "report", text, size);
	free(text);
	q_stack_end(j);
	for (i = 0; i < res.nr_stacks; i++) {
		const struct q_stack *s = &res.stack[i];

		FUZZ_CHECK(s->text->nr_frames >= 2 && s->count);
		FUZZ_CHECK(s->frame == rows);
		rows += s->nr_frames;
		for (k = 0; k < EXPLAINED_NR; k++)
			steps += s->steps[k];
		FUZZ_CHECK(s->nr_frames >= s->text->nr_frames);
	}
	FUZZ_CHECK(rows == res.nr_frames && steps <= rows);
	for (i = 0; i < res.nr_frames; i++)
		FUZZ_CHECK(res.frame[i].text ? !res.frame[i].from : res.frame[i].edge != 0);
	if (res.nr_stacks)
		fuzz_took();
	q_stack_release(&res);
	return 0;
}
