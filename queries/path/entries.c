/* SPDX-License-Identifier: MIT */
/* Where control comes in, and which of these ways lead to a function. */
#include "queries/fold.h"
#include "queries/path/bindings.h"
#include "queries/path/cost.h"
#include "queries/path/search.h"
#include "queries/query.h"

#include "queries/answer.h"
#include "base/xalloc.h"
#include "store/index.h"

static int cmp_order(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;

	if (graph_entry(g, i)->order != graph_entry(g, j)->order)
		return graph_entry(g, i)->order < graph_entry(g, j)->order ? -1 : 1;
	return i < j ? -1 : i > j;
}

int q_initcalls(const struct graph *g, const char *level, struct q_initcalls_result *res)
{
	uint32_t i;

	memset(res, 0, sizeof(*res));
	res->entry = arena_alloc(&res->arena, (g->nr_entry + 1) * sizeof(*res->entry));
	for (i = 1; i < g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(g, i);

		if (!strcmp(graph_str(g, e->kind), "initcall") &&
		    (!level || !strcmp(graph_str(g, e->level), level)))
			res->entry[res->nr++] = i;
	}
	qsort_r(res->entry, res->nr, sizeof(*res->entry), cmp_order, (void *)g);
	return res->nr ? Q_FOUND : Q_NONE;
}

void q_initcalls_release(struct q_initcalls_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

/* ---- what reaches a function ----------------------------------------------------- */

/* By node: length of the nearest way to `func`. */
static uint64_t *lengths_to(const struct graph *g, const struct knowledge *k, uint32_t func,
			    struct bindings *b, int deferred)
{
	struct search s;
	struct cost cost;
	uint64_t *length = xmalloc(g->nr_node * sizeof(*length));
	uint32_t i;

	cost_init(&cost, g, &k->weight, b,
		  deferred ? GE_EXECUTED_BY : GE_STARTED_BY | GE_EXECUTED_BY, NULL);
	search_init(&s, &cost, 0, func, 0);
	search_bounds(&s);
	for (i = 0; i < g->nr_node; i++)
		length[i] = search_rest(&s, i);
	search_release(&s);
	cost_release(&cost);
	return length;
}

struct found {
	const struct graph *g;
	const struct q_entries_options *opt;
	struct q_entry *at;
	uint32_t nr, alloc;
};

static int is_wanted(const struct q_entries_options *opt, const char *kind, uint64_t length)
{
	const char *const *s = opt->kind;

	if (opt->max_cost && length_cost(length) > opt->max_cost)
		return 0;
	while (s && *s && strcmp(*s, kind))
		s++;
	return !s || !opt->kind[0] || *s;
}

static void add_found(struct found *f, const char *kind, const char *name, uint32_t func,
		      uint64_t length, struct q_place place, int later)
{
	if (!is_wanted(f->opt, kind, length))
		return;
	ALLOC_GROW(f->at, f->nr + 1, f->alloc);
	f->at[f->nr++] = (struct q_entry){ kind, name, func, length_cost(length),
		length_hops(length), place, 0, later, 0 };
}

static uint64_t length_from(const struct graph *g, const uint64_t *length, uint32_t func)
{
	const struct g_func *f = graph_func(g, func);
	uint64_t best = LENGTH_MAX;
	uint32_t n;

	for (n = 0; n < f->nr_nodes; n++)
		if (length[f->node + n] < best)
			best = length[f->node + n];
	return best;
}

static void find_entries(struct found *f, const uint64_t *length)
{
	const struct graph *g = f->g;
	uint32_t i;

	for (i = 1; i < g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(g, i);
		uint64_t l = length_from(g, length, e->func);

		if (e->func && l != LENGTH_MAX)
			add_found(f, graph_str(g, e->kind), graph_str(g, e->name), e->func, l,
				  (struct q_place){ e->file, e->line }, 0);
	}
}

/* Functions that are called later, or by others: one entry for each mechanism. */
static void find_deferred(struct found *f, const uint64_t *length)
{
	const struct graph *g = f->g;
	struct idmap seen = IDMAP_INIT;
	uint32_t i, func, *told;

	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = graph_edge(g, i);

		if (!(e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)) || length[e->to] == LENGTH_MAX)
			continue;
		func = edge_callee(g, e);
		told = idmap_put(&seen, idmap_pair(func, e->kind), 0);
		if (!*told)
			add_found(f, graph_str(g, g->kind_name[e->kind]),
				  graph_str(g, graph_func(g, func)->name), func,
				  length_from(g, length, func), edge_registered(g, i), 1);
		*told = 1;
	}
	idmap_release(&seen);
}

static int cmp_found(const void *a, const void *b, void *graph)
{
	const struct q_entry *x = a, *y = b;
	int c;

	if (x->cost != y->cost)
		return x->cost < y->cost ? -1 : 1;
	if (x->hops != y->hops)
		return x->hops < y->hops ? -1 : 1;
	c = strcmp(x->kind, y->kind);
	if (!c)
		c = strcmp(x->name, y->name);
	if (!c)
		c = place_cmp(graph, x->registered.file, x->registered.line,
			      y->registered.file, y->registered.line);
	return c ? c : (x->func < y->func ? -1 : x->func > y->func);
}

/* Where a kind stands among the others: its nearest entry decides. */
struct rank {
	const char *kind;
	int later;
	uint32_t place, nr;
};

struct ranks {
	const struct graph *g;
	struct rank *at;
	uint32_t nr, alloc;
};

static struct rank *rank_of(struct ranks *r, const struct q_entry *e)
{
	uint32_t i;

	for (i = 0; i < r->nr; i++)
		if (r->at[i].later == e->later && !strcmp(r->at[i].kind, e->kind))
			return &r->at[i];
	ALLOC_GROW(r->at, r->nr + 1, r->alloc);
	r->at[r->nr] = (struct rank){ e->kind, e->later, r->nr, 0 };
	return &r->at[r->nr++];
}

static int cmp_kinds(const void *a, const void *b, void *ranks)
{
	const struct q_entry *x = a, *y = b;
	struct ranks *r = ranks;
	const struct rank *p = rank_of(r, x), *q = rank_of(r, y);

	if (x->later != y->later)
		return x->later - y->later;
	if (p != q)
		return p->place < q->place ? -1 : 1;
	return cmp_found(a, b, (void *)r->g);
}

/* What control comes in by from outside comes first: what runs later was started by one of
 * those. */
static void order(struct found *f, const struct k_weights *w, struct q_entries_result *res)
{
	struct ranks r = { .g = f->g };
	uint32_t i;

	if (!f->nr)
		return;
	qsort_r(f->at, f->nr, sizeof(*f->at), cmp_found, (void *)f->g);
	for (i = 0; i < f->nr; i++) {
		rank_of(&r, &f->at[i])->nr++;
		f->at[i].far = w->far > 0 && f->at[i].cost > w->far && f->at[0].cost <= w->far;
		res->nr_far += (uint32_t)f->at[i].far;
	}
	qsort_r(f->at, f->nr, sizeof(*f->at), cmp_kinds, &r);
	res->nr_kinds = r.nr;
	for (i = 0; i < f->nr; i += f->at[i].of_kind)
		f->at[i].of_kind = rank_of(&r, &f->at[i])->nr;
	free(r.at);
}

int q_entries(const struct graph *g, const struct knowledge *k, uint32_t func,
	      const struct q_entries_options *opt, struct q_entries_result *res,
	      struct strbuf *err)
{
	static const struct q_entries_options all;
	struct found f = { .g = g, .opt = opt ? opt : &all };
	struct bindings b;
	uint64_t *length;
	int ret;

	memset(res, 0, sizeof(*res));
	res->func = func;
	ret = bindings_init(&b, g, k, f.opt->scenario, NULL, err);
	if (ret)
		return ret;
	length = lengths_to(g, k, func, f.opt->scenario ? &b : NULL, f.opt->deferred);
	bindings_release(&b);
	find_entries(&f, length);
	find_deferred(&f, length);
	order(&f, &k->weight, res);
	res->nr = f.nr;
	res->entry = arena_alloc(&res->arena, (f.nr + 1) * sizeof(*res->entry));
	if (f.nr)
		memcpy(res->entry, f.at, f.nr * sizeof(*f.at));
	free(f.at);
	free(length);
	return res->nr ? Q_FOUND : Q_NONE;
}

void q_entries_release(struct q_entries_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

static int run_entries(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	const struct q_entries_options opt = {
		.scenario = q->v[1].list, .kind = q->v[2].list,
		.max_cost = q->v[3].number, .deferred = (int)q->v[4].number,
	};

	return q_entries(q->g, q->k, q->v[0].id, &opt, res, err);
}

static void release_entries(void *res)
{
	q_entries_release(res);
}

static const struct ask_param entries_param[] = {
	{ "function", ASK_FUNC, "F" },
	{ "as", ASK_LIST, "SCENARIO,…", "bind calls through pointers as the scenarios say" },
	{ "kind", ASK_LIST, "KIND,…", "only these: syscall, initcall, irq, softirq, timer, thread, work, …" },
	{ "max_cost", ASK_NUMBER, "N", "only ways that cost no more than this", .max = 1000 },
	{ "deferred", ASK_FLAG, NULL, "also by way of work that runs later" },
	{ NULL }
};

const struct answer_kind entries_answer = {
	.name = "entries",
	.param = entries_param,
	.about = "which syscalls, initcalls, interrupts, timers, threads reach F",
	.more =
	"By kind, nearest first; what runs later behind what control comes in by. Exit code 1: none does.\n"
	"\n"
	"examples:\n"
	"  kpath entries tcp_retransmit_skb\n"
	"  kpath entries tcp_recvmsg --as tcp4 --kind syscall --max-cost 12\n",
	.size = sizeof(struct q_entries_result),
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_ENTRIES,
	.run = run_entries,
	.release = release_entries,
};

static int run_initcalls(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	return q_initcalls(q->g, q->v[0].text, res);
}

static void release_initcalls(void *res)
{
	q_initcalls_release(res);
}

static const struct ask_param initcalls_param[] = {
	{ "level", ASK_TEXT, "L", "only this level: early, 0 to 7, 5s, rootfs, …" },
	{ NULL }
};

const struct answer_kind initcalls_answer = {
	.name = "initcalls",
	.param = initcalls_param,
	.about = "the initcalls in execution order, as far as the sources fix it",
	.more =
	"examples:\n"
	"  kpath initcalls\n"
	"  kpath initcalls --level 5 -f json\n",
	.size = sizeof(struct q_initcalls_result),
	.needs = INDEX_ENTRIES,
	.run = run_initcalls,
	.release = release_initcalls,
};
