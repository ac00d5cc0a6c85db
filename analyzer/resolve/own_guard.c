/* SPDX-License-Identifier: MIT */
#include "own_guard.h"

#include "base/xalloc.h"
#include "eval.h"
#include "evidence.h"
#include "link.h"
#include "own_text.h"
#include "program.h"

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

/* The name of a pointer that nobody else moves (string of the TU). */
static uint32_t name_of(const struct tu_map *t, uint32_t base)
{
	const struct tu_val *x = &t->f.val[base];

	return x->kind == VAL_PARAM ? (uint32_t)x->num : t->f.sym[x->a].name;
}

/* "(p->early && …) || …": a condition that is no plain one of a field, but speaks of some. */
static void note_text(struct prog *p, struct tu_map *t, const struct tu_guard *g, uint32_t base)
{
	uint32_t name = name_of(t, base);

	if (g->subject || g->rel != GUARD_OPAQUE || (g->flags & GUARDF_GOTO) ||
	    !own_text_speaks_of(facts_str(&t->f, g->text), facts_str(&t->f, name)))
		return;
	ALLOC_GROW(p->own, p->nr_own + 1, p->alloc_own);
	p->own[p->nr_own++] = (struct p_own){ .want = !(g->flags & GUARDF_NEGATED),
		.text = tu_str(p, t, g->text), .base = tu_str(p, t, name) };
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

		if (is_moved(t, body, base, g))
			continue;
		note_text(p, t, tg, base);
		if (want < 0 || s->kind != VAL_FIELD || s->a != base || !(s->flags & VALF_ARROW))
			continue;
		ALLOC_GROW(p->own, p->nr_own + 1, p->alloc_own);
		p->own[p->nr_own++] = (struct p_own){ .field = tu_field(p, t, s->b),
			.want = (uint32_t)want };
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
	const struct tu_val *d = &t->f.val[dst], *base = &t->f.val[d->a], *x = &t->f.val[src];
	uint32_t *now, field, var;

	if (d->kind == VAL_VAR && init && x->kind == VAL_STRING && x->a)
		*idmap_put(&p->own_text, idmap_pair(tu_var(p, t, d->a), 0), 0) = tu_str(p, t, x->a);
	if (d->kind != VAL_FIELD)
		return;
	field = tu_field(p, t, d->b);
	if (!init) {
		p->field[field].stored_later = 1;
		return;
	}
	if ((d->flags & VALF_ARROW) || base->kind != VAL_VAR)
		return;
	var = tu_var(p, t, base->a);
	now = idmap_put(&p->own_value, idmap_pair(var, field), 0);
	*now = *now ? HOLDS_UNKNOWN : holds(x);
	src = x->kind == VAL_VAR && (t->f.sym[x->a].flags & SYM_ARRAY) ? tu_var(p, t, x->a) : 0;
	now = idmap_put(&p->own_array, idmap_pair(var, field), UINT32_MAX);
	*now = *now == UINT32_MAX ? src : 0;
	now = idmap_put(&p->own_text, idmap_pair(var, field), UINT32_MAX);
	*now = *now == UINT32_MAX && x->kind == VAL_STRING && x->a ? tu_str(p, t, x->a) : 0;
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

int own_guard_is_kept(const struct prog *p, uint32_t var, uint32_t field)
{
	/* what is stored later may be in a copy of a constant */
	return p->field[field].rec == p->var[var].rec && !p->field[field].stored_later &&
		((p->var[var].flags & SYM_CONST) || !is_copied(p, p->var[var].rec));
}

unsigned own_guard_holds(const struct prog *p, uint32_t var, uint32_t field)
{
	const uint32_t *value;

	if (!own_guard_is_kept(p, var, field))
		return HOLDS_UNKNOWN;
	value = idmap_get(&p->own_value, idmap_pair(var, field));
	return value ? *value : HOLDS_ZERO;	/* what no initialiser names */
}

static int is_false(struct prog *p, const struct p_own *own, uint32_t var)
{
	unsigned holds;

	if (own->text)
		return own_text_holds(p, own, var) == (own->want ? TEXT_FALSE : TEXT_TRUE);
	holds = own_guard_holds(p, var, own->field);
	return (holds == HOLDS_ZERO && own->want) || (holds == HOLDS_OTHER && !own->want);
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
