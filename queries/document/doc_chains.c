/* SPDX-License-Identifier: MIT */
/* Chains in sentences: "a -> b -> c", of functions or of states. */
#include "doc_walk.h"

#include <string.h>

static int is_element(const struct tok *t)
{
	return t->type == TOK_FUNC || t->type == TOK_STATE || (t->type == TOK_FILE && t->func) ||
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

		if (t->type == TOK_ARROW && i == arrow + 1) {	/* "-> ->": one line ends, the next begins with it */
			arrow = i;
			continue;
		}
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
		/* "it gives up: give_up()": a plain word that is a name, too */
		if (t->type == TOK_COMMA && !depth && found != UINT32_MAX &&
		    (w->t[found].type != TOK_MAYBE || strchr(w->t[found].name, '_')))
			break;
		if (is_element(t) && (found == UINT32_MAX ||
				      (w->t[found].type == TOK_MAYBE && t->type == TOK_FUNC)))
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
	return t->type == TOK_INITCALL ? t->args : t->type == TOK_FILE ? t->func : t->name;
}

static const char *tok_macro(const struct tok *t)
{
	return t->type == TOK_INITCALL ? t->name : NULL;
}

int walk_is_colon(const struct walk *w, uint32_t i)
{
	return text_of(w, i)[0] == ':' || !strncmp(text_of(w, i), "：", 3);
}

const char *walk_state_place(struct walk *w, uint32_t after)
{
	uint32_t i;

	for (i = after + 1; i < w->nr && i < after + 12 && w->t[i].type != TOK_STOP &&
	     w->t[i].type != TOK_ARROW && w->t[i].type != TOK_CALLS; i++) {
		if (w->t[i].type == TOK_COMMA && !walk_is_colon(w, i) && type_at(w, i + 1) != TOK_WITHIN)
			break;
		if (w->t[i].type == TOK_FUNC)
			return w->t[i - 1].type == TOK_WITHIN || w->t[i - 1].type == TOK_OPEN ||
				w->t[i - 1].type == TOK_THROUGH || w->t[i - 1].type == TOK_COMMA ||
				w->t[i - 1].type == TOK_FUNCTION ? w->t[i].name : NULL;
	}
	return NULL;
}

void walk_add_state(struct walk *w, uint32_t from, uint32_t to, const char *func)
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
		walk_add_state(w, left, right, walk_state_place(w, right));
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

/* Is a step told in words: "-> 启动软中断 f()"? Then it comes after the one before, and
 * whether that calls it is another question. */
static int is_told(const struct walk *w, uint32_t arrow, uint32_t element)
{
	uint32_t i, words = 0;

	for (i = arrow + 1; i < w->nr && w->t[i].type != TOK_ARROW && w->t[i].type != TOK_STOP &&
	     w->t[i].type != TOK_CELL && !(i > element && w->t[i].type == TOK_COMMA); i++)
		words += i != element && (w->t[i].type == TOK_WORD || w->t[i].type == TOK_ACT ||
					  w->t[i].type == TOK_CALLS);
	return words > 0;
}

void walk_chains(struct walk *w)
{
	uint32_t i, next, left, right, before, arrow;
	int alone, told = 0;

	for (i = 0; i < w->nr; i++) {
		if (w->t[i].type != TOK_ARROW || is_c_arrow(w, i))
			continue;
		if (!chain_is_code(w, i))
			continue;
		left = element_left(w, i);
		right = element_right(w, i, &next);
		alone = !next;
		told = 0;
		for (next = i; next;) {
			arrow = next;
			right = element_right(w, next, &next);
			told = told || (right != UINT32_MAX && is_told(w, arrow, right));
			if (left != UINT32_MAX && right != UINT32_MAX) {
				before = w->r->d->nr;
				link_elements(w, left, right);
				if (w->r->d->nr > before) {
					w->r->d->claim[before].alone = (uint8_t)alone;
					w->r->d->claim[before].order = (uint8_t)(told &&
						w->r->d->claim[before].kind == DOC_STEP);
				}
			}
			left = right;
			if (next)
				i = next;
		}
	}
}
