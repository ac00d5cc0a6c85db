/* SPDX-License-Identifier: MIT */
/* Statements: what is called and stored, and under which guards. */
#include <string.h>

#include "base/xalloc.h"
#include "asmdata.h"
#include "cursors.h"
#include "expr.h"
#include "guard.h"
#include "init.h"
#include "jump.h"
#include "known.h"
#include "record.h"
#include "section.h"
#include "stmt.h"
#include "switch.h"
#include "sym.h"
#include "walk.h"

static void declare(struct walk *w, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	CXType type = clang_getCursorType(var);
	uint32_t sym = sym_of(w, var), v;
	int local = w->f->sym[sym].kind == SYM_LOCAL;

	if (!local) {
		if (w->f->sym[sym].flags & SYM_STATIC_LOCAL)
			want_body(w, var, sym);
		return;
	}
	if (clang_Cursor_isNull(init))
		return;
	v = facts_val(w->f, VAL_VAR, sym, 0, 0, 0);
	init_value(w, v, type, init, STOREF_LOCAL_INIT);
}

struct cleanup { struct walk *w; CXCursor fn; int found; };

static enum CXChildVisitResult see_cleanup(CXCursor c, CXCursor parent, CXClientData data)
{
	struct cleanup *cl = data;
	CXSourceLocation loc = clang_getCursorLocation(c);
	const struct source_file *sf;
	CXFile file;
	unsigned off;

	(void)parent;
	if (!clang_isAttribute(clang_getCursorKind(c)))
		return CXChildVisit_Continue;
	clang_getSpellingLocation(loc, &file, NULL, NULL, &off);
	sf = source_file_of(cl->w, file);
	if (!sf || !sf->text)
		return CXChildVisit_Continue;
	while (off < sf->len && sf->text[off] == '_')
		off++;
	if (off + 7 <= sf->len && !memcmp(sf->text + off, "cleanup", 7))
		cl->found = 1;
	return CXChildVisit_Continue;
}

/* The function that __attribute__((cleanup(f))) names. libclang shows no
 * reference to it, only the declaration as printed tells. */
static void cleanup_call(struct walk *w, CXCursor var)
{
	struct cleanup cl = { w, clang_getNullCursor(), 0 };
	uint32_t sym, arg, id;
	CXCursor fn;

	clang_visitChildren(var, see_cleanup, &cl);
	if (!cl.found)
		return;
	sym = sym_of(w, var);
	if (!cleanup_function(w, var, &fn))
		return;
	arg = facts_val(w->f, VAL_ADDR, facts_val(w->f, VAL_VAR, sym, 0, 0, 0), 0, 0, 0);
	want_body(w, fn, sym_of(w, fn));
	record_call(w, var, facts_val(w->f, VAL_FUNC, sym_of(w, fn), 0, 0, 0),
		    clang_getCursorType(fn), &arg, 1, CALLF_CLEANUP, &id);
}

static void declarations(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	unsigned i;

	for (i = 0; i < ch.nr; i++) {
		if (clang_getCursorKind(ch.c[i]) != CXCursor_VarDecl)
			continue;
		declare(w, ch.c[i]);
		cleanup_call(w, ch.c[i]);
	}
}

/* ---- branches ------------------------------------------------------------------------ */

static void branch(struct walk *w, CXCursor cond, int negated, CXCursor body)
{
	uint32_t saved = w->guard, known = w->nr_known;

	guard_push(w, cond, negated, is_error_exit(w, negated ? clang_getNullCursor() : cond, body) ? GUARDF_ERROR : 0);
	stmt(w, body);
	known_end(w, known);
	w->guard = jump_alive(w, saved);
}

static enum CXChildVisitResult see_label(CXCursor c, CXCursor parent, CXClientData data)
{
	int *found = data;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_LabelStmt)
		*found = 1;
	return *found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* "if (0) { out: … }" is entered by a goto. */
static int has_label(CXCursor c)
{
	int found = clang_getCursorKind(c) == CXCursor_LabelStmt;

	if (!found)
		clang_visitChildren(c, see_label, &found);
	return found;
}

static void if_stmt(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	long long num;

	if (ch.nr < 2)
		return;
	if (guard_decided(w, ch.c[0], &num)) {
		unsigned dead = num ? 2 : 1;

		if (dead >= ch.nr || !has_label(ch.c[dead])) {
			if (3 - dead < ch.nr)
				stmt(w, ch.c[3 - dead]);
			return;
		}
	}
	expr(w, ch.c[0]);
	branch(w, ch.c[0], 0, ch.c[1]);
	if (ch.nr > 2)
		branch(w, ch.c[0], 1, ch.c[2]);
}

static void loop(struct walk *w, CXCursor c, CXCursor cond, int has_cond, CXCursor body)
{
	uint32_t saved = w->guard;

	guard_loop(w, c, cond, has_cond);
	stmt(w, body);
	known_clear(w);
	w->guard = jump_alive(w, saved);
}

static void for_stmt(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	unsigned i;

	/* which of the three parts are there is not told: all but the body */
	known_clear(w);
	for (i = 0; i + 1 < ch.nr; i++)
		stmt(w, ch.c[i]);
	known_clear(w);
	if (ch.nr)
		loop(w, c, c, 0, ch.c[ch.nr - 1]);
}

static enum CXChildVisitResult see_jump(CXCursor c, CXCursor parent, CXClientData data)
{
	int *found = data;

	(void)parent;
	switch (clang_getCursorKind(c)) {
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		*found = 1;
		return CXChildVisit_Break;
	default:
		return CXChildVisit_Recurse;
	}
}

/* "do { … } while (0)" runs once, and to its end unless something jumps there. */
static void do_stmt(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t known = w->nr_known;
	long long again = 1;
	int jumps = 0, once;

	if (ch.nr != 2)
		return;
	once = guard_decided(w, ch.c[1], &again) && !again;
	if (!once)
		known_clear(w);
	else if (!w->quiet)
		clang_visitChildren(ch.c[0], see_jump, &jumps);
	stmt(w, ch.c[0]);
	expr(w, ch.c[1]);
	if (!once)
		known_clear(w);
	else if (jumps)
		known_end(w, known);
}

/* "{ if (x) BUG(); }" and no break in it. */
static int is_one_if(struct walk *w, CXCursor body)
{
	struct cursors ch = cursor_children(w, body);
	int jumps = 0;

	if (clang_getCursorKind(body) != CXCursor_CompoundStmt || ch.nr != 1)
		return 0;
	clang_visitChildren(body, see_jump, &jumps);
	return !jumps;
}

/* After "if (x) return;" what follows stands under !x; also where a macro makes it. */
void stmt_early_leave(struct walk *w, CXCursor s)
{
	struct cursors ch;
	long long again = 1;

	for (;;) {
		ch = cursor_children(w, s);
		if (clang_getCursorKind(s) == CXCursor_LabelStmt && ch.nr)
			s = ch.c[ch.nr - 1];
		else if (clang_getCursorKind(s) == CXCursor_CompoundStmt && ch.nr == 1)
			s = ch.c[0];
		else if (clang_getCursorKind(s) == CXCursor_DoStmt && ch.nr == 2 &&
			 is_one_if(w, ch.c[0]) && guard_decided(w, ch.c[1], &again) && !again)
			s = ch.c[0];
		else
			break;
	}
	if (clang_getCursorKind(s) == CXCursor_IfStmt && ch.nr == 2 && leaves(w, ch.c[1]))
		guard_push(w, ch.c[0], 1, GUARDF_EARLY | (is_error_exit(w, ch.c[0], ch.c[1]) ? GUARDF_ERROR : 0));
}

/* ---- sequences ---------------------------------------------------------------------------- */

static uint32_t sequence(struct walk *w, CXCursor c, int want_value)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t saved = w->guard, first, value = 0;
	struct block block;
	unsigned i;

	if (w->quiet)
		return ch.nr && clang_isExpression(clang_getCursorKind(ch.c[ch.nr - 1])) ?
			expr(w, ch.c[ch.nr - 1]) : 0;

	jump_enter(w, &block, c);
	for (i = 0; i < ch.nr; i++) {
		w->fell_out = i && clang_getCursorKind(ch.c[i]) == CXCursor_LabelStmt &&
			leaves(w, ch.c[i - 1]);
		first = w->nr_assigned;
		if (want_value && i + 1 == ch.nr &&
		    clang_isExpression(clang_getCursorKind(ch.c[i])))
			value = expr(w, ch.c[i]);
		else
			stmt(w, ch.c[i]);
		w->fell_out = 0;
		if (w->guard != saved)
			guard_drop_stale(w, saved, first);
		stmt_early_leave(w, ch.c[i]);
	}
	jump_leave(w, &block);
	return value;
}

uint32_t stmt_expr(struct walk *w, CXCursor c)
{
	return sequence(w, c, 1);
}

static void return_stmt(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	enum type_class cls;
	uint32_t src;

	if (!ch.nr)
		return;
	cls = stored_class(w, clang_getCursorType(ch.c[0]), ch.c[0]);
	src = cls != TYPE_SCALAR && expr_is_null(w, ch.c[0]) ?
		facts_val(w->f, VAL_NULL, 0, 0, 0, 0) : expr(w, ch.c[0]);
	if (w->f->sym[w->sym].kind == SYM_FUNC)
		record_store(w, facts_val(w->f, VAL_RETURN, w->sym, 0, 0, 0), src, c, cls,
			     STORE_SET, STOREF_RETURN);
}

/* Of labels, attributed statements, … */
static void parts(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	unsigned i;

	for (i = 0; i < ch.nr; i++)
		if (clang_isStatement(clang_getCursorKind(ch.c[i])) ||
		    clang_isExpression(clang_getCursorKind(ch.c[i])))
			stmt(w, ch.c[i]);
}

static void stmt_kind(struct walk *w, CXCursor c)
{
	struct cursors ch;

	switch (clang_getCursorKind(c)) {
	case CXCursor_CompoundStmt:
		sequence(w, c, 0);
		return;
	case CXCursor_DeclStmt:
		declarations(w, c);
		return;
	case CXCursor_IfStmt:
		if_stmt(w, c);
		return;
	case CXCursor_SwitchStmt:
		switch_stmt(w, c);
		return;
	case CXCursor_WhileStmt:
		ch = cursor_children(w, c);
		if (ch.nr == 2) {
			known_clear(w);
			expr(w, ch.c[0]);
			loop(w, c, ch.c[0], 1, ch.c[1]);
		}
		return;
	case CXCursor_DoStmt:
		do_stmt(w, c);
		return;
	case CXCursor_ForStmt:
		for_stmt(w, c);
		return;
	case CXCursor_ReturnStmt:
		return_stmt(w, c);
		return;
	case CXCursor_GCCAsmStmt:
		asm_statement(w, c);
		jump_asm(w);
		return;
	case CXCursor_GotoStmt:
		jump_goto(w, c);
		return;
	case CXCursor_VarDecl:
		declare(w, c);
		return;
	case CXCursor_LabelStmt:
		jump_label(w, c, !w->fell_out);
		w->fell_out = 0;
		known_clear(w);
		parts(w, c);
		return;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		known_clear(w);
		/* fallthrough */
	default:
		if (clang_isExpression(clang_getCursorKind(c))) {
			expr(w, c);
			return;
		}
		parts(w, c);
		return;
	}
}

void stmt(struct walk *w, CXCursor c)
{
	struct arena_mark mark = arena_mark(&w->arena);

	if (walk_stops(w))
		return;
	w->depth++;
	stmt_kind(w, c);
	w->depth--;
	arena_rewind(&w->arena, mark);
}
