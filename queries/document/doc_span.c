/* SPDX-License-Identifier: MIT */
/*
 * Where a claim stands in its document: its text is found again from its line
 * on, whatever the blanks, line ends and marks (`, *, \) between. Where it can't be, its
 * first name is taken, or the line.
 */
#include "doc_p.h"

#include <string.h>

#define MAX_ACROSS 40		/* lines that one claim may go over */

struct pos {
	uint32_t line, column;
	const char *s;
};

static int is_mark(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '`' || c == '*' || c == '\\' || c == '>';
}

/* Steps over one byte. */
static void advance(struct pos *p)
{
	if (*p->s == '\n') {
		p->line++;
		p->column = 0;
	} else {
		p->column++;
	}
	p->s++;
}

/* Does `text` stand at `at`? Sets *end behind it. "…" at its end stands for more. */
static int stands_at(struct pos at, const char *end, const char *text, struct pos *behind)
{
	uint32_t first = at.line;

	for (;;) {
		while (is_mark(*text))
			text++;
		if (!*text || !strcmp(text, "…")) {
			*behind = at;
			return 1;
		}
		while (at.s < end && (is_mark(*at.s) || (*at.s == '\n' && at.line < first + MAX_ACROSS)))
			advance(&at);
		if (at.s == end || *at.s != *text)
			return 0;
		advance(&at);
		text++;
		if (!*text) {
			*behind = at;
			return 1;
		}
	}
}

/* "sys_send" does not stand in "__sys_sendto". */
static int is_whole(const char *from, const struct pos *at, const struct pos *behind, const char *end)
{
	if (at->s > from && doc_is_word((unsigned char)*at->s) && doc_is_word((unsigned char)at->s[-1]))
		return 0;
	return behind->s >= end || !doc_is_word((unsigned char)behind->s[-1]) || !doc_is_word((unsigned char)*behind->s);
}

static int find_in_line(struct pos at, const char *end, const char *text, struct pos *first,
			struct pos *behind)
{
	const char *from = at.s;

	while (is_mark(*text))
		text++;
	for (; *text && at.s < end && *at.s != '\n'; advance(&at))
		if (*at.s == *text && stands_at(at, end, text, behind) && is_whole(from, &at, behind, end)) {
			*first = at;
			return 1;
		}
	return 0;
}

static void whole_line(struct pos at, const char *end, struct pos *first, struct pos *behind)
{
	while (at.s < end && (*at.s == ' ' || *at.s == '\t'))
		advance(&at);
	*first = at;
	while (at.s < end && *at.s != '\n')
		advance(&at);
	*behind = at;
}

void doc_spans(struct doc *d, const char *text, size_t len)
{
	struct pos line = { 1, 0, text }, first, behind;
	const char *end = text + len, *nl;
	uint32_t i;

	if (len > 2 && !memcmp(text, "\xef\xbb\xbf", 3))
		line.s += 3;
	for (i = 0; i < d->nr; i++) {
		struct doc_claim *c = &d->claim[i];

		while (line.line < c->line && (nl = memchr(line.s, '\n', (size_t)(end - line.s)))) {
			line.s = nl + 1;
			line.line++;
		}
		if (!find_in_line(line, end, c->text, &first, &behind) &&
		    !find_in_line(line, end, c->a, &first, &behind))
			whole_line(line, end, &first, &behind);
		c->column = (uint32_t)(first.s - line.s);
		c->end_line = behind.line;
		c->end_column = behind.column;
	}
}
