/* SPDX-License-Identifier: MIT */
/* Nodes and arrows of a drawing, and what they claim. */
#include "doc_drawn.h"

#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_ARROWS 64		/* to one decision that are looked at */
#define MAX_TOLD 500		/* claims of one drawing that are not made twice */

const char *drawn_blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

int drawn_begins(const char *s, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - s) >= n && !strncasecmp(s, with, n);
}

uint32_t drawn_node(struct drawing *gr, const char *id, size_t n)
{
	uint32_t *at = idmap_put(&gr->id, digest64(id, n), gr->nr);

	if (*at == gr->nr) {
		ALLOC_GROW(gr->node, gr->nr + 1, gr->alloc);
		memset(&gr->node[gr->nr], 0, sizeof(*gr->node));
		/* a node without a label shows its id */
		gr->node[gr->nr].label = doc_label(gr->r, id, n, &gr->node[gr->nr].macro);
		gr->nr++;
		at = idmap_get(&gr->id, digest64(id, n));
	}
	return *at;
}

/* Is there more in a label than a function and the layer before it ("TCP: tcp_v4_rcv()")? */
static int says_more(const char *name, const char *s, size_t n)
{
	size_t len = name ? strlen(name) : 0, i;
	const char *at = len ? memmem(s, n, name, len) : NULL;

	if (!at)
		return 0;
	for (i = (size_t)(at - s) + len; i < n && s[i] != ')'; i++)
		if (s[i] != '(' && s[i] != ' ')
			break;
	for (; i < n; i++)
		if (doc_is_word((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80)
			return 1;
	return 0;
}

/* "f: entry", "f 入口" */
static int is_entry(const struct doc_reader *r, const char *s, size_t n)
{
	const struct k_strings *words = &r->lex->k->doc.entries;
	size_t k, i, len;

	for (k = 0; k < words->nr; k++)
		for (len = strlen(words->s[k]), i = 0; i + len <= n; i++)
			if (!strncasecmp(s + i, words->s[k], len))
				return 1;
	return 0;
}

void drawn_label(struct drawing *gr, uint32_t node, const char *s, size_t n)
{
	const char *macro;

	gr->node[node].label = doc_label(gr->r, s, n, &macro);
	gr->node[node].macro = macro;
	gr->node[node].line = gr->line;
	gr->node[node].sentence = (uint8_t)says_more(gr->node[node].label, s, n);
	gr->node[node].entry = (uint8_t)is_entry(gr->r, s, n);
}

/* Of what stands in a condition only calls are meant as functions. */
void drawn_decision(struct drawing *gr, uint32_t node, const char *s, size_t n)
{
	struct drawn_node *d = &gr->node[node];
	size_t len = d->label ? strlen(d->label) : 0, rest;
	const char *at = d->label ? memmem(s, n, d->label, len) : NULL;

	d->decision = 1;
	if (!at)
		return;
	rest = n - (size_t)(at - s) - len;
	d->expression = at != s || (rest && (rest != 2 || memcmp(at + len, "()", 2)));
	if ((d->expression && (!rest || at[len] != '(')) ||
	    !(lexicon_kinds(gr->r->lex, d->label, len) & (LEX_FUNC | LEX_RENAMED | LEX_SYSCALL)))
		d->label = NULL;	/* a variable, a macro */
}

int drawn_is_id(unsigned char c)
{
	return doc_is_word(c) || c >= 0x80 || c == '.';
}

void drawn_arrow(struct drawing *gr, uint32_t from, uint32_t to, uint32_t line,
		      const char *text, size_t len, int said)
{
	ALLOC_GROW(gr->arrow, gr->nr_arrow + 1, gr->alloc_arrow);
	gr->arrow[gr->nr_arrow++] = (struct drawn_arrow){ from, to, line, text, len, said, gr->node[to].in };
	gr->node[to].in = gr->nr_arrow;
	gr->node[from].nr_out++;
}

/* Some draw functions in {…} too; a condition is more than a name, or has two
 * ways out. */
static int is_decision(const struct drawn_node *n)
{
	return n->decision && (!n->label || n->expression || n->nr_out > 1);
}

static void add_end(struct drawn_ends *e, uint32_t node)
{
	uint32_t i;

	for (i = 0; i < e->nr; i++)
		if (e->node[i] == node)
			return;
	if (e->nr < DRAWN_ENDS)
		e->node[e->nr++] = node;
}

/* "a --> {cond} -->|yes| b" says that a calls b: the steps before a decision,
 * and before those that lead to it, are the callers of what is behind it. */
static void steps_before(const struct drawing *gr, uint32_t decision, struct drawn_ends *steps)
{
	struct drawn_ends all = { .nr = 0 };
	uint32_t at, i, n;

	add_end(&all, decision);
	for (at = 0; at < all.nr; at++)
		for (i = gr->node[all.node[at]].in, n = 0; i && n < MAX_ARROWS;
		     i = gr->arrow[i - 1].next_in, n++)
			add_end(is_decision(&gr->node[gr->arrow[i - 1].from]) ? &all : steps,
				gr->arrow[i - 1].from);
}

static void tell_arrow(const struct drawing *gr, const struct drawn_arrow *a)
{
	const struct drawn_node *to = &gr->node[a->to];
	struct drawn_ends before = { .nr = 0 };
	uint32_t i;

	if (!to->label)
		return;
	if (is_decision(&gr->node[a->from]))
		steps_before(gr, a->from, &before);
	else
		add_end(&before, a->from);
	for (i = 0; i < before.nr; i++) {
		const struct drawn_node *from = &gr->node[before.node[i]];

		/* by a decision back to where one came from is a loop */
		if (from->label && (from != to || before.node[i] == a->from)) {
			uint32_t nr = gr->r->d->nr;

			doc_edge(gr->r, a->line, a->text, a->len, from->label, from->macro,
				 to->label, to->macro);
			if (gr->r->d->nr > nr && (a->said || from->sentence || to->sentence || gr->inner))
				gr->r->d->claim[nr].order = 1;
		}
	}
}

/* Does it show any function at all? Names like "page_0" alone do not say so. */
static int draws_code(struct drawing *gr)
{
	uint32_t i, known = 0;

	for (i = 0; i < gr->nr; i++) {
		const char *s = gr->node[i].label;

		known += s && (lexicon_kinds(gr->r->lex, s, strlen(s)) &
			       (LEX_FUNC | LEX_RENAMED | LEX_SYSCALL));
	}
	for (i = 0; !known && i < gr->nr; i++)
		gr->node[i].label = NULL;
	return known > 0;
}

/* "f: entry" with nothing before it, or more words than functions: what one function does, one
 * after the other. That function, or NULL. */
static const struct drawn_node *what_it_does(struct drawing *gr)
{
	const struct drawn_node *root = NULL;
	uint32_t i, names = 0;

	for (i = 0; i < gr->nr; i++) {
		const struct drawn_node *n = &gr->node[i];

		names += n->label != NULL;
		if (!root && n->label && !n->macro && !n->in && n->nr_out)
			root = n;
	}
	gr->inner = (root && root->sentence && root->entry) || names * 2 < gr->nr;
	return gr->inner ? root : NULL;
}

/* What it calls, where it does; `first`: claim of the drawing. */
static void tell_root(struct drawing *gr, const struct drawn_node *root, uint32_t first)
{
	struct doc_reader *r = gr->r;
	uint32_t i, k, nr, last = r->d->nr < first + MAX_TOLD ? r->d->nr : first + MAX_TOLD;

	for (i = 0; i < gr->nr; i++) {
		const struct drawn_node *n = &gr->node[i];

		if (n == root || !n->label || n->macro || !n->line || !strcmp(n->label, root->label))
			continue;
		for (k = first; k < last && (strcmp(r->d->claim[k].a, root->label) || strcmp(r->d->claim[k].b, n->label)); k++)
			;
		if (k < last)	/* an arrow says so */
			continue;
		nr = r->d->nr;
		doc_step(r, n->line, n->label, strlen(n->label), root->label, n->label, 1);
		if (r->d->nr == nr)
			continue;
		r->d->claim[nr].inferred = 1;
		/* "f: entry" says of whom all this is told */
		r->d->claim[nr].weak = root->sentence && root->entry && doc_is_known(r, n->label) ? WEAK : WEAK_DIRECT;
	}
}

void drawn_tell(struct drawing *gr)
{
	const struct drawn_node *root;
	uint32_t i, first = gr->r->d->nr;

	if (!draws_code(gr))
		return;
	root = what_it_does(gr);
	for (i = 0; i < gr->nr_arrow; i++)
		tell_arrow(gr, &gr->arrow[i]);
	if (root)
		tell_root(gr, root, first);
}
