/* SPDX-License-Identifier: MIT */
/* Expressions to values; the calls and stores in them on the way. */
#include <stdio.h>
#include <string.h>

#include "base/xalloc.h"
#include "atomic.h"
#include "cursors.h"
#include "expr.h"
#include "expr_p.h"
#include "field.h"
#include "generic.h"
#include "guard.h"
#include "init.h"
#include "known.h"
#include "record.h"
#include "stmt.h"
#include "sym.h"
#include "use.h"
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

int expr_is_array(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_ConstantArray || t.kind == CXType_IncompleteArray ||
		t.kind == CXType_VariableArray;
}

int expr_is_pointer(CXType t)
{
	return expr_is_array(t) || clang_getCanonicalType(t).kind == CXType_Pointer;
}

int expr_is_function(CXType t)
{
	t = clang_getCanonicalType(t);
	return t.kind == CXType_FunctionProto || t.kind == CXType_FunctionNoProto;
}

uint32_t expr_address(struct walk *w, uint32_t v)
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
		use_variable(w, sym, w->used_as, c);
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
	CXCursor field = clang_getCursorReferenced(c), base, at = c;
	uint8_t how = w->used_as;
	struct cursors ch;
	unsigned arrow;
	uint32_t v, id;

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
	arrow = expr_is_pointer(clang_getCursorType(base)) ? VALF_ARROW : 0;
	w->use = arrow ? use_through(use_part(how)) : use_part(how);
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
	id = field_of(w, field);
	if (val_of(w, v)->kind != VAL_NULL)	/* offsetof */
		use_field(w, id, how, at);
	return facts_val(w->f, VAL_FIELD, v, id, 0, arrow);
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

		args[i] = expr_is_pointer(clang_getCursorType(a)) && expr_is_null(w, a) ?
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

uint32_t expr_assign(struct walk *w, CXCursor at, CXCursor lhs, CXCursor rhs)
{
	CXType type = clang_getCursorType(lhs);
	enum type_class cls = stored_class(w, type, rhs);
	CXCursor r = strip(w, rhs);
	uint32_t dst, src;

	w->use = USE_WRITE;
	dst = expr(w, lhs);
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
	uint8_t how = w->used_as;
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
		w->use = how;
		if (expr_is_array(clang_getCursorType(ch.c[0])) && !expr_is_array(clang_getCursorType(c)))
			w->use = use_address(how);
		return expr(w, ch.c[0]);
	case 3:
		if (literal(ch.c[0], &num))
			return expr(w, ch.c[num ? 1 : 2]);
		a = expr(w, ch.c[1]);
		known_end(w, known);
		b = expr(w, ch.c[2]);
		known_end(w, known);
		return expr_choice(w, a, b);
	case 4:
		a = expr(w, ch.c[0]);
		guard_push(w, ch.c[0], 1, 0);
		known = w->nr_known;
		b = expr_arm(w, ch.c[3], expr_is_pointer(clang_getCursorType(c)));
		known_end(w, known);
		w->guard = saved;
		return expr_choice(w, a, b);
	default:
		return 0;
	}
}

#define MAX_NAME 40		/* of a literal that is kept */

/* A literal. How it is written is kept in tables only, and of what may be a name there. */
static uint32_t expr_string(struct walk *w, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	const char *text = clang_getCString(s);
	size_t n = text ? strlen(text) : 0;
	uint32_t id = 0;

	if (w->f->sym[w->sym].kind == SYM_VAR && n > 2 && n <= MAX_NAME && *text == '"' &&
	    !strpbrk(text, " %\\\t"))
		id = strtab_addn(&w->f->str, text, n);
	clang_disposeString(s);
	return facts_val(w->f, VAL_STRING, id, 0, 0, 0);
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
		w->use = w->used_as;
		return ch.nr ? expr(w, ch.c[ch.nr - 1]) : 0;
	case CXCursor_CStyleCastExpr:
		ch = cursor_children(w, c);
		if (expr_is_pointer(clang_getCursorType(c)) && expr_is_null(w, c))
			return facts_val(w->f, VAL_NULL, 0, 0, 0, 0);
		w->use = w->used_as;
		return ch.nr ? expr(w, ch.c[ch.nr - 1]) : 0;
	case CXCursor_UnexposedExpr:
		return unexposed(w, c);
	case CXCursor_UnaryOperator:
		return expr_unary(w, c);
	case CXCursor_BinaryOperator:
		return expr_binary(w, c);
	case CXCursor_CompoundAssignOperator:
		return expr_compound_assign(w, c);
	case CXCursor_ConditionalOperator:
		return expr_conditional(w, c);
	case CXCursor_ArraySubscriptExpr:
		return expr_subscript(w, c);
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
		return expr_const(w, c);
	case CXCursor_StringLiteral:
		return expr_string(w, c);
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

	w->used_as = w->use;
	w->use = USE_READ;
	if (walk_stops(w))
		return 0;
	w->depth++;
	v = expr_kind(w, c);
	w->depth--;
	arena_rewind(&w->arena, mark);
	return v;
}
