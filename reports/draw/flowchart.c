/* SPDX-License-Identifier: MIT */
/*
 * A flowchart that a document has as Mermaid, drawn by Graphviz: nodes, their
 * labels, links and theirs. What styles it is left out.
 */
#include <ctype.h>
#include <string.h>

#include "draw.h"

#define MAX_NODES 300
#define MAX_LINKS 400
#define MAX_LABEL 300

struct chart {
	const struct q_check_result *res;
	Agraph_t *g;
	uint32_t line, nr_nodes, nr_links;
	const char *s, *end;		/* what is left of a line */
};

static void blanks(struct chart *c)
{
	while (c->s < c->end && (*c->s == ' ' || *c->s == '\t'))
		c->s++;
}

static int is_one_of(const struct chart *c, const char *set)
{
	return c->s < c->end && *c->s && strchr(set, *c->s);
}

/* "[text]", "(\"text\")", "{text}" behind a node's name. */
static void label(struct chart *c, Agnode_t *n)
{
	const char *from, *stop;
	char text[MAX_LABEL];
	size_t len;

	while (is_one_of(c, "[({>/\\"))
		c->s++;
	stop = is_one_of(c, "\"") ? "\"" : "])}";
	c->s += *stop == '"';
	for (from = c->s; c->s < c->end && !strchr(stop, *c->s); c->s++)
		;
	len = (size_t)(c->s - from);
	len = len < sizeof(text) - 1 ? len : sizeof(text) - 1;
	while (len && ((unsigned char)from[len] & 0xc0) == 0x80 && from + len < c->s)
		len--;
	memcpy(text, from, len);
	text[len] = '\0';
	draw_label(n, text);
	while (is_one_of(c, "\"])}/\\"))
		c->s++;
}

/* A node; NULL where none stands here. `name` gets what it is called. */
static Agnode_t *node(struct chart *c)
{
	const char *from;
	char id[100];
	size_t n;
	Agnode_t *node;

	blanks(c);
	for (from = c->s; c->s < c->end && (isalnum((unsigned char)*c->s) || *c->s == '_' ||
					    (unsigned char)*c->s >= 0x80); c->s++)
		;
	n = (size_t)(c->s - from);
	if (!n || n >= sizeof(id) || c->nr_nodes >= MAX_NODES)
		return NULL;
	memcpy(id, from, n);
	id[n] = '\0';
	node = draw_node(c->g, id);
	c->nr_nodes++;
	if (is_one_of(c, "[({") || (is_one_of(c, ">") && c->s + 1 < c->end && c->s[1] != '>'))
		label(c, node);
	if (c->end - c->s > 3 && !memcmp(c->s, ":::", 3))
		for (c->s += 3; c->s < c->end && isalnum((unsigned char)*c->s); c->s++)
			;
	return node;
}

/* "-->", "-.->", "== text ==>", "-->|text|": 1, and the text's range. */
static int link_mark(struct chart *c, const char **text, size_t *n)
{
	const char *from, *p;

	*n = 0;
	blanks(c);
	for (from = c->s; is_one_of(c, "-=.<>~"); c->s++)
		;
	if (c->s - from < 2)
		return 0;
	blanks(c);
	if (is_one_of(c, "|")) {
		*text = ++c->s;
		while (c->s < c->end && *c->s != '|')
			c->s++;
		*n = (size_t)(c->s - *text);
		c->s += c->s < c->end;
	} else if (!memchr(from, '>', (size_t)(c->s - from)) && c->s - from <= 3) {
		/* the text stands within the link */
		for (p = c->s; p + 2 < c->end && !(strchr("-=.", p[0]) && strchr("-=.", p[1]) && strchr("->=", p[2])); p++)
			;
		if (p + 2 < c->end) {
			*text = c->s;
			*n = (size_t)(p - c->s);
			for (c->s = p; is_one_of(c, "-=.<>~"); c->s++)
				;
		}
	}
	return 1;
}

/* The colour of the worst verdict on a line of the drawing. */
static const char *colour(const struct chart *c)
{
	static const char *const colours[V_NR] = { "#778090", "#c4232c", "#b07a00", "#1a7f37" };
	static const uint8_t worse[V_NR] = { 1, 3, 2, 0 };	/* by verdict */
	const struct q_check_result *res = c->res;
	uint32_t i, found = 0;
	uint8_t verdict = V_TRUE;

	for (i = 0; i < res->nr && res->v[i].claim->line <= c->line; i++) {
		if (res->v[i].claim->line != c->line || !res->v[i].claim->graph)
			continue;
		found++;
		if (worse[res->v[i].verdict] > worse[verdict])
			verdict = res->v[i].verdict;
	}
	return found ? colours[verdict] : "#55606e";
}

static void connect_nodes(struct chart *c, Agnode_t *a, Agnode_t *b, const char *text, size_t n)
{
	char label_text[MAX_LABEL];
	Agedge_t *e;

	if (c->nr_links++ >= MAX_LINKS)
		return;
	e = agedge(c->g, a, b, NULL, 1);
	draw_colour(e, colour(c));
	n = n < sizeof(label_text) - 1 ? n : 0;
	memcpy(label_text, text ? text : "", n);
	label_text[n] = '\0';
	if (n)
		draw_label(e, label_text);
}

static void statement(struct chart *c)
{
	Agnode_t *a = node(c), *b;
	const char *text = NULL;
	size_t n = 0;

	while (a && link_mark(c, &text, &n)) {
		b = node(c);
		if (!b)
			return;
		connect_nodes(c, a, b, text, n);
		for (blanks(c); is_one_of(c, "&"); blanks(c)) {
			Agnode_t *more;

			c->s++;
			more = node(c);
			if (!more)
				return;
			connect_nodes(c, a, more, text, n);
		}
		a = b;
	}
}

static int is_style(const struct chart *c)
{
	static const char *const words[] = { "%%", "subgraph", "end", "style", "classDef", "class ",
		"click", "linkStyle", "direction" };
	size_t i, n;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		n = strlen(words[i]);
		if ((size_t)(c->end - c->s) >= n && !memcmp(c->s, words[i], n) &&
		    ((size_t)(c->end - c->s) == n || !isalnum((unsigned char)c->s[n]) || i == 0))
			return 1;
	}
	return 0;
}

int draw_flowchart(struct report *r, const char *s, size_t n, uint32_t line,
		   const struct q_check_result *res, struct strbuf *svg)
{
	struct chart c = { .res = res, .line = line };
	const char *end = s + n, *nl;
	struct strbuf err = STRBUF_INIT;
	int ret;

	for (; s < end; s = nl + 1, c.line++) {
		nl = memchr(s, '\n', (size_t)(end - s));
		nl = nl ? nl : end;
		c.s = s;
		c.end = nl;
		blanks(&c);
		if (c.s == c.end || is_style(&c))
			continue;
		if (!c.g) {
			int flow = c.end - c.s > 10 && !memcmp(c.s, "flowchart ", 10);

			if (!flow && !(c.end - c.s > 6 && !memcmp(c.s, "graph ", 6)))
				return -1;
			c.s += flow ? 10 : 6;
			blanks(&c);
			c.g = draw_new("", is_one_of(&c, "LR") ? "LR" : "TB");
			continue;
		}
		while (c.s < c.end) {
			statement(&c);
			while (c.s < c.end && *c.s != ';')
				c.s++;
			c.s += c.s < c.end;
			blanks(&c);
		}
	}
	if (!c.g)
		return -1;
	ret = svg_render(r, c.g, svg, &err);
	strbuf_release(&err);
	return ret;
}
