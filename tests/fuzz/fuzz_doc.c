/* SPDX-License-Identifier: MIT */
/* A written report, checked against a small graph. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "queries/check/check.h"

/* Sources that any line may be looked for in. */
static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	static const char *const text[] = {
		"static int do_work(struct thing *t)", "{", "if (helper_one(t, \"x\"))",
		"return give_up(t);", "t->ops->table_fn(t);", "/* nothing", "*/", "}",
	};

	if (line >= 1000)
		return -1;
	strbuf_addstr(out, text[(line + file) % 8]);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct q_check_options opt = { .read_line = size % 2 ? read_line : NULL };
	struct strbuf err = STRBUF_INIT;
	struct q_check_result res;
	char *text = fuzz_text(data, size);
	uint32_t i;

	if (q_check(fuzz_graph(), fuzz_knowledge(), text, size, &opt, &res, &err)) {
		FUZZ_CHECK(err.len);
	} else {
		FUZZ_CHECK(res.nr <= DOC_MAX_CLAIMS);
		if (res.nr)
			fuzz_took();
		for (i = 0; i < res.nr; i++) {
			const struct doc_claim *c = res.v[i].claim;

			FUZZ_CHECK(c->line && c->kind < DOC_KIND_NR && c->text && c->a && c->b &&
				   c->file && c->macro && c->from && c->to);
			FUZZ_CHECK(res.v[i].says && res.v[i].why && res.v[i].correct &&
				   res.v[i].nr_evidence <= CHECK_EVIDENCE);
		}
	}
	q_check_release(&res);
	strbuf_release(&err);
	free(text);
	return 0;
}
