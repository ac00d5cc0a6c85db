/* SPDX-License-Identifier: MIT */
/*
 * The k shortest routes (Yen, in Lawler's order), told apart by their
 * functions, not by clones or call sites: a root is a sequence of functions,
 * and spurs start at every clone that the sequence can end in.
 */
#include "company.h"
#include "cost.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "queries/premise.h"
#include "search.h"
#include "yen.h"

#include <stdlib.h>

#include "base/xalloc.h"

#define MAX_SPURS 2000		/* searches; then the answer is cut */

struct yen {
	struct search *s;
	const struct graph *g;
	struct route *known;	uint32_t nr_known, alloc_known;	/* shortest first */
	struct route *cand;	uint32_t nr_cand, alloc_cand;
	uint32_t *first, nr_first, alloc_first;
	struct label *root;	uint32_t nr_root, alloc_root;
	uint32_t spurs;
	uint32_t k;		/* so many are asked for */
	uint64_t *length, alloc_length;	/* of candidates */
};

static uint32_t func_at(const struct yen *y, const struct route *r, uint32_t i)
{
	return i ? edge_callee(y->g, graph_edge(y->g, r->edge[i - 1])) :
		edge_caller(y->g, graph_edge(y->g, r->edge[0]));
}

static int same_root(const struct yen *y, const struct route *a, const struct route *b,
		     uint32_t last)
{
	uint32_t i;

	if (a->nr < last || b->nr < last)
		return 0;
	for (i = 0; i <= last; i++)
		if (func_at(y, a, i) != func_at(y, b, i))
			return 0;
	return 1;
}

static int same_functions(const struct yen *y, const struct route *a, const struct route *b)
{
	return a->nr == b->nr && same_root(y, a, b, a->nr);
}

static int take_candidate(struct yen *y)
{
	uint32_t i, best = 0;

	if (!y->nr_cand)
		return -1;
	for (i = 1; i < y->nr_cand; i++)
		if (route_cmp(y->g, &y->cand[i], &y->cand[best]) < 0)
			best = i;
	ALLOC_GROW(y->known, y->nr_known + 1, y->alloc_known);
	y->known[y->nr_known++] = y->cand[best];
	y->cand[best] = y->cand[--y->nr_cand];
	return 0;
}

static int on_way(const struct yen *y, uint32_t at, uint32_t node)
{
	for (; at != UINT32_MAX; at = y->root[at].parent)
		if (y->root[at].node == node)
			return 1;
	return 0;
}

static void add_root(struct yen *y, uint64_t length, uint32_t node, uint32_t parent,
		     uint32_t edge)
{
	ALLOC_GROW(y->root, y->nr_root + 1, y->alloc_root);
	y->root[y->nr_root++] = (struct label){ .length = length, .node = node, .parent = parent,
						.edge = edge };
}

/* One function further: from entries lo … hi - 1 of y->root to all nodes of
 * `func`, each by its shortest way. */
static void extend_root(struct yen *y, uint32_t lo, uint32_t hi, uint32_t func)
{
	uint32_t i, e, k;

	for (i = lo; i < hi; i++) {
		const struct g_node *node = graph_node(y->g, y->root[i].node);

		for (e = node->edge; e < node->edge + node->nr_edges; e++) {
			uint32_t to = graph_edge(y->g, e)->to;
			uint64_t length;

			if (graph_node(y->g, to)->func != func || on_way(y, i, to) ||
			    (length = search_hop(y->s, e)) == LENGTH_MAX)
				continue;
			length += y->root[i].length;
			for (k = hi; k < y->nr_root && y->root[k].node != to; k++)
				;
			if (k == y->nr_root)
				add_root(y, length, to, i, e);
			else if (length < y->root[k].length)
				y->root[k] = (struct label){ .length = length, .node = to,
							     .parent = i, .edge = e };
		}
	}
}

/* All ways along functions 0 … last of `r`; returns the first entry of
 * y->root that is an end of one. */
static uint32_t make_roots(struct yen *y, const struct route *r, uint32_t last)
{
	const struct search *s = y->s;
	const struct g_func *f = graph_func(y->g, s->from);
	uint32_t lo = 0, hi, i;

	y->nr_root = 0;
	for (i = 0; i < f->nr_nodes; i++)
		if (!s->from_node || s->from_node == f->node + i)
			add_root(y, 0, f->node + i, UINT32_MAX, 0);
	for (i = 1; i <= last; i++, lo = hi) {
		hi = y->nr_root;
		extend_root(y, lo, hi, func_at(y, r, i));
	}
	return lo;
}

/* A sequence of functions is kept once, by its shortest way. */
static void keep_candidate(struct yen *y, uint32_t label, uint32_t deviation)
{
	struct route r;
	uint32_t i;

	search_route(y->s, label, &r);
	r.deviation = deviation;
	for (i = 0; i < y->nr_known; i++)
		if (same_functions(y, &y->known[i], &r))
			break;
	if (i < y->nr_known) {
		route_release(&r);
		return;
	}
	for (i = 0; i < y->nr_cand; i++)
		if (same_functions(y, &y->cand[i], &r))
			break;
	if (i == y->nr_cand) {
		ALLOC_GROW(y->cand, y->nr_cand + 1, y->alloc_cand);
		y->cand[y->nr_cand++] = r;
	} else if (route_cmp(y->g, &r, &y->cand[i]) < 0) {
		if (y->cand[i].deviation < r.deviation)
			r.deviation = y->cand[i].deviation;
		route_release(&y->cand[i]);
		y->cand[i] = r;
	} else {
		if (r.deviation < y->cand[i].deviation)
			y->cand[i].deviation = r.deviation;
		route_release(&r);
	}
}

/* Puts the way to root entry `at` into the search: the last node as the
 * start, none of them to be entered again. -1 where it contradicts itself. */
static int start_at(struct yen *y, uint32_t at)
{
	uint32_t chain[UINT8_MAX + 2], n = 0, parent = UINT32_MAX, state = 0;
	uint64_t extra = 0;

	for (; at != UINT32_MAX && n < ARRAY_SIZE(chain); at = y->root[at].parent)
		chain[n++] = at;
	while (n) {
		struct label l = y->root[chain[--n]];

		if (y->s->premises && l.edge &&
		    premise_step(y->s->premises, state, graph_edge(y->g, l.edge), &state, NULL))
			return -1;
		if (y->s->company && l.edge) {
			extra += company_price(y->s->company, y->s, parent, l.edge);
			company_keep(y->s->company, &y->s->label[parent], l.edge, &l);
		}
		l.length += extra;
		l.parent = parent;
		l.state = state;
		if (!n) {
			search_start(y->s, &l);
			return 0;
		}
		parent = search_label(y->s, &l);
	}
	return -1;
}

static int cmp_length(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What is longer than as many candidates as are still wanted is never taken. */
static void limit_search(struct yen *y)
{
	uint32_t i, wanted = y->k - y->nr_known;

	y->s->limit = 0;
	if (y->nr_cand < wanted)
		return;
	ALLOC_GROW(y->length, y->nr_cand, y->alloc_length);
	for (i = 0; i < y->nr_cand; i++)
		y->length[i] = y->cand[i].length;
	qsort(y->length, y->nr_cand, sizeof(*y->length), cmp_length);
	y->s->limit = y->length[wanted - 1];
}

static void block_way(struct yen *y, uint32_t at, int by)
{
	for (; at != UINT32_MAX; at = y->root[at].parent)
		y->s->blocked[y->root[at].node] = (uint8_t)(y->s->blocked[y->root[at].node] + by);
}

/* The shortest routes that share functions 0 … last with `r` and then go
 * where no known route with this root goes: one for each clone it ends in. */
static void try_spur(struct yen *y, const struct route *r, uint32_t last)
{
	uint32_t i, first, label;

	y->nr_first = 0;
	for (i = 0; i < y->nr_known; i++) {
		if (y->known[i].nr == last || !same_root(y, &y->known[i], r, last))
			continue;
		ALLOC_GROW(y->first, y->nr_first + 1, y->alloc_first);
		y->first[y->nr_first++] = func_at(y, &y->known[i], last + 1);
	}
	first = make_roots(y, r, last);
	for (i = first; i < y->nr_root; i++) {
		search_begin(y->s);
		if (start_at(y, i))
			continue;
		block_way(y, i, 1);
		limit_search(y);
		y->spurs++;
		if (!search_run(y->s, y->first, y->nr_first, &label))
			keep_candidate(y, label, last);
		block_way(y, i, -1);
	}
}

static void try_spurs(struct yen *y)
{
	struct route r = y->known[y->nr_known - 1];
	uint32_t i;

	for (i = r.deviation; i < r.nr && i < UINT8_MAX && y->spurs < MAX_SPURS; i++)
		try_spur(y, &r, i);
}

/* Where two searches met is no bound for ways that conditions close. */
static int search_first(struct search *s, uint32_t *label)
{
	uint64_t limit;

	if (s->limit && s->company)
		s->limit += company_slack(s->company);
	if (company_settles(s->company))	/* for another end */
		company_settle(s->company, s->to);
	limit = s->limit;
	for (;;) {
		search_begin(s);
		search_start_all(s);
		if (!search_run(s, NULL, 0, label)) {
			if (!s->company || !company_unsettled(s->company, s, *label))
				return 0;
			s->limit = limit = 0;
			continue;
		}
		if (!s->limit || s->limit != limit || !(s->premises || s->company))
			return -1;
		s->limit = 0;
	}
}

uint32_t yen(struct search *s, uint32_t k, struct route **routes, int *truncated)
{
	struct yen y = { .s = s, .g = s->g, .k = k };
	uint32_t label;

	*routes = NULL;
	if (s->max_hops && search_least_hops(s) > s->max_hops)
		return 0;
	if (k > 1 || s->max_hops)
		search_bounds(s);
	else if (s->from != s->to && (!s->cost->b || s->found_only))	/* with bindings, all that is dropped is told */
		search_near_bounds(s);
	if (k > 1 && s->company)
		company_settle(s->company, s->to);
	if (!search_first(s, &label))
		keep_candidate(&y, label, 0);
	while (!take_candidate(&y) && y.nr_known < k) {
		if (y.spurs >= MAX_SPURS) {
			*truncated = 1;
			break;
		}
		try_spurs(&y);
	}
	routes_release(y.cand, y.nr_cand);
	free(y.first);
	free(y.root);
	free(y.length);
	*routes = y.known;
	return y.nr_known;
}

void routes_release(struct route *routes, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		route_release(&routes[i]);
	free(routes);
}
