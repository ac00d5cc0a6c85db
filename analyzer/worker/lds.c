/* SPDX-License-Identifier: MIT */
#include "lds.h"

#include <ctype.h>
#include <string.h>

#include "base/strtab.h"
#include "base/xalloc.h"

#define MAX_TEXT (4u << 20)
#define MAX_SYMBOLS 64		/* at one place */
#define MAX_PLACED 20000	/* symbols with a section behind them */

struct lds {
	struct tu_facts *f;
	struct strbuf text;
	struct lds_line { size_t from; uint32_t line; } *lines;
	size_t nr_line, alloc_line;
	const char *p, *end;
	uint32_t open[MAX_SYMBOLS];	/* strings: symbols that the next sections are behind */
	unsigned nr_open;
	unsigned braces;
	int filled;			/* sections came since the first of them */
	unsigned nr_placed;
};

struct lds *lds_new(struct tu_facts *f)
{
	struct lds *l = xcalloc(1, sizeof(*l));

	l->f = f;
	strbuf_init(&l->text);
	return l;
}

void lds_line(struct lds *l, uint32_t line, const char *text, size_t len)
{
	if (l->text.len + len > MAX_TEXT)
		return;
	ALLOC_GROW(l->lines, l->nr_line + 1, l->alloc_line);
	l->lines[l->nr_line++] = (struct lds_line){ l->text.len, line };
	strbuf_add(&l->text, text, len);
	strbuf_addch(&l->text, '\n');
}

/* ---- words -------------------------------------------------------------------------- */

static int is_name(int c)
{
	return isalnum(c) || (c && strchr("_.$*?[]^~\\-/:", c));
}

static void skip_space(struct lds *l)
{
	while (l->p < l->end && isspace((unsigned char)*l->p))
		l->p++;
}

/* The word at p; an operator or a bracket is one character. */
static size_t word(struct lds *l, const char **start)
{
	skip_space(l);
	*start = l->p;
	if (l->p < l->end && *l->p == '"') {
		for (l->p++; l->p < l->end && *l->p != '"'; l->p++)
			;
		l->p += l->p < l->end;
	} else if (l->p < l->end && is_name((unsigned char)*l->p)) {
		while (l->p < l->end && is_name((unsigned char)*l->p))
			l->p++;
	} else if (l->p < l->end) {
		l->p++;
	}
	return (size_t)(l->p - *start);
}

static int peek(struct lds *l)
{
	skip_space(l);
	return l->p < l->end ? (unsigned char)*l->p : 0;
}

static int is(const char *s, size_t n, const char *what)
{
	return strlen(what) == n && !memcmp(s, what, n);
}

/* Behind the parenthesis that closes the one at p. */
static void skip_parentheses(struct lds *l)
{
	const char *s;
	unsigned depth = 0;
	size_t n;

	while ((n = word(l, &s))) {
		depth += is(s, n, "(");
		depth -= is(s, n, ")");
		if (!depth)
			return;
	}
}

static uint32_t line_of(const struct lds *l, const char *at)
{
	size_t lo = 0, hi = l->nr_line, off = (size_t)(at - l->text.buf);

	while (lo + 1 < hi) {
		size_t mid = (lo + hi) / 2;

		if (l->lines[mid].from <= off)
			lo = mid;
		else
			hi = mid;
	}
	return l->nr_line ? l->lines[lo].line : 0;
}

/* ---- symbols and sections -------------------------------------------------------------- */

/* NAME = value; with a value that begins with the place: "." or ALIGN(.), ABSOLUTE(.) */
static void symbol(struct lds *l, const char *name, size_t n)
{
	const char *s, *value;
	size_t k;
	int here = 0;

	for (value = l->p; (k = word(l, &s)) && !is(s, k, ";") && !is(s, k, "}");)
		here |= is(s, k, ".");
	if (k && *s == '}')
		l->p = s;
	if (!here || is(name, n, ".") || value == l->p)
		return;
	if (l->filled)
		l->nr_open = 0;
	l->filled = 0;
	if (l->nr_open < MAX_SYMBOLS)
		l->open[l->nr_open++] = strtab_addn(&l->f->str, name, n);
}

static void place(struct lds *l, const char *at, const char *section, size_t n)
{
	uint32_t name = strtab_addn(&l->f->str, section, n);
	unsigned i;

	l->filled = 1;
	for (i = 0; i < l->nr_open && l->nr_placed < MAX_PLACED; i++, l->nr_placed++) {
		uint32_t id = facts_store(l->f);
		struct tu_store *st = &l->f->store[id];

		st->dst = facts_val(l->f, VAL_SECTION, name, 0, 0, 0);
		st->src = facts_val(l->f, VAL_CONST, l->open[i], 0, 0, 0);
		st->cls = TYPE_SCALAR;
		st->flags = STOREF_INIT;
		st->line = line_of(l, at);
	}
}

/* "(.a .b SORT(.c.*) EXCLUDE_FILE (*x.o) .d)" */
static void input_sections(struct lds *l)
{
	unsigned depth = 0;
	const char *s;
	size_t n;

	while ((n = word(l, &s))) {
		if (is(s, n, "(")) {
			depth++;
		} else if (is(s, n, ")")) {
			if (!--depth)
				return;
		} else if (is(s, n, "EXCLUDE_FILE")) {
			skip_parentheses(l);
		} else if (is_name((unsigned char)*s) && peek(l) != '(') {
			place(l, s, s, n);
		}
	}
}

/* A file's name, before its sections: "*", "*vmlinux.o", "head.o". */
static int is_file(const char *s, size_t n)
{
	return memchr(s, '*', n) || (n > 2 && s[n - 2] == '.' && (s[n - 1] == 'o' || s[n - 1] == 'a'));
}

static void statement(struct lds *l, const char *s, size_t n)
{
	if (is(s, n, "{")) {
		l->braces++;
	} else if (is(s, n, "}")) {
		l->braces -= l->braces > 0;
		if (l->filled)		/* what comes next is another output section */
			l->nr_open = 0;
	} else if (is(s, n, "KEEP") || is(s, n, "PROVIDE") || is(s, n, "PROVIDE_HIDDEN") ||
		   is(s, n, "HIDDEN") || is(s, n, "(") || is(s, n, ")")) {
		return;			/* what is in the parentheses counts */
	} else if (peek(l) == '(') {
		if (l->braces && is_file(s, n))
			input_sections(l);
		else
			skip_parentheses(l);
	} else if (is_name((unsigned char)*s) && peek(l) == '=' && l->p[1] != '=') {
		l->p++;
		symbol(l, s, n);
	}
}

void lds_finish(struct lds *l)
{
	struct tu_body *b;
	const char *s;
	uint32_t id;
	size_t n;

	id = facts_body(l->f);
	b = &l->f->body[id];
	b->call = l->f->nr_call;
	b->store = l->f->nr_store;
	l->p = l->text.buf;
	l->end = l->text.buf + l->text.len;
	while ((n = word(l, &s)))
		statement(l, s, n);
	l->f->body[id].nr_stores = l->f->nr_store - l->f->body[id].store;
	strbuf_release(&l->text);
	free(l->lines);
	free(l);
}
