/* SPDX-License-Identifier: MIT */
/*
 * Names below each other: what "perf report" prints, a call trace without addresses, a
 * column of calls. Which of two calls the other a column does not always say: then both are
 * asked, and what holds is told.
 */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define PERCENT 8		/* bytes of "12.34%" at most */

struct column {			/* the name that was read last, and of which line */
	const char *name;
	int stack;		/* 1: what stands below calls it */
};

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static size_t name_len(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && doc_is_word((unsigned char)s[n]))
		n++;
	return n > 1 && n < 97 && !isdigit((unsigned char)*s) && !doc_is_keyword(s, n) ? n : 0;
}

/* "tcp_v4_rcv", "`tcp_v4_rcv()`", and nothing else: a known function, or NULL. */
static const char *lone_name(struct doc_reader *r, const char *s, const char *end)
{
	const char *name;
	size_t n;

	while (s < end && strchr(" \t`*", *s))
		s++;
	n = name_len(s, end);
	if (!n || !memchr(s, '_', n))
		return NULL;
	name = s;
	s += n;
	if (end - s > 1 && s[0] == '(' && s[1] == ')')
		s += 2;
	while (s < end && strchr(" \t`*;", *s))
		s++;
	if (s < end)
		return NULL;
	name = arena_strndup(&r->d->arena, name, n);
	return doc_is_known(r, name) ? name : NULL;
}

static void hint(struct doc_reader *r, uint32_t line, const char *s, size_t n, const char *a, const char *b)
{
	uint32_t before = r->d->nr;

	doc_step(r, line, s, n, a, b, 1);
	if (r->d->nr == before)
		return;
	r->d->claim[before].weak = WEAK_DIRECT;
	r->d->claim[before].inferred = 1;
}

static void next_name(struct doc_reader *r, struct column *c, uint32_t line, const char *s, size_t n,
		      const char *name)
{
	uint32_t before = r->d->nr;

	doc_mention(r, name, line, 0);
	if (c->name && strcmp(c->name, name)) {
		if (c->stack) {
			doc_step(r, line, s, n, name, c->name, 1);
			if (r->d->nr > before)
				r->d->claim[before].recorded = 1;
		} else {
			hint(r, line, s, n, name, c->name);
			hint(r, line, s, n, c->name, name);
		}
	}
	c->name = name;
}

/* ---- perf report ------------------------------------------------------------------ */

/* "--12.34%--", "12.34%": what stands behind it, or NULL. */
static const char *behind_percent(const char *s, const char *end)
{
	const char *p = s;

	while (p < end && *p == '-')
		p++;
	s = p;
	while (p < end && p - s < PERCENT && (isdigit((unsigned char)*p) || *p == '.'))
		p++;
	if (p == s || p == end || *p != '%')
		return NULL;
	for (p++; p < end && *p == '-'; p++)
		;
	return p;
}

static int is_perf(const struct doc_lines *l)
{
	uint32_t i, nr = 0;

	for (i = 0; i < l->nr; i++) {
		const char *s = l->at[i], *end = s + l->len[i], *p = blanks(s, end);

		if (p < end && isdigit((unsigned char)*p) && behind_percent(p, end))
			nr += memmem(p, (size_t)(end - p), "[k] ", 4) || memmem(p, (size_t)(end - p), "[.] ", 4);
		while (p < end && strchr(" \t|", *p))
			p++;
		nr += end - p > 4 && !memcmp(p, "--", 2) && p[2] != '-' && behind_percent(p, end);
	}
	return nr > 0;
}

static void perf(struct doc_reader *r, const struct doc_lines *l)
{
	struct column c = { NULL, 0 };
	uint32_t i;

	for (i = 0; i < l->nr; i++) {
		const char *s = l->at[i], *end = s + l->len[i], *p, *name;

		p = blanks(s, end);
		/* a symbol, a new branch */
		if (p == end || *p == '#' || isdigit((unsigned char)*p)) {
			c.name = NULL;
			continue;
		}
		while (p < end && strchr(" \t|", *p))
			p++;
		if (end - p > 2 && !memcmp(p, "--", 2)) {
			c.name = NULL;
			s = behind_percent(p, end);
			while (!s && p < end && *p == '-')
				p++;
			p = s ? s : p;
		}
		name = lone_name(r, p, end);
		if (name)
			next_name(r, &c, l->first + i, p, (size_t)(end - p), name);
		else if (p < end)
			c.name = NULL;
	}
}

int doc_perf(struct doc_reader *r, const struct doc_lines *l)
{
	if (!is_perf(l))
		return -1;
	perf(r, l);
	return 0;
}

int doc_is_drawn(const struct doc_lines *l)
{
	static const char *const marks[] = { "-> ", "->", "├", "└", "|--", "`--", "|-", "→", "↓" };
	uint32_t i, nr = 0, text = 0;
	size_t k, n;

	for (i = 0; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i], *s = blanks(l->at[i], end);

		text += s < end;
		for (k = 0; k < sizeof(marks) / sizeof(*marks); k++) {
			n = strlen(marks[k]);
			if ((size_t)(end - s) >= n && !memcmp(s, marks[k], n))
				break;
		}
		nr += k < sizeof(marks) / sizeof(*marks);
	}
	return nr > 1 && nr * 3 >= text;
}

/* ---- columns ---------------------------------------------------------------------- */

/* "Call Trace:": what follows is a stack, the innermost first. */
static int is_head(const struct doc_reader *r, const char *s, const char *end)
{
	const struct k_strings *heads = &r->lex->k->doc.traces;
	size_t k, n, i;

	for (k = 0; k < heads->nr; k++) {
		n = strlen(heads->s[k]);
		for (i = 0; s + i + n <= end; i++)
			if (!strncasecmp(s + i, heads->s[k], n))
				return 1;
	}
	return 0;
}

int doc_column(struct doc_reader *r, const struct doc_lines *l)
{
	struct column c = { NULL, r->stack_said };
	uint32_t i, names = 0, other = 0;
	int indent = -1, stack = r->stack_said;
	size_t skip;

	for (i = 0; i < l->nr; i++) {
		const char *s = l->at[i], *end = s + l->len[i];

		skip = (size_t)(blanks(s, end) - s);
		if (s + skip == end)
			continue;
		if (!names && !other && is_head(r, s, end)) {
			stack = 1;
			continue;
		}
		if (lone_name(r, s, end) && (indent < 0 || indent == (int)skip)) {
			indent = (int)skip;
			names++;
		} else {
			other++;
		}
	}
	if (names < 2 || other)
		return -1;
	c.stack = stack;
	for (i = 0; i < l->nr; i++) {
		const char *name = lone_name(r, l->at[i], l->at[i] + l->len[i]);

		if (name)
			next_name(r, &c, l->first + i, l->at[i], l->len[i], name);
	}
	return stack ? 0 : -1;
}

void doc_stack_said(struct doc_reader *r)
{
	const char *s = r->block.buf, *end = s + r->block.len;

	/* the last words of a paragraph, or of its sentence before a list */
	r->stack_said = is_head(r, r->block.len > 80 ? end - 80 : s, end);
}
