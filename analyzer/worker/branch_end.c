/* SPDX-License-Identifier: MIT */
/* How a branch ends: does it leave, and does it leave with an error? */
#include <string.h>

#include "cursors.h"
#include "expr.h"
#include "guard.h"
#include "walk.h"

/* Labels and names that say: this branch gives up. */
static const char *const error_words[] = {
	"err", "fail", "bad", "drop", "discard", "out_free", "abort", "undo", "unwind",
	"cleanup", "inval", "nomem", "fault", NULL
};

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

static int is_dead_end(struct walk *w, CXCursor c);

static int never_returns(CXCursor call)
{
	CXCursor fn = clang_getCursorReferenced(call);
	CXString s;
	int found;

	if (clang_getCursorKind(fn) != CXCursor_FunctionDecl)
		return 0;
	s = clang_getTypeSpelling(clang_getCursorType(fn));
	found = strstr(clang_getCString(s), "noreturn") != NULL;
	clang_disposeString(s);
	if (found)
		return 1;
	s = clang_getCursorSpelling(fn);
	found = !strcmp(clang_getCString(s), "__builtin_unreachable") ||
		!strcmp(clang_getCString(s), "__builtin_trap");
	clang_disposeString(s);
	return found;
}

int leaves(struct walk *w, CXCursor c)
{
	CXCursor last = last_statement(w, c);
	struct cursors ch;

	switch (clang_getCursorKind(last)) {
	case CXCursor_CallExpr:
		return never_returns(last);
	case CXCursor_DoStmt:		/* BUG() */
		ch = cursor_children(w, last);
		return ch.nr == 2 && guard_is_constant(w, ch.c[1]) && clang_getCursorKind(ch.c[0]) ==
			CXCursor_CompoundStmt && is_dead_end(w, ch.c[0]);
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

/* Does nothing come out of it, not even by a break? */
static int is_dead_end(struct walk *w, CXCursor c)
{
	CXCursor last = last_statement(w, c);

	switch (clang_getCursorKind(last)) {
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		return 0;
	default:
		return leaves(w, c);
	}
}

int guard_is_error_label(struct walk *w, CXCursor label)
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

static int is_negative(struct walk *w, CXCursor v)
{
	uint32_t id = guard_quiet(w, v);

	return w->f->val[id].kind == VAL_CONST && w->f->val[id].num < 0;
}

/* Is a statement of it "err = -Exxx;"? */
static int sets_error(struct walk *w, CXCursor c)
{
	struct cursors ch, side;
	unsigned i;

	if (clang_getCursorKind(c) != CXCursor_CompoundStmt)
		return 0;
	ch = cursor_children(w, c);
	for (i = 0; i < ch.nr; i++) {
		if (clang_getCursorKind(ch.c[i]) != CXCursor_BinaryOperator ||
		    clang_getCursorBinaryOperatorKind(ch.c[i]) != CXBinaryOperator_Assign)
			continue;
		side = cursor_children(w, ch.c[i]);
		if (side.nr == 2 && is_negative(w, strip(w, side.c[1])))
			return 1;
	}
	return 0;
}

/* return -Exxx, return NULL's kin ERR_PTR(-E…), goto err, err = -Exxx; goto out */
static int ends_in_error(struct walk *w, CXCursor c)
{
	CXCursor last = last_statement(w, c), v;
	struct cursors ch;

	if (!is_short(w, c))
		return 0;
	switch (clang_getCursorKind(last)) {
	case CXCursor_GotoStmt:
		ch = cursor_children(w, last);
		return (ch.nr && guard_is_error_label(w, ch.c[0])) || sets_error(w, c);
	case CXCursor_ReturnStmt:
		ch = cursor_children(w, last);
		if (!ch.nr)
			return 0;
		v = strip(w, ch.c[0]);
		if (clang_getCursorKind(v) == CXCursor_CallExpr &&
		    clang_Cursor_getNumArguments(v) == 1)
			v = clang_Cursor_getArgument(v, 0);
		return is_negative(w, v) || sets_error(w, c);
	default:
		return 0;
	}
}

static CXCursor named(struct walk *w, CXCursor c)
{
	CXCursor v = strip(w, c);

	return clang_getCursorKind(v) == CXCursor_DeclRefExpr ? clang_getCursorReferenced(v) : clang_getNullCursor();
}

static int is_signed(CXCursor var)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(var));

	return t.kind == CXType_Int || t.kind == CXType_Long || t.kind == CXType_LongLong;
}

/* What a condition says to be a result that failed: V of "V", "V < 0", "V != 0". */
static CXCursor failed(struct walk *w, CXCursor cond, int *below)
{
	CXCursor c = strip(w, cond), v = c;
	enum CXBinaryOperatorKind k = clang_getCursorKind(c) == CXCursor_BinaryOperator ?
		clang_getCursorBinaryOperatorKind(c) : CXBinaryOperator_Invalid;

	*below = k == CXBinaryOperator_LT;
	if (k == CXBinaryOperator_LT || k == CXBinaryOperator_NE) {
		struct cursors ch = cursor_children(w, c);

		if (ch.nr != 2 || !expr_is_null(w, ch.c[1]))
			return clang_getNullCursor();
		v = ch.c[0];
	}
	v = named(w, v);
	return !clang_Cursor_isNull(v) && is_signed(v) ? v : clang_getNullCursor();
}

/* if (ret) return ret; if (ret < 0) goto out; */
static int hands_failure_on(struct walk *w, CXCursor cond, CXCursor body)
{
	CXCursor last = last_statement(w, body), v;
	struct cursors ch;
	int below;

	if (clang_Cursor_isNull(cond) || !is_short(w, body))
		return 0;
	v = failed(w, cond, &below);
	if (clang_Cursor_isNull(v))
		return 0;
	if (clang_getCursorKind(last) == CXCursor_GotoStmt)
		return below;
	if (clang_getCursorKind(last) != CXCursor_ReturnStmt)
		return 0;
	ch = cursor_children(w, last);
	return ch.nr && clang_equalCursors(named(w, ch.c[0]), v);
}

int is_error_exit(struct walk *w, CXCursor cond, CXCursor body)
{
	return ends_in_error(w, body) || hands_failure_on(w, cond, body);
}
