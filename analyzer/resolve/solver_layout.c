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

/* What is copied to `node`: the fields of an object that lie from byte `lo` to before `hi`, nested ones
 * too; `starts`: only one that begins at `lo`, or an array. The object itself begins at `base`. */
struct byte_range { int64_t lo, hi; int starts; uint32_t node; };

static void copy_range(struct solver *s, uint32_t from, int64_t base, const struct byte_range *r, unsigned depth)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t rec = s->object[from].rec, i;

	if (!rec || rec >= sh->nr_rec || depth > MAX_NESTED)
		return;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t f = sh->field[i];
		int64_t begin = base + sh->offset[f];

		if (!sh->size[f] || begin >= r->hi || begin + sh->size[f] <= r->lo)
			continue;
		if (sh->field_is_rec[f])
			copy_range(s, sh->sub(s->ctx, from, f), begin, r, depth + 1);
		else if (!r->starts || begin == r->lo || sh->is_array[f])
			solver_copy(s, solver_cell_copied(s, from, f), r->node);
	}
}

void solver_laid_field(struct solver *s, uint32_t from, uint32_t laid, uint32_t field, uint32_t cell)
{
	const struct solver_laid l = s->laid[laid - 1];
	const struct solver_shape *sh = &s->shape;
	int64_t at = sh->offset[field];

	if (!sh->size[field] || at >= l.end || at + sh->size[field] <= l.begin)
		return;
	at += l.shift;
	if (s->object[from].rec)
		copy_range(s, from, 0, &(struct byte_range){ at, at + 1, 1, cell }, 0);
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

void solver_laid_object(struct solver *s, uint32_t from, uint32_t to, uint32_t laid)
{
	const struct solver_laid whole = s->laid[laid - 1];
	uint32_t i, l, child;

	if (!s->object[to].rec) {	/* an array of pointers: all that is between the bytes */
		const struct byte_range r = { whole.begin + whole.shift, whole.end + whole.shift, 0,
					      s->object[from].rec ? solver_content(s, to, 1) : 0 };

		if (s->object[from].rec)
			copy_range(s, from, 0, &r, 0);
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
