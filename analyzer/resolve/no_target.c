/* SPDX-License-Identifier: MIT */
#include "no_target.h"

#include "base/xalloc.h"
#include "link.h"
#include "outside.h"
#include "program.h"

static int is_const(const struct prog *p, uint32_t object)
{
	return (p->s.object[object].flags & OBJECT_CONST) != 0;
}

/*
 * Is it proved that nothing is there? Where functions are kept in the field at all, that
 * takes an initialiser which is all there is: of other objects it is only so that no
 * store was seen.
 */
static int is_proved_empty(struct prog *p, const struct p_call *pc)
{
	const struct solver_node *base, *f;
	uint32_t i;

	if (!pc->field)
		return 1;
	if (k_strings_match(&p->k->outside, graph_str(p->g, p->field[pc->field].rec)))
		return 0;
	i = solver_field_read(&p->s, pc->field);
	f = &p->s.node[i];
	for (i = 0; i < f->val.nr; i++)
		if (!value_is_object(f->val.id[i]) && call_takes(p, pc, value_id(f->val.id[i])))
			break;
	if (i == f->val.nr && !f->open)
		return 1;
	if (pc->object)
		return is_const(p, pc->object);
	base = &p->s.node[pc->base];
	if (!pc->base || base->open)
		return 0;
	for (i = 0; i < base->val.nr; i++)
		if (value_is_object(base->val.id[i]) && !is_const(p, value_id(base->val.id[i])))
			return 0;
	return 1;
}

/* What a union's other members hold was looked at, but what they hold of another type
 * is not called; of some it is not known where they are. */
static int union_may_hold(struct prog *p, uint32_t field)
{
	return (p->field[field].in_union && !p->field[field].size) ||
		solver_others_hold(&p->s, field);
}

/* Modules bring these along, from wherever they are loaded. */
static int is_of_modules(const struct prog *p, uint32_t field)
{
	size_t i;

	for (i = 0; i < p->k->module_fields.nr; i++)
		if (prog_field_is(p, field, p->k->module_fields.p[i].value))
			return 1;
	return 0;
}

/* Does a struct of another type have a function where the field is, which could be called? */
static int holds_there(struct prog *p, const struct p_call *pc, uint32_t object)
{
	const struct solver_shape *sh = &p->s.shape;
	const struct solver_object *o = &p->s.object[object];
	uint32_t rec = o->rec, i, j, n;

	if (!rec || rec >= sh->nr_rec || (o->flags & OBJECT_SLOT) || rec == p->field[pc->field].rec)
		return 0;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		uint32_t f = sh->field[i];

		if (p->field[f].cls != TYPE_FUNC_PTR || !sh->size[f] ||
		    sh->offset[f] != sh->offset[pc->field])
			continue;
		n = solver_field_node(&p->s, f, p->field[f].filter);
		for (j = 0; j < p->s.node[n].val.nr; j++)
			if (!value_is_object(p->s.node[n].val.id[j]) &&
			    call_takes(p, pc, value_id(p->s.node[n].val.id[j])))
				return 1;
	}
	return 0;
}

/* Does the pointer that is called through come from one to a struct of another type? */
static int is_cast(struct prog *p, const struct p_call *pc)
{
	uint32_t i, l, base = pc->base;

	if (pc->object)
		return holds_there(p, pc, pc->object);
	for (i = 0; base && i < p->s.node[base].val.nr; i++)
		if (value_is_object(p->s.node[base].val.id[i]) &&
		    holds_there(p, pc, value_id(p->s.node[base].val.id[i])))
			return 1;
	for (l = base ? p->s.node[base].pred : 0; l; l = p->s.link[l].next) {
		const struct idlist *val = &p->s.node[p->s.link[l].node].val;

		for (i = 0; i < val->nr; i++)
			if (value_is_object(val->id[i]) && holds_there(p, pc, value_id(val->id[i])))
				return 1;
	}
	return 0;
}

/* Structs of which one is overwritten by bytes that nothing is known of. */
void no_target_init(struct emit *em)
{
	const struct solver *s = &em->p->s;
	uint32_t i;

	em->nr_rec = (uint32_t)em->p->g->str.nr;
	em->overwritten = xcalloc(em->nr_rec + 1, 1);
	for (i = 1; i < s->nr_object; i++)
		if (s->object[i].flags & OBJECT_OPEN)
			em->overwritten[s->object[i].rec] = 1;
}

static int is_overwritten(const struct emit *em, uint32_t field)
{
	uint32_t rec = em->p->field[field].rec;

	return rec && rec < em->nr_rec && em->overwritten[rec];
}

/* Empty is only what all stores are known of. */
void no_target(const struct emit *em, const struct p_call *pc, struct g_site *site,
		      int left_to_others)
{
	struct prog *p = em->p;

	site->why = outside_why(p, pc->node);
	if (!site->why && p->db->is_kernel && prog_is_own_program(p, pc->caller))
		site->why = strtab_add(&p->g->str,
				       "in a program of its own that is linked with what was not read");
	if (!site->why && p->partial)
		site->why = strtab_add(&p->g->str, "only a part of the tree was read");
	if (!site->why && pc->field && is_of_modules(p, pc->field))
		site->why = strtab_add(&p->g->str, "a module that is loaded sets it");
	if (!site->why && pc->field && union_may_hold(p, pc->field))
		site->why = strtab_add(&p->g->str, "another member of a union may have been stored");
	if (!site->why && left_to_others)
		site->why = strtab_add(&p->g->str, "what is stored there is left to others, by knowledge");
	if (!site->why && pc->field && is_overwritten(em, pc->field))
		site->why = strtab_add(&p->g->str,
				       "bytes that nothing is known of are copied over such a struct");
	if (!site->why && pc->field && p->field[pc->field].size && is_cast(p, pc))
		site->why = strtab_add(&p->g->str, "a struct of another type is called through");
	if (!site->why && pc->by_number)
		site->why = strtab_add(&p->g->str, "a number is called, and numbers are not followed everywhere");
	if (!site->why && !is_proved_empty(p, pc))
		site->why = strtab_add(&p->g->str,
				       "of this object no store is known, but it may have been filled");
	site->cls = site->why ? GC_UNRESOLVED : GC_EMPTY;
	site->rule = site->why ? GR_NONE : GR_EMPTY;
}
