/* SPDX-License-Identifier: MIT */
/* The conditions that calls and stores stand under, from a TU to the graph. */
#include <stdio.h>

#include "base/xalloc.h"
#include "eval.h"
#include "guards.h"
#include "model/rare.h"
#include "link.h"
#include "prog.h"
#include "program.h"
#include "scalars.h"

/*
 * Which constants of a TU stand in one piece: guards that share some have them
 * from one switch, and share them in the graph too. By constant, where its piece
 * begins.
 */
static void find_pieces(struct tu_map *t)
{
	const struct tu_facts *f = &t->f;
	uint32_t i, nr = f->nr_gconst, *joined = xcalloc(nr + 1, sizeof(*joined));
	int32_t open = 0;

	t->piece = xcalloc(nr + 1, sizeof(*t->piece));
	t->gconst = xcalloc(nr + 1, sizeof(*t->gconst));
	for (i = 1; i < f->nr_guard; i++) {	/* +1 where a range begins, -1 at its last */
		if (f->guard[i].nr < 2)
			continue;
		joined[f->guard[i].first]++;
		joined[f->guard[i].first + f->guard[i].nr - 1]--;
	}
	for (i = 0; i < nr; i++) {
		t->piece[i] = i && open > 0 ? t->piece[i - 1] : i;
		open += (int32_t)joined[i];
	}
	free(joined);
}

static uint32_t constant_name(struct prog *p, struct tu_map *t, uint32_t i)
{
	const struct tu_val *v = &t->f.val[t->f.gconst[i]];
	char num[32];

	if (v->a)
		return tu_str(p, t, v->a);
	snprintf(num, sizeof(num), "%lld", (long long)v->num);
	return strtab_add(&p->g->str, num);
}

/* Where the constants of a range begin in the graph. */
static uint32_t guard_consts(struct prog *p, struct tu_map *t, uint32_t first)
{
	uint32_t i;

	if (!t->piece)
		find_pieces(t);
	if (t->gconst[first])
		return t->gconst[first];
	for (i = t->piece[first]; i < t->f.nr_gconst && t->piece[i] == t->piece[first]; i++)
		t->gconst[i] = graph_add_constant(p->g, constant_name(p, t, i));
	return t->gconst[first];
}

uint32_t field_name(struct prog *p, uint32_t field)
{
	uint32_t slot = prog_field_slot(p, field);

	return p->g->slot[slot].name;
}

static uint32_t guard_subject(struct prog *p, struct tu_map *t, uint32_t v)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	if (!v)
		return 0;
	v = eval_trace(t, v);	/* of a copy: what it is a copy of */
	if (t->f.val[v].kind == VAL_FIELD)
		return field_name(p, tu_field(p, t, t->f.val[v].b));
	facts_val_text(&t->f, v, &sb);
	id = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

/* How many values the cases of each switch name. */
static void find_cases(struct tu_map *t)
{
	struct idmap seen = IDMAP_INIT;
	uint32_t i;

	for (i = 1; i < t->f.nr_guard; i++) {
		const struct tu_guard *g = &t->f.guard[i];
		uint32_t *first = (g->flags & GUARDF_CASE) && (g->rel == GUARD_EQ || g->rel == GUARD_IN) ?
			idmap_put(&seen, idmap_pair(g->first, g->nr), 0) : NULL;

		if (first && !*first) {
			*first = 1;
			*idmap_put(&t->cases, idmap_pair(g->parent, g->subject), 0) += g->nr;
		}
	}
	idmap_release(&seen);
	t->has_cases = 1;
}

/* How surprising the condition is, in units of GW_ONE to a bit. */
static uint16_t price_of(const struct prog *p, struct tu_map *t, const struct tu_guard *tg,
			 const struct g_guard *n)
{
	uint32_t *cases = NULL;
	double bits;

	if (tg->flags & GUARDF_CASE) {
		if (!t->has_cases)
			find_cases(t);
		cases = idmap_get(&t->cases, idmap_pair(tg->parent, tg->subject));
	}
	bits = guard_bits(p->g, p->k, n, cases ? *cases : 0);
	return bits * GW_ONE < GW_COUNT ? (uint16_t)(bits * GW_ONE + 0.5) : GW_COUNT;
}

uint32_t guard_import(struct prog *p, struct tu_map *t, uint32_t id)
{
	const struct tu_guard *tg = &t->f.guard[id];
	struct graph *g = p->g;
	struct g_guard n;

	if (!id || t->guard[id])
		return t->guard[id];
	memset(&n, 0, sizeof(n));
	n.parent = guard_import(p, t, tg->parent);
	n.text = tu_str(p, t, tg->text);
	n.line = tg->line;
	n.subject = guard_subject(p, t, tg->subject);
	n.consts = tg->nr ? guard_consts(p, t, tg->first) : 0;
	n.nr_consts = tg->nr;
	n.rel = tg->rel;
	n.flags = tg->flags;
	n.mask = scalar_mask(t, tg);
	ALLOC_GROW(g->guard, g->nr_guard + 1, g->alloc_guard);
	g->guard[g->nr_guard] = n;
	ALLOC_GROW(p->guard_price, g->nr_guard + 1, p->alloc_guard_price);
	p->guard_price[g->nr_guard] = price_of(p, t, tg, &n);
	return t->guard[id] = g->nr_guard++;
}

uint16_t guard_weight(const struct prog *p, uint32_t guard)
{
	unsigned w = 0, rare = 0;

	for (; guard; guard = p->g->guard[guard].parent) {
		uint8_t fl = p->g->guard[guard].flags;

		if (fl & GUARDF_UNLIKELY)
			rare |= GW_UNLIKELY;
		else if (guard_in_error(fl))
			rare |= GW_ERROR;
		else if (fl & GUARDF_GOTO)
			rare |= GW_GOTO;
		else
			w += p->guard_price[guard];
		if (!(fl & GUARDF_EARLY) && guard_is_rare(p->g, p->k, &p->g->guard[guard]))
			rare |= GW_RARE;
	}
	return (uint16_t)((w < GW_COUNT ? w : GW_COUNT) | rare);
}
