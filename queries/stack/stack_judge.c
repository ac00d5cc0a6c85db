/* SPDX-License-Identifier: MIT */
#include "stack_judge.h"

#include "base/xalloc.h"
#include "queries/fold.h"

/* What it costs to believe that a function on a way has no frame. */
#define COST_INLINE 1		/* an inline function, or a static one of the same file */
#define DISPATCH_MANY 32	/* system calls that a dispatcher calls */
#define DISPATCH_DEPTH 3	/* calls from a processor's entry to it */
#define COST_SAME_FILE 2	/* another one of the same file */
#define COST_DISPATCH 1		/* it does nothing but choose a system call */
#define COST_LAST_CALL 5	/* its last call is a jump */
#define COST_SOME_CALL 8	/* … or one before the last: return f(x) */

static uint32_t pointer_cost(const struct g_edge *e)
{
	/* a macro names the likely target, and calls it by its name */
	if (e->flags & GE_LIKELY)
		return 0;
	switch (e->rule) {
	case GR_DIRECT:
		return 0;
	case GR_SLOT:
		return 2;
	case GR_TYPE:
		return 4;
	default:
		return 1;
	}
}

static void read_sites(struct step_search *s)
{
	const struct graph *g = s->g;
	uint32_t i;

	for (i = 1; i < g->nr_site; i++) {
		const struct g_site *x = graph_site(g, i);

		if (x->cls == GC_UNRESOLVED)
			s->unresolved[x->func] = 1;
		if (x->file == graph_func(g, x->func)->file && x->line > s->last_line[x->func])
			s->last_line[x->func] = x->line;
	}
}

/* The functions that choose among many system calls. */
static uint32_t find_dispatchers(const struct graph *g, uint32_t *queue)
{
	uint8_t *calls = xcalloc(g->nr_func + 1, sizeof(*calls));
	uint32_t nr = 0, i, n, k;

	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		for (n = f->node; (f->flags & GF_SYSCALL) && n < f->node + f->nr_nodes; n++)
			for (k = graph_node(g, n)->in; k < graph_node(g, n)->in + graph_node(g, n)->nr_in; k++) {
				uint32_t by = edge_caller(g, graph_edge(g, graph_in_edge(g, k)));

				if (calls[by] < DISPATCH_MANY && ++calls[by] == DISPATCH_MANY)
					queue[nr++] = by;
			}
	}
	free(calls);
	return nr;
}

/* What lies between a processor's entry and the system calls: no interrupt. */
static void mark_dispatch(struct step_search *s)
{
	const struct graph *g = s->g;
	uint32_t *queue = xmalloc((g->nr_func + 1) * sizeof(*queue)), at, depth, end, n, i;
	uint32_t nr = find_dispatchers(g, queue);

	for (at = 0; at < nr; at++)
		s->dispatch[queue[at]] = 1;
	for (at = depth = 0; depth < DISPATCH_DEPTH; depth++)
		for (end = nr; at < end; at++) {
			const struct g_func *f = graph_func(g, queue[at]);

			for (n = f->node; n < f->node + f->nr_nodes; n++)
				for (i = graph_node(g, n)->in;
				     i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++) {
					uint32_t by = edge_caller(g, graph_edge(g, graph_in_edge(g, i)));

					if (!s->dispatch[by])
						queue[nr++] = by;
					s->dispatch[by] = 1;
				}
		}
	free(queue);
}

void step_search_init(struct step_search *s, const struct graph *g)
{
	memset(s, 0, sizeof(*s));
	s->g = g;
	s->mark = xcalloc(g->nr_func + 1, sizeof(*s->mark));
	s->cost = xcalloc(g->nr_func + 1, sizeof(*s->cost));
	s->edge = xcalloc(g->nr_func + 1, sizeof(*s->edge));
	s->parent = xcalloc(g->nr_func + 1, sizeof(*s->parent));
	s->unresolved = xcalloc(g->nr_func + 1, sizeof(*s->unresolved));
	s->last_line = xcalloc(g->nr_func + 1, sizeof(*s->last_line));
	s->dispatch = xcalloc(g->nr_func + 1, sizeof(*s->dispatch));
	read_sites(s);
	mark_dispatch(s);
}

void step_search_release(struct step_search *s)
{
	size_t i;

	free(s->mark);
	free(s->cost);
	free(s->edge);
	free(s->parent);
	free(s->unresolved);
	free(s->last_line);
	free(s->dispatch);
	for (i = 0; i <= WAY_LIMIT; i++)
		free(s->queue[i]);
	memset(s, 0, sizeof(*s));
}

static void offer(struct step_search *s, uint32_t func, uint32_t cost, uint32_t edge, uint32_t parent)
{
	if (cost > WAY_LIMIT || (s->mark[func] == s->stamp && s->cost[func] <= cost))
		return;
	s->mark[func] = s->stamp;
	s->cost[func] = cost;
	s->edge[func] = edge;
	s->parent[func] = parent;
	ALLOC_GROW(s->queue[cost], s->nr_queue[cost] + 1, s->alloc_queue[cost]);
	s->queue[cost][s->nr_queue[cost]++] = func;
}

/* Whoever has a body of its own on the way here: what stands in headers belongs to who uses it. */
static uint32_t owner_of(const struct step_search *s, uint32_t func)
{
	unsigned n;

	for (n = 0; n < WAY_MAX && func != s->root; n++) {
		if (!(graph_func(s->g, func)->flags & (GF_HEADER | GF_INLINE)))
			break;
		func = s->parent[func];
	}
	return func;
}

/* Can `f` be inlined into its caller: do they belong to one translation unit? */
static int same_unit(const struct step_search *s, const struct g_func *f, uint32_t parent)
{
	return (f->flags & (GF_HEADER | GF_INLINE)) ||
		f->file == graph_func(s->g, parent)->file ||
		f->file == graph_func(s->g, owner_of(s, parent))->file;
}

/* Why `func`, which this edge calls, may have left no frame; *cost 0: it can't. */
static enum q_frame_from missing(const struct step_search *s, uint32_t func, uint32_t edge,
				 uint32_t next, uint32_t *cost)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	const struct g_edge *e = graph_edge(g, edge), *n = graph_edge(g, next);
	int known = e->rule == GR_DIRECT || (e->flags & GE_BOUND);

	*cost = 0;
	if (!(f->flags & GF_DEFINED))
		return FRAME_PRINTED;
	if (known && same_unit(s, f, s->parent[func])) {
		*cost = f->flags & (GF_INLINE | GF_STATIC) ? COST_INLINE : COST_SAME_FILE;
		return FRAME_INLINED;
	}
	if (graph_func(g, edge_callee(g, n))->flags & GF_SYSCALL)
		*cost = COST_DISPATCH;
	else if (graph_site(g, n->site)->line == s->last_line[func])
		*cost = COST_LAST_CALL;
	else
		*cost = COST_SOME_CALL;
	return FRAME_TAIL;
}

static void expand(struct step_search *s, uint32_t func, int first)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t n, i, gone, cost = s->cost[func];

	for (n = f->node; n < f->node + f->nr_nodes; n++) {
		const struct g_node *node = graph_node(g, n);

		for (i = node->edge; i < node->edge + node->nr_edges; i++) {
			const struct g_edge *e = graph_edge(g, i);

			if (!step_is_call(e))
				continue;
			gone = 0;
			if (!first && (missing(s, func, s->edge[func], i, &gone), !gone))
				return;
			offer(s, edge_callee(g, e), cost + gone + pointer_cost(e), i, func);
		}
	}
}

void step_search_from(struct step_search *s, uint32_t caller)
{
	uint32_t c, at, func;

	s->stamp++;
	s->root = caller;
	for (c = 0; c <= WAY_LIMIT; c++)
		s->nr_queue[c] = 0;
	/* not marked: a function that calls itself is a target too */
	s->cost[caller] = 0;
	expand(s, caller, 1);
	for (c = 0; c <= WAY_LIMIT; c++)
		for (at = 0; at < s->nr_queue[c]; at++) {
			func = s->queue[c][at];
			if (s->cost[func] == c && func != caller)
				expand(s, func, 0);
		}
}

/* Of the calls between two functions the one at that line, else the one that says most. */
static uint32_t best_edge(const struct graph *g, uint32_t caller, uint32_t callee, const char *file,
			  uint32_t line, uint32_t usual)
{
	const struct g_func *f = graph_func(g, caller);
	uint32_t n, i, best = usual;

	if (!file || !line)
		return usual;
	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (i = graph_node(g, n)->edge; i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++) {
			const struct g_edge *e = graph_edge(g, i);
			const struct g_site *at = graph_site(g, e->site);

			if (step_is_call(e) && edge_callee(g, e) == callee && at->line == line)
				best = i;
		}
	return best;
}

void step_way(struct step_search *s, uint32_t caller, uint32_t callee, const char *file,
	      uint32_t line, struct way *w)
{
	uint32_t f = callee, n = 0, i, gone, edge[WAY_MAX];

	memset(w, 0, sizeof(*w));
	w->cost = WAY_NONE;
	if (s->mark[callee] != s->stamp)
		return;
	do {
		if (n == WAY_MAX)
			return;
		edge[n++] = s->edge[f];
		f = s->parent[f];
	} while (f != caller);
	w->cost = s->cost[callee];
	w->nr = n;
	for (i = 0; i < n; i++)
		w->edge[i] = edge[n - 1 - i];
	for (i = 0; i + 1 < n; i++)
		w->from[i] = missing(s, edge_callee(s->g, graph_edge(s->g, w->edge[i])), w->edge[i],
				     w->edge[i + 1], &gone);
	if (n == 1)
		w->edge[0] = best_edge(s->g, caller, callee, file, line, w->edge[0]);
}

/* ---- where there is no way ----------------------------------------------------------- */

struct wide {			/* all that can be called, with so many frames missing */
	uint32_t depth;		/* at which the callee was met; 0: never */
	uint32_t unresolved;	/* functions with a call that can't be followed */
	uint32_t bodiless;	/* functions whose calls are not all known: no body, or assembler */
};

static void search_wide(struct step_search *s, uint32_t caller, uint32_t callee, struct wide *w)
{
	const struct graph *g = s->g;
	uint32_t *queue = xmalloc((g->nr_func + 1) * sizeof(*queue));
	uint32_t nr = 0, at = 0, end, depth, n, i;

	memset(w, 0, sizeof(*w));
	s->stamp++;
	queue[nr++] = caller;
	for (depth = 1; depth <= STACK_MISSING_MAX + 1 && at < nr && !w->depth; depth++) {
		for (end = nr; at < end; at++) {
			const struct g_func *f = graph_func(g, queue[at]);

			w->unresolved += s->unresolved[queue[at]];
			w->bodiless += !(f->flags & (GF_DEFINED | GF_BUILTIN)) || (f->flags & GF_ASM);
			for (n = f->node; n < f->node + f->nr_nodes; n++)
				for (i = graph_node(g, n)->edge;
				     i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++) {
					const struct g_edge *e = graph_edge(g, i);
					uint32_t to = edge_callee(g, e);

					if (!step_is_call(e))
						continue;
					if (to == callee && !w->depth)
						w->depth = depth;
					if (s->mark[to] == s->stamp)
						continue;
					s->mark[to] = s->stamp;
					queue[nr++] = to;
				}
		}
	}
	free(queue);
}

static uint32_t nr_callers(const struct graph *g, const struct g_func *f)
{
	uint32_t n, nr = 0;

	for (n = f->node; n < f->node + f->nr_nodes; n++)
		nr += graph_node(g, n)->nr_in;
	return nr;
}

/* Inline assembler can call without being seen: routines of assembler, and what nobody
 * else is known to call. */
static int has_known_callers(const struct graph *g, uint32_t func)
{
	const struct g_func *f = graph_func(g, func);

	return !(f->flags & GF_ASM) && nr_callers(g, f) > 0;
}

enum q_step step_why(struct step_search *s, uint32_t caller, uint32_t callee, struct arena *a,
		     const char **why)
{
	const struct graph *g = s->g;
	const char *from = graph_str(g, graph_func(g, caller)->name);
	const char *to = graph_str(g, graph_func(g, callee)->name);
	struct wide w;

	search_wide(s, caller, callee, &w);
	if (w.depth > 1) {
		*why = arena_printf(a, "%s does not call %s; a way is there only if %u %s between them left no frame",
				    from, to, w.depth - 1, w.depth == 2 ? "function" : "functions");
		return STEP_UNKNOWN;
	}
	if (w.unresolved || w.bodiless || !has_known_callers(g, callee)) {
		*why = arena_printf(a, "no known call leads from %s to %s, but not all that is called there is known",
				    from, to);
		return STEP_UNKNOWN;
	}
	*why = arena_printf(a, "nothing leads from %s to %s, not even with %u frames missing, and every call on the way is known",
			    from, to, STACK_MISSING_MAX);
	return STEP_IMPOSSIBLE;
}

/* ---- the hardware ----------------------------------------------------------------------- */

static int calls_c(const struct graph *g, const struct g_func *f)
{
	uint32_t n, i;

	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (i = graph_node(g, n)->edge; i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++)
			if (graph_func(g, edge_callee(g, graph_edge(g, i)))->flags & GF_DEFINED)
				return 1;
	return 0;
}

/* A routine that inline assembler calls has no known caller either, but calls no C. */
static int is_vector(const struct graph *g, const struct g_func *f)
{
	return (f->flags & GF_ASM) && !(f->flags & GF_SYSCALL) && !nr_callers(g, f) && calls_c(g, f);
}

int step_is_hardware(const struct step_search *s, uint32_t func)
{
	const struct graph *g = s->g;
	const struct g_func *f = graph_func(g, func);
	uint32_t n, i, vectors = 0;

	if (s->dispatch[func] || (f->flags & GF_SYSCALL))
		return 0;
	if (is_vector(g, f))
		return 1;
	for (n = f->node; n < f->node + f->nr_nodes; n++)
		for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++) {
			const struct g_edge *e = graph_edge(g, graph_in_edge(g, i));

			if (!is_vector(g, graph_func(g, edge_caller(g, e))) || e->kind == GK_SYSCALL)
				return 0;
			vectors++;
		}
	return vectors > 0;
}
