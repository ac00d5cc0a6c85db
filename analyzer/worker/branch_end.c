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
		return ch.nr && guard_is_error_label(w, ch.c[0]);
	case CXCursor_ReturnStmt:
		ch = cursor_children(w, last);
		if (!ch.nr)
			return 0;
		v = strip(w, ch.c[0]);
		if (clang_getCursorKind(v) == CXCursor_CallExpr &&
		    clang_Cursor_getNumArguments(v) == 1)
			v = clang_Cursor_getArgument(v, 0);
		id = guard_quiet(w, v);
		return w->f->val[id].kind == VAL_CONST && w->f->val[id].num < 0;
	default:
		return 0;
	}
}
