/* SPDX-License-Identifier: MIT */
/* An edge between two functions that a document names, each of which may stand for several. */
#include "check_p.h"

#include <string.h>

#include "queries/fold.h"
#include "queries/path/bindings.h"

/* One that the same macro made at the same place: __x64_sys_fork and __do_sys_fork. */
static int is_same_place(const struct g_func *f, const struct g_func *to)
{
	return f->file && f->file == to->file && f->line == to->line;
}

/* A system call is one function to its readers, and three or four to the
 * compiler. Appends those that `func` is a shell of. */
uint32_t check_shells(struct checker *c, uint32_t func, uint32_t *out)
{
	const struct graph *g = c->g;
	uint32_t nr = 0, i, k, e;

	out[nr++] = func;
	if (graph_func(g, func)->alias_of)
		out[nr++] = graph_func(g, func)->alias_of;
	for (i = 0; i < nr; i++) {
		const struct g_func *f = graph_func(g, out[i]);
		const struct g_node *n = graph_node(g, f->node);

		for (e = n->edge; f->nr_nodes && e < n->edge + n->nr_edges; e++) {
			uint32_t to = edge_callee(g, graph_edge(g, e));

			if (nr == CHECK_SHELLS || (graph_edge(g, e)->kind != GK_SYSCALL &&
						   !is_same_place(f, graph_func(g, to))))
				continue;
			for (k = 0; k < nr && out[k] != to; k++)
				;
			if (k == nr)
				out[nr++] = to;
		}
	}
	return nr;
}

/* Is what `inner` calls put there by the call `outer` itself? */
static int is_handed(const struct graph *g, const struct g_edge *outer, const struct g_edge *inner)
{
	const struct g_evid *v = graph_evid(g, inner->evid);
	const struct g_site *s = graph_site(g, outer->site);

	return graph_slot(g, v->slot)->kind == GS_PARAM && v->file == s->file && v->line == s->line;
}

static uint32_t edge_from(struct checker *c, uint32_t func, const struct named *b,
			  uint32_t *through)
{
	const struct graph *g = c->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t n, e, e2, best = 0, handed = 0;

	for (n = 0; n < f->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, f->node + n);

		for (e = node->edge; e < node->edge + node->nr_edges; e++) {
			const struct g_edge *x = graph_edge(g, e);
			const struct g_node *to = graph_node(g, x->to);

			if (among(b, to->func) && (!best || x->rule < graph_edge(g, best)->rule))
				best = e;
			/* a hands b to a helper, which calls or starts it: NF_HOOK(…, b) */
			if (best || handed)
				continue;
			for (e2 = to->edge; e2 < to->edge + to->nr_edges; e2++)
				if (graph_edge(g, e2)->evid && is_handed(g, x, graph_edge(g, e2)) &&
				    among(b, edge_callee(g, graph_edge(g, e2)))) {
					handed = e2;
					*through = to->func;
					break;
				}
		}
	}
	if (best)
		*through = 0;
	return best ? best : handed;
}

uint32_t check_edge(struct checker *c, const struct named *a, const struct named *b,
		    uint32_t *through)
{
	uint32_t shell[CHECK_SHELLS], nr, i, j, edge;

	*through = 0;
	for (i = 0; i < a->nr; i++) {
		nr = check_shells(c, a->func[i], shell);
		for (j = 0; j < nr; j++) {
			edge = edge_from(c, shell[j], b, through);
			if (edge)
				return edge;
		}
	}
	return 0;
}
