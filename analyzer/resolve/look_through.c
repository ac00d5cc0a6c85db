/* SPDX-License-Identifier: MIT */
#include "look_through.h"

#include "base/xalloc.h"
#include "link.h"

#define MAX_DEPTH 64		/* of an expression */
#define MAX_CALLS 5		/* functions looked through, nested */
#define MAX_LOOKS 256		/* values looked at for one call */

static int depends(const struct tu_map *t, uint32_t v, unsigned depth)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t i;

	if (!v || depth > MAX_DEPTH)
		return 0;
	switch ((enum val_kind)x->kind) {
	case VAL_PARAM:
		return 1;
	case VAL_VAR:
		i = t->local_store[x->a];
		return i && i != UINT32_MAX && depends(t, t->f.store[i - 1].src, depth + 1);
	case VAL_FIELD:
	case VAL_DEREF:
	case VAL_ADDR:
	case VAL_JUST:
		return depends(t, x->a, depth + 1);
	case VAL_INDEX:
		return depends(t, x->a, depth + 1);
	case VAL_CHOICE:
	case VAL_ARITH:
		return depends(t, x->a, depth + 1) || depends(t, x->b, depth + 1);
	case VAL_CALL:
		for (i = 0; i < t->f.call[x->a].nr_args; i++)
			if (depends(t, t->f.arg[t->f.call[x->a].arg + i], depth + 1))
				return 1;
		return 0;
	default:
		return 0;
	}
}

/* Can v be evaluated without the body it stands in? */
static int pure(const struct tu_map *t, uint32_t v, unsigned depth)
{
	const struct tu_val *x = &t->f.val[v];
	uint32_t i;

	if (depth > MAX_DEPTH / 4)
		return 0;
	switch ((enum val_kind)x->kind) {
	case VAL_VAR:
		if (t->f.sym[x->a].kind != SYM_LOCAL)
			return 1;
		i = t->local_store[x->a];
		return i && i != UINT32_MAX && pure(t, t->f.store[i - 1].src, depth + 1);
	case VAL_FIELD:
	case VAL_DEREF:
	case VAL_ADDR:
	case VAL_INDEX:
	case VAL_JUST:
		return pure(t, x->a, depth + 1);
	case VAL_CHOICE:
	case VAL_ARITH:
		return pure(t, x->a, depth + 1) && pure(t, x->b, depth + 1);
	case VAL_CALL:
		if (t->f.val[t->f.call[x->a].callee].kind != VAL_FUNC)
			return 0;
		for (i = 0; i < t->f.call[x->a].nr_args; i++)
			if (!pure(t, t->f.arg[t->f.call[x->a].arg + i], depth + 1))
				return 0;
		return 1;
	default:
		return 1;
	}
}

static int returns_pointer(const struct tu_store *st)
{
	return st->cls == TYPE_FUNC_PTR || st->cls == TYPE_REC_PTR ||
		st->cls == TYPE_VOID_PTR || st->cls == TYPE_PTR;
}

uint32_t look_through(struct prog *p, struct tu_map *t, const struct tu_call *c,
			     uint32_t sym, const struct eval_env *env, int *ok)
{
	const struct tu_body *b;
	unsigned left = MAX_LOOKS;
	struct eval_env inner = {
		.sym = sym, .depth = env ? env->depth + 1 : 1, .left = env ? env->left : &left,
	};
	uint32_t arg[8], i, n = 0, nr = 0;

	*ok = 0;
	if (!(t->f.sym[sym].flags & SYM_INLINE) || !t->body[sym] ||
	    inner.depth > MAX_CALLS || c->nr_args > ARRAY_SIZE(arg))
		return 0;
	b = &t->f.body[t->body[sym] - 1];
	if (b->nr_stores > 16 || b->nr_calls > 8)
		return 0;
	for (i = 0; i < b->nr_stores; i++) {
		const struct tu_store *st = &t->f.store[b->store + i];

		if (!(st->flags & STOREF_RETURN))
			continue;
		if (!returns_pointer(st) || !pure(t, st->src, 0) || nr++ > 3)
			return 0;
		*ok |= depends(t, st->src, 0);
	}
	if (!*ok)
		return 0;
	for (i = 0; i < c->nr_args; i++)
		arg[i] = eval_value(p, t, t->f.arg[c->arg + i], env);
	inner.arg = arg;
	inner.nr_args = c->nr_args;
	for (i = 0; i < b->nr_stores; i++)
		if (t->f.store[b->store + i].flags & STOREF_RETURN)
			n = eval_join(p, n, eval_value(p, t, t->f.store[b->store + i].src, &inner));
	*ok = *inner.left > 0;
	return n;
}
