/* SPDX-License-Identifier: MIT */
/*
 * Copies between structs of unlike types, and between a struct and an array of
 * pointers: what lies at the same bytes. As with others nothing is done for a field
 * until it is read; the links of such copies tell which bytes of the one are which of
 * the other (solver_laid).
 */
#include "base/xalloc.h"
#include "solver_p.h"

#define MAX_NESTED 8	/* structs in structs */

/* An equal one, or a new one; from 1. */
static uint32_t laid_id(struct solver *s, const struct solver_laid *laid)
{
	uint32_t i;

	for (i = 0; i < s->nr_laid; i++)
		if (!memcmp(&s->laid[i], laid, sizeof(*laid)))
			return i + 1;
	ALLOC_GROW(s->laid, s->nr_laid + 1, s->alloc_laid);
	s->laid[s->nr_laid++] = *laid;
	return s->nr_laid;
}

/* What is in the `size` bytes from `at` on, be they a field, or one of an array. */
static void copy_bytes(struct solver *s, uint32_t from, int64_t at, uint32_t size, uint32_t cell,
		       unsigned depth)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t rec = s->object[from].rec, i;

	if (!rec || rec >= sh->nr_rec || depth > MAX_NESTED)
		return;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t f = sh->field[i];
		int64_t begin = sh->offset[f], end = begin + sh->size[f];

		if (!sh->size[f] || at < begin || at >= end)
			continue;
		if (sh->field_is_rec[f])
			copy_bytes(s, sh->sub(s->ctx, from, f), at - begin, size, cell, depth + 1);
		else if (at == begin || sh->is_array[f])
			solver_copy(s, solver_cell_copied(s, from, f), cell);
	}
}

void solver_laid_field(struct solver *s, uint32_t from, uint32_t laid, uint32_t field, uint32_t cell)
{
	const struct solver_laid l = s->laid[laid - 1];
	const struct solver_shape *sh = &s->shape;
	int64_t at = sh->offset[field];

	if (!sh->size[field] || at >= l.end || at + sh->size[field] <= l.begin)
		return;
	if (s->object[from].rec)
		copy_bytes(s, from, at + l.shift, sh->size[field], cell, 0);
	else
		solver_copy(s, solver_content(s, from, 0), cell);
}

void solver_laid_sub(struct solver *s, uint32_t from, uint32_t laid, uint32_t field, uint32_t sub)
{
	struct solver_laid l = s->laid[laid - 1];
	int64_t at = s->shape.offset[field];

	if (!s->shape.size[field] || at >= l.end || at + s->shape.size[field] <= l.begin)
		return;
	l.shift += at;
	l.begin -= at;
	l.end -= at;
	solver_copy_laid(s, from, sub, &l);
}

/* Into an array of pointers: everything that is between the bytes. */
static void spill(struct solver *s, uint32_t from, const struct solver_laid *l, int64_t base,
		  uint32_t node, unsigned depth)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t rec = s->object[from].rec, i;

	if (!rec || rec >= sh->nr_rec || depth > MAX_NESTED)
		return;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t f = sh->field[i];
		int64_t at = base + sh->offset[f] - l->shift;

		if (!sh->size[f] || at >= l->end || at + sh->size[f] <= l->begin)
			continue;
		if (sh->field_is_rec[f])
			spill(s, sh->sub(s->ctx, from, f), l, base + sh->offset[f], node, depth + 1);
		else
			solver_copy(s, solver_cell_copied(s, from, f), node);
	}
}

void solver_laid_object(struct solver *s, uint32_t from, uint32_t to, uint32_t laid)
{
	const struct solver_laid whole = s->laid[laid - 1];
	uint32_t i, l, child;

	if (!s->object[to].rec) {
		if (s->object[from].rec)
			spill(s, from, &whole, 0, solver_content(s, to, 1), 0);
		return;
	}
	solver_stored(s, to);
	l = solver_link_new(s, s->object[to].copies, from, laid);
	s->object[to].copies = l;
	for (i = s->object[to].cells; i; i = s->all[i - 1].next)
		solver_laid_field(s, from, laid, s->all[i - 1].field, s->all[i - 1].node);
	for (child = s->object[to].child; child; child = s->object[child].sibling)
		solver_laid_sub(s, from, laid, s->object[child].field, child);
}

void solver_copy_laid(struct solver *s, uint32_t from, uint32_t to, const struct solver_laid *laid)
{
	uint32_t id, l, *seen, place = s->place;

	if (!from || !to || from == to)
		return;
	id = laid_id(s, laid);
	seen = idmap_put(&s->laid_seen, idmap_pair(from, to), 0);
	for (l = *seen; l; l = s->link[l].next)
		if (s->link[l].node == id)
			return;
	l = solver_link_new(s, *seen, id, 0);
	*idmap_put(&s->laid_seen, idmap_pair(from, to), 0) = l;
	ALLOC_GROW(s->copy, s->nr_copy + 1, s->alloc_copy);
	s->copy[s->nr_copy++] = (struct solver_pair){ from, to, place, id };
}
