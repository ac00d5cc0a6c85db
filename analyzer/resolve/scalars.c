/* SPDX-License-Identifier: MIT */
/*
 * Numbers that are stored into fields: what state machines and flags are made
 * of. A store in C is one; so is a call of a function that knowledge says
 * writes through a pointer it is given (set_bit), and what a macro stores by
 * inline assembler where it calls such a function (xchg).
 */
#include <stdlib.h>

#include "base/xalloc.h"
#include "args.h"
#include "eval.h"
#include "import.h"
#include "link.h"
#include "mechanism.h"
#include "prog.h"
#include "program.h"
#include "scalars.h"

/* A constant as it is written; a number that is not named counts in a
 * bit-field only. */
static int value_const(struct prog *p, struct tu_map *t, const struct tu_val *src, int bits,
		       struct g_value *v)
{
	const char *text = facts_str(&t->f, src->a);

	if (!*text || (*text >= '0' && *text <= '9' && !bits))
		return -1;
	v->name = tu_str(p, t, src->a);
	v->is_const = 1;
	v->num = src->num > INT32_MAX ? INT32_MAX :
		src->num < INT32_MIN ? INT32_MIN : (int32_t)src->num;
	return 0;
}

/* A value that is no named constant, as text. */
static void value_text(struct prog *p, struct tu_map *t, uint32_t value, struct g_value *v)
{
	const struct tu_val *src = &t->f.val[value];
	struct strbuf sb = STRBUF_INIT;

	if (src->kind == VAL_NULL)
		strbuf_addch(&sb, '0');
	else
		facts_val_text(&t->f, value, &sb);
	v->src = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	v->calculated = src->kind != VAL_PARAM && src->kind != VAL_FIELD && src->kind != VAL_INDEX;
}

uint32_t scalar_choices(const struct tu_map *t, const struct tu_body *b, uint32_t v,
			uint32_t *out, uint32_t max)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t i, nr = 0;

	if (x->kind == VAL_CHOICE) {
		nr = scalar_choices(t, b, x->a, out, max);
		i = nr ? scalar_choices(t, b, x->b, out + nr, max - nr) : 0;
		return i ? nr + i : 0;
	}
	if (x->kind == VAL_CONST) {
		const char *text = facts_str(&t->f, x->a);

		if (!max || !*text || (*text >= '0' && *text <= '9'))
			return 0;
		out[0] = v;
		return 1;
	}
	if (x->kind != VAL_VAR || t->f.sym[x->a].kind != SYM_LOCAL)
		return 0;
	for (i = b->store; i < b->store + b->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[i];
		uint32_t n;

		if (st->cls != TYPE_SCALAR || t->f.val[st->dst].kind != VAL_VAR ||
		    t->f.val[st->dst].a != x->a)
			continue;
		if (t->f.val[st->src].kind == VAL_VAR)
			return 0;	/* a copy of what may be a copy of it */
		n = scalar_choices(t, b, st->src, out + nr, max - nr);
		if (!n)
			return 0;
		nr += n;
	}
	return nr;
}

uint16_t scalar_mask(const struct tu_map *t, const struct tu_guard *g)
{
	uint32_t i, mask = 0;

	if (g->rel != GUARD_ANY_BIT && g->rel != GUARD_NO_BIT)
		return 0;
	for (i = 0; i < g->nr; i++)
		mask |= (uint32_t)t->f.val[t->f.gconst[g->first + i]].num;
	/* what is inverted (~FLAG) has all upper bits */
	return mask >> 16 && mask >> 16 != UINT16_MAX ? 0 : (uint16_t)mask;
}

struct put {			/* a number on its way into a field */
	uint32_t dst;		/* value: the field */
	enum store_op op;
	uint32_t how;		/* string: the function or macro that does it; 0: plain C */
	uint32_t guard;
	uint32_t of;		/* value: the local that it is one of the values of, or 0 */
};

static void put_value(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		      const struct put *w, uint32_t value)
{
	const struct tu_val *src = &t->f.val[value], *dst = &t->f.val[w->dst];
	struct graph *g = p->g;
	struct g_value v;
	uint32_t choice[8], nr, i;

	if (src->kind == VAL_CHOICE) {
		put_value(p, t, at, w, src->a);
		put_value(p, t, at, w, src->b);
		return;
	}
	nr = src->kind == VAL_VAR ? scalar_choices(t, at->body, value, choice, ARRAY_SIZE(choice)) : 0;
	for (i = 0; i < nr; i++) {
		struct put one = *w;

		one.of = nr > 1 ? value : 0;
		put_value(p, t, at, &one, choice[i]);
	}
	if (nr)
		return;
	memset(&v, 0, sizeof(v));
	v.op = (uint8_t)w->op;
	if (src->kind != VAL_CONST || value_const(p, t, src, t->f.field[dst->b].bits, &v))
		value_text(p, t, value, &v);
	if (v.is_const && w->of)
		v.src = tu_str(p, t, t->f.sym[t->f.val[w->of].a].name);
	if (src->kind == VAL_ARITH && src->num == OP_AND && src->b &&
	    t->f.val[src->b].kind == VAL_CONST) {
		v.name = tu_str(p, t, t->f.val[src->b].a);	/* a copy without some bits */
		v.num = (int32_t)t->f.val[src->b].num;
	}
	v.slot = prog_field_slot(p, tu_field(p, t, dst->b));
	v.func = at->func;
	v.file = at->file;
	v.line = at->line;
	v.macro = w->how;
	v.guard = w->guard;
	if (src->kind == VAL_PARAM && v.op == STORE_SET) {
		/* also one that may have got another value before: what is passed can get there */
		if (tu_func(p, t, src->a) == at->func && src->b < UINT16_MAX)
			args_setter(p, at->func, (uint16_t)(src->b + 1), v.slot);
	}
	ALLOC_GROW(g->value, g->nr_value + 1, g->alloc_value);
	g->value[g->nr_value++] = v;
}

void scalar_store(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		  const struct tu_store *st)
{
	const struct put w = { .dst = st->dst, .op = (enum store_op)st->op, .how = at->macro,
			       .guard = at->guard };

	put_value(p, t, at, &w, st->src);
}

/* ---- writers ----------------------------------------------------------------------- */

/* The field that a pointer points to, or an element of it; 0: something else. */
static uint32_t pointed_field(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x;
	unsigned depth = 0;

	for (; depth++ < 8; v = x->a) {
		v = eval_trace(t, v);
		x = &t->f.val[v];
		if (x->kind == VAL_FIELD)
			return v;
		if (x->kind != VAL_ADDR && x->kind != VAL_INDEX)
			break;
	}
	return 0;
}

/* What the local of this name holds that the same macro sets in the same line. */
static uint32_t local_of_macro(const struct tu_map *t, const struct p_scalar_place *at,
			       const struct tu_call *c, const char *name, size_t len)
{
	uint32_t i;

	for (i = at->body->store; i < at->body->store + at->body->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[i];
		const struct tu_val *dst = &t->f.val[st->dst];
		const char *s;

		if (!(st->flags & STOREF_LOCAL_INIT) || st->line != c->line || st->macro != c->macro ||
		    dst->kind != VAL_VAR)
			continue;
		s = facts_str(&t->f, t->f.sym[dst->a].name);
		if (!strncmp(s, name, len) && !s[len])
			return st->src;
	}
	return 0;
}

static uint32_t first_local(const struct tu_map *t, const struct p_scalar_place *at,
			    const struct tu_call *c, const char *names)
{
	uint32_t v = 0;

	while (!v) {
		size_t n;

		names += strspn(names, " ,");
		n = strcspn(names, " ,?");
		if (!n)
			break;
		v = local_of_macro(t, at, c, names, n);
		names += n;
	}
	return v;
}

/* The field held this constant before: a condition that stands nowhere in C. */
static uint32_t guard_old(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
			  const struct put *w, uint32_t old)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, old)];
	struct graph *g = p->g;
	struct strbuf sb = STRBUF_INIT;
	struct g_guard gu = { .parent = at->guard, .line = at->line, .rel = GUARD_EQ };

	if (!old || x->kind != VAL_CONST || !x->a)
		return at->guard;
	facts_val_text(&t->f, w->dst, &sb);
	strbuf_addf(&sb, " == %s", facts_str(&t->f, x->a));
	gu.text = strtab_addn(&g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	gu.subject = g->slot[prog_field_slot(p, tu_field(p, t, t->f.val[w->dst].b))].name;
	gu.consts = graph_add_constant(g, tu_str(p, t, x->a));
	gu.nr_consts = 1;
	ALLOC_GROW(g->guard, g->nr_guard + 1, g->alloc_guard);
	g->guard[g->nr_guard] = gu;
	return g->nr_guard++;
}

static enum store_op op_of(const char *s)
{
	return *s == '|' ? STORE_OR : *s == '&' ? STORE_AND : *s == '+' ? STORE_ADD :
		*s == '-' ? STORE_SUB : *s == '=' ? STORE_SET : STORE_OTHER;
}

void scalar_call(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		 const struct tu_call *c, uint32_t callee)
{
	unsigned m = writer_of(p, graph_str(p->g, p->g->func[callee].name));
	uint32_t value = 0, dst;
	unsigned long to, from;
	const char *old;
	char *s;
	struct put w = { .how = at->macro ? at->macro : p->g->func[callee].name };

	if (!m)
		return;
	to = strtoul(p->k->writers.p[m - 1].value, &s, 10);
	dst = to && to <= c->nr_args ? pointed_field(t, t->f.arg[c->arg + to - 1]) : 0;
	if (!dst)
		return;
	s += strspn(s, " ");
	w.dst = dst;
	w.op = op_of(s);
	s += strcspn(s, "=");
	s += *s == '=';
	from = strtoul(s, &s, 10);
	if (from)
		value = from <= c->nr_args ? t->f.arg[c->arg + from - 1] : 0;
	else
		value = first_local(t, at, c, s);
	old = strchr(s, '?');
	w.guard = old ? guard_old(p, t, at, &w, first_local(t, at, c, old + 1)) : at->guard;
	put_value(p, t, at, &w, value);
}
