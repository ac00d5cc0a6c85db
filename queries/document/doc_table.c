/* SPDX-License-Identifier: MIT */
/* Tables: a function and its file in one row, or caller and callee, or the
 * states of a transition, where the head of the table says so. */
#include "doc_p.h"

#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#define MAX_COLUMNS 16

enum column { COL_OTHER, COL_CALLER, COL_CALLEE, COL_FROM, COL_TO, COL_PLACE,
	      COL_FUNCTION };

struct cell {
	const char *s;
	size_t n;
};

static uint32_t split(const char *s, size_t n, struct cell *cell)
{
	uint32_t nr = 0;
	size_t i = 0, from;

	if (n && s[0] == '|')
		i = 1;
	while (i < n && nr < MAX_COLUMNS) {
		for (from = i; i < n && !(s[i] == '|' && s[i - 1] != '\\'); i++)
			;
		while (from < i && (s[from] == ' ' || s[from] == '\t'))
			from++;
		cell[nr].s = s + from;
		cell[nr].n = i - from;
		while (cell[nr].n && (cell[nr].s[cell[nr].n - 1] == ' '))
			cell[nr].n--;
		nr++;
		i++;
	}
	return nr;
}

static int is_ruler(const struct doc_lines *l, uint32_t i)
{
	uint32_t k;

	for (k = 0; k < l->len[i]; k++)
		if (!strchr("|-: \t", l->at[i][k]))
			return 0;
	return 1;
}

static int says(const struct cell *c, const struct k_strings *words)
{
	size_t i;

	for (i = 0; i < words->nr; i++)
		if (strlen(words->s[i]) == c->n && !strncasecmp(words->s[i], c->s, c->n))
			return 1;
	return 0;
}

static enum column column_of(const struct doc_reader *r, const struct cell *c)
{
	const struct k_documents *k = &r->lex->k->doc;

	return says(c, &k->callers) ? COL_CALLER : says(c, &k->callees) ? COL_CALLEE :
	       says(c, &k->states_from) ? COL_FROM : says(c, &k->states_to) ? COL_TO :
	       says(c, &k->places) ? COL_PLACE :
	       says(c, &k->functions) ? COL_FUNCTION : COL_OTHER;
}

static int find_column(const enum column *col, uint32_t nr, enum column want)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		if (col[i] == want)
			return (int)i;
	return -1;
}

static void steps_of_row(struct doc_reader *r, uint32_t line, const struct cell *a,
			 const struct cell *b, const char *text, size_t n)
{
	const char *macro, *caller = doc_label(r, a->s, a->n, &macro);
	uint32_t i;

	if (!caller)
		return;
	toks_read(r, b->s, b->n);
	for (i = 0; i < r->toks.nr; i++)
		if (r->toks.t[i].type == TOK_FUNC ||
		    (r->toks.t[i].type == TOK_MAYBE && strchr(r->toks.t[i].name, '_')))
			doc_step(r, line, text, n, caller, r->toks.t[i].name, 1);
}

/* The state that a cell names; NULL where it says which it is not. */
static const char *state_of_cell(struct doc_reader *r, const struct cell *cell)
{
	const char *name = doc_state(r, cell->s, cell->n);
	uint32_t i;

	for (i = 0; name && i < r->toks.nr && r->toks.t[i].type != TOK_STATE; i++)
		if (r->toks.t[i].type == TOK_NEGATION)
			return NULL;
	return name;
}

/* `in`: the column of the function that does it, or -1: the first that is named. */
static int state_of_row(struct doc_reader *r, uint32_t line, const struct cell *cell,
			 uint32_t nr, int from, int to, int in, const char *text, size_t n)
{
	const char *a = state_of_cell(r, &cell[from]), *macro, *func = NULL;
	const char *b = doc_state(r, cell[to].s, cell[to].n);
	struct doc_claim *c;
	uint32_t i;

	if (!b)
		return 0;
	if (in >= 0 && in < (int)nr)
		func = doc_label(r, cell[in].s, cell[in].n, &macro);
	for (i = 0; i < nr && !func; i++)
		if ((int)i != from && (int)i != to)
			func = doc_label(r, cell[i].s, cell[i].n, &macro);
	c = doc_add(r, DOC_STATE, line, text, n);
	if (c) {
		c->from = a ? a : "";
		c->to = b;
		c->a = func ? func : "";
		c->graph = 1;
	}
	return 1;
}

/* A cell that is a function, beside one that is a file. */
static void place_of_row(struct doc_reader *r, uint32_t line, const struct cell *cell,
			 uint32_t nr, const char *text, size_t n)
{
	const char *func = NULL, *file = NULL;
	struct doc_claim *c;
	uint32_t i, j, at = 0;
	int own = 0, is_struct = 0, maybe = 0;	/* maybe: the index does not have it */

	for (i = 0; i < nr; i++) {
		toks_read(r, cell[i].s, cell[i].n);
		for (j = 0; j < r->toks.nr; j++) {
			const struct tok *t = &r->toks.t[j];
			int named = t->type == TOK_FUNC || t->type == TOK_STRUCT ||
				(t->type == TOK_MAYBE && r->toks.nr == 1);

			if (named && (!func || (maybe && !file && t->type == TOK_FUNC))) {
				func = t->name;
				maybe = t->type == TOK_MAYBE;
				is_struct = t->type == TOK_STRUCT;
				own = (int)i;
			}
			if (t->type == TOK_FILE && !file && (func || i == 0)) {
				file = t->name;
				at = t->num;
				if (t->func) {
					func = t->func;
					is_struct = 0;
				}
			}
			if (t->type == TOK_NUMBER && r->toks.nr <= 2 && file && !at)
				at = t->num;
		}
		if (j > 12 && (int)i == own)	/* prose, not a name */
			func = func && r->toks.t[0].type == TOK_FUNC ? func : NULL;
	}
	if (!func || !file)
		return;
	c = doc_place(r, line, text, n, func, file, at);
	if (c)
		c->is_struct = (uint8_t)is_struct;
}

/* Whole sentences may stand in cells. */
static void prose_of_row(struct doc_reader *r, uint32_t line, const struct cell *cell, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr; i++) {
		if (cell[i].n < 8)
			continue;
		strbuf_clear(&r->block);
		strbuf_add(&r->block, cell[i].s, cell[i].n);
		strbuf_addch(&r->block, ' ');
		r->nr_part = 1;
		r->part[0].at = 0;
		r->part[0].line = line;
		doc_prose(r, 0);
	}
	strbuf_clear(&r->block);
	r->nr_part = 0;
}

void doc_table(struct doc_reader *r, const struct doc_lines *l)
{
	enum column col[MAX_COLUMNS] = { COL_OTHER };
	struct cell cell[MAX_COLUMNS];
	uint32_t i, k, nr, columns = 0;
	int caller, callee, from, to, in;

	if (!r->alloc_part) {
		r->alloc_part = 8;
		r->part = xrealloc(r->part, r->alloc_part, sizeof(*r->part));
	}
	if (l->nr > 1 && is_ruler(l, 1)) {
		columns = split(l->at[0], l->len[0], cell);
		for (k = 0; k < columns; k++)
			col[k] = column_of(r, &cell[k]);
	}
	caller = find_column(col, columns, COL_CALLER);
	callee = find_column(col, columns, COL_CALLEE);
	from = find_column(col, columns, COL_FROM);
	to = find_column(col, columns, COL_TO);
	in = find_column(col, columns, COL_FUNCTION);
	for (i = columns ? 2 : 0; i < l->nr; i++) {
		const char *s = l->at[i];
		uint32_t line = l->first + i;

		if (is_ruler(l, i))
			continue;
		nr = split(s, l->len[i], cell);
		if (caller < 0 && callee > 0)
			caller = 0;
		if (caller >= 0 && callee >= 0 && (int)nr > caller && (int)nr > callee)
			steps_of_row(r, line, &cell[caller], &cell[callee], s, l->len[i]);
		if (from >= 0 && to >= 0 && (int)nr > from && (int)nr > to &&
		    !state_of_row(r, line, cell, nr, from, to, in, s, l->len[i]))
			steps_of_row(r, line, &cell[from], &cell[to], s, l->len[i]);
		place_of_row(r, line, cell, nr, s, l->len[i]);
		prose_of_row(r, line, cell, nr);
	}
}
