/* SPDX-License-Identifier: MIT */
/*
 * Sentences: who is said to call whom. A walk over the tokens that knows what
 * the sentence is about (its subject), which function was named last, and
 * whether a verb still waits for its object.
 */
#include "doc_shown.h"
#include "doc_walk.h"

#include <string.h>
#include <strings.h>

/* ---- sentences ---------------------------------------------------------------------- */

void walk_step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b,
		 const char *other, int guessed)
{
	struct doc *d = w->r->d;
	uint32_t before = d->nr, lo = first < end ? first : end, hi = first < end ? end : first;

	if (!a || !b || !strcmp(a, b))
		return;
	doc_step(w->r, line_of(w, end), text_of(w, lo), w->t[hi].end - w->t[lo].at, a, b, 0);
	if (d->nr > before) {
		d->claim[d->nr - 1].inferred = (uint8_t)guessed;
		d->claim[d->nr - 1].weak = guessed && w->t[first].type == TOK_THROUGH;
	}
	if (d->nr > before && other && strcmp(other, a) && strcmp(other, b))
		d->claim[d->nr - 1].alt = other;
}

/* … that a heading or an item above speaks of; or NULL. */
static const char *topic_func(const struct walk *w)
{
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;

	return topic && topic->func ? topic->func : w->r->heading;
}

/* The function that the sentence before, a heading, an item above or the paragraph before
 * speaks of; or NULL. */
const char *walk_topic(const struct walk *w)
{
	const char *topic = w->said ? w->before : topic_func(w);

	return topic ? topic : w->before;
}

/* One that the words only suggest: it counts where it holds. */
void walk_weak_step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b)
{
	uint32_t before = w->r->d->nr;

	if (!a || w->negated)
		return;
	walk_step(w, first, end, a, b, !w->subject ? w->ended : NULL, 1);
	if (w->r->d->nr > before)
		w->r->d->claim[before].weak = 1;
}

void walk_set_last(struct walk *w, const char *name)
{
	if (!strncmp(name, "->", 2))
		return;
	if (w->last && strcmp(w->last, name))
		w->earlier = w->last;
	w->last = name;
}

void walk_end_clause(struct walk *w)
{
	w->words = 0;
	w->named = 0;
	w->bare = 0;
	w->negated = 0;
}

/* A question claims nothing. */
static void take_back(struct walk *w)
{
	struct doc *d = w->r->d;
	uint32_t i, kept = w->begun < d->nr ? w->begun : d->nr;

	for (i = kept; i < d->nr; i++)
		if (d->claim[i].kind != DOC_STEP && d->claim[i].kind != DOC_STATE)
			d->claim[kept++] = d->claim[i];
	d->nr = kept;
}

static void end_sentence(struct walk *w)
{
	walk_end_clause(w);
	w->pending = 0;
	if (w->subject && !w->guessed)
		w->said = 1;
	if (w->funcs || w->chained)
		w->ended = w->last;
	w->all = w->chained = 0;
	w->before = w->subject ? w->subject : w->before;
	w->subject = w->other = w->syscall = NULL;
	w->subject_at = UINT32_MAX;
	w->did = NULL;
	w->guessed = 1;
	w->funcs = 0;
	w->foreign = 0;
}

void walk_begin_verb(struct walk *w, uint32_t i)
{
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	const char *heading = w->said ? w->before : topic && topic->func ? topic->func : w->r->heading;

	if (walk_is_participle(w, i))
		return;
	w->caller_other = w->other;
	w->caller_weak = 0;
	w->caller_guessed = 1;
	w->caller_at = UINT32_MAX;
	if (i && w->t[i - 1].type == TOK_TIME) {	/* "after calling f" */
		w->pending = 0;
		return;
	}
	if (walk_actor_before(w, i)) {
		w->caller = NULL;
	} else if (w->named) {
		w->caller = w->subject;
		w->caller_guessed = w->guessed;
		w->caller_at = w->subject_at;
	}
	else if (w->foreign && !w->subject)
		w->caller = w->syscall;
	else if (!w->words || w->bare) {
		w->caller = w->subject ? w->subject : w->syscall ? w->syscall :
			w->inside ? w->inside : heading;
		w->caller_guessed = !w->subject || w->guessed;
	} else if (w->inside)
		w->caller = w->inside;
	else
		w->caller = w->syscall;
	w->caller_weak = !w->caller && !w->foreign && !walk_actor_before(w, i);
	if (w->caller_weak)
		w->caller = w->subject ? w->subject : walk_topic(w) ? walk_topic(w) : w->ended ? w->ended : w->r->recent[0];
	w->pending = !w->negated;
	w->verb = i;
	w->objects = w->gap = 0;
	w->negated = 0;
}

/* Where the object is only an example's kind ("the connect function, such as
 * tcp_v4_connect"): the token of the example, else 0. */
static uint32_t example_after(const struct walk *w, uint32_t i)
{
	uint32_t j = skip(w, i + 1, SMALL | BIT(TOK_COMMA) | BIT(TOK_OPEN), 4);

	if (type_at(w, j) != TOK_SUCH_AS)
		return 0;
	j = skip(w, j + 1, SMALL | BIT(TOK_WORD) | BIT(TOK_COMMA), 4);
	return is_name(w, j) ? j : 0;
}

/* "f and g": g ends there; in "f, and g looks it up" it is the next subject. */
static int ends_item(const struct walk *w, uint32_t i)
{
	i = skip(w, i, BIT(TOK_FUNCTION), 2);
	switch (type_at(w, i)) {
	case TOK_STOP:
	case TOK_COMMA:
	case TOK_AND:
	case TOK_OPEN:
	case TOK_CLOSE:
	case TOK_CELL:
	case TOK_WITHIN:
		return 1;
	case TOK_WORD:
	case TOK_FILLER:
		return w->t[i].chinese && type_at(w, skip(w, i, SMALL, 3)) != TOK_CALLS;
	default:
		return i < w->nr && w->t[i].chinese && w->t[i].type != TOK_CALLS;
	}
}

static int text_is(const struct walk *w, uint32_t i, const char *word)
{
	return i < w->nr && strlen(word) == w->t[i].end - w->t[i].at &&
		!strncasecmp(text_of(w, i), word, strlen(word));
}

/* "f runs the g function that checks x and calls h": what follows is said of g. */
static void relative_clause(struct walk *w, uint32_t i)
{
	uint32_t that = skip(w, i + 1, BIT(TOK_FUNCTION), 1);

	if (!text_is(w, that, "that") && !text_is(w, that, "which"))
		return;
	w->subject = w->t[i].name;
	w->subject_at = UINT32_MAX;
	w->other = w->caller;
	w->named = 1;
	w->guessed = 1;
	w->words = 0;
	w->pending = 0;
}

/* "f calls it", "f 也会调用它": the function named before f. */
static int object_pronoun(struct walk *w, uint32_t i)
{
	uint32_t next = skip(w, i + 1, SMALL, 3);
	const char *what = w->last && w->caller && strcmp(w->last, w->caller) ? w->last : w->earlier;

	if (!w->pending || w->objects || w->t[i].type != TOK_IT || !w->caller || !what ||
	    !w->named || i > w->verb + 2 || (type_at(w, next) != TOK_STOP && type_at(w, next) != TOK_COMMA &&
			  type_at(w, next) != TOK_AND && next < w->nr))
		return 0;
	walk_step(w, w->verb, i, w->caller, what, NULL, 1);
	w->pending = 0;
	return 1;
}

void walk_object(struct walk *w, uint32_t i)
{
	uint32_t next, before = w->r->d->nr;

	/* "f runs after g" */
	if (example_after(w, i) || (i && w->t[i - 1].type == TOK_TIME)) {
		walk_set_last(w, w->t[i].name);
		return;
	}
	if (walk_is_relative(w, i))
		walk_set_last(w, w->t[i].name);
	else if (w->caller && w->caller_weak && !walk_is_syscall(w, i))
		walk_weak_step(w, w->verb, i, w->caller, w->t[i].name);
	else if (w->caller && !w->caller_weak)
		walk_step(w, w->verb, i, w->caller, w->t[i].name, w->caller_other,
		     w->caller_guessed || w->objects ||
		     !walk_plain_call(w, w->caller_at, w->verb, i));
	if (w->r->d->nr > before && (w->caller_guessed || w->caller_weak))
		walk_others(w, &w->r->d->claim[before]);
	else if (!w->syscall && (w->foreign || (lexicon_kinds(w->r->lex, w->t[i].name, strlen(w->t[i].name)) &
						LEX_SYSCALL)))
		w->syscall = w->t[i].name;
	if (w->all)
		walk_by_recent(w, w->verb, i);
	walk_note_recent(w, w->t[i].name);
	w->objects++;
	w->gap = 0;
	w->did = w->caller;
	walk_set_last(w, w->t[i].name);
	w->funcs++;
	next = skip(w, i + 1, SMALL | BIT(TOK_AND) | BIT(TOK_COMMA), 4);
	w->pending = is_name(w, next) && next > i + 1 &&
		(type_at(w, next - 1) == TOK_AND || type_at(w, next - 1) == TOK_COMMA) &&
		ends_item(w, next + 1);
	relative_clause(w, i);
}

void walk_subject(struct walk *w, uint32_t i)
{
	walk_set_last(w, w->t[i].name);
	w->subject = w->t[i].name;
	w->subject_at = i;
	w->other = NULL;
	w->guessed = 0;
	w->named = 1;
	w->words = 0;
	w->funcs++;
	w->all = 0;
	walk_note_recent(w, w->subject);
	if (i && w->t[i - 1].type == TOK_WITHIN)
		w->inside = w->subject;
}

/* "from the table …", "through …": what such a clause is about was said before. */
static int is_preposition(const struct walk *w, uint32_t i)
{
	return !w->words && !w->named && w->t[i].chinese &&
		(w->t[i].type == TOK_FROM || w->t[i].type == TOK_WITHIN ||
		 w->t[i].type == TOK_THROUGH || w->t[i].type == TOK_FILLER);
}

/* Who is spoken of beside the subject: "in case 3 g is called". */
static const char *topic_before(const struct walk *w)
{
	const char *topic = walk_topic(w);

	if (w->inside && strcmp(w->inside, w->subject))
		return w->inside;
	return topic && strcmp(topic, w->subject) ? topic : w->earlier;
}

static uint32_t one(struct walk *w, uint32_t i)
{
	struct tok *t = &w->t[i];
	uint32_t next;

	if (is_preposition(w, i))
		w->bare = t->type == TOK_FILLER ? AFTER_FILLER : AFTER_PREPOSITION;

	switch (t->type) {
	case TOK_STOP:
	case TOK_CELL:
		if (text_of(w, i)[0] == '?' || !strncmp(text_of(w, i), "？", 3))
			take_back(w);
		else
			walk_rest(w, w->first, i);
		end_sentence(w);
		w->begun = w->r->d->nr;
		w->first = i + 1;
		break;
	case TOK_COMMA:
	case TOK_OPEN:
	case TOK_CLOSE:
		walk_comma(w, i);
		break;
	case TOK_WHEN:
		w->foreign = !w->funcs;
		break;
	case TOK_WORD:
		if (walk_is_this(w, i)) {
			walk_pronoun(w, i);
			break;
		}
		if (!t->name || !(walk_field_means(w, i) || walk_field_object(w, i)))
			walk_named_thing(w, i);
		w->words += t->chinese ? 1 + (t->end - t->at) / 12 : 1;
		/* "而普通任务": the clause has somebody of its own */
		if (w->bare == AFTER_FILLER)
			w->bare = 0;
		if (w->pending && ++w->gap > 10)
			w->pending = 0;
		walk_global(w, i);
		break;
	case TOK_CALLS:
		walk_begin_verb(w, i);
		break;
	case TOK_DOES:
		if (is_name(w, i + 1) && (w->t[i + 1].code || strchr(w->t[i + 1].name, '_')))
			walk_begin_verb(w, i);
		else
			w->words++;
		break;
	case TOK_NUMBER:
		walk_level(w, i);
		break;
	case TOK_STATE:
		walk_named_thing(w, i);
		break;
	case TOK_ACT:
		walk_act(w, i);
		w->words++;
		if (w->pending && ++w->gap > 10)
			w->pending = 0;
		break;
	case TOK_TO:
		/* "进入 f": Chinese has one word for both */
		if (t->chinese && t->end - t->at > 3 && is_name(w, i + 1)) {
			if (w->subject)
				walk_begin_verb(w, i);
			else if (!w->foreign && !w->words)
				walk_weak_step(w, i, i + 1, walk_topic(w), w->t[i + 1].name);
		}
		break;
	case TOK_PASSES:
		walk_begin_verb(w, i);
		w->pending *= 2;
		break;
	case TOK_CALLED_BY:
		return walk_called_by(w, i);
	case TOK_CALLED:
		if (walk_called_within(w, i)) {
			w->words++;
			break;
		}
		if (w->named && w->subject && w->subject_at != UINT32_MAX) {
			walk_weak_step(w, w->subject_at, i, topic_before(w), w->subject);
			if (!w->t[w->subject_at].args || !*w->t[w->subject_at].args)
				walk_by_recent(w, i, w->subject_at);
		}
		w->words++;
		break;
	case TOK_AGENT:
		i = walk_agent(w, i);
		return w->t[i].type == TOK_AGENT ? walk_state(w, i) : i;
	case TOK_SETS:
		next = walk_field_set(w, i);
		return next != i ? next : walk_state(w, i);
	case TOK_FROM:
		return walk_state(w, i);
	case TOK_THAT_CALL:
		if (w->r->syscall)
			walk_pronoun(w, i);
		break;
	case TOK_ALL_OF:
		if (!w->last)
			break;
		w->subject = w->last;
		w->subject_at = UINT32_MAX;
		w->other = NULL;
		w->guessed = w->named = w->all = 1;
		w->words = w->pending = w->negated = 0;
		break;
	case TOK_THIS_ONE:
	case TOK_IT:
		if (!walk_it_is_called(w, i) && !object_pronoun(w, i))
			walk_pronoun(w, i);
		break;
	case TOK_NEGATION:
		w->negated = walk_is_whether(w, i) ? ASKED : 1;
		break;
	case TOK_THROUGH:
		walk_through(w, i);
		break;
	case TOK_INITCALL:
		walk_initcall(w, i);
		break;
	case TOK_FUNC:
		walk_function(w, i);
		break;
	default:
		break;
	}
	return i;
}

/* What the items below this block speak of. */
static void push_topic(struct walk *w, int indent)
{
	struct doc_reader *r = w->r;
	struct doc_topic t = { .indent = indent };
	uint32_t i = w->nr;
	int head = 0, first;

	while (i-- && w->t[i].type != TOK_STOP) {
		if (w->t[i].type == TOK_LIST_HEAD)
			head = 2;
		else if (!head && i + 1 == w->nr && w->t[i].type == TOK_COMMA)
			head = 1;
	}
	first = w->nr && w->t[0].type == TOK_FUNC;
	if (head)
		t.func = w->subject ? w->subject : w->inside ? w->inside :
			 first ? w->t[0].name : head > 1 ? w->last : NULL;
	else if (first)
		t.func = w->t[0].name;
	else if (w->nr && w->t[0].type == TOK_INITCALL && w->t[0].args && *w->t[0].args)
		t.func = w->t[0].args;
	/* "2. What it does:" below an item that is a function */
	if (!t.func && r->nr_topic && !w->funcs && !first)
		t.func = r->topic[r->nr_topic - 1].func;
	t.lists_callees = head && w->pending && !w->objects;
	if (r->nr_topic == DOC_TOPICS)
		r->nr_topic--;
	r->topic[r->nr_topic++] = t;
}

void doc_prose(struct doc_reader *r, int indent)
{
	struct walk w = { .r = r, .guessed = 1, .subject_at = UINT32_MAX };
	const struct doc_topic *topic;
	uint32_t i;

	while (r->nr_topic && r->topic[r->nr_topic - 1].indent >= indent)
		r->nr_topic--;
	topic = r->nr_topic ? &r->topic[r->nr_topic - 1] : NULL;
	toks_read(r, r->block.buf, r->block.len);
	w.t = r->toks.t;
	w.nr = r->toks.nr;
	w.before = topic && topic->func ? topic->func : r->subject;
	w.last = topic && topic->func ? topic->func : r->last;
	w.begun = r->d->nr;
	walk_members(&w);
	walk_promote(&w);
	walk_places(&w);
	walk_traits(&w);
	walk_chains(&w);
	walk_opened(&w);
	if (topic && topic->lists_callees && topic->func && is_name(&w, 0))
		walk_step(&w, 0, 0, topic->func, w.t[0].name, NULL, 1);
	else
		walk_item(&w, indent, topic);
	for (i = 0; i < w.nr; i++) {
		i = one(&w, i);
		if (w.t[i].type != TOK_FILLER && w.t[i].type != TOK_WORD && w.pending &&
		    w.t[i].type != TOK_CALLS && w.t[i].type != TOK_FUNC)
			w.gap++;
	}
	walk_rest(&w, w.first, w.nr);
	r->opens = w.opens;
	if (w.pending && !w.objects && w.nr && type_at(&w, w.nr - 1) != TOK_STOP && w.verb + 4 > w.nr)
		r->opens = w.caller ? w.caller : w.last;
	r->subject = w.subject ? w.subject : w.before;
	r->last = w.last;
	push_topic(&w, indent);
	doc_shown_prose(r);
	doc_shown_variant(r);
}
