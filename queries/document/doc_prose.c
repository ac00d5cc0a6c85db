/* SPDX-License-Identifier: MIT */
/*
 * Sentences: who is said to call whom. A walk over the tokens that knows what
 * the sentence is about (its subject), which function was named last, and
 * whether a verb still waits for its object.
 */
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

static void end_clause(struct walk *w)
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
	end_clause(w);
	w->pending = 0;
	if (w->subject && !w->guessed)
		w->said = 1;
	if (w->funcs)
		w->ended = w->last;
	w->before = w->subject ? w->subject : w->before;
	w->subject = w->other = w->syscall = NULL;
	w->subject_at = UINT32_MAX;
	w->did = NULL;
	w->guessed = 1;
	w->funcs = 0;
	w->foreign = 0;
}

static void begin_verb(struct walk *w, uint32_t i)
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
		w->caller = w->subject ? w->subject : walk_topic(w);
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

static void object(struct walk *w, uint32_t i)
{
	uint32_t next;

	if (example_after(w, i)) {
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
	else if (!w->syscall && (w->foreign || (lexicon_kinds(w->r->lex, w->t[i].name, strlen(w->t[i].name)) &
						LEX_SYSCALL)))
		w->syscall = w->t[i].name;
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

static void subject(struct walk *w, uint32_t i)
{
	walk_set_last(w, w->t[i].name);
	w->subject = w->t[i].name;
	w->subject_at = i;
	w->other = NULL;
	w->guessed = 0;
	w->named = 1;
	w->words = 0;
	w->funcs++;
	if (i && w->t[i - 1].type == TOK_WITHIN)
		w->inside = w->subject;
}

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
static uint32_t agent(struct walk *w, uint32_t i)
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
		subject(w, x);
		begin_verb(w, verb);
		return verb;
	}
	/* "由 X 创建的文件": what X does is said of something else */
	if (!strncmp(w->r->block.buf + w->t[verb].end, "的", 3)) {
		walk_set_last(w, w->t[x].name);
		return verb;
	}
	if (other)
		subject(w, x);
	else
		walk_step(w, callee != UINT32_MAX ? callee : i, x, w->t[x].name,
		     callee != UINT32_MAX ? w->t[callee].name : w->last, NULL,
		     callee == UINT32_MAX || !walk_plain_passive(w, callee, i, x));
	return verb;
}

/* "is called by X and Y". */
static uint32_t called_by(struct walk *w, uint32_t i)
{
	const char *callee = w->named && w->subject ? w->subject : w->last ? w->last : w->before;
	uint32_t x = skip(w, i + 1, SMALL | BIT(TOK_WORD) | BIT(TOK_COMMA) | BIT(TOK_STRUCTURE), 5);
	uint32_t before = i;

	while (i && (SMALL | BIT(TOK_COMMA) | BIT(TOK_STRUCTURE)) >> w->t[before - 1].type & 1 && before > 1)
		before--;
	if (before && w->t[before - 1].type == TOK_STRUCT)	/* a struct is used, not called */
		return i;
	if (!w->negated)
		while (is_name(w, x)) {
			uint32_t at = x;

			walk_step(w, i, x, w->t[x].name, callee, NULL,
			     !w->funcs || !w->named || !walk_plain_passive(w, w->subject_at, i, x));
			i = x;
			x = skip(w, x + 1, SMALL | BIT(TOK_AND) | BIT(TOK_COMMA), 4);
			if (x == at + 1 || type_at(w, skip(w, x + 1, SMALL, 3)) == TOK_CALLS)
				break;
		}
	w->negated = 0;
	return i;
}

/* "从 A 变为 B", "from A to B", "sets the state to B". Returns the last token used. */
static uint32_t state(struct walk *w, uint32_t i)
{
	const uint64_t between = SMALL | BIT(TOK_WORD) | BIT(TOK_WITHIN) | BIT(TOK_STRUCTURE);
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	uint32_t a = UINT32_MAX, b, to = i;
	const char *func;

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
	if (type_at(w, b) != TOK_STATE)
		return i;
	func = walk_state_place(w, b);
	if (!func)
		func = w->named || (w->subject && !w->words) ? w->subject : w->inside;
	if (!func && w->funcs)
		func = w->subject;
	if (!func)
		func = topic && topic->func ? topic->func : w->r->heading;
	walk_add_state(w, a, b, func);
	return b;
}

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
	if (!strncmp(text_of(w, i - 1), "利用", 6) || !strncmp(text_of(w, i - 1), "借助", 6))
		return 1;
	return w->t[i - 1].chinese ? type_at(w, next) == TOK_ACT || type_at(w, next) == TOK_WORD : w->t[i].code;
}

/* "dispatches to file->f_op->read": what is called is a field. */
static int field_object(struct walk *w, uint32_t i)
{
	if (!w->pending || w->negated || w->objects || !w->caller || w->pending == 2)
		return 0;
	if (w->caller_weak)
		walk_weak_step(w, w->verb, i, w->caller, w->t[i].name);
	else
		walk_step(w, w->verb, i, w->caller, w->t[i].name, w->caller_other, 1);
	w->did = w->caller;
	w->pending = 0;
	return 1;
}

static void function(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];

	if (t->used) {
		walk_set_last(w, t->name);
		return;
	}
	if (walk_is_syscall(w, i))
		w->r->syscall = t->name;
	if (t->code || (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_FUNC))
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
	if (walk_hinted(w, i))
		return;
	if (is_means(w, i) && walk_topic(w)) {
		walk_weak_step(w, i - 1, i, walk_topic(w), t->name);
		walk_set_last(w, t->name);
		return;
	}
	if (w->pending && w->negated) {		/* "not f but g" */
		w->negated = 0;
		walk_set_last(w, t->name);
	} else if (w->pending)
		object(w, i);
	else if (w->inside && strcmp(w->inside, t->name) && !w->named && !walk_is_time(w, i) && !w->foreign) {
		walk_weak_step(w, i, i, w->inside, t->name);
		subject(w, i);
	} else if (walk_is_time(w, i) || walk_is_remark(w, i) || w->negated || is_example(w, i) || !is_subject(w, i))
		walk_set_last(w, t->name);
	else
		subject(w, i);
}

static void pronoun(struct walk *w, uint32_t i)
{
	uint32_t j = skip(w, i + 1, SMALL, 3);

	if (type_at(w, j) == TOK_LOCATED || type_at(w, j) == TOK_FILE)
		return;
	if (w->t[i].type == TOK_THIS_ONE && is_name(w, j))
		return;
	w->guessed = !w->funcs;
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
}

static void through(struct walk *w, uint32_t i)
{
	uint64_t between = SMALL | (w->t[i].chinese ? BIT(TOK_WORD) : 0);
	uint32_t j = skip(w, i + 1, between, 3);

	/* "not so by f()" is rare, "if there is none, by f()" is not */
	w->negated = 0;
	if (is_name(w, j) && !w->pending && w->subject &&
	    (w->named || !w->words || w->bare || !w->t[i].chinese) &&
	    type_at(w, j + 1) != TOK_INITCALL && (w->t[i].chinese || w->t[j].code)) {
		begin_verb(w, i);
		w->gap = 0;
	}
}

static void comma(struct walk *w, uint32_t i)
{
	int colon = walk_is_colon(w, i);
	uint32_t j = skip(w, i + 1, SMALL, 2);
	int after = type_at(w, j + 1);

	/* "starts two threads, f and g" */
	if (w->pending && !w->objects && type_at(w, j) != TOK_SUCH_AS &&
	    !(is_name(w, j) && (colon || (w->gap && (after == TOK_AND || after == TOK_STOP)))))
		w->pending = 0;
	/* "f: …": the item is about f */
	if (colon && w->subject && w->named && w->funcs == 1 && !w->inside)
		w->inside = w->subject;
	end_clause(w);
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
		end_sentence(w);
		w->begun = w->r->d->nr;
		break;
	case TOK_COMMA:
	case TOK_OPEN:
	case TOK_CLOSE:
		comma(w, i);
		break;
	case TOK_WHEN:
		w->foreign = !w->funcs;
		break;
	case TOK_WORD:
		if (walk_is_this(w, i)) {
			pronoun(w, i);
			break;
		}
		if (!t->name || !(walk_field_means(w, i) || field_object(w, i)))
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
		begin_verb(w, i);
		break;
	case TOK_DOES:
		if (is_name(w, i + 1) && (w->t[i + 1].code || strchr(w->t[i + 1].name, '_')))
			begin_verb(w, i);
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
		if (t->chinese && t->end - t->at > 3 && is_name(w, i + 1) && w->subject)
			begin_verb(w, i);
		break;
	case TOK_PASSES:
		begin_verb(w, i);
		w->pending *= 2;
		break;
	case TOK_CALLED_BY:
		return called_by(w, i);
	case TOK_CALLED:
		if (walk_called_within(w, i)) {
			w->words++;
			break;
		}
		if (w->named && w->subject && w->subject_at != UINT32_MAX)
			walk_weak_step(w, w->subject_at, i, topic_before(w), w->subject);
		w->words++;
		break;
	case TOK_AGENT:
		i = agent(w, i);
		return w->t[i].type == TOK_AGENT ? state(w, i) : i;
	case TOK_SETS:
		next = walk_field_set(w, i);
		return next != i ? next : state(w, i);
	case TOK_FROM:
		return state(w, i);
	case TOK_THAT_CALL:
		if (w->r->syscall)
			pronoun(w, i);
		break;
	case TOK_THIS_ONE:
	case TOK_IT:
		if (!object_pronoun(w, i))
			pronoun(w, i);
		break;
	case TOK_NEGATION:
		w->negated = 1;
		break;
	case TOK_THROUGH:
		through(w, i);
		break;
	case TOK_INITCALL:
		walk_initcall(w, i);
		break;
	case TOK_FUNC:
		function(w, i);
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
	walk_promote(&w);
	walk_places(&w);
	walk_chains(&w);
	if (topic && topic->lists_callees && topic->func && is_name(&w, 0))
		walk_step(&w, 0, 0, topic->func, w.t[0].name, NULL, 1);
	else
		walk_item(&w, indent, topic && topic->func ? topic->func : r->heading);
	for (i = 0; i < w.nr; i++) {
		i = one(&w, i);
		if (w.t[i].type != TOK_FILLER && w.t[i].type != TOK_WORD && w.pending &&
		    w.t[i].type != TOK_CALLS && w.t[i].type != TOK_FUNC)
			w.gap++;
	}
	r->subject = w.subject ? w.subject : w.before;
	r->last = w.last;
	push_topic(&w, indent);
}
