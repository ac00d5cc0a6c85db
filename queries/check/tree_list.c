/* SPDX-License-Identifier: MIT */
/* The names that are looked for in a tree, and what was found of each. */
#include "tree_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"

void tree_names_init(struct tree_names *t)
{
	memset(t, 0, sizeof(*t));
	arena_init(&t->arena);
}

void tree_names_release(struct tree_names *t)
{
	arena_release(&t->arena);
	free(t->name);
	idmap_release(&t->map);
	memset(t, 0, sizeof(*t));
}

void tree_names_want(struct tree_names *t, const char *name)
{
	uint32_t *at = idmap_put(&t->map, digest_str(name), t->nr);

	if (*at != t->nr || t->looked)
		return;
	ALLOC_GROW(t->name, t->nr + 1, t->alloc);
	memset(&t->name[t->nr], 0, sizeof(*t->name));
	t->name[t->nr++].name = name;
}

const struct tree_name *tree_names_get(const struct tree_names *t, const char *name)
{
	const uint32_t *at = t->nr ? idmap_get(&t->map, digest_str(name)) : NULL;

	return at && *at < t->nr && t->name[*at].nr ? &t->name[*at] : NULL;
}
