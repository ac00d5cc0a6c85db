/* SPDX-License-Identifier: MIT */
/* Operators to values: arithmetic, conditions, pointers and arrays. */
#include <string.h>

#include "cursors.h"
#include "expr.h"
#include "expr_p.h"
#include "guard.h"
#include "known.h"
#include "record.h"
#include "sym.h"
#include "use.h"
#include "walk.h"

static enum val_op arith_op(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_Add: case CXBinaryOperator_AddAssign: return OP_ADD;
	case CXBinaryOperator_Sub: case CXBinaryOperator_SubAssign: return OP_SUB;
	case CXBinaryOperator_And: case CXBinaryOperator_AndAssign: return OP_AND;
	case CXBinaryOperator_Or: case CXBinaryOperator_OrAssign: return OP_OR;
	case CXBinaryOperator_Xor: case CXBinaryOperator_XorAssign: return OP_XOR;
	case CXBinaryOperator_Shl: case CXBinaryOperator_ShlAssign: return OP_SHL;
	case CXBinaryOperator_Shr: case CXBinaryOperator_ShrAssign: return OP_SHR;
	case CXBinaryOperator_Mul: case CXBinaryOperator_MulAssign: return OP_MUL;
	case CXBinaryOperator_Div: case CXBinaryOperator_DivAssign: return OP_DIV;
	default: return OP_NONE;
	}
}

/* A folded constant: by its macro, else as it is written. */
static uint32_t constant_text(struct walk *w, CXCursor c)
{
	struct place p = place_of(w, c);
	uint32_t text = p.in_macro ? constant_word(w, c) : 0;

	return text ? text : text_of(w, c);
}

static int fold(enum val_op op, int64_t a, int64_t b, int64_t *out)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case OP_ADD: x += y; break;
	case OP_SUB: x -= y; break;
	case OP_AND: x &= y; break;
	case OP_OR: x |= y; break;
	case OP_XOR: x ^= y; break;
	case OP_MUL: x *= y; break;
	case OP_SHL:
		if (y > 63)
			return 0;
		x <<= y;
		break;
	case OP_SHR:
		if (y > 63)
			return 0;
		x >>= y;
		break;
	default: return 0;
	}
	*out = (int64_t)x;
	return 1;
}

static int is_offset(const struct walk *w, uint32_t v)
{
	if (val_of(w, v)->kind != VAL_ADDR || val_of(w, val_of(w, v)->a)->kind != VAL_FIELD)
		return 0;
	return val_of(w, val_of(w, val_of(w, v)->a)->a)->kind == VAL_NULL;
}

static uint32_t arith(struct walk *w, CXCursor c, enum val_op op, uint32_t a, uint32_t b)
{
	int64_t num;

	if (op == OP_NONE)
		return 0;
	if (is_offset(w, b) && op != OP_ADD)	/* container_of */
		b = 0;
	if (val_of(w, a)->kind == VAL_CONST && val_of(w, b)->kind == VAL_CONST &&
	    fold(op, val_of(w, a)->num, val_of(w, b)->num, &num)) {
		return facts_val(w->f, VAL_CONST, constant_text(w, c), 0, num, 0);
	}
	if (!a && !b)
		return 0;
	return facts_val(w->f, VAL_ARITH, a, b, op, 0);
}

/* a && b && …: each stands under those before it. */
static uint32_t logical(struct walk *w, CXCursor c, enum CXBinaryOperatorKind k)
{
	struct cursors all = guard_operands(w, c, k);
	int is_or = k == CXBinaryOperator_LOr;
	uint32_t saved = w->guard, known;
	long long num;
	unsigned i;

	for (i = 0; i + 1 < all.nr && guard_decided(w, all.c[i], &num); i++)
		if (!num == !is_or)
			return expr_const(w, c);
	expr(w, all.c[0]);
	for (i = 1; i < all.nr; i++) {
		guard_push(w, all.c[i - 1], is_or, 0);
		known = w->nr_known;
		expr(w, all.c[i]);
		known_end(w, known);
	}
	w->guard = saved;
	return 0;
}

uint32_t expr_binary(struct walk *w, CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	struct cursors ch = cursor_children(w, c);
	uint32_t a, b;

	if (ch.nr != 2)
		return 0;
	switch (k) {
	case CXBinaryOperator_Assign:
		return expr_assign(w, c, ch.c[0], ch.c[1]);
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
		return logical(w, c, k);
	case CXBinaryOperator_Comma:
		expr(w, ch.c[0]);
		return expr(w, ch.c[1]);
	default:
		a = expr(w, ch.c[0]);
		b = expr(w, ch.c[1]);
		return arith(w, c, arith_op(k), a, b);
	}
}

uint32_t expr_compound_assign(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	enum val_op op = arith_op(clang_getCursorBinaryOperatorKind(c));
	enum store_op how = STORE_OTHER;
	enum type_class cls;
	uint32_t dst, src;

	if (ch.nr != 2)
		return 0;
	w->use = USE_UPDATE;
	dst = expr(w, ch.c[0]);
	src = expr(w, ch.c[1]);
	cls = class_of(clang_getCursorType(ch.c[0]));
	if (cls != TYPE_SCALAR)
		return dst;	/* p += n: it stays in its array */
	if (op == OP_OR)
		how = STORE_OR;
	else if (op == OP_AND)
		how = STORE_AND;
	else if (op == OP_ADD)
		how = STORE_ADD;
	else if (op == OP_SUB)
		how = STORE_SUB;
	record_store(w, dst, src, c, cls, how, 0);
	return dst;
}

/* Of `*p`, `p[i]`: an array behind a pointer to arrays. Its value is the pointer's: the
 * address of the first element is that of the array. */
static int is_array_pointed_to(struct walk *w, CXCursor c)
{
	enum CXCursorKind k;
	struct cursors ch;

	c = strip(w, c);
	k = clang_getCursorKind(c);
	if (!expr_is_array(clang_getCursorType(c)) ||
	    (k != CXCursor_ArraySubscriptExpr && (k != CXCursor_UnaryOperator ||
	     clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_Deref)))
		return 0;
	ch = cursor_children(w, c);
	return ch.nr && !expr_is_array(clang_getCursorType(strip(w, ch.c[0])));
}

static uint32_t pointed_to(struct walk *w, CXCursor c, uint32_t pointer)
{
	if (expr_is_function(clang_getCursorType(c)) || is_array_pointed_to(w, c))
		return pointer;
	if (expr_is_array(clang_getCursorType(c)))	/* the first of an array's arrays */
		return facts_val(w->f, VAL_INDEX, pointer, 0, 0, 0);
	return expr_deref(w, pointer);
}

uint32_t expr_unary(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	enum CXUnaryOperatorKind k = clang_getCursorUnaryOperatorKind(c);
	uint32_t v, one;

	if (!ch.nr)
		return 0;
	if (k == CXUnaryOperator_AddrOf)
		w->use = use_address(w->used_as);
	else if (k == CXUnaryOperator_Deref)
		w->use = use_through(w->used_as);
	else if (k <= CXUnaryOperator_PreDec)
		w->use = USE_UPDATE;
	v = expr(w, ch.c[ch.nr - 1]);
	switch (k) {
	case CXUnaryOperator_AddrOf:
		return is_array_pointed_to(w, ch.c[ch.nr - 1]) ? v : expr_address(w, v);
	case CXUnaryOperator_Deref:
		return pointed_to(w, c, v);
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreDec:
		one = facts_val(w->f, VAL_CONST, strtab_add(&w->f->str, "1"), 0, 1, 0);
		if (class_of(clang_getCursorType(c)) == TYPE_SCALAR)
			record_store(w, v, one, c, TYPE_SCALAR,
				     k == CXUnaryOperator_PostInc || k == CXUnaryOperator_PreInc ?
				     STORE_ADD : STORE_SUB, 0);
		return v;
	case CXUnaryOperator_Minus:
	case CXUnaryOperator_Not:
		if (val_of(w, v)->kind == VAL_CONST) {
			int64_t n = val_of(w, v)->num;

			return facts_val(w->f, VAL_CONST, constant_text(w, c), 0,
					 k == CXUnaryOperator_Not ? ~n : (int64_t)-(uint64_t)n, 0);
		}
		return v ? facts_val(w->f, VAL_ARITH, v, 0,
				     k == CXUnaryOperator_Not ? OP_NOT : OP_NEG, 0) : 0;
	case CXUnaryOperator_LNot:
		return 0;
	default:
		return v;
	}
}

uint32_t expr_choice(struct walk *w, uint32_t a, uint32_t b)
{
	return a == b ? a : facts_val(w->f, VAL_CHOICE, a, b, 0, 0);
}

/* An arm of ?:, where 0 stands for no pointer. */
uint32_t expr_arm(struct walk *w, CXCursor c, int pointer)
{
	return pointer && expr_is_null(w, c) ? facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, c);
}

uint32_t expr_conditional(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	int pointer = expr_is_pointer(clang_getCursorType(c));
	uint32_t saved = w->guard, a, b, known;
	long long num;

	if (ch.nr != 3)
		return 0;
	if (guard_decided(w, ch.c[0], &num))
		return expr_arm(w, ch.c[num ? 1 : 2], pointer);
	expr(w, ch.c[0]);
	guard_push(w, ch.c[0], 0, 0);
	known = w->nr_known;
	a = expr_arm(w, ch.c[1], pointer);
	known_end(w, known);
	w->guard = saved;
	guard_push(w, ch.c[0], 1, 0);
	b = expr_arm(w, ch.c[2], pointer);
	known_end(w, known);
	w->guard = saved;
	return expr_choice(w, a, b);
}

uint32_t expr_subscript(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint8_t how = use_through(w->used_as);
	int swapped = ch.nr == 2 && !expr_is_pointer(clang_getCursorType(ch.c[0]));
	uint32_t a, b;

	if (ch.nr != 2)
		return 0;
	w->use = swapped ? USE_READ : how;
	a = expr(w, ch.c[0]);
	w->use = swapped ? how : USE_READ;
	b = expr(w, ch.c[1]);
	if (swapped) {		/* 1[p] */
		uint32_t index = a;

		a = b;
		b = index;
	}
	if (is_array_pointed_to(w, c))
		return a;
	if (val_of(w, a)->kind == VAL_ADDR && val_of(w, val_of(w, a)->a)->kind == VAL_INDEX)
		a = val_of(w, val_of(w, a)->a)->a;
	if (val_of(w, b)->kind != VAL_CONST && val_of(w, b)->kind != VAL_FIELD)
		b = 0;
	return facts_val(w->f, VAL_INDEX, a, b, 0, 0);
}
