/* SPDX-License-Identifier: MIT */
#include "overlaid.h"

#include "base/xalloc.h"
#include "copies.h"
#include "eval.h"
#include "link.h"
#include "program.h"

/* An offset that the solver follows reads the fields that it is the offset of. */
static int is_followed(const struct tu_map *t, uint32_t offset)
{
	const struct tu_val *x = &t->f.val[offset];

	return x->kind == VAL_PARAM || x->kind == VAL_ADDR || x->kind == VAL_CALL ||
		(x->kind == VAL_VAR && !(t->f.sym[x->a].flags & SYM_ARRAY));
}

/* The pointer that v was made from by a cast and by counting; 0 = none of these. */
static uint32_t pointer_below(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];

	if (x->kind != VAL_DEREF && x->kind != VAL_INDEX)
		return 0;
	for (v = eval_trace(t, x->a);; v = eval_trace(t, x->a)) {
		x = &t->f.val[v];
		if (x->kind != VAL_ARITH)
			return v;
		if (is_followed(t, x->b))
			return 0;
	}
}

void overlaid_note(struct prog *p, struct tu_map *t, uint32_t v, uint32_t node, int store)
{
	struct p_overlaid o = { .node = node, .store = store != 0, .place = p->s.place };
	const struct tu_val *x = &t->f.val[v];
	uint32_t below = pointer_below(t, v);

	if (x->kind == VAL_VAR && t->f.sym[x->a].rec && !(t->f.sym[x->a].flags & SYM_ARRAY)) {
		eval_struct(p, t, v, 0, NULL, &o.base, &o.object);
		o.rec = t->rec[t->f.sym[x->a].rec];
	} else if (below) {
		x = &t->f.val[below];
		o.rec = copy_pointed_record(p, t, below);
		if (!o.rec)
			return;
		if (x->kind == VAL_ADDR)
			eval_struct(p, t, x->a, 0, NULL, &o.base, &o.object);
		else if (x->kind == VAL_PARAM || x->kind == VAL_VAR || x->kind == VAL_FIELD)
			o.base = eval_value(p, t, below, NULL);
	}
	if (!o.rec || (!o.base && !o.object) || !node)
		return;
	ALLOC_GROW(p->overlaid, p->nr_overlaid + 1, p->alloc_overlaid);
	p->overlaid[p->nr_overlaid++] = o;
}

static void apply(struct prog *p, const struct p_overlaid *o)
{
	const struct solver_shape *sh = &p->s.shape;
	uint32_t base = o->object ? prog_object_const(p, o->object) : o->base, i;

	if (o->rec >= sh->nr_rec)
		return;
	p->s.place = o->place;
	for (i = sh->first[o->rec]; i < sh->first[o->rec + 1]; i++) {
		uint32_t field = sh->field[i], filter = p->field[field].filter;

		if (p->field[field].cls != TYPE_FUNC_PTR)
			continue;
		if (o->store)
			solver_store(&p->s, base, field, o->node, filter);
		else
			solver_copy(&p->s, solver_load(&p->s, base, field, filter), o->node);
	}
}

void overlaid_apply(struct prog *p)
{
	uint32_t i;

	for (i = 0; i < p->nr_overlaid; i++)
		apply(p, &p->overlaid[i]);
}
