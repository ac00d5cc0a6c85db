/* SPDX-License-Identifier: MIT */
/* The initcalls, in the order in which they run. */
#include <stddef.h>

#include "reports/columns.h"

static const struct column initcalls[] = {
	{ "order", CELL_UINT, 1, 1, COL_RIGHT, .label = "order" },
	{ "level", CELL_WORD, 2, 2, .style = TS_KIND, .label = "level" },
	{ "macro", CELL_CODE, 3, 3, .style = TS_KIND, .label = "macro" },
	{ "function", CELL_FUNC, 4, 4, .style = TS_NAME, .label = "function" },
	{ "site", CELL_PLACE, 5, 5, .style = TS_PLACE, .label = "where" },
	{ NULL }
};

static void read_initcall(const struct report *r, const void *p, uint32_t i, struct cell *c,
			  struct arena *a)
{
	const struct q_initcalls_result *res = p;
	const struct g_entry *e = graph_entry(r->g, res->entry[i]);

	c[0].id = e->order;
	c[1].text = graph_str(r->g, e->level);
	c[2].text = graph_str(r->g, e->name);
	c[3].id = e->func;
	c[4].place = (struct q_place){ e->file, e->line };
}

static const struct section sections[] = {
	{ .key = "initcalls", .empty = "no initcalls", .column = initcalls,
	  .nr = offsetof(struct q_initcalls_result, nr), .row = read_initcall,
	  .flat = "order level macro function function_file=function.file "
		 "function_line=function.line site_file=site.file site_line=site.line" },
};

const struct form initcalls_form = {
	.name = "initcalls",
	.section = sections, .nr_sections = 1,
};
