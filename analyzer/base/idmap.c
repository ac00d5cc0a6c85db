/* SPDX-License-Identifier: MIT */
#include "idmap.h"

#include "xalloc.h"

static size_t slot_of(const struct idmap *m, uint64_t key)
{
	uint64_t h = key * 0x9e3779b97f4a7c15ull;

	h ^= h >> 29;
	return (size_t)h & (m->size - 1);
}

void idmap_init(struct idmap *m)
{
	memset(m, 0, sizeof(*m));
}

void idmap_release(struct idmap *m)
{
	free(m->tab);
	idmap_init(m);
}

void idmap_clear(struct idmap *m)
{
	if (m->nr < m->size / 64)	/* emptying would cost more than filling did */
		idmap_release(m);
	if (m->tab && m->nr)
		memset(m->tab, 0, m->size * sizeof(*m->tab));
	m->nr = 0;
}

static struct idmap_entry *find(const struct idmap *m, uint64_t key)
{
	size_t i = slot_of(m, key);

	while (m->tab[i].used && m->tab[i].key != key)
		i = (i + 1) & (m->size - 1);
	return &m->tab[i];
}

uint32_t *idmap_get(const struct idmap *m, uint64_t key)
{
	struct idmap_entry *e;

	if (!m->nr)
		return NULL;
	e = find(m, key);
	return e->used ? &e->value : NULL;
}

static void grow(struct idmap *m)
{
	struct idmap old = *m;
	size_t i;

	m->size = old.size ? old.size * 2 : 64;
	m->tab = xcalloc_large(m->size, sizeof(*m->tab));
	for (i = 0; i < old.size; i++)
		if (old.tab[i].used)
			*find(m, old.tab[i].key) = old.tab[i];
	free(old.tab);
}

uint32_t *idmap_put(struct idmap *m, uint64_t key, uint32_t dflt)
{
	struct idmap_entry *e;

	if (m->nr * 10 >= m->size * 7)
		grow(m);
	e = find(m, key);
	if (!e->used) {
		e->used = 1;
		e->key = key;
		e->value = dflt;
		m->nr++;
	}
	return &e->value;
}
