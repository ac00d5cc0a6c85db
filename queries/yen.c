/* SPDX-License-Identifier: MIT */
/*
 * The k shortest routes without loops (Yen, in Lawler's order), told apart
 * by their functions, not by clones or call sites: a root is a sequence of
 * functions, and a spur starts at every clone that the sequence can end in.
 */
#include "query_p.h"

#include "base/xalloc.h"

#define MAX_SPURS 2000		/* searches; then the answer is cut */

struct yen {
	struct search *s;
	const struct graph *g;
	struct route *known;	uint32_t nr_known, alloc_known;	/* shortest first: found, and their spurs tried */
	struct route *cand;	uint32_t nr_cand, alloc_cand;
	uint32_t *first, nr_first, alloc_first;
	uint32_t spurs;
};

static uint32_t func_at(const struct yen *y, const struct route *r, uint32_t i)
{
	return i ? edge_callee(y->g, &y->g->edge[r->edge[i - 1]]) :
		edge_caller(y->g, &y->g->edge[r->edge[0]]);
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

static int is_known(const struct yen *y, const struct route *r)
{
	uint32_t i;

	for (i = 0; i < y->nr_known; i++)
		if (y->known[i].nr == r->nr && same_root(y, &y->known[i], r, r->nr))
			return 1;
	for (i = 0; i < y->nr_cand; i++)
		if (y->cand[i].nr == r->nr && same_root(y, &y->cand[i], r, r->nr))
			return 1;
	return 0;
}

/* Index of the first function that came before; nr + 1 where there is none.
 * Coming back to the start is the aim where both ends are one function. */
static uint32_t first_repeat(const struct yen *y, const struct route *r)
{
	uint32_t i, j;

	for (i = 1; i <= r->nr; i++)
		for (j = 0; j < i; j++)
			if (func_at(y, r, i) == func_at(y, r, j) &&
			    !(i == r->nr && !j && y->s->from == y->s->to))
				return i;
	return r->nr + 1;
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

/* Labels for the nodes that functions 0 … last of `r` can end in; the last of
 * them as starts. */
static void start_root(struct yen *y, const struct route *r, uint32_t last)
{
	struct search *s = y->s;
	const struct g_func *f = &y->g->func[s->from];
	uint32_t lo, hi, i, j, n, e;

	search_begin(s);
	if (!last) {
		search_start_all(s);
		return;
	}
	for (n = 0; n < f->nr_nodes; n++)
		search_label(s, 0, f->node + n, UINT32_MAX, 0);
	for (i = 1, lo = 0; i <= last; i++, lo = hi) {
		uint32_t func = func_at(y, r, i);

		hi = s->nr_label;
		for (j = lo; j < hi; j++) {
			const struct g_node *node = &y->g->node[s->label[j].node];

			for (e = node->edge; e < node->edge + node->nr_edges; e++) {
				uint64_t length;
				uint32_t to = y->g->edge[e].to, k;

				if (y->g->node[to].func != func ||
				    (length = search_hop(s, e)) == LENGTH_MAX)
					continue;
				length += s->label[j].length;
				for (k = hi; k < s->nr_label; k++)
					if (s->label[k].node == to)
						break;
				if (k == s->nr_label)
					search_label(s, length, to, j, e);
				else if (length < s->label[k].length)
					s->label[k] = (struct label){ length, to, j, e };
			}
		}
	}
	hi = s->nr_label;
	for (j = lo; j < hi; j++) {
		struct label l = s->label[j];

		search_start(s, l.length, l.node, l.parent, l.edge);
	}
}

/* The shortest route that shares functions 0 … last with `r` and then goes
 * where no known route with this root goes. */
static void try_spur(struct yen *y, const struct route *r, uint32_t last)
{
	struct route spur;
	uint32_t i, label;

	y->nr_first = 0;
	for (i = 0; i < y->nr_known; i++) {
		if (!same_root(y, &y->known[i], r, last) || y->known[i].nr == last)
			continue;
		ALLOC_GROW(y->first, y->nr_first + 1, y->alloc_first);
		y->first[y->nr_first++] = func_at(y, &y->known[i], last + 1);
	}
	start_root(y, r, last);
	for (i = 0; i <= last; i++)
		y->s->blocked[func_at(y, r, i)]++;
	y->spurs++;
	if (!search_run(y->s, y->first, y->nr_first, &label)) {
		search_route(y->s, label, &spur);
		spur.deviation = last;
		if (is_known(y, &spur)) {
			route_release(&spur);
		} else {
			ALLOC_GROW(y->cand, y->nr_cand + 1, y->alloc_cand);
			y->cand[y->nr_cand++] = spur;
		}
	}
	for (i = 0; i <= last; i++)
		y->s->blocked[func_at(y, r, i)]--;
}

static void try_spurs(struct yen *y)
{
	struct route r = y->known[y->nr_known - 1];
	uint32_t end = first_repeat(y, &r), i;

	end = end > r.nr ? r.nr : end;
	for (i = r.deviation; i < end && y->spurs < MAX_SPURS; i++)
		try_spur(y, &r, i);
}

/* Keeps the loop-free routes; where there is none, the first. */
static uint32_t keep(struct yen *y, uint32_t found)
{
	uint32_t i, n = 0;

	for (i = 0; i < y->nr_known; i++) {
		if (found ? first_repeat(y, &y->known[i]) > y->known[i].nr : !i)
			y->known[n++] = y->known[i];
		else
			route_release(&y->known[i]);
	}
	return n;
}

uint32_t yen(struct search *s, uint32_t k, struct route **routes, int *truncated)
{
	struct yen y = { .s = s, .g = s->g };
	uint32_t label, found = 0, nr;

	*routes = NULL;
	if (s->max_hops && search_least_hops(s) > s->max_hops)
		return 0;
	if (k > 1 || s->max_hops)
		search_bounds(s);
	search_begin(s);
	search_start_all(s);
	if (!search_run(s, NULL, 0, &label)) {
		ALLOC_GROW(y.cand, 1, y.alloc_cand);
		search_route(s, label, &y.cand[y.nr_cand++]);
	}
	while (!take_candidate(&y)) {
		const struct route *r = &y.known[y.nr_known - 1];

		found += first_repeat(&y, r) > r->nr;
		if (found >= k)
			break;
		if (y.spurs >= MAX_SPURS) {
			*truncated = 1;
			break;
		}
		search_bounds(s);
		try_spurs(&y);
	}
	nr = keep(&y, found);
	routes_release(y.cand, y.nr_cand);
	free(y.first);
	*routes = y.known;
	return nr;
}

void routes_release(struct route *routes, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		route_release(&routes[i]);
	free(routes);
}
