/* SPDX-License-Identifier: MIT */
/*
 * Which file a listing is said to be of: "(in `fs/proc/stat.c`):" before it, or a line of it
 * that is a comment with a file and little else.
 */
#include "doc_shown.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define MAX_PATH_NAME 120
#define MAX_SENTENCE 400		/* bytes of it that are looked at */

/* The length of a source's path with a folder in it that begins at s, or 0. */
static size_t path_len(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && len < MAX_PATH_NAME && doc_in_path((unsigned char)s[len]))
		len++;
	return len > 4 && isalnum((unsigned char)*s) && s[len - 2] == '.' && strchr("chS", s[len - 1]) && memchr(s, '/', len) ?
		len : 0;
}

static int has_phrase(const char *s, size_t n, const char *phrase)
{
	size_t len = strlen(phrase), i;

	if ((unsigned char)*phrase >= 0x80)
		return memmem(s, n, phrase, len) != NULL;
	for (i = 0; i + len <= n; i++)
		if (!strncasecmp(s + i, phrase, len) && !(i && doc_is_word((unsigned char)s[i - 1])) &&
		    !(i + len < n && doc_is_word((unsigned char)s[i + len])))
			return 1;
	return 0;
}

/* Does a name with "(" behind it stand at s? *at is moved to its last letter. */
static int is_call_at(const char *s, size_t n, size_t *at)
{
	size_t len = 0;

	while (len < n && doc_is_word((unsigned char)s[len]))
		len++;
	if (len == n || s[len] != '(')
		return 0;
	*at += len - 1;
	return 1;
}

void doc_shown_comment(struct doc_reader *r, const char *s, size_t n)
{
	const struct k_strings *words = &r->lex->k->doc.variants;
	size_t len, i, letters = 0, k;

	while (n && isspace((unsigned char)*s))
		s++, n--;
	if (n < 8 || s[0] != '/' || (s[1] != '/' && s[1] != '*'))
		return;
	/* "kernel/fork.c (simplified)" */
	for (k = 0; k < words->nr && !r->variant; k++)
		r->variant = has_phrase(s, n, words->s[k]);
	for (i = 2; i < n; i++) {
		len = path_len(s + i, n - i);
		if (len)
			break;
		while (i < n && doc_in_path((unsigned char)s[i])) {
			letters++;
			i++;
		}
	}
	/* "// file: net/ipv4/tcp.c", not "// as in net/ipv4/tcp.c, …" */
	if (i >= n || letters > 6)
		return;
	/* "net/ipv4/tcp.c tcp_ack() (simplified)" */
	for (k = i + len; k < n; k++) {
		if (s[k] == '(' && memchr(s + k, ')', n - k))
			k = (size_t)((const char *)memchr(s + k, ')', n - k) - s);
		else if (isalpha((unsigned char)s[k]) && !is_call_at(s + k, n - k, &k))
			return;
	}
	r->shown_in = arena_strndup(&r->d->arena, s + i, len);
	r->shown_line = 0;
}

void doc_shown_prose(struct doc_reader *r)
{
	const struct tok *t = r->toks.t;
	uint32_t i = r->toks.nr, file = UINT32_MAX, said = 0;

	r->shown_in = NULL;
	if (!i || t[i - 1].type != TOK_COMMA || (r->block.buf[t[i - 1].at] != ':' && strncmp(r->block.buf + t[i - 1].at, "：", 3)))
		return;
	while (i-- && t[i].type != TOK_STOP) {
		if (t[i].type == TOK_FUNC || t[i].type == TOK_STRUCT)	/* where that is, is a claim of its own */
			return;
		if (t[i].type == TOK_FILE && file == UINT32_MAX)
			file = i;
		said |= t[i].type == TOK_LOCATED || t[i].type == TOK_WITHIN;
	}
	if (file == UINT32_MAX || !strchr(t[file].name, '/') || (!said && file > 1))
		return;
	r->shown_in = t[file].name;
	r->shown_line = t[file].num;
}

/* Where the last sentence of the block begins. */
static size_t last_sentence(const struct doc_reader *r)
{
	uint32_t i = r->toks.nr;

	while (i && r->toks.t[i - 1].type == TOK_STOP)	/* its own end */
		i--;
	while (i && r->toks.t[i - 1].type != TOK_STOP)
		i--;
	return i ? r->toks.t[i - 1].end : 0;
}

void doc_shown_variant(struct doc_reader *r)
{
	const struct k_strings *words = &r->lex->k->doc.variants;
	size_t from = last_sentence(r), k;

	/* a long one says more than what is shown below */
	if (r->block.len - from > MAX_SENTENCE)
		from = r->block.len - MAX_SENTENCE;
	for (k = 0, r->variant = 0; k < words->nr && !r->variant; k++)
		r->variant = has_phrase(r->block.buf + from, r->block.len - from, words->s[k]);
}

void doc_shown_place(struct doc_reader *r, uint32_t line, const char *text, size_t n, const char *func)
{
	struct doc_claim *c = r->shown_in ? doc_place(r, line, text, n, func, r->shown_in, r->shown_line) : NULL;

	if (c)
		c->inferred = 1;
	r->shown_line = 0;
}
