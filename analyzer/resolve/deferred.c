/* SPDX-License-Identifier: MIT */
/* Started-by edges: who arms, queues, spawns or registers deferred work. */
#include "base/xalloc.h"
#include "callgraph.h"
#include "clones.h"
#include "deferred.h"
#include "evidence.h"
#include "link.h"
#include "mechanism.h"
#include "prog.h"
#include "program.h"
#include "set_up.h"
#include "why.h"

static unsigned started_kind(struct prog *p, const struct p_bound *b, unsigned mech)
{
	if (b->registrar && p->k->mechanism[b->registrar - 1].deferred)
		return mech_kind(p, b->registrar);
	return mech_kind(p, b->mechanism && p->k->mechanism[b->mechanism - 1].deferred ?
			 b->mechanism : mech);
}

static void start(struct emit *em, const struct p_bound *b, uint32_t site, uint32_t slot,
		  uint32_t node, unsigned mech, unsigned rule, unsigned wguard)
{
	struct prog *p = em->p;
	uint32_t to;

	if (value_is_object(b->value))
		return;
	to = em->c->first[prog_landing(p, value_id(b->value))];
	emit_edge(em, to, site, evidence_record(p, b, slot,
		  why_step(&em->why, node, b->value, b->origin)), started_kind(p, b, mech), rule,
		  GE_STARTED_BY | (em->setting_up ? GE_SET_UP : 0), wguard);
}

static void start_all(struct emit *em, uint32_t set, uint32_t site, uint32_t slot,
		      uint32_t node, unsigned mech, unsigned rule, unsigned wguard)
{
	uint32_t i;

	for (i = 0; i < em->c->e.set[set].nr; i++) {
		struct p_bound b = em->c->e.bound[em->c->e.set[set].first + i];

		start(em, &b, site, slot, node, mech, rule, wguard);
	}
}

/* Does the function itself call what starts such work, too? */
static int starts(const struct prog *p, uint32_t func, unsigned mech)
{
	const struct p_func *f = &p->func[func];
	uint32_t i;

	for (i = f->call; i < f->call + f->nr_calls; i++)
		if (p->call[i].callee && p->func[p->call[i].callee].starter == mech)
			return 1;
	return 0;
}

void deferred_registrations(struct emit *em)
{
	struct prog *p = em->p;
	uint32_t func = em->c->ctx[em->ctx].func, r;

	for (r = p->func[func].reg; r; r = p->reg[r].next) {
		const struct p_reg *reg = &p->reg[r];
		uint32_t set = 0, slot = 0;
		unsigned rule = GR_CALL_SITE;

		if (reg->param) {
			set = clones_param(p, em->c, em->ctx, reg->param - 1u);
			slot = prog_param_slot(p, func, reg->param - 1u);
		}
		if (!set) {
			set = evidence_of_node(p, &em->c->e, reg->node);
			rule = reg->param ? GR_SLOT : GR_KNOWLEDGE;
		}
		em->setting_up = p->k->mechanism[reg->mechanism - 1].starters.nr &&
			!starts(p, func, reg->mechanism);
		start_all(em, set, reg->site, slot, reg->node, reg->mechanism, rule, reg->wguard);
		em->setting_up = 0;
	}
}

/* What is kept in `field`, or rather what was put there just before. */
static void start_kept(struct emit *em, uint32_t set, const struct p_call *pc, uint32_t field,
		       uint32_t cell, unsigned mech)
{
	struct prog *p = em->p;
	uint32_t i;

	for (i = 0; i < em->c->e.set[set].nr; i++) {
		struct p_bound b = em->c->e.bound[em->c->e.set[set].first + i];

		if (!set_up_forbids(p, pc, b.value))
			start(em, &b, pc->site, prog_field_slot(p, field), cell, mech,
			      GR_TWO_LAYER, pc->wguard);
	}
}

/* The functions kept in the mechanism's fields of `object`, or of a struct
 * that it holds. */
static void start_object(struct emit *em, uint32_t object, const struct p_call *pc,
			 unsigned mech, unsigned depth)
{
	struct prog *p = em->p;
	uint32_t child, i, set;

	for (i = 0; i < em->nr_mfield; i++) {
		uint32_t f = em->mfield[i], cell;

		if (p->field[f].mechanism != mech || p->field[f].rec != p->s.object[object].rec)
			continue;
		cell = solver_cell(&p->s, object, f, 0);
		if (!cell)
			continue;
		set = evidence_of_node(p, &em->c->e, cell);
		if (evidence_has_others(&em->c->e, set, mech))
			set = evidence_by(p, &em->c->e, cell, mech);
		start_kept(em, set, pc, f, cell, mech);
	}
	if (depth)
		for (child = p->s.object[object].child; child; child = p->s.object[child].sibling)
			start_object(em, child, pc, mech, depth - 1);
}

/* open_softirq(NET_RX_SOFTIRQ, f) … raise_softirq(NET_RX_SOFTIRQ): the same
 * constant names what was registered. */
static void start_constant(struct emit *em, uint32_t text, const struct p_call *pc,
			   unsigned mech)
{
	struct prog *p = em->p;
	uint32_t i, j;

	for (i = em->by_mech[mech]; i; i = em->mech_next[i - 1]) {
		const struct p_call *reg = &p->call[i - 1];
		int same = 0;

		for (j = 0; j < reg->nr_args; j++)
			same |= p->arg[reg->arg + j].text == text;
		for (j = 0; same && j < reg->nr_args; j++) {
			struct p_bound b = { .nr = 1 };

			b.origin = p->arg[reg->arg + j].origin;
			if (!b.origin)
				continue;
			b.value = p->origin[b.origin].value;
			start(em, &b, pc->site, 0, p->arg[reg->arg + j].node, mech, GR_KNOWLEDGE, pc->wguard);
		}
	}
}

void deferred_call(struct emit *em, const struct p_call *pc)
{
	struct prog *p = em->p;
	unsigned mech = p->func[pc->callee].starter, reg = p->func[pc->callee].mechanism;
	uint32_t landing = prog_landing(p, pc->callee), i, j, set;

	for (i = 0; mech && i < pc->nr_args; i++) {
		const struct p_arg *a = &p->arg[pc->arg + i];

		if (a->text)
			start_constant(em, a->text, pc, mech);
		if (!a->node || (a->param && p->func[pc->caller].starter))
			continue;	/* a starter inside a starter: who calls it starts */
		set = a->param ? clones_param(p, em->c, em->ctx, a->param - 1u) : 0;
		if (!set)
			set = evidence_of_node(p, &em->c->e, a->node);
		for (j = 0; j < em->c->e.set[set].nr; j++) {
			uint32_t v = em->c->e.bound[em->c->e.set[set].first + j].value;

			if (value_is_object(v) && !(p->s.object[value_id(v)].flags & OBJECT_SLOT))
				start_object(em, value_id(v), pc, mech, 2);
		}
	}
	if (!reg || (p->g->func[landing].flags & GF_DEFINED))
		return;
	for (i = 0; i < pc->nr_args; i++) {	/* a registrar without a body to go into */
		const struct p_arg *a = &p->arg[pc->arg + i];

		if (!a->node)
			continue;
		set = a->param ? clones_param(p, em->c, em->ctx, a->param - 1u) : 0;
		if (!set)
			set = evidence_of_node(p, &em->c->e, a->node);
		start_all(em, set, pc->site, prog_param_slot(p, landing, i), a->node, reg,
			  GR_KNOWLEDGE, pc->wguard);
	}
}
