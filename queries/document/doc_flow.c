/* SPDX-License-Identifier: MIT */
/* Flowcharts of Mermaid. */
#include "doc_drawn.h"

#include <string.h>

#include "base/xalloc.h"

#define MAX_DASHES 200

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
static const char *read_shape(struct drawing *gr, uint32_t node, const char *s, const char *end)
{
	static const char *const decision[] = { "diam", "decision", "question" };
	const char *close, *at, *text;
	int quoted = 0;
	size_t n, i;

	for (close = s; close < end && (quoted || *close != '}'); close++)
		quoted ^= *close == '"';
	at = memmem(s, (size_t)(close - s), "label:", 6);
	if (at) {
		text = drawn_blanks(at + 6, close);
		quoted = text < close && *text == '"';
		text += quoted;
		for (n = 0; text + n < close && text[n] != (quoted ? '"' : ','); n++)
			;
		while (n && text[n - 1] == ' ')
			n--;
		drawn_label(gr, node, text, n);
		at = memmem(s, (size_t)(close - s), "shape:", 6);
		for (i = 0; at && i < ARRAY_SIZE(decision); i++)
			if (drawn_begins(drawn_blanks(at + 6, close), close, decision[i]))
				drawn_decision(gr, node, text, n);
	}
	return close < end ? close + 1 : end;
}

/* "A", "A[label]", "A & B". NULL where none stands here. */
static const char *read_ends(struct drawing *gr, const char *s, const char *end,
			     struct drawn_ends *e)
{
	e->nr = 0;
	for (;;) {
		const char *id, *text;
		uint32_t node;
		size_t n;

		s = drawn_blanks(s, end);
		for (id = s; s < end && drawn_is_id((unsigned char)*s); s++)
			;
		/* "a-b" is one id, "a--b" is not */
		if (s == id)
			return e->nr ? s : NULL;
		node = drawn_node(gr, id, (size_t)(s - id));
		if (s < end && (strchr("[({", *s) || (*s == '>' && memchr(s, ']', (size_t)(end - s))))) {
			int decision = *s == '{' && s + 1 < end && s[1] != '{';

			s = shape_end(s, end, &text, &n);
			drawn_label(gr, node, text, n);
			if (decision)
				drawn_decision(gr, node, text, n);
		}
		if (drawn_begins(s, end, "@{"))
			s = read_shape(gr, node, s + 2, end);
		if (drawn_begins(s, end, ":::"))
			for (s += 3; s < end && drawn_is_id((unsigned char)*s); s++)
				;
		if (e->nr < DRAWN_ENDS)
			e->node[e->nr++] = node;
		s = drawn_blanks(s, end);
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
	for (p = s; p < end && drawn_is_id((unsigned char)*p); p++)
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
	s = drawn_blanks(s, end);
	if (s < end && *s == '|') {
		p = memchr(s + 1, '|', (size_t)(end - s - 1));
		if (p)
			s = p + 1;
	}
	return s;
}

static void flow_line(struct drawing *gr, const char *s, const char *end, uint32_t line,
		      int draw)
{
	const char *from = s, *arrow;
	struct drawn_ends a, b;
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
				drawn_arrow(gr, a.node[i], b.node[j], line, from, (size_t)(end - from),
					  said);
		a = b;
	}
}

/* One statement; a line may have several, with ";" between them. */
static void flow_statement(struct drawing *gr, const char *s, const char *end, uint32_t line,
			   int draw)
{
	static const char *const other[] = {
		"%%", "subgraph", "classDef", "class ", "style ", "linkStyle", "click ", "direction ",
	};
	size_t i;

	s = drawn_blanks(s, end);
	while (end > s && end[-1] == ' ')
		end--;
	for (i = 0; i < ARRAY_SIZE(other); i++)
		if (drawn_begins(s, end, other[i]))
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

/* Twice: a node may get its label below the arrow that leads to it. */
void doc_flowchart(struct drawing *gr, const struct doc_lines *l, uint32_t first)
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
	drawn_tell(gr);
}
