/* SPDX-License-Identifier: MIT */
/*
 * Structs that are copied as a whole: `*p = s`, `return s`, f(s), memcpy().
 * What is copied is known while a body is read; the copies are made once all
 * fields of all structs are known.
 */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "copies.h"
#include "eval.h"
#include "import.h"
#include "just.h"
#include "link.h"
#include "overlaid.h"
#include "prog.h"
#include "program.h"
#include "shared.h"
#include "type_filter.h"

/* ---- which struct -------------------------------------------------------------- */

static uint32_t call_record(struct prog *p, struct tu_map *t, uint32_t call)
{
	const struct tu_call *c = &t->f.call[call];
	const struct tu_val *callee = &t->f.val[c->callee];
	uint32_t sig = callee->kind == VAL_FUNC ? t->f.sym[callee->a].sig : c->sig;

	return sig_return_record(&p->g->str, facts_str(&t->f, sig));
}

/* The struct that expression v is, as a string. */
static uint32_t rec_of(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t r;

	switch ((enum val_kind)x->kind) {
	case VAL_VAR:
		return t->rec[t->f.sym[x->a].rec];
	case VAL_FIELD:
		return t->f.field[x->b].cls == TYPE_REC ? t->rec[t->f.field[x->b].pointee] : 0;
	case VAL_INDEX:
	case VAL_DEREF:
		return copy_pointed_record(p, t, x->a);
	case VAL_PARAM:
		return sig_param_record(&p->g->str, facts_str(&t->f, t->f.sym[x->a].sig), x->b);
	case VAL_RETURN:
		return sig_return_record(&p->g->str, facts_str(&t->f, t->f.sym[x->a].sig));
	case VAL_CALL:
		return call_record(p, t, x->a);
	case VAL_CHOICE:
		r = rec_of(p, t, x->a);
		return r ? r : rec_of(p, t, x->b);
	default:
		return 0;
	}
}

/* The struct that expression v points to: an array's elements too. */
uint32_t copy_pointed_record(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t n;

	switch ((enum val_kind)x->kind) {
	case VAL_ADDR:
		return rec_of(p, t, x->a);
	case VAL_INDEX:
		return copy_pointed_record(p, t, x->a);
	case VAL_ARITH:
		return copy_pointed_record(p, t, x->a);
	case VAL_VAR:
		return t->rec[t->f.sym[x->a].flags & SYM_ARRAY ? t->f.sym[x->a].rec :
			      t->f.sym[x->a].pointee];
	case VAL_FIELD:
		if (t->f.field[x->b].cls == TYPE_REC || t->f.field[x->b].cls == TYPE_REC_PTR)
			return t->rec[t->f.field[x->b].pointee];
		return 0;
	default:
		n = eval_value(p, t, v, NULL);
		n = n ? p->s.node[n].filter : FILTER_NONE;
		return n > FILTER_RECORD ? n - FILTER_RECORD : 0;
	}
}

/* ---- while a body is read ---------------------------------------------------------- */

void copy_add(struct prog *p, const struct p_copy *c)
{
	if (c->to_object && c->to_object == c->from_object)
		return;
	ALLOC_GROW(p->copy, p->nr_copy + 1, p->alloc_copy);
	p->copy[p->nr_copy] = *c;
	p->copy[p->nr_copy++].place = p->s.place;
}

/* Who stores to what was there before: all of its fields change (just.c). */
static void note_writer(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst,
			struct p_copy *c)
{
	const struct tu_val *d = &t->f.val[dst];

	if (d->kind == VAL_RETURN || d->kind == VAL_PARAM ||
	    (d->kind == VAL_VAR && t->f.sym[d->a].kind == SYM_LOCAL))
		return;		/* a struct of its own */
	c->func = func;
	if (d->kind == VAL_DEREF || d->kind == VAL_INDEX ||
	    (d->kind == VAL_FIELD && (d->flags & VALF_ARROW)))
		c->param = tu_own_param(p, t, d->a, func);
}

void copy_store(struct prog *p, struct tu_map *t, uint32_t func, const struct tu_store *st)
{
	struct p_copy c = { .unseen = (st->flags & STOREF_UNSEEN) != 0 };
	uint32_t dst = st->dst, src = st->src;

	if (t->f.val[dst].kind == VAL_RETURN)
		c.to_object = prog_ret_object(p, tu_func(p, t, t->f.val[dst].a));
	else
		eval_struct(p, t, dst, 0, NULL, &c.to, &c.to_object);
	eval_struct(p, t, src, 0, NULL, &c.from, &c.from_object);
	c.rec = rec_of(p, t, dst);
	c.from_rec = rec_of(p, t, src);
	if (!c.rec)
		c.rec = c.from_rec;
	c.is_laid = c.from_rec && c.from_rec != c.rec;	/* by a cast */
	c.laid.end = INT64_MAX;
	note_writer(p, t, func, dst, &c);
	copy_add(p, &c);
}

void copy_arg(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t i, uint32_t v)
{
	struct p_copy c = { 0 };

	if (pc->callee) {
		if (i >= 64 || !(p->func[pc->callee].by_value >> i & 1))
			return;
		c.to_object = prog_param_object(p, pc->callee, i);
		c.rec = p->s.object[c.to_object].rec;
	} else {
		c.rec = sig_param_record(&p->g->str, graph_str(p->g, pc->sig), i);
		if (!c.rec)
			return;
		c.to_object = solver_temp(&p->s, c.rec);
		p->arg[pc->arg + i].object = c.to_object;
	}
	eval_struct(p, t, v, 0, NULL, &c.from, &c.from_object);
	copy_add(p, &c);
}

/* A variable that points to characters, or a place in what it points to: bytes of a
 * text, whatever else the untyped pointer that it was read from may hold. */
static int is_text(const struct tu_map *t, uint32_t v)
{
	static const char *const types[] = { "char *", "unsigned char *", "signed char *" };
	const struct tu_val *x = &t->f.val[v];
	const char *type;
	size_t i;

	while (x->kind == VAL_ARITH)
		x = &t->f.val[x->a];
	if (x->kind != VAL_VAR)
		return 0;
	type = facts_str(&t->f, t->f.sym[x->a].sig);
	if (!strncmp(type, "const ", 6))
		type += 6;
	for (i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(type, types[i]))
			return 1;
	return 0;
}

/* ---- between structs of unlike types ------------------------------------------------ */

struct bytes {			/* where a pointer leads to */
	uint32_t base, object;	/* as eval_struct() tells */
	uint32_t rec;		/* of this struct, 0 = not known or none */
	uint32_t at, size;	/* bytes in it; 0 = up to its end */
	int is_array;		/* an array of pointers, or one pointer */
};

static struct bytes bytes_of_lvalue(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[v];
	const struct tu_field *f;
	struct bytes b = { 0 };

	b.rec = rec_of(p, t, v);
	if (b.rec) {
		eval_struct(p, t, v, 0, NULL, &b.base, &b.object);
		return b;
	}
	while (x->kind == VAL_INDEX && t->f.val[x->a].kind != VAL_PARAM)
		x = &t->f.val[v = x->a];
	if (x->kind == VAL_VAR && strchr(facts_str(&t->f, t->f.sym[x->a].sig), '*') &&
	    (v != x->a || !(t->f.sym[x->a].flags & SYM_ARRAY))) {
		b.object = prog_var_object(p, tu_var(p, t, x->a));
		b.is_array = 1;
	}
	if (x->kind != VAL_FIELD || !t->f.field[x->b].size)
		return b;
	f = &t->f.field[x->b];
	b.rec = x->flags & VALF_ARROW ? copy_pointed_record(p, t, x->a) : rec_of(p, t, x->a);
	if (!b.rec)
		return b;
	eval_struct(p, t, x->a, x->flags & VALF_ARROW, NULL, &b.base, &b.object);
	b.at = f->offset;
	b.size = f->is_array && f->size != FIELD_TO_END ? f->size : 0;
	return b;
}

static int is_array(const struct tu_map *t, const struct tu_val *x)
{
	return (x->kind == VAL_VAR && (t->f.sym[x->a].flags & SYM_ARRAY)) ||
		(x->kind == VAL_FIELD && t->f.field[x->b].is_array);
}

static struct bytes bytes_at(struct prog *p, struct tu_map *t, uint32_t pointer)
{
	uint32_t v = eval_trace(t, pointer);
	const struct tu_val *x = &t->f.val[v];
	struct bytes b = { 0 };

	if (x->kind == VAL_ADDR)
		return bytes_of_lvalue(p, t, x->a);
	b.rec = copy_pointed_record(p, t, pointer);
	if (!b.rec && is_array(t, x))
		return bytes_of_lvalue(p, t, v);
	b.base = eval_value(p, t, pointer, NULL);
	return b;
}

static int is_known(const struct bytes *b)
{
	return b->rec || b->is_array;
}

/* Says how the bytes lie, where it is not from the start of one struct to the start of an
 * equal one. `size` bytes are copied, 0 = not known how many. */
static int lay_out(struct p_copy *c, const struct bytes *to, const struct bytes *from, int64_t size)
{
	int64_t end = size ? to->at + size : INT64_MAX;

	if (!is_known(to) || !is_known(from) ||
	    (to->rec == from->rec && to->at == from->at && !to->at) ||
	    (to->is_array && from->is_array))
		return 0;
	if (!size && from->size)
		end = (int64_t)to->at + from->size;
	if (!size && to->size && (int64_t)to->at + to->size < end)
		end = (int64_t)to->at + to->size;
	c->to = to->base;
	c->to_object = to->object;
	c->from = from->base;
	c->from_object = from->object;
	c->rec = to->rec;
	c->from_rec = from->rec;
	c->is_laid = 1;
	c->laid.shift = (int64_t)from->at - to->at;
	c->laid.begin = to->at;
	c->laid.end = end;
	return 1;
}

/* A function that returns a copy of what argument `src` points to: the call's own object. */
static void copy_returned(struct prog *p, struct tu_map *t, struct p_call *pc, uint32_t src)
{
	struct p_copy c = { .rec = copy_pointed_record(p, t, src) };

	if (!c.rec || pc->result)
		return;
	c.to_object = solver_object_new(&p->s, c.rec, 0);
	c.from = eval_value(p, t, src, NULL);
	pc->result = solver_node_new(&p->s, FILTER_ANY);
	solver_add(&p->s, pc->result, value_object(c.to_object), 0);
	copy_add(p, &c);
}

void copy_call(struct prog *p, struct tu_map *t, const struct tu_call *call, struct p_call *pc)
{
	unsigned to, from, kind = pc->callee ? p->func[pc->callee].copier : 0;
	struct bytes to_bytes, from_bytes;
	const struct tu_val *size;
	uint32_t dst, src, other;
	struct p_copy c = { 0 };

	if (!kind || sscanf(p->k->copies.p[kind - 1].value, "%u %u", &to, &from) != 2 ||
	    from - 1 >= call->nr_args)
		return;
	if (!to)
		copy_returned(p, t, pc, t->f.arg[call->arg + from - 1]);
	if (to - 1 >= call->nr_args)
		return;
	dst = t->f.arg[call->arg + to - 1];
	src = t->f.arg[call->arg + from - 1];
	if (is_text(t, dst) && is_text(t, src))
		return;
	size = call->nr_args > 2 ? &t->f.val[t->f.arg[call->arg + 2]] : NULL;
	to_bytes = bytes_at(p, t, dst);
	from_bytes = bytes_at(p, t, src);
	if (lay_out(&c, &to_bytes, &from_bytes, size && size->kind == VAL_CONST && size->num > 0 ?
		    size->num : 0)) {
		copy_add(p, &c);
		return;
	}
	c.to = eval_value(p, t, dst, NULL);
	c.from = eval_value(p, t, src, NULL);
	c.rec = copy_pointed_record(p, t, src);
	other = copy_pointed_record(p, t, dst);
	if (other && other != c.rec)
		c.rec = 0;
	copy_add(p, &c);
}

/* ---- when all is read ------------------------------------------------------------------- */

static uint32_t shape_sub(void *ctx, uint32_t object, uint32_t field)
{
	return prog_sub_object(ctx, object, field);
}

static uint32_t shape_embedded(void *ctx, uint32_t field)
{
	return prog_embedded(ctx, field);
}

static int shape_is_of_type(void *ctx, uint32_t func, uint32_t type)
{
	const struct prog *p = ctx;

	return p->g->func[func].sig == type;
}

static int shape_is_single(void *ctx, uint32_t object)
{
	const struct prog *p = ctx;
	const struct solver_object *o = &p->s.object[object];

	for (; o->parent; o = &p->s.object[o->parent])
		if (p->field[o->field].is_array)
			return 0;
	return o->var && !(p->var[o->var].flags & SYM_ARRAY) &&
		!(o->flags & (OBJECT_EMBEDDED | OBJECT_TEMP));
}

static int begins_with(const struct prog *p, uint32_t rec, uint32_t other, unsigned depth)
{
	const struct solver_shape *sh = &p->s.shape;
	uint32_t i;

	if (rec == other)
		return 1;
	if (!depth || rec >= sh->nr_rec)
		return 0;
	for (i = sh->first[rec]; i < sh->first[rec + 1]; i++) {
		const struct p_field *f = &p->field[sh->field[i]];

		if (f->cls == TYPE_REC && !f->offset && f->pointee &&
		    begins_with(p, f->pointee, other, depth - 1))
			return 1;
	}
	return 0;
}

static int shape_is_kin(void *ctx, uint32_t rec, uint32_t other)
{
	return begins_with(ctx, rec, other, 6) || begins_with(ctx, other, rec, 6);
}

static int is_kept(const struct p_field *f)
{
	return f->filter != FILTER_NONE || f->cls == TYPE_REC;
}

static void describe_shape(struct prog *p)
{
	struct solver_shape *sh = &p->s.shape;
	uint32_t i, nr = (uint32_t)p->g->str.nr;

	sh->sub = shape_sub;
	sh->embedded = shape_embedded;
	sh->is_of_type = shape_is_of_type;
	sh->is_single = shape_is_single;
	sh->is_kin = shape_is_kin;
	sh->nr_rec = nr;
	sh->field_rec = xcalloc(p->nr_field + 1, sizeof(*sh->field_rec));
	sh->field_is_rec = xcalloc(p->nr_field + 1, 1);
	sh->offset = xcalloc(p->nr_field + 1, sizeof(*sh->offset));
	sh->size = xcalloc(p->nr_field + 1, sizeof(*sh->size));
	sh->is_array = xcalloc(p->nr_field + 1, 1);
	sh->first = xcalloc(nr + 2, sizeof(*sh->first));
	sh->field = xcalloc(p->nr_field + 1, sizeof(*sh->field));
	for (i = 1; i < p->nr_field; i++) {
		sh->field_rec[i] = p->field[i].rec;
		sh->field_is_rec[i] = p->field[i].cls == TYPE_REC;
		sh->offset[i] = p->field[i].offset;
		sh->size[i] = p->field[i].size;
		sh->is_array[i] = p->field[i].is_array;
		sh->first[p->field[i].rec + 1] += (uint32_t)is_kept(&p->field[i]);
	}
	for (i = 0; i <= nr; i++)
		sh->first[i + 1] += sh->first[i];
	for (i = p->nr_field; i-- > 1;)
		if (is_kept(&p->field[i]))
			sh->field[--sh->first[p->field[i].rec + 1]] = i;
	/* first[r + 1] is now where r begins */
	for (i = 0; i < nr; i++)
		sh->first[i] = sh->first[i + 1];
	sh->first[nr] = sh->first[nr + 1];
}

/* One object for what is copied from, one for the bytes as they lie in the other, and
 * one for what leads to that by a pointer. */
static void apply_laid(struct prog *p, const struct p_copy *c)
{
	uint32_t from = solver_temp(&p->s, c->from_rec), to = solver_temp(&p->s, c->rec), out;

	if (c->from_object)
		solver_copy_object(&p->s, c->from_object, from);
	else
		solver_copy_from(&p->s, c->from, from);
	solver_copy_laid(&p->s, from, to, &c->laid);
	if (c->to_object) {
		solver_copy_object(&p->s, to, c->to_object);
		return;
	}
	out = solver_temp(&p->s, c->rec);
	solver_copy_object(&p->s, to, out);
	solver_copy_to(&p->s, out, c->to);
}

static int is_boring(const struct prog *p, uint32_t rec)
{
	return rec && rec < p->s.nr_boring && p->s.boring[rec];
}

static void apply(struct prog *p, const struct p_copy *c)
{
	uint32_t temp, to = c->to, from = c->from;

	if (is_boring(p, c->rec) || (c->is_laid && is_boring(p, c->from_rec)))
		return;
	if (c->is_laid) {
		apply_laid(p, c);
		return;
	}
	if (c->to_object && c->from_object) {
		solver_copy_object(&p->s, c->from_object, c->to_object);
		return;
	}
	temp = solver_temp(&p->s, c->rec);
	if (c->known)
		p->s.object[temp].flags |= OBJECT_KNOWN;
	if (c->unseen)
		solver_object_open(&p->s, temp, 0);
	else if (c->from_object)
		solver_copy_object(&p->s, c->from_object, temp);
	else
		solver_copy_from(&p->s, from, temp);
	if (c->to_object)
		solver_copy_object(&p->s, temp, c->to_object);
	else
		solver_copy_to(&p->s, temp, to);
}

static void note_mods(struct prog *p, const struct p_copy *c)
{
	const struct solver_shape *sh = &p->s.shape;
	uint32_t i;

	if (!c->func || !c->rec || c->rec >= sh->nr_rec)
		return;
	for (i = sh->first[c->rec]; i < sh->first[c->rec + 1]; i++)
		just_note_mod(p, sh->field[i], c->func, c->param);
}

void copies_apply(struct prog *p)
{
	uint32_t i;

	describe_shape(p);
	shared_find(p);
	for (i = 0; i < p->nr_copy; i++) {
		note_mods(p, &p->copy[i]);
		p->s.place = p->copy[i].place;
		apply(p, &p->copy[i]);
	}
	overlaid_apply(p);
}
