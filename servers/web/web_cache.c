/* SPDX-License-Identifier: MIT */
/* The last answers, by what was asked; the oldest goes where there is no room. */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/idmap.h"
#include "base/xalloc.h"
#include "web_p.h"

#define SLOTS 4096

struct kept {
	char *key;		/* NULL: free */
	size_t len;
	int status;
	struct strbuf body;
};

struct web_cache {
	struct kept slot[SLOTS];
	struct idmap at;	/* digest of the key -> 1 + slot */
	uint32_t next;		/* to be used, and the oldest */
	size_t bytes, max;
};

struct web_cache *web_cache_new(size_t bytes)
{
	struct web_cache *c = xcalloc(1, sizeof(*c));

	c->max = bytes;
	return c;
}

static void drop(struct web_cache *c, struct kept *k)
{
	if (!k->key)
		return;
	*idmap_put(&c->at, digest64(k->key, k->len), 0) = 0;
	c->bytes -= k->len + k->body.len;
	free(k->key);
	k->key = NULL;
	strbuf_release(&k->body);
}

void web_cache_free(struct web_cache *c)
{
	uint32_t i;

	if (!c)
		return;
	for (i = 0; i < SLOTS; i++)
		drop(c, &c->slot[i]);
	idmap_release(&c->at);
	free(c);
}

const struct strbuf *web_cache_get(struct web_cache *c, const char *key, size_t len, int *status)
{
	const uint32_t *at = idmap_get(&c->at, digest64(key, len));
	const struct kept *k = at && *at ? &c->slot[*at - 1] : NULL;

	if (!k || k->len != len || memcmp(k->key, key, len))
		return NULL;
	*status = k->status;
	return &k->body;
}

void web_cache_put(struct web_cache *c, const char *key, size_t len, int status, const struct strbuf *body)
{
	struct kept *k;
	uint32_t old, *at;

	if (len + body->len > c->max / 8)
		return;
	/* a map keeps the keys of what has gone: it is made anew now and then */
	if (c->at.nr > 4 * SLOTS) {
		idmap_clear(&c->at);
		for (old = 0; old < SLOTS; old++)
			if (c->slot[old].key)
				*idmap_put(&c->at, digest64(c->slot[old].key, c->slot[old].len), 0) = old + 1;
	}
	for (old = c->next; c->bytes + len + body->len > c->max; old = (old + 1) % SLOTS)
		drop(c, &c->slot[old]);
	at = idmap_put(&c->at, digest64(key, len), 0);
	if (*at)
		return;
	k = &c->slot[c->next];
	drop(c, k);
	k->key = xmalloc(len);
	memcpy(k->key, key, len);
	k->len = len;
	k->status = status;
	strbuf_init(&k->body);
	strbuf_add(&k->body, body->buf, body->len);
	c->bytes += len + body->len;
	*idmap_put(&c->at, digest64(key, len), 0) = c->next + 1;
	c->next = (c->next + 1) % SLOTS;
}
