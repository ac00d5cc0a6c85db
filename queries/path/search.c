/* SPDX-License-Identifier: MIT */
/*
 * Dijkstra over nodes and what is known there; with bounds from a search
 * backwards, A*. A node has several labels where none is as good as another
 * in all that counts: length, what it leaves open (premise.h), and hops where
 * they are limited.
 */
#include "company.h"
#include "cost.h"
#include "heap.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "queries/premise.h"
#include "search.h"

#include "base/xalloc.h"

#define NO_LABEL UINT32_MAX
#define MAX_LABELS 12		/* of a node; more are let go */
#define MAX_LABELS_SETTLED 48	/* … where they differ in tables that were named, too */

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
	s->at = xcalloc(nr, sizeof(*s->at));
}

void search_release(struct search *s)
{
	free(s->bound);
	free(s->least_hops);
	free(s->blocked);
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

	for (i = 0; i < s->nr_label; i++)
		s->at[s->label[i].node] = 0;
	s->nr_label = s->heap.nr = 0;
	s->first_start = s->end_start = 0;
	if (s->company)
		company_forget(s->company);
}

uint32_t search_label(struct search *s, const struct label *l)
{
	ALLOC_GROW(s->label, s->nr_label + 1, s->alloc_label);
	s->label[s->nr_label] = *l;
	return s->nr_label++;
}

static void enqueue(struct search *s, uint32_t label)
{
	const struct label *l = &s->label[label];
	uint64_t rest = search_rest(s, l->node);

	if (rest != LENGTH_MAX)
		heap_push(&s->heap, l->length + rest, l->length, label);
}

/* Puts a label among those of its node. */
static void hang(struct search *s, uint32_t label)
{
	struct label *l = &s->label[label];

	l->next = s->at[l->node];
	s->at[l->node] = label + 1;
}

void search_start(struct search *s, const struct label *start)
{
	uint32_t l = search_label(s, start);

	if (s->end_start != l)
		s->first_start = l;
	s->end_start = l + 1;
	if (s->from != s->to)
		hang(s, l);
	enqueue(s, l);
}

void search_start_all(struct search *s)
{
	const struct g_func *f = graph_func(s->g, s->from);
	uint32_t n;

	for (n = 0; n < f->nr_nodes; n++)
		if (!s->from_node || s->from_node == f->node + n)
			search_start(s, &(struct label){ .node = f->node + n, .parent = NO_LABEL });
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

/* Is label a as good as b in all that counts? */
static int is_no_worse(const struct search *s, const struct label *a, const struct label *b)
{
	return a->length <= b->length && a->length + company_worth(s->company, a, b) <= b->length &&
		(!s->max_hops || length_hops(a->length) <= length_hops(b->length)) &&
		(!s->premises || premise_covers(s->premises, a->state, b->state));
}

/* Has the node of label `n` one that is as good? Those that are not as good as `n` die. */
static int is_beaten(struct search *s, const struct label *n)
{
	uint32_t *link = &s->at[n->node], live = 0;

	while (*link) {
		uint32_t id = *link - 1;
		struct label *l = &s->label[id];

		if (is_no_worse(s, l, n)) {
			if (l->length == n->length && l->state == n->state && l->edge &&
			    id >= s->end_start && comes_before(s, n->parent, n->edge, id)) {
				l->parent = n->parent;
				l->edge = n->edge;
			}
			return 1;
		}
		if (is_no_worse(s, n, l)) {
			l->dead = 1;
			*link = l->next;
			continue;
		}
		live++;
		link = &l->next;
	}
	return live >= (company_settles(s->company) ? MAX_LABELS_SETTLED : MAX_LABELS);
}

/* With less known than the first time a way could come to its own node again. */
static int comes_twice(const struct search *s, uint32_t parent, uint32_t node)
{
	uint32_t l;

	if (!s->premises || !s->at[node] || search_is_goal(s, node))
		return 0;
	for (l = parent; l != NO_LABEL; l = s->label[l].parent)
		if (s->label[l].node == node)
			return 1;
	return 0;
}

static void relax(struct search *s, uint32_t parent, uint32_t edge)
{
	const struct g_edge *e = graph_edge(s->g, edge);
	struct label n = { .node = e->to, .parent = parent, .edge = edge };
	uint64_t hop, rest = search_rest(s, n.node);

	if (rest == LENGTH_MAX)
		return;
	/* most edges of a hub end here, before anything is read of their functions */
	n.length = s->label[parent].length + ((uint64_t)cost_edge(s->cost, edge) << 16);
	if (s->limit && n.length + rest > s->limit)
		return;
	hop = search_hop(s, edge);
	if (hop == LENGTH_MAX)
		return;
	n.length = s->label[parent].length + hop;
	if (s->limit && n.length + rest > s->limit)
		return;
	if (s->least_hops && length_hops(n.length) + s->least_hops[n.node] > s->max_hops)
		return;
	if (s->premises && premise_step(s->premises, s->label[parent].state, e, &n.state, NULL))
		return;
	if (s->company) {
		n.length += company_price(s->company, s, parent, edge);
		if (s->limit && n.length + rest > s->limit)
			return;
		company_keep(s->company, &s->label[parent], edge, &n);
	}
	if (comes_twice(s, parent, n.node) || is_beaten(s, &n))
		return;
	search_label(s, &n);
	hang(s, s->nr_label - 1);
	enqueue(s, s->nr_label - 1);
}

static int is_start(const struct search *s, uint32_t label)
{
	return label >= s->first_start && label < s->end_start;
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
		if (s->label[l].dead)
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
