/* SPDX-License-Identifier: MIT */
/* The functions around one: where a statement may have moved to, or come from. */
#include "check_body.h"

#include "queries/fold.h"

static void near_add(struct near_funcs *n, uint32_t func, uint32_t most)
{
	uint32_t i;

	for (i = 0; i < n->nr && n->func[i] != func; i++)
		;
	if (i == n->nr && n->nr < most)
		n->func[n->nr++] = func;
}

/* Direct callees: those of the same file first. */
static void near_callees(struct checker *c, uint32_t func, int same_file, struct near_funcs *n)
{
	const struct graph *g = c->g;
	const struct g_func *f = graph_func(g, func);
	const struct g_node *node = graph_node(g, f->node);
	uint32_t i;

	for (i = node->edge; f->nr_nodes && i < node->edge + node->nr_edges; i++) {
		uint32_t to = edge_callee(g, graph_edge(g, i));

		if (graph_edge(g, i)->rule == GR_DIRECT && (graph_func(g, to)->file == f->file) == same_file)
			near_add(n, to, MAX_NEAR - 16);
	}
}

void check_near(struct checker *c, const struct named *f, struct near_funcs *n)
{
	const struct graph *g = c->g;
	uint32_t shell[CHECK_SHELLS], nr, i, k, level;

	n->nr = 0;
	nr = check_shells(c, f->func[0], shell);
	for (i = 0; i < nr; i++)
		near_callees(c, shell[i], 1, n);
	level = n->nr;
	for (i = 0; i < level; i++)	/* and what those call */
		near_callees(c, n->func[i], 1, n);
	for (i = 0; i < nr; i++)
		near_callees(c, shell[i], 0, n);
	n->callees = n->nr;
	for (i = 0; i < nr; i++) {
		const struct g_func *fn = graph_func(g, shell[i]);
		const struct g_node *node = graph_node(g, fn->node);

		for (k = node->in; fn->nr_nodes && k < node->in + node->nr_in; k++)
			if (graph_edge(g, graph_in_edge(g, k))->rule == GR_DIRECT)
				near_add(n, edge_caller(g, graph_edge(g, graph_in_edge(g, k))), MAX_NEAR);
	}
}
