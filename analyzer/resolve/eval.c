/* SPDX-License-Identifier: MIT */
/* Expressions to solver nodes. */
#include <string.h>

#include "base/xalloc.h"
#include "eval.h"
#include "just.h"
#include "link.h"
#include "look_through.h"
#include "prog.h"
#include "program.h"
#include "type_filter.h"

#define MAX_DEPTH 64		/* of an expression */

static int is_array_var(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);

	return x->kind == VAL_VAR && (t->f.sym[x->a].flags & SYM_ARRAY);
}

static int is_field_array(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);

	return x->kind == VAL_FIELD && t->f.field[x->b].is_array;
}

/* Dimensions of an array of arrays, by its type's spelling. */
static unsigned dimensions(const struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);
	const char *type;
	unsigned n = 0;

	if (x->kind == VAL_FIELD)
		return t->f.field[x->b].is_array ? t->f.field[x->b].cls == TYPE_REC ? 8 : 1 : 0;
	if (x->kind != VAL_VAR)
		return 0;
	for (type = facts_str(&t->f, t->f.sym[x->a].sig); *type && *type != ')'; type++)
		n += *type == '[';
	return n;
}

uint32_t eval_array(const struct tu_map *t, uint32_t v)
{
	uint32_t root = v;
	unsigned depth = 0;

	while (val_of(t, root)->kind == VAL_INDEX) {
		root = val_of(t, root)->a;
		depth++;
	}
	return depth && depth < dimensions(t, root) ? root : v;
}

uint32_t eval_join(struct prog *p, uint32_t a, uint32_t b)
{
	uint32_t n;

	if (!a || !b || a == b)
		return a ? a : b;
	n = solver_node_new(&p->s, FILTER_ANY);
	solver_copy(&p->s, a, n);
	solver_copy(&p->s, b, n);
	return n;
}

/* What a call gives that returns a struct. */
static uint32_t returned_struct(struct prog *p, struct tu_map *t, uint32_t call)
{
	const struct tu_val *callee = val_of(t, t->f.call[call].callee);
	struct p_call *pc;

	if (callee->kind == VAL_FUNC)
		return prog_ret_object(p, tu_func(p, t, callee->a));
	if (!t->call[call])
		return 0;
	pc = &p->call[t->call[call] - 1];
	if (!pc->result_object)
		pc->result_object = solver_object_new(&p->s, sig_return_record(&p->g->str,
				facts_str(&t->f, t->f.call[call].sig)), 0);
	return pc->result_object;
}

static uint32_t struct_address(struct prog *p, struct tu_map *t, uint32_t v,
			       const struct eval_env *env)
{
	uint32_t base, object;

	eval_struct(p, t, v, 0, env, &base, &object);
	return object ? prog_object_const(p, object) : base ? base : p->unknown;
}

/* Who uses a variable by its name; `address`: not only what is stored to its own fields. */
static void note_use(struct prog *p, uint32_t var, int address)
{
	uint32_t func = p->place[p->s.place].func, *by = &p->var[var].by_name;

	if ((func || address) && *by != func + 1)
		*by = *by || !func ? UINT32_MAX : func + 1;
}

/* Whoever has the address of an array may store to it. */
static void note_changed(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);
	uint32_t var;

	while ((x->kind == VAL_FIELD && !(x->flags & VALF_ARROW)) || x->kind == VAL_INDEX)
		x = val_of(t, x->a);
	if (x->kind != VAL_VAR || !(t->f.sym[x->a].flags & SYM_ARRAY))
		return;
	var = tu_var(p, t, x->a);	/* may move p->var */
	p->var[var].changed = 1;
}

static void note_address(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);

	while ((x->kind == VAL_FIELD && !(x->flags & VALF_ARROW)) || x->kind == VAL_INDEX)
		x = val_of(t, x->a);
	if (x->kind == VAL_VAR && t->f.sym[x->a].rec)
		note_use(p, tu_var(p, t, x->a), 1);
	note_changed(p, t, v);
}

void eval_struct(struct prog *p, struct tu_map *t, uint32_t v, int arrow,
		 const struct eval_env *env, uint32_t *base, uint32_t *object)
{
	const struct tu_val *x = val_of(t, v);
	uint32_t b, o, array;

	*base = *object = 0;
	if (arrow) {
		*base = eval_value(p, t, v, env);
		return;
	}
	switch ((enum val_kind)x->kind) {
	case VAL_VAR:
		if (t->f.sym[x->a].rec) {
			*object = prog_var_object(p, tu_var(p, t, x->a));
			note_use(p, tu_var(p, t, x->a), 0);
		}
		return;
	case VAL_FIELD:
		eval_struct(p, t, x->a, x->flags & VALF_ARROW, env, &b, &o);
		b = tu_field(p, t, x->b);
		*object = o ? prog_sub_object(p, o, b) : prog_embedded(p, b);
		return;
	case VAL_INDEX:
		array = eval_array(t, x->a);
		if (is_array_var(t, array) || is_field_array(t, array))
			eval_struct(p, t, array, 0, env, base, object);
		else
			*base = eval_value(p, t, x->a, env);
		return;
	case VAL_DEREF:
		*base = eval_value(p, t, x->a, env);
		return;
	case VAL_PARAM:
		*object = prog_param_object(p, tu_func(p, t, x->a), x->b);
		return;
	case VAL_CALL:
		*object = returned_struct(p, t, x->a);
		return;
	case VAL_CHOICE:
		b = struct_address(p, t, x->a, env);
		*base = eval_join(p, b, struct_address(p, t, x->b, env));
		return;
	default:
		return;
	}
}

/* Is the address of this variable of interest? Of numbers it is not, but for
 * arrays that the linker makes (32-bit relative pointers). */
static int holds_pointers(const struct tu_map *t, const struct tu_sym *s)
{
	if ((s->flags & SYM_ARRAY) && s->linkage == LINK_EXTERNAL && !(s->flags & SYM_DEFINED))
		return 1;
	return strchr(facts_str(&t->f, s->sig), '*') != NULL;
}

static uint32_t eval_address(struct prog *p, struct tu_map *t, uint32_t v,
			     const struct eval_env *env)
{
	const struct tu_val *x = val_of(t, v);
	uint32_t base, object, field;

	switch ((enum val_kind)x->kind) {
	case VAL_FUNC:
		return prog_func_const(p, tu_func(p, t, x->a));
	case VAL_VAR:
		if (!t->f.sym[x->a].rec && !holds_pointers(t, &t->f.sym[x->a]))
			return 0;
		return prog_object_const(p, prog_var_object(p, tu_var(p, t, x->a)));
	case VAL_PARAM:
		base = eval_value(p, t, v, env);
		return base ? prog_object_const(p, prog_node_address(p, base)) : 0;
	case VAL_FIELD:
		field = tu_field(p, t, x->b);
		if ((p->field[field].cls == TYPE_SCALAR || p->field[field].cls == TYPE_OTHER) &&
		    p->field[field].filter == FILTER_NONE)	/* else: relative pointers */
			return 0;
		if (p->field[field].cls != TYPE_REC)
			return prog_object_const(p, prog_field_address(p, field));
		eval_struct(p, t, x->a, x->flags & VALF_ARROW, env, &base, &object);
		return prog_object_const(p, object ? prog_sub_object(p, object, field) :
					 prog_embedded(p, field));
	case VAL_INDEX:
		base = eval_array(t, x->a);
		if (is_array_var(t, base) || is_field_array(t, base))
			return eval_address(p, t, base, env);
		return eval_value(p, t, x->a, env);
	case VAL_DEREF:
		return eval_value(p, t, x->a, env);
	case VAL_CHOICE:
		base = eval_address(p, t, x->a, env);
		return eval_join(p, base, eval_address(p, t, x->b, env));
	default:
		return p->unknown;
	}
}

/* What an allocator returns is unknown, but as an array of pointers it is the
 * caller's own: "callbacks = kcalloc(n, sizeof(*callbacks), …)". */
static uint32_t allocated(struct prog *p, struct tu_map *t, uint32_t call, uint32_t func)
{
	struct p_call *pc = t->call[call] ? &p->call[t->call[call] - 1] : NULL;
	uint32_t ret = prog_func_ret(p, func), n;

	if (!pc || p->s.node[ret].filter == FILTER_NONE)
		return ret;
	if (!pc->result) {
		n = solver_node_new(&p->s, FILTER_ANY);
		pc->result = n;
		solver_copy(&p->s, ret, n);
		solver_add(&p->s, n, value_object(prog_node_address(p,
			   solver_node_new(&p->s, FILTER_ANY))), 0);
	}
	return pc->result;
}

static uint32_t eval_call(struct prog *p, struct tu_map *t, uint32_t call,
			  const struct eval_env *env)
{
	const struct tu_call *c = &t->f.call[call];
	const struct tu_val *callee = val_of(t, c->callee);
	struct p_call *pc;
	uint32_t n;
	int ok;

	if (callee->kind == VAL_FUNC) {
		uint32_t func = tu_func(p, t, callee->a);

		if (p->func[func].opaque)
			return allocated(p, t, call, func);
		if (t->call[call] && p->call[t->call[call] - 1].result)	/* a copy that is made there */
			return p->call[t->call[call] - 1].result;
		n = look_through(p, t, c, callee->a, env, &ok);
		return ok ? n : prog_func_ret(p, tu_func(p, t, callee->a));
	}
	if (!t->call[call])
		return p->unknown;
	pc = &p->call[t->call[call] - 1];
	if (!pc->result)
		pc->result = solver_node_new(&p->s, sig_return_filter(&p->g->str,
					     graph_str(p->g, pc->sig)));
	return pc->result;
}

/* May others share the bytes of this field of the object? */
static int in_union(const struct prog *p, uint32_t object, uint32_t field)
{
	for (; field; object = p->s.object[object].parent) {
		if (p->field[field].in_union)
			return 1;
		field = p->s.object[object].field;
	}
	return 0;
}

static uint32_t eval_field(struct prog *p, struct tu_map *t, const struct tu_val *x,
			   uint32_t v, const struct eval_env *env)
{
	uint32_t field = tu_field(p, t, x->b), base, object;
	const struct p_field *f = &p->field[field];

	if (f->cls == TYPE_REC)
		return eval_address(p, t, v, env);
	eval_struct(p, t, x->a, x->flags & VALF_ARROW, env, &base, &object);
	f = &p->field[field];
	if (object && !in_union(p, object, field)) {
		solver_field_node(&p->s, field, f->filter);
		return solver_cell_all(&p->s, object, field);
	}
	if (object)
		base = prog_object_const(p, object);
	return solver_load(&p->s, base, field, f->filter);
}

/* p | TAG, p & ~TAG: bits that an aligned pointer has to spare. */
static int is_tag(const struct tu_map *t, const struct tu_val *x)
{
	int64_t bits;

	if (!x->b || val_of(t, x->b)->kind != VAL_CONST)
		return 0;
	bits = val_of(t, x->b)->num;
	return (x->num == OP_OR && bits >= 0 && bits < 64) ||
		(x->num == OP_AND && bits < 0 && bits >= -64);
}

static uint32_t eval_arith(struct prog *p, struct tu_map *t, const struct tu_val *x,
			   const struct eval_env *env)
{
	uint32_t a = eval_value(p, t, x->a, env), b = 0, n;

	if (x->b && val_of(t, x->b)->kind != VAL_CONST)
		b = eval_value(p, t, x->b, env);
	if (x->num == OP_ADD || is_tag(t, x))
		return eval_join(p, a, b);
	/* container_of and masked pointers: what it was, and what we can't tell */
	n = solver_node_new(&p->s, FILTER_ANY);
	solver_copy(&p->s, a, n);
	solver_copy(&p->s, b, n);
	solver_open(&p->s, n);
	return n;
}

static uint32_t eval_new(struct prog *p, struct tu_map *t, uint32_t v,
			 const struct eval_env *env)
{
	const struct tu_val *x = val_of(t, v);
	uint32_t i, n;

	switch ((enum val_kind)x->kind) {
	case VAL_UNKNOWN:
		return p->unknown;
	case VAL_FUNC:
	case VAL_ADDR:
		if (x->kind == VAL_ADDR)
			note_address(p, t, x->a);
		return eval_address(p, t, x->kind == VAL_FUNC ? v : x->a, env);
	case VAL_VAR:
		if (t->f.sym[x->a].rec || (t->f.sym[x->a].flags & SYM_ARRAY)) {
			note_address(p, t, v);
			return eval_address(p, t, v, env);
		}
		i = t->local_store[x->a];
		if (env && i && i != UINT32_MAX)
			return eval_value(p, t, t->f.store[i - 1].src, env);
		return prog_var_node(p, tu_var(p, t, x->a));
	case VAL_PARAM:
		if (env && env->sym == x->a)
			return x->b < env->nr_args ? env->arg[x->b] : p->unknown;
		return prog_func_param(p, tu_func(p, t, x->a), x->b);
	case VAL_FIELD:
		if (t->f.field[x->b].is_array)
			return eval_address(p, t, v, env);
		return eval_field(p, t, x, v, env);
	case VAL_INDEX:
		i = eval_array(t, x->a);
		if (is_array_var(t, i)) {
			uint32_t sym = val_of(t, i)->a;

			return t->f.sym[sym].rec ? eval_address(p, t, i, env) :
				prog_var_node(p, tu_var(p, t, sym));
		}
		if (is_field_array(t, i))
			return eval_field(p, t, val_of(t, i), i, env);
		return solver_deref(&p->s, eval_value(p, t, x->a, env), FILTER_ANY);
	case VAL_DEREF:
		if (is_array_var(t, x->a) || is_field_array(t, x->a)) {
			if (is_field_array(t, x->a))
				return eval_field(p, t, val_of(t, x->a), x->a, env);
			return t->f.sym[val_of(t, x->a)->a].rec ? eval_address(p, t, x->a, env) :
				prog_var_node(p, tu_var(p, t, val_of(t, x->a)->a));
		}
		n = eval_value(p, t, x->a, env);
		return n ? solver_deref(&p->s, n, FILTER_ANY) : 0;
	case VAL_CALL:
		return eval_call(p, t, x->a, env);
	case VAL_CHOICE:
		n = eval_value(p, t, x->a, env);
		return eval_join(p, n, eval_value(p, t, x->b, env));
	case VAL_ARITH:
		return eval_arith(p, t, x, env);
	case VAL_JUST:
		return env ? eval_value(p, t, x->a, env) : just_value(p, t, v);
	default:
		return 0;
	}
}

uint32_t eval_value(struct prog *p, struct tu_map *t, uint32_t v,
		    const struct eval_env *env)
{
	uint32_t n;

	if (env) {
		*env->left -= *env->left > 0;
		return *env->left ? eval_new(p, t, v, env) : p->unknown;
	}
	if (t->node[v])
		return t->node[v] - 1;
	n = eval_new(p, t, v, NULL);
	t->node[v] = n + 1;
	return n;
}

uint32_t eval_const(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = val_of(t, v);
	uint32_t n;

	if (x->kind == VAL_FUNC)
		return value_func(tu_func(p, t, x->a));
	if (x->kind == VAL_ADDR)
		x = val_of(t, v = x->a);
	else if (!is_array_var(t, v))
		return 0;
	if (x->kind == VAL_FUNC)
		return value_func(tu_func(p, t, x->a));
	while (x->kind == VAL_INDEX && (is_array_var(t, eval_array(t, x->a)) ||
					is_field_array(t, eval_array(t, x->a))))
		x = val_of(t, v = eval_array(t, x->a));
	if (x->kind != VAL_VAR && x->kind != VAL_FIELD)
		return 0;
	note_changed(p, t, v);
	n = eval_address(p, t, v, NULL);
	return n && p->s.node[n].val.nr == 1 ? p->s.node[n].val.id[0] : 0;
}
