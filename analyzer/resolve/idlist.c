/* SPDX-License-Identifier: MIT */
#include "idlist.h"

#include <sys/mman.h>

#include "base/xalloc.h"

#define CHUNK_WORDS (2u << 20)

struct idpool_chunk {
	struct idpool_chunk *next;
	size_t used, words;
	uint32_t word[];
};

/* A third of the solver's time was for the system to clear its pages: another
 * processor does that meanwhile, where the system knows of it (Linux 5.14). */
static void *make_ready(void *ctx)
{
#ifdef MADV_POPULATE_WRITE
	struct idpool_chunk *c = ctx;
	const size_t page = 4096, size = c->words * sizeof(*c->word);
	char *p = (char *)c->word;
	size_t skip = -(uintptr_t)p & (page - 1);

	if (skip < size)
		madvise(p + skip, (size - skip) & ~(page - 1), MADV_POPULATE_WRITE);
#endif
	return NULL;
}

static void wait_ready(struct idpool *p)
{
	if (p->threaded)
		pthread_join(p->thread, NULL);
	p->threaded = 0;
}

static struct idpool_chunk *chunk_new(size_t words)
{
	struct idpool_chunk *c = xcalloc_large(1, sizeof(*c) + words * sizeof(*c->word));

	c->words = words;
	return c;
}

static void add_chunk(struct idpool *p, size_t n)
{
	struct idpool_chunk *c = p->next;

	if (n > CHUNK_WORDS) {		/* one of its own */
		c = chunk_new(n);
	} else {
		wait_ready(p);
		if (!c)
			c = chunk_new(CHUNK_WORDS);
		p->next = NULL;
		if (p->chunk) {		/* a small program needs no more than one */
			p->next = chunk_new(CHUNK_WORDS);
			p->threaded = !pthread_create(&p->thread, NULL, make_ready, p->next);
		}
	}
	c->next = p->chunk;
	p->chunk = c;
}

void idpool_release(struct idpool *p)
{
	wait_ready(p);
	free(p->next);
	while (p->chunk) {
		struct idpool_chunk *next = p->chunk->next;

		free(p->chunk);
		p->chunk = next;
	}
	memset(p, 0, sizeof(*p));
}

#define FIRST_LONG 3		/* the class of the smallest list with a table */

/* A class is a size: of 2 << class ids; from FIRST_LONG on a table of 2 << class. */
static uint32_t room_of(unsigned class)
{
	return class < FIRST_LONG ? 2u << class : 3u << (class - 1);
}

static size_t words_of(unsigned class)
{
	return class < FIRST_LONG ? room_of(class) : room_of(class) + ((size_t)2 << class);
}

/* The class of a list that has ids. */
static unsigned class_of(uint32_t nr)
{
	if (nr > IDLIST_SHORT)
		return idlist_bits(nr) - 1;
	return nr < 3 ? 0 : 31u - (unsigned)__builtin_clz(nr - 1);
}

static uint32_t *take(struct idpool *p, unsigned class)
{
	uint32_t *w = p->unused[class];
	size_t n = words_of(class);
	struct idpool_chunk *c = p->chunk;

	if (w) {
		uint32_t *next;

		memcpy(&next, w, sizeof(next));
		p->unused[class] = next;
		return w;
	}
	if (!c || c->words - c->used < n) {
		add_chunk(p, n);
		c = p->chunk;
	}
	w = c->word + c->used;
	c->used += n;
	return w;
}

static void give_back(struct idpool *p, uint32_t *w, unsigned class)
{
	uint32_t *next = p->unused[class];

	memcpy(w, &next, sizeof(next));
	p->unused[class] = w;
}

static void put(uint32_t *table, unsigned bits, uint32_t id)
{
	uint32_t i = idlist_hash(id, bits);

	while (table[i])
		i = (i + 1) & ((1u << bits) - 1);
	table[i] = id;
}

/* From one class, all of whose room is used, to the next. */
static void grow(struct idpool *p, struct idlist *l)
{
	unsigned class = l->nr ? class_of(l->nr) + 1 : 0;
	uint32_t *w, *table, i;

	if (class >= IDLIST_CLASSES - 3)
		BUG("a list of %u ids", l->nr);
	w = take(p, class);
	if (l->nr) {
		memcpy(w, l->id, l->nr * sizeof(*w));
		give_back(p, l->id, class - 1);
	}
	if (class >= FIRST_LONG) {
		table = w + room_of(class);
		memset(table, 0, ((size_t)2 << class) * sizeof(*table));
		for (i = 0; i < l->nr; i++)
			put(table, class + 1, w[i]);
	}
	l->id = w;
}

int idlist_has(const struct idlist *l, uint32_t id)
{
	const uint32_t *table;
	unsigned bits;
	uint32_t i;

	if (l->nr <= IDLIST_SHORT) {
		for (i = 0; i < l->nr; i++)
			if (l->id[i] == id)
				return 1;
		return 0;
	}
	table = idlist_table(l, &bits);
	for (i = idlist_hash(id, bits); table[i]; i = (i + 1) & ((1u << bits) - 1))
		if (table[i] == id)
			return 1;
	return 0;
}

int idlist_add(struct idpool *p, struct idlist *l, uint32_t id)
{
	uint32_t *table;
	unsigned bits;

	if (!id || idlist_has(l, id))
		return 0;
	if (!l->nr || l->nr == room_of(class_of(l->nr)))
		grow(p, l);
	l->id[l->nr++] = id;
	if (l->nr > IDLIST_SHORT) {
		table = idlist_table(l, &bits);
		put(table, bits, id);
	}
	return 1;
}
