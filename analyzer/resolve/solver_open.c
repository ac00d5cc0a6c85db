/* SPDX-License-Identifier: MIT */
/*
 * What nobody in the tree put into a node. A pointer to a struct that is unknown is still
 * one to a struct of its type: where a `void *` field gets such pointers, others that are
 * read from it know all that they can hold, unless one of the structs begins with the
 * other. A node without a type keeps which structs (kinds) it is open for; what is open
 * for too many, or for what has no type at all, is open for any.
 */
#include "base/digest.h"
#include "base/xalloc.h"
#include "solver_p.h"

enum { ANY_KIND, NO_KIND, FIRST_KIND };	/* sets; 0 as solver_node.kinds */

void solver_kinds_init(struct solver *s)
{
	ALLOC_GROW(s->kind, FIRST_KIND, s->alloc_kind);
	memset(s->kind, 0, FIRST_KIND * sizeof(*s->kind));
	s->nr_kind = FIRST_KIND;
}

void solver_kinds_release(struct solver *s)
{
	free(s->kind);
	idmap_release(&s->kinds);
	idmap_release(&s->kinds_with);
}

void solver_open(struct solver *s, uint32_t node)
{
	struct solver_node *n = &s->node[node];

	if (!node || (n->open && n->kinds == ANY_KIND) || n->closed || n->filter == FILTER_NONE)
		return;
	n->open = 1;
	n->kinds = ANY_KIND;
	solver_enqueue(s, node);
}

/* The set with these records. */
static uint32_t kinds_of(struct solver *s, const struct solver_kinds *k)
{
	uint32_t *id = idmap_put(&s->kinds, digest64(k->rec, k->nr * sizeof(*k->rec)), 0);

	if (*id)
		return *id;
	ALLOC_GROW(s->kind, s->nr_kind + 1, s->alloc_kind);
	s->kind[s->nr_kind] = *k;
	return *id = s->nr_kind++;
}

static uint32_t kinds_with(struct solver *s, uint32_t set, uint32_t rec)
{
	uint32_t *known = idmap_put(&s->kinds_with, idmap_pair(set, rec), UINT32_MAX), i, j;
	struct solver_kinds k = s->kind[set];

	if (*known != UINT32_MAX)
		return *known;
	for (i = 0; i < k.nr && k.rec[i] < rec; i++)
		;
	if (i < k.nr && k.rec[i] == rec)
		return *known = set;
	if (k.nr == SOLVER_KINDS)
		return *known = ANY_KIND;
	for (j = k.nr++; j > i; j--)
		k.rec[j] = k.rec[j - 1];
	k.rec[i] = rec;
	return *known = kinds_of(s, &k);
}

static int is_kin(const struct solver *s, uint32_t a, uint32_t b)
{
	return !a || !b || a == b || (a < SOLVER_NOTHING && b < SOLVER_NOTHING &&
				      (!s->shape.is_kin || s->shape.is_kin(s->ctx, a, b)));
}

static void open_untyped(struct solver *s, uint32_t node, uint32_t rec)
{
	const struct solver_node *n = &s->node[node];
	uint32_t kinds;

	if (n->closed || (n->open && n->kinds == ANY_KIND))
		return;
	kinds = kinds_with(s, n->open ? n->kinds : NO_KIND, rec);
	if (kinds == ANY_KIND) {
		solver_open(s, node);
		return;
	}
	if (n->open && n->kinds == kinds)
		return;
	s->node[node].open = 1;
	s->node[node].kinds = kinds;
	solver_enqueue(s, node);
}

static int is_of_functions(const struct solver_node *n)
{
	return n->filter == FILTER_FUNC || (n->filter & FILTER_TYPE);
}

uint32_t solver_kind_in(const struct solver *s, uint32_t node, uint32_t kind)
{
	const struct solver_node *n = &s->node[node];

	if (n->filter == FILTER_NONE)
		return SOLVER_NOTHING;
	if (solver_takes_any(n))
		return kind;
	if (is_of_functions(n))
		return kind == SOLVER_ANYTHING || kind == SOLVER_FUNC ? SOLVER_FUNC : SOLVER_NOTHING;
	return is_kin(s, n->filter - FILTER_RECORD, kind) ? n->filter - FILTER_RECORD : SOLVER_NOTHING;
}

int solver_kind_has(const struct solver *s, uint32_t kind, uint32_t field)
{
	return is_kin(s, kind, s->shape.field_rec ? s->shape.field_rec[field] : 0);
}

/* Something unknown that points to a struct `rec` may be in the node. */
static void open_as(struct solver *s, uint32_t node, uint32_t rec)
{
	if (solver_takes_any(&s->node[node]))
		open_untyped(s, node, rec);
	else if (solver_kind_in(s, node, rec) != SOLVER_NOTHING)
		solver_open(s, node);
}

void solver_open_from(struct solver *s, uint32_t from, uint32_t to)
{
	const struct solver_node *n = &s->node[from];
	struct solver_kinds k;
	uint32_t i;

	if (is_of_functions(n)) {
		open_as(s, to, SOLVER_FUNC);
	} else if (!solver_takes_any(n)) {
		open_as(s, to, n->filter - FILTER_RECORD);
	} else if (n->kinds != ANY_KIND) {
		k = s->kind[n->kinds];
		for (i = 0; i < k.nr; i++)
			open_as(s, to, k.rec[i]);
	} else if (n->filter == FILTER_TEXT) {
		open_as(s, to, SOLVER_TEXT);
	} else {
		solver_open(s, to);
	}
}

int solver_opens_field(const struct solver *s, uint32_t base, uint32_t field)
{
	const struct solver_kinds *k = &s->kind[s->node[base].kinds];
	uint32_t i;

	if (s->node[base].kinds == ANY_KIND)
		return 1;
	for (i = 0; i < k->nr; i++)
		if (solver_kind_has(s, k->rec[i], field))
			return 1;
	return 0;
}

static int points_to_kin(const struct solver *s, const struct solver_node *n, uint32_t rec)
{
	uint32_t i;

	for (i = 0; i < n->val.nr; i++)
		if (value_is_object(n->val.id[i]) &&
		    is_kin(s, s->object[value_id(n->val.id[i])].rec, rec))
			return 1;
	return 0;
}

/* Of the fields that are read or written through the pointer. */
static int is_starved_of(const struct solver *s, uint32_t base, uint32_t l)
{
	for (; l; l = s->link[l].next)
		if (!solver_opens_field(s, base, s->link[l].field) && s->shape.field_rec &&
		    !points_to_kin(s, &s->node[base], s->shape.field_rec[s->link[l].field]))
			return 1;
	return 0;
}

/* Empty, though something comes there: but nothing of its struct. */
static int gets_nothing(const struct solver *s, const struct solver_node *n)
{
	uint32_t l;

	if (n->val.nr || n->closed || n->filter < FILTER_RECORD || is_of_functions(n))
		return 0;
	for (l = n->pred; l; l = s->link[l].next)
		if (s->node[s->link[l].node].kinds != ANY_KIND)
			return 1;
	return 0;
}

int solver_is_starved(const struct solver *s, uint32_t node)
{
	const struct solver_node *n = &s->node[node];
	const struct solver_use *use = &s->use[n->use];

	if (!n->open)
		return gets_nothing(s, n);
	return n->kinds != ANY_KIND && !n->closed &&
		(is_starved_of(s, node, use->loads) || is_starved_of(s, node, use->stores));
}
