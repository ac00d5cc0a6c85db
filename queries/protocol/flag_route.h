/* SPDX-License-Identifier: MIT */
/* From where a flag is set to where the packet is sent; private to this folder. */
#ifndef KPATH_QUERIES_FLAG_ROUTE_H
#define KPATH_QUERIES_FLAG_ROUTE_H

#include "flags.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/query.h"

struct senders {
	const struct graph *g;
	struct cost cost;	/* of calls that happen at once */
	uint8_t *goal;		/* by function: 1 + its place among the senders, or 0 */
	uint64_t *far;		/* by node: ~ the length of the way to the nearest of them, 0: there is none */
	uint8_t *to;		/* by node: which that is, as in `goal` */
};

/* `names`: functions; those that the index does not have are left out. `b` may be NULL. */
void senders_init(struct senders *s, const struct graph *g, const struct knowledge *k,
		  struct bindings *b, const struct k_strings *names);
void senders_release(struct senders *s);

/*
 * The least surprising way from the place (func, line) to a function that sends:
 * down from it, or back to a caller (at most two up) and down from there. Calls
 * after the place are preferred to those before it. Steps in `a`; 0 where there
 * is none.
 */
uint32_t senders_route(struct senders *s, uint32_t func, uint32_t line, struct arena *a,
		       struct q_flag_step **steps);

/*
 * Where such a way goes back to a caller: the calls by which the function's other
 * callers send, as edges of the graph. At most `max`; returns how many.
 */
uint32_t senders_of_callers(struct senders *s, const struct q_flag_step *steps, uint32_t nr,
			    uint32_t *edge, uint32_t max);

#endif
