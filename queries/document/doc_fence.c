/* SPDX-License-Identifier: MIT */
/* What a fence shows: a listing of the kernel, a program, a patch, statements alone. */
#include "doc_fence.h"

#include <string.h>

#define MAX_HEADLESS 40		/* lines */

static int defines_main(const char *s, const char *end)
{
	const char *p = memmem(s, (size_t)(end - s), "main", 4);

	return p && p > s && p[-1] == ' ' && strspn(p + 4, " ") < 2 && p[4 + strspn(p + 4, " ")] == '(' &&
		(memmem(s, (size_t)(p - s), "int ", 4) || memmem(s, (size_t)(p - s), "void ", 5));
}

int listing_is_user_program(const struct doc_reader *r, const struct doc_lines *lines)
{
	uint32_t i;

	if (!*graph_get_meta(r->lex->g, "kernel"))
		return 0;
	for (i = 0; i < lines->nr; i++) {
		const char *s = lines->at[i], *end = s + lines->len[i], *p, *close;

		if (defines_main(s, end))
			return 1;
		if (s == end || *s != '#' || !(p = memmem(s, (size_t)(end - s), "include <", 9)))
			continue;
		p += 9;
		close = memchr(p, '>', (size_t)(end - p));
		if (close && !memchr(p, '/', (size_t)(close - p)) && close - p > 2)
			return 1;
	}
	return 0;
}

int listing_is_patch(const struct doc_lines *lines)
{
	uint32_t i, changed = 0;

	for (i = 0; i < lines->nr; i++) {
		const char *s = lines->at[i];
		size_t n = lines->len[i];

		while (n && (*s == ' ' || *s == '\t'))
			s++, n--;
		if ((n > 4 && !memcmp(s, "@@ -", 4)) || (n > 11 && !memcmp(s, "diff --git ", 11)))
			return 1;
		changed += n > 1 && (*s == '+' || *s == '-') && (s[1] == ' ' || s[1] == '\t');
	}
	return lines->nr > 2 && changed * 3 > lines->nr;
}

int listing_is_headless(const struct doc_lines *lines)
{
	uint32_t i, ends = 0, base = UINT32_MAX, blank;

	if (lines->nr > MAX_HEADLESS)
		return 0;
	for (i = 0; i < lines->nr; i++) {
		for (blank = 0; blank < lines->len[i] && (lines->at[i][blank] == ' ' || lines->at[i][blank] == '\t'); blank++)
			;
		if (blank < lines->len[i] && blank < base)
			base = blank;
	}
	for (i = 0; i < lines->nr; i++) {
		const char *s = lines->at[i] + (base < lines->len[i] ? base : lines->len[i]);
		const char *end = lines->at[i] + lines->len[i], *p;

		if (s < end && (*s == '#' || *s == '{' || *s == '}' || *s == '$' || *s == '@' || *s == '.'))
			return 0;
		p = memchr(s, '(', (size_t)(end - s));
		/* "static int f(", "struct x {", "initcall(f);" */
		if (s < end && (!memcmp(s, "static", end - s > 6 ? 6 : (size_t)(end - s)) ||
				(end - s > 7 && !memcmp(s, "struct ", 7) && end[-1] == '{') ||
				(p && end[-1] != ';' && end[-1] != ',' && end[-1] != '{' && doc_is_word((unsigned char)*s) &&
				 memchr(s, ' ', (size_t)(p - s)) && !doc_is_keyword(s, strcspn(s, " (")))))
			return 0;
		ends += s < end && end[-1] == ';';
	}
	return ends > 0;
}

const char *listing_only_call(struct doc_reader *r, const struct doc_lines *lines)
{
	const char *s, *found = NULL;
	uint32_t i;
	size_t n, k;

	for (i = 0; i < lines->nr; i++) {
		for (s = lines->at[i], n = lines->len[i]; n && (*s == ' ' || *s == '\t'); n--)
			s++;
		if (!n)
			continue;
		for (k = 0; k < n && doc_is_word((unsigned char)s[k]); k++)
			;
		if (found || !k || k == n || s[k] != '(' || !(lexicon_kinds(r->lex, s, k) & (LEX_FUNC | LEX_RENAMED)))
			return NULL;
		found = arena_strndup(&r->d->arena, s, k);
	}
	return found;
}
