/* SPDX-License-Identifier: MIT */
/* What is called, as far as its type tells. */
#include "callee.h"
#include "eval.h"
#include "link.h"
#include "prog.h"

/* How often expression v is part of another, stored or passed in this TU. */
static uint32_t nr_uses(const struct tu_map *t, uint32_t v)
{
	const struct tu_facts *f = &t->f;
	uint32_t i, n = 0;

	for (i = 1; i < f->nr_val; i++) {
		const struct tu_val *x = &f->val[i];

		if (x->kind == VAL_FIELD || x->kind == VAL_DEREF || x->kind == VAL_ADDR)
			n += x->a == v;
		else if (x->kind == VAL_INDEX || x->kind == VAL_CHOICE || x->kind == VAL_ARITH)
			n += (x->a == v) + (x->b == v);
	}
	for (i = 0; i < f->nr_store; i++)
		n += f->store[i].src == v;
	for (i = 0; i < f->nr_arg; i++)
		n += f->arg[i] == v;
	for (i = 0; i < f->nr_call; i++)
		n += f->call[i].callee == v;
	return n;
}

void callee_tighten(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t v,
		    uint32_t from)
{
	uint32_t node;

	if (v == from || !pc->sig || !call_takes_type(p, pc) || t->f.val[v].kind != VAL_VAR ||
	    !(t->f.val[from].flags & VALF_ARROW) || nr_uses(t, v) != 1 || nr_uses(t, from) != 1)
		return;
	node = eval_value(p, t, from, NULL);
	if (p->s.node[node].filter == FILTER_ANY && p->s.node[node].kind == NODE_LOAD &&
	    p->s.node[pc->node].filter == FILTER_ANY)
		p->s.node[node].filter = p->s.node[pc->node].filter = FILTER_TYPE | pc->sig;
}
