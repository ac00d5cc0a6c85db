/* SPDX-License-Identifier: MIT */
/* What a hop costs. */
#ifndef KPATH_QUERIES_COST_H
#define KPATH_QUERIES_COST_H

#include "queries/query.h"

struct bindings;

/*
 * Lengths are whole numbers, so that equal ones are equal: the cost in
 * 1/4096 in the upper bits, the number of hops in the lower 16.
 */
#define COST_UNIT 4096
#define COST_ONE_HOP 1u
#define LENGTH_MAX UINT64_MAX

#define EDGE_OUT 0		/* weight of an edge that is not followed */
#define EDGE_DROPPED 1		/* … of one that bindings dropped */

static inline double length_cost(uint64_t length)
{
	return (double)(length >> 16) / COST_UNIT;
}

static inline uint32_t length_hops(uint64_t length)
{
	return (uint32_t)(length & 0xffff);
}

struct cost {
	const struct graph *g;
	const struct k_weights *w;
	struct bindings *b;	/* NULL: none */
	unsigned out_flags;	/* GE_ flags of edges that are left out */
	uint8_t *weighed;	/* by node: are the weights of its edges known? */
	uint32_t *edge;		/* by edge: weight in 1/COST_UNIT, or EDGE_… */
	uint32_t *through;	/* by function: price of going through it, and THROUGH_ bits */
	uint8_t *dir_avoided;	/* by file: whether its directory is, where that was asked */
	const struct q_path_options *opt;	/* NULL: nothing is avoided */
	int avoids;		/* is there anything that is never entered? */
	double log2[64];	/* of small numbers */
	double unusual[16];	/* prices of the flags of wguard */
	uint8_t prompt[256];	/* by kind of edge: is its work part of what started it? */
	double direct[2];	/* of plain calls under no condition: of an inline function? */
	double hub_from;	/* callers that make a function a hub */
	uint32_t first[3];	/* prices of coming into instrumentation, into what seldom runs, into
				 * what runs at boot: what they call of their kind costs nothing more */
	int at_boot;		/* boot is asked for: it costs nothing */
};

#define THROUGH_LEAF	(1u << 31)	/* instrumentation */
#define THROUGH_RARE	(1u << 27)	/* GF_RARE */
#define THROUGH_BOOT	(1u << 26)	/* runs at boot only */
#define THROUGH_NEVER	(1u << 30)
#define THROUGH_ASKED	(1u << 29)	/* NEVER is known */
#define THROUGH_KNOWN	(1u << 28)	/* LEAF and the price are known */
#define THROUGH_PRICE	(THROUGH_BOOT - 1)

/* Edges and functions are weighed when they are first asked for. */
void cost_init(struct cost *c, const struct graph *g, const struct k_weights *w,
	       struct bindings *b, unsigned out_flags, const struct q_path_options *opt);
/* Frees the weights. */
void cost_release(struct cost *c);
/* Weighs all edges of a node, once. */
void cost_weigh_node(struct cost *c, uint32_t node);
/* Weighs the edges of all nodes: quicker where most will be asked for. */
void cost_weigh_all(struct cost *c);
/* Weighs a function, once: its entry of `through`. */
uint32_t cost_weigh_function(struct cost *c, uint32_t func);

/* Weights of the edges of a node: to be indexed by edge. */
static inline const uint32_t *cost_edges(struct cost *c, uint32_t node)
{
	if (!c->weighed[node])
		cost_weigh_node(c, node);
	return c->edge;
}

static inline uint32_t cost_edge(struct cost *c, uint32_t edge)
{
	return cost_edges(c, graph_edge(c->g, edge)->from)[edge];
}

/* May no path enter this function, but one that ends there? */
int cost_forbids(struct cost *c, uint32_t func);
static inline uint32_t cost_function(struct cost *c, uint32_t func)
{
	uint32_t t = c->through[func];

	return t & THROUGH_KNOWN ? t : cost_weigh_function(c, func);
}
/* Price of coming from one function to another and going on from there, in 1/COST_UNIT:
 * where many call it, or where instrumentation, what seldom runs, or boot begins. */
static inline uint32_t cost_through(struct cost *c, uint32_t from, uint32_t func)
{
	uint32_t t = cost_function(c, func), price = t & THROUGH_PRICE;

	if (t & (THROUGH_LEAF | THROUGH_RARE | THROUGH_BOOT)) {
		t &= ~cost_function(c, from);
		price += (t & THROUGH_LEAF ? c->first[0] : 0) + (t & THROUGH_RARE ? c->first[1] : 0) +
			(t & THROUGH_BOOT ? c->first[2] : 0);
	}
	return price;
}
/* Targets left at the site of this edge, in its node. */
uint32_t cost_candidates(struct cost *c, uint32_t edge);
/* Extra length for each function that a path comes through twice. */
uint64_t cost_repeat(const struct cost *c);

#endif
