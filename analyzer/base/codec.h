/* SPDX-License-Identifier: MIT */
/*
 * A record of bytes that is described once, for its writer and its reader.
 *
 * The description is the list of a struct's members, a macro LIST(M, R, x) beside
 * the struct: M(x, what it holds, member) for each member, R(x, what, first, nr)
 * for two that belong together, an array and its length. "none" is what is not written
 * (padding too). CODEC_COMPLETE refuses to compile where a member does not
 * stand in the list; CODEC_MEMBERS(c, LIST, x) calls codec_HOLDS() for
 * each. Whoever has records of its own adds codec_ functions of its own.
 */
#ifndef KPATH_BASE_CODEC_H
#define KPATH_BASE_CODEC_H

#include "bytes.h"

struct codec {
	struct strbuf *out;		/* writing; NULL: reading */
	struct bytes_reader *in;	/* reading; `bad` is set where the bytes are no such record */
	struct arena *arena;		/* reading: where strings and arrays live */
};

/* Each writes *v, or reads it, or adds it to the digest: as the codec was made. */
void codec_u8(struct codec *c, uint8_t *v);
void codec_u32(struct codec *c, uint32_t *v);
void codec_size(struct codec *c, size_t *v);
void codec_int(struct codec *c, int *v);	/* never negative */
void codec_u64(struct codec *c, uint64_t *v);	/* a digest: always 8 bytes */
void codec_str(struct codec *c, const char **s);	/* NULL is written as "" */

/* How many items of at least `min` bytes each follow. */
void codec_count(struct codec *c, size_t *nr, size_t min);

/* An array of strings and its length; one that was read ends with a NULL. */
void codec_strs(struct codec *c, const char ***s, size_t *nr);

/* Bytes that point into what is read. */
void codec_blob(struct codec *c, const void **p, size_t *n);

#define codec_none(c, v) ((void)0)

#define CODEC_SIZE_(x, holds, m) + sizeof(((x *)0)->m)
#define CODEC_SIZE_R_(x, what, first, nr) CODEC_SIZE_(x, u32, first) CODEC_SIZE_(x, u32, nr)
/* `more`: the size of members that are described somewhere else. */
#define CODEC_COMPLETE(type, LIST, more) \
	_Static_assert(sizeof(type) == (more) LIST(CODEC_SIZE_, CODEC_SIZE_R_, type), \
		       "a member of " #type " does not stand in " #LIST \
		       ", or there is padding between members that is no member")

#define CODEC_M_(x, holds, m) codec_##holds(codec_, &(x)->m);
#define CODEC_R_(x, what, first, nr) codec_##what(codec_, &(x)->first, &(x)->nr);
#define CODEC_MEMBERS(c, LIST, x) do { \
	struct codec *codec_ = (c); \
	LIST(CODEC_M_, CODEC_R_, x) \
} while (0)

#endif
