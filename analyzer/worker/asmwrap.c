/* SPDX-License-Identifier: MIT */
#include "asm.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_JOINED 400		/* lines that one use of a macro may run over */

struct wrapper {
	const char *p, *end;
	char comment;
	struct strbuf *out, text;
	unsigned lines;		/* read since the last one that was written */
	int depth;		/* of parentheses in `text` */
	int bad;		/* what can't be an argument: too many ')' or an open quote */
	int found;
};

char asm_comment_char(const char *triple)
{
	static const struct { const char *prefix; char c; } comments[] = {
		{ "aarch64", 0 }, { "arm64", 0 }, { "arm", '@' }, { "thumb", '@' },
		{ "sparc", '!' },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(comments); i++)
		if (!strncmp(triple, comments[i].prefix, strlen(comments[i].prefix)))
			return comments[i].c;
	return '#';
}

static int at_splice(const struct wrapper *w)
{
	return *w->p == '\\' && w->p + 1 < w->end &&
	       (w->p[1] == '\n' || (w->p[1] == '\r' && w->p + 2 < w->end && w->p[2] == '\n'));
}

static void splice(struct wrapper *w)
{
	w->p += w->p[1] == '\r' ? 3 : 2;
	w->lines++;
}

/* Behind the opening characters; newlines inside count. */
static void block_comment(struct wrapper *w)
{
	for (; w->p < w->end; w->p++) {
		if (*w->p == '*' && w->p + 1 < w->end && w->p[1] == '/') {
			w->p += 2;
			return;
		}
		w->lines += *w->p == '\n';
	}
}

static void to_line_end(struct wrapper *w)
{
	while (w->p < w->end && *w->p != '\n') {
		if (at_splice(w))
			splice(w);
		else
			w->p++;
	}
}

static void string(struct wrapper *w)
{
	strbuf_addch(&w->text, *w->p++);
	while (w->p < w->end && *w->p != '\n') {
		char c = *w->p;

		if (at_splice(w)) {
			splice(w);
			continue;
		}
		strbuf_addch(&w->text, c);
		w->p++;
		if (c == '"')
			return;
		if (c == '\\' && w->p < w->end && *w->p != '\n')
			strbuf_addch(&w->text, *w->p++);
	}
	w->bad = 1;
}

/* 'x' and 'x are numbers to the assembler, but no C. */
static void character(struct wrapper *w)
{
	const char *q = w->p + 1;
	unsigned char c = q < w->end ? (unsigned char)*q : 0;

	if (c == '\\' && q + 1 < w->end) {
		c = (unsigned char)*++q;
		c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == '0' ? 0 : c;
	}
	if (q >= w->end || *q == '\n') {
		w->p++;
		return;
	}
	strbuf_addf(&w->text, "%u", c);
	w->p = q + 1;
	if (w->p < w->end && *w->p == '\'')
		w->p++;
}

static int starts(const struct wrapper *w, const char *s)
{
	return w->end - w->p >= 2 && w->p[0] == s[0] && w->p[1] == s[1];
}

/* One physical line, without its comments, to `text`. */
static void text_line(struct wrapper *w)
{
	while (w->p < w->end && *w->p != '\n') {
		if (at_splice(w)) {
			splice(w);
		} else if (starts(w, "/*")) {
			w->p += 2;
			block_comment(w);
			strbuf_addch(&w->text, ' ');
		} else if (starts(w, "//") || (w->comment && *w->p == w->comment)) {
			/* @function and the like, where '@' begins a comment, are none of arm's */
			to_line_end(w);
		} else if (*w->p == '"') {
			string(w);
		} else if (*w->p == '\'') {
			character(w);
		} else {
			if (*w->p == '(')
				w->depth++;
			else if (*w->p == ')' && --w->depth < 0)
				w->bad = 1;
			strbuf_addch(&w->text, *w->p == '\\' ? ASM_BACKSLASH :
				     *w->p == '\r' || *w->p == '\0' ? ' ' : *w->p);
			w->p++;
		}
	}
	if (w->p < w->end) {
		w->p++;
		w->lines++;
	}
}

static void newlines(struct wrapper *w)
{
	for (; w->lines; w->lines--)
		strbuf_addch(w->out, '\n');
}

/* -1 none; 0 one that the preprocessor does not know: a comment; 1 */
static int is_directive(const struct wrapper *w)
{
	static const char *const names[] = {
		"if", "ifdef", "ifndef", "elif", "elifdef", "elifndef", "else", "endif",
		"define", "undef", "include", "include_next", "error", "warning", "pragma",
		"line", "import", "ident", "sccs", "embed",
	};
	const char *p = w->p, *word;
	size_t i;

	while (p < w->end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == w->end || *p != '#')
		return -1;
	for (p++; p < w->end && (*p == ' ' || *p == '\t'); p++)
		;
	for (word = p; p < w->end && (isalpha((unsigned char)*p) || *p == '_'); p++)
		;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (strlen(names[i]) == (size_t)(p - word) &&
		    !memcmp(names[i], word, (size_t)(p - word)))
			return 1;
	return 0;
}

/* As it stands, with what it goes on to; a backslash of an assembler macro is changed here too. */
static void directive(struct wrapper *w)
{
	char quote = 0;

	while (w->p < w->end && *w->p != '\n') {
		char c = *w->p;

		if (at_splice(w)) {
			strbuf_add(w->out, w->p, w->p[1] == '\r' ? 3 : 2);
			splice(w);
			w->lines--;	/* it was just written */
		} else if (!quote && starts(w, "/*")) {
			w->p += 2;
			block_comment(w);	/* no lines may follow it within a directive … */
			strbuf_addch(w->out, ' ');
			if (w->lines) {		/* … but a splice makes one of several */
				for (; w->lines; w->lines--)
					strbuf_addstr(w->out, "\\\n");
			}
		} else {
			if (c == '"')
				quote = !quote;
			if (c == '\\' && quote && w->p + 1 < w->end && w->p[1] != '\n')
				strbuf_addch(w->out, *w->p++);
			else if (c == '\\')
				c = ASM_BACKSLASH;
			strbuf_addch(w->out, c == ASM_BACKSLASH ? c : *w->p);
			w->p++;
		}
	}
	if (w->p < w->end) {
		w->p++;
		w->lines++;
	}
	newlines(w);
}

static void statement(struct wrapper *w)
{
	const char *p;

	strbuf_clear(&w->text);
	w->depth = w->bad = 0;
	text_line(w);
	while (w->depth > 0 && !w->bad && w->p < w->end && w->lines < MAX_JOINED &&
	       is_directive(w) < 1) {
		strbuf_addch(&w->text, ' ');
		text_line(w);
	}
	for (p = w->text.buf; p && (*p == ' ' || *p == '\t'); p++)
		;
	if (w->text.len && *p && !w->bad && !w->depth) {
		strbuf_addf(w->out, ASM_MACRO "(%s)", w->text.buf);
		w->found = 1;
	}
	newlines(w);
}

int asm_wrap(const char *text, size_t len, char comment, struct strbuf *out)
{
	struct wrapper w = { .p = text, .end = text + len, .comment = comment, .out = out,
			     .text = STRBUF_INIT };

	while (w.p < w.end) {
		int d = is_directive(&w);

		if (d > 0) {
			directive(&w);
		} else if (!d) {
			to_line_end(&w);
			if (w.p < w.end) {
				w.p++;
				w.lines++;
			}
			newlines(&w);
		} else {
			statement(&w);
		}
	}
	strbuf_release(&w.text);
	return w.found;
}
