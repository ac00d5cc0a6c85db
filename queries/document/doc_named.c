/* SPDX-License-Identifier: MIT */
/* Functions as a sentence comes to them: its subject, the object of its verb, what a pronoun stands for. */
#include "doc_walk.h"

#include <string.h>

static int is_example(const struct walk *w, uint32_t i)
{
	return i && w->t[i - 1].type == TOK_SUCH_AS;
}

/* Is what stands here whom the clause is about, and not only somebody who
 * comes up in it? */
static int is_subject(const struct walk *w, uint32_t i)
{
	uint32_t next = skip(w, i + 1, SMALL, 3);

	if (!w->subject || !w->words || (i && w->t[i - 1].type == TOK_WITHIN))
		return 1;
	switch (type_at(w, next)) {
	case TOK_LOCATED:	/* "checks f() at line 588" */
		return type_at(w, next + 1) != TOK_LINE;
	case TOK_CALLS:
	case TOK_PASSES:
	case TOK_CALLED_BY:
	case TOK_SETS:
	case TOK_AGENT:
		return 1;
	default:
		return 0;
	}
}

/* "利用 g 创建 h", "先通过 g 分配它", "this is done with g", and nobody is named: g is the means
 * of whoever is spoken of. In "通过 g 创建 h" and "通过 g，…" it may be g that does it. */
static int is_means(const struct walk *w, uint32_t i)
{
	uint32_t next = skip(w, i + 1, SMALL, 3);

	if (!i || w->pending || w->subject || w->negated || w->t[i - 1].type != TOK_THROUGH || walk_actor_before(w, i - 1))
		return 0;
	if (!strncmp(text_of(w, i - 1), "利用", 6) || !strncmp(text_of(w, i - 1), "借助", 6) ||
	    !strncmp(text_of(w, i - 1), "使用", 6))
		return 1;
	return w->t[i - 1].chinese ? type_at(w, next) == TOK_ACT || type_at(w, next) == TOK_WORD : w->t[i].code;
}

/* "dispatches to file->f_op->read": what is called is a field. */
int walk_field_object(struct walk *w, uint32_t i)
{
	uint32_t k, before = w->r->d->nr;

	/* "calls create, such as inet_create": a name is still to come */
	for (k = i + 1; k < w->nr && k < i + GAP && w->t[i].end - w->t[i].at + 2 == strlen(w->t[i].name) &&
	     w->t[k].type != TOK_STOP; k++)
		if (w->t[k].type == TOK_FUNC || w->t[k].type == TOK_MAYBE || w->t[k].type == TOK_ARROW)
			return 0;
	if (!w->pending || w->negated || w->objects || !w->caller || w->pending == 2)
		return 0;
	if (w->caller_weak)
		walk_weak_step(w, w->verb, i, w->caller, w->t[i].name);
	else
		walk_step(w, w->verb, i, w->caller, w->t[i].name, w->caller_other, 1);
	if (w->r->d->nr > before && (w->caller_guessed || w->caller_weak))
		walk_others(w, &w->r->d->claim[before]);
	w->did = w->caller;
	w->pending = 0;
	return 1;
}

void walk_function(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];

	if (t->used) {
		walk_set_last(w, t->name);
		w->chained = 1;
		return;
	}
	if (walk_is_syscall(w, i))
		w->r->syscall = t->name;
	if (t->code || t->said || (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_FUNC))
		doc_mention(w->r, t->name, line_of(w, i), 0);
	if (walk_is_aside(w, i))
		return;
	if (walk_field_is(w, i)) {
		walk_set_last(w, t->name);
		return;
	}
	walk_whole_call(w, i);
	if (w->subject && w->named && walk_is_wrapped(w, i))
		walk_step(w, i, i, w->subject, t->name, NULL, 1);
	if (w->pending == 2 && (!i || w->t[i - 1].type != TOK_TO))
		w->pending = 0;
	walk_registered(w, i);
	walk_member(w, i);
	walk_that_is(w, i);
	if (walk_hinted(w, i))
		return;
	/* "updates it (inside f)" */
	if (i > 1 && w->t[i - 1].type == TOK_WITHIN && w->t[i - 2].type == TOK_OPEN && type_at(w, i + 1) == TOK_CLOSE) {
		walk_by_recent(w, i, i);
		walk_set_last(w, t->name);
		return;
	}
	if (is_means(w, i) && walk_topic(w)) {
		walk_weak_step(w, i - 1, i, walk_topic(w), t->name);
		walk_set_last(w, t->name);
		return;
	}
	if (w->pending && w->negated) {		/* "not f but g" */
		w->negated = 0;
		walk_set_last(w, t->name);
	} else if (w->pending)
		walk_object(w, i);
	else if (w->inside && strcmp(w->inside, t->name) && !w->named && !walk_is_time(w, i) && !w->foreign) {
		walk_weak_step(w, i, i, w->inside, t->name);
		walk_subject(w, i);
	} else if (walk_is_time(w, i) || walk_is_remark(w, i) || w->negated || is_example(w, i) || !is_subject(w, i))
		walk_set_last(w, t->name);
	else {
		walk_next_step(w, i);
		walk_subject(w, i);
	}
}

void walk_pronoun(struct walk *w, uint32_t i)
{
	uint32_t j = skip(w, i + 1, SMALL, 3);

	if (type_at(w, j) == TOK_LOCATED || type_at(w, j) == TOK_FILE)
		return;
	if (w->t[i].type == TOK_THIS_ONE && is_name(w, j))
		return;
	w->guessed = !w->funcs;
	w->negated = 0;			/* "if it is not there, it calls" */
	if (w->t[i].type == TOK_THAT_CALL) {
		w->subject = w->r->syscall;
		w->subject_at = UINT32_MAX;
		w->other = NULL;
		w->guessed = 1;
	} else if (w->t[i].type == TOK_WORD) {	/* "This sets" */
		w->subject = w->ended ? w->ended : w->r->last;
		w->subject_at = UINT32_MAX;
		w->other = w->before;
		w->guessed = 1;
	} else if (w->t[i].type == TOK_THIS_ONE || w->funcs) {
		const char *other = w->subject;

		if (!w->last && !w->r->last)
			return;
		w->subject = w->last ? w->last : w->r->last;
		w->subject_at = UINT32_MAX;
		w->other = w->t[i].type == TOK_IT ? other : NULL;
	} else {
		w->subject = w->before ? w->before : w->last;
		w->subject_at = UINT32_MAX;
		w->other = w->last;
	}
	w->named = w->subject != NULL;
	w->words = 0;
	w->pending = 0;
	if (w->subject)
		walk_note_recent(w, w->subject);
}

int walk_it_is_called(struct walk *w, uint32_t i)
{
	uint32_t within = skip(w, i + 1, SMALL, 3), f = skip(w, within + 1, SMALL, 2), verb = skip(w, f + 1, SMALL, 3);
	const char *what = w->funcs ? w->last : w->ended ? w->ended : w->r->last;

	if (type_at(w, within) != TOK_WITHIN || type_at(w, verb) != TOK_CALLED || !what || w->negated ||
	    (!is_name(w, f) && (type_at(w, f) != TOK_MAYBE || !strchr(w->t[f].name, '_'))))
		return 0;
	walk_step(w, f, verb, w->t[f].name, what, NULL, 1);
	return 1;
}

void walk_through(struct walk *w, uint32_t i)
{
	uint64_t between = SMALL | (w->t[i].chinese ? BIT(TOK_WORD) : 0);
	uint32_t j = skip(w, i + 1, between, 3);

	/* "not so by f()" is rare, "if there is none, by f()" is not */
	w->negated = 0;
	if (is_name(w, j) && !w->pending && w->subject &&
	    (w->named || !w->words || w->bare || !w->t[i].chinese) &&
	    type_at(w, j + 1) != TOK_INITCALL && (w->t[i].chinese || w->t[j].code)) {
		walk_begin_verb(w, i);
		w->gap = 0;
	}
}

void walk_comma(struct walk *w, uint32_t i)
{
	int colon = walk_is_colon(w, i);
	uint32_t j = skip(w, i + 1, SMALL, 2);
	int after = type_at(w, j + 1);

	/* "…, and then calls:" */
	if (colon && i + 1 == w->nr && w->pending && !w->objects && w->verb + 4 > i)
		w->opens = w->caller ? w->caller : w->last;
	/* "starts two threads, f and g" */
	if (w->pending && !w->objects && type_at(w, j) != TOK_SUCH_AS &&
	    !(is_name(w, j) && (colon || (w->gap && (after == TOK_AND || after == TOK_STOP)))))
		w->pending = 0;
	/* "f: …": the item is about f */
	if (colon && w->subject && w->named && w->funcs == 1 && !w->inside)
		w->inside = w->subject;
	walk_end_clause(w);
}
