/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <string.h>
#include <xxhash.h>

uint64_t digest64(const void *data, size_t len)
{
	return XXH3_64bits(data, len);
}

uint64_t digest_str(const char *s)
{
	return XXH3_64bits(s, strlen(s));
}
