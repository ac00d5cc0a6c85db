/* SPDX-License-Identifier: MIT */
/* Conditions that calls and stores stand under. */
#include <string.h>

#include "base/xalloc.h"
#include "cursors.h"
#include "expr.h"
#include "guard.h"
#include "jump.h"
#include "record.h"
#include "walk.h"

static struct tu_guard begin(struct walk *w, CXCursor at, uint32_t text, unsigned flags)
{
	return (struct tu_guard){
		.parent = w->guard, .text = text, .line = place_of(w, at).line,
		.flags = (uint8_t)flags, .first = w->f->nr_gconst,
	};
}

static void push(struct walk *w, const struct tu_guard *g)
{
	w->guard = facts_guard(w->f, g);
	jump_pushed(w, w->guard);
}

static void add_const(struct walk *w, struct tu_guard *g, uint32_t value)
{
	if (w->f->val[value].kind != VAL_CONST)
		return;
	facts_gconst(w->f, value);
	g->nr++;
}

/* The value of c without recording what happens in it. */
uint32_t guard_quiet(struct walk *w, CXCursor c)
{
	uint32_t v;
	int saved = w->quiet;

	w->quiet = 1;
	v = expr(w, c);
	w->quiet = saved;
	return v;
}

static enum guard_rel negated_rel(enum guard_rel r)
{
	switch (r) {
	case GUARD_EQ: return GUARD_NE;
	case GUARD_NE: return GUARD_EQ;
	case GUARD_LT: return GUARD_GE;
	case GUARD_LE: return GUARD_GT;
	case GUARD_GT: return GUARD_LE;
	case GUARD_GE: return GUARD_LT;
	case GUARD_TRUE: return GUARD_FALSE;
	case GUARD_FALSE: return GUARD_TRUE;
	case GUARD_IN: return GUARD_NOT_IN;
	case GUARD_NOT_IN: return GUARD_IN;
	case GUARD_ANY_BIT: return GUARD_NO_BIT;
	case GUARD_NO_BIT: return GUARD_ANY_BIT;
	default: return GUARD_OPAQUE;
	}
}

static enum guard_rel relation(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_EQ: return GUARD_EQ;
	case CXBinaryOperator_NE: return GUARD_NE;
	case CXBinaryOperator_LT: return GUARD_LT;
	case CXBinaryOperator_LE: return GUARD_LE;
	case CXBinaryOperator_GT: return GUARD_GT;
	case CXBinaryOperator_GE: return GUARD_GE;
	default: return GUARD_OPAQUE;
	}
}

/* likely(x) and unlikely(x) are __builtin_expect(!!(x), 1 or 0):
 * include/linux/compiler.h. */
static CXCursor strip_expect(struct walk *w, CXCursor c, unsigned *flags)
{
	for (;;) {
		CXCursor in = strip(w, c), arg;
		struct cursors ch;
		CXString s;
		int expect;

		if (clang_getCursorKind(in) != CXCursor_CallExpr ||
		    clang_Cursor_getNumArguments(in) != 2)
			return in;
		s = clang_getCursorSpelling(in);
		expect = !strcmp(clang_getCString(s), "__builtin_expect");
		clang_disposeString(s);
		if (!expect)
			return in;
		*flags |= expr_is_null(w, clang_Cursor_getArgument(in, 1)) ?
			GUARDF_UNLIKELY : GUARDF_LIKELY;
		arg = strip(w, clang_Cursor_getArgument(in, 0));
		if (clang_getCursorKind(arg) == CXCursor_UnaryOperator &&
		    clang_getCursorUnaryOperatorKind(arg) == CXUnaryOperator_LNot) {
			ch = cursor_children(w, arg);
			arg = strip(w, ch.c[0]);
			if (clang_getCursorKind(arg) == CXCursor_UnaryOperator &&
			    clang_getCursorUnaryOperatorKind(arg) == CXUnaryOperator_LNot) {
				ch = cursor_children(w, arg);
				arg = ch.c[0];
			}
		}
		c = arg;
	}
}

/* The named constants of a mask: A | B | (1 << C). */
static void mask_consts(struct walk *w, struct tu_guard *g, CXCursor c)
{
	CXCursor in = strip(w, c);
	uint32_t v = guard_quiet(w, in);
	struct cursors ch;

	if (clang_getCursorKind(in) == CXCursor_BinaryOperator &&
	    clang_getCursorBinaryOperatorKind(in) == CXBinaryOperator_Or &&
	    !place_of(w, in).in_macro) {
		ch = cursor_children(w, in);
		mask_consts(w, g, ch.c[0]);
		mask_consts(w, g, ch.c[1]);
		return;
	}
	add_const(w, g, v);
}

static int is_kind(CXCursor c, enum CXBinaryOperatorKind k)
{
	return clang_getCursorKind(c) == CXCursor_BinaryOperator &&
		clang_getCursorBinaryOperatorKind(c) == k;
}

/* x & MASK, (1 << x) & MASK */
static int normal_mask(struct walk *w, struct tu_guard *g, CXCursor c)
{
	struct cursors ch = cursor_children(w, c), sh;
	uint32_t a = guard_quiet(w, ch.c[0]), b = guard_quiet(w, ch.c[1]), subject;
	CXCursor value = ch.c[0], mask = ch.c[1], v;

	if (w->f->val[a].kind == VAL_CONST && w->f->val[b].kind != VAL_CONST) {
		value = ch.c[1];
		mask = ch.c[0];
	} else if (w->f->val[b].kind != VAL_CONST) {
		return 0;
	}
	v = strip(w, value);
	if (is_kind(v, CXBinaryOperator_Shl)) {
		sh = cursor_children(w, v);
		v = sh.c[1];
	}
	subject = guard_quiet(w, v);
	if (!subject)
		return 0;
	g->subject = subject;
	g->rel = GUARD_ANY_BIT;
	mask_consts(w, g, mask);
	return 1;
}

/* A comparison of the subject with a constant, on either side. */
static int compared(struct walk *w, struct tu_guard *g, CXCursor subject, CXCursor constant)
{
	uint32_t a = guard_quiet(w, subject);
	uint32_t b = expr_is_null(w, constant) ? expr_const(w, strip(w, constant)) :
		guard_quiet(w, constant);

	if (!a || w->f->val[a].kind == VAL_CONST || w->f->val[b].kind != VAL_CONST)
		return 0;
	g->subject = a;
	add_const(w, g, b);
	return 1;
}

static enum guard_rel mirrored(enum guard_rel r)
{
	switch (r) {
	case GUARD_LT: return GUARD_GT;
	case GUARD_LE: return GUARD_GE;
	case GUARD_GT: return GUARD_LT;
	case GUARD_GE: return GUARD_LE;
	default: return r;
	}
}

static void normal_form(struct walk *w, struct tu_guard *g, CXCursor c, int negated)
{
	enum guard_rel rel = GUARD_OPAQUE;
	uint32_t a;
	struct cursors ch;

	while (clang_getCursorKind(c) == CXCursor_UnaryOperator &&
	       clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot) {
		ch = cursor_children(w, c);
		c = strip(w, ch.c[0]);
		negated = !negated;
	}
	if (is_kind(c, CXBinaryOperator_And) && normal_mask(w, g, c)) {
		rel = (enum guard_rel)g->rel;
	} else if (clang_getCursorKind(c) == CXCursor_BinaryOperator) {
		rel = relation(clang_getCursorBinaryOperatorKind(c));
		if (rel != GUARD_OPAQUE) {
			ch = cursor_children(w, c);
			if (compared(w, g, ch.c[1], ch.c[0]))
				rel = mirrored(rel);
			else if (!compared(w, g, ch.c[0], ch.c[1]))
				rel = GUARD_OPAQUE;
		}
	} else {
		a = guard_quiet(w, c);
		if (a && w->f->val[a].kind != VAL_CONST) {
			g->subject = a;
			rel = GUARD_TRUE;
		}
	}
	if (negated)
		rel = negated_rel(rel);
	g->rel = (uint8_t)rel;
}

int guard_decided(struct walk *w, CXCursor cond, long long *num)
{
	CXEvalResult r;
	int ok;

	if (w->f->nr_errors)	/* clang's evaluator wants a whole tree */
		return 0;
	r = clang_Cursor_Evaluate(cond);
	ok = r && clang_EvalResult_getKind(r) == CXEval_Int;
	if (ok)
		*num = clang_EvalResult_getAsLongLong(r);
	if (r)
		clang_EvalResult_dispose(r);
	return ok;
}

int guard_is_constant(struct walk *w, CXCursor cond)
{
	CXCursor c = strip(w, cond);
	struct cursors ch;

	if (clang_getCursorKind(c) == CXCursor_StmtExpr) {	/* typecheck(): ({ …; 1; }) */
		ch = cursor_children(w, c);
		if (ch.nr)
			ch = cursor_children(w, ch.c[0]);
		if (ch.nr)
			c = strip(w, ch.c[ch.nr - 1]);
	}
	return clang_getCursorKind(c) == CXCursor_IntegerLiteral;
}

/* Of the compiler, not of the run: __builtin_constant_p(x). */
static int is_constancy_test(CXCursor c)
{
	CXString s;
	int found;

	if (clang_getCursorKind(c) != CXCursor_CallExpr)
		return 0;
	s = clang_getCursorSpelling(c);
	found = !strcmp(clang_getCString(s), "__builtin_constant_p");
	clang_disposeString(s);
	return found;
}

/* Several conditions inside one macro have its text alone. */
static int says_nothing_new(const struct walk *w, const struct tu_guard *g)
{
	const struct tu_guard *p = &w->f->guard[g->parent];

	return g->rel == GUARD_OPAQUE && g->parent && p->rel == GUARD_OPAQUE &&
		p->line == g->line && p->text == g->text &&
		!((p->flags ^ g->flags) & ~GUARDF_ERROR);
}

struct cursors guard_operands(struct walk *w, CXCursor c, enum CXBinaryOperatorKind k)
{
	struct cursors all = { NULL, 1 }, ch;
	CXCursor at;
	unsigned n;

	for (at = c; is_kind(at, k); at = strip(w, ch.c[0])) {
		ch = cursor_children(w, at);
		all.nr++;
	}
	all.c = arena_alloc(&w->arena, all.nr * sizeof(*all.c));
	for (at = c, n = all.nr; n > 1; at = strip(w, ch.c[0])) {
		ch = cursor_children(w, at);
		all.c[--n] = ch.c[1];
		all.c[0] = ch.c[0];
	}
	return all;
}

static void push_all(struct walk *w, CXCursor c, enum CXBinaryOperatorKind k, int negated,
		     unsigned flags)
{
	struct cursors all = guard_operands(w, c, k);
	unsigned i;

	for (i = 0; i < all.nr; i++)
		guard_push(w, all.c[i], negated, flags);
}

static void push_one(struct walk *w, CXCursor cond, int negated, unsigned flags)
{
	unsigned hint = 0;
	CXCursor c = strip_expect(w, cond, &hint);
	struct tu_guard g;

	if (negated)	/* the other side of likely() is the unlikely one */
		hint = hint & GUARDF_LIKELY ? GUARDF_UNLIKELY :
			hint & GUARDF_UNLIKELY ? GUARDF_LIKELY : 0;
	if (is_kind(c, negated ? CXBinaryOperator_LOr : CXBinaryOperator_LAnd)) {
		push_all(w, c, negated ? CXBinaryOperator_LOr : CXBinaryOperator_LAnd, negated, flags | hint);
		return;
	}
	if (is_constancy_test(c))
		return;
	g = begin(w, cond, text_of(w, c), flags | hint | (negated ? GUARDF_NEGATED : 0));
	normal_form(w, &g, c, negated);
	if (!says_nothing_new(w, &g))
		push(w, &g);
}

void guard_push(struct walk *w, CXCursor cond, int negated, unsigned flags)
{
	struct arena_mark mark = arena_mark(&w->arena);

	if (!w->quiet && !guard_is_constant(w, cond))
		push_one(w, cond, negated, flags);
	arena_rewind(&w->arena, mark);
}

/* A longer list of cases is shown by its first and its last. */
#define MAX_SHOWN 64

static uint32_t case_text(struct walk *w, const struct case_range *cs)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i, id;

	if (!cs->nr)
		strbuf_addstr(&sb, "default");
	for (i = 0; i < cs->nr; i++) {
		if (cs->nr > MAX_SHOWN && i == MAX_SHOWN - 1) {
			strbuf_addstr(&sb, ", …");
			i = cs->nr - 1;
		}
		strbuf_addf(&sb, "%s%s", sb.len ? ", " : cs->is_default ? "default, not " : "case ",
			    facts_str(w->f, w->f->val[w->f->gconst[cs->first + i]].a));
	}
	id = strtab_addn(&w->f->str, sb.buf, sb.len);
	strbuf_release(&sb);
	return id;
}

void guard_case(struct walk *w, CXCursor at, uint32_t subject, const struct case_range *cs,
		unsigned line)
{
	struct tu_guard g = begin(w, at, case_text(w, cs), GUARDF_CASE);

	g.line = line;
	g.subject = subject;
	g.rel = !subject ? GUARD_OPAQUE : cs->is_default ? GUARD_NOT_IN :
		cs->nr == 1 ? GUARD_EQ : GUARD_IN;
	g.first = cs->first;
	g.nr = cs->nr;
	push(w, &g);
}

void guard_loop(struct walk *w, CXCursor loop, CXCursor cond, int has_cond)
{
	struct tu_guard g;

	if (w->quiet)
		return;
	if (has_cond) {
		if (!guard_is_constant(w, cond))
			guard_push(w, cond, 0, GUARDF_LOOP);
		return;
	}
	g = begin(w, loop, strtab_add(&w->f->str, "for (…)"), GUARDF_LOOP);
	push(w, &g);
}

void guard_label(struct walk *w, CXCursor label)
{
	CXString s = clang_getCursorSpelling(label);
	struct strbuf sb = STRBUF_INIT;
	unsigned flags = GUARDF_GOTO | (guard_is_error_label(w, label) ? GUARDF_ERROR : 0);
	struct tu_guard g;

	strbuf_addf(&sb, "after goto %s", clang_getCString(s));
	g = begin(w, label, strtab_addn(&w->f->str, sb.buf, sb.len), flags);
	push(w, &g);
	strbuf_release(&sb);
	clang_disposeString(s);
}

/* ---- guards that stores undo ------------------------------------------------------------- */

/* Does any store since `first` change what guard g speaks of? */
static int is_stale(struct walk *w, uint32_t g, uint32_t first)
{
	return w->f->guard[g].subject && record_is_assigned(w, w->f->guard[g].subject, first);
}

#define MAX_KEPT 64

static int is_above(const struct walk *w, uint32_t outer, uint32_t g)
{
	while (g && g != outer)
		g = w->f->guard[g].parent;
	return g == outer;
}

void guard_drop_stale(struct walk *w, uint32_t outer, uint32_t first)
{
	uint32_t g, n = 0, keep[MAX_KEPT];

	if (w->nr_assigned == first)
		return;
	if (!is_above(w, outer, w->guard))	/* a jump came from further out */
		outer = 0;
	for (g = w->guard; g != outer; g = w->f->guard[g].parent)
		if (is_stale(w, g, first))
			break;
	if (g == outer)
		return;
	/* chain the ones that still hold anew, without the stale ones */
	for (g = w->guard; g != outer; g = w->f->guard[g].parent)
		if (!is_stale(w, g, first) && n < MAX_KEPT)
			keep[n++] = g;
	w->guard = outer;
	while (n) {
		struct tu_guard again = w->f->guard[keep[--n]];

		again.parent = w->guard;
		w->guard = facts_guard(w->f, &again);
		jump_pushed(w, w->guard);
	}
}
