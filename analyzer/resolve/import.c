/* SPDX-License-Identifier: MIT */
/* Bodies to constraints and call sites; their stores: import_store.c. */
#include "base/xalloc.h"
#include "args.h"
#include "callee.h"
#include "copies.h"
#include "element.h"
#include "eval.h"
#include "guards.h"
#include "import_p.h"
#include "just.h"
#include "known.h"
#include "overlaid.h"
#include "own_guard.h"
#include "program.h"
#include "scalars.h"
#include "set_up.h"
#include "uses.h"

/* Are all that is assigned to a parameter one constant? */
static void note_constant(struct tu_map *t, const struct tu_store *st)
{
	const struct tu_val *dst = &t->f.val[st->dst], *src = &t->f.val[st->src];
	uint32_t *known = idmap_put(&t->param_constant, idmap_pair(dst->a, dst->b), 0);
	int plain = src->kind == VAL_CONST && st->op == STORE_SET;

	if (!plain || (*known && (*known == UINT32_MAX || t->f.val[*known - 1].num != src->num)))
		*known = UINT32_MAX;
	else
		*known = st->src + 1;
}

static void count_local_stores(struct tu_map *t)
{
	uint32_t i;

	for (i = 0; i < t->f.nr_val; i++) {
		const struct tu_val *of = &t->f.val[t->f.val[i].a];

		if (t->f.val[i].kind == VAL_ADDR && of->kind == VAL_PARAM && of->b < 64)
			t->param_address[of->a] |= 1ull << of->b;
	}

	for (i = 0; i < t->f.nr_store; i++) {
		const struct tu_store *st = &t->f.store[i];
		const struct tu_val *dst = &t->f.val[st->dst];
		uint8_t kind = t->f.val[st->src].kind;

		if (dst->kind == VAL_PARAM && dst->b < 64) {
			t->param_store[dst->a] |= 1ull << dst->b;
			note_constant(t, st);
		}
		if (dst->kind != VAL_VAR || t->f.sym[dst->a].kind != SYM_LOCAL)
			continue;
		if (kind == VAL_NULL || (kind == VAL_CONST && st->cls != TYPE_SCALAR))
			continue;
		t->local_store[dst->a] = t->local_store[dst->a] ? UINT32_MAX : i + 1;
	}
}

uint16_t tu_own_param(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];

	if (!func || x->kind != VAL_PARAM || x->b >= t->f.sym[x->a].nparams ||
	    tu_func(p, t, x->a) != func)
		return 0;
	if (x->b < 64 && (t->param_store[x->a] >> x->b & 1))
		return 0;
	return (uint16_t)(x->b + 1);
}

uint16_t tu_kept_param(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func, uint32_t *constant)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];
	uint32_t *stored;

	*constant = 0;
	if (!func || x->kind != VAL_PARAM || x->b >= 64 || x->b >= t->f.sym[x->a].nparams ||
	    tu_func(p, t, x->a) != func)
		return 0;
	if (t->param_store[x->a] >> x->b & 1) {
		stored = idmap_get(&t->param_constant, idmap_pair(x->a, x->b));
		if (!stored || *stored == UINT32_MAX)
			return 0;
		*constant = *stored - 1;
	}
	return (uint16_t)(x->b + 1);
}

/* ---- places ------------------------------------------------------------------ */

uint32_t import_file(struct prog *p, struct tu_map *t, const struct p_body *b, uint32_t file)
{
	return prog_file(p, file ? tu_str(p, t, file) : b->file);
}

uint32_t import_site(struct prog *p, const struct p_body *b, uint32_t file, uint32_t line)
{
	struct graph *g = p->g;

	ALLOC_GROW(g->site, g->nr_site + 1, g->alloc_site);
	memset(&g->site[g->nr_site], 0, sizeof(*g->site));
	g->site[g->nr_site].func = b->func;
	g->site[g->nr_site].file = file;
	g->site[g->nr_site].line = line;
	return g->nr_site++;
}

/* Does the initialiser hold any function or object? Else it is a table of
 * numbers that nobody asks for. */
static int has_pointers(struct prog *p, struct tu_map *t, const struct tu_body *b)
{
	uint32_t i;

	for (i = 0; i < b->nr_stores; i++)
		if (eval_const(p, t, t->f.store[b->store + i].src))
			return 1;
	return 0;
}

/* ---- calls --------------------------------------------------------------------- */

static uint32_t origin_of_arg(struct prog *p, struct tu_map *t, const struct p_body *b,
			      const struct p_call *pc, uint32_t i, uint32_t value)
{
	const struct g_site *site = &p->g->site[pc->site];
	struct p_origin o = {
		.func = b->func, .file = site->file, .line = site->line,
		.guard = site->guard, .value = value, .macro = site->macro,
	};

	if (pc->callee)
		o.slot = prog_param_slot(p, pc->callee, i);
	if (!value_is_object(value))
		p->g->func[value_id(value)].flags |= GF_ADDR_TAKEN;
	return prog_origin(p, &o);
}

/* static_call_update(name, f) hands over the key and what it is to hold. */
static void update_static_call(struct prog *p, const struct p_call *pc)
{
	uint32_t i, node = 0;

	for (i = 0; i < pc->nr_args; i++) {
		uint32_t o = p->arg[pc->arg + i].origin, v = o ? p->origin[o].value : 0;

		if (value_is_object(v) && p->s.object[value_id(v)].var)
			node = prog_static_call(p, p->var[p->s.object[value_id(v)].var].name,
						STATIC_KEY);
		if (node)
			break;
	}
	for (i = 0; node && i < pc->nr_args; i++) {
		uint32_t o = p->arg[pc->arg + i].origin, v = o ? p->origin[o].value : 0;

		if (v && !value_is_object(v) &&
		    prog_static_call(p, p->g->func[value_id(v)].name, STATIC_TRAMPOLINE))
			continue;
		solver_copy(&p->s, p->arg[pc->arg + i].node, node);
	}
}

/* The address of a field: &d->chain, of an own parameter perhaps: &nh->head. */
static void note_part(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func, struct p_arg *a)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];

	if (x->kind != VAL_ADDR)
		return;
	x = &t->f.val[x->a];
	a->is_part = x->kind == VAL_FIELD;
	for (; x->kind == VAL_FIELD; x = &t->f.val[x->a])
		if (x->flags & VALF_ARROW) {
			a->inside = tu_own_param(p, t, x->a, func);
			break;
		}
}

/* A registrar hands what it was given to a function that is none: this is
 * where the work is set up. */
static void register_arg(struct prog *p, const struct p_body *b, const struct p_call *pc,
			 const struct p_arg *a, uint32_t filter)
{
	const struct g_site from = p->g->site[pc->site];
	struct p_reg r;

	if (!b->func || !a->param || filter != FILTER_FUNC || !p->func[b->func].mechanism ||
	    (pc->callee && p->func[pc->callee].mechanism))
		return;
	memset(&r, 0, sizeof(r));
	r.param = a->param;
	r.node = a->node;
	r.mechanism = p->func[b->func].mechanism;
	r.site = import_site(p, b, from.file, from.line);
	p->g->site[r.site].macro = from.macro;
	p->g->site[r.site].guard = from.guard;
	import_registration(p, b, &r);
}

static void import_args(struct prog *p, struct tu_map *t, const struct p_body *b,
			const struct tu_call *c, struct p_call *pc)
{
	uint32_t i, first = p->nr_arg;

	ALLOC_GROW(p->arg, p->nr_arg + c->nr_args + 1, p->alloc_arg);
	p->nr_arg += c->nr_args;
	pc->arg = first;
	pc->nr_args = c->nr_args;
	memset(p->arg + first, 0, c->nr_args * sizeof(*p->arg));
	for (i = 0; i < c->nr_args; i++) {
		uint32_t v = t->f.arg[c->arg + i], value;
		uint32_t param = pc->callee ? prog_func_param(p, pc->callee, i) : 0, constant;
		const struct tu_val *x = &t->f.val[v];
		struct p_arg *a;

		args_note(p, t, b->b, v, first + i);
		a = &p->arg[first + i];
		a->root = just_root(p, t, v);
		a->maker = just_maker(p, t, v);
		a->kept = tu_kept_param(p, t, v, b->func, &constant);
		note_part(p, t, v, b->func, a);
		if (x->kind == VAL_CONST) {
			a->text = tu_str(p, t, x->a);
			continue;
		}
		copy_arg(p, t, pc, i, v);
		if (param && p->s.node[param].filter == FILTER_NONE) {
			a->param = tu_own_param(p, t, v, b->func);
			continue;
		}
		value = eval_const(p, t, v);
		if (value) {
			a->node = solver_node_new(&p->s, FILTER_ANY);
			a->origin = origin_of_arg(p, t, b, pc, i, value);
			solver_add(&p->s, a->node, value, a->origin);
		} else {
			a->param = tu_own_param(p, t, v, b->func);
			a->node = eval_value(p, t, v, NULL);
		}
		if (!param)
			continue;
		solver_copy(&p->s, a->node, param);
		register_arg(p, b, pc, a, p->s.node[param].filter);
	}
}

/* Is the lvalue a number, or the result of a function that returns one? */
static int is_number(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];

	if (x->kind == VAL_FIELD)
		return t->f.field[x->b].cls == TYPE_SCALAR;
	return x->kind == VAL_VAR && t->f.sym[x->a].sig && !t->f.sym[x->a].rec &&
		!strpbrk(facts_str(&t->f, t->f.sym[x->a].sig), "*(");
}

static void import_pointer_call(struct prog *p, struct tu_map *t, const struct p_body *b,
				const struct tu_call *c, struct p_call *pc)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t v = c->callee, object, called;
	struct g_site *site;
	const struct tu_val *x;

	pc->node = eval_value(p, t, v, NULL);
	overlaid_note(p, t, v, pc->node, 0);
	element_call(p, t, pc, v);
	while (t->f.val[v].kind == VAL_DEREF)
		v = t->f.val[v].a;
	called = v;
	pc->by_number = (uint8_t)is_number(t, v);
	v = eval_trace(t, v);
	while (t->f.val[v].kind == VAL_DEREF)
		v = t->f.val[v].a;
	x = &t->f.val[v];
	if (x->kind == VAL_FIELD) {
		pc->field = tu_field(p, t, x->b);
		eval_struct(p, t, x->a, x->flags & VALF_ARROW, NULL, &pc->base, &object);
		pc->object = object;
		callee_tighten(p, t, pc, called, v);
		if (x->flags & VALF_ARROW)
			own_guard_call(p, t, b->b, pc, x->a, c->guard);
		site = &p->g->site[pc->site];
		if (x->flags & VALF_ARROW) {
			uint32_t outer = eval_trace(t, x->a);

			pc->through = tu_own_param(p, t, x->a, b->func);

			if (t->f.val[outer].kind == VAL_FIELD || t->f.val[outer].kind == VAL_INDEX)
				site->outer = eval_slot(p, t, outer);
		}
	} else {
		pc->param = tu_own_param(p, t, v, b->func);
	}
	object = eval_slot(p, t, v);
	facts_val_text(&t->f, v, &sb);
	site = &p->g->site[pc->site];
	site->slot = object;
	site->expr = strtab_addn(&p->g->str, sb.buf, sb.len);
	strbuf_release(&sb);
}

/* The innermost guard outside the macro that the call comes through: what a
 * macro asks of itself (INDIRECT_CALL_n, wait_event) is no condition of the
 * sources. */
static uint32_t guard_outside(const struct tu_map *t, uint32_t guard, uint32_t macro)
{
	const char *name = facts_str(&t->f, macro);
	size_t n = strlen(name);

	while (n && guard) {
		const char *text = facts_str(&t->f, t->f.guard[guard].text);

		if (strncmp(text, name, n) || text[n] != '(')
			break;
		guard = t->f.guard[guard].parent;
	}
	return guard;
}

static void import_call(struct prog *p, struct tu_map *t, const struct p_body *b, uint32_t call)
{
	const struct tu_call *c = &t->f.call[call];
	struct p_call *pc = &p->call[t->call[call] - 1];
	struct g_site *site;

	site = &p->g->site[pc->site];
	prog_at(p, site->file, site->line, b->func);
	pc->place = p->s.place;
	if (t->f.val[c->callee].kind == VAL_FUNC)
		pc->callee = tu_func(p, t, t->f.val[c->callee].a);
	site = &p->g->site[pc->site];
	site->macro = tu_str(p, t, c->macro);
	site->guard = guard_import(p, t, guard_outside(t, c->guard, c->macro));
	pc->always = !c->guard;
	pc->wguard = guard_weight(p, site->guard);
	pc->flags = c->flags;
	if (!pc->callee)
		pc->sig = tu_str(p, t, c->sig);
	import_args(p, t, b, c, pc);
	if (pc->callee && b->func) {
		const struct p_scalar_place at = {
			.body = b->b, .func = b->func, .file = site->file, .line = site->line,
			.macro = site->macro, .guard = site->guard,
		};

		scalar_call(p, t, &at, c, pc->callee);
	}
	known_note(p, t, b->b, c, pc, guard_outside(t, c->guard, c->macro));
	copy_call(p, t, c, pc);
	update_static_call(p, pc);
	if (!pc->callee) {
		import_pointer_call(p, t, b, c, pc);
	} else if (c->flags & CALLF_STATIC_CALL) {
		uint32_t name = p->g->func[pc->callee].name;

		pc->node = prog_static_call(p, name, STATIC_TRAMPOLINE);
		pc->sig = p->g->func[pc->callee].sig;
		pc->callee = 0;
		p->g->site[pc->site].slot = prog_static_slot(p, name);
	}
}

/* All branches of one INDIRECT_CALL are one call site: its pointer call. */
static void group_indirect_calls(struct prog *p, const struct p_body *b, struct tu_map *t)
{
	uint32_t i, j;

	for (i = 0; i < b->b->nr_calls; i++) {
		const struct tu_call *c = &t->f.call[b->b->call + i];

		if (!(c->flags & CALLF_INDIRECT_CALL) || t->f.val[c->callee].kind == VAL_FUNC)
			continue;
		for (j = 0; j < b->b->nr_calls; j++) {
			const struct tu_call *d = &t->f.call[b->b->call + j];

			if (j != i && (d->flags & CALLF_INDIRECT_CALL) && d->line == c->line &&
			    d->col == c->col && d->file == c->file &&
			    t->f.val[d->callee].kind == VAL_FUNC)
				p->call[t->call[b->b->call + j] - 1].group =
					t->call[b->b->call + i];
		}
	}
}

static void make_calls(struct prog *p, struct tu_map *t, const struct p_body *b)
{
	uint32_t i;

	for (i = 0; i < b->b->nr_calls; i++) {
		const struct tu_call *c = &t->f.call[b->b->call + i];
		struct p_call *pc;

		ALLOC_GROW(p->call, p->nr_call + 1, p->alloc_call);
		pc = &p->call[p->nr_call++];
		memset(pc, 0, sizeof(*pc));
		pc->caller = b->func;
		pc->site = import_site(p, b, import_file(p, t, b, c->file), c->line);
		t->call[b->b->call + i] = p->nr_call;
	}
}

static void import_body(struct prog *p, struct tu_map *t, uint32_t body)
{
	const struct tu_sym *s;
	struct p_body b = { .b = &t->f.body[body] };
	uint32_t i;
	int table = 0;

	s = &t->f.sym[b.b->sym];
	b.file = tu_str(p, t, b.b->sym ? s->path : t->f.file);
	prog_at(p, prog_file(p, b.file), s->line, b.b->sym && s->kind == SYM_FUNC ?
		tu_func(p, t, b.b->sym) : 0);
	if (b.b->sym && s->kind == SYM_FUNC) {
		b.func = tu_func(p, t, b.b->sym);
		p->func[b.func].call = p->nr_call;
		p->func[b.func].nr_calls = b.b->nr_calls;
		make_calls(p, t, &b);
		for (i = 0; i < b.b->nr_calls; i++)
			import_call(p, t, &b, b.b->call + i);
		group_indirect_calls(p, &b, t);
		uses_import(p, t, b.b, b.func, b.file);
	} else {
		b.object = b.b->sym ? tu_var(p, t, b.b->sym) : 0;
		table = b.b->sym && has_pointers(p, t, b.b);
	}
	for (i = 0; i < b.b->nr_stores; i++)
		import_store(p, t, &b, &t->f.store[b.b->store + i], table);
	set_up_note(p, t, &b);
}

void import_bodies(struct prog *p, struct tu_map *t)
{
	uint32_t i;

	count_local_stores(t);
	own_guard_addresses(p, t);
	for (i = 0; i < t->f.nr_body; i++)
		if (t->take[i])
			import_body(p, t, i);
}
