/* SPDX-License-Identifier: MIT */
/* Clones folded into functions, and what there is to say about one edge. */
#include "fold.h"
#include "query.h"

#include "base/bisect.h"
#include "base/xalloc.h"

void site_edges(const struct graph *g, uint32_t node, uint32_t site,
		uint32_t *first, uint32_t *nr)
{
	const struct g_node *n = graph_node(g, node);
	uint32_t lo = n->edge, end = n->edge + n->nr_edges;

	BISECT(lo, end, mid, graph_edge(g, mid)->site < site);
	*first = lo;
	while (lo < end && graph_edge(g, lo)->site == site)
		lo++;
	*nr = lo - *first;
}

static int cmp_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

uint32_t site_candidates(const struct graph *g, uint32_t edge)
{
	const struct g_edge *e = graph_edge(g, edge);
	const struct g_func *f = graph_func(g, edge_caller(g, e));
	uint32_t *v = NULL, nr = 0, alloc = 0, i, n, first, count, distinct = 0;

	if (edge_class(e) == EC_DIRECT)
		return 1;
	if (f->nr_nodes == 1 && edge_class(e) == EC_POINTER && graph_site(g, e->site)->nr_targets)
		return graph_site(g, e->site)->nr_targets;
	for (n = 0; n < f->nr_nodes; n++) {
		site_edges(g, f->node + n, e->site, &first, &count);
		for (i = first; i < first + count; i++) {
			if (edge_class(graph_edge(g, i)) != edge_class(e))
				continue;
			ALLOC_GROW(v, nr + 1, alloc);
			v[nr++] = edge_callee(g, graph_edge(g, i));
		}
	}
	if (nr)
		qsort(v, nr, sizeof(*v), cmp_u32);
	for (i = 0; i < nr; i++)
		distinct += !i || v[i] != v[i - 1];
	free(v);
	return distinct;
}

int place_cmp(const struct graph *g, uint32_t file1, uint32_t line1,
	      uint32_t file2, uint32_t line2)
{
	int c = 0;

	if (file1 != file2)
		c = strcmp(graph_str(g, graph_file(g, file1)->name), graph_str(g, graph_file(g, file2)->name));
	return c ? c : (line1 < line2 ? -1 : line1 > line2);
}

const char *edge_via(const struct graph *g, struct arena *a, uint32_t edge)
{
	const struct g_edge *e = graph_edge(g, edge);
	const struct g_evid *v = graph_evid(g, e->evid);
	const struct g_site *s = graph_site(g, e->site);
	const char *name = graph_str(g, graph_func(g, edge_callee(g, e))->name);

	if (v->note)
		return graph_str(g, v->note);
	if (v->slot && v->object)
		return arena_printf(a, "%s = %s in %s", graph_str(g, graph_slot(g, v->slot)->name), name,
				    graph_str(g, graph_object(g, v->object)->name));
	if (v->slot)
		return arena_printf(a, "%s = %s", graph_str(g, graph_slot(g, v->slot)->name), name);
	if (e->flags & GE_LIKELY)
		return arena_printf(a, "named in %s",
				    s->macro ? graph_str(g, s->macro) : "the macro");
	if (e->rule == GR_TYPE)
		return arena_printf(a, "a function of the same type, %s",
				    graph_str(g, graph_func(g, edge_callee(g, e))->sig));
	if (e->rule == GR_KNOWLEDGE && !e->evid)
		return "known from the knowledge file";
	if (s->slot && e->rule != GR_DIRECT)
		return arena_printf(a, "%s = %s", graph_str(g, graph_slot(g, s->slot)->name), name);
	return "";
}

struct q_place edge_registered(const struct graph *g, uint32_t edge)
{
	const struct g_evid *v = graph_evid(g, graph_edge(g, edge)->evid);

	return (struct q_place){ v->file, v->line };
}
