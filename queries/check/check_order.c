/* SPDX-License-Identifier: MIT */
/* What is drawn one after the other: a step, or two calls of one function. */
#include "check_p.h"
#include "queries/fold.h"

#define MAX_TRIED 2000		/* callers that are looked at */

/* ---- one after the other ------------------------------------------------------------------ */

/* The first or last line on which one of f's calls leads to `to`; 0: none. */
static uint32_t call_line(struct checker *c, uint32_t f, const struct named *to, int last)
{
	const struct graph *g = c->g;
	const struct g_func *x = graph_func(g, f);
	uint32_t n, e, line, best = 0;

	for (n = 0; n < x->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, x->node + n);

		for (e = node->edge; e < node->edge + node->nr_edges; e++) {
			if (!among(to, edge_callee(g, graph_edge(g, e))) ||
			    (graph_edge(g, e)->flags & (GE_STARTED_BY | GE_EXECUTED_BY)))
				continue;
			line = graph_site(g, graph_edge(g, e)->site)->line;
			if (!best || (last ? line > best : line < best))
				best = line;
		}
	}
	return best;
}

uint32_t check_common_caller(struct checker *c, const struct named *a, const struct named *b)
{
	const struct graph *g = c->g;
	uint32_t i, n, k, tried = 0;

	for (i = 0; i < a->nr; i++) {
		const struct g_func *f = graph_func(g, a->func[i]);

		for (n = 0; n < f->nr_nodes; n++) {
			const struct g_node *node = graph_node(g, f->node + n);

			for (k = node->in; k < node->in + node->nr_in && tried++ < MAX_TRIED; k++) {
				const struct g_edge *e = graph_edge(g, graph_in_edge(g, k));

				/* what dispatches system calls calls them all */
				if (e->rule != GR_TYPE && e->kind != GK_SYSCALL &&
				    !(e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)) && call_line(c, edge_caller(g, e), b, 0))
					return edge_caller(g, e);
			}
		}
	}
	return 0;
}

void check_order(struct checker *c, struct q_verdict *v)
{
	struct doc_claim *d = &c->res->doc.claim[v->claim - c->res->doc.claim];
	const struct named *a = check_name(c, d->a), *b = check_name(c, d->b);
	uint32_t through, f, first, last;
	const struct way *w;

	/* a label or a macro calls nothing */
	if (!a->nr && (check_is_macro(c, d->a) || !check_elsewhere(c, d->a))) {
		v->says = NULL;
		return;
	}
	if (!a->nr || !b->nr || among(b, a->func[0]) || check_edge(c, a, b, &through)) {
		check_step(c, v, d->a, d->b);
		return;
	}
	f = check_common_caller(c, a, b);
	if (!f) {
		w = check_way(c, a, b);
		if (w && w->nr <= 3)
			check_step(c, v, d->a, d->b);
		else
			v->says = NULL;
		return;
	}
	first = call_line(c, f, a, 0);
	last = call_line(c, f, b, 1);
	d->kind = DOC_ORDER;
	v->says = check_say(c, "{1} comes before {2}, both called by {3}", d->a, d->b,
			       check_func_name(c, f));
	v->verdict = first <= last ? V_TRUE : V_UNKNOWN;
	if (first > last)
		v->why = check_say(c, "{1} calls {2} further down", check_func_name(c, f), d->a);
	check_evidence(v, graph_func(c->g, f)->file, first);
	check_evidence(v, graph_func(c->g, f)->file, last);
}
