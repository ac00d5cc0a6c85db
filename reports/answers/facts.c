/* SPDX-License-Identifier: MIT */
#include "facts.h"

#include <string.h>

const struct column fact_columns[] = {
	{ NULL, CELL_WORD, 1, 1, .label = "what" },
	{ NULL, CELL_WORD, 2, 2, .label = "how many" },
	{ NULL }
};

void facts_add(struct facts *f, const char *label, const char *text, const struct prose_gap *gap)
{
	struct strbuf sb = STRBUF_INIT;

	if (f->nr == FACTS_MAX)
		return;
	prose_fill(f->r, &sb, text, gap);
	f->fact[f->nr].label = report_tr(f->r, label);
	f->fact[f->nr++].says = arena_strdup(f->a, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
}

const char *facts_decimal(struct facts *f, unsigned digits, double v)
{
	return arena_printf(f->a, "%.*f", (int)digits, v);
}

const char *facts_percent(struct facts *f, uint64_t part, uint64_t whole)
{
	return facts_decimal(f, 2, whole ? 100.0 * (double)part / (double)whole : 100.0);
}

uint32_t facts_count(const struct report *r, const void *res, facts_say *say)
{
	struct arena a = ARENA_INIT;
	struct facts f = { .r = r, .a = &a };

	say(&f, res);
	arena_release(&a);
	return f.nr;
}

void facts_cells(const struct report *r, const void *res, facts_say *say, uint32_t i, struct cell *c,
		 struct arena *a)
{
	struct facts f = { .r = r, .a = a };

	say(&f, res);
	c[0].text = f.fact[i].label;
	c[1].text = f.fact[i].says;
}
