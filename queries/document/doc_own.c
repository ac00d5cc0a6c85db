/* SPDX-License-Identifier: MIT */
/* Names that the document itself calls or defines: what it writes as "f(" is a function of
 * its, wherever else the name stands. */
#include "doc_p.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"

#define SHORTEST 4
#define LONGEST 96

void doc_own_names(struct doc_reader *r, const char *s, size_t len)
{
	const char *at = s, *end = s + len;

	while ((at = memchr(at, '(', (size_t)(end - at))) != NULL) {
		size_t n = 0;

		while (at - n > s && n < LONGEST && doc_is_word((unsigned char)at[-1 - (ptrdiff_t)n]))
			n++;
		if (n >= SHORTEST && n < LONGEST && memchr(at - n, '_', n) && !isupper((unsigned char)at[-(ptrdiff_t)n]) &&
		    !isdigit((unsigned char)at[-(ptrdiff_t)n]))
			*idmap_put(&r->own, digest64(at - n, n), 1) = 1;
		at++;
	}
}

int doc_is_own(const struct doc_reader *r, const char *s, size_t n)
{
	return idmap_get(&r->own, digest64(s, n)) != NULL;
}
