/* SPDX-License-Identifier: MIT */
/*
 * How the layers are tied together. On pages each binding is a table: what is registered, and below it
 * the members of its table that the binding is for. Text and JSON, which are trees, are written by hand.
 */
#include <stddef.h>
#include <string.h>

#include "reports/columns.h"
#include "reports/draw/draw.h"
#include "reports/json/json_p.h"
#include "reports/text/text_p.h"

#define MAX_CALLS 4		/* call sites named behind one thing */

static const struct column head[] = {
	{ "n", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	c[0].id = ((const struct q_layers_result *)p)->nr;
}

/* A row: a fact, or one of its members. */
struct at {
	const struct q_layer_fact *f;
	const struct q_layer_member *m;
};

static int is_row(const struct q_layer_fact *f, uint32_t member, int all)
{
	return !f->again && (all || f->member[member].first);
}

/* How many rows a fact has: itself and its members, all or those that come first. */
static uint32_t rows_of(const struct q_layer_fact *f, int all)
{
	uint32_t n = 1, i;

	for (i = 0; i < f->nr_members; i++)
		n += (uint32_t)is_row(f, i, all);
	return n;
}

static struct at row_at(const struct q_layers_result *res, uint32_t row, int all)
{
	struct at at = { res->fact, NULL };
	uint32_t i = 0, n;

	for (n = rows_of(at.f, all); row >= n; n = rows_of(++at.f, all))
		row -= n;
	while (row) {
		row -= (uint32_t)is_row(at.f, i, all);
		at.m = &at.f->member[i++];
	}
	return at;
}

static uint32_t count(const struct q_layers_result *res, int all)
{
	uint32_t i, n = 0;

	for (i = 0; i < res->nr; i++)
		n += rows_of(&res->fact[i], all);
	return n;
}

/* ---- pages ------------------------------------------------------------------------------- */

static const struct column shown[] = {
	{ NULL, CELL_CODE, 0, 1, .label = "key" },
	{ NULL, CELL_CODE, 0, 2, .label = "registered" },
	{ NULL, CELL_WORD, 0, 2, COL_JOIN },		/* of a member: "=" */
	{ NULL, CELL_FUNC, 0, 2, COL_JOIN },
	{ NULL, CELL_OBJECT, 0, 2, COL_JOIN },
	{ NULL, CELL_FUNC, 0, 3, .label = "by" },
	{ NULL, CELL_WORD, 0, 3 },			/* "initialiser" */
	{ NULL, CELL_WORD, 0, 3, COL_JOIN },		/* "→" */
	{ NULL, CELL_CODE, 0, 3, COL_JOIN },
	{ NULL, CELL_PLACE, 0, 4, .label = "where" },
	{ NULL, CELL_CALLS, 0, 5, .label = "called from" },
	{ NULL, CELL_WORD, 0, 5, COL_JOIN },		/* "7 more" */
	{ NULL }
};

static void set_calls(const struct report *r, const uint32_t *call, uint32_t nr, struct cell *c, struct arena *a)
{
	const struct prose_gap gap[] = {
		{ .name = "n", .type = PROSE_UINT, .id = nr > MAX_CALLS ? nr - MAX_CALLS : 0 }, { .type = PROSE_END }
	};
	struct strbuf sb = STRBUF_INIT;

	c[0].list = call;
	c[0].nr = nr < MAX_CALLS ? nr : MAX_CALLS;
	if (nr <= MAX_CALLS)
		return;
	prose_fill(r, &sb, "{n} more", gap);
	c[1].text = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
}

static void read_shown(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	struct at at = row_at(p, i, 0);

	if (at.m) {
		c[1].text = arena_printf(a, ".%s", at.m->field);
		c[2].text = "=";
		c[3].id = at.m->func;
		c[4].id = at.m->func ? 0 : at.m->object;
		c[9].place = at.m->site;
		set_calls(r, at.m->call, at.m->nr_calls, &c[10], a);
		return;
	}
	c[0].text = at.f->key;
	c[1].text = at.f->value;
	c[5].id = at.f->in_func;
	c[6].text = report_tr(r, "initialiser");
	if (*at.f->by) {
		c[7].text = "→";
		c[8].text = at.f->by;
	}
	c[9].place = at.f->registered;
	if (!at.f->nr_members)
		set_calls(r, at.f->call, at.f->nr_calls, &c[10], a);
}

static uint32_t nr_shown(const struct report *r, const void *p)
{
	return count(p, 0);
}

/* A table for each binding, under the layer's name where that is another one. */
static const struct group_head *binding(const struct report *r, const void *p, uint32_t i, struct arena *a)
{
	const struct q_layers_result *res = p;
	struct at at = row_at(res, i, 0);
	const struct k_layer_binding *b = at.f->binding, *before = at.f > res->fact ? at.f[-1].binding : NULL;
	struct group_head *h;

	if (at.m || before == b)
		return NULL;
	h = arena_alloc(a, sizeof(*h));
	h->title = before && !strcmp(before->layer, b->layer) ? "" : report_tr(r, b->layer);
	h->name = b->slot;
	h->about = report_tr(r, b->about);
	h->rows = 0;
	for (; at.f < res->fact + res->nr && at.f->binding == b; at.f++)
		h->rows += rows_of(at.f, 0);
	return h;
}

/* ---- tables of values ------------------------------------------------------------------- */

static const struct column values[] = {
	{ "layer", CELL_WORD }, { "slot", CELL_WORD }, { "key", CELL_WORD }, { "value", CELL_WORD },
	{ "registered_by", CELL_WORD }, { "registered", CELL_PLACE }, { "calls", CELL_UINT },
	{ NULL }
};

static void read_value(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	struct at at = row_at(p, i, 1);

	c[0].text = at.f->binding->layer;
	c[1].text = at.m ? at.m->slot : at.f->binding->slot;
	c[2].text = at.f->key;
	c[3].text = !at.m ? at.f->value : at.m->func ? report_func(r, at.m->func) :
		graph_str(r->g, graph_object(r->g, at.m->object)->name);
	c[4].text = at.m ? "" : at.f->by;
	c[5].place = at.m ? at.m->site : at.f->registered;
	c[6].id = at.m ? at.m->nr_calls : at.f->nr_calls;
}

static uint32_t nr_values(const struct report *r, const void *p)
{
	return count(p, 1);
}

static const struct section sections[] = {
	{ .key = "layers", .column = values, .count = nr_values, .row = read_value, .only_data = 1,
	  .flat = "layer slot key value registered_by file=registered.file line=registered.line calls" },
	{ .key = "layers", .column = shown, .count = nr_shown, .row = read_shown, .only_people = 1,
	  .group = binding },
};

const struct form layers_form = {
	.name = "layers",
	.lead = "{n} registrations tie the layers together; the picture shows them from the top down.",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = 2,
	.draw = draw_layers, .mermaid = mermaid_layers, .pictured = 1,
	.own = (const struct form_own[]){ { "text", text_layers }, { "json", json_layers }, { NULL, NULL } },
	.cite = cite_layers,
};
