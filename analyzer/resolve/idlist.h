/* SPDX-License-Identifier: MIT */
/*
 * Lists of different ids, in order of arrival: a million of them, most of them
 * short. A short list has room for the next power of two; a long one has a hash
 * table of its ids, a power of two, behind that, and room for three quarters of
 * as many. They lie close together in a pool of their own.
 */
#ifndef KPATH_RESOLVE_IDLIST_H
#define KPATH_RESOLVE_IDLIST_H

#include <pthread.h>
#include <stdint.h>

#define IDLIST_SHORT 8		/* so many are looked through one by one */
#define IDLIST_CLASSES 32

struct idlist {
	uint32_t *id;
	uint32_t nr;
};

struct idpool {
	struct idpool_chunk *chunk;	/* the one that is being used up; then full ones */
	struct idpool_chunk *next;	/* after that; `thread` has its pages made ready */
	pthread_t thread;
	int threaded;
	uint32_t *unused[IDLIST_CLASSES];	/* by size: what lists grew out of */
};

/* Frees all lists of the pool at once. */
void idpool_release(struct idpool *p);

/* Appends an id; returns 0 where it is in the list already, or is 0. */
int idlist_add(struct idpool *p, struct idlist *l, uint32_t id);
int idlist_has(const struct idlist *l, uint32_t id);

/* The size of the hash table of nr > IDLIST_SHORT ids, as a power of two. */
static inline unsigned idlist_bits(uint32_t nr)
{
	unsigned bits = 32u - (unsigned)__builtin_clz(nr - 1);

	return bits + (nr > 3u << (bits - 2));
}

/* … and where that table stands. */
static inline uint32_t *idlist_table(const struct idlist *l, unsigned *bits)
{
	*bits = idlist_bits(l->nr);
	return l->id + (3u << (*bits - 2));
}

static inline uint32_t idlist_hash(uint32_t id, unsigned bits)
{
	return id * 0x9e3779b1u >> (32 - bits);
}

/* Fetches what idlist_add of this id will look at. */
static inline void idlist_prefetch(const struct idlist *l, uint32_t id)
{
	const uint32_t *table;
	unsigned bits;

	if (l->nr <= IDLIST_SHORT) {
		__builtin_prefetch(l->id);
		return;
	}
	table = idlist_table(l, &bits);
	__builtin_prefetch(&table[idlist_hash(id, bits)]);
}

#endif
