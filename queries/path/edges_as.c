/* SPDX-License-Identifier: MIT */
#include "edges_as.h"

#include "base/digest.h"
#include "bindings.h"
#include "queries/fold.h"

/* Distinct functions that the key leaves at the call of edge `edge`. */
static uint32_t left(const struct graph *g, struct bindings *b, struct binding *key, uint32_t edge)
{
	const struct g_edge *e = graph_edge(g, edge);
	const struct g_func *f = graph_func(g, edge_caller(g, e));
	struct idmap seen = IDMAP_INIT;
	uint32_t n, i, first, nr;

	for (n = 0; n < f->nr_nodes; n++) {
		site_edges(g, f->node + n, e->site, &first, &nr);
		for (i = first; i < first + nr; i++)
			if (edge_class(graph_edge(g, i)) == edge_class(e) && binding_allows(b, key, graph_edge(g, i)))
				idmap_put(&seen, edge_callee(g, graph_edge(g, i)), 1);
	}
	n = (uint32_t)seen.nr;
	idmap_release(&seen);
	return n;
}

/* Does the call stay? */
static int stays(const struct graph *g, struct bindings *b, const struct q_edges_result *res, struct q_edge *q)
{
	const struct g_edge *e = graph_edge(g, q->edge);
	struct binding *key;

	if (bindings_avoid(b, graph_str(g, graph_func(g, res->callers ? q->caller : q->callee)->name)))
		return 0;
	if (edge_class(e) == EC_DIRECT || !q->edge)
		return 1;
	key = bindings_at(b, e->site);
	if (!key)
		return 1;
	if (!binding_allows(b, key, e))
		return 0;
	q->candidates = left(g, b, key, q->edge);
	return 1;
}

int q_edges_as(const struct graph *g, const struct knowledge *k, const char *const *scenario,
	       struct q_edges_result *res, struct strbuf *err)
{
	struct idmap reached = IDMAP_INIT;	/* function -> 1 + the least depth that it is reached at */
	struct bindings b;
	uint32_t i, n = 0;
	int ret = bindings_init(&b, g, k, scenario, NULL, err);

	if (ret == Q_FOUND) {
		idmap_put(&reached, res->func, 1);
		/* they stand by depth */
		for (i = 0; i < res->nr; i++) {
			struct q_edge *q = &res->edge[i];
			const uint32_t *near = idmap_get(&reached, res->callers ? q->callee : q->caller);

			if (!near || *near > q->depth || !stays(g, &b, res, q))
				continue;
			idmap_put(&reached, res->callers ? q->caller : q->callee, q->depth + 1);
			res->edge[n++] = *q;
		}
		res->nr = n;
		ret = n ? Q_FOUND : Q_NONE;
	}
	bindings_release(&b);
	idmap_release(&reached);
	return ret;
}
