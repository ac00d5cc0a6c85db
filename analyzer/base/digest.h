/* SPDX-License-Identifier: MIT */
/*
 * Content digests (XXH3 of libxxhash): to tell equal from different and to
 * notice damage, not to keep an attacker out.
 */
#ifndef KPATH_BASE_DIGEST_H
#define KPATH_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

uint64_t digest64(const void *data, size_t len);
uint64_t digest_str(const char *s);

/* Order-dependent combination of two digests. */
static inline uint64_t digest_mix(uint64_t h, uint64_t v)
{
	h ^= v + 0x9e3779b97f4a7c15ull + (h << 6) + (h >> 2);
	h *= 0xff51afd7ed558ccdull;
	return h ^ (h >> 32);
}

#endif
