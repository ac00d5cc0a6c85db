/* SPDX-License-Identifier: MIT */
/* Stores of a body: constraints, registrations of deferred work, and what tables hold. */
#include "base/xalloc.h"
#include "copies.h"
#include "element.h"
#include "eval.h"
#include "guards.h"
#include "import_p.h"
#include "just.h"
#include "link.h"
#include "overlaid.h"
#include "own_guard.h"
#include "program.h"
#include "scalars.h"
#include "setters.h"

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
static unsigned registers(struct prog *p, struct tu_map *t, const struct p_body *b,
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

void import_registration(struct prog *p, const struct p_body *b, struct p_reg *r)
{
	r->wguard = guard_weight(p, p->g->site[r->site].guard);
	r->next = p->func[b->func].reg;
	ALLOC_GROW(p->reg, p->nr_reg + 1, p->alloc_reg);
	p->reg[p->nr_reg] = *r;
	p->func[b->func].reg = p->nr_reg++;
}

static void register_store(struct prog *p, struct tu_map *t, const struct p_body *b,
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
	r.site = import_site(p, b, import_file(p, t, b, st->file), st->line);
	p->g->site[r.site].macro = tu_str(p, t, st->macro);
	p->g->site[r.site].guard = guard_import(p, t, st->guard);
	import_registration(p, b, &r);
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

/* The address of a function or of something, counted with: marked, or made unreadable. */
static int is_address_changed(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];

	return x->kind == VAL_ARITH && (t->f.val[x->a].kind == VAL_FUNC ||
		t->f.val[x->a].kind == VAL_ADDR || is_address_changed(t, x->a));
}

/* A number that is handed on as it is, not counted with: it may be a pointer. */
static int is_number_handed_on(struct prog *p, struct tu_map *t, const struct tu_store *st,
			       uint32_t src)
{
	return st->op == STORE_SET && is_wide(p, t, st->dst) &&
		(is_wide(p, t, src) || is_address_changed(t, src));
}

static void import_pointer(struct prog *p, struct tu_map *t, const struct p_body *b,
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
			.file = import_file(p, t, b, st->file), .line = st->line,
			.value = value, .macro = tu_str(p, t, st->macro),
		};
		uint32_t var = root_var(p, t, st->dst);

		if (b->func)
			o.guard = guard_import(p, t, st->guard);
		if (var && (p->var[var].rec || (p->var[var].flags & SYM_ARRAY)) && !p->var[var].local)
			o.object = prog_var_gobject(p, var);
		o.var = var;
		o.element = b->func ? 0 : element_of(p, t, st->dst, &var);
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
	if (b->func)
		p->var[root_var(p, t, st->dst)].changed = 1;
	if (st->cls == TYPE_FUNC_PTR) {
		overlaid_note(p, t, st->dst, node, 1);
		overlaid_note(p, t, src, node, 0);
	}
	if (!value && st->cls == TYPE_VOID_PTR)
		copy_words(p, t, st->dst, src, 0);
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

static void import_field_value(struct prog *p, struct tu_map *t, const struct p_body *b,
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
	fv.file = import_file(p, t, b, st->file);
	fv.line = st->line;
	ALLOC_GROW(g->field_value, g->nr_field_value + 1, g->alloc_field_value);
	g->field_value[g->nr_field_value++] = fv;
}

/* `vec[i].action = action`: what a parameter or another field holds shows when all is solved. */
static void note_filled(struct prog *p, struct tu_map *t, const struct p_body *b,
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
		.file = import_file(p, t, b, st->file), .line = st->line,
	};
	strbuf_release(&path);
}

/* A pointer by which layers are tied together gets what another field or a
 * parameter holds: neigh->output = neigh->ops->output. */
static void import_copy(struct prog *p, struct tu_map *t, const struct p_body *b,
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
	v.file = import_file(p, t, b, st->file);
	v.line = st->line;
	v.macro = tu_str(p, t, st->macro);
	v.guard = guard_import(p, t, st->guard);
	ALLOC_GROW(g->value, g->nr_value + 1, g->alloc_value);
	g->value[g->nr_value++] = v;
}

static void note_handover(struct prog *p, struct tu_map *t, const struct p_body *b,
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
		.file = import_file(p, t, b, st->file), .line = st->line,
	};
}

static void import_scalar(struct prog *p, struct tu_map *t, const struct p_body *b,
			  const struct tu_store *st)
{
	struct p_scalar_place at = {
		.body = b->b, .func = b->func, .file = import_file(p, t, b, st->file),
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

void import_store(struct prog *p, struct tu_map *t, const struct p_body *b,
			 const struct tu_store *st, int table)
{
	int init = !b->func || (st->flags & STOREF_INIT);

	if (init && is_placed(p, t, st))
		return;
	if (st->cls != TYPE_SCALAR && st->cls != TYPE_OTHER)
		prog_at(p, import_file(p, t, b, st->file), st->line, b->func);
	if (st->cls == TYPE_REC) {
		if (!init)
			p->var[root_var(p, t, st->dst)].changed = 1;
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
	if (st->cls == TYPE_SCALAR && st->op == STORE_SET)
		copy_words(p, t, st->dst, st->src, 1);
	if (st->cls == TYPE_SCALAR && b->func && !init && !(st->flags & STOREF_RETURN))
		import_scalar(p, t, b, st);
	else if ((st->cls == TYPE_FUNC_PTR || st->cls == TYPE_REC_PTR) && !init)
		import_copy(p, t, b, st);
	if (table || (b->func && eval_const(p, t, st->src)))
		import_field_value(p, t, b, st, st->src);
	else if (b->func)
		note_filled(p, t, b, st);
}
