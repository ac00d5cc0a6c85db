/* SPDX-License-Identifier: MIT */
#include "flag_route.h"

#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/path/search.h"

#define MAX_UP 2
#define MAX_STEPS 10		/* a longer way is an accident */
#define UP_LENGTH ((uint64_t)(4 * COST_UNIT) << 16)	/* a step back is worth a surprise of 4 bits */
#define EARLIER ((uint64_t)(8 * COST_UNIT) << 16)	/* … and a call before the place one of 8 */

struct way {
	uint64_t length;
	struct sender *to;
	uint32_t edge;		/* the first call; 0: the function itself sends */
	struct q_flag_step back[MAX_UP + 1];	/* functions on the way up, and the place in each */
	uint32_t nr_back;
};

void senders_init(struct senders *s, const struct graph *g, const struct knowledge *k,
		  struct bindings *b, const struct k_strings *names)
{
	uint32_t i;
	size_t j;

	memset(s, 0, sizeof(*s));
	s->g = g;
	cost_init(&s->cost, g, &k->weight, b, GE_STARTED_BY | GE_EXECUTED_BY, NULL);
	s->at = xcalloc(names->nr + 1, sizeof(*s->at));
	for (j = 0; j < names->nr; j++)
		for (i = 1; i < g->nr_func; i++) {
			struct sender *to = &s->at[s->nr];

			if (!(graph_func(g, i)->flags & GF_DEFINED) ||
			    strcmp(graph_str(g, graph_func(g, i)->name), names->s[j]))
				continue;
			to->func = i;
			search_init(&to->search, &s->cost, 0, i, 0);
			search_bounds(&to->search);
			s->nr++;
			break;
		}
}

void senders_release(struct senders *s)
{
	uint32_t i;

	for (i = 0; i < s->nr; i++)
		search_release(&s->at[i].search);
	free(s->at);
	cost_release(&s->cost);
	memset(s, 0, sizeof(*s));
}

/* Length of the way that begins with this call. */
static uint64_t length_by(const struct senders *s, struct sender *to, uint32_t edge)
{
	uint64_t hop = search_hop(&to->search, edge);
	uint64_t rest = search_rest(&to->search, graph_edge(s->g, edge)->to);

	return hop == LENGTH_MAX || rest == LENGTH_MAX ? LENGTH_MAX : hop + rest;
}

/* The best way down from `func` that is better than *best. */
static void down(struct senders *s, uint32_t func, uint32_t line, uint64_t length, struct way *best,
		 const struct q_flag_step *back, uint32_t nr_back)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t i, n, e;

	for (i = 0; i < s->nr; i++) {
		struct sender *to = &s->at[i];
		uint64_t found = to->func == func ? length : LENGTH_MAX;
		uint32_t by = 0;

		for (n = f->node; n < f->node + f->nr_nodes && to->func != func; n++)
			for (e = graph_node(g, n)->edge; e < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; e++) {
				uint64_t l = length_by(s, to, e);

				if (l == LENGTH_MAX)
					continue;
				l += length + (graph_site(g, graph_edge(g, e)->site)->line < line ? EARLIER : 0);
				if (l < found) {
					found = l;
					by = e;
				}
			}
		if (found >= best->length)
			continue;
		best->length = found;
		best->to = to;
		best->edge = by;
		best->nr_back = nr_back;
		if (nr_back)
			memcpy(best->back, back, nr_back * sizeof(*back));
	}
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

static uint32_t next_edge(const struct senders *s, struct sender *to, uint32_t node)
{
	const struct g_node *nd = graph_node(s->g, node);
	uint64_t best = LENGTH_MAX;
	uint32_t e, found = 0;

	for (e = nd->edge; e < nd->edge + nd->nr_edges; e++) {
		uint64_t l = length_by(s, to, e);

		if (l < best) {
			best = l;
			found = e;
		}
	}
	return found;
}

uint32_t senders_route(struct senders *s, uint32_t func, uint32_t line, struct arena *a,
		       struct q_flag_step **steps)
{
	const struct graph *g = s->g;
	struct q_flag_step back[MAX_UP + 1], v[MAX_STEPS + MAX_UP + 2];
	struct way best = { .length = LENGTH_MAX };
	const struct g_site *site;
	uint32_t nr = 0, e;

	up(s, func, line, 0, &best, back, 0);
	if (best.length == LENGTH_MAX)
		return 0;
	for (; nr < best.nr_back; nr++)
		v[nr] = best.back[nr];
	for (e = best.edge; e;) {
		if (nr == MAX_STEPS + MAX_UP)
			return 0;
		site = graph_site(g, graph_edge(g, e)->site);
		v[nr++] = (struct q_flag_step){ edge_caller(g, graph_edge(g, e)),
						{ site->file, site->line }, 0 };
		if (edge_callee(g, graph_edge(g, e)) == best.to->func)
			break;
		e = next_edge(s, best.to, graph_edge(g, e)->to);
	}
	v[nr++] = (struct q_flag_step){ .func = best.to->func };
	*steps = arena_alloc(a, nr * sizeof(**steps));
	memcpy(*steps, v, nr * sizeof(*v));
	return nr;
}

uint32_t senders_of_callers(struct senders *s, const struct q_flag_step *steps, uint32_t nr,
			    uint32_t *edge, uint32_t max)
{
	const struct graph *g = s->g;
	uint32_t last = 0, n, i, found = 0, e;
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
			for (e = best.edge; e; e = next_edge(s, best.to, graph_edge(g, e)->to))
				if (edge_callee(g, graph_edge(g, e)) == best.to->func) {
					edge[found++] = e;
					break;
				}
		}
	}
	return found;
}
