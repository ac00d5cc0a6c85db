/* SPDX-License-Identifier: MIT */
/* Why a call reaches a function: the way from the store to the call, and what was ruled out. */
#include "fold.h"
#include "query.h"
#include "sites.h"
#include "slots.h"

#include "answer.h"
#include "premise.h"
#include "base/xalloc.h"
#include "store/index.h"

#define USUAL_OTHERS 5

struct asked {			/* what is looked at while the result is filled */
	const struct graph *g;
	struct q_why_result *res;
	uint32_t max;
	size_t alloc_call, alloc_step, alloc_other;
	uint32_t *seen, nr_seen, alloc_seen;	/* steps of this call that are listed */
};

/* ---- ways ------------------------------------------------------------------------- */

static int is_listed(const struct asked *a, uint32_t step)
{
	uint32_t i;

	for (i = 0; i < a->nr_seen; i++)
		if (a->seen[i] == step)
			return 1;
	return 0;
}

static void add_way(struct asked *a, uint32_t last, uint32_t depth)
{
	struct q_why_result *res = a->res;
	uint32_t *way = NULL, nr = 0, alloc = 0, s, base;

	for (s = last; s; s = graph_step(a->g, s)->from) {
		ALLOC_GROW(way, nr + 1, alloc);
		way[nr++] = s;
	}
	while (nr) {
		s = way[--nr];
		ALLOC_GROW(res->step, res->nr_steps + 1, a->alloc_step);
		res->step[res->nr_steps++] = (struct q_why_step){ s, res->nr_calls, depth };
		base = graph_step(a->g, s)->base;
		if (!base || is_listed(a, base))
			continue;
		ALLOC_GROW(a->seen, a->nr_seen + 1, a->alloc_seen);
		a->seen[a->nr_seen++] = base;
		add_way(a, base, depth + 1);
	}
	free(way);
}

/* One function of one file, be it compiled into several programs. */
static int is_same(const struct graph *g, uint32_t a, uint32_t b)
{
	const struct g_func *x, *y;

	if (a == b)
		return 1;
	x = graph_func(g, a);
	y = graph_func(g, b);
	return x->name == y->name && x->file == y->file;
}

/* ---- what is ruled out ---------------------------------------------------------------- */

/* The edge by which `site` calls `func`, by any clone of the caller: that of the strongest
 * rule; 0 = it does not. */
static uint32_t edge_to(const struct graph *g, uint32_t site, uint32_t func)
{
	const struct g_func *f = graph_func(g, graph_site(g, site)->func);
	uint32_t n, i, first, nr, best = 0;

	for (n = f->node; n < f->node + f->nr_nodes; n++) {
		site_edges(g, n, site, &first, &nr);
		for (i = first; i < first + nr; i++)
			if (is_same(g, edge_callee(g, graph_edge(g, i)), func) &&
			    (!best || g_rule[graph_edge(g, i)->rule].rank <
			     g_rule[graph_edge(g, best)->rule].rank))
				best = i;
	}
	return best;
}

static int is_repeat(const struct graph *g, uint32_t first, uint32_t i)
{
	uint32_t j;

	for (j = i; j-- > first;) {
		if (graph_store(g, j)->func != graph_store(g, i)->func)
			return 0;	/* they are in order of their functions */
		if (graph_store(g, j)->slot == graph_store(g, i)->slot)
			return 1;
	}
	return 0;
}

/* What rules `func` out at `site`: enum g_ruled. */
static uint32_t ruled_by(const struct graph *g, uint32_t site, uint32_t func)
{
	uint32_t i, by = RULED_ELSEWHERE;

	for (i = premise_first_row(g, site); i < g->nr_known && graph_known(g, i)->site == site; i++) {
		const struct g_known *k = graph_known(g, i);

		if (k->kind != GN_RULED_OUT)
			continue;
		if (k->num && is_same(g, (uint32_t)k->num, func))
			return k->index;
		if (!k->num)
			by = k->index;
	}
	return by;
}

static void add_other(struct asked *a, uint32_t site, uint32_t store, uint32_t rule)
{
	struct q_why_result *res = a->res;

	if (res->others++ >= a->max)
		return;
	ALLOC_GROW(res->other, res->nr_others + 1, a->alloc_other);
	res->other[res->nr_others++] = (struct q_why_other){
		res->nr_calls, store, rule, ruled_by(a->g, site, graph_store(a->g, store)->func)
	};
}

/* Functions stored in the site's slot; those that it can't call are listed where `func` is
 * 0, else `func` alone. */
static uint32_t list_others(struct asked *a, uint32_t site, uint32_t rule, uint32_t func)
{
	const struct graph *g = a->g;
	uint32_t first, nr, i, stored = 0;

	q_slot_stores(g, graph_site(g, site)->slot, &first, &nr);
	for (i = first; graph_site(g, site)->slot && i < first + nr; i++) {
		uint32_t f = graph_store(g, i)->func;

		if (!f || is_repeat(g, first, i))
			continue;
		stored++;
		if (func ? is_same(g, f, func) : !edge_to(g, site, f))
			add_other(a, site, i, rule);
	}
	return stored;
}

/* ---- calls -------------------------------------------------------------------------------- */

static struct q_why_call *add_call(struct asked *a, uint32_t site)
{
	struct q_why_result *res = a->res;
	const struct g_site *s = graph_site(a->g, site);
	struct q_why_call *c;

	ALLOC_GROW(res->call, res->nr_calls + 1, a->alloc_call);
	c = &res->call[res->nr_calls++];
	*c = (struct q_why_call){ .site = site, .caller = s->func, .rule = s->rule,
				  .targets = s->nr_targets };
	return c;
}

static void see_site(struct asked *a, uint32_t site)
{
	uint32_t edge = edge_to(a->g, site, a->res->callee), stored;
	struct q_why_call *c;

	if (!edge)
		return;
	c = add_call(a, site);
	c->rule = graph_edge(a->g, edge)->rule;
	c->kind = graph_edge(a->g, edge)->kind;
	c->targets = site_candidates(a->g, edge);
	a->nr_seen = 0;
	add_way(a, graph_evid(a->g, graph_edge(a->g, edge)->evid)->step, 0);
	if (c->rule == GR_DIRECT)
		return;
	stored = list_others(a, site, c->rule, 0);
	a->res->call[a->res->nr_calls - 1].stored = stored;
}

/* It is no target there: is it stored in the slot? */
static void see_stranger(struct asked *a, uint32_t site)
{
	struct q_why_result *res = a->res;
	uint32_t others = res->others;
	struct q_why_call *c;

	if (graph_site(a->g, site)->cls < GC_RESOLVED)
		return;
	c = add_call(a, site);
	c->stored = list_others(a, site, c->rule, res->callee);
	if (res->others == others)
		res->nr_calls--;
}

static void see_sites(struct asked *a, uint32_t func, uint32_t file, uint32_t line,
		      void (*see)(struct asked *a, uint32_t site))
{
	uint32_t i;

	for (i = 1; i < a->g->nr_site; i++) {
		const struct g_site *s = graph_site(a->g, i);

		if (func ? is_same(a->g, s->func, func) : s->file == file && s->line == line)
			see(a, i);
	}
}

/* FILE:LINE, where the name of a function has a letter behind the last colon. */
static int is_place(const char *text)
{
	const char *colon = strrchr(text, ':');

	return colon && colon[1] >= '0' && colon[1] <= '9';
}

/* What grew while it was filled, to where the result lives. */
static void *keep(struct arena *a, void *v, size_t size)
{
	void *copy = arena_alloc(a, size + 1);

	if (size)
		memcpy(copy, v, size);
	free(v);
	return copy;
}

int q_why(const struct graph *g, const struct knowledge *k, const char *from, uint32_t callee,
	  uint32_t max, struct q_why_result *res, struct q_names *names, struct strbuf *err)
{
	struct asked a = { .g = g, .res = res, .max = max };
	uint32_t func = 0, file = 0, line = 0, found;
	int ret = 0;

	memset(res, 0, sizeof(*res));
	res->asked = from;
	res->callee = callee;
	if (is_place(from))
		ret = q_parse_place(g, from, &file, &line, err) ? Q_UNKNOWN : 0;
	else
		ret = q_resolve_name(g, k, &res->arena, from, &func, names, err);
	if (ret)
		return ret;
	see_sites(&a, func, file, line, see_site);
	found = res->nr_calls;
	if (!found) {
		a.max = UINT32_MAX;
		see_sites(&a, func, file, line, see_stranger);
	}
	res->call = keep(&res->arena, res->call, res->nr_calls * sizeof(*res->call));
	res->step = keep(&res->arena, res->step, res->nr_steps * sizeof(*res->step));
	res->other = keep(&res->arena, res->other, res->nr_others * sizeof(*res->other));
	free(a.seen);
	return found ? Q_FOUND : Q_NONE;
}

void q_why_release(struct q_why_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

/* ---- the row --------------------------------------------------------------------------------- */

static int run_why(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_why(q->g, q->k, q->v[0].text, q->v[1].id, q->v[2].number, res, near, err);
}

static void release_why(void *res)
{
	q_why_release(res);
}

static const struct ask_param why_param[] = {
	{ "caller", ASK_TEXT, "CALLER" },
	{ "callee", ASK_FUNC, "CALLEE" },
	{ "others", ASK_NUMBER, "N", "list so many functions that are ruled out (default 5)",
	  .usual = USUAL_OTHERS, .max = 1000 },
	{ NULL }
};

const struct answer_kind why_answer = {
	.name = "why",
	.param = why_param,
	.about = "why a call can reach CALLEE: each store, argument and copy on the way, with its place",
	.more =
	"CALLER is a function, or FILE:LINE.\n"
	"The way is told from the place that names the function to the call. Where it goes\n"
	"through a pointer, the way of what that points to follows, set in.\n"
	"\n"
	"Exit code 1: it can't; then it is said where CALLEE is stored, if it is stored in\n"
	"what is called there, and what rules it out.\n"
	"\n"
	"examples:\n"
	"  kpath why inet_stream_connect __inet_stream_connect\n"
	"  kpath why net/ipv4/af_inet.c:668 tcp_v4_connect -f json\n",
	.size = sizeof(struct q_why_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_STEPS,
	.run = run_why,
	.release = release_why,
};
