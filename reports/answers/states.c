/* SPDX-License-Identifier: MIT */
/* A state machine: who sets a field to what, and from which value. */
#include <stddef.h>

#include "reports/columns.h"
#include "reports/draw/draw.h"
#include "reports/draw/states_grid.h"

static const struct column head[] = {
	{ "field", CELL_CODE },
	{ "slots", CELL_NAMES },
	{ "dropped", CELL_UINT, .flags = COL_TAIL },
	{ "chosen", CELL_UINT, .flags = COL_NOT_JSON },
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ "places", CELL_WORD, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_states_result *res = p;
	const char **name = arena_alloc(a, (res->nr_slots + 1) * sizeof(*name)), *all = "";
	uint32_t i;

	for (i = 0; i < res->nr_slots; i++) {
		name[i] = graph_str(r->g, graph_slot(r->g, res->slot[i])->name);
		all = arena_printf(a, "%s%s%s", all, i ? ", " : "", name[i]);
	}
	c[0].text = res->field;
	c[1].text = all;
	c[1].list = name;
	c[1].nr = res->nr_slots;
	c[2].id = res->dropped;
	c[3].id = res->chosen;
	c[4].id = res->nr;
	c[5].text = report_count(r, res->nr, "places");
}

static const struct column stores[] = {
	{ "function", CELL_FUNC, 4, 4, .label = "function" },
	{ "site", CELL_PLACE, 5, 5, .style = TS_PLACE, .label = "where" },
	{ "how", CELL_CODE, 0, 3, .label = "how" },
	{ "to", CELL_CODE, 2, 2, .style = TS_NAME, .label = "to", .before = "-> " },
	{ "from", CELL_NAMES },
	{ "not_from", CELL_NAMES },
	{ "from_by", CELL_WORD },
	{ "level", CELL_WORD },
	{ "guards", CELL_GUARDS },
	{ "from_text", CELL_CODE, 1, .flags = COL_NOT_JSON },
	{ NULL, CELL_WORD, 0, 1, .label = "from" },	/* "not", "?" */
	{ NULL, CELL_WORD, 3, .style = TS_KIND },	/* "=", or "tcp_set_state *" */
	{ NULL, CELL_WORD, 0, 3, COL_JOIN },
	{ NULL, CELL_NAMES, 0, 1, COL_JOIN },
	{ NULL }
};

/* "TCP_LISTEN, TCP_CLOSE", "not TCP_CLOSE", "?" */
static const char *from_text(const struct q_state *s, struct arena *a)
{
	const struct q_state_names *n = s->known ? &s->from : &s->not_from;
	const char *text = s->known || !n->nr ? "" : "not ";
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		text = arena_printf(a, "%s%s%s", text, i ? ", " : "", n->name[i]);
	return n->nr ? text : "?";
}

static void read_store(const struct report *r, const void *p, uint32_t i, struct cell *c,
		       struct arena *a)
{
	const struct q_state *s = &((const struct q_states_result *)p)->state[i];
	const struct q_state_names *n = s->known ? &s->from : &s->not_from;

	c[0].id = s->func;
	c[1].place = s->site;
	c[2].text = s->how;
	c[3].text = s->to;
	c[4] = (struct cell){ .list = s->from.name, .nr = s->from.nr, .null = !s->known };
	c[5] = (struct cell){ .list = s->not_from.name, .nr = s->not_from.nr };
	c[6].text = s->where;
	c[7].text = s->helper ? "helper" : "direct";
	c[8].id = s->guard;
	c[9].text = from_text(s, a);
	c[10].text = !n->nr ? "?" : s->known ? "" : report_tr(r, "not");
	c[11].text = s->helper ? arena_printf(a, "%s *", s->how) : s->how;
	c[12].text = s->helper ? "*" : "";
	c[13] = (struct cell){ .list = n->name, .nr = n->nr };
}

static const struct column sums[] = {
	{ "to", CELL_CODE, 1, 1, .style = TS_NAME, .label = "to" },
	{ "places", CELL_UINT, 2, 2, COL_RIGHT, .label = "set directly" },
	{ "helpers", CELL_UINT, 3, 3, COL_RIGHT, .label = "by a helper" },
	{ "unknown", CELL_UINT, 4, 4, COL_RIGHT, .label = "value before not known" },
	{ "from", CELL_NAMES, 5, 5, .label = "from" },
	{ NULL }
};

static void read_sum(const struct report *r, const void *p, uint32_t i, struct cell *c,
		     struct arena *a)
{
	const struct q_state_sum *s = &((const struct q_states_result *)p)->sum[i];

	c[0].text = s->to;
	c[1].id = s->direct;
	c[2].id = s->helper;
	c[3].id = s->unknown;
	c[4] = (struct cell){ .list = s->from.name, .nr = s->from.nr };
}

static const struct section sections[] = {
	{ .key = "summary", .column = sums, .nr = offsetof(struct q_states_result, nr_sums), .row = read_sum,
	  .title = "set to: directly, by a helper, value before not known; from", .page_title = "In short",
	  .not_flat = 1 },
	{ .key = "stores", .column = stores, .nr = offsetof(struct q_states_result, nr),
	  .row = read_store, .flat = "function file=site.file line=site.line how to from=from_text level" },
};

static const struct form_note notes[] = {
	{ NULL, "?", "the code around it does not say from which value" },
	{ NULL, "*", "a call of a function that sets this, unless it leaves early" },
	{ "chosen", NULL, "(name) one of the values that this variable is given in the function; not all of them need come here" },
	{ NULL, NULL, "not seen: writes through a pointer to the field, and those of the whole struct (memset, copies)" },
	{ "dropped", NULL, "{dropped} places in functions that the scenario does not reach" },
	{ NULL }
};

const struct form states_form = {
	.name = "states",
	.title = "{field}: {n} {places}[  {slots}]",
	.lead = "{field} is set at {n} places.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 2,
	.note = notes,
	.draw = draw_states, .mermaid = mermaid_states, .pictured = 1,
	.crowded = states_crowded, .grid = md_states_grid,
};
