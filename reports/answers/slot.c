/* SPDX-License-Identifier: MIT */
/* What is stored in a slot, and who calls through it. */
#include <stddef.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "slot", CELL_SLOT },
	{ "declared", CELL_PLACE },
	{ "open", CELL_BOOL },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "m", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_slot_result *res = p;
	const struct g_slot *s = graph_slot(r->g, res->slot);

	c[0].id = res->slot;
	c[1].place = (struct q_place){ s->file, s->line };
	c[2].id = s->open;
	c[3].id = res->nr_stores;
	c[4].id = res->nr_calls;
}

static const struct column stores[] = {
	{ "target", CELL_FUNC, 1, 1, .style = TS_NAME, .label = "stored in it" },
	{ "site", CELL_PLACE, 3, 3, .style = TS_PLACE, .label = "where" },
	{ "table", CELL_OBJECT, 2, 2, COL_NULL, TS_KIND, "table or function that does it" },
	{ "object", CELL_OBJECT, 1, 1, COL_OPTIONAL, TS_NAME, .before = "&" },
	{ "in", CELL_FUNC, 2, 2, COL_OPTIONAL, .before = "in ", .after = "()" },
	{ "via", CELL_SLOT, 4, 4, COL_OPTIONAL, .before = "via ", .label = "via" },
	{ NULL }
};

static void read_store(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct g_store *s = graph_store(r->g, ((const struct q_slot_result *)p)->store[i]);

	c[0].id = s->func;
	c[1].place = (struct q_place){ s->file, s->line };
	c[2].id = s->object;
	c[3].id = s->target;
	c[4].id = s->in_func;
	c[5].id = s->via;
}

static const struct column calls[] = {
	{ "caller", CELL_FUNC, 1, 1, .style = TS_NAME, .label = "called by" },
	{ "site", CELL_PLACE, 3, 4, .style = TS_PLACE, .label = "where" },
	{ "rule", CELL_RULE, 2, 2, .label = "rule" },
	{ "targets", CELL_UINT, 2, 3, COL_JOIN, .label = "functions possible there" },
	{ NULL }
};

static void read_call(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct q_slot_call *call = &((const struct q_slot_result *)p)->call[i];

	c[0].id = call->caller;
	c[1].place = call->site;
	c[2].id = call->rule;
	c[3].id = call->targets;
}

static const struct section sections[] = {
	{ .key = "stores", .title = "stored in", .empty = "nothing is stored in it",
	  .column = stores, .nr = offsetof(struct q_slot_result, nr_stores), .row = read_store },
	{ .key = "calls", .title = "called through", .empty = "nobody calls through it",
	  .column = calls, .nr = offsetof(struct q_slot_result, nr_calls), .row = read_call },
};

static const struct form_note notes[] = {
	{ "open", NULL, "open: something that can't be followed is stored in it too", .first = 1 },
	{ NULL }
};

const struct form slot_form = {
	.name = "slot",
	.title = "{slot}[  {declared}]",
	.lead = "{slot} is filled at {n} places and called through at {m}.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 2,
	.note = notes,
};
