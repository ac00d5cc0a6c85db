/* SPDX-License-Identifier: MIT */
#include "pchtab.h"

#include <ctype.h>
#include <string.h>

#include "base/bisect.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

void pch_tab_init(struct pch_tab *t)
{
	memset(t, 0, sizeof(*t));
	strtab_init(&t->str);
	ALLOC_GROW(t->header, 1, t->alloc_header);
	memset(t->header, 0, sizeof(*t->header));
	t->nr_header = 1;
}

void pch_tab_release(struct pch_tab *t)
{
	uint32_t i;

	for (i = 0; t->text && i < t->nr_header; i++)
		strbuf_release(&t->text[i]);
	free(t->text);
	strtab_release(&t->str);
	idmap_release(&t->by_path);
	free(t->header);
	free(t->edge);
	free(t->root);
	free(t->mention);
	free(t->define);
	free(t->inside);
	free(t->macro);
	free(t->walk);
	free(t->decl);
	free(t->hidden);
	memset(t, 0, sizeof(*t));
}

uint32_t pch_tab_header(const struct pch_tab *t, const char *path)
{
	uint32_t str = strtab_find(&t->str, path);
	const uint32_t *h = str ? idmap_get(&t->by_path, str) : NULL;

	return h ? *h : 0;
}

uint32_t pch_tab_add(struct pch_tab *t, const char *path)
{
	uint32_t str = strtab_add(&t->str, path);
	uint32_t *h = idmap_put(&t->by_path, str, 0);

	if (*h)
		return *h;
	ALLOC_GROW(t->header, t->nr_header + 1, t->alloc_header);
	memset(&t->header[t->nr_header], 0, sizeof(*t->header));
	t->header[t->nr_header].path = str;
	return *h = t->nr_header++;
}

/* ---- order -------------------------------------------------------------------- */

static int by_pair(const void *a, const void *b)
{
	const struct pch_pair *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static int by_decl(const void *a, const void *b)
{
	const struct pch_decl *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	if (x->header != y->header)
		return x->header < y->header ? -1 : 1;
	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static void sort_pairs(struct pch_pair *p, uint32_t *nr)
{
	uint32_t i, n = 0;

	if (*nr)
		qsort(p, *nr, sizeof(*p), by_pair);
	for (i = 0; i < *nr; i++) {
		if (!n || by_pair(&p[n - 1], &p[i]))
			p[n++] = p[i];
		else
			p[n - 1].function_like |= p[i].function_like;
	}
	*nr = n;
}

void pch_tab_finish(struct pch_tab *t)
{
	sort_pairs(t->mention, &t->nr_mention);
	sort_pairs(t->define, &t->nr_define);
	sort_pairs(t->inside, &t->nr_inside);
	sort_pairs(t->macro, &t->nr_macro);
	if (t->nr_decl)
		qsort(t->decl, t->nr_decl, sizeof(*t->decl), by_decl);
}

const struct pch_pair *pch_pairs_of(const struct pch_pair *p, uint32_t nr, uint32_t word,
				    uint32_t *n)
{
	uint32_t lo = 0, first;

	BISECT(lo, nr, mid, p[mid].word < word);
	first = lo;
	while (word && lo < nr && p[lo].word == word)
		lo++;
	*n = lo - first;
	return p + first;
}

const struct pch_decl *pch_decls_of(const struct pch_tab *t, uint32_t name, uint32_t *n)
{
	uint32_t lo = 0, first;

	BISECT(lo, t->nr_decl, mid, t->decl[mid].name < name);
	first = lo;
	while (name && lo < t->nr_decl && t->decl[lo].name == name)
		lo++;
	*n = lo - first;
	return t->decl + first;
}

uint32_t pch_tab_enter(const struct pch_tab *t, uint32_t h, uint8_t *seen, uint32_t *order,
		       uint32_t nr)
{
	/* a stack of (header, next edge), in what is left of `order` no room: own */
	struct { uint32_t h, next; } *stack;
	uint32_t depth = 0;

	if (seen[h])
		return nr;
	stack = xcalloc(t->nr_header, sizeof(*stack));
	seen[h] = 1;
	order[nr++] = h;
	stack[depth].h = h;
	stack[depth++].next = 0;
	while (depth) {
		const struct pch_header *x = &t->header[stack[depth - 1].h];
		uint32_t to;

		if (stack[depth - 1].next == x->nr_edges) {
			depth--;
			continue;
		}
		to = t->edge[x->edge + stack[depth - 1].next++];
		if (seen[to])
			continue;
		seen[to] = 1;
		order[nr++] = to;
		stack[depth].h = to;
		stack[depth++].next = 0;
	}
	free(stack);
	return nr;
}

/* ---- what headers hold ---------------------------------------------------------- */

const char *pch_tab_text(const struct pch_tab *t, uint32_t h, size_t *len)
{
	struct strbuf *text = t->text ? &t->text[h] : NULL;

	*len = 0;
	if (!text)
		return NULL;
	if (!text->len && (file_read(strtab_str(&t->str, t->header[h].path), text, NULL) ||
			   digest64(text->buf, text->len) != t->header[h].hash))
		return NULL;
	*len = text->len;
	return text->buf;
}

int pch_tab_is_fresh(const struct pch_tab *t)
{
	struct strbuf text = STRBUF_INIT;
	uint32_t i;
	int fresh = 1;

	for (i = 1; i < t->nr_header && fresh; i++) {
		strbuf_clear(&text);
		fresh = !file_read(strtab_str(&t->str, t->header[i].path), &text, NULL) &&
			digest64(text.buf, text.len) == t->header[i].hash;
	}
	strbuf_release(&text);
	return fresh;
}

/* ---- words ------------------------------------------------------------------------ */

static int is_word(int c)
{
	return isalnum(c) || c == '_';
}

static const char *skip_quoted(const char *p, const char *end)
{
	char quote = *p++;

	while (p < end && *p != quote && *p != '\n')
		p += *p == '\\' && p + 1 < end ? 2 : 1;
	return p < end ? p + 1 : end;
}

static const char *skip_comment(const char *p, const char *end)
{
	if (p[1] == '/') {
		while (p < end && *p != '\n')
			p += *p == '\\' && p + 1 < end ? 2 : 1;
		return p < end ? p : end;
	}
	for (p += 2; p + 1 < end; p++)
		if (p[0] == '*' && p[1] == '/')
			return p + 2;
	return end;
}

struct scan {
	const char *p, *end;
	int line_start, directive;	/* at the start of a line; just after its # */
	enum word_place place;		/* of the words to come on this line */
	int name_next, params;		/* a macro's name comes; its parameters do */
	void (*word)(void *ctx, const char *s, size_t n, enum word_place place);
	void *ctx;
};

static int is_directive(const char *s, size_t n, const char *name)
{
	return n == strlen(name) && !memcmp(s, name, n);
}

static void directive(struct scan *sc, const char *s, size_t n)
{
	sc->directive = 0;
	if (is_directive(s, n, "define") || is_directive(s, n, "undef")) {
		sc->place = *s == 'd' ? WORD_DEFINED : WORD_UNDEFINED;
		sc->name_next = 1;
	} else if (is_directive(s, n, "if") || is_directive(s, n, "ifdef") ||
		   is_directive(s, n, "ifndef") || is_directive(s, n, "elif")) {
		sc->place = WORD_CONDITION;
	} else if (n >= 7 && !memcmp(s, "include", 7)) {
		while (sc->p < sc->end && *sc->p != '\n')
			sc->p++;
	}
}

static void one_word(struct scan *sc)
{
	const char *s = sc->p;
	size_t n;

	while (sc->p < sc->end && is_word((unsigned char)*sc->p))
		sc->p++;
	n = (size_t)(sc->p - s);
	sc->line_start = 0;
	if (sc->directive) {
		directive(sc, s, n);
		return;
	}
	if (!isdigit((unsigned char)*s))
		sc->word(sc->ctx, s, n, sc->params ? WORD_PARAM : sc->place);
	if (!sc->name_next)
		return;
	sc->name_next = 0;
	if (sc->place == WORD_DEFINED) {
		sc->place = WORD_BODY;
		sc->params = sc->p < sc->end && *sc->p == '(';
	}
}

void scan_words(const char *text, size_t len,
		void (*word)(void *ctx, const char *s, size_t n, enum word_place place),
		void *ctx)
{
	struct scan sc = { .p = text, .end = text + len, .line_start = 1, .word = word, .ctx = ctx };

	while (sc.p < sc.end) {
		unsigned char c = (unsigned char)*sc.p;

		if (c == '\\' && sc.p + 1 < sc.end && sc.p[1] == '\n') {
			sc.p += 2;	/* the line goes on */
		} else if (c == '\n') {
			sc.line_start = 1;
			sc.directive = sc.params = sc.name_next = 0;
			sc.place = WORD_TEXT;
			sc.p++;
		} else if (isspace(c)) {
			sc.p++;
		} else if (c == '/' && sc.p + 1 < sc.end && (sc.p[1] == '/' || sc.p[1] == '*')) {
			sc.p = skip_comment(sc.p, sc.end);
		} else if (c == '"' || c == '\'') {
			sc.p = skip_quoted(sc.p, sc.end);
			sc.line_start = 0;
		} else if (c == '#' && sc.line_start) {
			sc.directive = 1;
			sc.line_start = 0;
			sc.p++;
		} else if (is_word(c)) {
			one_word(&sc);
		} else {
			if (c == ')')
				sc.params = 0;
			sc.line_start = 0;
			sc.p++;
		}
	}
}

int may_be_called(const char *text, size_t len, const char *s, size_t n, enum word_place place)
{
	const char *p = s + n, *end = text + len, *b = s;

	if (place == WORD_CONDITION)
		return 1;
	for (; p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\\'); p++)
		if (*p == '\n' && place == WORD_BODY && p[-1] != '\\')
			return 1;
	if (p >= end || *p == '(' || *p == '/')
		return 1;
	if (*p != ')' && *p != ',')
		return 0;
	while (b > text && isspace((unsigned char)b[-1]))
		b--;
	return b == text || b[-1] == '(' || b[-1] == ',' || b[-1] == '\\' || b[-1] == '/';
}

static const char *end_of_line(const char *p, const char *end)
{
	while (p < end && *p != '\n') {
		if (*p == '/' && p + 1 < end && p[1] == '*')
			p = skip_comment(p, end);
		else
			p += *p == '\\' && p + 1 < end ? 2 : 1;
	}
	return p < end ? p : end;
}

int is_once_only(const char *text, size_t len)
{
	const char *p = text, *end = text + len, *s;
	int depth = 0, line_start = 1, found = 0;

	while (p < end) {
		if (*p == '/' && p + 1 < end && (p[1] == '/' || p[1] == '*')) {
			p = skip_comment(p, end);
		} else if (*p == '"' || *p == '\'') {
			p = skip_quoted(p, end);
		} else if (*p == '#' && line_start) {
			for (s = p + 1; s < end && (*s == ' ' || *s == '\t'); s++)
				;
			p = end_of_line(s, end);
			if (p - s >= 2 && !memcmp(s, "if", 2))
				depth++;
			else if (p - s >= 5 && !memcmp(s, "endif", 5))
				depth--;
			else if (p - s >= 11 && !memcmp(s, "pragma once", 11))
				return 0;
		} else {
			line_start = *p == '\n' || (line_start && isspace((unsigned char)*p));
			found |= *p++ == '{' && depth <= 0;
		}
	}
	return found;
}
