/* SPDX-License-Identifier: MIT */
/*
 * The body of a function as it stands in the source today: words and statements,
 * whatever the blanks and comments. The last one that was read is kept.
 */
#ifndef KPATH_QUERIES_CHECK_CHECK_BODY_H
#define KPATH_QUERIES_CHECK_CHECK_BODY_H

#include "check_p.h"

struct listing_word {
	uint64_t digest;
	uint32_t line;
	uint8_t is_name;	/* 2: a constant's */
};

struct listing_words {
	struct listing_word *w;
	uint32_t nr, alloc;
};

struct listing_stmt {		/* of a body: a range of its words */
	uint32_t first, end;
};

struct listing_body {
	uint32_t func;
	struct listing_words words;
	struct listing_stmt *stmt;
	uint32_t nr_stmt, alloc_stmt;
	int comment;
	int readable;
};

/* Does a name have this letter? And is it a word of C before "(" that is called by nothing? */
int body_is_word(unsigned char c);
int body_is_keyword(const char *s, size_t n);

/* The words of a line, appended; *comment: it begins inside of one, and how it ends. */
void body_words(struct listing_words *ws, const char *s, uint32_t line, int *comment);

/* Does a condition (if, while, …) begin with this word? */
int body_is_condition(const struct listing_words *words, uint32_t first);

/* The body of a function, until another one is asked for. */
struct listing_body *body_of(struct checker *c, uint32_t func);

/* The line that these words stand in, one behind the other; 0: they do not. */
uint32_t body_find(const struct listing_body *b, const struct listing_words *want);

/* The statement of those that call `callee` or, where that is NULL, of its kind that has most of
 * its names in common with these words, or NULL; *how: 0 to 1. */
const struct listing_stmt *body_most_alike(const struct listing_body *b, const struct listing_words *want,
					   const char *callee, double *how);

/* ---- check_near.c ---- */

#define MAX_NEAR 96

struct near_funcs {		/* whom f calls, then who calls it */
	uint32_t func[MAX_NEAR];
	uint32_t nr, callees;
};

/* Whom f calls directly, in its own file first and two calls deep there, then who calls it; to `n`. */
void check_near(struct checker *c, const struct named *f, struct near_funcs *n);

#endif
