/* SPDX-License-Identifier: MIT */
/*
 * Sentences so plain that there is no doubt who is said to call whom: "f calls
 * g", "g is called by f". Only of these can a claim be false; what is read out
 * of longer ones may be a misunderstanding.
 */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

static int has_phrase(const struct walk *w, uint32_t i, const struct k_strings *set)
{
	size_t k, n = w->t[i].end - w->t[i].at, len;

	for (k = 0; k < set->nr; k++) {
		len = strlen(set->s[k]);
		if (len == n && !strncasecmp(text_of(w, i), set->s[k], n))
			return 1;
	}
	return 0;
}

/* Between two that belong together: nothing but words that say little. */
static int only_small(const struct walk *w, uint32_t from, uint32_t to)
{
	const struct k_documents *k = &w->r->lex->k->doc;
	uint32_t i;

	for (i = from; i < to; i++)
		if (!(SMALL >> w->t[i].type & 1) || has_phrase(w, i, &k->duties))
			return 0;
	return 1;
}

/* Does a clause begin with the name at i? "the caller of f" does not. */
static int begins_clause(const struct walk *w, uint32_t i)
{
	while (i && (SMALL >> w->t[i - 1].type & 1))
		i--;
	if (!i)
		return 1;
	switch (w->t[i - 1].type) {
	case TOK_STOP:
	case TOK_COMMA:
	case TOK_CELL:
	case TOK_AND:
		return 1;
	case TOK_WORD:
		return w->t[i - 1].chinese;
	default:
		return 0;
	}
}

/* What stands behind the object makes another thing of the sentence: "f calls g
 * only if", "f calls g's handler", "f calls g or h". */
static int ends_plainly(const struct walk *w, uint32_t object)
{
	uint32_t next = object + 1;

	if (next < w->nr && text_of(w, object)[w->t[object].end - w->t[object].at] == '\'')
		return 0;
	return type_at(w, next) != TOK_NEGATION && type_at(w, next) != TOK_ARROW;
}

int walk_plain_call(const struct walk *w, uint32_t subject, uint32_t verb, uint32_t object)
{
	const struct k_documents *k = &w->r->lex->k->doc;

	return subject < verb && verb < object && has_phrase(w, verb, &k->plain_calls) &&
		begins_clause(w, subject) && only_small(w, subject + 1, verb) &&
		only_small(w, verb + 1, object) && ends_plainly(w, object) &&
		!walk_is_syscall(w, object) && strncmp(w->t[object].name, "->", 2);
}

int walk_plain_passive(const struct walk *w, uint32_t patient, uint32_t verb, uint32_t by)
{
	return patient < verb && verb < by && begins_clause(w, patient) &&
		only_small(w, patient + 1, verb) && only_small(w, verb + 1, by) &&
		ends_plainly(w, by) && !walk_is_syscall(w, patient);
}
