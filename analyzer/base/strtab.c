/* SPDX-License-Identifier: MIT */
#include "strtab.h"

#include "digest.h"
#include "xalloc.h"

/* Colliding digests are told apart by probing with a changed key. */
static uint32_t lookup(const struct strtab *t, const char *s, size_t n, uint64_t h,
		       uint64_t *key)
{
	for (;; h = digest_mix(h, 1)) {
		uint32_t *id = idmap_get(&t->map, h);

		*key = h;
		if (!id)
			return 0;
		if (t->len[*id] == n && !memcmp(t->str[*id], s, n))
			return *id;
	}
}

uint32_t strtab_append(struct strtab *t, const char *s, size_t n)
{
	ALLOC_GROW(t->str, t->nr + 1, t->alloc);
	ALLOC_GROW(t->len, t->nr + 1, t->len_alloc);
	t->str[t->nr] = arena_strndup(&t->arena, s, n);
	t->len[t->nr] = (uint32_t)n;
	return (uint32_t)t->nr++;
}

void strtab_init(struct strtab *t)
{
	memset(t, 0, sizeof(*t));
	strtab_append(t, "", 0);
}

void strtab_release(struct strtab *t)
{
	arena_release(&t->arena);
	free(t->str);
	free(t->len);
	idmap_release(&t->map);
	memset(t, 0, sizeof(*t));
}

void strtab_clear(struct strtab *t)
{
	arena_clear(&t->arena);
	idmap_clear(&t->map);
	t->nr = 0;
	strtab_append(t, "", 0);
}

uint32_t strtab_addn(struct strtab *t, const char *s, size_t n)
{
	return n ? strtab_add_digest(t, s, n, digest64(s, n)) : 0;
}

uint32_t strtab_add_digest(struct strtab *t, const char *s, size_t n, uint64_t digest)
{
	uint64_t key;
	uint32_t id;

	if (!n)
		return 0;
	id = lookup(t, s, n, digest, &key);
	if (id)
		return id;
	id = strtab_append(t, s, n);
	*idmap_put(&t->map, key, id) = id;
	return id;
}

uint32_t strtab_add(struct strtab *t, const char *s)
{
	return strtab_addn(t, s, strlen(s));
}

uint32_t strtab_find(const struct strtab *t, const char *s)
{
	size_t n = strlen(s);
	uint64_t key;

	return n ? lookup(t, s, n, digest64(s, n), &key) : 0;
}
