/* SPDX-License-Identifier: MIT */
#include "element.h"

#include "base/digest.h"
#include "evidence.h"
#include "link.h"
#include "program.h"

uint32_t element_of(struct prog *p, struct tu_map *t, uint32_t v, uint32_t *var)
{
	const struct tu_val *x = &t->f.val[v], *array, *index;

	while (x->kind == VAL_FIELD && !(x->flags & VALF_ARROW))
		x = &t->f.val[x->a];
	if (x->kind != VAL_INDEX || !x->b)
		return 0;
	array = &t->f.val[x->a];
	index = &t->f.val[x->b];
	if (array->kind != VAL_VAR || !(t->f.sym[array->a].flags & SYM_ARRAY) ||
	    index->kind != VAL_CONST || index->num < 0 || index->num >= UINT32_MAX - 1)
		return 0;
	*var = tu_var(p, t, array->a);
	return (uint32_t)index->num + 1;
}

void element_call(struct prog *p, struct tu_map *t, struct p_call *pc, uint32_t v)
{
	uint32_t var, index = element_of(p, t, v, &var);

	if (!index)
		return;
	pc->array = var;
	pc->element = index;
}

/* Is what the initialiser says all there is? */
static int is_kept(const struct p_var *v)
{
	return (v->flags & SYM_DEFINED) && !(v->flags & SYM_WEAK) &&
		((v->flags & SYM_CONST) || (!v->changed && !v->section));
}

static uint64_t element_key(uint32_t var, uint32_t value, uint32_t element)
{
	return digest_mix(idmap_pair(var, value), element);
}

void element_index(struct prog *p)
{
	uint32_t i;

	for (i = 1; i < p->nr_origin; i++) {
		const struct p_origin *o = &p->origin[i];

		if (o->func || !o->element)
			continue;
		++*idmap_put(&p->in_array, idmap_pair(o->var, o->value), 0);
		idmap_put(&p->in_element, element_key(o->var, o->value, o->element), 1);
	}
}

/* Are all places that name it elements of the array that is called from, and not this one? */
static int is_elsewhere(const struct prog *p, const struct p_call *pc, const struct p_bound *b)
{
	const uint32_t *n = idmap_get(&p->in_array, idmap_pair(pc->array, b->value));

	return n && *n == b->nr && b->nr < UINT16_MAX &&
		!idmap_get(&p->in_element, element_key(pc->array, b->value, pc->element));
}

int element_forbids(const struct prog *p, const struct p_call *pc, const struct p_bound *b)
{
	const struct p_origin *o = &p->origin[b->origin];

	if (!pc->element || !b->origin || !is_kept(&p->var[pc->array]))
		return 0;
	return is_elsewhere(p, pc, b) ||
		(b->nr == 1 && !o->func && o->element && o->var == pc->array &&
		 o->element != pc->element);
}
