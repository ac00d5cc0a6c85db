/* SPDX-License-Identifier: MIT */
#include "strpool.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "xalloc.h"

const char *strpool_add(struct strpool *p, struct arena *a, const char *s)
{
	uint64_t key = digest_str(s);
	uint32_t *at;

	/* a collision only moves on to another key */
	for (;; key++) {
		at = idmap_put(&p->map, key, (uint32_t)p->nr);
		if (*at == p->nr)
			break;
		if (!strcmp(p->str[*at], s))
			return p->str[*at];
	}
	ALLOC_GROW(p->str, p->nr + 1, p->alloc);
	return p->str[p->nr++] = arena_strdup(a, s);
}

void strpool_release(struct strpool *p)
{
	idmap_release(&p->map);
	free(p->str);
	memset(p, 0, sizeof(*p));
}
