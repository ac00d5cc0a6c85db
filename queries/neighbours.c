/* SPDX-License-Identifier: MIT */
/* Edges with clones folded: around one function, or all of them. */
#include "fold.h"
#include "query.h"

#include "model/facts.h"

#include "base/bisect.h"
#include "base/order.h"
#include "base/xalloc.h"

struct folded {			/* edges of one site to one function, as one */
	uint32_t edge;		/* the one by the strongest rule, the first of those */
	uint32_t caller, callee, site;
	uint32_t depth;
	uint8_t flags;		/* GE_STARTED_BY or GE_EXECUTED_BY */
	uint8_t rule;
};

struct folds {
	struct folded *at;
	size_t nr, alloc;
};

static void add_edge(const struct graph *g, struct folds *f, uint32_t edge, uint32_t depth)
{
	const struct g_edge *e = graph_edge(g, edge);

	ALLOC_GROW(f->at, f->nr + 1, f->alloc);
	f->at[f->nr++] = (struct folded){ edge, edge_caller(g, e), edge_callee(g, e), e->site,
		depth, (uint8_t)(e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)), e->rule };
}

static int cmp_same(const void *a, const void *b)
{
	const struct folded *x = a, *y = b;
	const uint32_t kx[] = { x->site, x->callee, x->caller, x->flags, x->rule, x->edge };
	const uint32_t ky[] = { y->site, y->callee, y->caller, y->flags, y->rule, y->edge };

	return words_cmp(kx, ky, ARRAY_SIZE(kx));
}

/* Drops what differs by clones only, from entry `from` on. */
static void fold(struct folds *f, size_t from)
{
	size_t i, n = from;

	if (f->nr == from)
		return;
	qsort(f->at + from, f->nr - from, sizeof(*f->at), cmp_same);
	for (i = from; i < f->nr; i++) {
		const struct folded *x = &f->at[i], *last = n > from ? &f->at[n - 1] : NULL;

		if (last && x->site == last->site && x->callee == last->callee &&
		    x->caller == last->caller && x->flags == last->flags)
			continue;
		f->at[n++] = *x;
	}
	f->nr = n;
}

/* All edges out of (or into) a function. */
static void edges_of(const struct graph *g, uint32_t func, int callers, uint32_t depth,
		     struct folds *f)
{
	const struct g_func *fn = graph_func(g, func);
	size_t from = f->nr;
	uint32_t n, i;

	for (n = 0; n < fn->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, fn->node + n);

		if (callers)
			for (i = node->in; i < node->in + node->nr_in; i++)
				add_edge(g, f, graph_in_edge(g, i), depth);
		else
			for (i = node->edge; i < node->edge + node->nr_edges; i++)
				add_edge(g, f, i, depth);
	}
	fold(f, from);
}

static void fill_edge(const struct graph *g, struct arena *a, const struct folded *f,
		      struct q_edge *q)
{
	const struct g_edge *e = graph_edge(g, f->edge);
	const struct g_site *s = graph_site(g, e->site);

	q->edge = f->edge;
	q->caller = f->caller;
	q->callee = f->callee;
	q->kind = e->kind;
	q->rule = e->rule;
	q->site = (struct q_place){ s->file, s->line };
	q->registered = edge_registered(g, f->edge);
	q->via = a ? edge_via(g, a, f->edge) : "";
	q->candidates = site_candidates(g, f->edge);
	q->depth = f->depth;
	q->guard = s->guard;
	q->started_by = !!(e->flags & GE_STARTED_BY);
	q->executed_by = !!(e->flags & GE_EXECUTED_BY);
	q->unreached = !!(e->flags & GE_UNREACHED);
}

/* ---- around one function --------------------------------------------------------- */

struct order {
	const struct graph *g;
	int callers;
};

static int is_unreached(const struct graph *g, const struct folded *f)
{
	return (graph_edge(g, f->edge)->flags & GE_UNREACHED) != 0;
}

/* Callers by name; callees as they stand in the source. */
static int cmp_neighbour(const void *a, const void *b, void *ctx)
{
	const struct folded *x = a, *y = b;
	const struct order *o = ctx;
	const struct graph *g = o->g;
	const struct g_site *s = graph_site(g, x->site), *u = graph_site(g, y->site);
	uint32_t f = o->callers ? x->caller : x->callee, h = o->callers ? y->caller : y->callee;
	int name, place;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	if (is_unreached(g, x) != is_unreached(g, y))
		return is_unreached(g, x) - is_unreached(g, y);
	name = strcmp(graph_str(g, graph_func(g, f)->name), graph_str(g, graph_func(g, h)->name));
	place = place_cmp(g, s->file, s->line, u->file, u->line);
	if (o->callers ? name : place)
		return o->callers ? name : place;
	if (name || place)
		return name ? name : place;
	return cmp_same(a, b);
}

int q_neighbours(const struct graph *g, uint32_t func, int callers,
		 uint32_t depth, struct q_edges_result *res)
{
	struct folds f = { 0 };
	struct order o = { g, callers };
	uint8_t *seen = xcalloc(g->nr_func, 1);
	uint32_t *queue = xmalloc((g->nr_func + 1) * sizeof(*queue));
	uint32_t nr = 0, at = 0, end, d;
	size_t i, from;

	memset(res, 0, sizeof(*res));
	res->func = func;
	res->callers = callers;
	queue[nr++] = func;
	seen[func] = 1;
	for (d = 1; d <= (depth ? depth : 1) && at < nr; d++) {
		from = f.nr;
		for (end = nr; at < end; at++)
			edges_of(g, queue[at], callers, d, &f);
		for (i = from; i < f.nr; i++) {
			uint32_t next = callers ? f.at[i].caller : f.at[i].callee;

			if (!seen[next])
				queue[nr++] = next;
			seen[next] = 1;
		}
	}
	if (f.nr)
		qsort_r(f.at, f.nr, sizeof(*f.at), cmp_neighbour, &o);
	res->nr = (uint32_t)f.nr;
	res->edge = arena_alloc(&res->arena, (f.nr + 1) * sizeof(*res->edge));
	for (i = 0; i < f.nr; i++)
		fill_edge(g, &res->arena, &f.at[i], &res->edge[i]);
	free(f.at);
	free(queue);
	free(seen);
	return res->nr ? Q_FOUND : Q_NONE;
}

void q_edges_release(struct q_edges_result *res)
{
	arena_release(&res->arena);
	memset(res, 0, sizeof(*res));
}

/* ---- all edges ---------------------------------------------------------------------- */

static int cmp_func_place(const void *a, const void *b, void *graph)
{
	const struct graph *g = graph;
	const struct g_func *x = graph_func(g, *(const uint32_t *)a);
	const struct g_func *y = graph_func(g, *(const uint32_t *)b);
	int c = place_cmp(g, x->file, x->line, y->file, y->line);

	if (!c)
		c = strcmp(graph_str(g, x->name), graph_str(g, y->name));
	if (!c)
		c = strcmp(graph_str(g, x->variant), graph_str(g, y->variant));
	return c ? c : (x < y ? -1 : x > y);
}

struct ranks {
	const struct graph *g;
	uint32_t *func;		/* functions in order */
	uint32_t *rank;		/* by function */
};

static void rank_functions(struct ranks *r, const struct graph *g)
{
	uint32_t i;

	r->g = g;
	r->func = xmalloc((g->nr_func + 1) * sizeof(*r->func));
	r->rank = xcalloc((size_t)g->nr_func + 1, sizeof(*r->rank));
	for (i = 0; i + 1 < g->nr_func; i++)
		r->func[i] = i + 1;
	if (i)
		qsort_r(r->func, i, sizeof(*r->func), cmp_func_place, (void *)g);
	for (i = 0; i + 1 < g->nr_func; i++)
		r->rank[r->func[i]] = i + 1;
}

static int cmp_in_function(const void *a, const void *b, void *ctx)
{
	const struct folded *x = a, *y = b;
	const struct ranks *r = ctx;
	const struct g_site *s = graph_site(r->g, x->site), *u = graph_site(r->g, y->site);
	int c = place_cmp(r->g, s->file, s->line, u->file, u->line);

	if (c)
		return c;
	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->callee != y->callee)
		return r->rank[x->callee] < r->rank[y->callee] ? -1 : 1;
	return cmp_same(a, b);
}

/* Call sites without a target, by function: a list in `next`. */
static void list_empty_sites(const struct graph *g, uint32_t **head, uint32_t **next)
{
	uint32_t i;

	*head = xcalloc(g->nr_func, sizeof(**head));
	*next = xcalloc((size_t)g->nr_site + 1, sizeof(**next));
	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *s = graph_site(g, i);

		if (s->cls != GC_EMPTY && s->cls != GC_UNRESOLVED)
			continue;
		(*next)[i] = (*head)[s->func];
		(*head)[s->func] = i;
	}
}

static void fill_empty(const struct graph *g, const struct folded *f, struct q_edge *q)
{
	const struct g_site *s = graph_site(g, f->site);

	q->caller = f->caller;
	q->site = (struct q_place){ s->file, s->line };
	q->rule = s->rule;
	q->via = s->slot ? graph_str(g, graph_slot(g, s->slot)->name) : graph_str(g, s->expr);
	q->depth = 1;
	q->guard = s->guard;
}

/* A site that has edges after all is told by them. */
static int has_edges(const struct folds *f, size_t from, size_t to, uint32_t site)
{
	size_t lo = from;

	BISECT(lo, to, mid, f->at[mid].site < site);
	return lo < to && f->at[lo].site == site;
}

int q_all_edges(const struct graph *g, struct q_edges_result *res)
{
	struct folds f = { 0 };
	struct ranks r;
	uint32_t *head, *next, i, s;
	size_t j, from, end;

	memset(res, 0, sizeof(*res));
	rank_functions(&r, g);
	list_empty_sites(g, &head, &next);
	for (i = 0; i + 1 < g->nr_func; i++) {
		from = f.nr;
		edges_of(g, r.func[i], 0, 1, &f);
		end = f.nr;
		for (s = head[r.func[i]]; s; s = next[s]) {
			if (has_edges(&f, from, end, s))
				continue;
			ALLOC_GROW(f.at, f.nr + 1, f.alloc);
			f.at[f.nr++] = (struct folded){ .caller = r.func[i], .site = s };
		}
		if (f.nr > from)
			qsort_r(f.at + from, f.nr - from, sizeof(*f.at), cmp_in_function, &r);
	}
	res->nr = (uint32_t)f.nr;
	res->edge = arena_alloc(&res->arena, (f.nr + 1) * sizeof(*res->edge));
	for (j = 0; j < f.nr; j++) {
		if (f.at[j].edge)
			fill_edge(g, NULL, &f.at[j], &res->edge[j]);
		else
			fill_empty(g, &f.at[j], &res->edge[j]);
	}
	free(f.at);
	free(head);
	free(next);
	free(r.func);
	free(r.rank);
	return res->nr ? Q_FOUND : Q_NONE;
}
