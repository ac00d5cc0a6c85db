/* SPDX-License-Identifier: MIT */
/* Solving: values are carried along the copies until nothing changes. */
#include <string.h>

#include "solver_p.h"

#define AHEAD 8

/* Nearly all of the time goes into waiting for memory: what comes next is asked
 * for ahead. */
static void insert_all(struct solver *s, uint32_t n, uint32_t value)
{
	const struct idlist succ = s->node[n].succ;
	uint32_t i;

	for (i = succ.nr; i-- > 0;) {
		if (i >= 2 * AHEAD)
			__builtin_prefetch(&s->node[succ.id[i - 2 * AHEAD]]);
		if (i >= AHEAD)
			idlist_prefetch(&s->node[succ.id[i - AHEAD]].val, value);
		solver_insert(s, succ.id[i], value);
	}
}

static void propagate_value(struct solver *s, uint32_t n, uint32_t value)
{
	uint32_t use = s->node[n].use, l;

	if (solver_is_boring(s, value))
		return;		/* put there before it was known to be */
	insert_all(s, n, value);
	if (!use)
		return;
	for (l = s->use[use].deref_loads; l; l = s->link[l].next) {
		s->place = s->link[l].place;
		solver_deref_value(s, value, s->link[l].node);
	}
	for (l = s->use[use].deref_stores; l; l = s->link[l].next) {
		s->place = s->link[l].place;
		solver_store_deref_value(s, value, s->link[l].node);
	}
	if (!value_is_object(value)) {
		for (l = s->use[use].calls; l; l = s->link[l].next)
			s->on_target(s->ctx, s->link[l].node, value_id(value));
		return;
	}
	solver_copies_of_value(s, &s->use[use], value_id(value));
	if ((s->object[value_id(value)].flags & (OBJECT_SLOT | OBJECT_BYTES)) == OBJECT_SLOT)
		return;
	s->through = n;
	for (l = s->use[use].loads; l; l = s->link[l].next) {
		uint32_t dst = s->link[l].node;

		s->place = s->link[l].place;
		solver_copy(s, solver_cell_read(s, value_id(value), s->link[l].field), dst);
	}
	for (l = s->use[use].stores; l; l = s->link[l].next) {
		uint32_t src = s->link[l].node;

		s->place = s->link[l].place;
		solver_store_object(s, value_id(value), s->link[l].field, src, 0);
	}
	s->through = 0;
}

static void propagate_open(struct solver *s, uint32_t n)
{
	uint32_t use = s->node[n].use, l;

	s->node[n].open_done = 1;
	s->node[n].kinds_done = s->node[n].kinds;
	for (l = s->node[n].succ.nr; l-- > 0;)
		solver_open_from(s, n, s->node[n].succ.id[l]);
	for (l = s->use[use].deref_loads; l; l = s->link[l].next)
		solver_open(s, s->link[l].node);
	s->through = n;
	for (l = s->use[use].loads; l; l = s->link[l].next) {
		if (!solver_opens_field(s, n, s->link[l].field))
			continue;
		s->place = s->link[l].place;
		solver_copy(s, solver_field_read(s, s->link[l].field), s->link[l].node);
	}
	for (l = s->use[use].stores; l; l = s->link[l].next) {
		if (!solver_opens_field(s, n, s->link[l].field))
			continue;
		s->place = s->link[l].place;
		solver_copy(s, s->link[l].node, solver_dynamic(s, s->link[l].field));
	}
	s->through = 0;
	solver_copies_of_open(s, &s->use[use]);
}

static void run(struct solver *s)
{
	for (solver_fill(s); s->head < s->nr_queue; solver_fill(s)) {
		uint32_t n = s->queue[s->head++];

		if (s->head > 65536 && s->head * 2 > s->nr_queue) {
			memmove(s->queue, s->queue + s->head,
				(s->nr_queue - s->head) * sizeof(*s->queue));
			s->nr_queue -= s->head;
			s->head = 0;
		}
		s->node[n].queued = 0;
		while (s->node[n].done < s->node[n].val.nr)
			propagate_value(s, n, s->node[n].val.id[s->node[n].done++]);
		if (s->node[n].open && (!s->node[n].open_done || s->node[n].kinds != s->node[n].kinds_done))
			propagate_open(s, n);
	}
	s->head = s->nr_queue = 0;
}

static int is_base(const struct solver *s, const struct solver_node *n)
{
	const struct solver_use *use = &s->use[n->use];

	return use->loads || use->stores || use->deref_loads || use->deref_stores ||
		use->copies_from || use->copies_to;
}

/* Objects that nothing was stored into; those of s->all from `first` on. */
static uint32_t open_unwritten_objects(struct solver *s, uint32_t first)
{
	uint32_t i, nr = s->nr_all;

	s->place = 0;
	for (i = first; i < nr; i++)
		if (!(s->object[s->all[i].object].flags & (OBJECT_CONST | OBJECT_STORED)))
			solver_copy(s, solver_field_node(s, s->all[i].field, 0), s->all[i].node);
	run(s);
	return nr;
}

/* Which bases are opened: those that nothing leads to; those that point to nothing that is
 * known of the struct they are read as; the rest. */
enum { OPEN_SOURCES, OPEN_STARVED, OPEN_REST };

static int is_to_open(const struct solver *s, uint32_t node, int which)
{
	const struct solver_node *n = &s->node[node];

	if (which == OPEN_STARVED)
		return solver_is_starved(s, node);
	return !n->open && !n->val.nr && n->filter != FILTER_NONE && is_base(s, n) &&
		!(which == OPEN_SOURCES && (n->pred || n->kind == NODE_LOAD));
}

/* How many were opened. */
static uint32_t open_bases(struct solver *s, int which)
{
	uint32_t i, nr = 0;

	for (i = 1; i < s->nr_node; i++) {
		if (!is_to_open(s, i, which))
			continue;
		solver_open(s, i);
		nr++;
	}
	return nr;
}

void solver_solve(struct solver *s)
{
	uint32_t seen = 0, tagged = 0;
	int first = OPEN_SOURCES, which;

	run(s);
	for (;;) {
		while (tagged < s->nr_tagged) {
			tagged = solver_share_tagged(s, tagged);
			run(s);
		}
		seen = open_unwritten_objects(s, seen);
		for (which = first; which <= OPEN_REST && !open_bases(s, which); which++)
			first = which < OPEN_STARVED ? OPEN_STARVED : first;
		run(s);
		if (which > OPEN_REST && seen == s->nr_all && tagged == s->nr_tagged)
			break;
	}
}
