/* SPDX-License-Identifier: MIT */
/* What a value was read from: the local's only store, the slot. */
#include "eval.h"
#include "link.h"
#include "prog.h"
#include "program.h"

uint32_t eval_trace(const struct tu_map *t, uint32_t v)
{
	unsigned depth = 0;

	while (depth++ < 8) {
		const struct tu_val *x = val_of(t, v);
		uint32_t i;

		if (x->kind == VAL_JUST) {
			v = x->a;
			continue;
		}
		if (x->kind != VAL_VAR || t->f.sym[x->a].kind != SYM_LOCAL)
			break;
		i = t->local_store[x->a];
		if (!i || i == UINT32_MAX)
			break;
		v = t->f.store[i - 1].src;
	}
	return v;
}

uint32_t eval_slot(struct prog *p, struct tu_map *t, uint32_t v)
{
	const struct tu_val *x;
	unsigned depth = 0;

	while (depth++ < 8) {
		v = eval_trace(t, v);
		x = val_of(t, v);
		switch ((enum val_kind)x->kind) {
		case VAL_FIELD:
			return prog_field_slot(p, tu_field(p, t, x->b));
		case VAL_VAR:
			return prog_var_slot(p, tu_var(p, t, x->a));
		case VAL_PARAM:
			return prog_param_slot(p, tu_func(p, t, x->a), x->b);
		case VAL_SECTION:
			return prog_section_slot(p, tu_str(p, t, x->a));
		case VAL_RETURN:
			return prog_return_slot(p, tu_func(p, t, x->a));
		case VAL_CALL: {
			const struct tu_val *c = val_of(t, t->f.call[x->a].callee);

			if (c->kind == VAL_FUNC)
				return prog_return_slot(p, tu_func(p, t, c->a));
			v = t->f.call[x->a].callee;
			break;
		}
		case VAL_INDEX:
		case VAL_DEREF:
		case VAL_ADDR:
		case VAL_CHOICE:
		case VAL_ARITH:
			v = x->a;
			break;
		default:
			return 0;
		}
	}
	return 0;
}
