/* SPDX-License-Identifier: MIT */
/* Bodies to constraints, call sites and stores. */
#include "base/digest.h"
#include "base/xalloc.h"
#include "args.h"
#include "callee.h"
#include "copies.h"
#include "eval.h"
#include "guards.h"
#include "import.h"
#include "just.h"
#include "link.h"
#include "known.h"
#include "own_guard.h"
#include "prog.h"
#include "program.h"
#include "scalars.h"
#include "setters.h"

struct body {			/* the one being imported */
	const struct tu_body *b;
	uint32_t func;		/* function, 0 = an initialiser or file scope */
	uint32_t file;		/* string: display path of the body's file */
	uint32_t object;	/* variable whose initialiser it is */
};

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

		if (dst->kind == VAL_PARAM && dst->b < 64)
			t->param_store[dst->a] |= 1ull << dst->b;
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

/* ---- places ------------------------------------------------------------------ */

static uint32_t place_file(struct prog *p, struct tu_map *t, const struct body *b, uint32_t file)
{
	return prog_file(p, file ? tu_str(p, t, file) : b->file);
}

static uint32_t new_site(struct prog *p, const struct body *b, uint32_t file, uint32_t line)
{
	struct graph *g = p->g;

	ALLOC_GROW(g->site, g->nr_site + 1, g->alloc_site);
	memset(&g->site[g->nr_site], 0, sizeof(*g->site));
	g->site[g->nr_site].func = b->func;
	g->site[g->nr_site].file = file;
	g->site[g->nr_site].line = line;
	return g->nr_site++;
}

/* ---- stores ------------------------------------------------------------------ */

/* The variable at the root of an lvalue, where no pointer lies between. */
static uint32_t root_var(struct prog *p, struct tu_map *t, uint32_t v)
{
	for (;;) {
		const struct tu_val *x = &t->f.val[v];

		if (x->kind == VAL_VAR)
			return tu_var(p, t, x->a);
		if ((x->kind == VAL_FIELD && !(x->flags & VALF_ARROW)) || x->kind == VAL_INDEX)
			v = x->a;
		else
			return 0;
	}
}

static void assign(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src)
{
	const struct tu_val *x = &t->f.val[dst];
	uint32_t base, object, field, filter;

	if (!src)
		return;
	switch ((enum val_kind)x->kind) {
	case VAL_VAR:
		solver_copy(&p->s, src, prog_var_node(p, tu_var(p, t, x->a)));
		return;
	case VAL_PARAM:
		solver_copy(&p->s, src, prog_func_param(p, tu_func(p, t, x->a), x->b));
		return;
	case VAL_RETURN:
		base = tu_func(p, t, x->a);
		if (p->func[base].opaque)
			return;
		solver_copy(&p->s, src, prog_func_ret(p, tu_func(p, t, x->a)));
		return;
	case VAL_SECTION:
		solver_copy(&p->s, src, prog_section_node(p, tu_str(p, t, x->a)));
		return;
	case VAL_FIELD:
		eval_struct(p, t, x->a, x->flags & VALF_ARROW, NULL, &base, &object);
		field = tu_field(p, t, x->b);
		filter = p->field[field].filter;
		if (object)
			solver_store_object(&p->s, object, field, src, filter);
		else
			solver_store(&p->s, base, field, src, filter);
		return;
	case VAL_INDEX:
	case VAL_DEREF: {
		const struct tu_val *a;

		base = eval_array(t, x->a);
		a = &t->f.val[base];

		if ((a->kind == VAL_VAR && (t->f.sym[a->a].flags & SYM_ARRAY)) ||
		    (a->kind == VAL_FIELD && t->f.field[a->b].is_array))
			assign(p, t, base, src);
		else
			solver_store_deref(&p->s, eval_value(p, t, x->a, NULL), src);
		return;
	}
	default:
		return;
	}
}

/* The mechanism that a store hands a function to: by the field it is kept
 * in, or because the function around it is known as a registrar of what it
 * is given. */
static unsigned registers(struct prog *p, struct tu_map *t, const struct body *b,
			  const struct tu_store *st, int own_param)
{
	const struct tu_val *dst = &t->f.val[st->dst];

	if (dst->kind == VAL_FIELD) {
		uint32_t field = tu_field(p, t, dst->b);
		unsigned m = p->field[field].mechanism;

		if (m && p->k->mechanism[m - 1].deferred)
			return m;
	}
	return own_param && st->cls == TYPE_FUNC_PTR ? p->func[b->func].mechanism : 0;
}

static void add_registration(struct prog *p, const struct body *b, struct p_reg *r)
{
	r->wguard = guard_weight(p, p->g->site[r->site].guard);
	r->next = p->func[b->func].reg;
	ALLOC_GROW(p->reg, p->nr_reg + 1, p->alloc_reg);
	p->reg[p->nr_reg] = *r;
	p->func[b->func].reg = p->nr_reg++;
}

static void register_store(struct prog *p, struct tu_map *t, const struct body *b,
			   const struct tu_store *st, uint32_t src, uint32_t node,
			   uint32_t origin)
{
	struct p_reg r;

	if (!b->func || (st->flags & STOREF_RETURN))
		return;
	memset(&r, 0, sizeof(r));
	r.param = tu_own_param(p, t, src, b->func);
	r.mechanism = (uint8_t)registers(p, t, b, st, r.param != 0);
	if (!r.mechanism || (!r.param && !origin))
		return;		/* or handed from slot to slot: no place of setting up */
	r.node = node;
	r.origin = origin;
	r.site = new_site(p, b, place_file(p, t, b, st->file), st->line);
	p->g->site[r.site].macro = tu_str(p, t, st->macro);
	p->g->site[r.site].guard = guard_import(p, t, st->guard);
	add_registration(p, b, &r);
}

/* What a macro exports is called by name only, as far as that goes. */
static int is_export(const struct prog *p, uint32_t macro)
{
	return macro && k_strings_match(&p->k->export_macros, graph_str(p->g, macro));
}

/* May a pointer be kept there as a number? An array's elements and what a pointer leads to
 * are left out: where anything is put by its place, bits or input, all would be one. */
static int is_wide(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t node;

	switch ((enum val_kind)x->kind) {
	case VAL_VAR:
		return strstr(facts_str(&t->f, t->f.sym[x->a].sig), "long") != NULL &&
			!(t->f.sym[x->a].flags & SYM_ARRAY);
	case VAL_FIELD:
		return t->f.field[x->b].size && !t->f.field[x->b].is_array;
	case VAL_RETURN:
		node = prog_func_ret(p, tu_func(p, t, x->a));
		return p->s.node[node].filter != FILTER_NONE;
	case VAL_PARAM:
	case VAL_CALL:
		return 1;
	default:
		return 0;
	}
}

/* A number that is handed on as it is, not counted with: it may be a pointer. */
static int is_number_handed_on(struct prog *p, struct tu_map *t, const struct tu_store *st,
			       uint32_t src)
{
	return st->op == STORE_SET && is_wide(p, t, st->dst) && is_wide(p, t, src);
}

static void import_pointer(struct prog *p, struct tu_map *t, const struct body *b,
			   const struct tu_store *st, uint32_t src)
{
	const struct tu_val *x = &t->f.val[src];
	uint32_t value, node, origin = 0;

	if (x->kind == VAL_CHOICE) {
		import_pointer(p, t, b, st, x->a);
		import_pointer(p, t, b, st, x->b);
		return;
	}
	value = eval_const(p, t, src);
	if (!value && st->cls == TYPE_SCALAR && !is_number_handed_on(p, t, st, src))
		return;
	if (value) {
		struct p_origin o = {
			.slot = eval_slot(p, t, st->dst),
			.func = b->func,
			.file = place_file(p, t, b, st->file), .line = st->line,
			.value = value, .macro = tu_str(p, t, st->macro),
		};
		uint32_t var = root_var(p, t, st->dst);

		if (b->func)
			o.guard = guard_import(p, t, st->guard);
		if (var && (p->var[var].rec || (p->var[var].flags & SYM_ARRAY)) && !p->var[var].local)
			o.object = prog_var_gobject(p, var);
		o.var = var;
		if (!value_is_object(value) && !is_export(p, o.macro))
			p->g->func[value_id(value)].flags |= GF_ADDR_TAKEN;
		origin = prog_origin(p, &o);
		node = solver_node_new(&p->s, FILTER_ANY);
		solver_add(&p->s, node, value, origin);
	} else {
		node = eval_value(p, t, src, NULL);
	}
	node = setter_by_hand(p, t, b->func, st->dst, node);
	register_store(p, t, b, st, src, node, origin);
	if (!b->func && b->object)
		solver_copy(&p->s, node, prog_static_call(p, p->var[b->object].name, STATIC_KEY));
	if (!value && setter_take(p, t, b->func, st->dst, src))
		return;
	assign(p, t, st->dst, node);
	if (!value && st->cls == TYPE_VOID_PTR)
		copy_words(p, t, st->dst, src);
}

/* ---- an object's fields, for people ----------------------------------------- */

static void field_path(struct prog *p, struct tu_map *t, uint32_t v, struct strbuf *out)
{
	const struct tu_val *x = &t->f.val[v];

	if (x->kind == VAL_FIELD) {
		field_path(p, t, x->a, out);
		if (out->len)
			strbuf_addch(out, '.');
		strbuf_addstr(out, facts_str(&t->f, t->f.field[x->b].name));
	} else if (x->kind == VAL_INDEX) {
		field_path(p, t, x->a, out);
		if (x->b && t->f.val[x->b].kind == VAL_CONST && t->f.val[x->b].a)
			strbuf_addf(out, "[%s]", facts_str(&t->f, t->f.val[x->b].a));
		else if (x->b && t->f.val[x->b].kind == VAL_CONST)
			strbuf_addf(out, "[%lld]", (long long)t->f.val[x->b].num);
		else
			strbuf_addstr(out, "[]");
	}
}

static void import_field_value(struct prog *p, struct tu_map *t, const struct body *b,
			       const struct tu_store *st, uint32_t src)
{
	struct graph *g = p->g;
	struct g_field_value fv;
	struct strbuf sb = STRBUF_INIT;
	uint32_t var = root_var(p, t, st->dst), value;

	if (!var || p->var[var].local || t->f.val[st->dst].kind == VAL_VAR)
		return;
	memset(&fv, 0, sizeof(fv));
	value = eval_const(p, t, src);
	if (value && !value_is_object(value)) {
		fv.func = value_id(value);
	} else if (value && !(p->s.object[value_id(value)].flags & (OBJECT_EMBEDDED | OBJECT_SLOT))) {
		fv.target = prog_var_gobject(p, p->s.object[value_id(value)].var);
	} else {
		if (t->f.val[src].kind == VAL_STRING)
			return;
		facts_val_text(&t->f, src, &sb);
		fv.text = strtab_addn(&g->str, sb.buf, sb.len);
		strbuf_clear(&sb);
	}
	field_path(p, t, st->dst, &sb);
	fv.field = strtab_addn(&g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	fv.object = prog_var_gobject(p, var);
	fv.file = place_file(p, t, b, st->file);
	fv.line = st->line;
	ALLOC_GROW(g->field_value, g->nr_field_value + 1, g->alloc_field_value);
	g->field_value[g->nr_field_value++] = fv;
}

/* `vec[i].action = action`: what a parameter or another field holds shows when all is solved. */
static void note_filled(struct prog *p, struct tu_map *t, const struct body *b,
			const struct tu_store *st)
{
	uint32_t var = st->cls == TYPE_FUNC_PTR ? root_var(p, t, st->dst) : 0, node;
	struct strbuf path = STRBUF_INIT;

	if (!var || p->var[var].local || t->f.val[st->dst].kind == VAL_VAR)
		return;
	node = eval_value(p, t, st->src, NULL);
	if (!node || node == p->unknown)
		return;
	field_path(p, t, st->dst, &path);
	ALLOC_GROW(p->filled, p->nr_filled + 1, p->alloc_filled);
	p->filled[p->nr_filled++] = (struct p_filled){
		.object = prog_var_gobject(p, var),
		.field = strtab_addn(&p->g->str, path.buf, path.len), .node = node,
		.file = place_file(p, t, b, st->file), .line = st->line,
	};
	strbuf_release(&path);
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

/* A pointer by which layers are tied together gets what another field or a
 * parameter holds: neigh->output = neigh->ops->output. */
static void import_copy(struct prog *p, struct tu_map *t, const struct body *b,
			const struct tu_store *st)
{
	const struct tu_val *dst = &t->f.val[st->dst], *src = &t->f.val[eval_trace(t, st->src)];
	uint32_t field = dst->kind == VAL_FIELD ? tu_field(p, t, dst->b) : 0;
	struct strbuf sb = STRBUF_INIT;
	struct graph *g = p->g;
	struct g_value v;

	if (!b->func || !p->field[field].layer || (src->kind != VAL_FIELD && src->kind != VAL_PARAM))
		return;
	memset(&v, 0, sizeof(v));
	facts_val_text(&t->f, st->src, &sb);
	v.src = strtab_addn(&g->str, sb.buf, sb.len);
	strbuf_release(&sb);
	v.name = src->kind == VAL_FIELD ? field_name(p, tu_field(p, t, src->b)) : 0;
	v.slot = prog_field_slot(p, field);
	v.func = b->func;
	v.file = place_file(p, t, b, st->file);
	v.line = st->line;
	v.macro = tu_str(p, t, st->macro);
	v.guard = guard_import(p, t, st->guard);
	ALLOC_GROW(g->value, g->nr_value + 1, g->alloc_value);
	g->value[g->nr_value++] = v;
}

static void note_handover(struct prog *p, struct tu_map *t, const struct body *b,
			  const struct tu_store *st)
{
	const struct tu_val *dst = &t->f.val[st->dst];
	uint32_t field = dst->kind == VAL_FIELD ? tu_field(p, t, dst->b) : 0;

	if (!b->func || !p->field[field].handover || t->f.val[st->src].kind == VAL_NULL ||
	    t->f.val[st->src].kind == VAL_CONST)
		return;
	ALLOC_GROW(p->handover, p->nr_handover + 1, p->alloc_handover);
	p->handover[p->nr_handover++] = (struct p_handover){
		.pair = p->field[field].handover - 1u, .func = b->func,
		.file = place_file(p, t, b, st->file), .line = st->line,
	};
}

static void import_scalar(struct prog *p, struct tu_map *t, const struct body *b,
			  const struct tu_store *st)
{
	struct p_scalar_place at = {
		.body = b->b, .func = b->func, .file = place_file(p, t, b, st->file),
		.line = st->line, .macro = tu_str(p, t, st->macro),
	};

	if (t->f.val[st->dst].kind != VAL_FIELD)
		return;
	at.guard = guard_import(p, t, st->guard);
	scalar_store(p, t, &at, st);
}

/* What a linker script says. */
static int is_placed(struct prog *p, struct tu_map *t, const struct tu_store *st)
{
	const struct tu_val *dst = &t->f.val[st->dst], *src = &t->f.val[st->src];

	if (dst->kind != VAL_SECTION || src->kind != VAL_CONST)
		return 0;
	ALLOC_GROW(p->placed, p->nr_placed + 1, p->alloc_placed);
	p->placed[p->nr_placed++] = (struct p_placed){ tu_str(p, t, src->a), tu_str(p, t, dst->a) };
	return 1;
}

static void import_store(struct prog *p, struct tu_map *t, const struct body *b,
			 const struct tu_store *st, int table)
{
	int init = !b->func || (st->flags & STOREF_INIT);

	if (init && is_placed(p, t, st))
		return;
	if (st->cls != TYPE_SCALAR && st->cls != TYPE_OTHER)
		prog_at(p, place_file(p, t, b, st->file), st->line, b->func);
	if (st->cls == TYPE_REC) {
		copy_store(p, t, b->func, st);
		return;
	}
	own_guard_store(p, t, st->dst, st->src, init);
	if (st->cls == TYPE_SCALAR && t->f.val[st->dst].kind == VAL_PARAM)
		return;		/* says only that it is another value by then: param_store */
	note_handover(p, t, b, st);
	if (st->flags & STOREF_RETURN)
		just_note_return(p, t, b->func, st->src);
	else if (st->cls != TYPE_SCALAR && st->cls != TYPE_OTHER)
		just_note_store(p, t, b->func, st->dst, st->src);
	if (st->cls != TYPE_OTHER)
		import_pointer(p, t, b, st, st->src);
	if (st->cls == TYPE_SCALAR && b->func && !init && !(st->flags & STOREF_RETURN))
		import_scalar(p, t, b, st);
	else if ((st->cls == TYPE_FUNC_PTR || st->cls == TYPE_REC_PTR) && !init)
		import_copy(p, t, b, st);
	if (table || (b->func && eval_const(p, t, st->src)))
		import_field_value(p, t, b, st, st->src);
	else if (b->func)
		note_filled(p, t, b, st);
}

/* ---- calls --------------------------------------------------------------------- */

static uint32_t origin_of_arg(struct prog *p, struct tu_map *t, const struct body *b,
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

/* A registrar hands what it was given to a function that is none: this is
 * where the work is set up. */
static void register_arg(struct prog *p, const struct body *b, const struct p_call *pc,
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
	r.site = new_site(p, b, from.file, from.line);
	p->g->site[r.site].macro = from.macro;
	p->g->site[r.site].guard = from.guard;
	add_registration(p, b, &r);
}

static void import_args(struct prog *p, struct tu_map *t, const struct body *b,
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
		uint32_t param = pc->callee ? prog_func_param(p, pc->callee, i) : 0;
		const struct tu_val *x = &t->f.val[v];
		struct p_arg *a;

		args_note(p, t, b->b, v, first + i);
		a = &p->arg[first + i];
		a->root = just_root(p, t, v);
		a->maker = just_maker(p, t, v);
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

static void import_pointer_call(struct prog *p, struct tu_map *t, const struct body *b,
				const struct tu_call *c, struct p_call *pc)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t v = c->callee, object, called;
	struct g_site *site;
	const struct tu_val *x;

	pc->node = eval_value(p, t, v, NULL);
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

static void import_call(struct prog *p, struct tu_map *t, const struct body *b, uint32_t call)
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
static void group_indirect_calls(struct prog *p, const struct body *b, struct tu_map *t)
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

static void make_calls(struct prog *p, struct tu_map *t, const struct body *b)
{
	uint32_t i;

	for (i = 0; i < b->b->nr_calls; i++) {
		const struct tu_call *c = &t->f.call[b->b->call + i];
		struct p_call *pc;

		ALLOC_GROW(p->call, p->nr_call + 1, p->alloc_call);
		pc = &p->call[p->nr_call++];
		memset(pc, 0, sizeof(*pc));
		pc->caller = b->func;
		pc->site = new_site(p, b, place_file(p, t, b, c->file), c->line);
		t->call[b->b->call + i] = p->nr_call;
	}
}

static void import_body(struct prog *p, struct tu_map *t, uint32_t body)
{
	const struct tu_sym *s;
	struct body b = { .b = &t->f.body[body] };
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
	} else {
		b.object = b.b->sym ? tu_var(p, t, b.b->sym) : 0;
		table = b.b->sym && has_pointers(p, t, b.b);
	}
	for (i = 0; i < b.b->nr_stores; i++)
		import_store(p, t, &b, &t->f.store[b.b->store + i], table);
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
