/* SPDX-License-Identifier: MIT */
/*
 * A chain is a list of structs that hold a callback each, reached by the
 * address of its head: notifier_chain_register() puts one on it,
 * notifier_call_chain() calls them all (kernel/notifier.c). The lists of all
 * heads are linked by the same code through the same field, so that the
 * solver finds all of them on each. Which is on which is read from the calls:
 * head and struct are followed through the parameters of those that hand them
 * on, as callbacks are (clones.c).
 */
#include <stdio.h>

#include "base/xalloc.h"
#include "chains.h"
#include "link.h"
#include "program.h"
#include "solver_p.h"

struct chain_rule {		/* a pair of knowledge.chains */
	unsigned head, item;	/* arguments, from 1; item 0: what is on the chain is called */
	char field[128];	/* that holds the callback */
};

static int read_rule(const char *text, struct chain_rule *r)
{
	return sscanf(text, "%u %u %127s", &r->head, &r->item, r->field) == 3 &&
		r->head && r->head <= 64 && r->item <= 64 ? 0 : -1;
}

static int rule_of(const struct prog *p, uint32_t func, struct chain_rule *r)
{
	unsigned n = p->func[func].chain;

	return n ? read_rule(p->k->chains.p[n - 1].value, r) : -1;
}

void chains_prepare(struct prog *p)
{
	struct chain_rule r;
	uint32_t i;
	size_t k;

	for (i = 1; p->k->chains.nr && i < p->nr_func; i++) {
		struct p_func *f = &p->func[i];

		if (!(p->g->func[i].flags & GF_DEFINED))
			continue;
		for (k = 0; k < p->k->chains.nr && k < UINT8_MAX; k++) {
			if (strcmp(p->k->chains.p[k].key, graph_str(p->g, p->g->func[i].name)) != 0 ||
			    read_rule(p->k->chains.p[k].value, &r))
				continue;
			f->chain = (uint8_t)(k + 1);
			f->heads = 1ull << (r.head - 1);
			f->items = r.item ? 1ull << (r.item - 1) : 0;
		}
	}
}

/* An object in another counts as all that are in that field. */
static uint32_t group_of(const struct prog *p, uint32_t object)
{
	return p->s.object[object].embedded ? p->s.object[object].embedded : object;
}

/* ---- what is on which ---------------------------------------------------------------- */

static void put_on(struct chains *ch, uint32_t head, uint32_t items)
{
	const struct p_set *s = &ch->c->e.set[items];
	uint32_t i;

	if (!items)
		idmap_put(&ch->open, head, 1);
	for (i = 0; items && i < s->nr; i++) {
		uint32_t v = ch->c->e.bound[s->first + i].value;

		if (value_is_object(v))
			idmap_put(&ch->pairs, idmap_pair(head, group_of(ch->p, value_id(v))), 1);
	}
}

static void put_on_all(struct chains *ch, uint32_t heads, uint32_t items)
{
	const struct p_set *s = &ch->c->e.set[heads];
	uint32_t i;

	if (!heads)
		put_on(ch, 0, items);
	for (i = 0; heads && i < s->nr; i++) {
		uint32_t v = ch->c->e.bound[s->first + i].value;

		if (value_is_object(v))
			put_on(ch, group_of(ch->p, value_id(v)), items);
	}
}

/* Plain contexts are there of every function: which are really come to? Where a chain's
 * function is called with something unknown, but not by one that merely hands it on. */
static uint8_t *find_entered(struct prog *p, struct clones *c)
{
	uint8_t *entered = xcalloc(c->nr_ctx + 1, 1);
	uint32_t i, j;
	int more = 1;

	while (more) {
		more = 0;
		for (i = 1; i < c->nr_ctx; i++) {
			uint32_t func = c->ctx[i].func;
			const struct p_func *f = &p->func[func];

			if (i == c->first[func] && (f->heads | f->items) && !entered[i])
				continue;
			for (j = 0; j < f->nr_calls; j++) {
				const struct p_call *pc = &p->call[f->call + j];
				uint32_t to = pc->callee ? prog_landing(p, pc->callee) : 0, x;

				if (!to || !(p->func[to].heads | p->func[to].items))
					continue;
				x = clones_enter(p, c, i, pc, pc->callee);
				more |= !entered[x];
				entered[x] = 1;
			}
		}
	}
	return entered;
}

static void find_pairs(struct chains *ch)
{
	struct clones *c = ch->c;
	uint8_t *entered = find_entered(ch->p, c);
	struct chain_rule r;
	uint32_t i;

	for (i = 1; i < c->nr_ctx; i++)
		if (entered[i] && !rule_of(ch->p, c->ctx[i].func, &r) && r.item)
			put_on_all(ch, clones_param(ch->p, c, i, r.head - 1),
				   clones_param(ch->p, c, i, r.item - 1));
	free(entered);
}

/* ---- what holds a function ------------------------------------------------------------- */

static void add_holder(struct chains *ch, uint32_t func, uint32_t object)
{
	uint32_t *first = idmap_put(&ch->holders, func, 0);

	ALLOC_GROW(ch->holder, ch->nr_holder + 1, ch->alloc_holder);
	ch->holder[ch->nr_holder] = (struct chain_holder){ group_of(ch->p, object), *first };
	*first = ++ch->nr_holder;
}

static void find_holders(struct chains *ch, uint32_t field)
{
	struct solver *s = &ch->p->s;
	uint32_t i, j, nr = s->nr_object, cell;

	for (i = 1; i < nr; i++) {
		if (s->object[i].rec != ch->p->field[field].rec || (s->object[i].flags & OBJECT_TEMP))
			continue;
		cell = solver_cell(s, i, field, 0);
		for (j = 0; cell && j < s->node[cell].val.nr; j++)
			if (!value_is_object(s->node[cell].val.id[j]))
				add_holder(ch, value_id(s->node[cell].val.id[j]), i);
	}
	cell = solver_dynamic(s, field);
	for (j = 0; j < s->node[cell].val.nr; j++)
		if (!value_is_object(s->node[cell].val.id[j]))
			idmap_put(&ch->anywhere, value_id(s->node[cell].val.id[j]), 1);
}

void chains_init(struct chains *ch, struct prog *p, struct clones *c)
{
	uint32_t i, first = 0;
	struct chain_rule r;
	size_t k;

	memset(ch, 0, sizeof(*ch));
	ch->p = p;
	ch->c = c;
	for (i = 1; i < p->nr_func && !first; i++)
		first = p->func[i].chain ? i : 0;
	if (!first)
		return;
	find_pairs(ch);
	for (i = 1; i < p->nr_field; i++)
		for (k = 0; k < p->k->chains.nr; k++)
			if (!read_rule(p->k->chains.p[k].value, &r) && r.item && prog_field_is(p, i, r.field))
				find_holders(ch, i);
}

void chains_release(struct chains *ch)
{
	idmap_release(&ch->pairs);
	idmap_release(&ch->open);
	idmap_release(&ch->holders);
	idmap_release(&ch->anywhere);
	free(ch->holder);
}

/* ---- what is called -------------------------------------------------------------------- */

static int is_on(const struct chains *ch, uint32_t head, uint32_t func)
{
	const uint32_t *first = idmap_get(&ch->holders, func);
	uint32_t i;

	if (idmap_get(&ch->open, head))
		return 1;
	for (i = first ? *first : 0; i; i = ch->holder[i - 1].next)
		if (idmap_get(&ch->pairs, idmap_pair(head, ch->holder[i - 1].object)))
			return 1;
	return 0;
}

int chains_forbid(const struct chains *ch, uint32_t ctx, const struct p_call *pc, uint32_t func)
{
	struct chain_rule r;
	const struct p_set *s;
	uint32_t set, i;

	if (!pc->field || rule_of(ch->p, pc->caller, &r) || r.item ||
	    !prog_field_is(ch->p, pc->field, r.field) || !idmap_get(&ch->holders, func) ||
	    idmap_get(&ch->anywhere, func) || is_on(ch, 0, func))
		return 0;
	set = clones_param(ch->p, ch->c, ctx, r.head - 1);
	s = &ch->c->e.set[set];
	for (i = 0; set && i < s->nr; i++) {
		uint32_t v = ch->c->e.bound[s->first + i].value;

		if (!value_is_object(v) || is_on(ch, group_of(ch->p, value_id(v)), func))
			return 0;
	}
	return set && s->nr;
}
