/* SPDX-License-Identifier: MIT */
/* From the ends asked for to paths with evidence. */
#include "bindings.h"
#include "closed.h"
#include "company.h"
#include "cost.h"
#include "frontier.h"
#include "meet.h"
#include "queries/fold.h"
#include "queries/query.h"
#include "queries/premise.h"
#include "search.h"
#include "why_not.h"
#include "path_p.h"
#include "yen.h"

#include "base/xalloc.h"
#include "hop_sites.h"

#define MAX_HOPS UINT16_MAX
#define MAX_CLONES 32		/* clones of one via function that are told apart */

static void combos_release(struct combos *c)
{
	uint32_t i;

	for (i = 0; i < c->nr; i++)
		route_release(&c->at[i].r);
	free(c->at);
	memset(c, 0, sizeof(*c));
}

static uint32_t route_func(const struct graph *g, const struct route *r, uint32_t i)
{
	return i ? edge_callee(g, graph_edge(g, r->edge[i - 1])) :
		edge_caller(g, graph_edge(g, r->edge[0]));
}

static uint32_t route_node(const struct graph *g, const struct route *r, uint32_t i)
{
	return i ? graph_edge(g, r->edge[i - 1])->to : graph_edge(g, r->edge[0])->from;
}

/* How many nodes of `r`, its first apart, are also in `before`. */
static uint32_t repeats(const struct graph *g, const struct route *before, const struct route *r)
{
	uint32_t i, j, n = 0;

	for (i = 1; before->nr && i <= r->nr; i++)
		for (j = 0; j <= before->nr; j++)
			if (route_node(g, r, i) == route_node(g, before, j)) {
				n++;
				break;
			}
	return n;
}

static int same_functions(const struct graph *g, const struct route *a, const struct route *b)
{
	uint32_t i;

	if (a->nr != b->nr)
		return 0;
	for (i = 0; a->nr && i <= a->nr; i++)
		if (route_func(g, a, i) != route_func(g, b, i))
			return 0;
	return 1;
}

static uint32_t end_node(const struct graph *g, const struct route *r)
{
	return r->nr ? graph_edge(g, r->edge[r->nr - 1])->to : 0;
}

/* `before`, then `r`; where the functions are there already the better one
 * of the two stays. */
static void append(struct trip *t, struct combos *out, const struct combo *before,
		   const struct route *r)
{
	struct combo c;
	uint32_t i;

	if (t->max_hops && before->r.nr + r->nr > t->max_hops)
		return;
	c.r.nr = before->r.nr + r->nr;
	c.r.edge = xmalloc((c.r.nr + 1) * sizeof(*c.r.edge));
	if (before->r.nr)
		memcpy(c.r.edge, before->r.edge, before->r.nr * sizeof(*c.r.edge));
	if (r->nr)
		memcpy(c.r.edge + before->r.nr, r->edge, r->nr * sizeof(*c.r.edge));
	c.r.length = before->r.length + r->length;
	c.r.deviation = 0;
	c.rank = before->rank + r->length + repeats(t->g, &before->r, r) * cost_repeat(t->cost);
	for (i = 0; i < out->nr; i++) {
		if (end_node(t->g, &out->at[i].r) != end_node(t->g, &c.r) ||
		    !same_functions(t->g, &out->at[i].r, &c.r))
			continue;
		if (c.rank < out->at[i].rank) {
			route_release(&out->at[i].r);
			out->at[i] = c;
		} else {
			route_release(&c.r);
		}
		return;
	}
	ALLOC_GROW(out->at, out->nr + 1, out->alloc);
	out->at[out->nr++] = c;
}

static int cmp_rank(const void *a, const void *b, void *graph)
{
	const struct combo *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return route_cmp(graph, &x->r, &y->r);
}

/* By the node they end in, then by rank. */
static int cmp_combo(const void *a, const void *b, void *graph)
{
	uint32_t m = end_node(graph, &((const struct combo *)a)->r);
	uint32_t n = end_node(graph, &((const struct combo *)b)->r);

	return m != n ? (m < n ? -1 : 1) : cmp_rank(a, b, graph);
}

/* Hops that a leg may take when all others take their fewest. */
static uint32_t leg_limit(const struct trip *t, uint32_t leg, const struct combo *before)
{
	uint32_t used = before->r.nr, i;

	for (i = leg + 1; i < t->nr_leg; i++)
		used += t->leg[i].least_hops;
	return used < t->max_hops ? t->max_hops - used : 0;
}

static void block_before(struct search *s, const struct route *before)
{
	uint32_t i;

	s->blocks = 1;
	for (i = 0; before->nr && i <= before->nr; i++)
		s->blocked[route_node(s->g, before, i)] = 1;
}

static uint32_t walk(struct trip *t, const struct leg *leg, uint32_t to_node,
		     const struct combo *before, int block, uint32_t limit, uint32_t k,
		     struct route **routes)
{
	struct search s;
	uint32_t nr;

	search_init(&s, t->cost, leg->from, leg->to, limit);
	s.from_node = end_node(t->g, &before->r);
	s.to_node = to_node;
	s.premises = t->premises;
	s.company = t->company;
	s.reached = t->reached;
	s.found_only = !t->look;
	if (block)
		block_before(&s, &before->r);
	nr = yen(&s, k, routes, &t->truncated);
	search_release(&s);
	return nr;
}

/* Joins one more leg, to one clone of its end (0: any), to all that there is. */
static void add_ways(struct trip *t, uint32_t leg, uint32_t to_node, struct combos *out)
{
	struct route *routes = NULL, *other;
	uint32_t nr = 0, i, j, limit = 0;

	for (i = 0; i < t->have.nr; i++) {
		const struct combo *before = &t->have.at[i];

		if (t->max_hops) {
			limit = leg_limit(t, leg, before);
			if (!limit)
				continue;
		}
		if (t->leg[leg].one_call)
			limit = 1;
		if (!i || t->max_hops ||
		    end_node(t->g, &before->r) != end_node(t->g, &before[-1].r)) {
			routes_release(routes, nr);
			nr = walk(t, &t->leg[leg], to_node, before, 0, limit, t->k, &routes);
		}
		for (j = 0; j < nr; j++)
			append(t, out, before, &routes[j]);
		if (nr && repeats(t->g, &before->r, &routes[0])) {
			j = walk(t, &t->leg[leg], to_node, before, 1, limit, 1, &other);
			if (j)
				append(t, out, before, &other[0]);
			routes_release(other, j);
		}
	}
	routes_release(routes, nr);
}

/* Of the ways to each end node the k best stay. */
static void keep_best(struct trip *t, struct combos *c)
{
	uint32_t i, n = 0, count = 0;

	if (c->nr)
		qsort_r(c->at, c->nr, sizeof(*c->at), cmp_combo, (void *)t->g);
	for (i = 0; i < c->nr; i++) {
		if (n && end_node(t->g, &c->at[i].r) != end_node(t->g, &c->at[n - 1].r))
			count = 0;
		if (count++ < t->k)
			c->at[n++] = c->at[i];
		else
			route_release(&c->at[i].r);
	}
	c->nr = n;
}

/* One more leg; -1 where it can't be walked. A function on the way is one
 * and the same clone for the leg before and the leg behind it. */
static int add_leg(struct trip *t, uint32_t leg)
{
	const struct g_func *f = graph_func(t->g, t->leg[leg].to);
	struct combos out = { 0 };
	uint32_t n;

	if (leg + 1 == t->nr_leg || f->nr_nodes <= 1) {
		add_ways(t, leg, 0, &out);
	} else {
		for (n = 0; n < f->nr_nodes && n < MAX_CLONES; n++)
			add_ways(t, leg, f->node + n, &out);
	}
	if (leg + 1 < t->nr_leg)
		keep_best(t, &out);
	combos_release(&t->have);
	t->have = out;
	return out.nr ? 0 : -1;
}

/* The k best of all, each sequence of functions once. */
static void choose(struct trip *t)
{
	struct combos *c = &t->have;
	uint32_t i, j, n = 0;

	qsort_r(c->at, c->nr, sizeof(*c->at), cmp_rank, (void *)t->g);
	for (i = 0; i < c->nr; i++) {
		for (j = 0; j < n && !same_functions(t->g, &c->at[j].r, &c->at[i].r); j++)
			;
		if (j == n && n < t->k)
			c->at[n++] = c->at[i];
		else
			route_release(&c->at[i].r);
	}
	c->nr = n;
}

static void fewest_hops(struct trip *t)
{
	uint32_t i;

	for (i = 1; i < t->nr_leg; i++) {
		struct search s;

		search_init(&s, t->cost, t->leg[i].from, t->leg[i].to, t->max_hops);
		t->leg[i].least_hops = search_least_hops(&s);
		search_release(&s);
	}
}

static void plan_legs(struct trip *t, const struct q_path_options *opt)
{
	uint32_t at = opt->from, i;

	t->leg = xcalloc((size_t)opt->nr_via + 1, sizeof(*t->leg));
	for (i = 0; i <= opt->nr_via; i++) {
		uint32_t next = i < opt->nr_via ? opt->via[i] : opt->to;

		if (next == at && opt->nr_via)
			continue;
		t->leg[t->nr_leg++] = (struct leg){
			.from = at, .to = next,
			.one_call = i < opt->nr_via && opt->via_call && opt->via_call[i],
		};
		at = next;
	}
}

/* Functions seen, and targets that bindings dropped in them. */
static void count(struct trip *t, struct q_path_result *res)
{
	const struct graph *g = t->g;
	struct idmap seen = IDMAP_INIT;
	uint32_t i, n, e;

	res->reached = 0;
	for (i = 1; i < g->nr_func; i++) {
		if (!t->reached[i])
			continue;
		res->reached++;
		for (n = 0; t->cost->b && n < graph_func(g, i)->nr_nodes; n++) {
			const struct g_node *node = graph_node(g, graph_func(g, i)->node + n);

			for (e = node->edge; e < node->edge + node->nr_edges; e++)
				if (cost_edge(t->cost, e) == EDGE_DROPPED)
					idmap_put(&seen, idmap_pair(graph_edge(g, e)->site,
						  edge_callee(g, graph_edge(g, e))), 1);
		}
	}
	res->dropped = (uint32_t)seen.nr;
	idmap_release(&seen);
}

/* A plain search, without a limit of hops, sees all there is to see. */
static void look_around(struct trip *t, struct bindings *b, const struct leg *leg,
			struct q_path_result *res)
{
	struct search s;
	struct route r;
	uint32_t label, n;

	graph_read_all(t->g);
	search_init(&s, t->cost, leg->from, leg->to, 0);
	s.reached = t->reached;
	search_start_all(&s);
	if (search_run(&s, NULL, 0, &label)) {
		frontier_fill(&s, b, res);
	} else {
		search_route(&s, label, &r);
		res->is_closed = route_closed(t->g, &r, &res->arena, &res->closed);
		route_release(&r);
	}
	search_release(&s);
	res->nobody_calls = 1;
	for (n = 0; n < graph_func(t->g, leg->to)->nr_nodes; n++)
		if (graph_node(t->g, graph_func(t->g, leg->to)->node + n)->nr_in)
			res->nobody_calls = 0;
}

static int run(struct trip *t, struct bindings *b, struct q_path_result *res)
{
	struct combo nothing = { .rank = 0 };
	uint32_t i;
	int found = 1;

	ALLOC_GROW(t->have.at, 1, t->have.alloc);
	t->have.at[t->have.nr++] = nothing;
	if (t->max_hops)
		fewest_hops(t);
	for (i = 0; i < t->nr_leg && found; i++)
		found = !add_leg(t, i);
	if (found) {
		choose(t);
		path_fill(t, res);
		found = res->nr_paths != 0;
	} else if (t->look) {
		look_around(t, b, &t->leg[i ? i - 1 : 0], res);
	}
	if (found || t->look)
		count(t, res);
	return found ? Q_FOUND : Q_NONE;
}

/* One search with some kinds of edges left out; `look`: say why where there
 * is no path. */
static int attempt(const struct graph *g, const struct knowledge *k,
		   const struct q_path_options *opt, struct bindings *b, unsigned out, int look,
		   struct q_path_result *res)
{
	struct trip t = { .g = g, .k = opt->k ? opt->k : 1, .look = look,
			  .world = { g, k, opt->pin, opt->nr_pin } };
	struct premises premises;
	struct cost cost;
	int ret;

	cost_init(&cost, g, &k->weight, b, out, opt);
	premises_init(&premises, g);
	t.cost = &cost;
	t.premises = &premises;
	t.company = company_new(&cost);
	t.max_hops = opt->max_hops < MAX_HOPS ? opt->max_hops : 0;
	t.reached = xcalloc(g->nr_func, 1);
	plan_legs(&t, opt);
	ret = run(&t, b, res);
	res->truncated = t.truncated;
	res->far_fetched = ret == Q_FOUND && k->weight.far > 0 && res->path[0].cost > k->weight.far;
	if (look && !opt->nr_via && (ret == Q_NONE || res->far_fetched))
		meet_fill(&cost, k, opt, res);
	combos_release(&t.have);
	free(t.leg);
	free(t.reached);
	company_free(t.company);
	cost_release(&cost);
	premises_release(&premises);
	return ret;
}

const char *const q_plausibility_name[4] = { "usual", "rare", "far-fetched", "guess" };

static enum q_plausibility plausibility(const struct graph *g, const struct q_path *p, int far)
{
	enum q_plausibility found = far ? Q_FAR_FETCHED : Q_USUAL;
	uint32_t i;

	for (i = 0; i < p->nr_hops; i++) {
		const struct g_edge *e = graph_edge(g, p->hop[i].edge);

		if (e->rule == GR_TYPE)
			return Q_GUESS;
		if (!far && ((e->wguard & (GW_RARE | GW_GOTO | GW_UNLIKELY | GW_ERROR)) ||
			     (e->flags & GE_SET_UP)))
			found = Q_RARE;
	}
	return found;
}

int q_path(const struct graph *g, const struct knowledge *k,
	   const struct q_path_options *opt, struct q_path_result *res,
	   struct strbuf *err)
{
	unsigned out = opt->no_deferred ? GE_STARTED_BY | GE_EXECUTED_BY :
		opt->executed_by ? GE_STARTED_BY : 0;
	struct bindings b;
	int ret;

	memset(res, 0, sizeof(*res));
	arena_init(&res->arena);
	res->from = opt->from;
	res->to = opt->to;
	ret = bindings_init(&b, g, k, opt->scenario, opt->bind, err);
	if (ret)
		return ret;
	ret = attempt(g, k, opt, &b, out, !opt->found_only, res);
	if (ret == Q_FOUND) {
		res->plausibility = plausibility(g, &res->path[0], res->far_fetched);
		res->nr_frontier = res->frontier_total = 0;
	}
	bindings_release(&b);
	if ((ret == Q_FOUND || ret == Q_NONE) && opt->why_not) {
		int why = why_not_fill(g, k, opt, res, err);

		ret = why == Q_FOUND || why == Q_NONE ? ret : why;
	}
	return ret;
}

void q_path_release(struct q_path_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}
