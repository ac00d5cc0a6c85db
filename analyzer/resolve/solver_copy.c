/* SPDX-License-Identifier: MIT */
/*
 * Cells of objects, and copies of whole structs. Both are done by lists, not
 * by recursion: a chain of copies can be as long as a program.
 */
#include "base/xalloc.h"
#include "solver_p.h"

/* ---- one field of a copy ------------------------------------------------------- */

/* Can a field of struct r be in this object? */
static int has_field(const struct solver *s, uint32_t object, uint32_t field)
{
	const struct solver_object *o = &s->object[object];

	if ((o->flags & (OBJECT_SLOT | OBJECT_BYTES)) == OBJECT_SLOT)
		return 0;
	return !o->rec || !s->shape.field_rec || s->shape.field_rec[field] == o->rec;
}

/* What is in `field` of `from` gets into `cell`. */
static void copy_field(struct solver *s, uint32_t from, uint32_t field, uint32_t cell)
{
	if (has_field(s, from, field))
		solver_copy(s, solver_cell_copied(s, from, field), cell);
}

static void copy_fields(struct solver *s, uint32_t object, uint32_t field, uint32_t cell)
{
	uint32_t l;

	for (l = s->object[object].copies; l; l = s->link[l].next) {
		s->place = s->link[l].place;
		if (s->link[l].field)
			solver_laid_field(s, s->link[l].node, s->link[l].field, field, cell);
		else
			copy_field(s, s->link[l].node, field, cell);
	}
}

/* What was copied into an instance can be read in any. */
static void read_instance(struct solver *s, uint32_t instance, uint32_t field, uint32_t all)
{
	copy_fields(s, instance, field, all);
}

static void fill_cell(struct solver *s, const struct solver_all a)
{
	uint32_t flags = s->object[a.object].flags, embedded = s->object[a.object].embedded, l;

	s->place = 0;
	solver_copy(s, solver_cell(s, a.object, a.field, 0), a.node);
	copy_fields(s, a.object, a.field, a.node);
	if (embedded) {
		solver_copy(s, solver_cell(s, embedded, a.field, 0), a.node);
		copy_fields(s, embedded, a.field, a.node);
	}
	for (l = s->object[a.object].instances; l; l = s->link[l].next)
		read_instance(s, s->link[l].node, a.field, a.node);
	s->place = 0;
	if (!(flags & OBJECT_CONST))
		solver_copy(s, solver_dynamic(s, a.field), a.node);
	if (flags & (OBJECT_OPEN | OBJECT_ANY))
		solver_copy(s, solver_field_node(s, a.field, 0), a.node);
}

/* ---- whole structs ---------------------------------------------------------------- */

void solver_object_open(struct solver *s, uint32_t object, int any)
{
	struct solver_object *o = &s->object[object];
	uint32_t flag = any ? OBJECT_ANY : OBJECT_OPEN, i, child;

	if (o->flags & (flag | OBJECT_OPEN | OBJECT_KNOWN))
		return;
	o->flags |= flag | OBJECT_STORED;
	for (i = o->cells; i; i = s->all[i - 1].next)
		solver_copy(s, solver_field_node(s, s->all[i - 1].field, 0), s->all[i - 1].node);
	if (o->node)
		solver_open(s, o->node);
	for (i = o->flags & OBJECT_TEMP ? o->instances : 0; i; i = s->link[i].next)
		solver_object_open(s, s->link[i].node, any);
	for (child = s->object[object].child; child; child = s->object[child].sibling) {
		if (any)
			solver_copy_object(s, s->shape.embedded(s->ctx, s->object[child].field),
					   child);
		else
			solver_object_open(s, child, 0);
	}
}

uint32_t solver_temp(struct solver *s, uint32_t rec)
{
	return solver_object_new(s, rec, OBJECT_TEMP | OBJECT_CONST | OBJECT_STORED);
}

static int is_slot(const struct solver *s, uint32_t object)
{
	return (s->object[object].flags & OBJECT_SLOT) != 0;
}

/*
 * To whom an open pointer leads: all fields of any struct of the type. Not what
 * is copied from something unknown: F(f) has that, for whoever reads through an
 * open pointer, and would make a whole program's structs one.
 */
static void copy_to_any(struct solver *s, uint32_t from)
{
	const struct solver_shape *sh = &s->shape;
	uint32_t rec = s->object[from].rec, i;

	if (!rec || rec >= sh->nr_rec || is_slot(s, from))
		return;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t f = sh->field[i];

		if (sh->field_is_rec[f])
			solver_copy_object(s, sh->sub(s->ctx, from, f), sh->embedded(s->ctx, f));
		else
			solver_copy(s, solver_cell_copied(s, from, f), solver_dynamic(s, f));
	}
}

static void to_open(struct solver *s, uint32_t object)
{
	uint32_t l;

	if (s->object[object].copied)
		return;
	s->object[object].copied = 1;
	for (l = s->object[object].copies; l; l = s->link[l].next)
		copy_to_any(s, s->link[l].node);
	for (l = s->object[object].instances; l; l = s->link[l].next)
		to_open(s, s->link[l].node);
}

/* Where no type is known, a copy has one such object for each that it meets. */
static uint32_t temp_of(struct solver *s, uint32_t temp, uint32_t other)
{
	const struct solver_object *o = &s->object[temp];
	uint32_t rec = s->object[other].rec, *at, t, l, flags = o->flags, copied = o->copied;

	if (!(flags & OBJECT_TEMP) || o->rec || !rec)
		return temp;
	at = idmap_put(&s->copied, idmap_pair(UINT32_MAX - temp, rec), 0);
	if (*at)
		return *at;
	*at = t = solver_temp(s, rec);
	l = solver_link_new(s, s->object[temp].instances, t, 0);
	s->object[temp].instances = l;
	if (flags & (OBJECT_OPEN | OBJECT_ANY))
		solver_object_open(s, t, 0);
	if (copied)
		to_open(s, t);
	return t;
}

void solver_copy_object(struct solver *s, uint32_t from, uint32_t to)
{
	uint32_t *seen, t;

	if (!from || !to || from == to)
		return;
	t = temp_of(s, from, to);
	to = temp_of(s, to, from);
	from = t;
	seen = idmap_put(&s->copied, idmap_pair(from, to), 0);
	if (*seen)
		return;
	*seen = 1;
	ALLOC_GROW(s->copy, s->nr_copy + 1, s->alloc_copy);
	s->copy[s->nr_copy++] = (struct solver_pair){ from, to, s->place, 0 };
}

uint32_t solver_content(struct solver *s, uint32_t object, int store)
{
	struct solver_object *o = &s->object[object];
	uint32_t n;

	if ((o->flags & OBJECT_TEMP) && !o->node) {
		n = solver_node_new(s, FILTER_ANY);
		o = &s->object[object];
		o->node = n;
		if (o->flags & (OBJECT_OPEN | OBJECT_ANY))
			solver_open(s, n);
		o = &s->object[object];
	}
	return store && o->store ? o->store : o->node;
}

static int fits(const struct solver *s, uint32_t from, uint32_t to)
{
	uint32_t a = s->object[from].rec, b = s->object[to].rec;

	if (((s->object[from].flags | s->object[to].flags) & (OBJECT_SLOT | OBJECT_BYTES)) == OBJECT_SLOT)
		return 0;
	return !a || !b || a == b;
}

/* Those of `to` and all fields of it that are read: `from` was copied into it. */
static void copy_cells(struct solver *s, uint32_t from, uint32_t to)
{
	uint32_t i;

	for (i = s->object[to].cells; i; i = s->all[i - 1].next)
		copy_field(s, from, s->all[i - 1].field, s->all[i - 1].node);
}

static void add_instance(struct solver *s, uint32_t object)
{
	uint32_t embedded = s->object[object].embedded, l;

	if (!embedded || s->object[object].copied)
		return;
	s->object[object].copied = 1;
	l = solver_link_new(s, s->object[embedded].instances, object, 0);
	s->object[embedded].instances = l;
}

/* The struct in `field` of `from` into the same of another. */
static void copy_sub(struct solver *s, uint32_t from, uint32_t field, uint32_t sub)
{
	if (!is_slot(s, from) && has_field(s, from, field))
		solver_copy_object(s, s->shape.sub(s->ctx, from, field), sub);
}

static void copy_object(struct solver *s, uint32_t from, uint32_t to)
{
	uint32_t child, l, embedded = s->object[to].embedded;

	if (is_slot(s, from) || is_slot(s, to))
		if ((is_slot(s, from) || (s->object[from].flags & OBJECT_TEMP)) &&
		    (is_slot(s, to) || (s->object[to].flags & OBJECT_TEMP)))
			solver_copy(s, solver_content(s, from, 0), solver_content(s, to, 1));
	if (!fits(s, from, to))
		return;
	solver_stored(s, to);
	l = solver_link_new(s, s->object[to].copies, from, 0);
	s->object[to].copies = l;
	copy_cells(s, from, to);
	if (embedded)
		copy_cells(s, from, embedded);
	add_instance(s, to);
	for (l = s->object[to].parts; l; l = s->link[l].next)
		copy_cells(s, from, s->link[l].node);
	for (child = s->object[to].child; child; child = s->object[child].sibling)
		copy_sub(s, from, s->object[child].field, child);
	if ((s->object[to].flags & OBJECT_TEMP) && s->object[to].copied)
		copy_to_any(s, from);
}

void solver_sub_made(struct solver *s, uint32_t object, uint32_t field, uint32_t sub)
{
	uint32_t flags = s->object[object].flags, embedded = s->object[sub].embedded, l;

	if (embedded) {
		l = solver_link_new(s, s->object[embedded].parts, sub, 0);
		s->object[embedded].parts = l;
	}
	if (flags & OBJECT_TEMP)
		s->object[sub].flags |= OBJECT_TEMP | OBJECT_CONST | OBJECT_STORED;
	if (flags & OBJECT_OPEN)
		solver_object_open(s, sub, 0);
	else if (flags & OBJECT_ANY)
		solver_copy_object(s, s->shape.embedded(s->ctx, field), sub);
	for (l = s->object[object].copies; l; l = s->link[l].next)
		if (s->link[l].field)
			solver_laid_sub(s, s->link[l].node, s->link[l].field, field, sub);
		else
			copy_sub(s, s->link[l].node, field, sub);
}

/* ---- through pointers ------------------------------------------------------------------ */

void solver_copy_from(struct solver *s, uint32_t base, uint32_t object)
{
	struct solver_use *use;
	uint32_t i;

	if (!base || s->node[base].filter == FILTER_NONE) {
		solver_object_open(s, object, s->object[object].rec != 0);
		return;
	}
	use = solver_use_of(s, base);
	use->copies_from = solver_link_new(s, use->copies_from, object, 0);
	for (i = 0; i < s->node[base].done; i++)
		if (value_is_object(s->node[base].val.id[i]))
			solver_copy_object(s, value_id(s->node[base].val.id[i]), object);
	if (s->node[base].open_done)
		solver_object_open(s, object, s->object[object].rec != 0);
}

void solver_copy_to(struct solver *s, uint32_t object, uint32_t base)
{
	struct solver_use *use;
	uint32_t i;

	if (!base || s->node[base].filter == FILTER_NONE) {
		to_open(s, object);
		return;
	}
	use = solver_use_of(s, base);
	use->copies_to = solver_link_new(s, use->copies_to, object, 0);
	for (i = 0; i < s->node[base].done; i++)
		if (value_is_object(s->node[base].val.id[i]))
			solver_copy_object(s, object, value_id(s->node[base].val.id[i]));
	if (s->node[base].open_done)
		to_open(s, object);
}

void solver_copies_of_value(struct solver *s, const struct solver_use *use, uint32_t object)
{
	uint32_t from = use->copies_from, to = use->copies_to;

	for (; from; from = s->link[from].next) {
		s->place = s->link[from].place;
		solver_copy_object(s, object, s->link[from].node);
	}
	for (; to; to = s->link[to].next) {
		s->place = s->link[to].place;
		solver_copy_object(s, s->link[to].node, object);
	}
}

void solver_copies_of_open(struct solver *s, const struct solver_use *use)
{
	uint32_t from = use->copies_from, to = use->copies_to, object;

	for (; from; from = s->link[from].next) {
		object = s->link[from].node;
		s->place = s->link[from].place;
		solver_object_open(s, object, s->object[object].rec != 0);
	}
	for (; to; to = s->link[to].next) {
		s->place = s->link[to].place;
		to_open(s, s->link[to].node);
	}
}

void solver_fill(struct solver *s)
{
	while (s->all_done < s->nr_all || s->copy_done < s->nr_copy) {
		while (s->all_done < s->nr_all)
			fill_cell(s, s->all[s->all_done++]);
		if (s->copy_done < s->nr_copy) {
			struct solver_pair p = s->copy[s->copy_done++];

			s->place = p.place;
			if (p.laid)
				solver_laid_object(s, p.from, p.to, p.laid);
			else
				copy_object(s, p.from, p.to);
		}
	}
}
