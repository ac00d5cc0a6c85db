/* SPDX-License-Identifier: MIT */
/*
 * Dijkstra over nodes; with bounds from a search backwards, A*. With a limit
 * of hops a node may be followed more than once: again with fewer hops.
 */
#include "queries/query_p.h"

#include "base/xalloc.h"

#define NO_LABEL UINT32_MAX

/* ---- life ------------------------------------------------------------------------- */

void search_init(struct search *s, struct cost *cost, uint32_t from, uint32_t to,
		 uint32_t max_hops)
{
	uint32_t nr = cost->g->nr_node;

	memset(s, 0, sizeof(*s));
	s->cost = cost;
	s->g = cost->g;
	s->from = from;
	s->to = to;
	s->max_hops = max_hops < UINT16_MAX ? max_hops : 0;
	s->blocked = xcalloc(nr, 1);
	s->at = xmalloc(nr * sizeof(*s->at));
	if (s->max_hops) {
		s->hops = xmalloc(nr * sizeof(*s->hops));
		memset(s->hops, 0xff, nr * sizeof(*s->hops));
	} else {
		s->far = xcalloc(nr, sizeof(*s->far));
	}
}

void search_release(struct search *s)
{
	free(s->bound);
	free(s->least_hops);
	free(s->blocked);
	free(s->far);
	free(s->hops);
	free(s->at);
	free(s->label);
	heap_release(&s->heap);
	memset(s, 0, sizeof(*s));
}

void route_release(struct route *r)
{
	free(r->edge);
	memset(r, 0, sizeof(*r));
}

void search_begin(struct search *s)
{
	uint32_t i;

	for (i = 0; i < s->nr_label; i++) {
		if (s->far)
			s->far[s->label[i].node] = 0;
		if (s->hops)
			s->hops[s->label[i].node] = UINT16_MAX;
	}
	s->nr_label = s->heap.nr = 0;
	s->first_start = s->end_start = 0;
}

uint32_t search_label(struct search *s, uint64_t length, uint32_t node, uint32_t parent,
		      uint32_t edge)
{
	ALLOC_GROW(s->label, s->nr_label + 1, s->alloc_label);
	s->label[s->nr_label] = (struct label){ length, node, parent, edge };
	return s->nr_label++;
}

static void enqueue(struct search *s, uint32_t label)
{
	const struct label *l = &s->label[label];
	uint64_t rest = search_rest(s, l->node);

	if (rest != LENGTH_MAX)
		heap_push(&s->heap, l->length + rest, l->length, label);
}

void search_start(struct search *s, uint64_t length, uint32_t node, uint32_t parent,
		  uint32_t edge)
{
	uint32_t l = search_label(s, length, node, parent, edge);

	if (s->end_start != l)
		s->first_start = l;
	s->end_start = l + 1;
	if (s->far && s->from != s->to)
		s->far[node] = ~length;
	s->at[node] = l;
	enqueue(s, l);
}

void search_start_all(struct search *s)
{
	const struct g_func *f = graph_func(s->g, s->from);
	uint32_t n;

	for (n = 0; n < f->nr_nodes; n++)
		if (!s->from_node || s->from_node == f->node + n)
			search_start(s, 0, f->node + n, NO_LABEL, 0);
}

/* ---- forwards ------------------------------------------------------------------------ */

static int is_end(uint32_t end, uint32_t end_node, uint32_t func, uint32_t node)
{
	return end_node ? node == end_node : func == end;
}

int search_is_source(const struct search *s, uint32_t node)
{
	return is_end(s->from, s->from_node, graph_node(s->g, node)->func, node);
}

int search_is_goal(const struct search *s, uint32_t node)
{
	return is_end(s->to, s->to_node, graph_node(s->g, node)->func, node);
}

uint64_t search_hop(struct search *s, uint32_t edge)
{
	const struct g_edge *e = graph_edge(s->g, edge);
	uint32_t weight = cost_edges(s->cost, e->from)[edge], func = e->func;

	if (weight <= EDGE_DROPPED)
		return LENGTH_MAX;
	if (is_end(s->to, s->to_node, func, e->to))
		return ((uint64_t)weight << 16) + COST_ONE_HOP;
	if (s->blocked[e->to] || is_end(s->from, s->from_node, func, e->to) ||
	    (func != s->to && cost_forbids(s->cost, func)))
		return LENGTH_MAX;
	return ((uint64_t)(weight + cost_through(s->cost, edge_caller(s->g, e), func)) << 16) +
		COST_ONE_HOP;
}

static int edge_cmp(const struct graph *g, uint32_t edge1, uint32_t edge2)
{
	const struct g_site *a = graph_site(g, graph_edge(g, edge1)->site);
	const struct g_site *b = graph_site(g, graph_edge(g, edge2)->site);
	int c = place_cmp(g, a->file, a->line, b->file, b->line);

	return c ? c : (edge1 < edge2 ? -1 : edge1 > edge2);
}

int route_cmp(const struct graph *g, const struct route *a, const struct route *b)
{
	uint32_t i;

	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	for (i = 0; i < a->nr && i < b->nr; i++)
		if (a->edge[i] != b->edge[i])
			return edge_cmp(g, a->edge[i], b->edge[i]);
	return a->nr < b->nr ? -1 : a->nr > b->nr;
}

/* Does the way to `parent` and along `edge` come before the one to label
 * `other` of the same length? What they do first differently decides. */
static int comes_before(const struct search *s, uint32_t parent, uint32_t edge, uint32_t other)
{
	uint32_t e1 = edge, e2 = s->label[other].edge, p = parent, q = s->label[other].parent;

	while (p != q && p != NO_LABEL && q != NO_LABEL && s->label[p].edge && s->label[q].edge) {
		e1 = s->label[p].edge;
		e2 = s->label[q].edge;
		p = s->label[p].parent;
		q = s->label[q].parent;
	}
	return edge_cmp(s->g, e1, e2) < 0;
}

static void relax(struct search *s, uint32_t parent, uint32_t edge)
{
	uint32_t v = graph_edge(s->g, edge)->to, l;
	uint64_t hop, length, rest;

	rest = search_rest(s, v);
	if (rest == LENGTH_MAX)
		return;
	/* most edges of a hub end here, before anything is read of their functions */
	length = s->label[parent].length + ((uint64_t)cost_edge(s->cost, edge) << 16);
	if (s->limit && length + rest > s->limit)
		return;
	hop = search_hop(s, edge);
	if (hop == LENGTH_MAX)
		return;
	length = s->label[parent].length + hop;
	if (s->limit && length + rest > s->limit)
		return;
	if (s->max_hops) {
		uint32_t hops = length_hops(length);

		if (hops >= s->hops[v])
			return;
		if (hops + (s->least_hops ? s->least_hops[v] : 0) > s->max_hops)
			return;
	} else {
		if (length > ~s->far[v])
			return;
		if (length == ~s->far[v]) {
			struct label *old = &s->label[s->at[v]];

			if (old->edge && s->at[v] >= s->end_start &&
			    comes_before(s, parent, edge, s->at[v])) {
				old->parent = parent;
				old->edge = edge;
			}
			return;
		}
		s->far[v] = ~length;
	}
	l = search_label(s, length, v, parent, edge);
	s->at[v] = l;
	enqueue(s, l);
}

static int is_start(const struct search *s, uint32_t label)
{
	return label >= s->first_start && label < s->end_start;
}

/* Is this label out of date? Else its node is followed now. */
static int is_stale(struct search *s, uint32_t label)
{
	const struct label *l = &s->label[label];

	if (!s->max_hops)
		return s->at[l->node] != label;
	if (length_hops(l->length) >= s->hops[l->node])
		return 1;
	s->hops[l->node] = (uint16_t)length_hops(l->length);
	return 0;
}

static int among(const uint32_t *v, uint32_t nr, uint32_t x)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		if (v[i] == x)
			return 1;
	return 0;
}

int search_run(struct search *s, const uint32_t *first, uint32_t nr_first, uint32_t *label)
{
	while (s->heap.nr) {
		uint32_t l = heap_pop(&s->heap).label, e;
		const struct g_node *n = graph_node(s->g, s->label[l].node);
		int start = is_start(s, l);

		if (s->reached)
			s->reached[n->func] = 1;
		if (!start && search_is_goal(s, s->label[l].node)) {
			*label = l;
			return 0;
		}
		if (is_stale(s, l) && !(start && s->from == s->to))
			continue;
		for (e = n->edge; e < n->edge + n->nr_edges; e++)
			if (!start || !nr_first ||
			    !among(first, nr_first, edge_callee(s->g, graph_edge(s->g, e))))
				relax(s, l, e);
	}
	return -1;
}

void search_route(const struct search *s, uint32_t label, struct route *r)
{
	uint32_t l, nr = 0;

	for (l = label; l != NO_LABEL && s->label[l].edge; l = s->label[l].parent)
		nr++;
	r->nr = nr;
	r->edge = xmalloc((nr + 1) * sizeof(*r->edge));
	r->length = s->label[label].length;
	r->deviation = 0;
	for (l = label; nr; l = s->label[l].parent)
		r->edge[--nr] = s->label[l].edge;
}
