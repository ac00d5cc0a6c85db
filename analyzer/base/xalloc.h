/* SPDX-License-Identifier: MIT */
/*
 * Allocation that never returns NULL, and the nr/alloc vector idiom.
 *
 * Running out of memory ends the process with exit code 6 and one line on
 * stderr: nothing sensible can be done at any caller.
 */
#ifndef KPATH_BASE_XALLOC_H
#define KPATH_BASE_XALLOC_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* malloc and calloc that end the program where there is no memory. */
void *xmalloc(size_t size);
void *xcalloc(size_t nr, size_t size);		/* zeroed; checks nr * size */
/* Zeroed, as xcalloc; a large one asks for large pages, which spares most page
 * faults and table walks where it is used all over. */
void *xcalloc_large(size_t nr, size_t size);
void *xrealloc(void *p, size_t nr, size_t size);	/* checks nr * size */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Says so, and names the limit where there is one (RLIMIT_DATA, RLIMIT_AS); exit code 6. */
void out_of_memory(void) __attribute__((noreturn));

/* Next capacity for a vector that holds `alloc` and needs `need` entries. */
size_t alloc_next(size_t alloc, size_t need);

/*
 * Make room for `need` entries in the vector x (a typed pointer) whose
 * capacity is kept in alloc. New entries are not initialised.
 */
#define ALLOC_GROW(x, need, alloc) do { \
	if ((size_t)(need) > (size_t)(alloc)) { \
		(alloc) = alloc_next((alloc), (need)); \
		(x) = xrealloc((x), (alloc), sizeof(*(x))); \
	} \
} while (0)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* A broken invariant of kpath itself: prints where and aborts. */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
void bug_at(const char *file, int line, const char *fmt, ...)
	__attribute__((noreturn, format(printf, 3, 4)));

#endif
