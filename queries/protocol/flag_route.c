/* SPDX-License-Identifier: MIT */
#include "flag_route.h"

#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/path/heap.h"

#define MAX_UP 2
#define MAX_STEPS 10		/* a longer way is an accident */
#define UP_LENGTH ((uint64_t)(4 * COST_UNIT) << 16)	/* a step back is worth a surprise of 4 bits */
#define EARLIER ((uint64_t)(8 * COST_UNIT) << 16)	/* … and a call before the place one of 8 */

struct way {
	uint64_t length;
	uint8_t to;		/* which sender: as in senders.goal */
	uint32_t edge;		/* the first call; 0: the function itself sends */
	struct q_flag_step back[MAX_UP + 1];	/* functions on the way up, and the place in each */
	uint32_t nr_back;
};

/* ---- how far it is to the nearest sender ------------------------------------------------- */

/* Length of the hop along an edge, LENGTH_MAX where it is closed. A way ends at a sender. */
static uint64_t hop_length(struct senders *s, uint32_t edge)
{
	const struct g_edge *e = graph_edge(s->g, edge);
	uint32_t weight = cost_edges(&s->cost, e->from)[edge];

	if (weight <= EDGE_DROPPED || (!s->goal[e->func] && cost_forbids(&s->cost, e->func)))
		return LENGTH_MAX;
	if (!s->goal[e->func])
		weight += cost_through(&s->cost, edge_caller(s->g, e), e->func);
	return ((uint64_t)weight << 16) + COST_ONE_HOP;
}

static int is_nearer(const struct senders *s, uint32_t node, uint64_t length, uint8_t to)
{
	uint64_t far = ~s->far[node];

	return length < far || (length == far && to < s->to[node]);
}

static void reach(struct senders *s, struct heap *h, uint32_t node, uint64_t length, uint8_t to)
{
	if (!is_nearer(s, node, length, to))
		return;
	s->far[node] = ~length;
	s->to[node] = to;
	heap_push(h, length, to, node);
}

/* One search backwards from all of them: of equally near ones the first that the knowledge names. */
static void measure(struct senders *s)
{
	struct heap h = { .nr = 0 };
	const struct graph *g = s->g;
	uint32_t i, n;

	for (i = 1; i < g->nr_func; i++)
		for (n = 0; s->goal[i] && n < graph_func(g, i)->nr_nodes; n++)
			reach(s, &h, graph_func(g, i)->node + n, 0, s->goal[i]);
	while (h.nr) {
		struct heap_item it = heap_pop(&h);
		const struct g_node *node = graph_node(g, it.label);

		if (it.key != ~s->far[it.label])
			continue;
		for (i = node->in; i < node->in + node->nr_in; i++) {
			uint32_t e = graph_in_edge(g, i), u = graph_edge(g, e)->from, from;
			uint8_t to = s->to[it.label];
			uint64_t hop;

			/* most lead to what is nearer already: nothing else is read for them */
			if (!is_nearer(s, u, it.key + COST_ONE_HOP, to))
				continue;
			from = graph_node(g, u)->func;
			if (!s->goal[from] && cost_forbids(&s->cost, from))
				continue;
			hop = hop_length(s, e);
			if (hop != LENGTH_MAX)
				reach(s, &h, u, it.key + hop, to);
		}
	}
	heap_release(&h);
}

void senders_init(struct senders *s, const struct graph *g, const struct knowledge *k,
		  struct bindings *b, const struct k_strings *names)
{
	uint32_t i;
	size_t j;

	memset(s, 0, sizeof(*s));
	s->g = g;
	cost_init(&s->cost, g, &k->weight, b, GE_STARTED_BY | GE_EXECUTED_BY, NULL);
	s->goal = xcalloc(g->nr_func, sizeof(*s->goal));
	s->far = xcalloc(g->nr_node, sizeof(*s->far));
	s->to = xcalloc(g->nr_node, sizeof(*s->to));
	for (j = 0; j < names->nr && j < UINT8_MAX; j++)
		for (i = 1; i < g->nr_func; i++)
			if ((graph_func(g, i)->flags & GF_DEFINED) &&
			    !strcmp(graph_str(g, graph_func(g, i)->name), names->s[j])) {
				s->goal[i] = (uint8_t)(j + 1);
				break;
			}
	measure(s);
}

void senders_release(struct senders *s)
{
	free(s->goal);
	free(s->far);
	free(s->to);
	cost_release(&s->cost);
	memset(s, 0, sizeof(*s));
}

/* Length of the way that begins with this call, to the sender that is nearest behind it. */
static uint64_t length_by(struct senders *s, uint32_t edge)
{
	uint64_t rest = ~s->far[graph_edge(s->g, edge)->to];
	uint64_t hop = rest == LENGTH_MAX ? LENGTH_MAX : hop_length(s, edge);

	return hop == LENGTH_MAX ? LENGTH_MAX : hop + rest;
}

/* The best way down from `func` that is better than *best. */
static void down(struct senders *s, uint32_t func, uint32_t line, uint64_t length, struct way *best,
		 const struct q_flag_step *back, uint32_t nr_back)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint64_t found = s->goal[func] ? length : LENGTH_MAX;
	uint32_t by = 0, n, e;
	uint8_t to = s->goal[func];

	for (n = f->node; n < f->node + f->nr_nodes && !s->goal[func]; n++)
		for (e = graph_node(g, n)->edge; e < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; e++) {
			uint8_t t = s->to[graph_edge(g, e)->to];
			uint64_t l = length_by(s, e);

			if (l == LENGTH_MAX)
				continue;
			l += length + (graph_site(g, graph_edge(g, e)->site)->line < line ? EARLIER : 0);
			if (l < found || (l == found && t < to)) {
				found = l;
				by = e;
				to = t;
			}
		}
	if (found >= best->length)
		return;
	best->length = found;
	best->to = to;
	best->edge = by;
	best->nr_back = nr_back;
	if (nr_back)
		memcpy(best->back, back, nr_back * sizeof(*back));
}

static void up(struct senders *s, uint32_t func, uint32_t line, uint64_t length, struct way *best,
	       struct q_flag_step *back, uint32_t nr_back)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t i, n, calls = 0;

	down(s, func, line, length, best, back, nr_back);
	if (nr_back == MAX_UP || length + UP_LENGTH >= best->length)
		return;
	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++) {
			const struct g_edge *e = graph_edge(g, graph_in_edge(g, i));
			const struct g_site *site = graph_site(g, e->site);

			if (e->flags & (GE_STARTED_BY | GE_EXECUTED_BY) || edge_caller(g, e) == func ||
			    cost_edge(&s->cost, graph_in_edge(g, i)) <= EDGE_DROPPED ||
			    cost_forbids(&s->cost, edge_caller(g, e)) || ++calls > 64)
				continue;
			back[nr_back] = (struct q_flag_step){ func, { site->file, site->line }, 1 };
			up(s, edge_caller(g, e), site->line, length + UP_LENGTH, best, back,
			   nr_back + 1);
		}
}

/* The next call of the way to the sender `to`. */
static uint32_t next_edge(struct senders *s, uint8_t to, uint32_t node)
{
	const struct g_node *nd = graph_node(s->g, node);
	uint64_t best = LENGTH_MAX;
	uint32_t e, found = 0;

	for (e = nd->edge; e < nd->edge + nd->nr_edges; e++) {
		uint64_t l = s->to[graph_edge(s->g, e)->to] == to ? length_by(s, e) : LENGTH_MAX;

		if (l < best) {
			best = l;
			found = e;
		}
	}
	return found;
}

static uint32_t sender(const struct senders *s, uint8_t to)
{
	uint32_t i;

	for (i = 1; i < s->g->nr_func && s->goal[i] != to; i++)
		;
	return i < s->g->nr_func ? i : 0;
}

/* The calls of the way to the sender `to` that begins with `edge`, at most `max`; 0: it is longer.
 * Lengths fall from node to node, down to the sender's own, of which measure() says 0. */
static uint32_t follow(struct senders *s, uint8_t to, uint32_t edge, uint32_t *way, uint32_t max)
{
	uint32_t nr = 0, node;

	while (edge && nr < max) {
		way[nr++] = edge;
		node = graph_edge(s->g, edge)->to;
		if (s->to[node] == to && !~s->far[node])
			return nr;
		edge = next_edge(s, to, node);
	}
	return 0;
}

uint32_t senders_route(struct senders *s, uint32_t func, uint32_t line, struct arena *a,
		       struct q_flag_step **steps)
{
	const struct graph *g = s->g;
	struct q_flag_step back[MAX_UP + 1], v[MAX_STEPS + MAX_UP + 2];
	struct way best = { .length = LENGTH_MAX };
	uint32_t way[MAX_STEPS + MAX_UP], nr = 0, i, nr_way;
	const struct g_site *site;
	const struct g_edge *e;

	up(s, func, line, 0, &best, back, 0);
	if (best.length == LENGTH_MAX)
		return 0;
	for (; nr < best.nr_back; nr++)
		v[nr] = best.back[nr];
	nr_way = follow(s, best.to, best.edge, way, MAX_STEPS + MAX_UP - nr);
	if (best.edge && !nr_way)
		return 0;
	for (i = 0; i < nr_way; i++) {
		e = graph_edge(g, way[i]);
		site = graph_site(g, e->site);
		v[nr++] = (struct q_flag_step){ edge_caller(g, e), { site->file, site->line }, 0 };
	}
	v[nr++] = (struct q_flag_step){ .func = sender(s, best.to) };
	*steps = arena_alloc(a, nr * sizeof(**steps));
	memcpy(*steps, v, nr * sizeof(*v));
	return nr;
}

uint32_t senders_of_callers(struct senders *s, const struct q_flag_step *steps, uint32_t nr,
			    uint32_t *edge, uint32_t max)
{
	const struct graph *g = s->g;
	uint32_t last = 0, n, i, found = 0, way[MAX_STEPS], nr_way;
	const struct g_func *f;

	while (last + 1 < nr && steps[last + 1].back)
		last++;
	if (!nr || !steps[0].back)
		return 0;
	f = graph_func(g, steps[last].func);
	for (n = f->node; n < f->node + f->nr_nodes; n++) {
		const struct g_node *nd = graph_node(g, n);

		for (i = nd->in; i < nd->in + nd->nr_in && found < max; i++) {
			struct way best = { .length = UP_LENGTH };
			uint32_t caller = edge_caller(g, graph_edge(g, graph_in_edge(g, i)));

			if (cost_edge(&s->cost, graph_in_edge(g, i)) <= EDGE_DROPPED ||
			    cost_forbids(&s->cost, caller))
				continue;
			down(s, caller,
			     graph_site(g, graph_edge(g, graph_in_edge(g, i))->site)->line, 0,
			     &best, NULL, 0);
			nr_way = follow(s, best.to, best.edge, way, MAX_STEPS);
			if (nr_way)
				edge[found++] = way[nr_way - 1];
		}
	}
	return found;
}
