/* SPDX-License-Identifier: MIT */
#include "queries/premise.h"

#include <string.h>

#include "base/bisect.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "model/facts.h"

#define MAX_VALUES 32

void premises_init(struct premises *s, const struct graph *g)
{
	memset(s, 0, sizeof(*s));
	s->g = g;
	ALLOC_GROW(s->at, 1, s->alloc);
	s->at[s->nr++] = (struct premise){ 0, 0 };
}

void premises_release(struct premises *s)
{
	free(s->value);
	free(s->at);
	idmap_release(&s->by_digest);
	idmap_release(&s->rows);
	memset(s, 0, sizeof(*s));
}

uint32_t premise_first_row(const struct graph *g, uint32_t site)
{
	uint32_t lo = 1;

	BISECT(lo, g->nr_known, mid, graph_known(g, mid)->site < site);
	return lo;
}

static uint32_t first_row(struct premises *s, uint32_t site)
{
	uint32_t *memo = idmap_put(&s->rows, site, 0);

	if (!*memo)
		*memo = premise_first_row(s->g, site);
	return *memo;
}

static const struct premise_value *value_of(const struct premises *s, uint32_t state, unsigned index)
{
	const struct premise *st = &s->at[state];
	uint32_t i;

	for (i = st->first; i < st->first + st->nr; i++)
		if (s->value[i].index == index)
			return &s->value[i];
	return NULL;
}

static uint32_t intern(struct premises *s, const struct premise_value *v, uint32_t nr)
{
	uint32_t *id;

	if (!nr)
		return 0;
	id = idmap_put(&s->by_digest, digest64(v, nr * sizeof(*v)), 0);
	if (*id)
		return *id;
	ALLOC_GROW(s->value, s->nr_value + nr, s->alloc_value);
	memcpy(s->value + s->nr_value, v, nr * sizeof(*v));
	ALLOC_GROW(s->at, s->nr + 1, s->alloc);
	s->at[s->nr] = (struct premise){ s->nr_value, nr };
	s->nr_value += nr;
	return *id = s->nr++;
}

/* May a parameter of this value be so? Rows first … last - 1 are one condition. */
static int may_hold(const struct graph *g, const struct premise_value *v, uint32_t first,
		    uint32_t last)
{
	const struct g_known *k = graph_known(g, first);
	int64_t num = k->num;
	uint32_t i;

	if (v->kind != GN_NUMBER)
		return k->rel != GUARD_FALSE && (k->rel != GUARD_EQ || num || last > first + 1);
	switch ((enum guard_rel)k->rel) {
	case GUARD_TRUE: return v->num != 0;
	case GUARD_FALSE: return v->num == 0;
	case GUARD_ANY_BIT: return (v->num & num) != 0;
	case GUARD_NO_BIT: return (v->num & num) == 0;
	case GUARD_EQ:
	case GUARD_IN:
		for (i = first; i < last; i++)
			if (graph_known(g, i)->num == v->num)
				return 1;
		return 0;
	case GUARD_NE:
	case GUARD_NOT_IN:
		for (i = first; i < last; i++)
			if (graph_known(g, i)->num == v->num)
				return 0;
		return 1;
	default:
		break;
	}
	if (v->num < 0 || num < 0)	/* signed or not: not known here */
		return 1;
	switch ((enum guard_rel)k->rel) {
	case GUARD_LT: return v->num < num;
	case GUARD_LE: return v->num <= num;
	case GUARD_GT: return v->num > num;
	case GUARD_GE: return v->num >= num;
	default: return 1;
	}
}

/* Is the edge's target what the object's field holds? Yes too where nothing is known of the
 * field, or the target was stored in something that has no name. */
static int may_be_of(const struct graph *g, uint32_t object, const struct g_edge *e)
{
	const char *field = strrchr(graph_str(g, graph_slot(g, graph_site(g, e->site)->slot)->name), '.');
	uint32_t lo = 1, other = 0;

	if (!field || !graph_evid(g, e->evid)->object)
		return 1;
	BISECT(lo, g->nr_field_value, mid, graph_field_value(g, mid)->object < object);
	for (; lo < g->nr_field_value && graph_field_value(g, lo)->object == object; lo++) {
		const struct g_field_value *v = graph_field_value(g, lo);

		if (v->func == e->func)
			return 1;
		if (v->func && !strcmp(graph_str(g, v->field), field + 1))
			other = v->func;
	}
	return !other;
}

static void pass(const struct premises *s, uint32_t from, const struct g_known *k,
		 struct premise_value *v, uint32_t *nr)
{
	struct premise_value n = { .index = k->index, .kind = k->kind, .num = k->num }, *at;
	const struct premise_value *own;
	uint32_t i = *nr;

	if (k->kind == GN_HANDED) {
		own = value_of(s, from, (unsigned)k->num);
		if (!own)
			return;
		n.kind = own->kind;
		n.num = own->num;
	}
	if (*nr == MAX_VALUES)
		return;
	for (at = &v[i]; i && v[i - 1].index > n.index; i--, at--)
		v[i] = v[i - 1];
	*at = n;
	++*nr;
}

int premise_step(struct premises *s, uint32_t from, const struct g_edge *e, uint32_t *to, uint32_t *row)
{
	const struct graph *g = s->g;
	struct premise_value v[MAX_VALUES];
	uint32_t i, last, nr = 0, lost = 0;
	int passes;

	*to = 0;
	if (!(e->flags & GE_KNOWN))
		return 0;
	passes = graph_passes(g, e);
	for (i = first_row(s, e->site); i < g->nr_known; i = last) {
		const struct g_known *k = graph_known(g, i);
		const struct premise_value *own;

		if (k->site != e->site || k->kind == GN_RULED_OUT)
			break;		/* the last of its kinds */
		for (last = i + 1; k->kind == GN_CONDITION && last < g->nr_known; last++) {
			const struct g_known *n = graph_known(g, last);

			if (n->site != e->site || n->group != k->group || n->kind != k->kind)
				break;
		}
		if (row)
			*row = i;
		if (k->kind == GN_NEVER)
			return -1;
		if (k->kind == GN_ONLY) {
			own = value_of(s, from, k->index);
			if (own && (own->kind != GN_NUMBER || own->num != k->num))
				lost |= 1u << k->index % MAX_VALUES;
			continue;
		}
		if (k->kind == GN_THROUGH) {
			own = lost >> k->index % MAX_VALUES & 1 ? NULL : value_of(s, from, k->index);
			if (own && own->kind == GN_OBJECT && !may_be_of(g, (uint32_t)own->num, e))
				return -1;
			continue;
		}
		if (k->kind != GN_CONDITION) {
			if (passes && !(k->kind == GN_HANDED && lost >> (unsigned)k->num % MAX_VALUES & 1))
				pass(s, from, k, v, &nr);
			continue;
		}
		own = lost >> k->index % MAX_VALUES & 1 ? NULL : value_of(s, from, k->index);
		if (own && !may_hold(g, own, i, last))
			return -1;
	}
	*to = intern(s, v, nr);
	return 0;
}

int premise_covers(const struct premises *s, uint32_t a, uint32_t b)
{
	const struct premise *x = &s->at[a];
	uint32_t i;

	if (a == b || !x->nr)
		return 1;
	if (!b || s->at[b].nr < x->nr)
		return 0;
	for (i = x->first; i < x->first + x->nr; i++) {
		const struct premise_value *v = value_of(s, b, s->value[i].index);

		if (!v || v->kind != s->value[i].kind || v->num != s->value[i].num)
			return 0;
	}
	return 1;
}
