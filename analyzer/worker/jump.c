/* SPDX-License-Identifier: MIT */
#include "jump.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "guard.h"
#include "record.h"

/* Conditions of one place that are followed: the innermost. */
#define MAX_CHAIN 64

/* Jumps to one label that are compared, and labels and jumps of one function; behind a
 * label of more nothing is known. */
#define MAX_JUMPS 200
#define MAX_LABELS 200
#define MAX_ALL_JUMPS 4000

void jump_begin(struct walk *w)
{
	w->block = NULL;
	while (w->nr_lost)
		w->is_lost[w->lost[--w->nr_lost]] = 0;
	w->nr_jump = w->nr_label = 0;
	w->jumps_read = w->fell_out = 0;
	w->asm_jumps = 0;
	w->asm_print.done = 0;
	w->asm_print.nr = 0;
	w->def = clang_getNullCursor();
	idmap_clear(&w->labels);
}

void jump_release(struct walk *w)
{
	idmap_release(&w->labels);
	free(w->jump);
	free(w->label);
	free(w->lost);
	free(w->pushed_at);
	free(w->is_lost);
}

void jump_pushed(struct walk *w, uint32_t guard)
{
	uint32_t from = w->alloc_pushed_at;

	ALLOC_GROW(w->pushed_at, guard + 1, w->alloc_pushed_at);
	if (w->alloc_pushed_at > from) {
		w->is_lost = xrealloc(w->is_lost, w->alloc_pushed_at, 1);
		memset(w->is_lost + from, 0, w->alloc_pushed_at - from);
	}
	w->pushed_at[guard] = w->nr_assigned;
}

/* ---- sequences ------------------------------------------------------------------------ */

void jump_enter(struct walk *w, struct block *b, CXCursor c)
{
	CXSourceRange range = clang_getCursorExtent(c);

	b->up = w->block;
	b->guard = w->guard;
	b->file = place_at(w, clang_getRangeStart(range)).file;
	b->from = place_at(w, clang_getRangeStart(range)).offset;
	b->to = place_at(w, clang_getRangeEnd(range)).offset;
	w->block = b;
}

/* Puts `guard` in force under the one that is, as it stands. */
static void again(struct walk *w, uint32_t guard)
{
	struct tu_guard g = w->f->guard[guard];

	g.parent = w->guard;
	w->guard = facts_guard(w->f, &g);
	jump_pushed(w, w->guard);
}

uint32_t jump_alive(struct walk *w, uint32_t guard)
{
	uint32_t chain[MAX_CHAIN], nr = 0, g, saved = w->guard;
	int any = 0;

	if (!w->nr_lost)
		return guard;
	for (g = guard; g && nr < MAX_CHAIN; g = w->f->guard[g].parent) {
		if (w->is_lost[g])
			any = 1;
		else
			chain[nr++] = g;
	}
	if (!any)
		return guard;
	for (w->guard = g; nr; nr--)
		again(w, chain[nr - 1]);
	g = w->guard;
	w->guard = saved;
	return g;
}

void jump_leave(struct walk *w, struct block *b)
{
	w->block = b->up;
	w->guard = jump_alive(w, b->guard);
}

/* ---- jumps ---------------------------------------------------------------------------- */

/* Cursors of one label differ; its places do not. Labels of one macro that another
 * one calls twice count as one. */
static struct jump_label *label_of(struct walk *w, CXCursor label)
{
	CXSourceLocation loc = clang_getCursorLocation(label);
	unsigned spelt, expanded;
	uint32_t *id;

	clang_getSpellingLocation(loc, NULL, NULL, NULL, &spelt);
	clang_getExpansionLocation(loc, NULL, NULL, NULL, &expanded);
	id = idmap_put(&w->labels, idmap_pair(spelt, expanded), 0);
	if (!*id) {
		ALLOC_GROW(w->label, w->nr_label + 1, w->alloc_label);
		memset(&w->label[w->nr_label], 0, sizeof(*w->label));
		*id = ++w->nr_label;
	}
	return &w->label[*id - 1];
}

static int aim(struct walk *w, CXCursor c, CXCursor *label)
{
	struct cursors ch = cursor_children(w, c);

	if (!ch.nr)
		return 0;
	*label = clang_getCursorReferenced(ch.c[0]);
	return clang_getCursorKind(*label) == CXCursor_LabelStmt;
}

static void add_jump(struct walk *w, uint32_t *list, uint32_t guard, struct place at)
{
	ALLOC_GROW(w->jump, w->nr_jump + 1, w->alloc_jump);
	w->jump[w->nr_jump] = (struct jump){ *list, guard, at.file, at.offset };
	*list = ++w->nr_jump;
}

void jump_goto(struct walk *w, CXCursor c)
{
	struct jump_label *l;
	CXCursor label;

	if (w->quiet || !aim(w, c, &label))
		return;
	l = label_of(w, label);
	add_jump(w, &l->met, w->guard, place_of(w, c));
}

void jump_asm(struct walk *w)
{
	if (!w->quiet && (!w->asm_jumps || w->jump[w->asm_jumps - 1].guard != w->guard))
		add_jump(w, &w->asm_jumps, w->guard, (struct place){ NULL });
}

static enum CXChildVisitResult see_goto(CXCursor c, CXCursor parent, CXClientData data)
{
	struct walk *w = data;
	CXCursor label;

	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_AddrLabelExpr && aim(w, c, &label))
		label_of(w, label)->anywhere = 1;
	if (clang_getCursorKind(c) == CXCursor_LabelStmt)
		label_of(w, c)->at = place_of(w, c).offset;
	if (clang_getCursorKind(c) == CXCursor_GotoStmt && aim(w, c, &label))
		add_jump(w, &label_of(w, label)->all, 0, place_of(w, c));
	return CXChildVisit_Recurse;
}

/* All jumps of the body: those that come later are known by their place alone. */
static void read_jumps(struct walk *w)
{
	struct arena_mark mark = arena_mark(&w->arena);

	if (w->jumps_read)
		return;
	w->jumps_read = 1;
	if (!clang_Cursor_isNull(w->def))
		clang_visitChildren(w->def, see_goto, w);
	arena_rewind(&w->arena, mark);
}

/* ---- what holds behind a label ---------------------------------------------------------- */

struct common {			/* conditions, innermost first, that all arrivals have passed */
	uint32_t g[MAX_CHAIN], nr;
	int any;		/* has one arrived? */
};

static int is_same(const struct tu_guard *a, const struct tu_guard *b)
{
	return a->text == b->text && a->line == b->line && a->rel == b->rel &&
		((a->flags ^ b->flags) & GUARDF_NEGATED) == 0;
}

static int has_passed(const struct walk *w, uint32_t chain, uint32_t g)
{
	uint32_t n;

	for (n = 0; chain && n < 2 * MAX_CHAIN; n++, chain = w->f->guard[chain].parent)
		if (chain == g || is_same(&w->f->guard[chain], &w->f->guard[g]))
			return 1;
	return 0;
}

static int is_above(const struct walk *w, uint32_t outer, uint32_t g)
{
	while (w->f->guard[g].depth > w->f->guard[outer].depth)
		g = w->f->guard[g].parent;
	return g == outer;
}

/* Of a jump's conditions those of loops say where it began; not what holds behind it. */
static int goes_along(struct walk *w, uint32_t g)
{
	const struct tu_guard *gu = &w->f->guard[g];

	return !(gu->flags & (GUARDF_LOOP | GUARDF_GOTO)) &&
		!(gu->subject && record_is_assigned(w, gu->subject, w->pushed_at[g]));
}

static void arrive(struct walk *w, struct common *c, uint32_t chain, int by_jump)
{
	uint32_t i, n = 0, g;

	if (!c->any) {
		c->any = 1;
		for (g = chain; g; g = w->f->guard[g].parent) {
			if (c->nr == MAX_CHAIN)		/* the outermost are dropped */
				break;
			if (!by_jump || goes_along(w, g))
				c->g[c->nr++] = g;
		}
		return;
	}
	if (!c->nr || is_above(w, c->g[0], chain))
		return;
	for (i = 0; i < c->nr; i++)
		if (has_passed(w, chain, c->g[i]))
			c->g[n++] = c->g[i];
	c->nr = n;
}

/* The guard where the innermost sequence around both begins. */
static const struct block *around(const struct walk *w, const struct jump *j)
{
	const struct block *b;

	for (b = w->block; b; b = b->up)
		if (b->file == j->file && b->from <= j->at && j->at <= b->to)
			return b;
	return NULL;
}

/* How far the text reaches from which control can come back into `from` to `until`. */
static unsigned reach_back(const struct walk *w, unsigned from, unsigned until)
{
	uint32_t i, k;
	int again = 1;

	while (again)
		for (again = 0, i = 0; i < w->nr_label; i++)
			for (k = w->label[i].at > from && w->label[i].at < until ? w->label[i].all : 0; k;
			     k = w->jump[k - 1].next)
				if (w->jump[k - 1].at > until) {
					until = w->jump[k - 1].at;
					again = 1;
				}
	return until;
}

/* Who comes back has been here before, or has jumped over this label. */
static void arrive_around(struct walk *w, struct common *c, unsigned from, unsigned until)
{
	uint32_t i, k, n = 0;

	until = reach_back(w, from, until);
	for (i = 0; i < w->nr_label; i++) {
		const struct jump_label *l = &w->label[i];

		if (l->at <= from || l->at >= until)
			continue;
		if (l->anywhere)
			c->nr = 0;
		for (k = l->met; k && c->nr; k = w->jump[k - 1].next) {
			if (++n > MAX_JUMPS)
				c->nr = 0;
			arrive(w, c, w->jump[k - 1].guard, 1);
		}
	}
}

static void arrive_later(struct walk *w, struct common *c, const struct jump_label *l,
			 const struct place *at)
{
	unsigned until = at->offset;
	uint32_t i, n = 0;

	for (i = l->all; i && c->nr; i = w->jump[i - 1].next) {
		const struct jump *j = &w->jump[i - 1];
		const struct block *b;

		if (++n > MAX_JUMPS) {
			c->nr = 0;
			return;
		}
		if (j->file == at->file && j->at < at->offset)
			continue;
		b = around(w, j);
		if (b != w->block)
			arrive(w, c, b ? b->guard : 0, 1);
		until = j->file == at->file && j->at > until ? j->at : until;
	}
	if (until > at->offset && c->nr)
		arrive_around(w, c, at->offset, until);
}

/* Those that the sequences around had and that do not hold here. */
static void lose(struct walk *w, const struct common *c)
{
	uint32_t g, i;

	for (g = w->block ? w->block->guard : 0; g; g = w->f->guard[g].parent) {
		for (i = 0; i < c->nr && !is_same(&w->f->guard[c->g[i]], &w->f->guard[g]); i++)
			;
		if (i < c->nr || w->is_lost[g])
			continue;
		ALLOC_GROW(w->lost, w->nr_lost + 1, w->alloc_lost);
		w->lost[w->nr_lost++] = g;
		w->is_lost[g] = 1;
	}
}

void jump_label(struct walk *w, CXCursor label, int falls)
{
	struct common c = { .nr = 0 };
	struct place at = place_of(w, label);
	const struct jump_label *l;
	uint32_t i, n = 0;

	if (w->quiet)
		return;
	read_jumps(w);
	l = label_of(w, label);
	if (falls)
		arrive(w, &c, w->guard, 0);
	if (l->anywhere || !l->all)
		arrive(w, &c, 0, 1);
	for (i = l->met; i && ++n <= MAX_JUMPS; i = w->jump[i - 1].next)
		arrive(w, &c, w->jump[i - 1].guard, 1);
	if (!c.any)		/* only jumps backwards lead here */
		arrive(w, &c, w->block ? w->block->guard : 0, 0);
	for (i = w->asm_jumps; i && ++n <= MAX_JUMPS; i = w->jump[i - 1].next)
		arrive(w, &c, w->jump[i - 1].guard, 1);
	if (n > MAX_JUMPS || w->nr_label > MAX_LABELS || w->nr_jump > MAX_ALL_JUMPS)
		c.nr = 0;
	arrive_later(w, &c, l, &at);
	lose(w, &c);
	for (w->guard = 0, i = c.nr; i; i--)
		again(w, c.g[i - 1]);
	if (!falls)
		guard_label(w, label);
}
