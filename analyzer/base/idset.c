/* SPDX-License-Identifier: MIT */
#include "idset.h"

#include "xalloc.h"

void idset_release(struct idset *s)
{
	free(s->tab);
	s->tab = NULL;
	s->nr = s->size = 0;
}

void idset_grow(struct idset *s)
{
	struct idset old = *s;
	size_t i;

	s->size = old.size ? old.size * 2 : 64;
	s->nr = 0;
	s->tab = xcalloc_large(s->size, sizeof(*s->tab));
	for (i = 0; i < old.size; i++)
		if (old.tab[i])
			idset_add(s, old.tab[i]);
	free(old.tab);
}
