/* SPDX-License-Identifier: MIT */
#include "switch.h"

#include <string.h>

#include "cursors.h"
#include "expr.h"
#include "guard.h"
#include "jump.h"
#include "known.h"
#include "record.h"
#include "stmt.h"

struct cases {		/* of one switch, as they come in its text */
	uint32_t first;			/* in the facts' `gconst` */
	uint32_t seen;			/* how many of them have come */
	struct case_range now;		/* the ones that lead to the statement at hand */
	int decided, reached;		/* is the subject's value known; does it lead to here? */
	long long num;			/* that value */
};

static uint32_t case_value(struct walk *w, CXCursor value)
{
	uint32_t v = expr(w, value);

	return w->f->val[v].kind == VAL_CONST ? v : expr_const(w, value);
}

static int is_case(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_CaseStmt ||
		clang_getCursorKind(c) == CXCursor_DefaultStmt;
}

/* Constants of all its cases, one behind the other. */
static struct cases find_cases(struct walk *w, CXCursor at, const struct cursors *body)
{
	struct cases cs = { .first = w->f->nr_gconst };
	uint32_t v;
	unsigned i;

	for (i = 0; i < body->nr; i++) {
		struct arena_mark mark = arena_mark(&w->arena);
		CXCursor c = body->c[i];

		while (is_case(c)) {
			struct cursors ch = cursor_children(w, c);

			if (!ch.nr)
				break;
			v = clang_getCursorKind(c) == CXCursor_CaseStmt ? case_value(w, ch.c[0]) : 0;
			if (v)
				facts_gconst(w->f, v);
			c = ch.c[ch.nr - 1];
		}
		arena_rewind(&w->arena, mark);
	}
	cs.decided = guard_decided(w, at, &cs.num);
	cs.reached = !cs.decided;
	return cs;
}

/* Through "case A: case B: default: statement" to the statement. */
static CXCursor case_labels(struct walk *w, CXCursor c, struct cases *cs)
{
	while (is_case(c)) {
		struct cursors ch = cursor_children(w, c);
		uint32_t v;

		if (!ch.nr)
			return clang_getNullCursor();
		if (clang_getCursorKind(c) == CXCursor_DefaultStmt) {
			cs->now.is_default = cs->reached = 1;
		} else if ((v = case_value(w, ch.c[0]))) {
			cs->seen++;
			cs->now.nr++;
			cs->reached |= w->f->val[v].num == cs->num;
		}
		c = ch.c[ch.nr - 1];
	}
	return c;
}

/* The guard that the statement behind label c stands under. */
static CXCursor enter_case(struct walk *w, CXCursor at, uint32_t subject, CXCursor c, int fresh,
			   struct cases *cs)
{
	unsigned line = place_of(w, c).line;
	struct case_range all;

	if (fresh)	/* nothing falls through into here */
		cs->now = (struct case_range){ .first = cs->first + cs->seen };
	c = case_labels(w, c, cs);
	all = (struct case_range){ cs->first, cs->seen, 1 };
	guard_case(w, at, subject, cs->now.is_default ? &all : &cs->now, line);
	known_clear(w);
	return c;
}

static void switch_body(struct walk *w, CXCursor at, uint32_t subject, CXCursor body)
{
	struct cursors ch = cursor_children(w, body);
	struct cases cs = find_cases(w, at, &ch);
	uint32_t saved = w->guard, base = saved, first;
	struct block block;
	int fresh = 1;
	unsigned i;

	jump_enter(w, &block, body);
	for (i = 0; i < ch.nr; i++) {
		CXCursor s = ch.c[i];

		if (is_case(s)) {
			w->guard = saved = jump_alive(w, saved);
			s = enter_case(w, at, subject, s, fresh, &cs);
			fresh = 0;
			if (cs.decided)
				w->guard = saved;
			base = w->guard;
		}
		if (clang_Cursor_isNull(s))
			continue;
		first = w->nr_assigned;
		w->fell_out = fresh && i && !is_case(ch.c[i]);
		if (cs.reached)
			stmt(w, s);
		w->fell_out = 0;
		if (w->guard != base)
			guard_drop_stale(w, base, first);
		stmt_early_leave(w, s);
		fresh = leaves(w, s);
		if (cs.decided && cs.reached && fresh)
			break;
	}
	known_clear(w);
	jump_leave(w, &block);
}

void switch_stmt(struct walk *w, CXCursor c)
{
	struct cursors ch = cursor_children(w, c);
	uint32_t subject;

	if (ch.nr < 2)
		return;
	subject = expr(w, ch.c[0]);
	if (clang_getCursorKind(ch.c[1]) == CXCursor_CompoundStmt)
		switch_body(w, ch.c[0], subject, ch.c[1]);
	else
		stmt(w, ch.c[1]);
	known_clear(w);
}
