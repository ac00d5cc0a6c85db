/* SPDX-License-Identifier: MIT */
/* "g is called by f", "the state is set to S by f". */
#include "doc_walk.h"

#include <string.h>

/* The function right before token i, which the passive speaks of; UINT32_MAX: another
 * word is (*other), or it was named before. */
static uint32_t patient(const struct walk *w, uint32_t i, int *other)
{
	while (i && (SMALL >> w->t[i - 1].type & 1))
		i--;
	*other = i && w->t[i - 1].type == TOK_WORD;
	if (i && w->t[i - 1].type == TOK_FUNC)
		return i - 1;
	return i && w->t[i - 1].type == TOK_CLOSE ? walk_named_before(w, i, 0) : UINT32_MAX;
}

/* "由 X 调用 Y", "Y 由 X 调用", "Y 被 X 调用", "Y 在 X 中被调用". Returns the last token used. */
uint32_t walk_agent(struct walk *w, uint32_t i)
{
	uint32_t x = skip(w, i + 1, SMALL | BIT(TOK_WORD), 3), verb, y, callee;
	int other;

	if (type_at(w, x) == TOK_CALLS && w->inside && w->named && w->before &&
	    !is_name(w, skip(w, x + 1, SMALL, 3))) {
		callee = walk_named_before(w, i, 0);
		callee = callee == UINT32_MAX ? callee : walk_named_before(w, callee, 0);
		if (callee != UINT32_MAX && w->t[callee + 1].type != TOK_STOP && callee + 4 > i)
			walk_step(w, callee, x, w->inside, w->t[callee].name, NULL, 1);
		return x;
	}
	if (!is_name(w, x))
		return i;
	verb = skip(w, x + 1, SMALL | BIT(TOK_WORD), 3);
	if (walk_does_the_work(w, x)) {
		walk_weak_step(w, i, x, w->subject ? w->subject : walk_topic(w), w->t[x].name);
		walk_set_last(w, w->t[x].name);
		return x;
	}
	if (type_at(w, verb) != TOK_CALLS)
		return i;
	y = skip(w, verb + 1, SMALL, 3);
	callee = patient(w, i, &other);
	if (is_name(w, y)) {
		walk_subject(w, x);
		walk_begin_verb(w, verb);
		return verb;
	}
	/* "由 X 创建的文件": what X does is said of something else */
	if (!strncmp(w->r->block.buf + w->t[verb].end, "的", 3)) {
		walk_set_last(w, w->t[x].name);
		return verb;
	}
	if (other)
		walk_subject(w, x);
	else
		walk_step(w, callee != UINT32_MAX ? callee : i, x, w->t[x].name,
		     callee != UINT32_MAX ? w->t[callee].name : w->last, NULL,
		     callee == UINT32_MAX || !walk_plain_passive(w, callee, i, x));
	return verb;
}

/* "is called by X and Y". */
uint32_t walk_called_by(struct walk *w, uint32_t i)
{
	const char *callee = w->named && w->subject ? w->subject : w->last ? w->last : w->before;
	uint32_t x = skip(w, i + 1, SMALL | BIT(TOK_WORD) | BIT(TOK_COMMA) | BIT(TOK_STRUCTURE), 5);
	uint32_t before = i, made;

	while (i && (SMALL | BIT(TOK_COMMA) | BIT(TOK_STRUCTURE)) >> w->t[before - 1].type & 1 && before > 1)
		before--;
	if (before && w->t[before - 1].type == TOK_STRUCT)	/* a struct is used, not called */
		return i;
	if (!w->negated)
		while (is_name(w, x)) {
			uint32_t at = x;

			made = w->r->d->nr;
			walk_step(w, i, x, w->t[x].name, callee, NULL,
			     !w->funcs || !w->named || !walk_plain_passive(w, w->subject_at, i, x));
			if (w->r->d->nr > made && w->guessed) {
				walk_others(w, &w->r->d->claim[made]);
				w->r->d->claim[made].guessed_b = 1;
			}
			i = x;
			x = skip(w, x + 1, SMALL | BIT(TOK_AND) | BIT(TOK_COMMA), 4);
			if (x == at + 1 || type_at(w, skip(w, x + 1, SMALL, 3)) == TOK_CALLS)
				break;
		}
	w->negated = 0;
	return i;
}

/* "-ENOBUFS" is no state. */
static int is_errno(const struct walk *w, uint32_t i)
{
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at;

	return n > 3 && *s == 'E' && !memchr(s, '_', n) && s > w->r->block.buf && s[-1] == '-';
}

/* "after f() has set the state to B": f, right before the verb at i, whenever that is; or NULL. */
static const char *setter_before(const struct walk *w, uint32_t i)
{
	uint32_t k = i, words = 0;

	while (k && ((SMALL >> w->t[k - 1].type & 1) || (w->t[k - 1].type == TOK_WORD && words++ < 1)))
		k--;
	return k && w->t[k - 1].type == TOK_FUNC && walk_is_time(w, k - 1) ? w->t[k - 1].name : NULL;
}

/* "从 A 变为 B", "from A to B", "sets the state to B". Returns the last token used. */
uint32_t walk_state(struct walk *w, uint32_t i)
{
	const uint64_t between = SMALL | BIT(TOK_WORD) | BIT(TOK_WITHIN) | BIT(TOK_STRUCTURE);
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	uint32_t a = UINT32_MAX, b, to = i, before;
	const char *func;
	int guessed;

	if (w->negated && w->t[i].type == TOK_SETS)	/* "whether it is set to" */
		return i;
	if (w->t[i].type != TOK_SETS) {
		a = skip(w, i + 1, between, 3);
		if (type_at(w, a) != TOK_STATE)
			return i;
		to = skip(w, a + 1, between | BIT(TOK_AGENT), 4);
		if (type_at(w, to) != TOK_TO && type_at(w, to) != TOK_SETS)
			return i;
	}
	b = skip(w, to + 1, between, 4);
	if (type_at(w, b) != TOK_STATE || is_errno(w, b))
		return i;
	func = walk_state_place(w, b);
	if (!func && w->t[i].type == TOK_SETS)
		func = setter_before(w, i);
	guessed = !func && w->named && w->guessed;	/* "this routine" of a sentence before */
	if (!func)
		func = w->named || (w->subject && !w->words) ? w->subject : w->inside;
	if (!func && w->funcs)
		func = w->subject;
	if (!func)
		func = topic && topic->func ? topic->func : w->r->heading;
	before = w->r->d->nr;
	walk_add_state(w, a, b, func);
	if (guessed && w->r->d->nr > before)
		w->r->d->claim[before].inferred = 1;
	return b;
}
