/* SPDX-License-Identifier: MIT */
#include "coverage.h"

#include "base/digest.h"
#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/query.h"

#define MAX_THROUGH 64		/* functions in a row that can't be traced */

enum hardware {
	NOT_HARDWARE,
	IS_NEXT,	/* called from an entry, maybe through what can't be traced */
	IS_ENTRY	/* where the hardware comes in */
};

struct cover {
	const struct graph *g;
	const struct trace *t;
	struct q_coverage *res;
	uint32_t *first, *next;		/* functions of a name: first by string of g, next by function */
	uint8_t *traceable;		/* by function */
	uint32_t *name;			/* string of the trace -> string of g, 0 = unknown */
	uint32_t *seen, walk;		/* by function */
	uint32_t *queue;
	uint32_t *call, *call_next;	/* calls of the trace: first by caller's string, + 1 */
	uint8_t *ran;			/* by function */
	uint8_t *hardware;		/* by function: enum hardware; made when needed */
	struct idmap pairs;		/* (caller's string, callee's string) of g that were recorded */
};

static const char *func_name(const struct graph *g, uint32_t f)
{
	return graph_str(g, graph_func(g, f)->name);
}

static int has_code(const struct graph *g, uint32_t f)
{
	return (graph_func(g, f)->flags & (GF_DEFINED | GF_ASM)) || graph_func(g, f)->alias_of;
}

static void index_names(struct cover *c, const struct strtab *traceable)
{
	const struct graph *g = c->g;
	struct idmap by_name = IDMAP_INIT;	/* an opened index's strings have no map */
	uint32_t i;

	for (i = g->nr_func - 1; i > 0; i--) {
		const struct g_func *f = graph_func(g, i);

		c->next[i] = c->first[f->name];
		c->first[f->name] = i;
		idmap_put(&by_name, digest_str(func_name(g, i)), f->name);
		if (traceable)
			c->traceable[i] = strtab_find(traceable, func_name(g, i)) != 0;
		else
			c->traceable[i] = (f->flags & GF_DEFINED) &&
				!(f->flags & (GF_INLINE | GF_NOTRACE | GF_ASM));
	}
	for (i = 1; i < c->t->str.nr; i++) {
		const char *name = strtab_str(&c->t->str, i);
		uint32_t *id = idmap_get(&by_name, digest_str(name));

		c->name[i] = id && !strcmp(graph_str(g, *id), name) ? *id : 0;
	}
	idmap_release(&by_name);
}

/* Any function of this name that has code. */
static uint32_t known(const struct cover *c, uint32_t name)
{
	uint32_t f = name ? c->first[name] : 0;

	while (f && !has_code(c->g, f))
		f = c->next[f];
	return f;
}

static int is_call(const struct g_edge *e)
{
	return !(e->flags & GE_STARTED_BY) || (e->flags & GE_EXECUTED_BY);
}

/* Does one of the functions in the queue call something of this name, itself
 * or through what can't be traced (`through`)? 0, or 1 + the edge. */
static uint32_t reaches(struct cover *c, uint32_t nr, uint32_t callee, int through)
{
	const struct graph *g = c->g;
	uint32_t at, end = nr, depth, n, i;

	for (at = 0, depth = 0; at < nr && depth < MAX_THROUGH; depth++) {
		for (end = nr; at < end; at++) {
			const struct g_func *f = graph_func(g, c->queue[at]);

			for (n = f->node; n < f->node + f->nr_nodes; n++)
				for (i = graph_node(g, n)->edge; i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++) {
					uint32_t to = edge_callee(g, graph_edge(g, i));

					if (!is_call(graph_edge(g, i)))
						continue;
					if (graph_func(g, to)->name == callee)
						return i + 1;
					if (!through || c->seen[to] == c->walk || c->traceable[to])
						continue;
					c->seen[to] = c->walk;
					c->queue[nr++] = to;
				}
		}
		if (!through)
			break;
	}
	return 0;
}

static uint32_t start(struct cover *c, uint32_t name, uint32_t nr)
{
	uint32_t f;

	for (f = name ? c->first[name] : 0; f; f = c->next[f])
		if (c->seen[f] != c->walk) {
			c->seen[f] = c->walk;
			c->queue[nr++] = f;
		}
	return nr;
}

/* By what was seen to be called from the same place. */
static int by_tail_call(struct cover *c, const struct trace_call *call, uint32_t callee)
{
	uint32_t i, nr = 0;

	c->walk++;
	for (i = c->call[call->caller]; i; i = c->call_next[i - 1])
		if (c->t->call[i - 1].callee != call->callee)
			nr = start(c, c->name[c->t->call[i - 1].callee], nr);
	return reaches(c, nr, callee, 1) != 0;
}

/* By way of one function whose frame is missing. */
static int by_lost_frame(struct cover *c, uint32_t caller, uint32_t callee)
{
	const struct graph *g = c->g;
	uint32_t f, n, i, nr = 0;

	c->walk++;
	for (f = caller ? c->first[caller] : 0; f; f = c->next[f])
		for (n = graph_func(g, f)->node; n < graph_func(g, f)->node + graph_func(g, f)->nr_nodes; n++)
			for (i = graph_node(g, n)->edge; i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++) {
				uint32_t to = edge_callee(g, graph_edge(g, i));

				if (!is_call(graph_edge(g, i)) || c->seen[to] == c->walk)
					continue;
				c->seen[to] = c->walk;
				c->queue[nr++] = to;
			}
	return reaches(c, nr, callee, 1) != 0;
}

/* Where the hardware comes in: symbols of assembler, and what must not be traced
 * and that nothing calls (noinstr handlers whose assembler is not read). */
static int is_hardware_entry(const struct graph *g, uint32_t f)
{
	const struct g_func *x = graph_func(g, f);
	uint32_t n, nr_in = 0;

	if ((x->flags & (GF_SYSCALL | GF_INIT)) ||
	    (!(x->flags & GF_ASM) && (x->flags & (GF_NOTRACE | GF_ADDR_TAKEN)) != GF_NOTRACE))
		return 0;
	for (n = x->node; n < x->node + x->nr_nodes; n++)
		nr_in += graph_node(g, n)->nr_in;
	return !nr_in;
}

static void find_hardware(struct cover *c)
{
	const struct graph *g = c->g;
	uint32_t at, nr = 0, n, i;

	c->hardware = xcalloc(g->nr_func + 1, 1);
	for (i = 1; i < g->nr_func; i++)
		if (is_hardware_entry(g, i)) {
			c->hardware[i] = IS_ENTRY;
			c->queue[nr++] = i;
		}
	for (at = 0; at < nr; at++) {
		const struct g_func *f = graph_func(g, c->queue[at]);

		for (n = f->node; n < f->node + f->nr_nodes; n++)
			for (i = graph_node(g, n)->edge; i < graph_node(g, n)->edge + graph_node(g, n)->nr_edges; i++) {
				uint32_t to = edge_callee(g, graph_edge(g, i));

				/* a system call comes from user space only */
				if (!is_call(graph_edge(g, i)) || c->hardware[to] ||
				    graph_edge(g, i)->kind == GK_SYSCALL ||
				    (graph_func(g, to)->flags & GF_SYSCALL))
					continue;
				c->hardware[to] = IS_NEXT;
				if (!c->traceable[to])
					c->queue[nr++] = to;
			}
	}
}

static int by_interrupt(struct cover *c, const struct trace_call *call, uint32_t callee)
{
	uint32_t f;

	if (!call->nested)
		return 0;
	if (!c->hardware)
		find_hardware(c);
	for (f = c->first[callee]; f; f = c->next[f])
		if (c->hardware[f] == IS_ENTRY || (c->hardware[f] && !call->chain))
			return 1;
	return 0;
}

/* An initcall: somebody calls it as one. */
static uint32_t by_initcall(struct cover *c, uint32_t callee)
{
	const struct graph *g = c->g;
	uint32_t f, n, i;

	for (f = c->first[callee]; f; f = c->next[f])
		for (n = graph_func(g, f)->node; n < graph_func(g, f)->node + graph_func(g, f)->nr_nodes; n++)
			for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++)
				if (graph_edge(g, graph_in_edge(g, i))->kind == GK_INITCALL)
					return graph_in_edge(g, i) + 1;
	return 0;
}

static void note(struct q_recorded **list, uint32_t *nr, uint32_t *alloc,
		 const struct trace *t, const struct trace_call *call)
{
	ALLOC_GROW(*list, *nr + 1, *alloc);
	(*list)[(*nr)++] = (struct q_recorded){
		call->caller ? strtab_str(&t->str, call->caller) : "",
		strtab_str(&t->str, call->callee), call->count,
	};
}

static int cmp_recorded(const void *a, const void *b)
{
	const struct q_recorded *x = a, *y = b;
	int d;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	d = strcmp(x->caller, y->caller);
	return d ? d : strcmp(x->callee, y->callee);
}

static void check(struct cover *c)
{
	struct q_coverage *r = c->res;
	uint32_t i, missing_alloc = 0, unknown_alloc = 0;
	int kernel = *graph_get_meta(c->g, "kernel") != '\0';

	for (i = 0; i < c->t->nr_call; i++) {
		const struct trace_call *call = &c->t->call[i];
		uint32_t caller = c->name[call->caller], callee = c->name[call->callee], edge;
		int pointer = call->pointer;

		if (call->user && kernel) {
			r->foreign++;
			continue;
		}
		if (!known(c, callee) || (call->caller && !known(c, caller))) {
			r->unknown++;
			note(&r->unknown_pair, &r->nr_unknown, &unknown_alloc, c->t, call);
			continue;
		}
		r->recorded++;
		c->walk++;
		if (!call->caller)
			edge = by_initcall(c, callee);
		else
			edge = reaches(c, start(c, caller, 0), callee, 0);
		if (edge) {
			pointer |= graph_edge(c->g, edge - 1)->rule != GR_DIRECT;
			r->covered++;
		} else if (!call->exact && call->caller &&
			   (c->walk++, edge = reaches(c, start(c, caller, 0), callee, 1))) {
			pointer |= graph_edge(c->g, edge - 1)->rule != GR_DIRECT;
			r->covered++;
			r->through++;
		} else if (!call->exact && call->caller &&
			   (by_tail_call(c, call, callee) ||
			    (call->loose && by_lost_frame(c, caller, callee)))) {
			r->covered++;
			r->tail++;
			continue;
		} else if (by_interrupt(c, call, callee) || call->unsure) {
			r->recorded--;
			r->interrupts += !call->unsure;
			r->unproved += call->unsure;
			continue;
		} else {
			note(&r->missing, &r->nr_missing, &missing_alloc, c->t, call);
			pointer |= !call->exact;
			r->pointer += (uint32_t)pointer;
			continue;
		}
		r->pointer += (uint32_t)pointer;
		r->pointer_covered += (uint32_t)pointer;
	}
	if (r->nr_missing)
		qsort(r->missing, r->nr_missing, sizeof(*r->missing), cmp_recorded);
	if (r->nr_unknown)
		qsort(r->unknown_pair, r->nr_unknown, sizeof(*r->unknown_pair), cmp_recorded);
}

/* ---- what did not occur ------------------------------------------------------------- */

static void mark_ran(struct cover *c)
{
	uint32_t i, f;

	for (i = 0; i < c->t->nr_call; i++) {
		uint32_t pair[2] = { c->name[c->t->call[i].caller], c->name[c->t->call[i].callee] };
		unsigned k;

		for (k = 0; k < 2; k++)
			for (f = pair[k] ? c->first[pair[k]] : 0; f; f = c->next[f])
				c->ran[f] = 1;
		idmap_put(&c->pairs, idmap_pair(pair[0], pair[1]), 1);
	}
}

static int occurred(struct cover *c, uint32_t caller, uint32_t callee)
{
	return idmap_get(&c->pairs, idmap_pair(graph_func(c->g, caller)->name,
					       graph_func(c->g, callee)->name)) != NULL;
}

struct site_pair { uint32_t site, caller, callee; uint8_t pointer; };

static int cmp_site_pair(const void *a, const void *b)
{
	const struct site_pair *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	return x->callee < y->callee ? -1 : x->callee > y->callee;
}

static int cmp_ran(const void *a, const void *b)
{
	const struct q_ran_site *x = a, *y = b;
	uint64_t p = (uint64_t)x->candidates * y->occurred, q = (uint64_t)y->candidates * x->occurred;

	if (p != q)
		return p > q ? -1 : 1;
	return x->site < y->site ? -1 : x->site > y->site;
}

static int cmp_never(const void *a, const void *b, void *graph)
{
	const struct q_never *x = a, *y = b;
	const struct graph *g = graph;
	int d = strcmp(func_name(g, x->caller), func_name(g, y->caller));

	if (!d)
		d = strcmp(func_name(g, x->callee), func_name(g, y->callee));
	return d ? d : x->site < y->site ? -1 : x->site > y->site;
}

/* Every call of functions that ran, a site and a callee once. */
static void compare(struct cover *c)
{
	const struct graph *g = c->g;
	struct q_coverage *r = c->res;
	struct site_pair *v = NULL;
	uint32_t nr = 0, alloc = 0, ran_alloc = 0, never_alloc = 0, i, j;
	double sum = 0;

	for (i = 1; i < g->nr_edge; i++) {
		const struct g_edge *e = graph_edge(g, i);
		uint32_t caller = edge_caller(g, e);

		if (!is_call(e) || !c->ran[caller] || !e->site)
			continue;
		ALLOC_GROW(v, nr + 1, alloc);
		v[nr++] = (struct site_pair){ e->site, caller, edge_callee(g, e),
					      e->rule != GR_DIRECT };
	}
	if (nr)
		qsort(v, nr, sizeof(*v), cmp_site_pair);
	for (i = 0; i < nr; i = j) {
		struct q_ran_site s = { .site = v[i].site };

		for (j = i; j < nr && v[j].site == v[i].site; j++) {
			if (j > i && v[j].callee == v[j - 1].callee)
				continue;
			s.candidates++;
			if (occurred(c, v[j].caller, v[j].callee)) {
				s.occurred++;
			} else if (c->ran[v[j].callee]) {
				ALLOC_GROW(r->never, r->nr_never + 1, never_alloc);
				r->never[r->nr_never++] = (struct q_never){ v[j].caller, v[j].callee,
									    v[j].site };
			}
		}
		if (!v[i].pointer || !s.occurred)
			continue;
		ALLOC_GROW(r->ran, r->nr_ran + 1, ran_alloc);
		r->ran[r->nr_ran++] = s;
		sum += (double)s.candidates / s.occurred;
	}
	free(v);
	r->ratio = r->nr_ran ? sum / r->nr_ran : 0;
	if (r->nr_ran)
		qsort(r->ran, r->nr_ran, sizeof(*r->ran), cmp_ran);
	if (r->nr_never)
		qsort_r(r->never, r->nr_never, sizeof(*r->never), cmp_never, (void *)g);
}

int q_coverage(const struct graph *g, const struct trace *t, const struct strtab *traceable,
	       struct q_coverage *res)
{
	struct cover c = { .g = g, .t = t, .res = res };
	uint32_t i;

	memset(res, 0, sizeof(*res));
	res->has_traceable = traceable != NULL;
	c.first = xcalloc(g->str.nr + 1, sizeof(*c.first));
	c.next = xcalloc(g->nr_func + 1, sizeof(*c.next));
	c.traceable = xcalloc(g->nr_func + 1, 1);
	c.name = xcalloc(t->str.nr + 1, sizeof(*c.name));
	c.seen = xcalloc(g->nr_func + 1, sizeof(*c.seen));
	c.queue = xcalloc(g->nr_func + 1, sizeof(*c.queue));
	c.ran = xcalloc(g->nr_func + 1, 1);
	c.call = xcalloc(t->str.nr + 1, sizeof(*c.call));
	c.call_next = xcalloc(t->nr_call + 1, sizeof(*c.call_next));
	for (i = 0; i < t->nr_call; i++) {
		c.call_next[i] = c.call[t->call[i].caller];
		c.call[t->call[i].caller] = i + 1;
	}
	index_names(&c, traceable);
	check(&c);
	mark_ran(&c);
	compare(&c);
	idmap_release(&c.pairs);
	free(c.first);
	free(c.next);
	free(c.traceable);
	free(c.name);
	free(c.seen);
	free(c.queue);
	free(c.ran);
	free(c.hardware);
	free(c.call);
	free(c.call_next);
	return res->nr_missing ? Q_NONE : Q_FOUND;
}

void q_coverage_release(struct q_coverage *res)
{
	free(res->missing);
	free(res->unknown_pair);
	free(res->never);
	free(res->ran);
	memset(res, 0, sizeof(*res));
}

/* ---- marks ----------------------------------------------------------------------------- */

void q_observe_path(const struct graph *g, const struct trace *t, struct q_path_result *res)
{
	uint32_t i, j;

	for (i = 0; i < res->nr_paths; i++)
		for (j = 0; j < res->path[i].nr_hops; j++) {
			struct q_hop *h = &res->path[i].hop[j];

			h->observed = !h->deferred && trace_has(t, func_name(g, h->caller),
								func_name(g, h->callee));
		}
}

void q_observe_edges(const struct graph *g, const struct trace *t, struct q_edges_result *res)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		struct q_edge *e = &res->edge[i];

		e->observed = !e->started_by && trace_has(t, func_name(g, e->caller),
							  func_name(g, e->callee));
	}
}

void q_observe(const struct graph *g, const struct trace *t, struct answer *a)
{
	if (a->kind->shape == ANSWER_PATH)
		q_observe_path(g, t, a->res);
	else if (a->kind->shape == ANSWER_EDGES)
		q_observe_edges(g, t, a->res);
}
