/* SPDX-License-Identifier: MIT */
/* What can run under a scenario. */
#include "bindings.h"
#include "cost.h"
#include "queries/query.h"
#include "reach.h"

#include "base/xalloc.h"

uint8_t *runnable_functions(const struct graph *g, const struct knowledge *k, struct bindings *b)
{
	uint32_t *queue = xcalloc(g->nr_node + 1, sizeof(*queue)), nr = 0, at, i, n;
	uint8_t *seen = xcalloc(g->nr_node + 1, 1), *root = xcalloc(g->nr_func, 1);
	uint8_t *reached = xcalloc(g->nr_func, 1);
	struct cost cost;

	cost_init(&cost, g, &k->weight, b, 0, NULL);
	for (i = 1; i < g->nr_func; i++) {
		uint32_t in = 0;

		for (n = graph_func(g, i)->node; n < graph_func(g, i)->node + graph_func(g, i)->nr_nodes; n++)
			in += graph_node(g, n)->nr_in;
		root[i] = !in;
	}
	for (i = 1; i < g->nr_entry; i++)
		root[graph_entry(g, i)->func] = 1;
	bindings_named(b, root);	/* what the scenario is about does run */
	for (i = 1; i < g->nr_func; i++)
		if (root[i] && !cost_forbids(&cost, i)) {
			queue[nr++] = graph_func(g, i)->node;
			seen[graph_func(g, i)->node] = 1;
		}
	for (at = 0; at < nr; at++) {
		const struct g_node *nd = graph_node(g, queue[at]);

		reached[nd->func] = 1;
		for (i = nd->edge; i < nd->edge + nd->nr_edges; i++) {
			uint32_t to = graph_edge(g, i)->to;

			if (cost_edge(&cost, i) <= EDGE_DROPPED || seen[to] ||
			    cost_forbids(&cost, graph_node(g, to)->func))
				continue;
			seen[to] = 1;
			queue[nr++] = to;
		}
	}
	cost_release(&cost);
	free(queue);
	free(seen);
	free(root);
	return reached;
}
