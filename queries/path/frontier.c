/* SPDX-License-Identifier: MIT */
/* Where a search that found nothing came to its ends. */
#include "bindings.h"
#include "cost.h"
#include "frontier.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "search.h"

#include "base/xalloc.h"

#define MAX_FRONTIER 20

struct stop {
	uint64_t length;	/* of the way to the function */
	uint32_t func, site;
	uint32_t edge;		/* that leads to a function without a body, else 0 */
	struct binding *key;	/* that left no target here, else NULL */
	uint32_t dropped;
};

struct stops {
	const struct graph *g;
	struct stop *at;
	uint32_t nr, alloc;
};

static struct stop *add_stop(struct stops *st, uint64_t length, uint32_t func, uint32_t site)
{
	ALLOC_GROW(st->at, st->nr + 1, st->alloc);
	st->at[st->nr] = (struct stop){ .length = length, .func = func, .site = site };
	return &st->at[st->nr++];
}

static int cmp_stop(const void *a, const void *b, void *graph)
{
	const struct stop *x = a, *y = b;
	const struct graph *g = graph;
	const struct g_site *s = graph_site(g, x->site), *u = graph_site(g, y->site);

	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	if (place_cmp(g, s->file, s->line, u->file, u->line))
		return place_cmp(g, s->file, s->line, u->file, u->line);
	return x->site < y->site ? -1 : x->site > y->site;
}

/* By function: least length at which the search saw it. */
static uint64_t *reached_functions(const struct search *s)
{
	uint64_t *reach = xmalloc(s->g->nr_func * sizeof(*reach));
	uint32_t i;

	for (i = 0; i < s->g->nr_func; i++)
		reach[i] = LENGTH_MAX;
	for (i = 0; i < s->nr_label; i++) {
		uint32_t f = graph_node(s->g, s->label[i].node)->func;

		if (s->label[i].length < reach[f])
			reach[f] = s->label[i].length;
	}
	return reach;
}

/* Call sites of a function where the bindings left no target at all. */
static void stops_by_bindings(struct stops *st, const struct search *s, struct bindings *b,
			      uint32_t func, uint64_t length)
{
	const struct graph *g = s->g;
	const struct g_node *n = graph_node(g, graph_func(g, func)->node);
	uint32_t e, next, dropped, left;

	for (e = n->edge; e < n->edge + n->nr_edges; e = next) {
		dropped = left = 0;
		for (next = e; next < n->edge + n->nr_edges &&
		     graph_edge(g, next)->site == graph_edge(g, e)->site; next++) {
			dropped += cost_edge(s->cost, next) == EDGE_DROPPED;
			left += cost_edge(s->cost, next) > EDGE_DROPPED;
		}
		if (dropped && !left) {
			struct stop *stop = add_stop(st, length, func, graph_edge(g, e)->site);

			stop->key = bindings_at(b, graph_edge(g, e)->site);
			stop->dropped = dropped;
		}
	}
}

/* Call sites without a target in functions that were reached. */
static void stops_at_sites(struct stops *st, const uint64_t *reach)
{
	uint32_t i;

	for (i = 1; i < st->g->nr_site; i++) {
		const struct g_site *s = graph_site(st->g, i);

		if ((s->cls == GC_UNRESOLVED || s->cls == GC_EMPTY) && reach[s->func] != LENGTH_MAX)
			add_stop(st, reach[s->func], s->func, i);
	}
}

/* Functions that were reached and have no body here. */
static void stops_without_body(struct stops *st, const struct search *s, const uint64_t *reach)
{
	uint32_t i;

	for (i = 0; i < s->nr_label; i++) {
		const struct label *l = &s->label[i];
		uint32_t func = graph_node(s->g, l->node)->func;
		const struct g_func *f = graph_func(s->g, func);

		if (!l->edge || l->length != reach[func] || f->alias_of ||
		    (f->flags & (GF_DEFINED | GF_ASM | GF_BUILTIN)))
			continue;
		add_stop(st, l->length, func, graph_edge(s->g, l->edge)->site)->edge = l->edge;
	}
}

static void fill_one(const struct graph *g, const struct stop *stop, struct arena *a,
		     struct q_frontier *f)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): called for those there are */
	const struct g_site *s = graph_site(g, stop->site);
	const struct g_slot *slot = graph_slot(g, s->slot);

	f->func = stop->func;
	f->site = (struct q_place){ s->file, s->line };
	f->slot = s->slot ? graph_str(g, slot->name) : graph_str(g, s->expr);
	if (stop->edge)
		f->why = "there is no body of this function in the index";
	else if (stop->key)
		f->why = arena_printf(a, "%s leaves no target of %u", binding_text(stop->key, a),
				      stop->dropped);
	else if (s->cls == GC_EMPTY)
		f->why = "nothing is stored there in this configuration";
	else
		f->why = "what is stored there is not known";
}

void frontier_fill(const struct search *s, struct bindings *b, struct q_path_result *res)
{
	struct stops st = { .g = s->g };
	uint64_t *reach = reached_functions(s);
	uint32_t i;

	stops_at_sites(&st, reach);
	stops_without_body(&st, s, reach);
	for (i = 1; b->nr && i < s->g->nr_func; i++)
		if (reach[i] != LENGTH_MAX)
			stops_by_bindings(&st, s, b, i, reach[i]);
	if (st.nr)
		qsort_r(st.at, st.nr, sizeof(*st.at), cmp_stop, (void *)s->g);
	res->frontier_total = st.nr;
	res->nr_frontier = st.nr < MAX_FRONTIER ? st.nr : MAX_FRONTIER;
	res->frontier = arena_alloc(&res->arena, (res->nr_frontier + 1) * sizeof(*res->frontier));
	for (i = 0; i < res->nr_frontier; i++)
		fill_one(s->g, &st.at[i], &res->arena, &res->frontier[i]);
	free(st.at);
	free(reach);
}
