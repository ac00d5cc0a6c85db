/* SPDX-License-Identifier: MIT */
/*
 * Call trees in fences, drawn with lines (├──, |->), with arrows downwards or
 * with nothing but blanks.
 */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_DEPTH 256
#define FEW_ARROWS 3		/* with functions behind them: a tree, whatever is told beside it */

enum glyph { GL_NONE, GL_BRANCH, GL_ARROW, GL_DOWN };

struct row {
	uint32_t col;		/* column of the name */
	enum glyph glyph;	/* what stands before it */
	const char *func;	/* NULL: no function */
	const char *macro;
	uint32_t line;
	const char *text;
	size_t n;
	const char *last;	/* … and the one that an arrow leads to on the same line, or NULL */
};

static size_t char_len(const char *s, size_t n)
{
	unsigned char c = (unsigned char)*s;
	size_t len = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return len <= n ? len : 1;
}

static int is_one_of(const char *s, size_t n, const char *const *set)
{
	for (; *set; set++)
		if (strlen(*set) == n && !memcmp(*set, s, n))
			return 1;
	return 0;
}

/* The blanks and lines before a name. */
static size_t prefix(const char *s, size_t n, uint32_t *col, enum glyph *glyph)
{
	static const char *const branch[] = { "├", "└", "─", "╰", "│", "┣", "┗", "━", "┃", "┬",
					      "|", "`", "+", "\\", "-", "_", NULL };
	static const char *const arrow[] = { ">", "→", "⇒", "▶", "►", "=", "»", "➜", "➔", "⟶", "⤷", "↳", "*", NULL };
	static const char *const down[] = { "↓", "⇓", "▼", "⬇", "V", "v", NULL };
	size_t i = 0, len;

	*col = 0;
	*glyph = GL_NONE;
	while (i < n) {
		len = char_len(s + i, n - i);
		if (s[i] == '\t')
			*col = (*col / 8 + 1) * 8 - 1;
		else if (s[i] == '_' && i + 1 < n && doc_is_word((unsigned char)s[i + 1]))
			break;
		else if (is_one_of(s + i, len, branch))
			*glyph = *glyph == GL_ARROW ? GL_ARROW : GL_BRANCH;
		else if (is_one_of(s + i, len, arrow))
			*glyph = GL_ARROW;
		else if (is_one_of(s + i, len, down) &&
			 !(i + len < n && doc_is_word((unsigned char)s[i + len])))
			*glyph = GL_DOWN;
		else if (s[i] != ' ')
			break;
		*col += 1;
		i += len;
	}
	return i;
}

/* Is the rest of the line a name and a remark, and not a statement of C? */
static int is_name_line(const char *s, size_t n, enum glyph glyph)
{
	size_t i = 0, end = n;

	/* "-> f();" is as good as "-> f()" */
	while (end && (s[end - 1] == ' ' || s[end - 1] == '\t' || (glyph != GL_NONE && s[end - 1] == ';')))
		end--;
	if (!end)
		return 1;
	if (s[end - 1] == ';' || s[end - 1] == '{' || s[end - 1] == '}')
		return 0;
	if (*s == '#' || (n > 1 && s[0] == '/' && (s[1] == '/' || s[1] == '*')))
		return 1;
	while (i < end && doc_is_word((unsigned char)s[i]))
		i++;
	if (i && i < end && s[i] == ' ' && doc_is_word((unsigned char)s[i + 1]))
		return 0;	/* "int f(", or a sentence */
	return !memmem(s, n, " = ", 3);
}

/* "class->pick_next_task()": a call through a field, "->pick_next_task"; or NULL. */
static const char *field_call(struct doc_reader *r, const char *s, size_t n)
{
	size_t i = 0, from = 0;

	while (i < n && (doc_is_word((unsigned char)s[i]) || s[i] == '.' || (s[i] == '-' && i + 1 < n && s[i + 1] == '>'))) {
		if (s[i] == '-') {
			i += 2;
			from = i;
		} else {
			i++;
		}
	}
	if (!from || i == from || i == n || s[i] != '(' || memchr(s + from, '.', i - from))
		return NULL;
	return arena_printf(&r->d->arena, "->%.*s", (int)(i - from), s + from);
}

/* Lines of words, or several names on one: what is drawn is how data flows, not who calls. */
static int is_flow(const struct row *row, uint32_t nr)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		if (row[i].last || (row[i].n && !row[i].func))
			return 1;
	return 0;
}

static void add_steps(struct doc_reader *r, const struct row *row, uint32_t nr, int drawn)
{
	uint32_t stack[MAX_DEPTH], depth = 0, i, last = UINT32_MAX;
	int down = 0, flow = is_flow(row, nr);

	for (i = 0; i < nr; i++) {
		const struct row *x = &row[i];
		uint32_t parent = UINT32_MAX, other = UINT32_MAX;

		if (x->glyph == GL_DOWN && !x->func) {
			down = 1;
			continue;
		}
		while (depth && row[stack[depth - 1]].col >= x->col)
			depth--;
		if (depth)
			parent = stack[depth - 1];
		/* "… and then calls" stands above */
		if (!i && x->glyph == GL_ARROW && x->func && r->opens && strcmp(r->opens, x->func)) {
			uint32_t before = r->d->nr;

			doc_edge(r, x->line, x->text, x->n, r->opens, NULL, x->func, x->macro);
			if (r->d->nr > before)
				r->d->claim[before].inferred = r->d->claim[before].weak = 1;
		}
		if (down || (parent == UINT32_MAX && x->glyph == GL_ARROW))
			parent = last;
		else if (x->glyph == GL_ARROW && last != UINT32_MAX && last != parent &&
			 row[last].col == x->col)
			other = last;	/* one below the other may be a chain */
		if (parent != UINT32_MAX && row[parent].func && strncmp(row[parent].func, "->", 2) && x->func &&
		    (drawn || depth)) {
			uint32_t before = r->d->nr;

			doc_edge(r, x->line, x->text, x->n, down && row[parent].last ? row[parent].last : row[parent].func,
				 row[parent].macro, x->func, x->macro);
			if (r->d->nr > before && down && flow && r->d->claim[before].kind == DOC_STEP)
				r->d->claim[before].order = 1;
			if (r->d->nr > before && other != UINT32_MAX && row[other].func &&
			    r->d->claim[before].kind == DOC_STEP)
				r->d->claim[before].alt = row[other].func;
			/* … or of who is spoken of above */
			if (r->d->nr > before && r->opens && parent == i - 1 && x->glyph == GL_ARROW && x->col == row[0].col) {
				r->d->claim[before].alt = r->opens;
				r->d->claim[before].inferred = 1;
			}
		}
		if (x->func && x->last && strncmp(x->func, "->", 2)) {
			uint32_t before = r->d->nr;

			doc_step(r, x->line, x->text, x->n, x->func, x->last, 1);
			if (r->d->nr > before)
				r->d->claim[before].order = 1;
		}
		if (depth < MAX_DEPTH)
			stack[depth++] = i;
		last = i;
		down = 0;
	}
}

/* "f() [net/ipv4/tcp.c:12]". */
static void place(struct doc_reader *r, const struct row *row)
{
	struct doc_claim *c;
	uint32_t i;

	toks_read(r, row->text, row->n < 400 ? row->n : 400);
	for (i = 0; i < r->toks.nr; i++) {
		const struct tok *t = &r->toks.t[i];

		if (t->type != TOK_FILE)
			continue;
		c = doc_place(r, row->line, row->text, row->n, t->func ? t->func : row->func,
			      t->name, t->num);
		if (c)
			c->graph = 1;
		return;
	}
}

/* Boxes, "+----+" above and below: a picture of something else. */
static int has_boxes(const struct doc_lines *l)
{
	uint32_t i, nr = 0;

	for (i = 0; i < l->nr; i++) {
		const char *s = memmem(l->at[i], l->len[i], "+---", 4);
		size_t n = s ? (size_t)(l->at[i] + l->len[i] - s) : 0, k = 1;

		/* "┌──" */
		nr += memmem(l->at[i], l->len[i], "\xe2\x94\x8c\xe2\x94\x80", 6) != NULL;
		while (k < n && s[k] == '-')
			k++;
		nr += k < n && s[k] == '+';
	}
	return nr > 1;
}

/* A picture of files, fields or numbers: most of its names are no functions. */
static void mark_loose(struct doc_reader *r, const struct row *row, uint32_t nr, uint32_t before)
{
	uint32_t i, names = 0, known = 0;

	for (i = 0; i < nr; i++) {
		int named = row[i].func && strncmp(row[i].func, "->", 2);

		names += (uint32_t)named;
		known += named && doc_is_known(r, row[i].func);
	}
	for (i = before; known * 2 < names && i < r->d->nr; i++)
		r->d->claim[i].loose = 1;
}

/* "NF_HOOK(PRE_ROUTING) → ip_rcv_finish()": the function behind the last arrow, or NULL. */
static const char *behind_arrow(struct doc_reader *r, const char *s, size_t n)
{
	const char *at = NULL, *p = s, *macro;

	while ((p = memmem(p, n - (size_t)(p - s), "→", 3)) != NULL)
		at = p += 3;
	return at ? doc_label(r, at, n - (size_t)(at - s), &macro) : NULL;
}

static void row_as_prose(struct doc_reader *r, const struct row *row)
{
	strbuf_clear(&r->block);
	strbuf_add(&r->block, row->text, row->n);
	strbuf_addch(&r->block, ' ');
	ALLOC_GROW(r->part, 1, r->alloc_part);
	r->part[0].at = 0;
	r->part[0].line = row->line;
	r->nr_part = 1;
	doc_prose(r, 0);
	strbuf_clear(&r->block);
	r->nr_part = 0;
}

/* "CLOSE → SYN_SENT → …" */
static int begins_with_state(struct doc_reader *r, const struct row *row)
{
	const char *arrow = memmem(row->text, row->n, "\xe2\x86\x92", 3);
	size_t n = arrow ? (size_t)(arrow - row->text) : 0;

	while (n && row->text[n - 1] == ' ')
		n--;
	return n && doc_state(r, row->text, n) != NULL;
}

int doc_tree(struct doc_reader *r, const struct doc_lines *l)
{
	struct row *row = xcalloc((size_t)l->nr + 1, sizeof(*row));
	uint32_t i, nr = 0, names = 0, drawn = 0, other = 0, chain = 0, arrows = 0;
	int ret = -1;

	if (has_boxes(l)) {
		doc_picture(r, l);
		free(row);
		return 0;
	}
	for (i = 0; i < l->nr; i++) {
		struct row *x = &row[nr];
		const char *s = l->at[i];
		size_t n = l->len[i], at;

		if (n && s[n - 1] == '\\') {	/* a macro of C */
			names = chain = 0;
			break;
		}
		at = prefix(s, n, &x->col, &x->glyph);
		x->line = l->first + i;
		x->text = s + at;
		x->n = n - at;
		if (at == n && x->glyph == GL_NONE)
			continue;
		if (at == n && x->glyph == GL_BRANCH) {
			/* a bare | between two names leads down */
			if (memchr(s, '|', n) || memmem(s, n, "│", 3))
				x->glyph = GL_DOWN;
			nr++;
			continue;
		}
		if (at < n && is_name_line(s + at, n - at, x->glyph)) {
			x->func = doc_label(r, s + at, n - at, &x->macro);
			names += x->func != NULL;
			x->last = x->func ? behind_arrow(r, s + at, n - at) : NULL;
			/* what is below a function only: it calls nobody by itself */
			if (!x->func && nr && x->col)
				x->func = field_call(r, s + at, n - at);
		} else if (at < n) {
			other++;
		}
		drawn += x->glyph != GL_NONE && x->func;
		arrows += (x->glyph == GL_ARROW || x->glyph == GL_BRANCH) && x->func;
		drawn += x->glyph == GL_DOWN;
		chain += (memmem(s + at, n - at, "->", 2) && !(x->func && !strncmp(x->func, "->", 2))) || memmem(s + at, n - at, "→", 3);
		nr++;
	}
	/* chains on lines of their own are read as prose */
	if (chain && !drawn && chain >= other) {
		for (i = 0; i < nr; i++)
			row_as_prose(r, &row[i]);
		ret = 0;
	} else if (names >= 2 && (other * 4 <= names || (arrows >= FEW_ARROWS && other <= names))) {
		uint32_t before = r->d->nr;

		add_steps(r, row, nr, drawn > 0);
		/* a tree of which a part is told in words need not show who calls whom */
		for (i = before; other * 4 > names && i < r->d->nr; i++)
			r->d->claim[i].inferred = 1;
		mark_loose(r, row, nr, before);
		for (i = 0; i < nr; i++)
			if (row[i].func && strncmp(row[i].func, "->", 2))
				place(r, &row[i]);
		ret = 0;
	} else if (names && drawn) {
		doc_picture(r, l);
		for (i = 0; i < nr; i++)
			if (begins_with_state(r, &row[i]))
				row_as_prose(r, &row[i]);
		ret = 0;
	}
	free(row);
	return ret;
}
