/* SPDX-License-Identifier: MIT */
/* The values of a TU: what their operands are, how deep they are, and their order. */
#include "facts_val.h"

#include "base/xalloc.h"

const struct val_operands facts_operand[VAL_KIND_NR] = {
	[VAL_CONST] = { STR, NUM, NUM },
	[VAL_SECTION] = { STR, NUM, NUM },
	[VAL_STRING] = { STR, NUM, NUM },
	[VAL_FUNC] = { SYM, NUM, NUM },
	[VAL_VAR] = { SYM, NUM, NUM },
	[VAL_RETURN] = { SYM, NUM, NUM },
	[VAL_PARAM] = { SYM, NUM, STR },
	[VAL_FIELD] = { VAL, FIELD, NUM },
	[VAL_INDEX] = { VAL, VAL, NUM },
	[VAL_CHOICE] = { VAL, VAL, NUM },
	[VAL_ARITH] = { VAL, VAL, NUM },
	[VAL_JUST] = { VAL, VAL, NUM },
	[VAL_DEREF] = { VAL, NUM, NUM },
	[VAL_ADDR] = { VAL, NUM, NUM },
	[VAL_CALL] = { CALL, NUM, NUM },
};

unsigned facts_val_depth(const struct tu_facts *f, const struct tu_val *v)
{
	unsigned a = facts_operand[v->kind].a == VAL ? f->val[v->a].depth : 0;
	unsigned b = facts_operand[v->kind].b == VAL ? f->val[v->b].depth : 0;

	return 1 + (a > b ? a : b);
}

uint32_t renumber_val(struct renumber *r, uint32_t old)
{
	size_t depth = 0;

	if (!old || r->id[old])
		return r->id[old];
	ALLOC_GROW(r->stack, 1, r->alloc);
	r->stack[depth++] = old;
	while (depth) {
		uint32_t at = r->stack[depth - 1];
		struct tu_val v = r->old[at];
		int a = facts_operand[v.kind].a == VAL, b = facts_operand[v.kind].b == VAL;

		ALLOC_GROW(r->stack, depth + 2, r->alloc);
		if (r->id[at]) {
			depth--;
		} else if (a && v.a && !r->id[v.a]) {
			r->stack[depth++] = v.a;
		} else if (b && v.b && !r->id[v.b]) {
			r->stack[depth++] = v.b;
		} else {
			if (a)
				v.a = r->id[v.a];
			if (b)
				v.b = r->id[v.b];
			r->out[r->nr] = v;
			r->id[at] = r->nr++;
			depth--;
		}
	}
	return r->id[old];
}

int facts_set_depths(struct tu_facts *f)
{
	uint32_t i;

	for (i = 1; i < f->nr_val; i++) {
		unsigned depth = facts_val_depth(f, &f->val[i]);

		if (depth > FACTS_MAX_VAL_DEPTH)
			return 1;
		f->val[i].depth = (uint16_t)depth;
	}
	for (i = 1; i < f->nr_guard; i++) {
		f->guard[i].depth = (uint16_t)(f->guard[f->guard[i].parent].depth + 1);
		if (f->guard[i].depth > FACTS_MAX_GUARDS)
			return 1;
	}
	return 0;
}
