/* SPDX-License-Identifier: MIT */
/* Who uses a field, a global or a table. */
#include <stddef.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "slot", CELL_SLOT, .flags = COL_OPTIONAL },
	{ "object", CELL_OBJECT, .flags = COL_OPTIONAL },
	{ "declared", CELL_PLACE },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_uses_result *res = p;
	const struct g_slot *s = graph_slot(r->g, res->slot);
	const struct g_object *o = graph_object(r->g, res->object);

	c[0].id = res->slot;
	c[1].id = res->object;
	c[2].place = res->object ? (struct q_place){ o->file, o->line } : (struct q_place){ s->file, s->line };
}

static const struct column uses[] = {
	{ "function", CELL_FUNC, 1, 1, .style = TS_NAME, .label = "function" },
	{ "how", CELL_WORD, 2, 2, .style = TS_KIND, .label = "how" },
	{ "what", CELL_CODE, 3, 3, .label = "what" },
	{ "places", CELL_UINT, 5, 5, COL_OPTIONAL, .after = " places", .label = "places" },
	{ "site", CELL_PLACE, 4, 4, .style = TS_PLACE, .label = "where" },
	{ NULL }
};

static void read_use(const struct report *r, const void *p, uint32_t i, struct cell *c,
		     struct arena *a)
{
	const struct q_use *u = &((const struct q_uses_result *)p)->use[i];

	c[0].id = u->func;
	c[1].text = q_use_name[u->how];
	c[2].text = u->what;
	c[3].id = u->places;
	c[3].absent = u->places < 2;
	c[4].place = u->site;
}

static const struct section sections[] = {
	{ .key = "uses", .title = "used by", .empty = "no use of it is in the index", .column = uses,
	  .nr = offsetof(struct q_uses_result, nr), .row = read_use },
};

const struct form uses_form = {
	.name = "uses",
	.title = "[{slot}][{object}][  {declared}]",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 1,
};
