/* SPDX-License-Identifier: MIT */
/* Labels of drawings: the function or state that one names. */
#include "doc_toks.h"

#include <string.h>

const char *doc_label(struct doc_reader *r, const char *s, size_t n, const char **macro)
{
	const char *maybe = NULL;
	uint32_t i;

	*macro = NULL;
	toks_read(r, s, n < 400 ? n : 400);
	for (i = 0; i < r->toks.nr; i++) {
		const struct tok *t = &r->toks.t[i];

		if (t->type == TOK_FUNC)
			return t->name;
		if (t->type == TOK_INITCALL && t->args && *t->args) {
			*macro = t->name;
			return t->args;
		}
		if (t->type == TOK_FILE && t->func)
			return t->func;
		/* "return open_result" is no function */
		if (t->type == TOK_MAYBE && !maybe && !i)
			maybe = t->name;
	}
	/* one plain word is a function only where nothing else stands there */
	if (maybe && (strchr(maybe, '_') || r->toks.nr == 1))
		return maybe;
	return NULL;
}

const char *doc_state(struct doc_reader *r, const char *s, size_t n)
{
	uint32_t i;

	toks_read(r, s, n < 400 ? n : 400);
	for (i = 0; i < r->toks.nr; i++)
		if (r->toks.t[i].type == TOK_STATE)
			return r->toks.t[i].name;
	return NULL;
}
