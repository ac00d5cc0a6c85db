/* SPDX-License-Identifier: MIT */
/*
 * A hash map from 64-bit keys to 32-bit values (open addressing).
 *
 * Keys are content digests or packed ids; any key is allowed, 0 included.
 */
#ifndef KPATH_BASE_IDMAP_H
#define KPATH_BASE_IDMAP_H

#include <stddef.h>
#include <stdint.h>

struct idmap_entry {
	uint64_t key;
	uint32_t value;
	uint32_t used;
};

struct idmap {
	struct idmap_entry *tab;
	size_t nr, size;	/* size is 0 or a power of two */
};

#define IDMAP_INIT { NULL, 0, 0 }

/* An empty map; idmap_release() frees its memory, idmap_clear() keeps it. Usable again after
 * both. */
void idmap_init(struct idmap *m);
void idmap_release(struct idmap *m);
void idmap_clear(struct idmap *m);

/* The place of the value, NULL where the key is not in the map. The pointer
 * is good until the next idmap_put. */
uint32_t *idmap_get(const struct idmap *m, uint64_t key);

/* The place of the value; a new key starts with `dflt`. */
uint32_t *idmap_put(struct idmap *m, uint64_t key, uint32_t dflt);

/* Two 32-bit ids as one key. */
static inline uint64_t idmap_pair(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 32 | b;
}

#endif
