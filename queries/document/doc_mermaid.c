/* SPDX-License-Identifier: MIT */
/*
 * Mermaid: flowcharts, sequence diagrams and state diagrams. Read as far as
 * nodes and arrows go; what does not parse says nothing.
 */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/digest.h"
#include "base/xalloc.h"

#define MAX_ENDS 16		/* "A & B --> C & D" */
#define MAX_DASHES 200
#define MAX_ARROWS 64		/* to one decision that are looked at */

struct node {
	const char *label;	/* function, or NULL */
	const char *macro;
	uint32_t line;		/* where it got its label */
	uint8_t decision;	/* drawn as {…}: a condition, not a step */
	uint8_t expression;	/* … with more in it than a name */
	uint8_t sentence;	/* its label says more than a name: a step of the story */
	uint32_t nr_out;
	uint32_t in;		/* 1 + the last arrow to it */
};

struct arrow {
	uint32_t from, to;	/* nodes */
	uint32_t line;
	const char *text;
	size_t len;
	int said;		/* something stands on it */
	uint32_t next_in;	/* 1 + an earlier arrow to the same node */
};

struct graph_reader {
	struct doc_reader *r;
	struct idmap id;	/* digest of a node's id -> index of node */
	struct node *node;
	uint32_t nr, alloc;
	struct arrow *arrow;
	uint32_t nr_arrow, alloc_arrow;
	uint32_t line;		/* that is being read */
};

struct ends {
	uint32_t node[MAX_ENDS];
	uint32_t nr;
};

static const char *blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

static int begins(const char *s, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - s) >= n && !strncasecmp(s, with, n);
}

static uint32_t node_of(struct graph_reader *gr, const char *id, size_t n)
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

static void label_node(struct graph_reader *gr, uint32_t node, const char *s, size_t n)
{
	const char *macro;

	gr->node[node].label = doc_label(gr->r, s, n, &macro);
	gr->node[node].macro = macro;
	gr->node[node].line = gr->line;
	gr->node[node].sentence = (uint8_t)says_more(gr->node[node].label, s, n);
}

/* Of what stands in a condition only calls are meant as functions. */
static void label_decision(struct graph_reader *gr, uint32_t node, const char *s, size_t n)
{
	struct node *d = &gr->node[node];
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

static int is_id(unsigned char c)
{
	return doc_is_word(c) || c >= 0x80 || c == '.';
}

/* ---- flowcharts --------------------------------------------------------------------- */

/* The label in [..], (..), {..}, >..], with any number of brackets. */
static const char *shape_end(const char *s, const char *end, const char **text, size_t *n)
{
	const char *p = s, *q;
	int depth = 0, quoted = 0;

	for (q = s; q < end; q++) {
		if (*q == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (strchr("[({", *q))
			depth++;
		else if (strchr("])}", *q) && !--depth) {
			q++;
			break;
		}
	}
	while (p < q && strchr("[({/\\\" ", *p))
		p++;
	*text = p;
	*n = (size_t)(q - p);
	while (*n && strchr("]})/\\\" ", p[*n - 1]) &&
	       !(p[*n - 1] == ')' && memchr(p, '(', *n)))
		(*n)--;
	return q;
}

/* Mermaid 11: "@{ shape: diam, label: "text" }". Behind it. */
static const char *read_shape(struct graph_reader *gr, uint32_t node, const char *s, const char *end)
{
	static const char *const decision[] = { "diam", "decision", "question" };
	const char *close, *at, *text;
	int quoted = 0;
	size_t n, i;

	for (close = s; close < end && (quoted || *close != '}'); close++)
		quoted ^= *close == '"';
	at = memmem(s, (size_t)(close - s), "label:", 6);
	if (at) {
		text = blanks(at + 6, close);
		quoted = text < close && *text == '"';
		text += quoted;
		for (n = 0; text + n < close && text[n] != (quoted ? '"' : ','); n++)
			;
		while (n && text[n - 1] == ' ')
			n--;
		label_node(gr, node, text, n);
		at = memmem(s, (size_t)(close - s), "shape:", 6);
		for (i = 0; at && i < ARRAY_SIZE(decision); i++)
			if (begins(blanks(at + 6, close), close, decision[i]))
				label_decision(gr, node, text, n);
	}
	return close < end ? close + 1 : end;
}

/* "A", "A[label]", "A & B". NULL where none stands here. */
static const char *read_ends(struct graph_reader *gr, const char *s, const char *end,
			     struct ends *e)
{
	e->nr = 0;
	for (;;) {
		const char *id, *text;
		uint32_t node;
		size_t n;

		s = blanks(s, end);
		for (id = s; s < end && is_id((unsigned char)*s); s++)
			;
		/* "a-b" is one id, "a--b" is not */
		if (s == id)
			return e->nr ? s : NULL;
		node = node_of(gr, id, (size_t)(s - id));
		if (s < end && (strchr("[({", *s) || (*s == '>' && memchr(s, ']', (size_t)(end - s))))) {
			int decision = *s == '{' && s + 1 < end && s[1] != '{';

			s = shape_end(s, end, &text, &n);
			label_node(gr, node, text, n);
			if (decision)
				label_decision(gr, node, text, n);
		}
		if (begins(s, end, "@{"))
			s = read_shape(gr, node, s + 2, end);
		if (begins(s, end, ":::"))
			for (s += 3; s < end && is_id((unsigned char)*s); s++)
				;
		if (e->nr < MAX_ENDS)
			e->node[e->nr++] = node;
		s = blanks(s, end);
		if (s >= end || *s != '&')
			return s;
		s++;
	}
}

/* "-->", "-.->", "==>", "--text-->", "-->|text|". NULL where there is none;
 * *directed: does it have a head? */
static const char *read_arrow(const char *s, const char *end, int *directed)
{
	const char *from, *p;

	*directed = 0;
	for (p = s; p < end && is_id((unsigned char)*p); p++)
		;
	if (p > s && p + 1 < end && *p == '@' && strchr("<-=~", p[1]))
		s = p + 1;		/* Mermaid 11: "e1@-->" names the arrow */
	from = s;
	if (s < end && (*s == '<' || ((*s == 'o' || *s == 'x') && end - s > 2 && s[1] == '-')))
		s++;
	if (s >= end || !strchr("-=~", *s) || end - s < 2)
		return NULL;
	while (s < end && strchr("-=.~", *s))
		s++;
	if (s < end && (*s == '>' || ((*s == 'o' || *s == 'x') && s + 1 < end && s[1] == ' '))) {
		*directed = *s++ == '>';
	} else if (s - from == 2 || s[-1] == '.') {	/* "-- text -->" */
		for (p = s; p + 2 < end && p - s < MAX_DASHES; p++)
			if ((p[0] == '-' && p[1] == '-') || (p[0] == '=' && p[1] == '=') ||
			    (p[0] == '.' && p[1] == '-'))
				break;
		if (p + 2 < end && p - s < MAX_DASHES) {
			while (p < end && strchr("-=.", *p))
				p++;
			if (p < end && *p == '>') {
				*directed = 1;
				s = p + 1;
			}
		}
	}
	s = blanks(s, end);
	if (s < end && *s == '|') {
		p = memchr(s + 1, '|', (size_t)(end - s - 1));
		if (p)
			s = p + 1;
	}
	return s;
}

static void add_arrow(struct graph_reader *gr, uint32_t from, uint32_t to, uint32_t line,
		      const char *text, size_t len, int said)
{
	ALLOC_GROW(gr->arrow, gr->nr_arrow + 1, gr->alloc_arrow);
	gr->arrow[gr->nr_arrow++] = (struct arrow){ from, to, line, text, len, said, gr->node[to].in };
	gr->node[to].in = gr->nr_arrow;
	gr->node[from].nr_out++;
}

/* Some draw functions in {…} too; a condition is more than a name, or has two
 * ways out. */
static int is_decision(const struct node *n)
{
	return n->decision && (!n->label || n->expression || n->nr_out > 1);
}

static void add_end(struct ends *e, uint32_t node)
{
	uint32_t i;

	for (i = 0; i < e->nr; i++)
		if (e->node[i] == node)
			return;
	if (e->nr < MAX_ENDS)
		e->node[e->nr++] = node;
}

/* "a --> {cond} -->|yes| b" says that a calls b: the steps before a decision,
 * and before those that lead to it, are the callers of what is behind it. */
static void steps_before(const struct graph_reader *gr, uint32_t decision, struct ends *steps)
{
	struct ends all = { .nr = 0 };
	uint32_t at, i, n;

	add_end(&all, decision);
	for (at = 0; at < all.nr; at++)
		for (i = gr->node[all.node[at]].in, n = 0; i && n < MAX_ARROWS;
		     i = gr->arrow[i - 1].next_in, n++)
			add_end(is_decision(&gr->node[gr->arrow[i - 1].from]) ? &all : steps,
				gr->arrow[i - 1].from);
}

static void tell_arrow(const struct graph_reader *gr, const struct arrow *a)
{
	const struct node *to = &gr->node[a->to];
	struct ends before = { .nr = 0 };
	uint32_t i;

	if (!to->label)
		return;
	if (is_decision(&gr->node[a->from]))
		steps_before(gr, a->from, &before);
	else
		add_end(&before, a->from);
	for (i = 0; i < before.nr; i++) {
		const struct node *from = &gr->node[before.node[i]];

		/* by a decision back to where one came from is a loop */
		if (from->label && (from != to || before.node[i] == a->from)) {
			uint32_t nr = gr->r->d->nr;

			doc_edge(gr->r, a->line, a->text, a->len, from->label, from->macro,
				 to->label, to->macro);
			if (gr->r->d->nr > nr && (a->said || from->sentence || to->sentence))
				gr->r->d->claim[nr].order = 1;
		}
	}
}

static void flow_line(struct graph_reader *gr, const char *s, const char *end, uint32_t line,
		      int draw)
{
	const char *from = s, *arrow;
	struct ends a, b;
	uint32_t i, j;
	int directed, said;

	gr->line = line;
	s = read_ends(gr, s, end, &a);
	while (s) {
		arrow = s;
		s = read_arrow(s, end, &directed);
		if (!s)
			break;
		said = memchr(arrow, '|', (size_t)(s - arrow)) != NULL;
		s = read_ends(gr, s, end, &b);
		if (!s)
			break;
		for (i = 0; draw && directed && i < a.nr; i++)
			for (j = 0; j < b.nr; j++)
				add_arrow(gr, a.node[i], b.node[j], line, from, (size_t)(end - from),
					  said);
		a = b;
	}
}

/* One statement; a line may have several, with ";" between them. */
static void flow_statement(struct graph_reader *gr, const char *s, const char *end, uint32_t line,
			   int draw)
{
	static const char *const other[] = {
		"%%", "subgraph", "classDef", "class ", "style ", "linkStyle", "click ", "direction ",
	};
	size_t i;

	s = blanks(s, end);
	while (end > s && end[-1] == ' ')
		end--;
	for (i = 0; i < ARRAY_SIZE(other); i++)
		if (begins(s, end, other[i]))
			return;
	flow_line(gr, s, end, line, draw);
}

/* The next ";" that is no part of a text or of "#9829;". */
static const char *statement_end(const char *s, const char *end)
{
	int quoted = 0, depth = 0;
	const char *code = NULL;

	for (; s < end; s++) {
		if (*s == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (strchr("[({", *s))
			depth++;
		else if (strchr("])}", *s))
			depth -= depth > 0;
		else if (*s == '#')
			code = s;
		else if (*s == ';' && code)
			code = NULL;
		else if (*s == ';' && !depth)
			break;
		else if (!doc_is_word((unsigned char)*s))
			code = NULL;
	}
	return s;
}

/* Does it show any function at all? Names like "page_0" alone do not say so. */
static int draws_code(struct graph_reader *gr)
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

/* Twice: a node may get its label below the arrow that leads to it. */
static void flowchart(struct graph_reader *gr, const struct doc_lines *l, uint32_t first)
{
	uint32_t i;
	int draw;

	for (draw = 0; draw < 2; draw++)
		for (i = first; i < l->nr; i++) {
			const char *s = l->at[i], *end = s + l->len[i], *stop;

			/* "graph TD; a-->b" */
			if (i == first)
				s = statement_end(s, end);
			while (s < end) {
				if (*s == ';') {
					s++;
					continue;
				}
				stop = statement_end(s, end);
				flow_statement(gr, s, stop, l->first + i, draw);
				s = stop;
			}
		}
	if (!draws_code(gr))
		return;
	for (i = 0; i < gr->nr_arrow; i++)
		tell_arrow(gr, &gr->arrow[i]);
}

/* ---- sequence diagrams ------------------------------------------------------------------ */

static void participant(struct graph_reader *gr, const char *s, const char *end)
{
	const char *id, *as;
	uint32_t node;

	s = memchr(s, ' ', (size_t)(end - s));
	if (!s)
		return;
	id = s = blanks(s, end);
	as = memmem(s, (size_t)(end - s), " as ", 4);
	node = node_of(gr, id, (size_t)((as ? as : end) - id));
	if (as)
		label_node(gr, node, as + 4, (size_t)(end - as - 4));
}

static void message(struct graph_reader *gr, const char *s, const char *end, uint32_t line)
{
	const char *from = s, *id = s, *to, *colon, *text, *macro;
	const struct node *x, *y;
	uint32_t a, b;

	while (s < end && (is_id((unsigned char)*s) || *s == ' '))
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
	a = node_of(gr, id, (size_t)(s - id));
	while (to < end && (*to == '+' || *to == '-' || *to == ' '))
		to++;
	if (to >= end)
		return;
	colon = memchr(to, ':', (size_t)(end - to));
	for (s = colon ? colon : end; s > to && s[-1] == ' '; s--)
		;
	if (s == to)
		return;
	b = node_of(gr, to, (size_t)(s - to));
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

static void sequence(struct graph_reader *gr, const struct doc_lines *l)
{
	uint32_t i;

	for (i = 1; i < l->nr; i++) {
		const char *end = l->at[i] + l->len[i], *s = blanks(l->at[i], end);

		if (begins(s, end, "participant ") || begins(s, end, "actor "))
			participant(gr, s, end);
		else if (!begins(s, end, "note ") && !begins(s, end, "%%"))
			message(gr, s, end, l->first + i);
	}
}

/* ---- state diagrams ---------------------------------------------------------------------- */

static void transition(struct graph_reader *gr, const char *s, const char *end, uint32_t line)
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

static void dot_statement(struct graph_reader *gr, const char *s, const char *end, uint32_t line,
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
		node = node_of(gr, s, (size_t)(last - s));
		if (before != UINT32_MAX && draw)
			add_arrow(gr, before, node, line, from, (size_t)(end - from), label != NULL);
		if (before == UINT32_MAX && !arrow && label)
			label_node(gr, node, label, n);
		before = node;
		s = arrow ? arrow + 2 : stop;
	}
}

static void dot(struct graph_reader *gr, const struct doc_lines *l, uint32_t first)
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
	for (i = 0; draws_code(gr) && i < gr->nr_arrow; i++)
		tell_arrow(gr, &gr->arrow[i]);
}

static void mark_loose(struct graph_reader *gr, uint32_t before)
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
	struct graph_reader gr = { .r = r };
	uint32_t i, first = 0, before = r->d->nr;
	const char *s, *end;
	int ret = 0;

	/* front matter and comments may come first */
	while (first < l->nr) {
		end = l->at[first] + l->len[first];
		s = blanks(l->at[first], end);
		if (s < end && !begins(s, end, "%%") && !begins(s, end, "---"))
			break;
		first++;
	}
	if (first == l->nr)
		return -1;
	if (begins(s, end, "digraph") || begins(s, end, "strict digraph")) {
		dot(&gr, l, first);
	} else if (begins(s, end, "@startuml")) {
		sequence(&gr, l);
	} else if (begins(s, end, "graph ") || begins(s, end, "flowchart")) {
		flowchart(&gr, l, first);
	} else if (begins(s, end, "sequenceDiagram")) {
		sequence(&gr, l);
	} else if (begins(s, end, "stateDiagram")) {
		for (i = first + 1; i < l->nr; i++) {
			end = l->at[i] + l->len[i];
			s = blanks(l->at[i], end);
			if (!begins(s, end, "%%"))
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
