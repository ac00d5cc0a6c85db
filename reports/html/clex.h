/* SPDX-License-Identifier: MIT */
/*
 * C, cut into coloured pieces: enough to show a few lines, not to parse.
 * It never fails; what it does not know is plain text.
 */
#ifndef KPATH_REPORTS_CLEX_H
#define KPATH_REPORTS_CLEX_H

#include <stddef.h>

enum clex_class {
	CLEX_PLAIN, CLEX_WORD, CLEX_KEYWORD, CLEX_NUMBER, CLEX_STRING, CLEX_COMMENT, CLEX_CPP
};

struct clex {
	const char *p, *end;
	int in_comment;		/* a block comment goes on */
	int in_cpp;		/* a directive goes on */
	int line_start;
	int spliced;		/* the last piece ended in a backslash */
};

/* `text`, which ends in a NUL, from its very beginning, so that comments are
 * seen as such. */
void clex_init(struct clex *x, const char *text, size_t len);

/* Skips to the begin of line `line` (from 1); 0, or -1 where there is none. */
int clex_skip(struct clex *x, unsigned line);

/*
 * The next piece, which never goes over the end of a line; a newline is a
 * piece of its own (CLEX_PLAIN, one byte). Its length is 0 at the end.
 */
enum clex_class clex_next(struct clex *x, const char **piece, size_t *len);

#endif
