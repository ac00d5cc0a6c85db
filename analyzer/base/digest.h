/* SPDX-License-Identifier: MIT */
/*
 * Content digests (XXH3 of libxxhash): to tell equal from different and to
 * notice damage, not to keep an attacker out.
 */
#ifndef KPATH_BASE_DIGEST_H
#define KPATH_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* XXH3 of 64 bits: of `len` bytes, of a string without its 0. The same on every machine. */
uint64_t digest64(const void *data, size_t len);
uint64_t digest_str(const char *s);

/* Of the bytes of a regular file; -1 where it can't be read. */
int digest_file(const char *path, uint64_t *h);

/* Order-dependent combination of two digests. */
static inline uint64_t digest_mix(uint64_t h, uint64_t v)
{
	/* both sides are scrambled: small numbers come in on either */
	h = (h + 0x9e3779b97f4a7c15ull) * 0xff51afd7ed558ccdull;
	h ^= h >> 29;
	h += v * 0xc4ceb9fe1a85ec53ull;
	h ^= h >> 32;
	h *= 0x9fb21c651e98df25ull;
	return h ^ (h >> 28);
}

#endif
