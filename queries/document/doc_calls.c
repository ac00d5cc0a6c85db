/* SPDX-License-Identifier: MIT */
/* Calls that a sentence writes out: "fs_initcall(inet_init)", "dev_add_pack(&ip_packet_type)". */
#include "doc_walk.h"

#include <string.h>

static const char *keep_call(struct walk *w, const struct tok *t)
{
	return arena_printf(&w->r->d->arena, "%s(%s)", t->name, t->args);
}

void walk_initcall(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	const char *func = t->args && *t->args ? t->args : NULL;
	struct doc_claim *c;
	uint32_t j, lo = i > 8 ? i - 8 : 0;
	int said = 0;

	if (t->used)
		return;
	for (j = lo; j < w->nr && j < i + 8; j++)
		said |= w->t[j].type == TOK_REGISTERS;
	for (j = i; !func && said && j-- > lo && w->t[j].type != TOK_STOP;)
		if (w->t[j].type == TOK_FUNC)
			func = w->t[j].name;
	for (j = i + 1; !func && said && j < w->nr && j < i + 8 && w->t[j].type != TOK_STOP; j++)
		if (w->t[j].type == TOK_FUNC)
			func = w->t[j].name;
	if (!func && said)
		func = w->subject;
	if (!func)
		return;
	c = doc_add(w->r, DOC_REGISTRATION, line_of(w, i), text_of(w, i), t->end - t->at);
	if (!c)
		return;
	c->a = func;
	c->macro = t->name;
	if (!w->subject)
		w->subject = func;
	w->last = func;
}

/* Does a call in the text hand over a function or a table? */
static int hands_over(const struct walk *w, const struct tok *t)
{
	const char *s = t->args;
	size_t n;

	for (; s && *s; s += n) {
		n = 1;
		if (!doc_is_word((unsigned char)*s))
			continue;
		while (doc_is_word((unsigned char)s[n]))
			n++;
		if (s > t->args && s[-1] == '&' && (lexicon_kinds(w->r->lex, s, n) & LEX_OBJECT))
			return 1;
		if (memchr(s, '_', n) && (lexicon_kinds(w->r->lex, s, n) & LEX_FUNC) &&
		    s[n] != '(')
			return 1;
	}
	return 0;
}

void walk_whole_call(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	struct doc_claim *c;
	const char *who = w->pending ? w->caller : w->subject;

	if (!t->args || !hands_over(w, t) || (!strchr(t->name, '_') &&
	    (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_SYSCALL)))
		return;
	if (!who)
		who = w->inside ? w->inside : w->before;
	c = doc_add(w->r, DOC_REGISTRATION, line_of(w, i), text_of(w, i), t->end - t->at);
	if (!c)
		return;
	c->a = who && strcmp(who, t->name) ? who : "";
	c->b = keep_call(w, t);
	c->weak = c->inferred = !(w->pending && w->caller_at != UINT32_MAX &&
			walk_plain_call(w, w->caller_at, w->verb, i));
}
