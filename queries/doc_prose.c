/* SPDX-License-Identifier: MIT */
/*
 * Sentences: who is said to call whom, and where things are. A walk over the
 * tokens that knows what the sentence is about (its subject), which function
 * was named last, and whether a verb still waits for its object.
 *
 * over 800 lines because every shape of a sentence needs the same small readers of
 * words and names, which make sense only together.
 */
#include "doc_p.h"

#include <string.h>

#include "base/xalloc.h"

#define GAP 6		/* tokens that may stand between things that belong together */

struct walk {
	struct doc_reader *r;
	struct tok *t;
	uint32_t nr;
	const char *subject, *other;	/* whom the sentence is about, and who it may be instead */
	const char *last;		/* function named last */
	const char *inside;		/* "in f(), …": whatever does it, it happens in f */
	const char *syscall;		/* "when a program calls f": what follows comes of it */
	const char *before;		/* subject of the sentence before */
	unsigned words, funcs;		/* of this clause that say something; of this sentence */
	int named;			/* this clause names its subject */
	int bare;			/* … begins with a preposition: it has none of its own */
	int foreign;			/* somebody who is no function does it */
	int negated;

	/* a verb that waits for its objects */
	int pending;			/* 1, or 2: one that "to" stands before ("passes it to f") */
	uint32_t verb, objects, gap;
	const char *caller, *caller_other;
};

static uint32_t line_of(const struct walk *w, uint32_t i)
{
	return doc_line_at(w->r, w->t[i].at);
}

static const char *text_of(const struct walk *w, uint32_t i)
{
	return w->r->block.buf + w->t[i].at;
}

static int type_at(const struct walk *w, uint32_t i)
{
	return i < w->nr ? w->t[i].type : TOK_STOP;
}

static int is_name(const struct walk *w, uint32_t i)
{
	return type_at(w, i) == TOK_FUNC && !w->t[i].used;
}

/* The next token from `i` on that is none of the kinds in `skip` (a set of bits). */
static uint32_t skip(const struct walk *w, uint32_t i, uint64_t kinds, unsigned most)
{
	while (i < w->nr && most-- && (kinds >> w->t[i].type & 1))
		i++;
	return i;
}

#define BIT(type) (1ull << (type))
#define SMALL (BIT(TOK_FILLER) | BIT(TOK_FUNCTION))

static const char *keep_call(struct walk *w, const struct tok *t)
{
	return arena_printf(&w->r->d->arena, "%s(%s)", t->name, t->args);
}

/* A name that the index does not have is a function where the words around it
 * say so. */
static void promote(struct walk *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		struct tok *t = &w->t[i];
		int before = i ? w->t[i - 1].type : TOK_STOP;

		if (t->type != TOK_MAYBE || !strchr(t->name, '_'))
			continue;
		if (before == TOK_SUCH_AS || before == TOK_CALLS || before == TOK_CALLED_BY ||
		    before == TOK_FUNCTION || type_at(w, i + 1) == TOK_CALLS ||
		    (type_at(w, i + 1) == TOK_COMMA && type_at(w, i + 2) == TOK_THIS_ONE))
			t->type = TOK_FUNC;
	}
}

/* ---- places --------------------------------------------------------------------- */

/* "line 393", "第 826 行", "393行左右", near token i. */
static uint32_t number_near(const struct walk *w, uint32_t i, int *about)
{
	uint32_t j, k, n = 0;

	*about = 0;
	for (j = i + 1; j < w->nr && j <= i + GAP; j++) {
		const struct tok *t = &w->t[j];

		if (t->type == TOK_NUMBER && (type_at(w, j + 1) == TOK_LINE ||
					      type_at(w, j - 1) == TOK_LINE)) {
			n = t->num;
			break;
		}
		if (t->type == TOK_STOP || t->type == TOK_FUNC || t->type == TOK_FILE)
			return 0;
	}
	for (k = i + 1; n && k < w->nr && k <= j + 3; k++)
		*about |= w->t[k].type == TOK_ABOUT;
	return n;
}

static void add_place(struct walk *w, uint32_t from, uint32_t file, const char *name,
		      int is_struct)
{
	const struct tok *f = &w->t[file];
	struct doc_claim *c;
	uint32_t lo = from < file ? from : file, hi = from < file ? file : from, at;
	int about = 0;

	at = f->num ? f->num : number_near(w, file, &about);
	c = doc_place(w->r, line_of(w, file), text_of(w, lo), w->t[hi].end - w->t[lo].at, name,
		      f->name, at);
	if (!c)
		return;
	c->is_struct = (uint8_t)is_struct;
	c->about = (uint8_t)about;
}

static int means_struct(const struct walk *w, uint32_t i)
{
	const char *s = text_of(w, i);
	size_t n = w->t[i].end - w->t[i].at;

	return memmem(s, n, "结构", 6) || memmem(s, n, "struct", 6);
}

/* What "this function" before token i stands for; its token, or UINT32_MAX. */
static uint32_t named_before(const struct walk *w, uint32_t i, int structs)
{
	while (i--)
		if (structs ? w->t[i].type == TOK_STRUCT : w->t[i].type == TOK_FUNC)
			return i;
	return UINT32_MAX;
}

static int place_before(struct walk *w, uint32_t file)
{
	unsigned words = 0, seen = 0, located = 0, commas = 0;
	uint32_t i = file, j;

	while (i-- && seen++ < 12) {
		const struct tok *t = &w->t[i];

		switch (t->type) {
		case TOK_LOCATED:
		case TOK_WITHIN:
			located++;
			break;
		case TOK_FUNC:
		case TOK_STRUCT:
			if ((words && !located) || words > 3 || (commas && !located))
				return 0;
			add_place(w, i, file, t->name, t->type == TOK_STRUCT);
			return 1;
		case TOK_MAYBE:
			if (!located || words || !strchr(t->name, '_'))
				return 0;
			add_place(w, i, file, t->name, 0);
			return 1;
		case TOK_THIS_ONE:
		case TOK_IT:
			if (words > 3)
				return 0;
			j = named_before(w, i, means_struct(w, i));
			if (j == UINT32_MAX && !means_struct(w, i) && w->r->last) {
				add_place(w, i, file, w->r->last, 0);
				return 1;
			}
			if (j == UINT32_MAX)
				return 0;
			add_place(w, i, file, w->t[j].name, w->t[j].type == TOK_STRUCT);
			return 1;
		case TOK_COMMA:
			if (++commas > 1)
				return 0;
			break;
		case TOK_WORD:
			words++;
			break;
		case TOK_STOP:
		case TOK_CELL:
		case TOK_ARROW:
		case TOK_FILE:
		case TOK_CALLS:
		case TOK_NEGATION:
			return 0;
		default:
			break;
		}
	}
	return 0;
}

/* "In net/ipv4/tcp.c, f() …", "net/ipv4/tcp.c 中的 f". */
static void place_after(struct walk *w, uint32_t file)
{
	int within = file && (w->t[file - 1].type == TOK_WITHIN ||
			      w->t[file - 1].type == TOK_LOCATED);
	unsigned words = 0, commas = 0;
	uint32_t i;

	for (i = file + 1; i < w->nr && i < file + 8; i++) {
		const struct tok *t = &w->t[i];

		if (t->type == TOK_FUNC) {
			add_place(w, i, file, t->name, 0);
			return;
		}
		words += t->type == TOK_WORD;
		commas += t->type == TOK_COMMA;
		if (t->type == TOK_STOP || t->type == TOK_FILE || t->type == TOK_CALLS ||
		    t->type == TOK_CELL || t->type == TOK_ARROW || t->type == TOK_CLOSE ||
		    words > 2 || commas > (unsigned)within)
			return;
	}
}

static void places(struct walk *w)
{
	uint32_t i;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_FILE)
			continue;
		if (w->t[i].func)
			add_place(w, i, i, w->t[i].func, 0);
		else if (!place_before(w, i))
			place_after(w, i);
	}
}

/* ---- chains ---------------------------------------------------------------------- */

static int is_element(const struct tok *t)
{
	return t->type == TOK_FUNC || t->type == TOK_STATE ||
		(t->type == TOK_INITCALL && t->args && *t->args) ||
		(t->type == TOK_MAYBE && t->name);
}

/* The element before the first arrow: the name that is nearest to it. */
static uint32_t element_left(const struct walk *w, uint32_t arrow)
{
	unsigned depth = 0, seen = 0;
	uint32_t i = arrow;

	while (i-- && seen++ < 12) {
		const struct tok *t = &w->t[i];

		if (t->type == TOK_CLOSE)
			depth++;
		else if (t->type == TOK_OPEN && depth)
			depth--;
		else if (depth)
			continue;
		else if (is_element(t))
			return i;
		else if (t->type == TOK_STOP || t->type == TOK_CELL || t->type == TOK_ARROW ||
			 t->type == TOK_COMMA)
			break;
	}
	return UINT32_MAX;
}

/* The element behind an arrow: the first name; *next: where the next arrow of
 * the same chain stands, or 0. */
static uint32_t element_right(const struct walk *w, uint32_t arrow, uint32_t *next)
{
	uint32_t i, found = UINT32_MAX;
	unsigned depth = 0;

	*next = 0;
	for (i = arrow + 1; i < w->nr && i < arrow + 24; i++) {
		const struct tok *t = &w->t[i];

		if (t->type == TOK_ARROW) {
			*next = i;
			break;
		}
		if (t->type == TOK_STOP || t->type == TOK_CELL)
			break;
		if (t->type == TOK_OPEN)
			depth++;
		if (t->type == TOK_CLOSE && depth)
			depth--;
		if (t->type == TOK_COMMA && !depth && found != UINT32_MAX)
			break;
		if (found == UINT32_MAX && is_element(t))
			found = i;
	}
	return found;
}

/* a->b without blanks is C, unless both sides are functions. */
static int is_c_arrow(const struct walk *w, uint32_t i)
{
	const char *s = w->r->block.buf;
	uint32_t at = w->t[i].at, end = w->t[i].end;

	if (end - at != 2 || s[at] != '-' || (at && s[at - 1] == ' ') || s[end] == ' ' ||
	    s[end] == '`')
		return 0;
	return !i || w->t[i - 1].type != TOK_FUNC || type_at(w, i + 1) != TOK_FUNC;
}

static const char *tok_func(const struct tok *t)
{
	return t->type == TOK_INITCALL ? t->args : t->name;
}

static const char *tok_macro(const struct tok *t)
{
	return t->type == TOK_INITCALL ? t->name : NULL;
}

static int is_colon(const struct walk *w, uint32_t i)
{
	return text_of(w, i)[0] == ':' || !memcmp(text_of(w, i), "：", 3);
}

static const char *state_place(struct walk *w, uint32_t after)
{
	uint32_t i;

	for (i = after + 1; i < w->nr && i < after + 12 && w->t[i].type != TOK_STOP &&
	     w->t[i].type != TOK_ARROW && w->t[i].type != TOK_CALLS; i++) {
		if (w->t[i].type == TOK_COMMA && !is_colon(w, i) && type_at(w, i + 1) != TOK_WITHIN)
			break;
		if (w->t[i].type == TOK_FUNC)
			return w->t[i - 1].type == TOK_WITHIN || w->t[i - 1].type == TOK_OPEN ||
				w->t[i - 1].type == TOK_THROUGH || w->t[i - 1].type == TOK_COMMA ||
				w->t[i - 1].type == TOK_FUNCTION ? w->t[i].name : NULL;
	}
	return NULL;
}

static void add_state(struct walk *w, uint32_t from, uint32_t to, const char *func)
{
	uint32_t first = from != UINT32_MAX ? from : to;
	struct doc_claim *c = doc_add(w->r, DOC_STATE, line_of(w, first), text_of(w, first),
				      w->t[to].end - w->t[first].at);

	if (!c)
		return;
	c->from = from != UINT32_MAX ? w->t[from].name : "";
	c->to = w->t[to].name;
	c->a = func ? func : "";
}

static void link_elements(struct walk *w, uint32_t left, uint32_t right)
{
	struct tok *a = &w->t[left], *b = &w->t[right];

	a->used = b->used = 1;
	if (a->type == TOK_STATE && b->type == TOK_STATE)
		add_state(w, left, right, state_place(w, right));
	else if (a->type != TOK_STATE && b->type != TOK_STATE)
		doc_edge(w->r, line_of(w, left), text_of(w, left), b->end - a->at, tok_func(a),
			 tok_macro(a), tok_func(b), tok_macro(b));
}

/* A plain word is a function in a chain of functions only. */
static int chain_is_code(const struct walk *w, uint32_t arrow)
{
	uint32_t i, next = arrow, right;
	uint32_t left = element_left(w, arrow);
	unsigned sure = left != UINT32_MAX && w->t[left].type != TOK_MAYBE;

	for (i = 0; next && i < 64; i++) {
		right = element_right(w, next, &next);
		sure += right != UINT32_MAX && w->t[right].type != TOK_MAYBE;
	}
	return sure > 0;
}

static void chains(struct walk *w)
{
	uint32_t i, next, left, right;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_ARROW || is_c_arrow(w, i))
			continue;
		if (!chain_is_code(w, i))
			continue;
		left = element_left(w, i);
		for (next = i; next;) {
			right = element_right(w, next, &next);
			if (left != UINT32_MAX && right != UINT32_MAX)
				link_elements(w, left, right);
			left = right;
			if (next)
				i = next;
		}
	}
}

/* ---- sentences ---------------------------------------------------------------------- */

static void step(struct walk *w, uint32_t first, uint32_t end, const char *a, const char *b,
		 const char *other)
{
	struct doc *d = w->r->d;
	uint32_t before = d->nr, lo = first < end ? first : end, hi = first < end ? end : first;

	if (!a || !b || !strcmp(a, b))
		return;
	doc_step(w->r, line_of(w, end), text_of(w, lo), w->t[hi].end - w->t[lo].at, a, b, 0);
	if (d->nr > before && other && strcmp(other, a) && strcmp(other, b))
		d->claim[d->nr - 1].alt = other;
}

static void end_clause(struct walk *w)
{
	w->words = 0;
	w->named = 0;
	w->bare = 0;
	w->negated = 0;
}

static void end_sentence(struct walk *w)
{
	end_clause(w);
	w->pending = 0;
	w->before = w->subject ? w->subject : w->before;
	w->subject = w->other = w->syscall = NULL;
	w->funcs = 0;
	w->foreign = 0;
}

static void begin_verb(struct walk *w, uint32_t i)
{
	const struct doc_topic *topic = w->r->nr_topic ? &w->r->topic[w->r->nr_topic - 1] : NULL;
	const char *heading = topic && topic->func ? topic->func : w->r->heading;

	w->caller_other = w->other;
	if (w->named)
		w->caller = w->subject;
	else if (w->foreign && !w->subject)
		w->caller = w->syscall;
	else if (!w->words || w->bare)
		w->caller = w->subject ? w->subject : w->inside ? w->inside : heading;
	else if (w->inside)
		w->caller = w->inside;
	else
		w->caller = w->syscall;
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
		return 0;
	}
}

static void object(struct walk *w, uint32_t i)
{
	uint32_t next;

	if (example_after(w, i)) {
		w->last = w->t[i].name;
		return;
	}
	if (w->caller)
		step(w, w->verb, i, w->caller, w->t[i].name, w->caller_other);
	else if (!w->syscall && lexicon_kinds(w->r->lex, w->t[i].name, strlen(w->t[i].name)) &
		 LEX_SYSCALL)
		w->syscall = w->t[i].name;
	w->objects++;
	w->gap = 0;
	w->last = w->t[i].name;
	w->funcs++;
	next = skip(w, i + 1, SMALL | BIT(TOK_AND) | BIT(TOK_COMMA), 4);
	w->pending = is_name(w, next) && next > i + 1 &&
		(type_at(w, next - 1) == TOK_AND || type_at(w, next - 1) == TOK_COMMA) &&
		ends_item(w, next + 1);
}

static void subject(struct walk *w, uint32_t i)
{
	w->subject = w->last = w->t[i].name;
	w->other = NULL;
	w->named = 1;
	w->words = 0;
	w->funcs++;
	if (i && w->t[i - 1].type == TOK_WITHIN)
		w->inside = w->subject;
}

/* "由 X 调用 Y", "Y 由 X 调用", "Y 被 X 调用". Returns the last token used. */
static uint32_t agent(struct walk *w, uint32_t i)
{
	uint32_t x = skip(w, i + 1, SMALL | BIT(TOK_WORD), 3), verb, y;
	uint32_t callee = named_before(w, i, 0);

	if (!is_name(w, x))
		return i;
	verb = skip(w, x + 1, SMALL | BIT(TOK_WORD), 3);
	if (type_at(w, verb) != TOK_CALLS)
		return i;
	y = skip(w, verb + 1, SMALL, 3);
	if (is_name(w, y)) {
		subject(w, x);
		begin_verb(w, verb);
		return verb;
	}
	step(w, callee != UINT32_MAX ? callee : i, x, w->t[x].name,
	     callee != UINT32_MAX ? w->t[callee].name : w->last, NULL);
	return verb;
}

/* "is called by X and Y". */
static uint32_t called_by(struct walk *w, uint32_t i)
{
	const char *callee = w->named && w->subject ? w->subject : w->last ? w->last : w->before;
	uint32_t x = skip(w, i + 1, SMALL | BIT(TOK_WORD) | BIT(TOK_COMMA) | BIT(TOK_STRUCTURE), 5);

	if (!w->negated)
		while (is_name(w, x)) {
			uint32_t at = x;

			step(w, i, x, w->t[x].name, callee, NULL);
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
	func = state_place(w, b);
	if (!func)
		func = w->named || (w->subject && !w->words) ? w->subject : w->inside;
	if (!func && w->funcs)
		func = w->subject;
	if (!func)
		func = topic && topic->func ? topic->func : w->r->heading;
	add_state(w, a, b, func);
	return b;
}

static void initcall(struct walk *w, uint32_t i)
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
		if (*s == '&')
			return 1;
		if (!doc_is_word((unsigned char)*s))
			continue;
		while (doc_is_word((unsigned char)s[n]))
			n++;
		if (memchr(s, '_', n) && (lexicon_kinds(w->r->lex, s, n) & LEX_FUNC) &&
		    s[n] != '(')
			return 1;
	}
	return 0;
}

static void whole_call(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];
	struct doc_claim *c;
	const char *who = w->pending ? w->caller : w->subject;

	if (!t->args || !hands_over(w, t))
		return;
	if (!who)
		who = w->inside ? w->inside : w->before;
	c = doc_add(w->r, DOC_REGISTRATION, line_of(w, i), text_of(w, i), t->end - t->at);
	if (!c)
		return;
	c->a = who && strcmp(who, t->name) ? who : "";
	c->b = keep_call(w, t);
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
	case TOK_CALLS:
	case TOK_PASSES:
	case TOK_CALLED_BY:
	case TOK_LOCATED:
	case TOK_SETS:
	case TOK_AGENT:
		return 1;
	default:
		return 0;
	}
}

static void function(struct walk *w, uint32_t i)
{
	const struct tok *t = &w->t[i];

	if (t->used) {
		w->last = t->name;
		return;
	}
	if (t->code || (lexicon_kinds(w->r->lex, t->name, strlen(t->name)) & LEX_FUNC))
		doc_mention(w->r, t->name, line_of(w, i), 0);
	whole_call(w, i);
	if (w->pending == 2 && (!i || w->t[i - 1].type != TOK_TO))
		w->pending = 0;
	if (w->pending)
		object(w, i);
	else if (w->negated || is_example(w, i) || !is_subject(w, i))
		w->last = t->name;
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
	if (w->t[i].type == TOK_THIS_ONE || w->funcs) {
		const char *other = w->subject;

		if (!w->last && !w->r->last)
			return;
		w->subject = w->last ? w->last : w->r->last;
		w->other = w->t[i].type == TOK_IT ? other : NULL;
	} else {
		w->subject = w->before ? w->before : w->last;
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
	int colon = is_colon(w, i);
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

static uint32_t one(struct walk *w, uint32_t i)
{
	struct tok *t = &w->t[i];

	if (is_preposition(w, i))
		w->bare = 1;

	switch (t->type) {
	case TOK_STOP:
	case TOK_CELL:
		end_sentence(w);
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
		w->words += t->chinese ? 1 + (t->end - t->at) / 12 : 1;
		if (w->pending && ++w->gap > 10)
			w->pending = 0;
		break;
	case TOK_CALLS:
		begin_verb(w, i);
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
	case TOK_AGENT:
		i = agent(w, i);
		return w->t[i].type == TOK_AGENT ? state(w, i) : i;
	case TOK_FROM:
	case TOK_SETS:
		return state(w, i);
	case TOK_THIS_ONE:
	case TOK_IT:
		pronoun(w, i);
		break;
	case TOK_NEGATION:
		w->negated = 1;
		break;
	case TOK_THROUGH:
		through(w, i);
		break;
	case TOK_INITCALL:
		initcall(w, i);
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
	t.lists_callees = head && w->pending && !w->objects;
	if (r->nr_topic == DOC_TOPICS)
		r->nr_topic--;
	r->topic[r->nr_topic++] = t;
}

void doc_prose(struct doc_reader *r, int indent)
{
	struct walk w = { .r = r };
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
	promote(&w);
	places(&w);
	chains(&w);
	if (topic && topic->lists_callees && topic->func && is_name(&w, 0))
		step(&w, 0, 0, topic->func, w.t[0].name, NULL);
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
