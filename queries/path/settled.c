/* SPDX-License-Identifier: MIT */
#include "settled.h"

#include <stdlib.h>
#include <string.h>

#include "base/bisect.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/fold.h"

#define MAX_SET 8		/* tables of a set; more are not kept */

/* ---- what there is ----------------------------------------------------------- */

static void add_store(struct settled *s, const struct g_store *st, uint32_t passed)
{
	uint32_t *first = idmap_put(&s->first, st->in_func, 0);

	ALLOC_GROW(s->at, s->nr + 1, s->alloc);
	s->at[s->nr] = (struct settled_at){ st->target, st->file, st->line, passed, *first };
	*first = ++s->nr;
}

static uint32_t type_of(const struct settled *s, uint32_t object)
{
	return graph_object(s->g, object)->type;
}

static int is_table(const struct settled *s, uint32_t object)
{
	return object && type_of(s, object) && idmap_get(&s->tables, type_of(s, object));
}

void settled_init(struct settled *s, const struct graph *g, const struct ties *ties, uint32_t to)
{
	uint32_t i;

	memset(s, 0, sizeof(*s));
	s->g = g;
	s->ties = ties;
	s->to = to;
	s->nr_set = 1;
	ALLOC_GROW(s->set, s->nr_set, s->alloc_set);
	s->set[0] = (struct settled_set){ 0, 0 };
	for (i = 1; i < g->nr_field_value; i++)
		if (graph_field_value(g, i)->func)
			idmap_put(&s->tables, type_of(s, graph_field_value(g, i)->object), 1);
	for (i = ties_first(ties, to); i; i = ties->at[i - 1].next)
		idmap_put(&s->goal, type_of(s, ties->at[i - 1].object), 0);
	for (i = 1; i < g->nr_store; i++) {
		const struct g_store *st = graph_store(g, i);
		unsigned kind;

		if (!st->in_func || st->via || !is_table(s, st->target))
			continue;
		kind = graph_slot(g, st->slot)->kind;
		if (kind == GS_FIELD || kind == GS_PARAM)
			add_store(s, st, kind == GS_PARAM);
	}
}

void settled_release(struct settled *s)
{
	idmap_release(&s->tables);
	idmap_release(&s->goal);
	idmap_release(&s->first);
	idmap_release(&s->by_digest);
	free(s->at);
	free(s->set);
	free(s->object);
	memset(s, 0, sizeof(*s));
}

/* ---- sets ------------------------------------------------------------------------ */

static uint32_t intern(struct settled *s, const uint32_t *object, uint32_t nr)
{
	uint32_t *id;

	if (!nr)
		return 0;
	id = idmap_put(&s->by_digest, digest64(object, nr * sizeof(*object)), 0);
	if (*id)
		return *id;
	ALLOC_GROW(s->object, s->nr_object + nr, s->alloc_object);
	memcpy(s->object + s->nr_object, object, nr * sizeof(*object));
	ALLOC_GROW(s->set, s->nr_set + 1, s->alloc_set);
	s->set[s->nr_set] = (struct settled_set){ s->nr_object, nr };
	s->nr_object += nr;
	return *id = s->nr_set++;
}

struct open_set {
	uint32_t object[MAX_SET], nr;
};

static void forget(const struct settled *s, struct open_set *o, uint32_t type)
{
	uint32_t i, n = 0;

	for (i = 0; i < o->nr; i++)
		if (type_of(s, o->object[i]) != type)
			o->object[n++] = o->object[i];
	o->nr = n;
}

static int holds(const struct settled *s, uint32_t object, uint32_t func)
{
	uint32_t i;

	for (i = ties_first(s->ties, func); i; i = s->ties->at[i - 1].next)
		if (s->ties->at[i - 1].object == object)
			return 1;
	return 0;
}

/* In place of another one of its struct. Where the end of the way is in tables of that struct,
 * those without it are all alike. */
static void name(const struct settled *s, struct open_set *o, uint32_t object)
{
	uint32_t *other = idmap_get(&s->goal, type_of(s, object)), i;

	if (other && !holds(s, object, s->to)) {
		if (!*other)
			*other = object;
		object = *other;
	}

	forget(s, o, type_of(s, object));
	if (o->nr == MAX_SET)
		return;
	for (i = o->nr++; i && o->object[i - 1] > object; i--)
		o->object[i] = o->object[i - 1];
	o->object[i] = object;
}

/* ---- what a call names ------------------------------------------------------------- */

/* Is it said before this call, or passed there? */
static int counts(const struct settled_at *a, const struct g_site *site)
{
	return a->file == site->file && (a->passed ? a->line == site->line : a->line < site->line);
}

/* Of each struct what the caller stored before this call; of a struct of which it stored
 * several, on branches perhaps, nothing is known. */
static void name_stored(const struct settled *s, uint32_t first, const struct g_site *site,
			struct open_set *o)
{
	uint32_t i, j;

	for (i = first; i; i = s->at[i - 1].next) {
		const struct settled_at *a = &s->at[i - 1];
		int others = 0;

		if (a->passed || !counts(a, site))
			continue;
		for (j = first; j; j = s->at[j - 1].next)
			others |= s->at[j - 1].object != a->object && !s->at[j - 1].passed &&
				counts(&s->at[j - 1], site) &&
				type_of(s, s->at[j - 1].object) == type_of(s, a->object);
		if (others)
			forget(s, o, type_of(s, a->object));
		else
			name(s, o, a->object);
	}
}

/* What is passed, if it may hold the end of the way, and what its initialiser names. */
static void name_passed(const struct settled *s, uint32_t object, struct open_set *o)
{
	uint32_t i = 1;

	if (idmap_get(&s->goal, type_of(s, object)))
		name(s, o, object);
	BISECT(i, s->g->nr_field_value, mid, graph_field_value(s->g, mid)->object < object);
	for (; i < s->g->nr_field_value && graph_field_value(s->g, i)->object == object; i++)
		if (is_table(s, graph_field_value(s->g, i)->target))
			name(s, o, graph_field_value(s->g, i)->target);
}

uint32_t settled_behind(struct settled *s, uint32_t set, const struct g_edge *e)
{
	struct open_set o = { .nr = 0 };
	const uint32_t *first = idmap_get(&s->first, edge_caller(s->g, e));
	const struct g_site *site;
	uint32_t i;

	/* what runs later may run for another object */
	if (!(e->flags & GE_STARTED_BY) && s->set[set].nr) {
		o.nr = s->set[set].nr;
		memcpy(o.object, s->object + s->set[set].first, o.nr * sizeof(*o.object));
	}
	if (first) {
		site = graph_site(s->g, e->site);
		name_stored(s, *first, site, &o);
		for (i = *first; i; i = s->at[i - 1].next)
			if (s->at[i - 1].passed && counts(&s->at[i - 1], site))
				name_passed(s, s->at[i - 1].object, &o);
	}
	return intern(s, o.object, o.nr);
}

int settled_says(const struct settled *s, uint32_t set, const struct g_edge *e)
{
	uint32_t object = graph_evid(s->g, e->evid)->object, i, table = 0;

	if (!object || !set)
		return 0;
	for (i = s->set[set].first; i < s->set[set].first + s->set[set].nr; i++)
		if (type_of(s, s->object[i]) == type_of(s, object))
			table = s->object[i];
	if (!table || table == object)
		return table != 0;
	return holds(s, table, edge_callee(s->g, e)) ? 1 : -1;
}
