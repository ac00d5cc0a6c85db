/* SPDX-License-Identifier: MIT */
/*
 * reStructuredText into blocks, as the kernel's own documents use it: headings
 * underlined, literal blocks behind "::", directives, roles. What a document
 * generator would fetch from elsewhere is left out.
 */
#include "doc_blocks.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define LOOKED_AT (256 * 1024)	/* bytes that decide whether it is one */

enum rst_body { BODY_NONE, BODY_LITERAL, BODY_SKIPPED };

static size_t trimmed(const char *s, size_t n)
{
	while (n && (s[n - 1] == ' ' || s[n - 1] == '\t'))
		n--;
	return n;
}

static int ends_with(const char *s, size_t n, const char *end)
{
	size_t len = strlen(end);

	return n >= len && !memcmp(s + n - len, end, len);
}

/* "-----": what headings are underlined with. */
static int is_adornment(const char *s, size_t n)
{
	size_t i;

	if (n < 3 || !strchr("=-~^\"'`#*+.:_<>", *s))
		return 0;
	for (i = 1; i < n; i++)
		if (s[i] != *s)
			return 0;
	return 1;
}

/* "=====  =====", "+----+----+": borders of tables. */
static int is_border(const char *s, size_t n)
{
	size_t i, marks = 0;

	for (i = 0; i < n; i++) {
		if (!strchr("=-+ ", s[i]))
			return 0;
		marks += s[i] == '=' || s[i] == '-';
	}
	return marks > 2 && (*s == '+' || (*s == '=' && memchr(s, ' ', n)));
}

int rst_is(const char *text, size_t len)
{
	const char *s = text, *end = text + (len < LOOKED_AT ? len : LOOKED_AT), *nl;
	unsigned marks = 0, headings = 0;
	size_t before = 0, n;

	for (; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		nl = nl ? nl : end;
		n = trimmed(s, (size_t)(nl - s));
		if (n > 2 && (!memcmp(s, "```", 3) || (*s == '#' && s[1] != '.' && memchr("# ", s[1], 2))))
			return 0;
		headings += is_adornment(s, n) && before && before <= n + 2;
		marks += n > 4 && !memcmp(s, ".. ", 3);
		marks += ends_with(s, n, "::") || memmem(s, n, ":`", 2);
		before = n;
	}
	return marks && headings;
}

/* ---- lines ------------------------------------------------------------------------ */

/* The names of directives end here, or NULL: "code-block" of ".. code-block:: c". */
static const char *directive_end(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && (doc_is_word((unsigned char)*p) || *p == '-' || *p == ':')) {
		if (end - p > 1 && p[0] == ':' && p[1] == ':')
			return p > s ? p : NULL;
		p++;
	}
	return NULL;
}

static int named(const char *s, const char *end, const char *const *set)
{
	for (; *set; set++)
		if (strlen(*set) == (size_t)(end - s) && !strncasecmp(*set, s, (size_t)(end - s)))
			return 1;
	return 0;
}

static void begin_literal(struct blocks *b, const char *lang, size_t n, int indent)
{
	size_t i;

	blocks_end(b);
	b->rst.body = BODY_LITERAL;
	b->rst.indent = indent;
	b->rst.promised = 0;
	for (i = 0; i < n && i + 1 < sizeof(b->lang) && (isalnum((unsigned char)lang[i]) || lang[i] == '+'); i++)
		b->lang[i] = (char)tolower((unsigned char)lang[i]);
	b->lang[i] = '\0';
}

static void prose(struct blocks *b, const char *s, size_t n, uint32_t line, int indent);

/* What follows ".. ". */
static void directive(struct blocks *b, const char *s, const char *end, uint32_t line, int indent)
{
	static const char *const code[] = { "code-block", "code", "sourcecode", "parsed-literal", NULL };
	static const char *const text[] = { "note", "warning", "important", "tip", "hint", "caution",
		"attention", "danger", "error", "admonition", "seealso", "rubric", "topic", "sidebar",
		"container", "deprecated", "versionadded", "versionchanged", "epigraph", NULL };
	static const char *const described[] = { "c:function", "c:macro", "c:type", "c:struct",
		"c:member", "function", NULL };
	const char *name = s, *p = directive_end(s, end);

	blocks_end(b);
	if (p && named(name, p, code)) {
		for (s = p + 2; s < end && *s == ' '; s++)
			;
		begin_literal(b, s, (size_t)(end - s), indent);
	} else if (p && named(name, p, text)) {
		prose(b, p + 2, (size_t)(end - p - 2), line, indent);
	} else if (!(p && named(name, p, described)) && !(s < end && *s == '_')) {
		b->rst.body = BODY_SKIPPED;
		b->rst.indent = indent;
	}
}

/* Roles and double backticks as Markdown has them: ":c:func:`f`" -> "`f()`". */
static const char *inlined(struct blocks *b, const char *s, size_t *n)
{
	char *out = arena_alloc(&b->r->phrases, *n * 2 + 1);
	size_t i, k = 0, role;

	for (i = 0; i < *n; i++) {
		int func = 0;

		if (s[i] == '`' && i + 1 < *n && s[i + 1] == '`') {
			out[k++] = '`';
			i++;
			continue;
		}
		for (role = i; s[i] == ':' && role < *n && (s[role] == ':' || islower((unsigned char)s[role])); role++)
			;
		if (role > i + 2 && role < *n && s[role] == '`' && s[role - 1] == ':') {
			func = memmem(s + i, role - i, "func", 4) != NULL;
			i = role;
			out[k++] = '`';
			while (++i < *n && s[i] != '`')
				out[k++] = s[i];
			if (func && out[k - 1] != ')') {
				out[k++] = '(';
				out[k++] = ')';
			}
			out[k++] = '`';
			continue;
		}
		if (s[i] == '\\' && i + 1 < *n)
			continue;
		out[k++] = s[i];
	}
	out[k] = '\0';
	*n = k;
	return out;
}

static void prose(struct blocks *b, const char *s, size_t n, uint32_t line, int indent)
{
	size_t bullet;
	int promised = ends_with(s, n, "::");

	while (n && *s == ' ')
		s++, n--;
	if (!n)
		return;
	bullet = n > 2 && !memcmp(s, "#. ", 3) ? 3 : blocks_bullet(s, n);
	/* a term, and below it what it is */
	if (bullet || (b->indent >= 0 && indent > b->rst.indent + 3))
		blocks_end(b);
	b->r->is_item |= bullet != 0;
	if (b->indent < 0)
		b->rst.indent = indent + (int)bullet;
	b->rst.promised = promised;
	s += bullet;
	n -= bullet + (promised && !(n == bullet + 2));
	if (n == 2 && promised)
		return;
	s = inlined(b, s, &n);
	blocks_add_prose(b, s, n, line, bullet ? indent + 1 : indent);
}

static void take(struct blocks *b, const char *s, size_t n, uint32_t line)
{
	size_t skip;
	int indent = blocks_indent(s, n, &skip);
	const char *t = s + skip, *end = s + n;

	if (b->rst.body) {
		if (skip == n || indent > b->rst.indent) {
			if (b->rst.body == BODY_LITERAL)
				blocks_add_line(&b->fence, s, n, line);
			return;
		}
		if (b->rst.body == BODY_LITERAL)
			blocks_end_fence(b);
		b->rst.body = BODY_NONE;
	}
	if (skip == n) {
		int promised = b->rst.promised;

		blocks_end(b);
		b->rst.in_table = 0;
		if (promised)
			begin_literal(b, "", 0, indent > b->rst.para ? indent : b->rst.para);
		return;
	}
	if (end - t > 3 && !memcmp(t, ".. ", 3)) {
		directive(b, t + 3, end, line, indent);
		return;
	}
	if (*t == ':' && end - t > 2 && isalpha((unsigned char)t[1]) && b->indent < 0) {
		const char *colon = memchr(t + 1, ':', (size_t)(end - t - 1));

		if (colon && (colon + 1 == end || colon[1] == ' '))
			return;		/* a field, or an option of a directive */
	}
	if (is_border(t, (size_t)(end - t))) {
		blocks_end(b);
		b->rst.in_table = 1;
		return;
	}
	if (is_adornment(t, (size_t)(end - t)))
		return;
	if (b->rst.in_table) {
		blocks_end(b);
		if (*t == '|') {
			blocks_add_line(&b->table, t, (size_t)(end - t), line);
			return;
		}
	}
	b->rst.para = indent;
	prose(b, t, (size_t)(end - t), line, indent);
}

void rst_line(struct blocks *b, const char *s, size_t n, uint32_t number)
{
	struct rst *r = &b->rst;

	n = trimmed(s, n);
	if (r->line && r->len && !r->body && is_adornment(s, n) && !is_adornment(r->line, r->len) &&
	    *r->line != ' ' && r->len <= n + 2 && b->indent < 0) {
		const char *text = inlined(b, r->line, &r->len);

		blocks_heading(b, text, r->len, r->number);
		r->line = NULL;
		return;
	}
	if (r->line)
		take(b, r->line, r->len, r->number);
	r->line = s;
	r->len = n;
	r->number = number;
}

void rst_end(struct blocks *b)
{
	if (b->rst.line)
		take(b, b->rst.line, b->rst.len, b->rst.number);
	if (b->rst.body == BODY_LITERAL)
		blocks_end_fence(b);
	blocks_end(b);
}
