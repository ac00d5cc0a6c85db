/* SPDX-License-Identifier: MIT */
/* Names as people write them, and those that are near. */
#ifndef KPATH_QUERIES_NAMES_H
#define KPATH_QUERIES_NAMES_H

#include "query.h"

struct q_name {			/* "file.c:name@variant", in its parts */
	const char *file;	/* not NUL-ended; NULL = any */
	size_t file_len;
	const char *name;	/* not NUL-ended */
	size_t len;
	const char *variant;	/* NULL = any */
};

/* Takes a name apart; the parts point into `text`. */
void q_name_split(const char *text, struct q_name *n);
/* Does a function or variable of this name and file go by what was written? */
int q_name_is(const struct graph *g, const struct q_name *n, uint32_t name, uint32_t file);

/* `tail` is `path`, or its last whole components. */
int q_path_tail(const char *path, const char *tail, size_t len);

struct q_near {			/* the names that are nearest to one that is not there */
	const char *text;
	size_t len;
	unsigned limit, nr;
	unsigned d[8];
	uint32_t id[8];
};

/* Begins to look for names that are near to this one. */
void q_near_init(struct q_near *near, const char *text, size_t len);
/* Looks at one name that exists; `id` says what it is of. */
void q_near_offer(struct q_near *near, const char *name, size_t len, uint32_t id);
/* The nearest of them, as candidates of an answer. */
void q_near_names(const struct q_near *near, struct arena *a, struct q_names *names);

#endif
