/* SPDX-License-Identifier: MIT */
/*
 * What a field holds just after it was stored to (VAL_JUST): that, and not
 * all that is ever in such a field, as long as no function called in between
 * may store there. A function may, where it stores to that field of what it
 * was given, or of something that it did not make itself; or where one that
 * it calls does.
 */
#include <string.h>

#include "base/idmap.h"
#include "base/xalloc.h"
#include "eval.h"
#include "import.h"
#include "just.h"
#include "link.h"
#include "prog.h"
#include "program.h"

#define MAX_CHOICES 1000		/* one in another, or by way of a local */

struct callers {		/* who calls a function directly, who by its type */
	uint32_t *first, *next;	/* 1 + call, by function; by call */
	struct idmap by_sig;	/* signature -> 1 + call */
};

struct mods {			/* who may store to one field */
	uint64_t *param;	/* by function: of what these parameters point to */
	uint8_t *any;		/* by function: of something else */
	uint32_t *work, nr_work, alloc_work;
	uint32_t *seen, nr_seen, alloc_seen;
};

static uint32_t root_of(struct prog *p, struct tu_map *t, uint32_t v, uint32_t *func)
{
	const struct tu_val *x = &t->f.val[v];

	while (x->kind == VAL_FIELD || x->kind == VAL_JUST)
		x = &t->f.val[v = x->a];
	*func = x->kind == VAL_PARAM ? tu_func(p, t, x->a) :
		x->kind == VAL_VAR && t->f.sym[x->a].owner ? tu_func(p, t, t->f.sym[x->a].owner) : 0;
	return just_root(p, t, v);
}

uint32_t just_root(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];

	if (x->kind == VAL_PARAM)
		return prog_func_param(p, tu_func(p, t, x->a), x->b);
	return x->kind == VAL_VAR && t->f.sym[x->a].kind == SYM_LOCAL ?
		prog_var_node(p, tu_var(p, t, x->a)) : 0;
}

uint32_t just_value(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val x = t->f.val[v];
	uint32_t plain = eval_value(p, t, x.a, NULL), stored = eval_value(p, t, x.b, NULL);
	uint32_t from = (uint32_t)((uint64_t)x.num >> 32), to = (uint32_t)x.num, func, root;
	const struct p_func *f;
	struct p_just *j;

	root = root_of(p, t, x.a, &func);
	f = &p->func[func];
	if (!plain || !stored || !func || t->f.val[x.a].kind != VAL_FIELD ||
	    p->s.node[plain].filter == FILTER_NONE || from > to || to > f->nr_calls)
		return plain;
	ALLOC_GROW(p->just, p->nr_just + 1, p->alloc_just);
	j = &p->just[p->nr_just++];
	j->node = solver_node_new(&p->s, p->s.node[plain].filter);
	p->s.node[j->node].kind = NODE_JUST;
	j->place = p->s.place;
	j->plain = plain;
	j->stored = stored;
	j->root = root;
	j->field = tu_field(p, t, t->f.val[x.a].b);
	j = &p->just[p->nr_just - 1];
	j->from = p->func[func].call + from;
	j->to = p->func[func].call + to;
	p->s.node[j->node].field = p->s.node[plain].field;
	return j->node;
}

/* The function whose result v is, where it is one; 0 = none. */
uint32_t just_maker(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];
	const struct tu_val *callee;

	if (x->kind != VAL_CALL)
		return 0;
	callee = &t->f.val[t->f.call[x->a].callee];
	return callee->kind == VAL_FUNC ? tu_func(p, t, callee->a) : 0;
}

static void add_mod(struct prog *p, struct p_mod m)
{
	m.next = p->field[m.field].mod;
	if (!p->nr_mod)
		p->nr_mod = 1;		/* 0 is the end of a list */
	ALLOC_GROW(p->mod, p->nr_mod + 1, p->alloc_mod);
	p->mod[p->nr_mod] = m;
	p->field[m.field].mod = p->nr_mod++;
}

void just_note_mod(struct prog *p, uint32_t field, uint32_t func, uint16_t param)
{
	add_mod(p, (struct p_mod){ .field = field, .func = func, .param = param });
}

void just_note_store(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src)
{
	const struct tu_val *d = &t->f.val[dst];
	uint8_t kind = t->f.val[src].kind;
	struct p_mod m = { .func = func };

	if (!func || d->kind != VAL_FIELD || kind == VAL_NULL || kind == VAL_CONST)
		return;
	m.field = tu_field(p, t, d->b);
	if (d->flags & VALF_ARROW) {
		m.param = tu_own_param(p, t, d->a, func);
		m.maker = just_maker(p, t, d->a);
	} else if (t->f.val[d->a].kind == VAL_VAR &&
		   t->f.sym[t->f.val[d->a].a].kind == SYM_LOCAL) {
		return;		/* a struct of its own */
	}
	add_mod(p, m);
}

/* "long" or "int": no pointer can be handed through. */
static int takes_pointers(const struct prog *p, uint32_t func)
{
	const char *s = strchr(graph_str(p->g, p->g->func[func].sig), '(');

	return !s || strchr(s, '*');
}

/* A choice's values are shared with others', and a local's with all that read it: each is looked
 * at once, else nested choices would take twice as long with each. What is nested too deep may be
 * anything. */
static void note_return(struct prog *p, struct tu_map *t, uint32_t func, uint32_t src,
			struct idmap *seen, unsigned depth)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, src)];
	uint32_t maker;

	if (x->kind == VAL_CHOICE) {
		if (idmap_get(seen, (uint64_t)(x - t->f.val)))
			return;
		idmap_put(seen, (uint64_t)(x - t->f.val), 1);
		if (depth == MAX_CHOICES) {
			p->func[func].returns_other = 1;
			return;
		}
		note_return(p, t, func, x->a, seen, depth + 1);
		note_return(p, t, func, x->b, seen, depth + 1);
		return;
	}
	if (x->kind == VAL_NULL || x->kind == VAL_CONST ||
	    (x->kind == VAL_PARAM && !takes_pointers(p, func)))
		return;
	maker = just_maker(p, t, src);
	if (!maker)
		p->func[func].returns_other = 1;
	if (!maker || maker == func)
		return;
	ALLOC_GROW(p->returned, p->nr_returned + 1, p->alloc_returned);
	p->returned[p->nr_returned++] = (struct p_returned){ func, maker };
}

void just_note_return(struct prog *p, struct tu_map *t, uint32_t func, uint32_t src)
{
	struct idmap seen;

	idmap_init(&seen);
	note_return(p, t, func, src, &seen, 0);
	idmap_release(&seen);
}

/* Functions whose result nobody else knows yet: what they return is what an
 * allocator gave them. */
static void find_makers(struct prog *p)
{
	uint32_t i;
	int changed;

	for (i = 1; i < p->nr_func; i++)
		p->func[i].makes = (p->g->func[i].flags & GF_DEFINED) && p->func[i].tu ?
			!p->func[i].returns_other : 0;
	do {
		changed = 0;
		for (i = 0; i < p->nr_returned; i++) {
			struct p_func *f = &p->func[p->returned[i].func];
			uint32_t by = prog_landing(p, p->returned[i].by);

			if (f->makes && !p->func[by].makes && !p->func[by].allocates) {
				f->makes = 0;
				changed = 1;
			}
		}
	} while (changed);
	for (i = 1; i < p->nr_func; i++)
		p->func[i].makes |= p->func[i].allocates;
}

static void index_callers(struct prog *p, struct callers *c)
{
	uint32_t i;

	memset(c, 0, sizeof(*c));
	c->first = xcalloc(p->nr_func + 1, sizeof(uint32_t));
	c->next = xcalloc(p->nr_call + 1, sizeof(uint32_t));
	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];
		uint32_t *first = pc->callee ? &c->first[prog_landing(p, pc->callee)] :
			pc->sig ? idmap_put(&c->by_sig, pc->sig, 0) : NULL;

		if (!first || (pc->callee && p->func[pc->callee].noreturn))
			continue;
		c->next[i] = *first;
		*first = i + 1;
	}
}

/* param from 1, 0: of something that was there before. */
static void may_store(struct mods *m, uint32_t func, uint16_t param)
{
	uint64_t bit = param && param <= 64 ? 1ull << (param - 1) : 0;

	if (bit ? (m->param[func] & bit) != 0 : m->any[func])
		return;
	if (!m->param[func] && !m->any[func]) {
		ALLOC_GROW(m->seen, m->nr_seen + 1, m->alloc_seen);
		m->seen[m->nr_seen++] = func;
	}
	m->param[func] |= bit;
	m->any[func] |= !bit;
	ALLOC_GROW(m->work, m->nr_work + 1, m->alloc_work);
	m->work[m->nr_work++] = func;
}

/* What `func` may do, call pc does in its caller. */
static void hand_up(const struct prog *p, struct mods *m, const struct p_call *pc, uint32_t func)
{
	uint32_t i;

	if (m->any[func] && pc->callee)
		may_store(m, pc->caller, 0);
	for (i = 0; i < pc->nr_args && i < 64; i++) {
		const struct p_arg *a = &p->arg[pc->arg + i];

		if (!(m->param[func] >> i & 1) || (a->maker && p->func[prog_landing(p, a->maker)].makes))
			continue;
		may_store(m, pc->caller, a->param);
	}
}

static void spread(const struct prog *p, const struct callers *c, struct mods *m)
{
	while (m->nr_work) {
		uint32_t f = m->work[--m->nr_work], i, *first;

		for (i = c->first[f]; i; i = c->next[i - 1])
			hand_up(p, m, &p->call[i - 1], f);
		if (!(p->g->func[f].flags & GF_ADDR_TAKEN) || !p->g->func[f].sig)
			continue;
		first = idmap_get(&c->by_sig, p->g->func[f].sig);
		for (i = first ? *first : 0; i; i = c->next[i - 1])
			hand_up(p, m, &p->call[i - 1], f);
	}
}

static void find_mods(const struct prog *p, const struct callers *c, struct mods *m, uint32_t field)
{
	uint32_t i;

	for (i = 0; i < m->nr_seen; i++) {
		m->param[m->seen[i]] = 0;
		m->any[m->seen[i]] = 0;
	}
	m->nr_seen = 0;
	for (i = p->field[field].mod; i; i = p->mod[i].next)
		if (!p->mod[i].maker || !p->func[prog_landing(p, p->mod[i].maker)].makes)
			may_store(m, p->mod[i].func, p->mod[i].param);
	spread(p, c, m);
}

/* May the call store to the field of what `root` points to? */
static int may_change(const struct prog *p, const struct mods *m, const struct p_just *j,
		      const struct p_call *pc)
{
	uint32_t callee = pc->callee ? prog_landing(p, pc->callee) : 0, i;
	const struct p_func *f = &p->func[callee];

	if (callee && f->noreturn)
		return 0;
	if (callee && (f->opaque || !f->tu)) {
		for (i = 0; i < pc->nr_args; i++)
			if (p->arg[pc->arg + i].root && p->arg[pc->arg + i].root == j->root)
				return 1;
		return 0;
	}
	if (callee)
		return m->any[callee] || m->param[callee];
	for (i = 0; i < m->nr_seen; i++)
		if ((p->g->func[m->seen[i]].flags & GF_ADDR_TAKEN) &&
		    p->g->func[m->seen[i]].sig == pc->sig)
			return 1;
	return 0;
}

static int is_of_interest(const struct prog *p, uint32_t field)
{
	const struct p_field *f = &p->field[field];

	return f->cls == TYPE_FUNC_PTR || f->cls == TYPE_VOID_PTR ||
		(f->cls == TYPE_REC_PTR && !(f->pointee < p->s.nr_boring && p->s.boring[f->pointee]));
}

static int cmp_just(const void *a, const void *b)
{
	const struct p_just *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return x->node < y->node ? -1 : x->node > y->node;
}

void just_settle(struct prog *p)
{
	struct callers c;
	struct mods m = { 0 };
	uint32_t i, k, last = 0;

	if (!p->nr_just)
		return;
	find_makers(p);
	index_callers(p, &c);
	m.param = xcalloc(p->nr_func + 1, sizeof(*m.param));
	m.any = xcalloc(p->nr_func + 1, 1);
	qsort(p->just, p->nr_just, sizeof(*p->just), cmp_just);
	for (i = 0; i < p->nr_just; i++) {
		const struct p_just *j = &p->just[i];
		int changed = !is_of_interest(p, j->field);

		if (!changed && j->from < j->to && j->field != last)
			find_mods(p, &c, &m, last = j->field);
		for (k = j->from; k < j->to && !changed; k++)
			changed = may_change(p, &m, j, &p->call[k]);
		p->s.place = j->place;
		solver_copy(&p->s, changed ? j->plain : j->stored, j->node);
	}
	idmap_release(&c.by_sig);
	free(c.first);
	free(c.next);
	free(m.param);
	free(m.any);
	free(m.work);
	free(m.seen);
}
