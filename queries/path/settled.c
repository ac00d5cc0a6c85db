/* SPDX-License-Identifier: MIT */
#include "settled.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "queries/fold.h"

static void add(struct settled *s, const struct g_store *st)
{
	uint32_t *first = idmap_put(&s->first, st->in_func, 0);

	ALLOC_GROW(s->at, s->nr + 1, s->alloc);
	s->at[s->nr] = (struct settled_at){ st->target, st->file, st->line, *first };
	*first = ++s->nr;
}

void settled_init(struct settled *s, const struct graph *g, const struct ties *ties)
{
	struct idmap tables = IDMAP_INIT;	/* names of the structs that functions are stored in */
	uint32_t i;

	memset(s, 0, sizeof(*s));
	s->g = g;
	s->ties = ties;
	for (i = 1; i < g->nr_field_value; i++) {
		const struct g_field_value *v = graph_field_value(g, i);

		if (v->func)
			idmap_put(&tables, graph_object(g, v->object)->type, 1);
	}
	for (i = 1; i < g->nr_store; i++) {
		const struct g_store *st = graph_store(g, i);

		if (st->target && st->in_func && !st->via && graph_slot(g, st->slot)->kind == GS_FIELD &&
		    idmap_get(&tables, graph_object(g, st->target)->type))
			add(s, st);
	}
	idmap_release(&tables);
}

void settled_release(struct settled *s)
{
	idmap_release(&s->first);
	free(s->at);
	memset(s, 0, sizeof(*s));
}

/* The table that the caller stored last before this call, 0 where it stored none, or one of
 * several. */
static uint32_t before(const struct settled *s, const struct g_edge *e)
{
	const uint32_t *first = idmap_get(&s->first, edge_caller(s->g, e));
	const struct g_site *site;
	const struct settled_at *last = NULL;
	uint32_t i;

	if (!first)
		return 0;
	site = graph_site(s->g, e->site);
	for (i = *first; i; i = s->at[i - 1].next) {
		const struct settled_at *a = &s->at[i - 1];

		if (a->file == site->file && a->line < site->line && (!last || a->line > last->line))
			last = a;
	}
	if (!last)
		return 0;
	/* one on each branch: which is not known */
	for (i = *first; i; i = s->at[i - 1].next) {
		const struct settled_at *a = &s->at[i - 1];

		if (a->file == site->file && a->line < site->line && a->object != last->object &&
		    graph_object(s->g, a->object)->type == graph_object(s->g, last->object)->type)
			return 0;
	}
	return last->object;
}

uint32_t settled_behind(const struct settled *s, uint32_t table, const struct g_edge *e)
{
	uint32_t stored = before(s, e);

	/* what runs later may run for another object */
	return stored ? stored : e->flags & GE_STARTED_BY ? 0 : table;
}

int settled_contradicts(const struct settled *s, uint32_t table, const struct g_edge *e)
{
	uint32_t object = graph_evid(s->g, e->evid)->object, i;

	if (!object || object == table ||
	    graph_object(s->g, object)->type != graph_object(s->g, table)->type)
		return 0;
	for (i = ties_first(s->ties, edge_callee(s->g, e)); i; i = s->ties->at[i - 1].next)
		if (s->ties->at[i - 1].object == table)
			return 0;
	return 1;
}
