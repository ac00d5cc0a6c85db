/* SPDX-License-Identifier: MIT */
/*
 * Which functions call (or hand on) their parameters, and one context of
 * each for every distinct tuple of callbacks that is passed.
 */
#include "base/digest.h"
#include "base/xalloc.h"
#include "chains.h"
#include "clones.h"
#include "evidence.h"
#include "library.h"
#include "link.h"
#include "prog.h"

#define MAX_CONTEXTS 1500	/* of one function */
#define MAX_ALL_CONTEXTS 250000

uint32_t prog_landing(const struct prog *p, uint32_t func)
{
	unsigned depth = 0;

	while (depth++ < 8 && p->g->func[func].alias_of &&
	       !(p->g->func[func].flags & (GF_DEFINED | GF_ASM)))
		func = p->g->func[func].alias_of;
	return func;
}

static uint32_t param_filter(const struct prog *p, uint32_t func, unsigned i)
{
	const struct p_func *f = &p->func[func];

	if (i >= f->nparams || !f->has_param_nodes)
		return FILTER_NONE;
	return p->s.node[p->param[f->param + i]].filter;
}

/* Is this the kind of struct that the mechanism's functions are kept in (or
 * one that holds such a struct)? */
static int filter_is_mechanism(const struct prog *p, uint32_t filter, unsigned mech)
{
	const struct k_mechanism *m = &p->k->mechanism[mech - 1];
	size_t i;

	if (filter < FILTER_RECORD)
		return 0;
	for (i = 0; i < m->fields.nr; i++) {
		const char *dot = strchr(m->fields.s[i], '.');
		const char *rec = graph_str(p->g, filter - FILTER_RECORD);

		if (dot && strlen(rec) == (size_t)(dot - m->fields.s[i]) &&
		    !strncmp(rec, m->fields.s[i], (size_t)(dot - m->fields.s[i])))
			return 1;
	}
	return 0;
}

/* Parameters that the body itself calls, registers, or arms. */
static uint64_t own_callbacks(const struct prog *p, uint32_t func)
{
	const struct p_func *f = &p->func[func];
	uint64_t bits = library_callbacks(p, func) | f->heads | f->items;
	uint32_t i, j, r;

	for (r = f->reg; r; r = p->reg[r].next)
		if (p->reg[r].param && p->reg[r].param <= 64)
			bits |= 1ull << (p->reg[r].param - 1);
	if (f->mechanism)
		for (i = 0; i < f->nparams && i < 64; i++)
			if (param_filter(p, func, i) == FILTER_FUNC)
				bits |= 1ull << i;
	for (i = 0; i < f->nr_calls; i++) {
		const struct p_call *pc = &p->call[f->call + i];
		unsigned starter;

		if (pc->param && pc->param <= 64)
			bits |= 1ull << (pc->param - 1);
		starter = pc->callee ? p->func[pc->callee].starter : 0;
		if (!starter || f->starter)
			continue;
		for (j = 0; j < pc->nr_args; j++) {
			const struct p_arg *a = &p->arg[pc->arg + j];

			if (a->param && a->param <= 64 &&
			    filter_is_mechanism(p, param_filter(p, func, a->param - 1u), starter))
				bits |= 1ull << (a->param - 1);
		}
	}
	return bits;
}

/* The caller's parameter that argument i hands on: a chain's own functions are given the
 * address of a pointer in the head. */
static uint16_t handed_on(const struct p_func *to, const struct p_arg *a, unsigned i)
{
	return a->inside && to->chain && (to->heads >> i & 1) ? a->inside : a->param;
}

/* Parameters that are handed on to one that is a callback there. */
static void find_callbacks(struct prog *p)
{
	uint32_t *work = xcalloc(p->nr_func + 1, sizeof(*work)), *next;
	uint32_t *caller_head = xcalloc(p->nr_func + 1, sizeof(uint32_t));
	uint8_t *queued = xcalloc(p->nr_func + 1, 1);
	uint32_t nr = 0, i, j;

	next = xcalloc(p->nr_call + 1, sizeof(*next));
	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];
		uint32_t to = pc->callee ? prog_landing(p, pc->callee) : 0;

		for (j = 0; to && j < pc->nr_args; j++)
			if (p->arg[pc->arg + j].param || p->arg[pc->arg + j].inside)
				break;
		if (!to || j == pc->nr_args)
			continue;
		next[i] = caller_head[to];
		caller_head[to] = i + 1;
	}
	for (i = 1; i < p->nr_func; i++) {
		p->func[i].callback = own_callbacks(p, i);
		if (p->func[i].callback) {
			work[nr++] = i;
			queued[i] = 1;
		}
	}
	while (nr) {
		uint32_t f = work[--nr], c;

		queued[f] = 0;
		for (c = caller_head[f]; c; c = next[c - 1]) {
			const struct p_call *pc = &p->call[c - 1];
			struct p_func *from = &p->func[pc->caller];
			uint64_t bits = from->callback;

			for (j = 0; j < pc->nr_args && j < 64; j++) {
				uint16_t param = handed_on(&p->func[f], &p->arg[pc->arg + j], j);

				if (!param || param > 64 || !(p->func[f].callback >> j & 1))
					continue;
				bits |= 1ull << (param - 1);
				from->heads |= (p->func[f].heads >> j & 1) << (param - 1);
				from->items |= (p->func[f].items >> j & 1) << (param - 1);
			}
			if (bits == from->callback)
				continue;
			from->callback = bits;
			if (!queued[pc->caller])
				work[nr++] = pc->caller;
			queued[pc->caller] = 1;
		}
	}
	free(work);
	free(next);
	free(queued);
	free(caller_head);
}

static unsigned nr_bits(uint64_t bits)
{
	return (unsigned)__builtin_popcountll(bits);
}

static uint32_t context(struct prog *p, struct clones *c, uint32_t func, const uint32_t *sets)
{
	unsigned n = nr_bits(p->func[func].callback), i;
	uint64_t h = func;
	uint32_t *slot, id;
	int bound = 0;

	for (i = 0; i < n; i++) {
		h = digest_mix(h, sets[i]);
		bound |= sets[i] != 0;
	}
	if (!bound && c->first[func])
		return c->first[func];
	slot = idmap_put(&c->map, digest_mix(h, n), 0);
	if (*slot)
		return *slot;
	if (bound && (c->count[func] >= MAX_CONTEXTS || c->nr_ctx >= MAX_ALL_CONTEXTS)) {
		c->limit_hits++;
		return *slot = c->first[func];
	}
	ALLOC_GROW(c->ctx, c->nr_ctx + 1, c->alloc_ctx);
	id = c->nr_ctx++;
	memset(&c->ctx[id], 0, sizeof(*c->ctx));
	c->ctx[id].func = func;
	c->ctx[id].set = c->nr_sets;
	ALLOC_GROW(c->sets, c->nr_sets + n + 1, c->alloc_sets);
	for (i = 0; i < n; i++)
		c->sets[c->nr_sets++] = bound ? sets[i] : 0;
	if (!c->first[func]) {
		c->first[func] = id;
	} else {
		c->ctx[id].next = c->ctx[c->first[func]].next;
		c->ctx[c->first[func]].next = id;
	}
	c->count[func]++;
	return *slot = id;
}

uint32_t clones_param(const struct prog *p, const struct clones *c, uint32_t ctx, unsigned i)
{
	uint64_t bits = p->func[c->ctx[ctx].func].callback;

	if (i >= 64 || !(bits >> i & 1))
		return 0;
	return c->sets[c->ctx[ctx].set + nr_bits(bits & ((1ull << i) - 1))];
}

/* The same set, handed to a registrar. */
static uint32_t handed_to(struct clones *c, uint32_t set, unsigned mech)
{
	const struct p_set s = c->e.set[set];
	struct p_bound *b;
	uint32_t i;

	if (!set || !mech || !s.nr)
		return set;
	b = xcalloc(s.nr, sizeof(*b));
	memcpy(b, c->e.bound + s.first, s.nr * sizeof(*b));
	for (i = 0; i < s.nr; i++)
		if (!b[i].registrar)
			b[i].registrar = (uint8_t)mech;
	set = evidence_set(&c->e, b, s.nr);
	free(b);
	return set;
}

/* What a callback parameter gets from argument a; functions only, or where
 * it takes a struct that is armed, objects. */
static uint32_t bind_arg(struct prog *p, struct clones *c, uint32_t from,
			 const struct p_arg *a)
{
	struct p_bound one;
	uint32_t set;

	if (a->param) {
		set = clones_param(p, c, from, a->param - 1u);
		if (set)
			return set;
	}
	if (a->origin) {
		memset(&one, 0, sizeof(one));
		one.value = p->origin[a->origin].value;
		one.origin = a->origin;
		one.nr = 1;
		return evidence_set(&c->e, &one, 1);
	}
	if (!a->node)
		return evidence_set(&c->e, NULL, 0);	/* NULL is passed */
	if (p->s.node[a->node].open || !p->s.node[a->node].val.nr)
		return 0;
	return evidence_of_node(p, &c->e, a->node);
}

/* Which head `func` is given; the address of a pointer alone is none. */
static uint32_t bind_head(struct prog *p, struct clones *c, uint32_t from, const struct p_arg *a,
			  uint32_t func)
{
	uint32_t set, i;

	if (a->inside && p->func[func].chain)
		return clones_param(p, c, from, a->inside - 1u);
	/* a field of whatever it is in: known by the field */
	set = a->is_part && !a->origin && a->node && p->s.node[a->node].val.nr ?
		evidence_of_node(p, &c->e, a->node) : bind_arg(p, c, from, a);
	for (i = 0; i < c->e.set[set].nr; i++) {
		uint32_t v = c->e.bound[c->e.set[set].first + i].value;

		if (value_is_object(v) && (p->s.object[value_id(v)].flags & OBJECT_SLOT))
			return 0;
	}
	return set;
}

uint32_t clones_enter(struct prog *p, struct clones *c, uint32_t from,
		      const struct p_call *pc, uint32_t target)
{
	uint32_t func = prog_landing(p, target), sets[64];
	uint64_t bits = p->func[func].callback;
	unsigned i, n = 0;

	if (!bits)
		return c->first[func];
	for (i = 0; i < 64; i++) {
		if (!(bits >> i & 1))
			continue;
		if (i >= pc->nr_args)
			sets[n++] = 0;
		else if (p->func[func].heads >> i & 1)
			sets[n++] = bind_head(p, c, from, &p->arg[pc->arg + i], func);
		else
			sets[n++] = handed_to(c, bind_arg(p, c, from, &p->arg[pc->arg + i]),
					      p->func[func].mechanism);
	}
	return context(p, c, func, sets);
}

/* Every context that can be entered, found from the plain ones on. */
void clones_build(struct prog *p, struct clones *c)
{
	static const uint32_t unknown[64];
	uint32_t i, j;

	memset(c, 0, sizeof(*c));
	evidence_init(&c->e);
	chains_prepare(p);
	find_callbacks(p);
	c->first = xcalloc(p->nr_func + 1, sizeof(*c->first));
	c->count = xcalloc(p->nr_func + 1, sizeof(*c->count));
	ALLOC_GROW(c->ctx, 1, c->alloc_ctx);
	memset(c->ctx, 0, sizeof(*c->ctx));
	c->nr_ctx = 1;
	for (i = 1; i < p->nr_func; i++)
		context(p, c, i, unknown);
	for (i = 1; i < c->nr_ctx; i++) {
		const struct p_func *f = &p->func[c->ctx[i].func];

		for (j = 0; j < f->nr_calls; j++) {
			const struct p_call *pc = &p->call[f->call + j];

			if (pc->callee)
				clones_enter(p, c, i, pc, pc->callee);
		}
	}
}

void clones_release(struct clones *c)
{
	evidence_release(&c->e);
	free(c->ctx);
	free(c->sets);
	free(c->first);
	free(c->count);
	idmap_release(&c->map);
	memset(c, 0, sizeof(*c));
}
