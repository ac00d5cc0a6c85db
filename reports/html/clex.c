/* SPDX-License-Identifier: MIT */
#include "clex.h"

#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

static const char *const keywords[] = {
	"_Bool", "__attribute__", "__inline", "__user", "asm", "auto", "bool", "break", "case",
	"char", "const", "continue", "default", "do", "double", "else", "enum", "extern", "float",
	"for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short",
	"signed", "size_t", "sizeof", "ssize_t", "static", "struct", "switch", "typedef",
	"typeof", "union", "unsigned", "void", "volatile", "while",
};

void clex_init(struct clex *x, const char *text, size_t len)
{
	x->p = text;
	x->end = text + len;
	x->in_comment = x->in_cpp = x->spliced = 0;
	x->line_start = 1;
}

int clex_skip(struct clex *x, unsigned line)
{
	const char *piece;
	size_t len;

	while (line > 1) {
		clex_next(x, &piece, &len);
		if (!len)
			return -1;
		line -= *piece == '\n';
	}
	return 0;
}

static int is_word(int c)
{
	return isalnum((unsigned char)c) || c == '_' || (c & 0x80);
}

static int is_keyword(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keywords); i++)
		if (*keywords[i] == *s && strlen(keywords[i]) == n && !memcmp(keywords[i], s, n))
			return 1;
	return 0;
}

static const char *line_end(const struct clex *x)
{
	const char *nl = memchr(x->p, '\n', x->end - x->p);

	return nl ? nl : x->end;
}

/* Up to the end of the comment or of the line. */
static const char *comment(struct clex *x, const char *from)
{
	const char *nl = line_end(x), *p;

	for (p = from; p + 1 < nl; p++) {
		if (p[0] == '*' && p[1] == '/') {
			x->in_comment = 0;
			return p + 2;
		}
	}
	x->in_comment = 1;
	return nl;
}

static const char *string(const struct clex *x)
{
	const char *nl = line_end(x), *p = x->p + 1;

	while (p < nl && *p != *x->p)
		p += *p == '\\' && p + 1 < nl ? 2 : 1;
	return p < nl ? p + 1 : nl;
}

static enum clex_class token(struct clex *x)
{
	const char *p = x->p, *nl = line_end(x);

	if (x->in_comment) {
		x->p = comment(x, p);
		return CLEX_COMMENT;
	}
	if (p + 1 < nl && p[0] == '/' && p[1] == '*') {
		x->p = comment(x, p + 2);
		return CLEX_COMMENT;
	}
	if (p + 1 < nl && p[0] == '/' && p[1] == '/') {
		x->p = nl;
		return CLEX_COMMENT;
	}
	if (*p == '#' && x->line_start)
		x->in_cpp = 1;
	if (*p == '"' || *p == '\'') {
		x->p = string(x);
		return CLEX_STRING;
	}
	if (isdigit((unsigned char)*p)) {
		while (x->p < nl && is_word(*x->p))
			x->p++;
		return x->in_cpp ? CLEX_CPP : CLEX_NUMBER;
	}
	if (is_word(*p)) {
		while (x->p < nl && is_word(*x->p))
			x->p++;
		if (x->in_cpp)
			return CLEX_CPP;
		return is_keyword(p, x->p - p) ? CLEX_KEYWORD : CLEX_WORD;
	}
	do
		x->p++;
	while (x->p < nl && !is_word(*x->p) && !strchr("/\"'#", *x->p));
	return x->in_cpp ? CLEX_CPP : CLEX_PLAIN;
}

enum clex_class clex_next(struct clex *x, const char **piece, size_t *len)
{
	enum clex_class c = CLEX_PLAIN;
	const char *from = x->p;

	*piece = from;
	if (x->p >= x->end) {
		*len = 0;
		return CLEX_PLAIN;
	}
	if (*x->p == '\n') {
		if (!x->spliced)
			x->in_cpp = 0;
		x->line_start = !x->spliced;
		x->spliced = 0;
		x->p++;
	} else {
		c = token(x);
		x->spliced = x->p[-1] == '\\';
		if (c == CLEX_COMMENT || strspn(from, " \t") < (size_t)(x->p - from))
			x->line_start = 0;
	}
	*len = x->p - from;
	return c;
}
