/* SPDX-License-Identifier: MIT */
/*
 * What calls put into scalar fields: the arguments of setters. A setter
 * stores a parameter of its own into a field (tcp_set_state by way of
 * inet_sk_state_store), or hands it on to one that does. And what calls give
 * beside a function or table: the keys of registrations.
 */
#include "base/digest.h"
#include "base/order.h"
#include "base/xalloc.h"
#include "args.h"
#include "eval.h"
#include "link.h"
#include "prog.h"
#include "scalars.h"

#define MAX_SPREAD 6		/* setters of setters of … */

/* One pair of key and value of a table of constants. */
static void add_row(struct prog *p, uint32_t arg, uint32_t key, uint32_t text, uint32_t index)
{
	ALLOC_GROW(p->argrow, p->nr_argrow + 1, p->alloc_argrow);
	p->argrow[p->nr_argrow++] = (struct p_argrow){ arg, key, text, index };
}

/* The named constant of A, A | FLAG, A & MASK. */
static uint32_t first_constant(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];
	const char *text;
	size_t n;

	if (x->kind == VAL_CONST) {
		text = facts_str(&t->f, x->a);
		text += strspn(text, "( ");
		n = strcspn(text, " |&)+<");	/* of "TCP_FIN_WAIT1 | TCP_ACTION_FIN" the first */
		return n && (*text < '0' || *text > '9') ? strtab_addn(&p->g->str, text, n) : 0;
	}
	return x->kind == VAL_ARITH && (x->num == OP_OR || x->num == OP_AND) ?
		first_constant(p, t, x->a) : 0;
}

/* "new_state[sk->sk_state] & MASK": every value that the table has. */
static int from_table(struct prog *p, struct tu_map *t, uint32_t v, uint32_t arg)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)], *table;
	const struct tu_body *b;
	uint32_t i, index;

	while (x->kind == VAL_ARITH && x->num == OP_AND)
		x = &t->f.val[eval_trace(t, x->a)];
	if (x->kind != VAL_INDEX)
		return 0;
	table = &t->f.val[x->a];
	if (table->kind != VAL_VAR || !t->body[table->a])
		return 0;
	index = eval_slot(p, t, x->b);
	b = &t->f.body[t->body[table->a] - 1];
	for (i = 0; i < b->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[b->store + i];
		const struct tu_val *dst = &t->f.val[st->dst];
		uint32_t text = first_constant(p, t, st->src);

		if (dst->kind == VAL_INDEX && dst->b && text)
			add_row(p, arg, first_constant(p, t, dst->b), text, index);
	}
	return b->nr_stores != 0;
}

/* A local that holds one of some constants: each of them. */
static int from_choices(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t v,
			uint32_t arg)
{
	uint32_t c[8], nr = scalar_choices(t, b, v, c, ARRAY_SIZE(c)), i;

	for (i = 0; i < nr; i++)
		add_row(p, arg, 0, tu_str(p, t, t->f.val[c[i]].a), 0);
	return nr != 0;
}

void args_note(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t v,
	       uint32_t arg)
{
	const struct tu_val *x = &t->f.val[v];
	struct strbuf sb = STRBUF_INIT;

	if (x->kind == VAL_CONST) {
		p->arg[arg].num = x->num > INT32_MAX ? INT32_MAX : x->num < INT32_MIN ? INT32_MIN :
			(int32_t)x->num;
		p->arg[arg].kind = VAL_CONST;
		return;
	}
	p->arg[arg].kind = x->kind;
	if (from_choices(p, t, b, v, arg)) {
		p->arg[arg].kind = VAL_CHOICE;
		return;
	}
	if (x->kind != VAL_PARAM && x->kind != VAL_VAR && x->kind != VAL_FIELD && x->kind != VAL_INDEX &&
	    x->kind != VAL_ARITH)
		return;
	if (from_table(p, t, v, arg))
		p->arg[arg].kind = VAL_INDEX;
	facts_val_text(&t->f, v, &sb);
	p->arg[arg].value = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
}

/* ---- setters ------------------------------------------------------------------ */

void args_setter(struct prog *p, uint32_t func, uint16_t param, uint32_t slot)
{
	uint32_t i;

	for (i = p->func[func].scalar_setter; i; i = p->scalar_setter[i].next)
		if (p->scalar_setter[i].field == slot && p->scalar_setter[i].src == param)
			return;
	ALLOC_GROW(p->scalar_setter, p->nr_scalar_setter + 1, p->alloc_scalar_setter);
	if (!p->nr_scalar_setter)
		p->nr_scalar_setter = 1;
	p->scalar_setter[p->nr_scalar_setter] = (struct p_setter){
		.field = slot, .src = param, .next = p->func[func].scalar_setter };
	p->func[func].scalar_setter = p->nr_scalar_setter++;
}

static uint32_t setters_of(const struct prog *p, const struct p_call *pc)
{
	return pc->callee ? p->func[prog_landing(p, pc->callee)].scalar_setter : 0;
}

static void emit(struct prog *p, const struct p_call *pc, uint32_t arg, uint32_t index, uint32_t slot,
		 uint32_t text, uint32_t key)
{
	struct graph *g = p->g;

	ALLOC_GROW(g->arg, g->nr_arg + 1, g->alloc_arg);
	g->arg[g->nr_arg++] = (struct g_arg){
		.site = pc->site, .callee = prog_landing(p, pc->callee), .slot = slot, .text = text,
		.key = key, .index = index, .num = p->arg[arg].num, .kind = p->arg[arg].kind,
	};
}

static int cmp_arg(const void *a, const void *b)
{
	const struct g_arg *x = a, *y = b;
	const uint32_t kx[] = { x->slot, x->site, x->index, x->key, x->text };
	const uint32_t ky[] = { y->slot, y->site, y->index, y->key, y->text };

	return words_cmp(kx, ky, ARRAY_SIZE(kx));
}

/* Calculated values matter only of fields that also get named constants. */
static void drop_numbers(struct graph *g)
{
	uint8_t *named = xcalloc(g->nr_slot + 1, 1);
	uint32_t i, n = 1;

	for (i = 1; i < g->nr_value; i++)
		named[g->value[i].slot] |= g->value[i].is_const;
	for (i = 1; i < g->nr_arg; i++)
		named[g->arg[i].slot] |= g->arg[i].kind == VAL_CONST;
	for (i = 1; i < g->nr_value; i++) {
		if (g->value[i].calculated && !named[g->value[i].slot])
			continue;
		g->value[n] = g->value[i];
		g->value[n++].calculated = 0;
	}
	g->nr_value = n;
	free(named);
}

/* The named constants of a call that is given a function or a table:
 * open_softirq(NET_RX_SOFTIRQ, net_rx_action). */
static void emit_registration(struct prog *p, const struct p_call *pc)
{
	uint32_t i, given = 0;

	if (!pc->callee)
		return;
	for (i = 0; i < pc->nr_args; i++)
		given |= p->arg[pc->arg + i].origin;
	for (i = 0; given && i < pc->nr_args; i++) {
		const struct p_arg *a = &p->arg[pc->arg + i];
		const char *text = graph_str(p->g, a->text);

		if (a->kind == VAL_CONST && ((*text >= 'A' && *text <= 'Z') || *text == '_' || *text == '('))
			emit(p, pc, pc->arg + i, i, 0, a->text, 0);
	}
}

void args_write(struct prog *p)
{
	uint32_t i, s, a, r;
	struct idmap of_arg = IDMAP_INIT;	/* argument -> 1 + first row */
	uint32_t before = UINT32_MAX;
	unsigned round;

	for (round = 0; round < MAX_SPREAD && before != p->nr_scalar_setter; round++) {
		before = p->nr_scalar_setter;
		for (i = 0; i < p->nr_call; i++)
			for (s = setters_of(p, &p->call[i]); s; s = p->scalar_setter[s].next) {
				struct p_setter set = p->scalar_setter[s];

				if (set.src <= p->call[i].nr_args &&
				    p->arg[p->call[i].arg + set.src - 1].param)
					args_setter(p, p->call[i].caller,
						    p->arg[p->call[i].arg + set.src - 1].param, set.field);
			}
	}
	for (i = p->nr_argrow; i-- > 0;)
		*idmap_put(&of_arg, p->argrow[i].arg, 0) = i + 1;
	for (i = 0; i < p->nr_call; i++) {
		const struct p_call *pc = &p->call[i];

		emit_registration(p, pc);
		for (s = setters_of(p, pc); s; s = p->scalar_setter[s].next) {
			const struct p_setter *set = &p->scalar_setter[s];
			uint32_t *first;

			if (set->src > pc->nr_args)
				continue;
			a = pc->arg + set->src - 1u;
			first = idmap_get(&of_arg, a);
			if (!first) {
				emit(p, pc, a, set->src - 1u, set->field,
				     p->arg[a].text ? p->arg[a].text : p->arg[a].value, 0);
				continue;
			}
			for (r = *first - 1; r < p->nr_argrow && p->argrow[r].arg == a; r++)
				emit(p, pc, a, set->src - 1u, set->field, p->argrow[r].text,
				     p->argrow[r].index == set->field ? p->argrow[r].key : 0);
		}
	}
	drop_numbers(p->g);
	if (p->g->nr_arg > 1)
		qsort(p->g->arg + 1, p->g->nr_arg - 1, sizeof(*p->g->arg), cmp_arg);
	idmap_release(&of_arg);
}
