/* SPDX-License-Identifier: MIT */
/*
 * What is left of a sentence when its verbs are read: functions that stand beside each other and
 * of which nothing was claimed, and what is said of a function that no index decides.
 */
#include "doc_walk.h"

#include <string.h>

#define MOST 6			/* functions of one sentence that are held against each other */
#define LONGEST 60		/* bytes that are shown of what is said */
#define FEW_WORDS 2

void walk_others(const struct walk *w, struct doc_claim *c)
{
	const char *const *recent = w->r->recent;
	size_t i, nr = 0;

	c->verb = c->weak != 0;
	if (w->all)		/* all of them are meant */
		return;
	for (i = 0; i < sizeof(w->r->recent) / sizeof(*w->r->recent) && recent[i] && nr < DOC_NEAR; i++)
		if (strcmp(recent[i], c->a) && strcmp(recent[i], c->b))
			c->near[nr++] = recent[i];
}

/* Is something claimed of the function in this sentence, whatever is only hinted at? */
static int is_claimed(const struct walk *w, const char *name)
{
	const struct doc *d = w->r->d;
	uint32_t i;

	for (i = w->begun; i < d->nr; i++)
		if (!d->claim[i].weak && (!strcmp(d->claim[i].a, name) || !strcmp(d->claim[i].b, name) || !strcmp(d->claim[i].to, name)))
			return 1;
	return 0;
}

/* Does the sentence tell of calls at all? */
static int tells(const struct walk *w, uint32_t from, uint32_t end)
{
	const uint64_t verbs = BIT(TOK_CALLS) | BIT(TOK_CALLED) | BIT(TOK_CALLED_BY) | BIT(TOK_THROUGH) | BIT(TOK_AGENT) |
		BIT(TOK_PASSES) | BIT(TOK_THAT_CALL);

	for (; from < end; from++)
		if (verbs >> w->t[from].type & 1)
			return 1;
	return 0;
}

/* Counts only where a calls b itself. */
static void hint(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b)
{
	uint32_t before = w->r->d->nr;

	if (!strcmp(a, b) || is_claimed(w, b))
		return;
	walk_step(w, first, end, a, b, NULL, 1);
	if (w->r->d->nr > before)
		w->r->d->claim[before].weak = WEAK_DIRECT;
}

/* "… is called when an allocation fails in g": f and g are beside each other, whoever calls;
 * what is told below a heading is mostly what that function does. */
static void beside(struct walk *w, uint32_t from, uint32_t end, int told)
{
	uint32_t at[MOST], nr = 0, i, k;

	for (i = from; i < end && nr < MOST; i++)
		if (w->t[i].type == TOK_FUNC && !w->t[i].used && strncmp(w->t[i].name, "->", 2) &&
		    !walk_is_syscall(w, i) && !walk_is_time(w, i) && !walk_is_remark(w, i))
			at[nr++] = i;
	if (w->negated)
		return;
	for (i = 0; i < nr && w->r->heading; i++)
		hint(w, at[i], at[i], w->r->heading, w->t[at[i]].name);
	if (nr < 2 || !told)
		return;
	for (i = 0; i < nr; i++)
		for (k = 0; k < nr; k++)
			if (i != k)
				hint(w, at[i], at[k], w->t[at[i]].name, w->t[at[k]].name);
}

/* "f is there to …": seen, and left to a person. */
static void what_for(struct walk *w, uint32_t from, uint32_t end)
{
	const struct walk *at = w;
	const char *text;
	struct doc_claim *c;
	uint32_t i, words = 0;
	size_t n;

	if (!w->subject || w->guessed || w->subject_at == UINT32_MAX || w->subject_at < from || w->subject_at >= end ||
	    is_claimed(w, w->subject) || walk_is_syscall(w, w->subject_at))
		return;
	switch (type_at(w, skip(w, w->subject_at + 1, BIT(TOK_FUNCTION), 1))) {
	case TOK_COMMA:
		if (!walk_is_colon(w, w->subject_at + 1))
			return;
		break;
	case TOK_OPEN:
	case TOK_CLOSE:
	case TOK_AND:
		return;
	default:
		break;
	}
	for (i = w->subject_at + 1; i < end; i++)
		if (w->t[i].type == TOK_WORD || w->t[i].type == TOK_ACT)
			words += w->t[i].chinese ? (w->t[i].end - w->t[i].at) / 3 : FEW_WORDS;
	if (words < FEW_WORDS * 2)
		return;
	text = text_of(at, w->subject_at + 1);
	for (n = 0; n < LONGEST && w->t[w->subject_at + 1].at + n < w->t[end - 1].end; n++)
		;
	while (n && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	c = doc_add(w->r, DOC_ACT, line_of(w, w->subject_at), text, n);
	if (!c)
		return;
	c->a = w->subject;
	c->b = "";
	c->inferred = 1;
}

void walk_rest(struct walk *w, uint32_t from, uint32_t end)
{
	if (from >= end)
		return;
	beside(w, from, end, tells(w, from, end));
	what_for(w, from, end);
}
