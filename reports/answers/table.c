/* SPDX-License-Identifier: MIT */
/* A table of functions: its fields, and what points to it. */
#include <stddef.h>

#include "reports/columns.h"

static const struct column head[] = {
	{ "object", CELL_OBJECT },
	{ "type", CELL_CODE },
	{ "site", CELL_PLACE },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_table_result *res = p;
	const struct g_object *obj = graph_object(r->g, res->object);

	c[0].id = res->object;
	c[1].text = graph_str(r->g, obj->type);
	c[2].place = (struct q_place){ obj->file, obj->line };
}

static const struct column fields[] = {
	{ "field", CELL_CODE, 1 },
	{ NULL, CELL_CODE, 0, 1, .label = "field" },	/* ".connect" */
	{ "target", CELL_FUNC, 2, 2, .style = TS_NAME, .label = "holds" },
	{ "object", CELL_OBJECT, 2, 2, COL_NULL, TS_KIND, .before = "&" },
	{ "site", CELL_PLACE, 3, 3, .style = TS_PLACE, .label = "where" },
	{ "value", CELL_CODE, 2, 2, COL_OPTIONAL },
	{ NULL }
};

static void read_field(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_table_result *res = p;
	const struct g_field_value *f = graph_field_value(r->g, res->field[i]);

	c[0].text = graph_str(r->g, f->field);
	c[1].text = arena_printf(a, ".%s", c[0].text);
	c[2].id = f->func;
	c[3].id = f->target;
	c[4].place = (struct q_place){ f->file, f->line };
	c[5].text = graph_str(r->g, f->text);
}

static const struct column held[] = {
	{ "slot", CELL_SLOT, 1, 1, .style = TS_NAME, .label = "held by" },
	{ "site", CELL_PLACE, 3, 3, .style = TS_PLACE, .label = "where" },
	{ "table", CELL_OBJECT, 2, 2, COL_OPTIONAL, TS_KIND, "table or function that does it" },
	{ "in", CELL_FUNC, 2, 2, COL_OPTIONAL, .before = "in ", .after = "()" },
	{ NULL }
};

static void read_held(const struct report *r, const void *p, uint32_t i, struct cell *c,
		      struct arena *a)
{
	const struct g_store *s = graph_store(r->g, ((const struct q_table_result *)p)->held[i]);

	c[0].id = s->slot;
	c[1].place = (struct q_place){ s->file, s->line };
	c[2].id = s->object;
	c[3].id = s->in_func;
}

static const struct section sections[] = {
	{ .key = "fields", .column = fields, .nr = offsetof(struct q_table_result, nr_fields),
	  .row = read_field },
	{ .key = "held_by", .title = "held by", .column = held,
	  .nr = offsetof(struct q_table_result, nr_held), .row = read_held },
};

const struct form table_form = {
	.name = "table",
	.title = "[struct {type} ]{object}[  {site}]",
	.lead = "{object} is a {type} at {site}.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 2,
};
