/* SPDX-License-Identifier: MIT */
/* Is an index file sound? */
#include "reports/columns.h"

static const struct column head[] = {
	{ "ok", CELL_BOOL },
	{ "problems", CELL_NAMES },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct report_verify *v = p;

	c[0].id = !v->nr;
	c[1].list = v->problem;
	c[1].nr = (uint32_t)v->nr;
}

static const struct column problems[] = {
	{ NULL, CELL_WORD, 1, 1, .style = TS_BAD, .label = "problem" },
	{ NULL }
};

static uint32_t count(const struct report *r, const void *p)
{
	return (uint32_t)((const struct report_verify *)p)->nr;
}

static void read_problem(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	c[0].text = ((const struct report_verify *)p)->problem[i];
}

static const struct section sections[] = {
	{ .key = "problems", .column = problems, .count = count, .row = read_problem, .only_people = 1,
	  .empty = "the index is sound" },
};

const struct form verify_form = {
	.name = "verify",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 1,
};
