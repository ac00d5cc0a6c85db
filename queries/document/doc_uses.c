/* SPDX-License-Identifier: MIT */
/*
 * What is said of data: "the input method is set to ip_local_deliver", "f fills the array
 * softirq_vec". Both count where they hold; what is not seen may still be.
 */
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

#define AROUND 6		/* tokens between a field and what it is set to */

/* The last member of what token i names ("skb->destructor", "->poll()"), if that is a field
 * of pointers to functions; else NULL. */
static const char *field_at(const struct walk *w, uint32_t i, int bare)
{
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at, len = 0;

	if (w->t[i].chinese || (w->t[i].type != TOK_WORD && w->t[i].type != TOK_MAYBE && w->t[i].type != TOK_FUNC))
		return NULL;
	if (n > 2 && !memcmp(s + n - 2, "()", 2))
		n -= 2;
	while (len < n && doc_is_word((unsigned char)s[n - len - 1]))
		len++;
	if (len < 2 || !(lexicon_kinds(w->r->lex, s + n - len, len) & LEX_FIELD))
		return NULL;
	/* "open": a word, unless it is written as code, or set in Chinese */
	if (len == n && !memchr(s, '_', n) && !(w->t[i].at && strchr("`>.", s[-1])) && !bare)
		return NULL;
	return arena_strndup(&w->r->d->arena, s + n - len, len);
}

static const char *field_before(const struct walk *w, uint32_t i)
{
	const char *field = NULL;
	uint32_t k;

	for (k = i; !field && k-- && k + AROUND >= i && w->t[k].type != TOK_STOP && w->t[k].type != TOK_COMMA;)
		field = field_at(w, k, 0);
	return field;
}

static void set_to(struct walk *w, uint32_t from, uint32_t to, const char *field, const char *func)
{
	struct doc_claim *c = doc_add(w->r, DOC_REGISTRATION, line_of(w, from), text_of(w, from),
				      w->t[to].end - w->t[from].at);

	struct doc_reader *r = w->r;
	uint32_t k;

	if (!c)
		return;
	/* the field has been taken for a function */
	for (k = r->nr_mention; k-- && r->nr_mention - k < AROUND;)
		if (r->mention[k].line == c->line && !strcmp(r->mention[k].name, field))
			r->mention[k] = r->mention[--r->nr_mention];
	c->b = field;
	c->to = func;
	c->stored = c->inferred = 1;
}

uint32_t walk_field_set(struct walk *w, uint32_t i)
{
	uint32_t next = skip(w, i + 1, SMALL, 3), before = i;
	const char *field;

	if (w->negated)
		return i;
	if (is_name(w, next)) {
		field = field_before(w, i);
		if (!field)
			return i;
		set_to(w, i, next, field, w->t[next].name);
		return next;
	}
	/* "把 f 赋给 input" */
	while (before && (SMALL >> w->t[before - 1].type & 1))
		before--;
	if (!w->t[i].chinese || !before || w->t[before - 1].type != TOK_FUNC || next >= w->nr)
		return i;
	field = field_at(w, next, 1);
	if (!field)
		return i;
	set_to(w, before - 1, next, field, w->t[before - 1].name);
	return next;
}

int walk_field_means(struct walk *w, uint32_t i)
{
	uint32_t k = i, before = w->r->d->nr;

	while (k && (SMALL >> w->t[k - 1].type & 1) && i - k < 3)
		k--;
	if (!k || w->t[k - 1].type != TOK_THROUGH || !w->subject || w->negated || w->pending)
		return 0;
	for (k--; k && (SMALL >> w->t[k - 1].type & 1) && i - k < AROUND; k--)
		;
	/* "f is called through" */
	if (k && w->t[k - 1].type == TOK_CALLED && w->subject_at != UINT32_MAX) {
		set_to(w, w->subject_at, i, w->t[i].name + 2, w->subject);
		return 1;
	}
	walk_weak_step(w, i, i, w->subject, w->t[i].name);
	return w->r->d->nr > before;
}

int walk_field_is(struct walk *w, uint32_t i)
{
	const char *field = i ? field_at(w, i - 1, 0) : NULL, *s, *end = text_of(w, i);
	struct doc_claim *c;
	uint32_t k;

	if (!field || w->t[i].args)	/* "pid = f(x)": what it returns */
		return 0;
	s = w->r->block.buf + w->t[i - 1].end;
	s += strspn(s, "` ");
	if (s >= end || *s++ != '=')
		return 0;
	s += strspn(s, " &`");
	if (s != end)
		return 0;
	set_to(w, i - 1, i, field, w->t[i].name);
	c = &w->r->d->claim[w->r->d->nr - 1];
	/* "tcp_prot has .connect = f" */
	for (k = i - 1; k-- && i - k < AROUND + 4 && w->t[k].type != TOK_STOP && w->t[k].type != TOK_FUNC;)
		if (w->t[k].type == TOK_WORD && !w->t[k].chinese &&
		    (lexicon_kinds(w->r->lex, text_of(w, k), w->t[k].end - w->t[k].at) & (LEX_OBJECT | LEX_FUNC)) == LEX_OBJECT) {
			c->a = arena_strndup(&w->r->d->arena, text_of(w, k), w->t[k].end - w->t[k].at);
			break;
		}
	return 1;
}

void walk_global(struct walk *w, uint32_t i)
{
	const struct doc *d = w->r->d;
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at;
	struct doc_claim *c;
	uint32_t k;

	const char *who = w->subject && w->funcs ? w->subject : w->inside ? w->inside :
			  !w->funcs && !w->r->is_item ? w->r->heading : NULL;

	if (w->t[i].chinese || (w->negated && w->negated != ASKED) || !who || w->foreign ||
	    !memchr(s, '_', n) ||
	    (lexicon_kinds(w->r->lex, s, n) & (LEX_OBJECT | LEX_FUNC | LEX_STATE | LEX_FIELD)) != LEX_OBJECT)
		return;
	for (k = d->nr; k-- && d->nr - k < 20;)
		if (d->claim[k].kind == DOC_ACT && d->claim[k].line == line_of(w, i) &&
		    !strcmp(d->claim[k].a, who) && strlen(d->claim[k].to) == n && !memcmp(d->claim[k].to, s, n))
			return;
	c = doc_add(w->r, DOC_ACT, line_of(w, i), s, n);
	if (!c)
		return;
	c->a = who;
	c->b = "use";
	c->to = arena_strndup(&w->r->d->arena, s, n);
	c->weak = c->inferred = 1;
}

/* "为", "是", "对应于" before the name; 2: a remark that explains: "(for TCP: f)". */
static int is_explained(const struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf;
	uint32_t k = i, at;

	while (k && (SMALL >> w->t[k - 1].type & 1) && i - k < 4) {
		k--;
		if (!strncmp(text_of(w, k), "是", 3) || !strncmp(text_of(w, k), "为", 3) || !strncmp(text_of(w, k), "即", 3))
			return 1;
	}
	if (!k)
		return 0;
	at = w->t[i].at;
	while (at && strchr("` *", s[at - 1]))
		at--;
	if (at >= 3 && (!memcmp(s + at - 3, "是", 3) || !memcmp(s + at - 3, "为", 3)))
		return 1;
	return w->t[k - 1].type == TOK_SUCH_AS || w->t[k - 1].type == TOK_OPEN ? 2 : 0;
}

void walk_that_is(struct walk *w, uint32_t i)
{
	uint32_t before = w->r->d->nr;
	int how = w->pending ? 0 : is_explained(w, i);
	/* "f gets the protocol's function and calls it; for TCP that is g" */
	const char *who = w->did ? w->did : how == 1 && w->subject_at != UINT32_MAX ? w->subject : NULL;

	if (!how || !who || !strcmp(who, w->t[i].name))
		return;
	walk_weak_step(w, i, i, who, w->t[i].name);
	if (w->r->d->nr > before)
		w->r->d->claim[before].weak = WEAK_DIRECT;
}

/* ---- a member of a table --------------------------------------------------------- */

#define SENTENCE 14		/* tokens of it that are looked at */

void walk_member(struct walk *w, uint32_t i)
{
	const char *field = NULL, *object = NULL;
	struct doc_claim *c;
	uint32_t k;

	if (w->negated)
		return;
	for (k = i; k-- && i - k < SENTENCE && w->t[k].type != TOK_STOP && w->t[k].type != TOK_CELL && !(field && object);) {
		const char *s = text_of(w, k);
		size_t n = w->t[k].end - w->t[k].at;

		if (w->t[k].chinese)
			continue;
		if (!object && w->t[k].type == TOK_WORD && memchr(s, '_', n) &&
		    (lexicon_kinds(w->r->lex, s, n) & (LEX_OBJECT | LEX_FUNC)) == LEX_OBJECT)
			object = arena_strndup(&w->r->d->arena, s, n);
		else if (!field && strcmp(w->t[i].name, w->t[k].name ? w->t[k].name : ""))
			field = field_at(w, k, 1);
	}
	if (!field || !object)
		return;
	c = doc_add(w->r, DOC_REGISTRATION, line_of(w, i), text_of(w, k + 1), w->t[i].end - w->t[k + 1].at);
	if (!c)
		return;
	c->a = object;
	c->b = field;
	c->to = w->t[i].name;
	c->stored = c->inferred = c->weak = 1;
}
