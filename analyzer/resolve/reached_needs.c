/* SPDX-License-Identifier: MIT */
#include "reached_needs.h"

#include <string.h>

#include "base/xalloc.h"

/* What is stored for the pointer is known, all of it: by every rule that goes by stores, or
 * that there is no store. */
static int is_known(const struct g_site *s)
{
	return s->cls == GC_EMPTY || (s->cls == GC_RESOLVED && s->rule > GR_DIRECT &&
				      s->rule != GR_KNOWLEDGE && s->rule != GR_TYPE);
}

void reached_needs_init(struct reached_needs *n, const struct prog *p)
{
	const struct graph *g = p->g;
	uint8_t *entry = xcalloc(g->nr_func + 1, 1);
	uint32_t i;

	n->site = xcalloc(g->nr_site + 1, 1);
	n->has = xcalloc(g->nr_site + 1, 1);
	n->lacks = xcalloc(g->nr_func + 1, 1);
	for (i = 1; i < g->nr_entry; i++)
		entry[g->entry[i].func] = 1;
	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];
		const struct g_site *s = &g->site[pc->site];

		n->site[pc->site] = pc->always && is_known(s) && !entry[s->func];
	}
	free(entry);
}

void reached_needs_release(struct reached_needs *n)
{
	free(n->site);
	free(n->has);
	free(n->lacks);
}

uint32_t reached_needs_check(struct reached_needs *n, const struct prog *p, const uint8_t *runs,
			     const uint8_t *stored)
{
	const struct graph *g = p->g;
	uint32_t i, func, nr = 0;

	memset(n->has, 0, g->nr_site + 1);
	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = &g->edge[i];

		if (e->rule == GR_KNOWLEDGE || e->rule == GR_TYPE || stored[g->node[e->to].func])
			n->has[e->site] = 1;
	}
	for (i = 1; i < g->nr_site; i++) {
		func = g->site[i].func;
		if (!n->site[i] || n->has[i] || !runs[func] || n->lacks[func])
			continue;
		n->lacks[func] = 1;
		nr++;
	}
	return nr;
}
