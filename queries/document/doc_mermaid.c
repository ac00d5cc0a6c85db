/* SPDX-License-Identifier: MIT */
/*
 * Drawings as text: sequence and state diagrams of Mermaid, PlantUML, Graphviz; flowcharts: doc_flow.c.
 * Read as far as nodes and arrows go; what does not parse says nothing.
 */
#include "doc_drawn.h"

#include <stdlib.h>
#include <string.h>

/* ---- sequence diagrams ------------------------------------------------------------------ */

static void participant(struct drawing *gr, const char *s, const char *end)
{
	const char *id, *as;
	uint32_t node;

	s = memchr(s, ' ', (size_t)(end - s));
	if (!s)
		return;
	id = s = drawn_blanks(s, end);
	as = memmem(s, (size_t)(end - s), " as ", 4);
	node = drawn_node(gr, id, (size_t)((as ? as : end) - id));
	if (as)
		drawn_label(gr, node, as + 4, (size_t)(end - as - 4));
}

static void message(struct drawing *gr, const char *s, const char *end, uint32_t line)
{
	const char *from = s, *id = s, *to, *colon, *text, *macro;
	const struct drawn_node *x, *y;
	uint32_t a, b;

	while (s < end && (drawn_is_id((unsigned char)*s) || *s == ' '))
		s++;
	if (s >= end || *s != '-')
		return;
	to = s;
	while (to < end && strchr("->x)", *to))
		to++;
	if (to - s < 2 || !memchr(s, '>', (size_t)(to - s)))
		return;
	while (s > id && s[-1] == ' ')
		s--;
	a = drawn_node(gr, id, (size_t)(s - id));
	while (to < end && (*to == '+' || *to == '-' || *to == ' '))
		to++;
	if (to >= end)
		return;
	colon = memchr(to, ':', (size_t)(end - to));
	for (s = colon ? colon : end; s > to && s[-1] == ' '; s--)
		;
	if (s == to)
		return;
	b = drawn_node(gr, to, (size_t)(s - to));
	x = &gr->node[a];
	y = &gr->node[b];
	if (x->label && y->label) {
		doc_edge(gr->r, line, from, (size_t)(end - from), x->label, x->macro, y->label,
			 y->macro);
		return;
	}
	/* layers that send each other calls: "TCP->>IP: ip_queue_xmit()" */
	if (!colon || !x->label)
		return;
	text = doc_label(gr->r, colon + 1, (size_t)(end - colon - 1), &macro);
	if (text && !macro)
		doc_edge(gr->r, line, from, (size_t)(end - from), x->label, NULL, text, NULL);
}

static void sequence(struct drawing *gr, const struct doc_lines *l)
{
	uint32_t i;

	for (i = 1; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i], *s = drawn_blanks(l->at[i], end);

		if (drawn_begins(s, end, "participant ") || drawn_begins(s, end, "actor "))
			participant(gr, s, end);
		else if (!drawn_begins(s, end, "note ") && !drawn_begins(s, end, "%%"))
			message(gr, s, end, l->first + i);
	}
}

/* ---- state diagrams ---------------------------------------------------------------------- */

static void transition(struct drawing *gr, const char *s, const char *end, uint32_t line)
{
	const char *arrow = memmem(s, (size_t)(end - s), "-->", 3), *colon, *a, *b, *macro;
	struct doc_claim *c;

	if (!arrow)
		return;
	colon = memchr(arrow, ':', (size_t)(end - arrow));
	a = doc_state(gr->r, s, (size_t)(arrow - s));
	b = doc_state(gr->r, arrow + 3, (size_t)((colon ? colon : end) - arrow - 3));
	if (!b || (!a && !memmem(s, (size_t)(arrow - s), "[*]", 3)))
		return;
	if (!a)			/* where it begins is no transition */
		return;
	c = doc_add(gr->r, DOC_STATE, line, s, (size_t)(end - s));
	if (!c)
		return;
	c->from = a;
	c->to = b;
	c->graph = 1;
	if (colon) {
		a = doc_label(gr->r, colon + 1, (size_t)(end - colon - 1), &macro);
		c->a = a ? a : "";
	}
}

/* ---- Graphviz ------------------------------------------------------------------------------ */

/* The text of label="…", or NULL. */
static const char *dot_label(const char *s, const char *end, size_t *n)
{
	const char *p = memmem(s, (size_t)(end - s), "label", 5), *close;

	for (p = p ? p + 5 : end; p < end && (*p == ' ' || *p == '='); p++)
		;
	if (p >= end || *p != '"' || !(close = memchr(p + 1, '"', (size_t)(end - p - 1))))
		return NULL;
	*n = (size_t)(close - p - 1);
	return p + 1;
}

static void dot_statement(struct drawing *gr, const char *s, const char *end, uint32_t line,
			  int draw)
{
	const char *from = s, *stop, *label = NULL, *square = memchr(s, '[', (size_t)(end - s));
	uint32_t before = UINT32_MAX, node;
	size_t n = 0;

	gr->line = line;
	if (square)
		label = dot_label(square, end, &n);
	for (stop = square ? square : end; s < stop;) {
		const char *arrow = memmem(s, (size_t)(stop - s), "->", 2), *last = arrow ? arrow : stop;

		while (s < last && strchr(" \t\"{;", *s))
			s++;
		while (last > s && strchr(" \t\";}", last[-1]))
			last--;
		if (last == s || memchr(s, '=', (size_t)(last - s)))
			return;
		node = drawn_node(gr, s, (size_t)(last - s));
		if (before != UINT32_MAX && draw)
			drawn_arrow(gr, before, node, line, from, (size_t)(end - from), label != NULL);
		if (before == UINT32_MAX && !arrow && label)
			drawn_label(gr, node, label, n);
		before = node;
		s = arrow ? arrow + 2 : stop;
	}
}

static void dot(struct drawing *gr, const struct doc_lines *l, uint32_t first)
{
	uint32_t i;
	int draw;

	for (draw = 0; draw < 2; draw++)
		for (i = first; i < l->nr; i++) {
			const char *s = l->at[i], *end = s + l->len[i], *stop;

			if (i == first && !(s = memchr(s, '{', (size_t)(end - s))))
				continue;
			for (; s < end; s = stop + 1) {
				stop = memchr(s, ';', (size_t)(end - s));
				stop = stop ? stop : end;
				dot_statement(gr, s + (*s == '{'), stop, l->first + i, draw);
			}
		}
	drawn_tell(gr);
}

static void mark_loose(struct drawing *gr, uint32_t before)
{
	uint32_t i, names = 0, known = 0;

	for (i = 0; i < gr->nr; i++) {
		names += gr->node[i].label != NULL;
		known += gr->node[i].label && doc_is_known(gr->r, gr->node[i].label);
	}
	for (i = before; known * 2 < names && i < gr->r->d->nr; i++)
		gr->r->d->claim[i].loose = 1;
}

int doc_mermaid(struct doc_reader *r, const struct doc_lines *l)
{
	struct drawing gr = { .r = r };
	uint32_t i, first = 0, before = r->d->nr;
	const char *s = "", *end = s;
	int ret = 0;

	/* front matter and comments may come first */
	while (first < l->nr) {
		end = l->at[first] + l->len[first];
		s = drawn_blanks(l->at[first], end);
		if (s < end && !drawn_begins(s, end, "%%") && !drawn_begins(s, end, "---"))
			break;
		first++;
	}
	if (first == l->nr)
		return -1;
	if (drawn_begins(s, end, "digraph") || drawn_begins(s, end, "strict digraph")) {
		dot(&gr, l, first);
	} else if (drawn_begins(s, end, "@startuml")) {
		sequence(&gr, l);
	} else if (drawn_begins(s, end, "graph ") || drawn_begins(s, end, "flowchart")) {
		doc_flowchart(&gr, l, first);
	} else if (drawn_begins(s, end, "sequenceDiagram")) {
		sequence(&gr, l);
	} else if (drawn_begins(s, end, "stateDiagram")) {
		for (i = first + 1; i < l->nr; i++) {
			end = l->at[i] + l->len[i];
			s = drawn_blanks(l->at[i], end);
			if (!drawn_begins(s, end, "%%"))
				transition(&gr, s, end, l->first + i);
		}
	} else {
		ret = -1;
	}
	mark_loose(&gr, before);
	for (i = 0; i < gr.nr; i++)
		if (gr.node[i].line && gr.node[i].label)
			doc_mention(r, gr.node[i].label, gr.node[i].line, 1);
	idmap_release(&gr.id);
	free(gr.node);
	free(gr.arrow);
	return ret;
}
