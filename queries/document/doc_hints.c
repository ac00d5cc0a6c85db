/* SPDX-License-Identifier: MIT */
/*
 * What a text only hints at: a call in an item of a list, "and g() at line 5", "f 里面的 g",
 * a flag or a field that is named beside a function. Each counts where it holds, and is
 * passed over where it does not.
 */
#include "doc_walk.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#define NEAR 8			/* tokens between a verb and the last of what it is said of */
#define SAID_BEFORE 20

/* Counts only where a calls b itself. */
static void direct_step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *other)
{
	uint32_t before = w->r->d->nr;

	if (!a || w->negated)
		return;
	walk_step(w, first, end, a, w->t[end].name, other, 1);
	if (w->r->d->nr > before)
		w->r->d->claim[before].weak = WEAK_DIRECT;
}

/* "f's name is used", told as what f does with it. */
static void use(struct walk *w, uint32_t i, const char *who, const char *what)
{
	const struct doc *d = w->r->d;
	struct doc_claim *c;
	uint32_t k;

	if (!who || !strcmp(who, what))
		return;
	for (k = d->nr; k-- && d->nr - k < SAID_BEFORE;)
		if (d->claim[k].kind == DOC_ACT && d->claim[k].line == line_of(w, i) &&
		    !strcmp(d->claim[k].a, who) && !strcmp(d->claim[k].to, what))
			return;
	c = doc_add(w->r, DOC_ACT, line_of(w, i), text_of(w, i), w->t[i].end - w->t[i].at);
	if (!c)
		return;
	c->a = who;
	c->b = "use";
	c->to = what;
	c->weak = c->inferred = 1;
}

/* ---- items of lists --------------------------------------------------------------- */

/* "2. take the lock: `folio_trylock(src)`": the only name, at the end; its token, or 0. */
static uint32_t name_at_end(const struct walk *w)
{
	uint32_t i, at = 0;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_FUNC)
			continue;
		if (at || w->t[i].used)
			return 0;
		at = i;
	}
	return at && w->t[at].code && at + 2 >= w->nr ? at : 0;
}

void walk_item(struct walk *w, int indent, const struct doc_topic *topic)
{
	struct doc_reader *r = w->r;
	const struct tok *t = w->t;
	const char *who = topic && topic->func ? topic->func : r->heading;
	const char *before = r->item.indent == indent ? r->item.func : NULL;
	uint32_t end = r->is_item && who ? name_at_end(w) : 0;
	int nested = topic && topic->func && topic->indent < indent;

	/* below a heading that is a function: "**g()** does this" */
	if (!r->is_item && r->heading && w->nr && t->type == TOK_FUNC && !t->used && strcmp(r->heading, t->name) &&
	    !strncmp(r->block.buf + strspn(r->block.buf, " "), "**", 2))
		direct_step(w, 0, 0, r->heading, NULL);
	if (end && topic && type_at(w, end - 1) == TOK_COMMA && strcmp(who, w->t[end].name))
		walk_weak_step(w, end, end, who, w->t[end].name);
	/* "f();", "f(): what it does"; below another name "f: what it does", too */
	if (!r->is_item || !w->nr || t->type != TOK_FUNC || t->used || (!t->args && !(nested && strchr(t->name, '_'))) ||
	    (t->args && !nested && type_at(w, 1) != TOK_STOP && type_at(w, 1) != TOK_COMMA)) {
		if (indent <= r->item.indent)
			r->item.func = NULL;
		return;
	}
	if (who && strcmp(who, t->name))
		direct_step(w, 0, 0, who, before);
	else if (before)
		direct_step(w, 0, 0, before, NULL);
	r->item.indent = indent;
	r->item.func = t->name;
}

void walk_opened(struct walk *w)
{
	const char *who = w->r->opens;

	w->r->opens = NULL;
	if (!who || !is_name(w, 0) || !strcmp(who, w->t[0].name) ||
	    (type_at(w, 1) != TOK_STOP && type_at(w, 1) != TOK_COMMA))
		return;
	walk_weak_step(w, 0, 0, who, w->t[0].name);
}

/* ---- names beside names ----------------------------------------------------------- */

static int has_word(const struct k_strings *words, const char *s)
{
	size_t k;

	for (k = 0; k < words->nr; k++)
		if (!strncasecmp(s, words->s[k], strlen(words->s[k])))
			return 1;
	return 0;
}

/* "f 里面的 g": the token of f, or UINT32_MAX. */
static uint32_t outer(const struct walk *w, uint32_t i)
{
	const struct k_strings *words = &w->r->lex->k->doc.inner;
	uint32_t k = i;

	while (k && i - k < 4 && w->t[k - 1].type != TOK_FUNC && w->t[k - 1].chinese)
		k--;
	if (!k || k == i || w->t[k - 1].type != TOK_FUNC)
		return UINT32_MAX;
	return has_word(words, text_behind(w, k - 1)) ? k - 1 : UINT32_MAX;
}

/* "对 g 的调用" */
static int is_called_thing(const struct walk *w, uint32_t i)
{
	uint32_t next = skip(w, i + 1, SMALL, 3);

	return i && next > i + 1 && w->t[i - 1].end - w->t[i - 1].at == 3 && !strncmp(text_of(w, i - 1), "对", 3) &&
		type_at(w, next) == TOK_CALLS && w->t[next].chinese;
}

/* "calls f() to do it, and g() at line 5": nothing is said of g but that it is called, too. */
static int is_continued(const struct walk *w, uint32_t i)
{
	if (!w->did || !w->t[i].args || !i || w->t[i - 1].type != TOK_AND || w->t[i - 1].chinese)
		return 0;
	switch (type_at(w, i + 1)) {
	case TOK_LOCATED:
	case TOK_TO:
	case TOK_COMMA:
	case TOK_STOP:
	case TOK_AND:
		return 1;
	case TOK_FILLER:
		return w->t[i + 1].end - w->t[i + 1].at == 2 && !strncmp(text_of(w, i + 1), "to", 2);
	default:
		return 0;
	}
}

int walk_hinted(struct walk *w, uint32_t i)
{
	uint32_t around = outer(w, i);

	if (around != UINT32_MAX) {
		direct_step(w, around, i, w->t[around].name, NULL);
		return 0;
	}
	if (is_called_thing(w, i) && !w->pending) {
		walk_weak_step(w, i, i, w->subject ? w->subject : walk_topic(w), w->t[i].name);
		walk_set_last(w, w->t[i].name);
		return 1;
	}
	if (!w->pending && is_continued(w, i)) {
		walk_weak_step(w, i, i, w->did, w->t[i].name);
		walk_set_last(w, w->t[i].name);
		return 1;
	}
	return 0;
}

int walk_called_within(struct walk *w, uint32_t i)
{
	uint32_t g = i, f;

	while (g && (SMALL >> w->t[g - 1].type & 1) && i - g < 4)
		g--;
	if (g < 3 || w->t[g - 1].type != TOK_FUNC || w->t[g - 2].type != TOK_WITHIN)
		return 0;
	for (f = g - 2; f && (SMALL >> w->t[f - 1].type & 1); f--)
		;
	if (!f || w->t[f - 1].type != TOK_FUNC || w->negated)
		return 0;
	walk_step(w, f - 1, i, w->t[g - 1].name, w->t[f - 1].name, NULL, 1);
	w->subject = w->t[f - 1].name;
	w->subject_at = f - 1;
	w->inside = NULL;
	return 1;
}

/* ---- "(f at line 377)" ------------------------------------------------------------ */

int walk_is_aside(const struct walk *w, uint32_t i)
{
	uint32_t k;

	if (!i || w->t[i - 1].type != TOK_OPEN)
		return 0;
	for (k = i + 1; k < w->nr && k < i + NEAR; k++) {
		if (w->t[k].type == TOK_CLOSE)
			return 1;
		if (w->t[k].type != TOK_LOCATED && w->t[k].type != TOK_LINE && w->t[k].type != TOK_NUMBER &&
		    w->t[k].type != TOK_FILE)
			return 0;
	}
	return 0;
}

/* ---- fields, flags, functions that are named beside a function -------------------- */

/* "FMODE_READ", "TIF_SIGPENDING" */
static int is_constant(const char *s, size_t n)
{
	size_t k, letters = 0;

	for (k = 0; k < n; k++) {
		if (!isupper((unsigned char)s[k]) && !isdigit((unsigned char)s[k]) && s[k] != '_')
			return 0;
		letters += isupper((unsigned char)s[k]) != 0;
	}
	return letters > 3 && isupper((unsigned char)*s) && memchr(s, '_', n);
}

/* Whom the clause is about, or where it is. */
static const char *who(const struct walk *w)
{
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;

	if (w->subject || w->inside)
		return w->subject ? w->subject : w->inside;
	if (w->r->is_item && topic)
		return topic->func;
	/* below a heading that is a function, and nobody else is named */
	return w->funcs ? NULL : w->r->heading;
}

void walk_named_thing(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	const char *s = text_of(w, i);
	size_t n = t->end - t->at, len = 0;

	if (t->chinese || (w->negated && w->negated != ASKED) || w->foreign || !who(w))
		return;
	if (is_constant(s, n)) {
		use(w, i, who(w), arena_strndup(&w->r->d->arena, s, n));
		return;
	}
	if (!t->name || t->type != TOK_WORD)
		return;
	while (len < n && doc_is_word((unsigned char)s[n - len - 1]))
		len++;
	if (len > 1 && (len < n || memchr(s, '_', n)))
		use(w, i, who(w), arena_strndup(&w->r->d->arena, s + n - len, len));
}

/* "registers f, g": whoever does so names them. */
void walk_registered(struct walk *w, uint32_t i)
{
	uint32_t k;

	for (k = i; k-- && i - k < NEAR;) {
		if (w->t[k].type == TOK_REGISTERS) {
			use(w, i, w->subject && strcmp(w->subject, w->t[i].name) ? w->subject :
			    w->inside ? w->inside : walk_topic(w), w->t[i].name);
			return;
		}
		if (w->t[k].type != TOK_FUNC && w->t[k].type != TOK_COMMA && w->t[k].type != TOK_AND &&
		    !(SMALL >> w->t[k].type & 1))
			return;
	}
}

/* ---- what is told one after the other --------------------------------------------- */

#define RECENT ((int)ARRAY_SIZE(((struct doc_reader *)NULL)->recent))

void walk_note_recent(struct walk *w, const char *name)
{
	const char **recent = w->r->recent;
	int i, k;

	if (!strncmp(name, "->", 2))
		return;
	for (i = 0; i < RECENT - 1 && recent[i] && strcmp(recent[i], name); i++)
		;
	for (k = i; k; k--)
		recent[k] = recent[k - 1];
	recent[0] = name;
}

void walk_by_recent(struct walk *w, uint32_t first, uint32_t i)
{
	int k;

	for (k = 0; k < RECENT && w->r->recent[k]; k++)
		if (strcmp(w->r->recent[k], w->t[i].name))
			direct_step(w, first, i, w->r->recent[k], NULL);
}

void walk_next_step(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	const struct doc *d = w->r->d;
	int after = type_at(w, i + 1);
	uint32_t k;

	if (!t->args || w->pending || w->negated || w->foreign || (w->r->is_item && !i) ||
	    !(*t->args || after == TOK_CALLED || (i && has_word(&w->r->lex->k->doc.next, text_of(w, i - 1))) ||
	      (after == TOK_LOCATED && type_at(w, i + 2) == TOK_LINE)))
		return;
	for (k = d->nr; k-- && d->nr - k < SAID_BEFORE;)	/* who calls it is told */
		if (d->claim[k].line == line_of(w, i) &&
		    (d->claim[k].kind == DOC_STEP ? !strcmp(d->claim[k].b, t->name) :
		     d->claim[k].kind == DOC_REGISTRATION && !strncmp(d->claim[k].b, t->name, strlen(t->name))))
			return;
	walk_by_recent(w, i, i);
}

/* ---- who is meant ----------------------------------------------------------------- */

static int begins_sentence(const struct walk *w, uint32_t i)
{
	return !i || w->t[i - 1].type == TOK_STOP;
}

/* "This creates …", "This sets …": what the sentence before came to at last. */
int walk_is_this(const struct walk *w, uint32_t i)
{
	const char *s;
	size_t n;

	if (!begins_sentence(w, i) || w->t[i].end - w->t[i].at != 4 || strncasecmp(text_of(w, i), "this", 4) ||
	    i + 1 >= w->nr)
		return 0;
	switch (w->t[i + 1].type) {
	case TOK_CALLS:
	case TOK_ACT:
	case TOK_SETS:
		return 1;
	case TOK_WORD:
		s = text_of(w, i + 1);
		n = w->t[i + 1].end - w->t[i + 1].at;
		return n > 3 && s[n - 1] == 's' && s[n - 2] != 's' && islower((unsigned char)*s);
	default:
		return 0;
	}
}
