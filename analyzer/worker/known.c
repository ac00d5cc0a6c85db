/* SPDX-License-Identifier: MIT */
/*
 * What a place holds just now: the last store to it, while nothing that could
 * have stored there since stands between, on every way here. Followed are
 * fields reached from a parameter or a local variable, and copies of such
 * pointers. Calls in between are not judged here: VAL_JUST tells which they are.
 */
#include "base/xalloc.h"
#include "known.h"
#include "walk.h"

#define MAX_KNOWN 64	/* at one time */
#define MAX_PATH 8	/* of fields */

static int is_local(const struct walk *w, uint32_t v)
{
	const struct tu_val *x = val_of(w, v);

	return x->kind == VAL_PARAM || (x->kind == VAL_VAR && w->f->sym[x->a].kind == SYM_LOCAL &&
					!(w->f->sym[x->a].flags & SYM_ARRAY));
}

/* Is v `of`, or a field of what `of` names or points to? */
static int leads_through(const struct walk *w, uint32_t v, uint32_t of)
{
	for (;;) {
		if (v == of)
			return 1;
		if (val_of(w, v)->kind != VAL_FIELD)
			return 0;
		v = val_of(w, v)->a;
	}
}

static int has_field(const struct walk *w, uint32_t v, uint32_t field)
{
	for (; val_of(w, v)->kind == VAL_FIELD; v = val_of(w, v)->a)
		if (val_of(w, v)->b == field)
			return 1;
	return 0;
}

/* Members of a union share bytes: a store to one is a store to all. */
static int is_in_union(const struct walk *w, uint32_t v)
{
	for (; val_of(w, v)->kind == VAL_FIELD; v = val_of(w, v)->a)
		if (w->f->field[val_of(w, v)->b].in_union)
			return 1;
	return 0;
}

static struct known *find(struct walk *w, uint32_t dst)
{
	uint32_t i;

	for (i = w->nr_known; dst && i-- > 0;)
		if (w->known[i].dst == dst)
			return &w->known[i];
	return NULL;
}

/* v with copies of pointers replaced by what they are copies of; 0 where it
 * is no path of fields from a local or a parameter. */
static uint32_t path_of(struct walk *w, uint32_t v, unsigned depth)
{
	const struct tu_val x = *val_of(w, v);
	const struct known *k;
	uint32_t base;

	if (depth > MAX_PATH)
		return 0;
	if (x.kind == VAL_JUST)
		return path_of(w, x.a, depth + 1);
	if (x.kind != VAL_FIELD) {
		if (!is_local(w, v))
			return 0;
		k = find(w, v);
		return k ? k->src : v;
	}
	if (w->f->field[x.b].is_array)
		return 0;
	base = path_of(w, x.a, depth + 1);
	return base ? facts_val(w->f, VAL_FIELD, base, x.b, 0, x.flags) : 0;
}

void known_clear(struct walk *w)
{
	if (!w->quiet)
		w->nr_known = 0;
}

void known_end(struct walk *w, uint32_t mark)
{
	if (!w->quiet && w->nr_known > mark)
		w->nr_known = mark;
}

void known_changed(struct walk *w, uint32_t dst)
{
	const struct tu_val *x = val_of(w, dst);
	uint32_t i;
	int in_union;

	if (w->quiet || x->kind == VAL_RETURN)
		return;
	if (x->kind != VAL_VAR && x->kind != VAL_PARAM && x->kind != VAL_FIELD) {
		w->nr_known = 0;
		return;
	}
	in_union = is_in_union(w, dst);
	for (i = 0; i < w->nr_known; i++) {
		struct known *k = &w->known[i];

		if (x->kind != VAL_FIELD ? leads_through(w, k->dst, dst) ||
		    (val_of(w, k->dst)->kind != VAL_FIELD && leads_through(w, k->src, dst)) :
		    has_field(w, k->dst, x->b) || (in_union && is_in_union(w, k->dst)))
			k->dst = 0;
	}
}

void known_store(struct walk *w, uint32_t dst, uint32_t src, enum type_class cls, enum store_op op)
{
	uint32_t path;
	uint8_t kind = val_of(w, src)->kind;
	int pointer = cls == TYPE_FUNC_PTR || cls == TYPE_REC_PTR || cls == TYPE_VOID_PTR;

	if (w->quiet)
		return;
	path = path_of(w, val_of(w, dst)->kind == VAL_FIELD ? dst : 0, 0);
	if (cls == TYPE_REC)
		known_clear(w);
	known_changed(w, dst);
	if (!pointer || op != STORE_SET || !src || kind == VAL_NULL || kind == VAL_CONST ||
	    w->body == UINT32_MAX)
		return;
	if (val_of(w, dst)->kind != VAL_FIELD) {	/* a copy of a pointer */
		path = is_local(w, dst) ? dst : 0;
		src = is_local(w, src) ? path_of(w, src, 0) : 0;
	}
	if (!path || !src || src == dst)
		return;
	if (w->nr_known >= MAX_KNOWN)
		w->nr_known = 0;
	ALLOC_GROW(w->known, w->nr_known + 1, w->alloc_known);
	w->known[w->nr_known++] = (struct known){ path, src, w->f->nr_call };
}

uint32_t known_value(struct walk *w, uint32_t v)
{
	const struct known *k;
	uint32_t path, first;

	if (w->quiet || !w->nr_known || val_of(w, v)->kind != VAL_FIELD || w->body == UINT32_MAX)
		return v;
	path = path_of(w, v, 0);
	k = path ? find(w, path) : NULL;
	if (!k)
		return v;
	first = w->f->body[w->body].call;
	return facts_val(w->f, VAL_JUST, v, k->src,
			 (int64_t)(k->call - first) << 32 | (w->f->nr_call - first), 0);
}

uint32_t known_plain(struct walk *w, uint32_t v)
{
	const struct tu_val x = *val_of(w, v);
	uint32_t a;

	if (x.kind == VAL_JUST)
		return known_plain(w, x.a);
	if (x.kind != VAL_FIELD)
		return v;
	a = known_plain(w, x.a);
	return a == x.a ? v : facts_val(w->f, VAL_FIELD, a, x.b, 0, x.flags);
}
