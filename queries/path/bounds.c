/* SPDX-License-Identifier: MIT */
/*
 * How far it is at least from a node to the end: searches backwards. They
 * turn the search forwards into A* (Hart, Nilsson, Raphael 1968), which then
 * follows little besides the shortest ways.
 */
#include "cost.h"
#include "heap.h"
#include "queries/query.h"
#include "search.h"

#include "base/xalloc.h"

/* May a path go on from this node, which leads to the end? */
static int goes_on_from(const struct search *s, uint32_t node)
{
	return search_is_goal(s, node) || !search_is_source(s, node);
}

/* May a path come to this function, which leads to the end? */
static int may_come_to(struct search *s, uint32_t func)
{
	return func == s->from || func == s->to || !cost_forbids(s->cost, func);
}

/* Two searches that come towards each other. */
struct meeting {
	struct heap back, front;
	uint64_t *far;		/* by node: ~ the length from the start; NULL: one search only */
	uint64_t best;		/* length of a way by a node that both saw */
};

static void start_back(struct search *s, struct heap *back)
{
	const struct g_func *to = graph_func(s->g, s->to);
	uint32_t i;

	s->bound = xcalloc(s->g->nr_node, sizeof(*s->bound));
	for (i = to->node; i < to->node + to->nr_nodes; i++) {
		if (!search_is_goal(s, i))
			continue;
		s->bound[i] = ~(uint64_t)0;
		heap_push(back, 0, 0, i);
	}
}

static void step_back(struct search *s, struct meeting *m)
{
	struct heap_item it = heap_pop(&m->back);
	const struct g_node *n = graph_node(s->g, it.label);
	int goal = search_is_goal(s, it.label);
	uint32_t i;

	if (it.key != ~s->bound[it.label] || !goes_on_from(s, it.label))
		return;
	for (i = n->in; i < n->in + n->nr_in; i++) {
		uint32_t e = graph_in_edge(s->g, i), u = graph_edge(s->g, e)->from, weight, from;
		uint64_t length = it.key + COST_ONE_HOP;

		/* most lead to what is nearer already: nothing else is looked at for them */
		if (length >= ~s->bound[u])
			continue;
		weight = cost_edges(s->cost, u)[e];
		from = graph_node(s->g, u)->func;
		length += (uint64_t)weight << 16;
		if (weight <= EDGE_DROPPED || !may_come_to(s, from))
			continue;
		if (!goal)
			length += (uint64_t)cost_through(s->cost, from, n->func) << 16;
		if (length >= ~s->bound[u])
			continue;
		s->bound[u] = ~length;
		heap_push(&m->back, length, 0, u);
		if (m->far && m->far[u] && length + ~m->far[u] < m->best)
			m->best = length + ~m->far[u];
	}
}

static void start_front(struct search *s, struct meeting *m)
{
	const struct g_func *f = graph_func(s->g, s->from);
	uint32_t i;

	m->far = xcalloc(s->g->nr_node, sizeof(*m->far));
	for (i = f->node; i < f->node + f->nr_nodes; i++) {
		if (!search_is_source(s, i))
			continue;
		m->far[i] = ~(uint64_t)0;
		heap_push(&m->front, 0, 0, i);
	}
}

static void step_front(struct search *s, struct meeting *m)
{
	struct heap_item it = heap_pop(&m->front);
	const struct g_node *n = graph_node(s->g, it.label);
	uint32_t e;

	if (it.key != ~m->far[it.label] || search_is_goal(s, it.label))
		return;
	for (e = n->edge; e < n->edge + n->nr_edges; e++) {
		uint32_t to = graph_edge(s->g, e)->to;
		uint64_t hop = search_hop(s, e), length = it.key + hop;

		if (hop == LENGTH_MAX || length >= ~m->far[to])
			continue;
		m->far[to] = ~length;
		heap_push(&m->front, length, 0, to);
		if (s->bound[to] && length + ~s->bound[to] < m->best)
			m->best = length + ~s->bound[to];
	}
}

void search_bounds(struct search *s)
{
	struct meeting m = { .best = LENGTH_MAX };

	if (s->bound && s->bound_rest == LENGTH_MAX)
		return;
	free(s->bound);
	start_back(s, &m.back);
	while (m.back.nr)
		step_back(s, &m);
	s->bound_rest = LENGTH_MAX;
	heap_release(&m.back);
}

/* What the search backwards did not come to is as far as where it stopped. */
void search_near_bounds(struct search *s)
{
	struct meeting m = { .best = LENGTH_MAX };

	if (s->bound)
		return;
	start_back(s, &m.back);
	start_front(s, &m);
	while (m.back.nr && m.front.nr && m.back.item[0].key + m.front.item[0].key < m.best) {
		if (m.back.nr <= m.front.nr)
			step_back(s, &m);
		else
			step_front(s, &m);
	}
	s->bound_rest = m.back.nr ? m.back.item[0].key : LENGTH_MAX;
	/* the search backwards does not know what is blocked */
	if (!s->blocks && m.best != LENGTH_MAX && (!s->limit || m.best < s->limit))
		s->limit = m.best;
	heap_release(&m.back);
	heap_release(&m.front);
	free(m.far);
}

static void bound_hops(struct search *s)
{
	const struct g_func *to = graph_func(s->g, s->to);
	uint32_t *queue = xmalloc((s->g->nr_node + 1) * sizeof(*queue));
	uint32_t nr = 0, i, j;

	s->least_hops = xmalloc(s->g->nr_node * sizeof(*s->least_hops));
	memset(s->least_hops, 0xff, s->g->nr_node * sizeof(*s->least_hops));
	for (i = 0; i < to->nr_nodes; i++) {
		if (!search_is_goal(s, to->node + i))
			continue;
		s->least_hops[to->node + i] = 0;
		queue[nr++] = to->node + i;
	}
	for (i = 0; i < nr; i++) {
		const struct g_node *n = graph_node(s->g, queue[i]);

		if (!goes_on_from(s, queue[i]) || s->least_hops[queue[i]] >= s->max_hops)
			continue;
		for (j = n->in; j < n->in + n->nr_in; j++) {
			uint32_t e = graph_in_edge(s->g, j), u = graph_edge(s->g, e)->from;

			if (s->least_hops[u] != UINT16_MAX || cost_edges(s->cost, u)[e] <= EDGE_DROPPED ||
			    !may_come_to(s, graph_node(s->g, u)->func))
				continue;
			s->least_hops[u] = (uint16_t)(s->least_hops[queue[i]] + 1);
			queue[nr++] = u;
		}
	}
	free(queue);
}

uint32_t search_least_hops(struct search *s)
{
	const struct g_func *f = graph_func(s->g, s->from);
	uint32_t n, least = UINT16_MAX;

	if (!s->least_hops)
		bound_hops(s);
	if (s->from == s->to)
		return 1;
	for (n = 0; n < f->nr_nodes; n++)
		if (search_is_source(s, f->node + n) && s->least_hops[f->node + n] < least)
			least = s->least_hops[f->node + n];
	return least;
}
