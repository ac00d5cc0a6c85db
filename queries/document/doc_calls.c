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
	/* "f is an fs_initcall" */
	for (j = i; j > lo && (SMALL >> w->t[j - 1].type & 1); j--)
		;
	if (!func && j < i && j && w->t[j - 1].type == TOK_FUNC && !w->negated) {
		func = w->t[j - 1].name;
		said = 1;
	}
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

/* "level 5", "第 5 级", within a sentence on what runs at boot. */
static int is_level(const struct walk *w, uint32_t i)
{
	const struct k_strings *boot = &w->r->lex->k->doc.boots;
	const char *s = w->r->block.buf, *at = text_of(w, i), *behind = s + w->t[i].end, *from, *p;
	size_t k, n;
	uint32_t j = i;

	while (at > s && (at[-1] == ' ' || at[-1] == '`'))
		at--;
	n = (size_t)(at - s);
	if (!(n > 5 && !strncasecmp(at - 5, "level", 5)) && !(n > 6 && !memcmp(at - 6, "级别", 6)) &&
	    strncmp(behind + strspn(behind, " "), "级", 3))
		return 0;
	while (j && w->t[j - 1].type != TOK_STOP)
		j--;
	from = text_of(w, j);
	for (k = 0; from < at && k < boot->nr; k++) {
		p = memmem(from, (size_t)(at - from), boot->s[k], strlen(boot->s[k]));
		if (p)
			return 1;
	}
	return 0;
}

void walk_level(struct walk *w, uint32_t i)
{
	struct doc_claim *c;

	if (!w->subject || !w->funcs || w->negated || w->t[i].num > 9 || !is_level(w, i))
		return;
	c = doc_add(w->r, DOC_REGISTRATION, line_of(w, i), text_of(w, i), w->t[i].end - w->t[i].at);
	if (!c)
		return;
	c->a = w->subject;
	c->level = (uint8_t)(w->t[i].num + 1);
	c->inferred = (uint8_t)w->guessed;
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
