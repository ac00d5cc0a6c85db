/* SPDX-License-Identifier: MIT */
/* The cost of a path, as docs/architecture.md ("What a path costs") has it. */
#include "bindings.h"
#include "cost.h"
#include "queries/fold.h"
#include "queries/query.h"

#include <math.h>

#include "base/xalloc.h"

static uint32_t in_units(double cost)
{
	if (cost >= UINT32_MAX / 2 / COST_UNIT)	/* no weights come to that */
		return UINT32_MAX / 2;
	return cost > 0 ? (uint32_t)(cost * COST_UNIT + 0.5) : 0;
}

static uint32_t edge_weight(double cost)
{
	uint32_t w = in_units(cost);

	return w > EDGE_DROPPED ? w : EDGE_DROPPED + 1;
}

/* ---- edges ------------------------------------------------------------------- */

struct group {			/* the edges of one call site in one node */
	uint32_t first, end;
	uint32_t n[EC_NR];	/* functions left, by class */
};

static int is_out(const struct cost *c, const struct g_edge *e)
{
	return e->flags & c->out_flags & (GE_STARTED_BY | GE_EXECUTED_BY);
}

/* Marks what does not count and counts the rest. Edges are sorted by target,
 * and the nodes of a function lie together. */
static void count_group(struct cost *c, struct group *gr)
{
	const struct graph *g = c->g;
	struct binding *key = NULL;
	uint32_t last[EC_NR] = { 0 }, i;
	int asked = 0;

	memset(gr->n, 0, sizeof(gr->n));
	for (i = gr->first; i < gr->end; i++) {
		const struct g_edge *e = graph_edge(g, i);
		enum edge_class ec = edge_class(e);
		uint32_t func = edge_callee(g, e);

		c->edge[i] = EDGE_OUT;
		if (is_out(c, e))
			continue;
		if (c->b && ec == EC_POINTER) {
			if (!asked)
				key = bindings_at(c->b, e->site);
			asked = 1;
			if (key && !binding_allows(c->b, key, e)) {
				c->edge[i] = EDGE_DROPPED;
				continue;
			}
		}
		c->edge[i] = EDGE_DROPPED + 1;
		if (func != last[ec])
			gr->n[ec]++;
		last[ec] = func;
	}
}

static double log2_of(const struct cost *c, uint32_t n)
{
	return n < ARRAY_SIZE(c->log2) ? c->log2[n] : log2((double)n);
}

/* By the flags of what a call stands under. */
static double unusual(const struct k_weights *w, unsigned wguard)
{
	double cost = 0;

	if (wguard & GW_GOTO)
		cost += w->in_goto;
	if (wguard & GW_RARE)
		cost += w->rare;
	if ((wguard & GW_UNLIKELY) && (!(wguard & GW_ERROR) || w->unlikely > w->error))
		cost += w->unlikely;
	else if (wguard & GW_ERROR)
		cost += w->error;
	return cost;
}

static double guards(const struct cost *c, unsigned wguard)
{
	return c->unusual[wguard / (GW_COUNT + 1)] + (wguard & GW_COUNT) * (c->w->guard / GW_ONE);
}

static double hop(const struct cost *c, const struct g_edge *e)
{
	return e->flags & GE_INLINE ? c->w->wrapper : c->w->hop;
}

static void weigh_group(struct cost *c, const struct group *gr)
{
	const struct k_weights *w = c->w;
	uint32_t i;

	for (i = gr->first; i < gr->end; i++) {
		const struct g_edge *e = graph_edge(c->g, i);
		double cost = hop(c, e) + w->rule[e->rule] + guards(c, e->wguard);

		if (c->edge[i] <= EDGE_DROPPED)
			continue;
		/* all initcalls run: that one of them does is no surprise */
		if (!(e->flags & GE_LIKELY) && e->kind != GK_INITCALL)
			cost += w->candidates * log2_of(c, gr->n[edge_class(e)]);
		if (e->flags & GE_STARTED_BY)
			cost += (c->prompt[e->kind] ? w->prompt : w->deferred) + (e->flags & GE_SET_UP ? w->set_up : 0);
		else if (e->flags & GE_EXECUTED_BY)
			cost += w->executed;
		c->edge[i] = edge_weight(cost);
	}
}

void cost_weigh_node(struct cost *c, uint32_t node)
{
	const struct graph *g = c->g;
	const struct g_node *n = graph_node(g, node);
	uint32_t last = n->edge + n->nr_edges;
	struct group gr;

	c->weighed[node] = 1;
	for (gr.first = n->edge; gr.first < last; gr.first = gr.end) {
		const struct g_edge *e = graph_edge(g, gr.first);

		gr.end = gr.first + 1;
		while (gr.end < last && graph_edge(g, gr.end)->site == e->site)
			gr.end++;
		if (gr.end == gr.first + 1 && e->rule == GR_DIRECT && !(e->flags & ~(GE_INLINE | GE_KNOWN | GE_UNREACHED))) {
			c->edge[gr.first] = edge_weight(c->direct[!!(e->flags & GE_INLINE)] + guards(c, e->wguard));
			continue;
		}
		count_group(c, &gr);
		weigh_group(c, &gr);
	}
}

void cost_weigh_all(struct cost *c)
{
	uint32_t i;

	for (i = 1; i < c->g->nr_node; i++)
		if (!c->weighed[i])
			cost_weigh_node(c, i);
}

uint32_t cost_weigh_function(struct cost *c, uint32_t func)
{
	const struct g_func *f = graph_func(c->g, func);
	uint32_t t = THROUGH_KNOWN;

	if (f->callers > c->hub_from)
		t |= in_units((log2(f->callers) - c->w->hub_free) * c->w->hub) & THROUGH_PRICE;
	if (f->flags & GF_LEAF)
		t |= THROUGH_LEAF;
	if (f->flags & GF_RARE)
		t |= THROUGH_RARE;
	if (!c->at_boot && (f->flags & GF_INIT))
		t |= THROUGH_BOOT;
	return c->through[func] |= t;
}

/* Is one of the ends, or of what is to be passed, something that runs at boot only? */
static int runs_at_boot(const struct graph *g, const struct q_path_options *opt)
{
	uint32_t i;
	int boot = (graph_func(g, opt->from)->flags | graph_func(g, opt->to)->flags) & GF_INIT;

	for (i = 0; i < opt->nr_via; i++)
		boot |= graph_func(g, opt->via[i])->flags & GF_INIT;
	return boot != 0;
}

void cost_init(struct cost *c, const struct graph *g, const struct k_weights *w,
	       struct bindings *b, unsigned out_flags, const struct q_path_options *opt)
{
	uint32_t i;

	memset(c, 0, sizeof(*c));
	c->g = g;
	c->w = w;
	c->b = b && (b->nr || b->nr_avoid) ? b : NULL;
	c->out_flags = out_flags;
	c->opt = opt;
	c->avoids = (opt && (opt->nr_avoid || opt->avoid_dir)) || (c->b && c->b->nr_group);
	for (i = 2; i < ARRAY_SIZE(c->log2); i++)
		c->log2[i] = log2(i);
	for (i = 0; i < ARRAY_SIZE(c->unusual); i++)
		c->unusual[i] = unusual(w, i * (GW_COUNT + 1));
	c->direct[0] = w->hop + w->rule[GR_DIRECT];
	c->direct[1] = w->wrapper + w->rule[GR_DIRECT];
	c->hub_from = exp2(w->hub_free);
	c->first[0] = in_units(w->leaf);
	c->first[1] = in_units(w->rare_function);
	c->first[2] = in_units(w->boot);
	c->at_boot = !opt || runs_at_boot(g, opt);
	for (i = GK_MECHANISM; c->at_boot && i < g->nr_kind_name && i < ARRAY_SIZE(c->prompt); i++)
		c->prompt[i] = (uint8_t)k_strings_match(&w->prompt_kinds, graph_str(g, g->kind_name[i]));
	c->weighed = xcalloc(g->nr_node, sizeof(*c->weighed));
	c->edge = xcalloc((size_t)g->nr_edge + 1, sizeof(*c->edge));
	c->through = xcalloc(g->nr_func, sizeof(*c->through));
	c->dir_avoided = xcalloc(g->nr_file + 1, sizeof(*c->dir_avoided));
}

void cost_release(struct cost *c)
{
	free(c->weighed);
	free(c->edge);
	free(c->through);
	free(c->dir_avoided);
	memset(c, 0, sizeof(*c));
}

uint32_t cost_candidates(struct cost *c, uint32_t edge)
{
	const struct graph *g = c->g;
	const struct g_edge *e = graph_edge(g, edge);
	uint32_t first, nr, i, last = 0, n = 0;

	if (edge_class(e) == EC_DIRECT)
		return 1;
	site_edges(g, e->from, e->site, &first, &nr);
	for (i = first; i < first + nr; i++) {
		uint32_t func = edge_callee(g, graph_edge(g, i));

		if (cost_edge(c, i) <= EDGE_DROPPED || edge_class(graph_edge(g, i)) != edge_class(e))
			continue;
		n += func != last;
		last = func;
	}
	return n;
}

/* ---- functions ------------------------------------------------------------------ */

enum { DIR_UNKNOWN, DIR_FREE, DIR_AVOIDED };

static int is_avoided(const struct cost *c, uint32_t func)
{
	const struct g_func *f = graph_func(c->g, func);
	const char *name = graph_str(c->g, f->name);
	const char *file = graph_str(c->g, graph_file(c->g, f->file)->name);
	const char *const *dir = c->opt ? c->opt->avoid_dir : NULL;
	uint32_t i;

	for (i = 0; c->opt && i < c->opt->nr_avoid; i++)
		if (c->opt->avoid[i] == func)
			return 1;
	if (dir && !c->dir_avoided[f->file]) {
		while (*dir && strncmp(file, *dir, strlen(*dir)))
			dir++;
		c->dir_avoided[f->file] = *dir ? DIR_AVOIDED : DIR_FREE;
	}
	if (dir && c->dir_avoided[f->file] == DIR_AVOIDED)
		return 1;
	return c->b && bindings_avoid(c->b, name);
}

int cost_forbids(struct cost *c, uint32_t func)
{
	if (!c->avoids)
		return 0;
	if (!(c->through[func] & THROUGH_ASKED))
		c->through[func] |= is_avoided(c, func) ? THROUGH_ASKED | THROUGH_NEVER :
							  THROUGH_ASKED;
	return !!(c->through[func] & THROUGH_NEVER);
}

uint64_t cost_repeat(const struct cost *c)
{
	return (uint64_t)in_units(c->w->deferred) << 16;
}
