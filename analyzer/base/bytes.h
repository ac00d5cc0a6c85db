/* SPDX-License-Identifier: MIT */
/*
 * Little-endian varints over byte strings. The reader never leaves its
 * buffer: after the first short or malformed read `bad` is set and every
 * further read gives 0, so that a parser checks once, at its end.
 */
#ifndef KPATH_BASE_BYTES_H
#define KPATH_BASE_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "strbuf.h"

/* Each appends one value to `sb`; bytes_get_*() reads it back. */
void bytes_put_uint(struct strbuf *sb, uint64_t v);	/* LEB128 */
void bytes_put_int(struct strbuf *sb, int64_t v);	/* zig-zag */
void bytes_put_blob(struct strbuf *sb, const void *p, size_t n);
void bytes_put_u64(struct strbuf *sb, uint64_t v);	/* 8 bytes, LE */

/* A string, without its 0. */
void bytes_put_str(struct strbuf *sb, const char *s);	/* a blob; NULL as "" */

struct bytes_reader {
	const unsigned char *p, *end;
	int bad;
};

/* Reads `n` bytes at `p`, which stay the caller's. What does not fit sets `bad`, and gives 0
 * from then on. */
void bytes_reader_init(struct bytes_reader *r, const void *p, size_t n);
uint64_t bytes_get_uint(struct bytes_reader *r);
uint32_t bytes_get_u32(struct bytes_reader *r);	/* bad above 32 bits */
int64_t bytes_get_int(struct bytes_reader *r);
uint64_t bytes_get_u64(struct bytes_reader *r);
const char *bytes_get_blob(struct bytes_reader *r, size_t *n);
const char *bytes_get_str(struct bytes_reader *r, struct arena *a);	/* a copy in `a`; "" where it is bad */

/* A count of items of at least `min` bytes each that follow: bad, and 0,
 * where they can't fit in what is left. */
uint32_t bytes_get_count(struct bytes_reader *r, size_t min);

#endif
