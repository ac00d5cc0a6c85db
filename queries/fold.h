/* SPDX-License-Identifier: MIT */
/* Clones folded back into functions, and the edges of one call site. */
#ifndef KPATH_QUERIES_FOLD_H
#define KPATH_QUERIES_FOLD_H

#include "query.h"

/* Edges of one call site that are alternatives of each other. */
enum edge_class { EC_DIRECT, EC_POINTER, EC_STARTED, EC_NR };

static inline enum edge_class edge_class(const struct g_edge *e)
{
	if (e->flags & GE_STARTED_BY)
		return EC_STARTED;
	return e->rule == GR_DIRECT && !(e->flags & GE_EXECUTED_BY) ? EC_DIRECT : EC_POINTER;
}

static inline uint32_t edge_caller(const struct graph *g, const struct g_edge *e)
{
	return graph_node(g, e->from)->func;
}

static inline uint32_t edge_callee(const struct graph *g, const struct g_edge *e)
{
	return e->func;
}

/* Distinct functions that the site of edge `e` can reach, over all clones of
 * its caller, by edges of e's class. */
uint32_t site_candidates(const struct graph *g, uint32_t edge);

/* The edges of `node` at call site `site`: a range of g->edge. */
void site_edges(const struct graph *g, uint32_t node, uint32_t site,
		uint32_t *first, uint32_t *nr);

/* By file name, then line. */
int place_cmp(const struct graph *g, uint32_t file1, uint32_t line1,
	      uint32_t file2, uint32_t line2);

/* "proto_ops.connect = inet_stream_connect in inet_stream_ops": why this edge
 * exists; "" for direct calls. In `a` or the graph. */
const char *edge_via(const struct graph *g, struct arena *a, uint32_t edge);
/* Where the target of an edge was registered; no file for direct calls. */
struct q_place edge_registered(const struct graph *g, uint32_t edge);

#endif
