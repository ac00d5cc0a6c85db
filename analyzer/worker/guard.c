/* SPDX-License-Identifier: MIT */
/* Conditions that calls and stores stand under. */
#include <string.h>

#include "base/xalloc.h"
#include "walk.h"

/* Labels and names that say: this branch gives up. */
static const char *const error_words[] = {
	"err", "fail", "bad", "drop", "discard", "out_free", "abort", "undo", "unwind",
	"cleanup", "inval", "nomem", "fault", NULL
};

static uint32_t push(struct walk *w, CXCursor at, uint32_t text, unsigned flags)
{
	uint32_t id = facts_guard(w->f);
	struct tu_guard *g = &w->f->guard[id];

	g->parent = w->guard;
	g->text = text;
	g->line = place_of(w, at).line;
	g->flags = (uint8_t)flags;
	g->first = w->f->nr_gconst;
	return w->guard = id;
}

static void add_const(struct walk *w, uint32_t guard, uint32_t value)
{
	if (w->f->val[value].kind != VAL_CONST)
		return;
	ALLOC_GROW(w->f->gconst, w->f->nr_gconst + 1, w->f->alloc_gconst);
	w->f->gconst[w->f->nr_gconst++] = value;
	w->f->guard[guard].nr++;
}

/* The value of c without recording what happens in it. */
static uint32_t quiet(struct walk *w, CXCursor c)
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
static void mask_consts(struct walk *w, uint32_t guard, CXCursor c)
{
	CXCursor in = strip(w, c);
	uint32_t v = quiet(w, in);
	struct cursors ch;

	if (clang_getCursorKind(in) == CXCursor_BinaryOperator &&
	    clang_getCursorBinaryOperatorKind(in) == CXBinaryOperator_Or &&
	    !place_of(w, in).in_macro) {
		ch = cursor_children(w, in);
		mask_consts(w, guard, ch.c[0]);
		mask_consts(w, guard, ch.c[1]);
		return;
	}
	add_const(w, guard, v);
}

static int is_kind(CXCursor c, enum CXBinaryOperatorKind k)
{
	return clang_getCursorKind(c) == CXCursor_BinaryOperator &&
		clang_getCursorBinaryOperatorKind(c) == k;
}

/* x & MASK, (1 << x) & MASK */
static int normal_mask(struct walk *w, uint32_t id, CXCursor c)
{
	struct cursors ch = cursor_children(w, c), sh;
	uint32_t a = quiet(w, ch.c[0]), b = quiet(w, ch.c[1]), subject;
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
	subject = quiet(w, v);
	if (!subject)
		return 0;
	w->f->guard[id].subject = subject;
	w->f->guard[id].rel = GUARD_ANY_BIT;
	mask_consts(w, id, mask);
	return 1;
}

/* A comparison of the subject with a constant, on either side. */
static int compared(struct walk *w, uint32_t id, CXCursor subject, CXCursor constant)
{
	uint32_t a = quiet(w, subject);
	uint32_t b = expr_is_null(w, constant) ? expr_const(w, strip(w, constant)) :
		quiet(w, constant);

	if (!a || w->f->val[a].kind == VAL_CONST || w->f->val[b].kind != VAL_CONST)
		return 0;
	w->f->guard[id].subject = a;
	add_const(w, id, b);
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

static void normal_form(struct walk *w, uint32_t id, CXCursor c, int negated)
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
	if (is_kind(c, CXBinaryOperator_And) && normal_mask(w, id, c)) {
		rel = (enum guard_rel)w->f->guard[id].rel;
	} else if (clang_getCursorKind(c) == CXCursor_BinaryOperator) {
		rel = relation(clang_getCursorBinaryOperatorKind(c));
		if (rel != GUARD_OPAQUE) {
			ch = cursor_children(w, c);
			if (compared(w, id, ch.c[1], ch.c[0]))
				rel = mirrored(rel);
			else if (!compared(w, id, ch.c[0], ch.c[1]))
				rel = GUARD_OPAQUE;
		}
	} else {
		a = quiet(w, c);
		if (a && w->f->val[a].kind != VAL_CONST) {
			w->f->guard[id].subject = a;
			rel = GUARD_TRUE;
		}
	}
	if (negated)
		rel = negated_rel(rel);
	w->f->guard[id].rel = (uint8_t)rel;
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

static int guard_is_constant(struct walk *w, CXCursor cond)
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
static int says_nothing_new(const struct walk *w, uint32_t id)
{
	const struct tu_guard *g = &w->f->guard[id], *p = &w->f->guard[g->parent];

	return g->rel == GUARD_OPAQUE && g->parent && p->rel == GUARD_OPAQUE &&
		p->line == g->line && p->text == g->text && p->flags == g->flags;
}

void guard_push(struct walk *w, CXCursor cond, int negated, unsigned flags)
{
	CXCursor c;
	unsigned hint = 0;
	uint32_t id;

	if (w->quiet || guard_is_constant(w, cond))
		return;
	c = strip_expect(w, cond, &hint);
	if (!negated && is_kind(c, CXBinaryOperator_LAnd)) {
		struct cursors ch = cursor_children(w, c);

		guard_push(w, ch.c[0], 0, flags | hint);
		guard_push(w, ch.c[1], 0, flags | hint);
		return;
	}
	if (negated && is_kind(c, CXBinaryOperator_LOr)) {
		struct cursors ch = cursor_children(w, c);

		guard_push(w, ch.c[0], 1, flags);
		guard_push(w, ch.c[1], 1, flags);
		return;
	}
	if (negated)	/* the other side of likely() is the unlikely one */
		hint = hint & GUARDF_LIKELY ? GUARDF_UNLIKELY :
			hint & GUARDF_UNLIKELY ? GUARDF_LIKELY : 0;
	if (is_constancy_test(c))
		return;
	id = push(w, cond, text_of(w, c), flags | hint | (negated ? GUARDF_NEGATED : 0));
	normal_form(w, id, c, negated);
	if (says_nothing_new(w, id))
		w->guard = w->f->guard[id].parent;
}

void guard_case(struct walk *w, CXCursor at, uint32_t subject, const uint32_t *consts,
		unsigned nr, int is_default, unsigned line)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t id;
	unsigned i;

	for (i = 0; i < nr; i++)
		strbuf_addf(&sb, "%s%s", sb.len ? ", " : is_default ? "default, not " : "case ",
			    facts_str(w->f, w->f->val[consts[i]].a));
	if (!nr)
		strbuf_addstr(&sb, "default");
	id = push(w, at, strtab_addn(&w->f->str, sb.buf, sb.len), GUARDF_CASE);
	strbuf_release(&sb);
	w->f->guard[id].line = line;
	w->f->guard[id].subject = subject;
	w->f->guard[id].rel = is_default ? GUARD_NOT_IN : nr == 1 ? GUARD_EQ : GUARD_IN;
	for (i = 0; i < nr; i++)
		add_const(w, id, consts[i]);
	if (!subject)
		w->f->guard[id].rel = GUARD_OPAQUE;
}

void guard_loop(struct walk *w, CXCursor loop, CXCursor cond, int has_cond)
{
	if (w->quiet)
		return;
	if (has_cond) {
		if (!guard_is_constant(w, cond))
			guard_push(w, cond, 0, GUARDF_LOOP);
		return;
	}
	push(w, loop, strtab_add(&w->f->str, "for (…)"), GUARDF_LOOP);
}

/* ---- how a branch ends -------------------------------------------------------------- */

static CXCursor last_statement(struct walk *w, CXCursor c)
{
	while (clang_getCursorKind(c) == CXCursor_CompoundStmt ||
	       clang_getCursorKind(c) == CXCursor_LabelStmt) {
		struct cursors ch = cursor_children(w, c);

		if (!ch.nr)
			return clang_getNullCursor();
		c = ch.c[ch.nr - 1];
	}
	return c;
}

int leaves(struct walk *w, CXCursor c)
{
	switch (clang_getCursorKind(last_statement(w, c))) {
	case CXCursor_ReturnStmt:
	case CXCursor_GotoStmt:
	case CXCursor_IndirectGotoStmt:
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		return 1;
	default:
		return 0;
	}
}

static int is_error_label(struct walk *w, CXCursor label)
{
	CXString s = clang_getCursorSpelling(label);
	const char *name = clang_getCString(s);
	int found = 0;
	unsigned i;

	(void)w;
	for (i = 0; error_words[i]; i++)
		found |= strstr(name, error_words[i]) != NULL;
	clang_disposeString(s);
	return found;
}

/* A branch with more statements than this does more than give up. */
#define ERROR_STATEMENTS 6

static int is_short(struct walk *w, CXCursor c)
{
	return clang_getCursorKind(c) != CXCursor_CompoundStmt ||
		cursor_children(w, c).nr <= ERROR_STATEMENTS;
}

void guard_label(struct walk *w, CXCursor label)
{
	CXString s = clang_getCursorSpelling(label);
	struct strbuf sb = STRBUF_INIT;
	unsigned flags = GUARDF_GOTO | (is_error_label(w, label) ? GUARDF_ERROR : 0);

	strbuf_addf(&sb, "after goto %s", clang_getCString(s));
	push(w, label, strtab_addn(&w->f->str, sb.buf, sb.len), flags);
	strbuf_release(&sb);
	clang_disposeString(s);
}

/* return -Exxx, return NULL's kin ERR_PTR(-E…), goto err */
int is_error_exit(struct walk *w, CXCursor c)
{
	CXCursor last = last_statement(w, c), v;
	struct cursors ch;
	uint32_t id;

	if (!is_short(w, c))
		return 0;
	switch (clang_getCursorKind(last)) {
	case CXCursor_GotoStmt:
		ch = cursor_children(w, last);
		return ch.nr && is_error_label(w, ch.c[0]);
	case CXCursor_ReturnStmt:
		ch = cursor_children(w, last);
		if (!ch.nr)
			return 0;
		v = strip(w, ch.c[0]);
		if (clang_getCursorKind(v) == CXCursor_CallExpr &&
		    clang_Cursor_getNumArguments(v) == 1)
			v = clang_Cursor_getArgument(v, 0);
		id = quiet(w, v);
		return w->f->val[id].kind == VAL_CONST && w->f->val[id].num < 0;
	default:
		return 0;
	}
}
