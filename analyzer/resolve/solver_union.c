/* SPDX-License-Identifier: MIT */
/*
 * Fields that share bytes, in a union: what is stored in one is read through
 * the others. Each keeps its own cells, as if it were alone; only who reads
 * one reads those of the others as well. So what is shared is not handed on,
 * from `open` over `raw[2]` to `close`.
 */
#include "base/xalloc.h"
#include "solver_p.h"

int solver_is_shared(const struct solver *s, uint32_t field)
{
	const struct solver_shape *sh = &s->shape;

	return sh->shared_first && sh->shared_first[field] < sh->shared_first[field + 1];
}

/* The struct that `sh` goes down from, seen from the object that its field is in:
 * *root, 0 for any of its type. */
static int climb(const struct solver *s, uint32_t object, const struct solver_shared *sh,
		 uint32_t *root)
{
	unsigned i;

	for (i = 0; i < sh->nr_up; i++) {
		const struct solver_object *o = &s->object[object];

		if (o->field != sh->up[i])
			return 0;
		object = o->flags & OBJECT_EMBEDDED ? 0 : o->parent;
		if (!object)
			break;
	}
	*root = object;
	return 1;
}

/* The node of the field that `sh` ends in. */
static uint32_t descend(struct solver *s, uint32_t object, const struct solver_shared *sh)
{
	uint32_t field = sh->down[sh->nr_down - 1];
	unsigned i;

	for (i = 0; i + 1u < sh->nr_down; i++)
		object = object ? s->shape.sub(s->ctx, object, sh->down[i]) :
			s->shape.embedded(s->ctx, sh->down[i]);
	return object ? solver_cell_all(s, object, field) : solver_field_node(s, field, 0);
}

/* Where what the others hold comes together before it gets to `node`: only what fits,
 * and that something unknown is in them does not make this unknown. */
static uint32_t sieve(struct solver *s, uint32_t field, uint32_t node)
{
	uint32_t type = s->shape.field_type[field], n;

	n = solver_node_new(s, type ? FILTER_TYPE | type : s->node[node].filter);
	s->node[n].field = field;
	s->node[n].kind = NODE_SHARED;
	s->node[n].closed = 1;
	solver_copy(s, n, node);
	return n;
}

/*
 * Two members that point to functions of one type are told apart by a tag, as a list's
 * head is one (LSM hooks): of what stands for many objects, the other is called only
 * where under this name nothing is stored.
 */
static int is_tagged(const struct solver *s, uint32_t object, uint32_t field,
		     const struct solver_shared *with)
{
	const uint32_t *type = s->shape.field_type;

	return type[field] && type[field] == type[with->down[with->nr_down - 1]] &&
		!(object && s->shape.is_single(s->ctx, object));
}

static void share(struct solver *s, uint32_t object, uint32_t field, unsigned min_up, uint32_t node)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t i, root, through = 0, own = object ? solver_cell_all(s, object, field) :
		solver_field_node(s, field, 0);

	for (i = sh->shared_first[field]; i < sh->shared_first[field + 1]; i++) {
		const struct solver_shared *with = &sh->shared[i];

		root = 0;
		if (with->nr_up < min_up || (object && !climb(s, object, with, &root)))
			continue;
		if (!through)
			through = sieve(s, field, node);
		if (!is_tagged(s, object, field, with)) {
			solver_copy(s, descend(s, root, with), through);
			continue;
		}
		ALLOC_GROW(s->tagged, s->nr_tagged + 1, s->alloc_tagged);
		s->tagged[s->nr_tagged++] = (struct solver_tagged){ own, descend(s, root, with), through };
	}
}

static int holds_function(const struct solver *s, uint32_t node)
{
	uint32_t i;

	for (i = 0; i < s->node[node].val.nr; i++)
		if (!value_is_object(s->node[node].val.id[i]))
			return 1;
	return 0;
}

uint32_t solver_share_tagged(struct solver *s, uint32_t first)
{
	uint32_t i, nr = s->nr_tagged;

	for (i = first; i < nr; i++)
		if (!holds_function(s, s->tagged[i].own))
			solver_copy(s, s->tagged[i].other, s->tagged[i].to);
	return nr;
}

/* What it holds stands in no place of its own: the caller's is for who reads it. */
static uint32_t shared_node(struct solver *s, uint32_t own, uint32_t object, uint32_t field,
			    unsigned min_up)
{
	uint32_t place = s->place, through = s->through, n = solver_node_like(s, field);

	s->place = s->through = 0;
	s->node[n].kind = NODE_SHARED;
	s->node[n].object = object;
	solver_copy(s, own, n);
	share(s, object, field, min_up, n);
	s->place = place;
	s->through = through;
	return n;
}

static uint32_t cell_shared(struct solver *s, unsigned kind, uint32_t object, uint32_t field)
{
	uint32_t own = solver_cell_all(s, object, field), *p;

	if (!solver_is_shared(s, field))
		return own;
	p = solver_cell_slot(s, kind, object, field);
	if (*p)
		return *p;
	return *solver_cell_slot(s, kind, object, field) = shared_node(s, own, object, field,
								       kind == CELL_COPY);
}

uint32_t solver_cell_read(struct solver *s, uint32_t object, uint32_t field)
{
	return cell_shared(s, CELL_READ, object, field);
}

uint32_t solver_cell_copied(struct solver *s, uint32_t object, uint32_t field)
{
	return cell_shared(s, CELL_COPY, object, field);
}

uint32_t solver_field_read(struct solver *s, uint32_t field)
{
	uint32_t own = solver_field_node(s, field, 0), *p;

	if (!solver_is_shared(s, field))
		return own;
	p = solver_cell_slot(s, CELL_READ, 0, field);
	if (*p)
		return *p;
	return *solver_cell_slot(s, CELL_READ, 0, field) = shared_node(s, own, 0, field, 0);
}

int solver_others_hold(struct solver *s, uint32_t field)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t i;

	for (i = sh->shared_first[field]; i < sh->shared_first[field + 1]; i++) {
		uint32_t n = descend(s, 0, &sh->shared[i]);

		if (s->node[n].open || holds_function(s, n))
			return 1;
	}
	return 0;
}
