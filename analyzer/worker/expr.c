/* SPDX-License-Identifier: MIT */
/* Expressions to values; the calls and stores in them on the way. */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "atomic.h"
#include "cursors.h"
#include "expr.h"
#include "field.h"
#include "generic.h"
#include "guard.h"
#include "init.h"
#include "known.h"
#include "record.h"
#include "stmt.h"
#include "sym.h"
#include "varargs.h"
#include "walk.h"

static uint32_t constant(struct walk *w, CXCursor c, long long num)
{
	uint32_t text = constant_word(w, c);
	char buf[32];

	if (!text) {
		snprintf(buf, sizeof(buf), "%lld", num);
		text = strtab_add(&w->f->str, buf);
	}
	return facts_val(w->f, VAL_CONST, text, 0, num, 0);
}

static int literal(CXCursor c, long long *num)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	int ok = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (ok)
		*num = clang_EvalResult_getAsLongLong(r);
	if (r)
		clang_EvalResult_dispose(r);
	return ok;
}

int expr_is_null(struct walk *w, CXCursor c)
{
	long long num;

	c = strip(w, c);
	return clang_getCursorKind(c) == CXCursor_IntegerLiteral && literal(c, &num) && !num;
}

uint32_t expr_const(struct walk *w, CXCursor c)
{
	long long num;

	return literal(c, &num) ? constant(w, c, num) : 0;
}

static int is_array(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
		t.kind == CXType_VariableArray;
}

static int is_pointer(CXType t)
{
	return is_array(t) || clang_getCanonicalType(t).kind == CXType_Pointer;
}

static int is_function(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

static uint32_t address_of(struct walk *w, uint32_t v)
{
	uint8_t k = val_of(w, v)->kind;

	if (k == VAL_DEREF)
		return val_of(w, v)->a;
	if (k == VAL_FUNC || !v)
		return v;
	/* whoever gets the address may store there */
	if (k == VAL_VAR && !w->quiet && w->f->sym[val_of(w, v)->a].kind == SYM_LOCAL)
		record_assigned(w, v);
	if (k == VAL_VAR || k == VAL_PARAM || k == VAL_FIELD)
		known_changed(w, v);
	return facts_val(w->f, VAL_ADDR, v, 0, 0, 0);
}

uint32_t expr_deref(struct walk *w, uint32_t v)
{
	uint8_t k = val_of(w, v)->kind;

	if (k == VAL_ADDR)
		return val_of(w, v)->a;
	if (k == VAL_FUNC || !v)
		return v;
	return facts_val(w->f, VAL_DEREF, v, 0, 0, 0);
}

/* ---- names --------------------------------------------------------------------- */

static uint32_t name_ref(struct walk *w, CXCursor c)
{
	CXCursor d = clang_getCursorReferenced(c);
	uint32_t sym, *param;

	switch (clang_getCursorKind(d)) {
	case CXCursor_FunctionDecl:
		sym = sym_of(w, d);
		if (!w->quiet)
			want_body(w, d, sym);
		return facts_val(w->f, VAL_FUNC, sym, 0, 0, 0);
	case CXCursor_ParmDecl:
		param = cursor_map_put(&w->params, d);
		return *param ? facts_val(w->f, VAL_PARAM, w->sym, *param - 1,
					  cx_str(w, clang_getCursorSpelling(d)), 0) : 0;
	case CXCursor_VarDecl:
		sym = sym_of(w, d);
		if (!w->quiet && w->f->sym[sym].kind == SYM_VAR)
			want_body(w, d, sym);
		return facts_val(w->f, VAL_VAR, sym, 0, 0, 0);
	case CXCursor_EnumConstantDecl:
		return facts_val(w->f, VAL_CONST, cx_str(w, clang_getCursorSpelling(d)), 0,
				 clang_getEnumConstantDeclValue(d), 0);
	default:
		return 0;
	}
}

/* &x, not cast to a pointer to something else than x is. */
static int is_own_address(struct walk *w, CXCursor pointer)
{
	CXCursor c = strip(w, pointer);
	struct cursors ch;

	if (clang_getCursorKind(c) != CXCursor_UnaryOperator)
		return 1;
	ch = cursor_children(w, c);
	return ch.nr && rec_of_type(w, clang_getCursorType(ch.c[ch.nr - 1])) ==
		rec_of_type(w, pointee_of(clang_getCursorType(pointer)));
}

static uint32_t member(struct walk *w, CXCursor c)
{
	CXCursor field = clang_getCursorReferenced(c), base;
	struct cursors ch;
	unsigned arrow;
	uint32_t v;

	if (clang_getCursorKind(field) != CXCursor_FieldDecl)
		return 0;
	for (;;) {
		CXCursor inner;

		ch = cursor_children(w, c);
		if (!ch.nr)
			return 0;
		base = ch.c[0];
		inner = base;
		if (clang_getCursorKind(inner) != CXCursor_MemberRefExpr ||
		    !field_is_unnamed(clang_getCursorReferenced(inner)))
			break;
		c = inner;	/* through an unnamed struct or union */
	}
	arrow = is_pointer(clang_getCursorType(base)) ? VALF_ARROW : 0;
	v = expr(w, base);
	if (arrow)
		v = known_value(w, v);
	if (arrow && val_of(w, v)->kind == VAL_ADDR && is_own_address(w, base)) {
		v = val_of(w, v)->a;
		arrow = 0;
	} else if (!arrow && val_of(w, v)->kind == VAL_DEREF) {
		v = val_of(w, v)->a;
		arrow = VALF_ARROW;
	}
	return facts_val(w->f, VAL_FIELD, v, field_of(w, field), 0, arrow);
}

/* ---- calls and assignments ---------------------------------------------------------- */

static int name_in(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(name, *list))
			return 1;
	return 0;
}

/* A constant keeps its name and number in the other byte order: the name is
 * what people ask for. */
static uint32_t swapped(struct walk *w, CXCursor c)
{
	uint32_t v = expr(w, c);

	return val_of(w, v)->kind == VAL_CONST || !v ? v :
		facts_val(w->f, VAL_ARITH, v, 0, 0, OP_NONE);
}

static uint32_t call(struct walk *w, CXCursor c)
{
	static const char *const unevaluated[] = {
		"__builtin_constant_p", "__builtin_object_size",
		"__builtin_dynamic_object_size", NULL
	};
	struct cursors ch = cursor_children(w, c);
	int n = clang_Cursor_getNumArguments(c), i;
	uint32_t callee, *args, id;
	CXType fn;

	if (!ch.nr)
		return 0;
	callee = expr(w, ch.c[0]);
	n = n < 0 ? 0 : n;
	if (val_of(w, callee)->kind == VAL_FUNC) {
		const struct tu_sym *s = &w->f->sym[val_of(w, callee)->a];
		const char *name = facts_str(w->f, s->name);

		if (s->flags & SYM_BUILTIN) {
			if (name_in(name, unevaluated))
				return 0;
			if (!strcmp(name, "__builtin_expect") && n == 2)
				return expr(w, clang_Cursor_getArgument(c, 0));
			if (!strncmp(name, "__builtin_bswap", 15) && n == 1)
				return swapped(w, clang_Cursor_getArgument(c, 0));
			if (atomic_call(w, c, name, &id) || varargs_call(w, c, name, &id))
				return id;
		}
		if (s->flags & SYM_ERROR)
			return 0;
	}
	args = arena_alloc(&w->arena, ((size_t)n + 1) * sizeof(*args));
	for (i = 0; i < n; i++) {
		CXCursor a = clang_Cursor_getArgument(c, (unsigned)i);

		args[i] = is_pointer(clang_getCursorType(a)) && expr_is_null(w, a) ?
			facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : known_value(w, expr(w, a));
	}
	if (w->quiet)
		return 0;
	callee = known_value(w, callee);
	fn = clang_getCanonicalType(clang_getCursorType(ch.c[0]));
	if (fn.kind == CXType_Pointer)
		fn = clang_getPointeeType(fn);
	record_call(w, c, callee, fn, args, (unsigned)n, 0, &id);
	return facts_val(w->f, VAL_CALL, id, 0, 0, 0);
}

enum type_class stored_class(struct walk *w, CXType type, CXCursor value)
{
	enum type_class cls = class_of(type), from;

	if (cls != TYPE_SCALAR)
		return cls;
	value = strip(w, value);
	if (clang_getCursorKind(value) == CXCursor_ConditionalOperator) {
		struct cursors ch = cursor_children(w, value);

		from = ch.nr == 3 ? stored_class(w, type, ch.c[1]) : cls;
		return from == TYPE_SCALAR && ch.nr == 3 ? stored_class(w, type, ch.c[2]) : from;
	}
	from = class_of(clang_getCursorType(value));
	return from == TYPE_FUNC_PTR || from == TYPE_REC_PTR || from == TYPE_VOID_PTR ||
		from == TYPE_PTR ? from : cls;
}

static uint32_t assign(struct walk *w, CXCursor at, CXCursor lhs, CXCursor rhs)
{
	CXType type = clang_getCursorType(lhs);
	enum type_class cls = stored_class(w, type, rhs);
	uint32_t dst = expr(w, lhs), src;
	CXCursor r = strip(w, rhs);

	if (cls == TYPE_REC && !w->quiet &&
	    clang_getCursorKind(r) == CXCursor_CompoundLiteralExpr) {
		struct cursors ch = cursor_children(w, r);

		if (ch.nr)
			init_value(w, dst, type, ch.c[ch.nr - 1], 0);
		return dst;
	}
	src = cls != TYPE_SCALAR && expr_is_null(w, rhs) ?
		facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, rhs);
	record_store(w, dst, src, at, cls, STORE_SET, 0);
	return dst;
}

uint32_t expr_value(struct walk *w, CXCursor c, CXType type)
{
	return class_of(type) != TYPE_SCALAR && expr_is_null(w, c) ?
		facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, c);
}

/* ---- operators -------------------------------------------------------------------- */

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
			return 0;
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

static uint32_t binary(struct walk *w, CXCursor c)
{
	enum CXBinaryOperatorKind k = clang_getCursorBinaryOperatorKind(c);
	struct cursors ch = cursor_children(w, c);
	uint32_t a, b;

	if (ch.nr != 2)
		return 0;
	switch (k) {
	case CXBinaryOperator_Assign:
		return assign(w, c, ch.c[0], ch.c[1]);
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

static uint32_t compound_assign(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	enum val_op op = arith_op(clang_getCursorBinaryOperatorKind(c));
	enum store_op how = STORE_OTHER;
	enum type_class cls;
	uint32_t dst, src;

	if (ch.nr != 2)
		return 0;
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
	if (!is_array(clang_getCursorType(c)) ||
	    (k != CXCursor_ArraySubscriptExpr && (k != CXCursor_UnaryOperator ||
	     clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_Deref)))
		return 0;
	ch = cursor_children(w, c);
	return ch.nr && !is_array(clang_getCursorType(strip(w, ch.c[0])));
}

static uint32_t pointed_to(struct walk *w, CXCursor c, uint32_t pointer)
{
	if (is_function(clang_getCursorType(c)) || is_array_pointed_to(w, c))
		return pointer;
	if (is_array(clang_getCursorType(c)))	/* the first of an array's arrays */
		return facts_val(w->f, VAL_INDEX, pointer, 0, 0, 0);
	return expr_deref(w, pointer);
}

static uint32_t unary(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	enum CXUnaryOperatorKind k = clang_getCursorUnaryOperatorKind(c);
	uint32_t v, one;

	if (!ch.nr)
		return 0;
	v = expr(w, ch.c[ch.nr - 1]);
	switch (k) {
	case CXUnaryOperator_AddrOf:
		return is_array_pointed_to(w, ch.c[ch.nr - 1]) ? v : address_of(w, v);
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

static uint32_t choice(struct walk *w, uint32_t a, uint32_t b)
{
	return a == b ? a : facts_val(w->f, VAL_CHOICE, a, b, 0, 0);
}

/* An arm of ?:, where 0 stands for no pointer. */
static uint32_t arm(struct walk *w, CXCursor c, int pointer)
{
	return pointer && expr_is_null(w, c) ? facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, c);
}

static uint32_t conditional(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	int pointer = is_pointer(clang_getCursorType(c));
	uint32_t saved = w->guard, a, b, known;
	long long num;

	if (ch.nr != 3)
		return 0;
	if (guard_decided(w, ch.c[0], &num))
		return arm(w, ch.c[num ? 1 : 2], pointer);
	expr(w, ch.c[0]);
	guard_push(w, ch.c[0], 0, 0);
	known = w->nr_known;
	a = arm(w, ch.c[1], pointer);
	known_end(w, known);
	w->guard = saved;
	guard_push(w, ch.c[0], 1, 0);
	b = arm(w, ch.c[2], pointer);
	known_end(w, known);
	w->guard = saved;
	return choice(w, a, b);
}

static uint32_t subscript(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t a, b;

	if (ch.nr != 2)
		return 0;
	a = expr(w, ch.c[0]);
	b = expr(w, ch.c[1]);
	if (!is_pointer(clang_getCursorType(ch.c[0]))) {	/* 1[p] */
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

/* offsetof(S, f) is what it was before it became a builtin: &((S *)0)->f. */
static uint32_t offset_of(struct walk *w, const struct cursors *ch)
{
	CXCursor field;
	uint32_t v;

	if (!ch->nr || clang_getCursorKind(ch->c[ch->nr - 1]) != CXCursor_MemberRef)
		return 0;
	field = clang_getCursorReferenced(ch->c[ch->nr - 1]);
	if (clang_getCursorKind(field) != CXCursor_FieldDecl)
		return 0;
	v = facts_val(w->f, VAL_NULL, 0, 0, 0, 0);
	v = facts_val(w->f, VAL_FIELD, v, field_of(w, field), 0, VALF_ARROW);
	return facts_val(w->f, VAL_ADDR, v, 0, 0, 0);
}

/* What libclang does not name: implicit casts (one child), a ?: b (four),
 * __builtin_choose_expr (three), offsetof and the like. */
static uint32_t unexposed(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t saved = w->guard, a, b, known = w->nr_known;
	long long num;

	if (ch.nr > 1 && atomic_expr(w, c, ch, &a))
		return a;
	a = offset_of(w, &ch);
	if (a || varargs_expr(w, c, ch, &a))
		return a;
	switch (ch.nr) {
	case 0:
		return 0;
	case 1:
		return expr(w, ch.c[0]);
	case 3:
		if (literal(ch.c[0], &num))
			return expr(w, ch.c[num ? 1 : 2]);
		a = expr(w, ch.c[1]);
		known_end(w, known);
		b = expr(w, ch.c[2]);
		known_end(w, known);
		return choice(w, a, b);
	case 4:
		a = expr(w, ch.c[0]);
		guard_push(w, ch.c[0], 1, 0);
		known = w->nr_known;
		b = arm(w, ch.c[3], is_pointer(clang_getCursorType(c)));
		known_end(w, known);
		w->guard = saved;
		return choice(w, a, b);
	default:
		return 0;
	}
}

static uint32_t expr_kind(struct walk *w, CXCursor c)
{
	struct cursors ch;

	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		return name_ref(w, c);
	case CXCursor_MemberRefExpr:
		return member(w, c);
	case CXCursor_CallExpr:
		return call(w, c);
	case CXCursor_ParenExpr:
		ch = cursor_children(w, c);
		return ch.nr ? expr(w, ch.c[ch.nr - 1]) : 0;
	case CXCursor_CStyleCastExpr:
		ch = cursor_children(w, c);
		if (is_pointer(clang_getCursorType(c)) && expr_is_null(w, c))
			return facts_val(w->f, VAL_NULL, 0, 0, 0, 0);
		return ch.nr ? expr(w, ch.c[ch.nr - 1]) : 0;
	case CXCursor_UnexposedExpr:
		return unexposed(w, c);
	case CXCursor_UnaryOperator:
		return unary(w, c);
	case CXCursor_BinaryOperator:
		return binary(w, c);
	case CXCursor_CompoundAssignOperator:
		return compound_assign(w, c);
	case CXCursor_ConditionalOperator:
		return conditional(w, c);
	case CXCursor_ArraySubscriptExpr:
		return subscript(w, c);
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
		return expr_const(w, c);
	case CXCursor_StringLiteral:
		return facts_val(w->f, VAL_STRING, 0, 0, 0, 0);
	case CXCursor_StmtExpr:
		ch = cursor_children(w, c);
		return ch.nr ? stmt_expr(w, ch.c[0]) : 0;
	case CXCursor_GenericSelectionExpr:
		ch = cursor_children(w, c);
		return ch.nr < 2 ? 0 : generic_expr(w, c, ch);
	case CXCursor_CompoundLiteralExpr: {
		uint32_t sym = w->quiet ? 0 : init_compound(w, c);

		return sym ? facts_val(w->f, VAL_VAR, sym, 0, 0, 0) : 0;
	}
	case CXCursor_InitListExpr:
		ch = cursor_children(w, c);
		return ch.nr ? expr(w, ch.c[0]) : 0;
	default:
		return 0;
	}
}

uint32_t expr(struct walk *w, CXCursor c)
{
	struct arena_mark mark = arena_mark(&w->arena);
	uint32_t v;

	if (walk_stops(w))
		return 0;
	w->depth++;
	v = expr_kind(w, c);
	w->depth--;
	arena_rewind(&w->arena, mark);
	return v;
}
