/* SPDX-License-Identifier: MIT */
/*
 * Lists of different ids, in order of arrival: a million of them, most of them
 * short. A list has room for the next power of two; a long one has a hash
 * table of its ids behind that. They lie close together in a pool of their own.
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

/* Where the hash table of a list of nr > IDLIST_SHORT ids stands, and its size
 * as a power of two. */
static inline uint32_t *idlist_table(const struct idlist *l, unsigned *bits)
{
	*bits = 33u - (unsigned)__builtin_clz(l->nr - 1);
	return l->id + (1u << (*bits - 1));
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
