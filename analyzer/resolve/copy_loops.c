/* SPDX-License-Identifier: MIT */
/* Structs that are copied by loops over their words or their bytes. */
#include <string.h>

#include "copies.h"
#include "eval.h"
#include "link.h"
#include "prog.h"
#include "program.h"

/* A pointer to characters that was made from one to something else, here: the address of
 * a struct or of a pointer, or a parameter that is no pointer to characters. */
static int is_laid_over(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x = &t->f.val[eval_trace(t, v)];
	uint32_t n;

	while (x->kind == VAL_ARITH)
		x = &t->f.val[eval_trace(t, x->a)];
	if (x->kind == VAL_ADDR) {
		while (t->f.val[x->a].kind == VAL_INDEX)
			x = &t->f.val[x->a];
		x = &t->f.val[x->a];
		return x->kind == VAL_VAR ? t->f.sym[x->a].rec ||
			strchr(facts_str(&t->f, t->f.sym[x->a].sig), '*') :
			x->kind == VAL_FIELD && (t->f.field[x->b].cls == TYPE_REC ||
				t->f.field[x->b].cls == TYPE_FUNC_PTR);
	}
	if (x->kind != VAL_PARAM)
		return 0;
	n = prog_func_param(p, tu_func(p, t, x->a), x->b);
	n = n ? p->s.node[n].filter : FILTER_NONE;
	return n == FILTER_ANY || n > FILTER_RECORD;
}

/* p[i], or *p of a local, which may be moved along: no single number is read or stored. */
static int is_walked(const struct tu_map *t, const struct tu_val *x)
{
	const struct tu_val *p = &t->f.val[x->a];

	return x->kind == VAL_INDEX ? t->f.val[x->b].kind != VAL_CONST :
		p->kind == VAL_VAR && t->f.sym[p->a].kind == SYM_LOCAL;
}

void copy_words(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src, int bytes)
{
	const struct tu_val *d = &t->f.val[dst], *s = &t->f.val[eval_trace(t, src)];
	struct p_copy c = { .known = 1 };

	if ((d->kind != VAL_DEREF && d->kind != VAL_INDEX) ||
	    (s->kind != VAL_DEREF && s->kind != VAL_INDEX))
		return;
	if (bytes && !(is_walked(t, d) && is_walked(t, s) && is_laid_over(p, t, d->a) &&
		       is_laid_over(p, t, s->a)))
		return;
	c.to = eval_value(p, t, d->a, NULL);
	c.from = eval_value(p, t, s->a, NULL);
	if (c.to && c.from && c.to != c.from)
		copy_add(p, &c);
}
