/* SPDX-License-Identifier: MIT */
/*
 * A growing byte string.
 *
 * `buf` always ends in a NUL that is not counted in `len`, so it can be
 * handed to C functions; it may hold other NULs. A strbuf initialised with
 * STRBUF_INIT points to a static empty string until the first append.
 *
 * Error messages travel in a strbuf too: a function that takes `err` leaves
 * it alone on success, and on failure fills it with one whole sentence.
 */
#ifndef KPATH_BASE_STRBUF_H
#define KPATH_BASE_STRBUF_H

#include <stdarg.h>
#include <stddef.h>

struct strbuf {
	size_t len, alloc;
	char *buf;
};

extern char strbuf_slopbuf[];
#define STRBUF_INIT { .len = 0, .alloc = 0, .buf = strbuf_slopbuf }

/* The same as STRBUF_INIT. */
void strbuf_init(struct strbuf *sb);
void strbuf_release(struct strbuf *sb);		/* frees; usable again, empty */
void strbuf_clear(struct strbuf *sb);		/* empties, keeps the memory */
char *strbuf_detach(struct strbuf *sb, size_t *len);	/* caller frees */
void strbuf_grow(struct strbuf *sb, size_t extra);
void strbuf_setlen(struct strbuf *sb, size_t len);	/* shorten only */

/* Each appends: bytes, a string, a character, what printf would print. The buffer always ends
 * with a 0. */
void strbuf_add(struct strbuf *sb, const void *data, size_t len);
void strbuf_addstr(struct strbuf *sb, const char *s);
void strbuf_addch(struct strbuf *sb, int c);
void strbuf_addf(struct strbuf *sb, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void strbuf_vaddf(struct strbuf *sb, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/*
 * Set `err` to one sentence and return -1, so that library code can write
 * `return error(err, "cannot read %s: %s", path, strerror(errno));`.
 * `err` may be NULL.
 */
int error(struct strbuf *err, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* What stands behind a noun of which there are `n`, in notes that are in English only. */
static inline const char *plural(unsigned long long n)
{
	return n == 1 ? "" : "s";
}

#endif
