/* SPDX-License-Identifier: MIT */
/* The shortest way from one function to another. */
#ifndef KPATH_QUERIES_SEARCH_H
#define KPATH_QUERIES_SEARCH_H

#include "heap.h"
#include "queries/query.h"

struct company;
struct cost;

struct route {			/* a way through the graph: edges, end to end */
	uint32_t *edge;
	uint32_t nr;
	uint64_t length;
	uint32_t deviation;	/* Yen: functions before this one are shared with its parent */
};

struct label {
	uint64_t length;
	uint32_t node, parent, edge;	/* parent: label; edge 0 at a start */
	uint32_t state;		/* what is known there (premise.h) */
	uint32_t company;	/* where the last call through a pointer led to (company.h) */
	uint32_t settled;	/* which tables the way has named (settled.h) */
	uint32_t empty;		/* what the last condition of that kind says to be null, by its name */
	uint32_t next;		/* another label of the node that is not worse than this one */
	uint32_t dead;		/* … it is: not to be followed */
};

/*
 * From one function to another. A way never comes to a node twice; to a
 * function it may, by different clones: each call of a helper that is given
 * a callback has its own.
 */
struct search {
	struct cost *cost;
	const struct graph *g;
	uint32_t from, to;	/* functions: the ends, which nothing forbids */
	uint32_t from_node, to_node;	/* … only this clone of it; 0 = any */
	uint32_t max_hops;	/* 0 = any */
	uint64_t limit;		/* no way is longer than this; 0 = no limit */
	uint64_t *bound;	/* by node: ~ the least length to `to`, 0 = not seen; or NULL */
	uint64_t bound_rest;	/* no length is less where none was seen; LENGTH_MAX: no way */
	uint16_t *least_hops;	/* by node: fewest hops to `to`; with max_hops */
	uint8_t *blocked;	/* by node: not to be entered now */
	int blocks;		/* something is blocked from the start */
	int found_only;		/* what else it came by is not asked for */
	uint8_t *reached;	/* by function: set to 1 where the search came by; may be NULL */
	struct company *company;	/* NULL: none is kept */
	struct premises *premises;	/* NULL: conditions are not held against each other */
	uint32_t *at;		/* by node: 1 + the first of its labels that are not dead */
	struct label *label;	uint32_t nr_label, alloc_label;
	uint32_t first_start, end_start;	/* the labels that search_start made */
	struct heap heap;
};

/* Prepares a search; nothing is blocked. Release frees what it has. */
void search_init(struct search *s, struct cost *cost, uint32_t from, uint32_t to,
		 uint32_t max_hops);
void search_release(struct search *s);
/* Is the node one that the search starts from? */
int search_is_source(const struct search *s, uint32_t node);
/* Is it one where it ends? */
int search_is_goal(const struct search *s, uint32_t node);
/* Fills `bound` by a search from the end; as far as it is of use for a single
 * search, or wholly. (bounds.c) */
void search_near_bounds(struct search *s);
void search_bounds(struct search *s);
/* At least so far is it from a node to the end: 0 where nothing is known. */
static inline uint64_t search_rest(const struct search *s, uint32_t node)
{
	uint64_t b;

	if (!s->bound)
		return 0;
	b = ~s->bound[node];
	return b < s->bound_rest ? b : s->bound_rest;
}
/* With max_hops: fills least_hops. The fewest hops from start to end;
 * UINT16_MAX where that is more than max_hops. */
uint32_t search_least_hops(struct search *s);
/* Forgets labels, not `blocked`. */
void search_begin(struct search *s);
/* A label that is no start: a part of what leads to one. Returns its number. */
uint32_t search_label(struct search *s, const struct label *l);
/* A label to start at; all of them one after another. */
void search_start(struct search *s, const struct label *l);
/* From every node of `from`. */
void search_start_all(struct search *s);
/*
 * 0 and *label where the end was reached; -1 where it can't be. The first
 * hop does not lead to the functions `first` (nr_first of them).
 */
int search_run(struct search *s, const uint32_t *first, uint32_t nr_first, uint32_t *label);
/* Length of the hop along an edge, LENGTH_MAX where it is closed. */
uint64_t search_hop(struct search *s, uint32_t edge);
/* The edges that lead to a label. */
void search_route(const struct search *s, uint32_t label, struct route *r);

/* Frees its edges. */
void route_release(struct route *r);

/* Shorter first; of equal length the one whose first different call stands
 * first. */
int route_cmp(const struct graph *g, const struct route *a, const struct route *b);

#endif
