/* SPDX-License-Identifier: MIT */
/*
 * A set of 64-bit keys (open addressing), for millions of them: eight bytes a
 * place, in large pages. Key 0 is not allowed.
 */
#ifndef KPATH_BASE_IDSET_H
#define KPATH_BASE_IDSET_H

#include <stddef.h>
#include <stdint.h>

struct idset {
	uint64_t *tab;
	size_t nr, size;	/* size is 0 or a power of two */
};

void idset_release(struct idset *s);
void idset_grow(struct idset *s);	/* idset_add's */

static inline size_t idset_place(const struct idset *s, uint64_t key)
{
	uint64_t h = key * 0x9e3779b97f4a7c15ull;

	h ^= h >> 29;
	return (size_t)h & (s->size - 1);
}

/* Fetches what idset_add of this key will look at. */
static inline void idset_prefetch(const struct idset *s, uint64_t key)
{
	if (s->size)
		__builtin_prefetch(&s->tab[idset_place(s, key)]);
}

static inline int idset_has(const struct idset *s, uint64_t key)
{
	size_t i;

	if (!s->size)
		return 0;
	for (i = idset_place(s, key); s->tab[i] && s->tab[i] != key; i = (i + 1) & (s->size - 1))
		;
	return s->tab[i] != 0;
}

/* 1 where the key is new. */
static inline int idset_add(struct idset *s, uint64_t key)
{
	size_t i;

	if (s->nr * 10 >= s->size * 7)
		idset_grow(s);
	for (i = idset_place(s, key); s->tab[i]; i = (i + 1) & (s->size - 1))
		if (s->tab[i] == key)
			return 0;
	s->tab[i] = key;
	s->nr++;
	return 1;
}

#endif
