/* SPDX-License-Identifier: MIT */
/* The scenarios that there are, and what they bind. */
#include "reports/columns.h"

static const struct column scenarios[] = {
	{ "name", CELL_CODE, 1, 1, .style = TS_NAME, .label = "scenario" },
	{ "about", CELL_WORD, 2, 2, .label = "what it is about" },
	{ "bind", CELL_PAIRS, 1, 3, COL_BELOW, .label = "binds" },
	{ "avoid", CELL_NAMES, 1, 4, COL_BELOW, .label = "avoids", .before = "avoid" },
	{ "include", CELL_NAMES, 1, 5, COL_BELOW, .label = "includes", .before = "include" },
	{ NULL }
};

static uint32_t count(const struct report *r, const void *p)
{
	return (uint32_t)((const struct report_scenarios *)p)->nr;
}

static void set_names(struct cell *c, const struct k_strings *s, int detail)
{
	c->list = s->s;
	c->nr = (uint32_t)s->nr;
	c->absent = !detail;
}

static void read_scenario(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct report_scenarios *s = p;
	const struct k_scenario *k = s->s[i];

	c[0].text = k->name;
	c[1].text = k->about;
	c[2].list = k->bind.p;
	c[2].nr = (uint32_t)k->bind.nr;
	c[2].absent = !s->detail;
	set_names(&c[3], &k->avoid, s->detail);
	set_names(&c[4], &k->include, s->detail);
}

static const struct section sections[] = {
	{ .key = "scenarios", .column = scenarios, .count = count, .row = read_scenario },
};

const struct form scenarios_form = {
	.name = "scenario",
	.section = sections, .nr_sections = 1,
};
