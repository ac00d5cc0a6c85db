/* SPDX-License-Identifier: MIT */
/*
 * asm() within a function: what goes in may come out. Any pointer among the operands may
 * end in any place among them; where nothing goes in, what comes out is not known. Which
 * are outputs, and whether memory is written, stands in the source's text alone.
 */
#include "asmdata.h"
#include "asmstmt.h"
#include "base/arena.h"
#include "cursors.h"
#include "expr.h"
#include "record.h"
#include "sym.h"
#include "use.h"
#include "walk.h"

static int is_lvalue(CXCursor c)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_UnaryOperator:
		return 1;
	default:
		return 0;
	}
}

/* Inline assembler that calls has to tell the compiler that it moves the stack
 * pointer: ASM_CALL_CONSTRAINT of arch/x86/include/asm/asm.h. */
static int says_it_calls(struct walk *w, const struct cursors *ch)
{
	unsigned i;
	int found = 0;

	for (i = 0; i < ch->nr && !found && w->k; i++) {
		CXCursor c = strip(w, ch->c[i]);
		CXString s;

		if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
			continue;
		s = clang_getCursorSpelling(c);
		found = k_strings_match(&w->k->asm_call_operands, clang_getCString(s));
		clang_disposeString(s);
	}
	return found;
}

/* Which of its operands it calls: a function, or a pointer to one. */
static void assembler_calls(struct walk *w, CXCursor at, const struct cursors *ch,
			    const uint32_t *v)
{
	uint32_t id;
	unsigned i;

	for (i = 0; i < ch->nr; i++) {
		CXType t = clang_getCursorType(strip(w, ch->c[i])), fn = pointee_of(t);

		if (!v[i])
			continue;
		if (w->f->val[v[i]].kind == VAL_FUNC)
			record_call(w, at, v[i], t, NULL, 0, 0, &id);
		else if (class_of(t) == TYPE_FUNC_PTR)
			record_call(w, at, v[i], fn, NULL, 0, 0, &id);
	}
}

/* "*(u64 *)ptr" of an untyped ptr: what is there may be anything of that width. */
static int is_untyped_place(struct walk *w, CXCursor c)
{
	struct cursors ch;
	CXType t;

	c = strip(w, c);
	if (clang_getCursorKind(c) != CXCursor_UnaryOperator)
		return 0;
	ch = cursor_children(w, c);
	if (!ch.nr)
		return 0;
	t = clang_getCanonicalType(clang_getCursorType(strip(w, ch.c[0])));
	return t.kind == CXType_Pointer &&
		clang_getCanonicalType(clang_getPointeeType(t)).kind == CXType_Void;
}

/* A number that is as wide as a pointer may be one, beside such a place: arm64's xchg()
 * takes its pointers so. */
static enum type_class operand_class(struct walk *w, CXCursor c)
{
	CXType type = clang_getCursorType(c);
	enum type_class cls = class_of(type);

	return cls == TYPE_SCALAR && clang_Type_getSizeOf(type) == w->pointer_size ?
		TYPE_VOID_PTR : cls;
}

static int carries_pointer(enum type_class cls)
{
	return cls == TYPE_FUNC_PTR || cls == TYPE_REC_PTR || cls == TYPE_VOID_PTR;
}

/* Operands of cmpxchg, xchg and the like: any pointer among them into operand i. */
static int store_others(struct walk *w, CXCursor at, const struct cursors *ch, const uint32_t *v,
			unsigned i, uint32_t dst, int untyped)
{
	CXCursor to = strip(w, ch->c[i]);
	int stored = 0;
	unsigned j;

	for (j = 0; j < ch->nr && ch->nr <= 8; j++) {
		CXCursor from = strip(w, ch->c[j]);
		enum type_class cls = class_of(clang_getCursorType(from));

		stored |= j != i && v[j] == dst;	/* "0" (x): what was there comes out */
		if (j == i || !v[j] || v[j] == v[i] || v[j] == dst ||
		    w->f->val[v[j]].kind == VAL_CONST)
			continue;
		if (untyped && cls == TYPE_SCALAR && carries_pointer(operand_class(w, to)))
			cls = operand_class(w, from);
		if (!carries_pointer(cls))
			continue;
		record_store(w, dst, v[j], at, cls, STORE_SET, 0);
		stored = 1;
	}
	return stored;
}

/* The place that an operand gives away: what it is itself, or what it points to. */
static uint32_t place(struct walk *w, const struct asm_operands *op, CXCursor c, uint32_t v,
		      unsigned i, CXType *type)
{
	const struct tu_val *x = &w->f->val[v];

	*type = clang_getCursorType(strip(w, c));
	if (i < op->nr_out)
		return i < 32 && (op->set >> i & 1) ? v : 0;
	if (!op->memory)
		return 0;
	/* a pointer beside outputs is what is put into them: xchg() */
	if (x->kind != VAL_ADDR && (class_of(*type) != TYPE_REC_PTR || op->nr_out))
		return 0;
	*type = pointee_of(*type);
	return x->kind == VAL_ADDR ? x->a : facts_val(w->f, VAL_DEREF, v, 0, 0, 0);
}

/* What is put there is not known. */
static void store_unseen(struct walk *w, CXCursor at, uint32_t dst, CXType type)
{
	enum type_class cls = class_of(type);

	if (carries_pointer(cls) || cls == TYPE_PTR)
		record_store(w, dst, 0, at, cls, STORE_SET, 0);
	else if (cls == TYPE_REC)
		record_store(w, dst, 0, at, cls, STORE_SET, STOREF_UNSEEN);
}

void asm_statement(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t *v = arena_alloc(&w->arena, (ch.nr + 1) * sizeof(*v));
	struct asm_operands op;
	unsigned i;
	int untyped = 0;

	for (i = 0; i < ch.nr; i++) {
		if (is_lvalue(ch.c[i]))		/* what the text does with it is not known */
			w->use = USE_ADDRESS;
		v[i] = clang_isExpression(clang_getCursorKind(ch.c[i])) ? expr(w, ch.c[i]) : 0;
		untyped |= v[i] && is_untyped_place(w, ch.c[i]);
	}
	if (w->quiet || asm_text_calls(w, c, &ch, v, &op))
		return;
	if (says_it_calls(w, &ch)) {
		assembler_calls(w, c, &ch, v);
		return;
	}
	for (i = 0; i < ch.nr; i++) {
		CXCursor to = strip(w, ch.c[i]);
		uint32_t dst;
		CXType type;
		int stored = 0;

		if (v[i] && is_lvalue(to) && w->f->val[v[i]].kind != VAL_ADDR)
			stored = store_others(w, c, &ch, v, i, v[i], untyped);
		dst = v[i] ? place(w, &op, ch.c[i], v[i], i, &type) : 0;
		if (!dst || (stored && dst == v[i]))
			continue;
		if (dst == v[i] || !carries_pointer(class_of(type)) ||
		    !store_others(w, c, &ch, v, i, dst, untyped))
			store_unseen(w, c, dst, type);
	}
}
