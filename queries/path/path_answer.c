/* SPDX-License-Identifier: MIT */
/* From routes to the hops of an answer. */
#include "path_p.h"

#include "base/xalloc.h"
#include "closed.h"
#include "queries/fold.h"

/* Why the hop is there under a scenario: the table that it names. */
static void reason(struct trip *t, struct q_path_result *res, struct q_hop *h)
{
	const struct graph *g = t->g;
	const struct g_edge *e = graph_edge(g, h->edge);
	const struct g_field_value *v;
	uint32_t slot, value = edge_class(e) == EC_POINTER ? binding_reason(t->cost->b, e, &slot) : 0;

	if (!value)
		return;
	v = graph_field_value(g, value);
	h->registered = (struct q_place){ v->file, v->line };
	h->slot = slot;
	h->object = v->object;
	h->via = reason_via(g, &res->arena, value, slot, h->callee);
}

static void fill_hop(struct trip *t, struct q_path_result *res, struct q_hop *h, uint32_t edge)
{
	const struct graph *g = t->g;
	const struct g_edge *e = graph_edge(g, edge);
	const struct g_site *s = graph_site(g, e->site);

	memset(h, 0, sizeof(*h));
	h->edge = edge;
	h->caller = edge_caller(g, e);
	h->callee = edge_callee(g, e);
	h->kind = e->kind;
	h->rule = e->rule;
	h->site = (struct q_place){ s->file, s->line };
	h->registered = edge_registered(g, edge);
	h->via = edge_via(g, &res->arena, edge);
	h->slot = graph_evid(g, e->evid)->slot ? graph_evid(g, e->evid)->slot : s->slot;
	h->object = graph_evid(g, e->evid)->object;
	h->note = graph_str(g, graph_evid(g, e->evid)->note);
	if (t->cost->b)
		reason(t, res, h);
	h->expr = graph_str(g, s->expr);
	h->macro = graph_str(g, s->macro);
	h->guard = s->guard;
	h->candidates = cost_candidates(t->cost, edge);
	h->deferred = !!(e->flags & GE_STARTED_BY);
	h->bits = (double)(cost_edge(t->cost, edge) + (h->callee == res->to ? 0 :
		   cost_through(t->cost, h->caller, h->callee))) / COST_UNIT;
}

/* Is work executed here that was started elsewhere, though that was not asked for? */
static int executed(const struct trip *t, uint32_t edge)
{
	return !(t->cost->out_flags & GE_STARTED_BY) &&
		(graph_edge(t->g, edge)->flags & GE_EXECUTED_BY);
}

/* What a hop costs more there than where the search went. */
static double dearer(struct trip *t, uint32_t edge, uint32_t found)
{
	return ((double)cost_edge(t->cost, edge) - (double)cost_edge(t->cost, found)) / COST_UNIT;
}

static void choose_sites(struct trip *t, struct route *r, struct q_path *p)
{
	uint32_t *found = xmalloc((r->nr + 1) * sizeof(*found)), i;
	struct q_closed closed;

	memcpy(found, r->edge, r->nr * sizeof(*found));
	hop_sites_choose(&t->world, r->edge, r->nr);
	/* by what is passed, not by fields */
	if (route_closed(t->g, r, NULL, &closed) && hop_sites_pinned(&t->world, found, r->nr))
		memcpy(r->edge, found, r->nr * sizeof(*found));
	for (i = 0; i < r->nr; i++)
		p->cost += dearer(t, r->edge[i], found[i]);
	free(found);
}

/* Does it go through a table, which others may hold the callee beside? */
static int chooses(const struct graph *g, const struct q_path *p)
{
	uint32_t i;

	for (i = 0; i < p->nr_hops; i++)
		if (p->hop[i].object && edge_class(graph_edge(g, p->hop[i].edge)) == EC_POINTER)
			return 1;
	return 0;
}

void path_fill(struct trip *t, struct q_path_result *res)
{
	uint32_t i, j;

	res->path = arena_alloc(&res->arena, (t->have.nr + 1) * sizeof(*res->path));
	for (i = 0; i < t->have.nr; i++) {
		struct route *r = &t->have.at[i].r;
		struct q_path *p = &res->path[res->nr_paths];

		memset(p, 0, sizeof(*p));
		p->cost = length_cost(r->length);
		choose_sites(t, r, p);
		if (!hop_sites_pinned(&t->world, r->edge, r->nr))
			continue;
		res->nr_paths++;
		p->nr_hops = r->nr;
		p->hop = arena_alloc(&res->arena, (r->nr + 1) * sizeof(*p->hop));
		for (j = 0; j < r->nr; j++) {
			fill_hop(t, res, &p->hop[j], r->edge[j]);
			p->deferred += (uint32_t)p->hop[j].deferred;
			res->executed_by |= !i && executed(t, r->edge[j]);
		}
		hop_sites_fill(&t->world, &res->arena, p);
		if (t->company && !t->cost->b && chooses(t->g, p))
			world_fill(company_ties(t->company), t->world.k, &res->arena, p);
	}
	hop_values(t->g, res);
}
