/* SPDX-License-Identifier: MIT */
#include "own_guard.h"

#include "base/xalloc.h"
#include "eval.h"
#include "evidence.h"
#include "link.h"
#include "program.h"

enum { HOLDS_ZERO = 1, HOLDS_OTHER, HOLDS_UNKNOWN };

/* Does the condition ask for zero (0) or for anything else (1)? -1: for neither. */
static int wanted(const struct tu_map *t, const struct tu_guard *g)
{
	int zero = g->nr == 1 && t->f.val[t->f.gconst[g->first]].kind == VAL_CONST &&
		!t->f.val[t->f.gconst[g->first]].num;

	switch ((enum guard_rel)g->rel) {
	case GUARD_TRUE:
		return 1;
	case GUARD_FALSE:
		return 0;
	case GUARD_EQ:
		return zero ? 0 : -1;
	case GUARD_NE:
		return zero ? 1 : -1;
	default:
		return -1;
	}
}

static int stands_under(const struct tu_map *t, uint32_t guard, uint32_t outer)
{
	while (guard && guard != outer)
		guard = t->f.guard[guard].parent;
	return guard != 0;
}

/* Is the pointer itself stored to under this condition? */
static int is_moved(const struct tu_map *t, const struct tu_body *b, uint32_t base, uint32_t guard)
{
	uint32_t i;

	for (i = b->store; i < b->store + b->nr_stores; i++)
		if (t->f.store[i].dst == base && stands_under(t, t->f.store[i].guard, guard))
			return 1;
	return 0;
}

/* A pointer that nobody else moves: a local or a parameter. */
static int is_own_pointer(const struct tu_map *t, uint32_t base)
{
	const struct tu_val *x = &t->f.val[base];

	return x->kind == VAL_PARAM ||
		(x->kind == VAL_VAR && t->f.sym[x->a].kind == SYM_LOCAL && !t->f.sym[x->a].rec);
}

void own_guard_call(struct prog *p, struct tu_map *t, const struct tu_body *body,
		    struct p_call *pc, uint32_t base, uint32_t guard)
{
	uint32_t g, first = p->nr_own;

	if (!is_own_pointer(t, base))
		return;
	for (g = guard; g; g = t->f.guard[g].parent) {
		const struct tu_guard *tg = &t->f.guard[g];
		const struct tu_val *s = &t->f.val[tg->subject];
		int want = wanted(t, tg);

		if (want < 0 || s->kind != VAL_FIELD || s->a != base || !(s->flags & VALF_ARROW) ||
		    is_moved(t, body, base, g))
			continue;
		ALLOC_GROW(p->own, p->nr_own + 1, p->alloc_own);
		p->own[p->nr_own++] = (struct p_own){ tu_field(p, t, s->b), (uint32_t)want };
	}
	pc->own = first;
	pc->nr_own = (uint8_t)(p->nr_own - first > UINT8_MAX ? 0 : p->nr_own - first);
}

static unsigned holds(const struct tu_val *x)
{
	switch ((enum val_kind)x->kind) {
	case VAL_NULL:
		return HOLDS_ZERO;
	case VAL_CONST:
		return x->num ? HOLDS_OTHER : HOLDS_ZERO;
	case VAL_FUNC:
	case VAL_STRING:
		return HOLDS_OTHER;
	default:
		return HOLDS_UNKNOWN;
	}
}

void own_guard_store(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src, int init)
{
	const struct tu_val *d = &t->f.val[dst], *base = &t->f.val[d->a];
	uint32_t *now, field;

	if (d->kind != VAL_FIELD)
		return;
	field = tu_field(p, t, d->b);
	if (!init) {
		p->field[field].stored_later = 1;
		return;
	}
	if ((d->flags & VALF_ARROW) || base->kind != VAL_VAR)
		return;
	now = idmap_put(&p->own_value, idmap_pair(tu_var(p, t, base->a), field), 0);
	*now = *now ? HOLDS_UNKNOWN : holds(&t->f.val[src]);
}

void own_guard_addresses(struct prog *p, struct tu_map *t)
{
	uint32_t i, field;

	for (i = 1; i < t->f.nr_val; i++) {
		const struct tu_val *x = &t->f.val[i];
		const struct tu_val *of = &t->f.val[x->kind == VAL_ADDR ? x->a : 0];

		if (of->kind != VAL_FIELD || t->f.field[of->b].cls == TYPE_REC)
			continue;
		field = tu_field(p, t, of->b);	/* may move p->field */
		p->field[field].stored_later = 1;
	}
}

/* Is any struct of this type copied as a whole? */
static int is_copied(const struct prog *p, uint32_t rec)
{
	uint32_t i;

	for (i = 0; i < p->nr_copy; i++)
		if (p->copy[i].rec == rec)
			return 1;
	return 0;
}

static int is_false(struct prog *p, const struct p_own *own, uint32_t var)
{
	const uint32_t *value;

	if (p->field[own->field].rec != p->var[var].rec)
		return 0;
	/* what is stored later may be in a copy of a constant */
	if (p->field[own->field].stored_later ||
	    (!(p->var[var].flags & SYM_CONST) && is_copied(p, p->var[var].rec)))
		return 0;
	value = idmap_get(&p->own_value, idmap_pair(var, own->field));
	if (!value)
		return own->want != 0;	/* what no initialiser names is zero */
	return (*value == HOLDS_ZERO && own->want) || (*value == HOLDS_OTHER && !own->want);
}

int own_guard_forbids(struct prog *p, const struct p_call *pc, const struct p_bound *b)
{
	const struct p_origin *o = &p->origin[b->origin];
	uint32_t i;

	if (!pc->nr_own || !b->origin || b->nr != 1 || o->func || !o->var ||
	    (p->var[o->var].flags & SYM_ARRAY) || !(p->var[o->var].flags & SYM_DEFINED) ||
	    p->field[pc->field].rec != p->var[o->var].rec || p->field[pc->field].slot != o->slot)
		return 0;
	for (i = 0; i < pc->nr_own; i++)
		if (is_false(p, &p->own[pc->own + i], o->var))
			return 1;
	return 0;
}
