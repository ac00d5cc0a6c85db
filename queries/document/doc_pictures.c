/* SPDX-License-Identifier: MIT */
/*
 * Drawings of words among which some functions stand: boxes below each other, trees whose
 * branches are told in words. What they show is work, and mostly who does it: a function
 * calls one that stands above or around it, or nothing is said.
 */
#include "doc_p.h"

#include <string.h>

#define MAX_AROUND 32

struct picture {
	struct doc_reader *r;
	const char *root;	/* the first function, before any box, or the heading's */
	const char *before;	/* the function that stands before this one */
	struct { uint32_t col; const char *func; } around[MAX_AROUND];
	uint32_t nr;
};

/* A function's name at s: written as a call, or one that is known. Its length, or 0. */
static size_t function_at(const struct picture *p, const char *s, size_t n)
{
	size_t len = 0;
	unsigned kinds;

	while (len < n && doc_is_word((unsigned char)s[len]))
		len++;
	if (len < 3 || len > 96 || (*s >= '0' && *s <= '9'))
		return len < 3 ? 0 : 1;
	kinds = lexicon_kinds(p->r->lex, s, len);
	if (len < n && s[len] == '(')
		return memchr(s, '_', len) || (kinds & (LEX_FUNC | LEX_RENAMED | LEX_SYSCALL)) ? len : 1;
	return memchr(s, '_', len) && (kinds & (LEX_FUNC | LEX_RENAMED)) ? len : 1;
}

static void add_function(struct picture *p, const char *name, uint32_t col, uint32_t line)
{
	uint32_t i;

	doc_mention(p->r, name, line, 0);
	while (p->nr && p->around[p->nr - 1].col >= col)
		p->nr--;
	for (i = p->nr; i--;)
		doc_hint_step(p->r, line, p->around[i].func, name);
	if (p->before)
		doc_hint_step(p->r, line, p->before, name);
	if (p->root)
		doc_hint_step(p->r, line, p->root, name);
	if (p->nr < MAX_AROUND) {
		p->around[p->nr].col = col;
		p->around[p->nr++].func = name;
	}
	if (!p->root)
		p->root = name;
	p->before = name;
}

void doc_picture(struct doc_reader *r, const struct doc_lines *l)
{
	struct picture p = { .r = r, .root = r->heading };
	uint32_t i;

	for (i = 0; i < l->nr; i++) {
		const char *s = l->at[i];
		size_t at = 0, n = l->len[i], len, word;

		while (at < n) {
			if (!doc_is_word((unsigned char)s[at])) {
				at++;
				continue;
			}
			for (word = at; word < n && doc_is_word((unsigned char)s[word]); word++)
				;
			len = function_at(&p, s + at, n - at);
			if (len > 1)
				add_function(&p, arena_strndup(&r->d->arena, s + at, len), (uint32_t)at, l->first + i);
			at = word;
		}
	}
}
