/* SPDX-License-Identifier: MIT */
/* Members of structs in sentences: "the `len` field of struct sk_buff", "`sock` 结构的 `sk_state` 字段". */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

/* The length of the noun ("field") that `s` begins with, or 0. */
static size_t noun_at(const struct walk *w, const char *s, size_t n)
{
	const struct k_strings *words = &w->r->lex->k->doc.members;
	size_t k, len;

	for (k = 0; k < words->nr; k++) {
		len = strlen(words->s[k]);
		if (len <= n && !strncasecmp(s, words->s[k], len) &&
		    ((unsigned char)*s >= 0x80 || len == n || !doc_is_word((unsigned char)s[len])))
			return len;
	}
	return 0;
}

/* Does the Chinese before token i end in the noun: "字段 `len`"? */
static int ends_in_noun(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.members;
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at, k, len;

	for (k = 0; k < words->nr; k++) {
		len = strlen(words->s[k]);
		if (w->t[i].chinese ? len <= n && !memcmp(s + n - len, words->s[k], len) :
		    len == n && !strncasecmp(s, words->s[k], len))
			return 1;
	}
	return 0;
}

/* A name, and nothing that is called. */
static int may_be_member(const struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	const char *s = text_of(w, i);
	size_t n = t->end - t->at, k;

	if (t->chinese || t->args || n < 2 ||
	    (t->type != TOK_WORD && t->type != TOK_MAYBE && t->type != TOK_FUNC))
		return 0;
	for (k = 0; k < n; k++)
		if (!doc_is_word((unsigned char)s[k]))
			return 0;
	/* "the following fields", "each member": words */
	return (t->at && w->r->block.buf[t->at - 1] == '`') || memchr(s, '_', n) != NULL;
}

/* Is token i said to be a member? */
static int is_said_member(const struct walk *w, uint32_t i)
{
	const char *s, *end = w->r->block.buf + w->r->block.len;

	if (!may_be_member(w, i))
		return 0;
	s = text_behind(w, i);
	if (s < end && noun_at(w, s, (size_t)(end - s)))
		return 1;
	return i && ends_in_noun(w, i - 1);
}

static const char *struct_name(const struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];

	if (t->type == TOK_STRUCT && (strchr(t->name, '_') || (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_STRUCT)))
		return t->name;
	if (t->type == TOK_WORD && !t->chinese && memchr(text_of(w, i), '_', t->end - t->at) &&
	    (lexicon_kinds(w->r->lex, text_of(w, i), t->end - t->at) & (LEX_STRUCT | LEX_FUNC | LEX_OBJECT)) == LEX_STRUCT)
		return arena_strndup(&w->r->d->arena, text_of(w, i), t->end - t->at);
	return NULL;
}

/* The struct that the sentence of token i names: before it, the nearest one, else behind it, "of
 * struct sock"; its token, or UINT32_MAX. */
static uint32_t struct_near(const struct walk *w, uint32_t i)
{
	uint32_t k;

	for (k = i; k-- && w->t[k].type != TOK_STOP && w->t[k].type != TOK_CELL;)
		if (struct_name(w, k))
			return k;
	for (k = i + 1; k < w->nr && k < i + GAP && w->t[k].type != TOK_STOP && w->t[k].type != TOK_CELL; k++)
		if (struct_name(w, k))
			return k;
	return UINT32_MAX;
}

void walk_members(struct walk *w)
{
	struct doc_claim *c;
	uint32_t i, at, lo, hi;

	for (i = 0; i < w->nr; i++) {
		const char *name = struct_name(w, i);

		if (name)
			w->r->last_struct = name;
		if (!is_said_member(w, i) || name)
			continue;
		at = struct_near(w, i);
		if (at == UINT32_MAX && !w->r->last_struct)
			continue;
		lo = at < i ? at : i;
		hi = at < i || at == UINT32_MAX ? i : at;
		c = doc_add(w->r, DOC_MEMBER, line_of(w, lo), text_of(w, lo), w->t[hi].end - w->t[lo].at);
		if (!c)
			return;
		c->a = at != UINT32_MAX ? struct_name(w, at) : w->r->last_struct;
		c->b = arena_strndup(&w->r->d->arena, text_of(w, i), w->t[i].end - w->t[i].at);
		c->inferred = at == UINT32_MAX || hi - lo > GAP;
		c->weak = at == UINT32_MAX;
		/* it is no function, whatever has its name */
		if (w->t[i].type != TOK_WORD)
			w->t[i].type = TOK_WORD;
		w->t[i].name = NULL;
	}
}
