/* SPDX-License-Identifier: MIT */
/* What the calls on a line can reach. */
#include <stddef.h>

#include "reports/text/text_p.h"

static const struct column calls[] = {
	{ "site", CELL_PLACE, 0, 7, .label = "where" },
	{ "caller", CELL_FUNC, 0, 1, .label = "caller" },
	{ "slot", CELL_SLOT, 0, 3, .label = "through" },
	{ "rule", CELL_RULE, 0, 5, .label = "rule" },
	{ "class", CELL_WORD, 0, 4, .label = "kind" },
	{ "outer", CELL_SLOT, 0, 0, COL_OPTIONAL },
	{ "expr", CELL_CODE, 0, 2, COL_OPTIONAL, .label = "expression" },
	{ "macro", CELL_CODE, 0, 2, COL_OPTIONAL },
	{ "targets", CELL_FUNCS, 0, 6, .label = "functions possible there" },
	{ "why", CELL_WORD, 0, 0, COL_OPTIONAL },
	{ NULL }
};

static void read_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_site *q = &((const struct q_sites_result *)p)->site[i];
	const struct g_site *s = graph_site(r->g, q->site);

	c[0].place = (struct q_place){ s->file, s->line };
	c[1].id = s->func;
	c[2].id = s->slot;
	c[3].id = s->rule;
	c[4].text = s->cls < 5 ? g_class_name[s->cls] : "";
	c[5].id = s->outer;
	c[6].text = graph_str(r->g, s->expr);
	c[7].text = graph_str(r->g, s->macro);
	c[8].list = q->target;
	c[8].nr = q->nr_targets;
	c[9].text = s->cls == GC_UNRESOLVED ? graph_str(r->g, s->why) : "";
}

static const struct section sections[] = {
	{ .key = "sites", .empty = "no call stands there", .column = calls,
	  .nr = offsetof(struct q_sites_result, nr), .row = read_call },
};

const struct form resolve_form = {
	.name = "resolve",
	.section = sections, .nr_sections = 1,
	.own = (const struct form_own[]){ { "text", text_sites }, { NULL, NULL } },
};
