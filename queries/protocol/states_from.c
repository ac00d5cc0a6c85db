/* SPDX-License-Identifier: MIT */
/* From which states: what conditions, earlier stores and callers say. */
#include "states_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/facts.h"
#include "queries/fold.h"

#define MAX_CALLERS 3		/* how far up callers are asked for a state */

const char *states_str(const struct states *s, uint32_t id)
{
	return id & OWN ? strtab_str(&s->own, id & ~OWN) : graph_str(s->g, id);
}

int states_same(const struct states *s, uint32_t a, uint32_t b)
{
	return a == b || !strcmp(states_str(s, a), states_str(s, b));
}

static int has(const struct states *s, const struct state_set *n, uint32_t id)
{
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		if (states_same(s, n->id[i], id))
			return 1;
	return 0;
}

static void put(const struct states *s, struct state_set *n, uint32_t id)
{
	if (n->nr < MAX_NAMES && !has(s, n, id))
		n->id[n->nr++] = id;
}

/* ---- guards ------------------------------------------------------------------------ */

static const struct k_pair *mask_prefix(const struct states *s, const char *text, size_t len)
{
	size_t i, n;

	for (i = 0; i < s->k->state_masks.nr; i++) {
		n = strlen(s->k->state_masks.p[i].key);
		if (len > n && !strncmp(text, s->k->state_masks.p[i].key, n))
			return &s->k->state_masks.p[i];
	}
	return NULL;
}

static const char *const_name(const struct states *s, const struct g_guard *gu, uint32_t i)
{
	return i < gu->nr_consts ? graph_str(s->g, graph_constant(s->g, gu->consts + i)->name) : "";
}

/* Are its constants bits 1 << VALUE, by knowledge? */
static int stands_for(const struct states *s, const struct g_guard *gu)
{
	const char *text = const_name(s, gu, 0);

	text += strspn(text, "( ");
	return mask_prefix(s, text, strcspn(text, ",|() ")) != NULL;
}

/* "TCPF_LISTEN" is the bit of TCP_LISTEN, by knowledge. */
static uint32_t state_name(struct states *s, const char *text, size_t len)
{
	const struct k_pair *p = mask_prefix(s, text, len);
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;

	if (p) {
		strbuf_addstr(&sb, p->value);
		strbuf_add(&sb, text + strlen(p->key), len - strlen(p->key));
	} else {
		strbuf_add(&sb, text, len);
	}
	id = strtab_addn(&s->own, sb.buf, sb.len) | OWN;
	strbuf_release(&sb);
	return id;
}

static void named_consts(struct states *s, const struct g_guard *gu, struct state_set *out)
{
	uint32_t i;

	out->nr = 0;
	for (i = 0; i < gu->nr_consts; i++) {
		const char *text = const_name(s, gu, i);

		while (*text) {		/* "TCP_CLOSE", "(TCPF_CLOSE | TCPF_LISTEN)" */
			size_t n = strcspn(text, ",|() ");

			if (n)
				put(s, out, state_name(s, text, n));
			text += n + (text[n] != 0);
		}
	}
}

/* The values that have one of these bits; each bit must be of some value. */
static int values_of_mask(struct states *s, uint16_t mask, struct state_set *out)
{
	uint32_t i, seen = 0;

	out->nr = 0;
	for (i = 0; i < s->nr_val; i++)
		if (s->val[i].num & mask) {
			put(s, out, s->val[i].name);
			seen |= s->val[i].num;
		}
	return out->nr && !(mask & ~seen & s->bits);
}

static void consts(struct states *s, const struct g_guard *gu, struct state_set *out)
{
	if (gu->mask && values_of_mask(s, gu->mask, out) && !stands_for(s, gu))
		return;
	named_consts(s, gu, out);
}

static int about_state(const struct states *s, const struct g_guard *gu)
{
	uint32_t i;

	for (i = 0; gu->subject && i < s->res->nr_slots; i++)
		if (gu->subject == graph_slot(s->g, s->res->slot[i])->name)
			return 1;
	return 0;
}

int states_only(const struct states *s, struct state_from *f, const struct state_set *n)
{
	struct state_set left = { .nr = 0 };
	uint32_t i;

	for (i = 0; i < n->nr; i++)
		if (f->known ? has(s, &f->is, n->id[i]) : !has(s, &f->is_not, n->id[i]))
			left.id[left.nr++] = n->id[i];
	if (!left.nr)
		return 0;
	f->known = 1;
	f->is = left;
	return 1;
}

static void except(const struct states *s, struct state_from *f, const struct state_set *n)
{
	struct state_set left = { .nr = 0 };
	uint32_t i;

	for (i = 0; i < f->is.nr; i++)
		if (!has(s, n, f->is.id[i]))
			left.id[left.nr++] = f->is.id[i];
	if (f->known && !left.nr)
		return;
	f->is = left;
	for (i = 0; i < n->nr; i++)
		put(s, &f->is_not, n->id[i]);
}

void states_ask_guards(struct states *s, uint32_t guard, struct state_from *f)
{
	const struct g_guard *gu;
	struct state_set n;

	for (; guard; guard = gu->parent) {
		gu = graph_guard(s->g, guard);
		if (!about_state(s, gu))
			continue;
		consts(s, gu, &n);
		switch ((enum guard_rel)gu->rel) {
		case GUARD_EQ: case GUARD_IN: case GUARD_ANY_BIT:
			states_only(s, f, &n);
			break;
		case GUARD_NE: case GUARD_NOT_IN: case GUARD_NO_BIT:
			except(s, f, &n);
			break;
		default:
			break;
		}
	}
}

int states_unconditional(const struct states *s, uint32_t guard)
{
	for (; guard; guard = graph_guard(s->g, guard)->parent) {
		const struct g_guard *gu = graph_guard(s->g, guard);

		if (!(gu->flags & GUARDF_EARLY) && !about_state(s, gu))
			return 0;
	}
	return 1;
}

/* ---- what the values are called ------------------------------------------------------ */

static void add_value(struct states *s, uint32_t name, uint32_t num)
{
	uint32_t i;

	for (i = 0; i < s->nr_val; i++)
		if (states_same(s, s->val[i].name, name))
			return;
	ALLOC_GROW(s->val, s->nr_val + 1, s->alloc_val);
	s->val[s->nr_val++] = (struct state_value){ name, num };
}

/* ~FLAG names no bits of its own. */
static int is_inverted(const struct states *s, const struct g_guard *gu)
{
	return gu->nr_consts && *graph_str(s->g, graph_constant(s->g, gu->consts)->name) == '~';
}

static int cmp_value(const void *a, const void *b)
{
	const struct state_value *x = a, *y = b;

	return x->num < y->num ? -1 : x->num > y->num;
}

static int one_bit(uint32_t mask)
{
	return mask && !(mask & (mask - 1));
}

/* What the field's values are called: by what is stored, and by the single bits that
 * conditions ask for. */
void states_name_values(struct states *s)
{
	const struct graph *g = s->g;
	uint32_t i, guard;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);

		if (s->slot[v->slot] && v->is_const && v->op == STORE_SET && v->num >= 0)
			add_value(s, v->name, (uint32_t)v->num);
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);

		if (s->slot[a->slot] && a->kind == VAL_CONST && a->num >= 0 &&
		    strspn(graph_str(g, a->text), "0123456789") == 0)
			add_value(s, a->text, (uint32_t)a->num);
	}
	for (i = 0; i < s->nr; i++)
		for (guard = s->p[i].guard; guard; guard = graph_guard(g, guard)->parent)
			if (about_state(s, graph_guard(g, guard)) && !is_inverted(s, graph_guard(g, guard)))
				s->bits |= graph_guard(g, guard)->mask;
	for (i = 1; s->bits && i < g->nr_guard; i++) {
		const struct g_guard *gu = graph_guard(g, i);

		if (one_bit(gu->mask) && about_state(s, gu) && gu->nr_consts == 1 &&
		    !strpbrk(const_name(s, gu, 0), ",|(&~ "))
			add_value(s, graph_constant(g, gu->consts)->name, gu->mask);
	}
	if (s->nr_val)
		qsort(s->val, s->nr_val, sizeof(*s->val), cmp_value);
}

/* ---- the states that a place can come from ------------------------------------------------ */

/* Does whatever stands under `guard` stand under what `outer` does, too? Who
 * comes later has passed its early leaves. */
static int is_outer(const struct graph *g, uint32_t outer, uint32_t guard)
{
	while (outer && (graph_guard(g, outer)->flags & GUARDF_EARLY))
		outer = graph_guard(g, outer)->parent;
	for (; outer && guard; guard = graph_guard(g, guard)->parent)
		if (graph_guard(g, guard)->line == graph_guard(g, outer)->line &&
		    graph_guard(g, guard)->text == graph_guard(g, outer)->text &&
		    graph_guard(g, guard)->flags == graph_guard(g, outer)->flags)
			return 1;
	return !outer;
}

/* Does one stand where a condition holds, and the other where it does not? */
static int exclude_each_other(const struct graph *g, uint32_t a, uint32_t b)
{
	uint32_t other;

	for (; a; a = graph_guard(g, a)->parent)
		for (other = b; other; other = graph_guard(g, other)->parent) {
			const struct g_guard *x = graph_guard(g, a), *y = graph_guard(g, other);

			if (x->line == y->line && x->text == y->text &&
			    ((x->flags ^ y->flags) & GUARDF_NEGATED))
				return 1;
		}
	return 0;
}

/* May the field be set between line `from` (0: the function's first) and `p`, but by `not_by`? */
static int may_change(const struct states *s, const struct state_place *p, uint32_t from,
		      const struct state_place *not_by)
{
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		const struct state_place *q = &s->p[i];

		if (q != not_by && q->func == p->func && q->file == p->file && q->line >= from &&
		    q->line < p->line && !exclude_each_other(s->g, q->guard, p->guard))
			return 1;
	}
	return 0;
}

/* The last store before it in the same function that is always passed on the
 * way: inet_csk_listen_start() stores TCP_LISTEN, then may take it back. */
static const struct state_place *earlier(const struct states *s, const struct state_place *p)
{
	const struct state_place *best = NULL;
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		const struct state_place *q = &s->p[i];

		if (q->func == p->func && q->file == p->file && q->line < p->line && q->constant &&
		    p->op == STORE_SET && q->op == STORE_SET &&
		    !q->helper && !q->key && is_outer(s->g, q->guard, p->guard) &&
		    (!best || q->line > best->line))
			best = q;
	}
	/* "state" may be one of two, and a store that is not always passed may come later */
	return best && !may_change(s, p, best->line, best) ? best : NULL;
}

/* What a call site knows; by its own guards, else by its function's callers. */
static void ask_site(struct states *s, uint32_t site, struct state_from *f, unsigned depth)
{
	memset(f, 0, sizeof(*f));
	states_ask_guards(s, graph_site(s->g, site)->guard, f);
	if (!f->known && depth < MAX_CALLERS)
		states_ask_callers(s, graph_site(s->g, site)->func, f, depth + 1);
}

void states_ask_callers(struct states *s, uint32_t func, struct state_from *f, unsigned depth)
{
	const struct graph *g = s->g;
	const struct g_func *fn = graph_func(g, func);
	struct state_set all = { .nr = 0 };
	uint32_t n, i, j, calls = 0, last = 0, *busy = idmap_put(&s->busy, func, 0);

	if (*busy)
		return;
	*busy = 1;
	for (n = fn->node; n < fn->node + fn->nr_nodes; n++)
		for (i = graph_node(g, n)->in; i < graph_node(g, n)->in + graph_node(g, n)->nr_in; i++) {
			const struct g_edge *e = graph_edge(g, graph_in_edge(g, i));
			struct state_from one;

			if (e->site == last && calls)
				continue;
			last = e->site;
			if (++calls > 64)
				goto out;
			if (s->reached && !s->reached[edge_caller(g, e)])
				continue;
			ask_site(s, e->site, &one, depth);
			if (!one.known || (e->flags & (GE_STARTED_BY | GE_EXECUTED_BY)))
				goto out;
			for (j = 0; j < one.is.nr; j++)
				put(s, &all, one.is.id[j]);
		}
	if (calls && all.nr)
		states_only(s, f, &all);
out:
	*idmap_put(&s->busy, func, 0) = 0;
}

void states_find_from(struct states *s)
{
	uint32_t i;

	for (i = 0; i < s->nr; i++) {
		struct state_place *p = &s->p[i];
		const struct state_place *before;
		struct state_set one;

		states_ask_guards(s, p->guard, &p->from);
		if (p->key) {
			one.nr = 0;
			put(s, &one, p->key);
			states_only(s, &p->from, &one);
			p->where = "table";
		}
		if (p->from.known || !p->constant)
			continue;
		before = earlier(s, p);
		if (before) {
			one.nr = 0;
			put(s, &one, before->to);
			states_only(s, &p->from, &one);
			p->where = "earlier";
			continue;
		}
		if (may_change(s, p, 0, NULL))
			continue;
		states_ask_callers(s, p->func, &p->from, 1);
		if (p->from.known)
			p->where = "caller";
	}
}
