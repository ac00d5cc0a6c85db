/* SPDX-License-Identifier: MIT */
/*
 * Functions that put one of their parameters into a field of what another
 * points to (do_init_timer in kernel/time/timer.c: timer->function = func).
 * Solved as they stand, they would give every caller's struct every caller's
 * function. So the store is made where they are called, with the arguments
 * given there; a function that only hands on its own parameters becomes one
 * of them.
 */
#include "base/xalloc.h"
#include "eval.h"
#include "import.h"
#include "link.h"
#include "prog.h"
#include "program.h"
#include "setters.h"

#define MAX_SETTERS 64		/* of one function; further ones are solved as they stand */

/* As it stands: through the function's own parameters. */
static void store_plainly(struct prog *p, uint32_t func, const struct p_setter *s)
{
	p->s.place = s->place;
	solver_store(&p->s, prog_func_param(p, func, s->base - 1u), s->field,
		     prog_func_param(p, func, s->src - 1u), p->field[s->field].filter);
}

/* Adds a setter to a function; 0 where it has it already or too many. */
static int add(struct prog *p, uint32_t func, struct p_setter n)
{
	unsigned nr = 0;
	uint32_t i;

	n.next = p->func[func].setter;
	for (i = n.next; i; i = p->setter[i].next, nr++)
		if (p->setter[i].field == n.field && p->setter[i].base == n.base &&
		    p->setter[i].src == n.src && p->setter[i].mechanism == n.mechanism)
			return 0;
	if (nr >= MAX_SETTERS) {
		store_plainly(p, func, &n);
		return 0;
	}
	ALLOC_GROW(p->setter, p->nr_setter + 1, p->alloc_setter);
	p->setter[p->nr_setter] = n;
	p->func[func].setter = p->nr_setter++;
	return 1;
}

int setter_take(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src)
{
	const struct tu_val *d = &t->f.val[dst];
	uint16_t base, from;

	if (!func || d->kind != VAL_FIELD)
		return 0;
	if (d->flags & VALF_ARROW)
		base = tu_own_param(p, t, d->a, func);
	else if (t->f.val[d->a].kind == VAL_DEREF)	/* *p = (struct work){ .func = f } */
		base = tu_own_param(p, t, t->f.val[d->a].a, func);
	else
		return 0;
	from = base ? tu_own_param(p, t, src, func) : 0;
	if (!from)
		return 0;
	add(p, func, (struct p_setter){ .field = tu_field(p, t, d->b), .base = base, .src = from,
					.place = p->s.place });
	return 1;
}

uint32_t setter_by_hand(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst,
			uint32_t node)
{
	const struct tu_val *d = &t->f.val[dst];
	uint32_t base, object, own, field = d->kind == VAL_FIELD ? tu_field(p, t, d->b) : 0;

	if (!node || !p->field[field].mechanism)
		return node;
	eval_struct(p, t, d->a, d->flags & VALF_ARROW, NULL, &base, &object);
	if (!object && !p->func[func].mechanism)
		return node;
	own = solver_node_new(&p->s, FILTER_ANY);
	solver_copy(&p->s, node, own);
	if (p->func[func].mechanism) {	/* one of its own, as srcu_leak_callback() */
		*idmap_put(&p->node_mech, own, 0) = p->func[func].mechanism;
		return own;
	}
	ALLOC_GROW(p->by_hand, p->nr_by_hand + 1, p->alloc_by_hand);
	p->by_hand[p->nr_by_hand++] = (struct p_by_hand){ own, object };
	return own;
}

/* Whose starter a struct is given to, its function is as well: "p->work.func = f;
 * task_work_add(task, &p->work, …)". */
static void settle_by_hand(struct prog *p)
{
	struct idmap started = { 0 };		/* object -> 1 + mechanism, UINT32_MAX: several */
	uint32_t i, j, v, *m;

	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];
		unsigned mech = pc->callee ? p->func[pc->callee].starter : 0;

		for (j = 0; mech && j < pc->nr_args; j++) {
			v = p->arg[pc->arg + j].origin;
			v = v ? p->origin[v].value : 0;
			if (!value_is_object(v))
				continue;
			m = idmap_put(&started, value_id(v), mech);
			if (*m != mech)
				*m = UINT32_MAX;
		}
	}
	for (i = 0; i < p->nr_by_hand; i++) {
		m = idmap_get(&started, p->by_hand[i].object);
		if (m && *m != UINT32_MAX)
			*idmap_put(&p->node_mech, p->by_hand[i].node, 0) = *m;
	}
	idmap_release(&started);
}

static uint32_t setter_of_call(const struct prog *p, const struct p_call *pc)
{
	return pc->callee ? p->func[prog_landing(p, pc->callee)].setter : 0;
}

static uint16_t handed_on(const struct prog *p, const struct p_call *pc, unsigned param)
{
	return param <= pc->nr_args ? p->arg[pc->arg + param - 1].param : 0;
}

/* The registrar nearest to where the function is named decides. */
static unsigned mechanism_of(const struct prog *p, const struct p_call *pc, const struct p_setter *s)
{
	return p->func[pc->callee].mechanism ? p->func[pc->callee].mechanism : s->mechanism;
}

/* Callers that hand on both parameters are setters too. */
static void spread(struct prog *p)
{
	uint32_t i, s;
	int changed;

	do {
		changed = 0;
		for (i = 0; i < p->nr_call; i++) {
			const struct p_call *pc = &p->call[i];

			for (s = setter_of_call(p, pc); s; s = p->setter[s].next) {
				uint16_t base = handed_on(p, pc, p->setter[s].base);
				uint16_t src = handed_on(p, pc, p->setter[s].src);

				if (base && src)
					changed |= add(p, pc->caller, (struct p_setter){
						.field = p->setter[s].field, .base = base, .src = src,
						.place = p->setter[s].place,
						.mechanism = (uint8_t)mechanism_of(p, pc, &p->setter[s]) });
			}
		}
	} while (changed);
}

static void store_at_call(struct prog *p, const struct p_call *pc, const struct p_setter *s)
{
	const struct p_arg *base, *src;
	uint32_t node;
	unsigned mech;

	if (s->base > pc->nr_args || s->src > pc->nr_args)
		return;
	base = &p->arg[pc->arg + s->base - 1];
	src = &p->arg[pc->arg + s->src - 1];
	if (!src->node || (base->param && src->param))
		return;
	node = src->node;
	p->s.place = s->place;
	mech = mechanism_of(p, pc, s);
	if (mech) {	/* the way leads through a registrar */
		node = solver_node_new(&p->s, FILTER_ANY);
		solver_copy(&p->s, src->node, node);
		*idmap_put(&p->node_mech, node, 0) = mech;
	}
	solver_store(&p->s, base->node ? base->node : p->unknown, s->field, node,
		     p->field[s->field].filter);
}

void setters_apply(struct prog *p)
{
	uint8_t *called = xcalloc(p->nr_func + 1, 1);
	uint32_t i, s;

	spread(p);
	settle_by_hand(p);
	for (i = 0; i < p->nr_call; i++) {
		for (s = setter_of_call(p, &p->call[i]); s; s = p->setter[s].next)
			store_at_call(p, &p->call[i], &p->setter[s]);
		if (p->call[i].callee)
			called[prog_landing(p, p->call[i].callee)] = 1;
	}
	/* called through pointers, or from where we can't see */
	for (i = 1; i < p->nr_func; i++)
		if (!called[i] || (p->g->func[i].flags & GF_ADDR_TAKEN))
			for (s = p->func[i].setter; s; s = p->setter[s].next)
				store_plainly(p, i, &p->setter[s]);
	free(called);
}
