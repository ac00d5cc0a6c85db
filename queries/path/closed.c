/* SPDX-License-Identifier: MIT */
#include "closed.h"

#include <string.h>

#include "queries/fold.h"
#include "queries/premise.h"

/* The row by which the call at `site` passes argument `index`; 0 = none. */
static uint32_t passed_row(const struct graph *g, uint32_t site, unsigned index)
{
	uint32_t i;

	for (i = premise_first_row(g, site); i < g->nr_known; i++) {
		const struct g_known *k = graph_known(g, i);

		if (k->site != site)
			break;
		if (k->index == index && k->kind >= GN_NUMBER && k->kind <= GN_HANDED)
			return i;
	}
	return 0;
}

/* Where what parameter `index` of the caller of edge `at` is was said. */
static void find_origin(const struct graph *g, const struct route *r, uint32_t at, unsigned index,
			struct arena *a, struct q_closed *c)
{
	while (at--) {
		const struct g_edge *e = graph_edge(g, r->edge[at]);
		const struct g_site *s = graph_site(g, e->site);
		uint32_t row = passed_row(g, e->site, index);
		const struct g_known *k = graph_known(g, row);

		if (!row)
			return;
		if (k->kind == GN_HANDED) {
			index = (unsigned)k->num;
			continue;
		}
		c->passed = (struct q_place){ s->file, s->line };
		c->value = k->kind == GN_OBJECT && a ?
			arena_printf(a, "&%s", graph_str(g, graph_object(g, (uint32_t)k->num)->name)) :
			k->kind != GN_NUMBER ? "&…" : a ? arena_printf(a, "%d", k->num) : "";
		return;
	}
}

int route_closed(const struct graph *g, const struct route *r, struct arena *a, struct q_closed *c)
{
	uint32_t i, state = 0, row = 0;
	const struct g_known *k;
	const struct g_edge *e;
	struct premises p;

	memset(c, 0, sizeof(*c));
	premises_init(&p, g);
	for (i = 0; i < r->nr; i++)
		if (premise_step(&p, state, graph_edge(g, r->edge[i]), &state, &row))
			break;
	premises_release(&p);
	if (i == r->nr)
		return 0;
	e = graph_edge(g, r->edge[i]);
	k = graph_known(g, row);
	c->caller = edge_caller(g, e);
	c->callee = edge_callee(g, e);
	c->site = (struct q_place){ graph_site(g, e->site)->file, graph_site(g, e->site)->line };
	c->guard = k->guard;
	c->value = "";
	if (k->kind == GN_CONDITION || k->kind == GN_THROUGH)
		find_origin(g, r, i, k->index, a, c);
	return 1;
}
