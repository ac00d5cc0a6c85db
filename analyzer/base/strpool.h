/* SPDX-License-Identifier: MIT */
/* One copy of each string, for lists of words that are mostly the same. */
#ifndef KPATH_BASE_STRPOOL_H
#define KPATH_BASE_STRPOOL_H

#include "arena.h"
#include "idmap.h"

struct strpool {		/* the strings are in an arena of the caller's */
	struct idmap map;
	const char **str;
	size_t nr, alloc;
};

/* The pool's own copy of s, made in `a` where it is new. */
const char *strpool_add(struct strpool *p, struct arena *a, const char *s);

/* Frees the pool, not the strings. */
void strpool_release(struct strpool *p);

#endif
