/* SPDX-License-Identifier: MIT */
/*
 * What a way through the graph has fixed on its way: the constants that the
 * parameters of the function it has come to are known to be. A call that is
 * made only where one of them is something else is no continuation.
 *
 * States are numbered; equal ones have one number, and 0 is the state in
 * which nothing is known.
 */
#ifndef KPATH_QUERIES_PREMISE_H
#define KPATH_QUERIES_PREMISE_H

#include "base/idmap.h"
#include "model/graph.h"

struct premise_value {		/* of one parameter */
	uint8_t index;		/* from 0 */
	uint8_t kind;		/* GN_NUMBER, GN_NONZERO or GN_OBJECT */
	uint16_t pad;
	int32_t num;
};

struct premises {
	const struct graph *g;
	struct premise_value *value;	uint32_t nr_value, alloc_value;
	struct premise {
		uint32_t first, nr;	/* range of `value`, by index */
	} *at;
	uint32_t nr, alloc;
	struct idmap by_digest;		/* of the values -> state */
	struct idmap rows;		/* site -> its first g_known */
};

/* The first g_known of a site that has any. */
uint32_t premise_first_row(const struct graph *g, uint32_t site);

/* Nothing is assumed; premises_release() frees what was added. */
void premises_init(struct premises *s, const struct graph *g);
void premises_release(struct premises *s);

/*
 * The state behind edge `e`, taken in state `from`: 0 and *to, or -1 where the
 * call contradicts what is known. *row is then the g_known that says so; may
 * be NULL.
 */
int premise_step(struct premises *s, uint32_t from, const struct g_edge *e, uint32_t *to,
	       uint32_t *row);

/* Does whatever goes on from state `b` go on from `a` too? */
int premise_covers(const struct premises *s, uint32_t a, uint32_t b);

#endif
