/* SPDX-License-Identifier: MIT */
#include "set_up.h"

#include "base/xalloc.h"
#include "eval.h"

#define MAX_SET_UP 8		/* stores that a start may follow; beyond, anything is started */

/* ---- one object, named twice ---------------------------------------------------------- */

/* Is it a name that means the same all through the body? */
static int is_fixed(const struct tu_map *t, const struct tu_val *x)
{
	if (x->kind == VAL_PARAM)
		return x->b < 64 && !((t->param_store[x->a] | t->param_address[x->a]) >> x->b & 1);
	return x->kind == VAL_VAR && t->local_store[x->a] != UINT32_MAX;
}

/* Are both expressions one place, by the way they are written? Of an array's elements, and
 * of what a call gives, that is not known. */
static int is_same(const struct tu_map *t, uint32_t a, uint32_t b)
{
	for (;;) {
		const struct tu_val *x = &t->f.val[a], *y = &t->f.val[b];

		if (x->kind != y->kind)
			return 0;
		switch ((enum val_kind)x->kind) {
		case VAL_VAR:
			return x->a == y->a && is_fixed(t, x);
		case VAL_PARAM:
			return x->a == y->a && x->b == y->b && is_fixed(t, x);
		case VAL_FIELD:
			if (x->b != y->b || x->flags != y->flags)
				return 0;
			break;
		case VAL_ADDR:
		case VAL_DEREF:
			break;
		default:
			return 0;
		}
		a = x->a;
		b = y->a;
	}
}

/* Does the field `dst` stand in the struct that `pointer` points to? */
static int is_in(const struct tu_map *t, uint32_t dst, uint32_t pointer)
{
	const struct tu_val *to = &t->f.val[pointer], *x = &t->f.val[dst], *base;

	while (x->kind == VAL_FIELD) {
		base = &t->f.val[x->a];
		if ((x->flags & VALF_ARROW) && is_same(t, x->a, pointer))
			return 1;
		if ((x->flags & VALF_ARROW) && base->kind != VAL_ADDR)
			return 0;
		dst = x->flags & VALF_ARROW ? base->a : x->a;
		if (to->kind == VAL_ADDR && is_same(t, to->a, dst))
			return 1;
		x = &t->f.val[dst];
	}
	return 0;
}

/* ---- which store comes before ------------------------------------------------------------ */

/* Does what stands under guard `inner` come only where `outer` holds? */
static int is_under(const struct tu_map *t, uint32_t inner, uint32_t outer)
{
	for (; inner && inner != outer; inner = t->f.guard[inner].parent)
		;
	return inner == outer;
}

struct before {			/* the stores that count for one start, the surest first */
	const struct tu_store *store[MAX_SET_UP];
	uint32_t nr;
};

static void find_before(struct prog *p, struct tu_map *t, const struct p_body *b,
			const struct tu_call *c, uint32_t pointer, unsigned mech, struct before *out)
{
	uint32_t i;

	out->nr = 0;
	for (i = 0; i < b->b->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[b->b->store + i];
		const struct tu_val *dst = &t->f.val[st->dst];

		if (dst->kind != VAL_FIELD || st->cls != TYPE_FUNC_PTR || st->file != c->file ||
		    st->line >= c->line || p->field[tu_field(p, t, dst->b)].mechanism != mech ||
		    !is_in(t, st->dst, pointer))
			continue;
		if (is_under(t, c->guard, st->guard))
			out->nr = 0;
		else if (!out->nr)
			continue;	/* the start can be come to without it: anything may be there */
		if (out->nr == MAX_SET_UP) {
			out->nr = 0;
			return;
		}
		out->store[out->nr++] = st;
	}
}

void set_up_note(struct prog *p, struct tu_map *t, const struct p_body *b)
{
	struct before before;
	uint32_t i, j, k;

	for (i = 0; b->func && i < b->b->nr_calls; i++) {
		const struct tu_call *c = &t->f.call[b->b->call + i];
		struct p_call *pc = &p->call[t->call[b->b->call + i] - 1];
		unsigned mech = pc->callee ? p->func[pc->callee].starter : 0;

		for (j = 0; mech && j < c->nr_args; j++) {
			find_before(p, t, b, c, t->f.arg[c->arg + j], mech, &before);
			for (k = 0; k < before.nr; k++) {
				ALLOC_GROW(p->set_up, p->nr_set_up + 1, p->alloc_set_up);
				p->set_up[p->nr_set_up] = (struct p_set_up){
					eval_value(p, t, before.store[k]->src, NULL),
					before.store[k]->line, pc->set_up
				};
				pc->set_up = ++p->nr_set_up;
			}
		}
	}
}

/* ---- after the solution -------------------------------------------------------------------- */

/* Is a function called in between that sets up such work, too? It may be the same. */
static int may_change(const struct prog *p, const struct p_call *pc, uint32_t line)
{
	const struct p_func *f = &p->func[pc->caller];
	uint32_t i, r;

	for (i = f->call; i < f->call + f->nr_calls; i++) {
		const struct g_site *s = &p->g->site[p->call[i].site];

		if (!p->call[i].callee || s->line < line || &p->call[i] == pc ||
		    s->line > p->g->site[pc->site].line)
			continue;
		for (r = p->func[prog_landing(p, p->call[i].callee)].reg; r; r = p->reg[r].next)
			if (p->reg[r].mechanism == p->func[pc->callee].starter && !p->reg[r].param)
				return 1;
	}
	return 0;
}

int set_up_forbids(const struct prog *p, const struct p_call *pc, uint32_t value)
{
	uint32_t i, node;

	for (i = pc->set_up; i; i = p->set_up[i - 1].next) {
		node = p->set_up[i - 1].node;
		if (!node || p->s.node[node].open || idlist_has(&p->s.node[node].val, value) ||
		    may_change(p, pc, p->set_up[i - 1].line))
			return 0;
	}
	return pc->set_up != 0;
}
