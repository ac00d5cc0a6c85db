/* SPDX-License-Identifier: MIT */
/* Trees in braces: "f { g, h() { i } }", on one line or on many. */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#define MAX_DEPTH 64
#define MAX_ARGS 200

struct braces {
	struct doc_reader *r;
	const char *end;
	const char *stack[MAX_DEPTH];
	int depth;
	const char *last;	/* the name that "{" may follow; NULL: none */
	uint32_t names, known, groups;
	int tell;
};

/* Past "(…)", or NULL. */
static const char *past_args(const struct braces *b, const char *s)
{
	const char *p;
	int depth = 0;

	for (p = s; p < b->end && p - s < MAX_ARGS; p++) {
		depth += *p == '(' ? 1 : *p == ')' ? -1 : 0;
		if (!depth)
			return p + 1;
	}
	return NULL;
}

/* One name and what it is called with; NULL: it is no tree. */
static const char *take_name(struct braces *b, const char *s, uint32_t line)
{
	const char *from = s;
	size_t n = 0;

	while (s + n < b->end && doc_is_word((unsigned char)s[n]))
		n++;
	if (b->last || n < 2 || isdigit((unsigned char)*s) || doc_is_keyword(s, n))
		return NULL;
	b->last = arena_strndup(b->tell ? &b->r->d->arena : &b->r->phrases, s, n);
	b->names++;
	b->known += doc_is_known(b->r, b->last) != 0;
	s += n;
	if (s < b->end && *s == '(')
		s = past_args(b, s);
	if (s && b->tell && b->depth && b->stack[b->depth - 1])
		doc_step(b->r, line, from, (size_t)(s - from), b->stack[b->depth - 1], b->last, 1);
	else if (s && b->tell)
		doc_mention(b->r, b->last, line, 1);
	return s;
}

/* One line; -1: it is no tree. */
static int read_line(struct braces *b, const char *s, size_t n, uint32_t line)
{
	b->end = s + n;
	b->last = NULL;
	while (s && s < b->end) {
		if (strchr(" \t\r.`", *s)) {
			s++;
		} else if (*s == ',' || *s == ';') {
			b->last = NULL;
			s++;
		} else if (*s == '{') {
			if (!b->last || b->depth == MAX_DEPTH)
				return -1;
			b->stack[b->depth++] = b->last;
			b->groups++;
			b->last = NULL;
			s++;
		} else if (*s == '}') {
			if (!b->depth)
				return -1;
			b->depth--;
			b->last = NULL;
			s++;
		} else if (s + 1 < b->end && s[0] == '/' && s[1] == '/') {
			return 0;
		} else if (doc_is_word((unsigned char)*s)) {
			s = take_name(b, s, line);
		} else {
			return -1;
		}
	}
	return s ? 0 : -1;
}

static int read_all(struct braces *b, const struct doc_lines *l)
{
	uint32_t i;

	for (i = 0; i < l->nr; i++)
		if (read_line(b, l->at[i], l->len[i], l->first + i))
			return -1;
	return b->groups && !b->depth && b->names > 1 && b->known * 2 >= b->names ? 0 : -1;
}

int doc_braces(struct doc_reader *r, const struct doc_lines *l)
{
	struct braces b = { .r = r };
	uint32_t i;

	for (i = 0; i < l->nr && !memchr(l->at[i], '{', l->len[i]); i++)
		;
	if (i == l->nr || read_all(&b, l))
		return -1;
	b = (struct braces){ .r = r, .tell = 1 };
	read_all(&b, l);
	return 0;
}
