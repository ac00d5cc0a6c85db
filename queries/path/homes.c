/* SPDX-License-Identifier: MIT */
#include "homes.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_HOMES 24		/* files of one table; what more of them name is everybody's */

int homes_is_header(const struct graph *g, uint32_t file)
{
	uint32_t name = graph_file(g, file)->name;
	size_t n = graph_strlen(g, name);

	return n > 2 && !strcmp(graph_str(g, name) + n - 2, ".h");
}

/* Code of a header belongs to nobody. */
static int is_home(const struct graph *g, uint32_t file)
{
	return graph_strlen(g, graph_file(g, file)->name) > 2 && !homes_is_header(g, file);
}

static int is_at_home(const struct homes *h, uint32_t object, uint32_t file)
{
	const uint32_t *first = idmap_get(&h->first, object);
	uint32_t i;

	for (i = first ? *first : 0; i; i = h->at[i - 1].next)
		if (h->at[i - 1].file == file)
			return 1;
	return 0;
}

static void add_home(struct homes *h, uint32_t object, uint32_t file)
{
	uint32_t *first = idmap_get(&h->first, object);

	if (!first || (*first && h->at[*first - 1].file == file) || is_at_home(h, object, file) ||
	    !is_home(h->g, file))
		return;
	ALLOC_GROW(h->at, h->nr + 1, h->alloc);
	h->at[h->nr] = (struct homes_at){ file, *first };
	*first = ++h->nr;
	*idmap_put(&h->kind, idmap_pair(file, graph_object(h->g, object)->type), 0) = 1;
}

void homes_init(struct homes *h, const struct graph *g)
{
	uint32_t i;

	memset(h, 0, sizeof(*h));
	h->g = g;
	for (i = 1; i < g->nr_field_value; i++)
		if (graph_field_value(g, i)->func)
			idmap_put(&h->first, graph_field_value(g, i)->object, 0);
	for (i = 1; i < g->nr_object; i++)
		add_home(h, i, graph_object(g, i)->file);
	for (i = 1; i < g->nr_field_value; i++)
		add_home(h, graph_field_value(g, i)->target, graph_field_value(g, i)->file);
	for (i = 1; i < g->nr_store; i++)
		add_home(h, graph_store(g, i)->target, graph_store(g, i)->file);
}

void homes_release(struct homes *h)
{
	idmap_release(&h->first);
	idmap_release(&h->kind);
	free(h->at);
	memset(h, 0, sizeof(*h));
}

static size_t directory(const struct graph *g, uint32_t object, const char **name)
{
	const char *slash;

	*name = graph_str(g, graph_file(g, graph_object(g, object)->file)->name);
	slash = strrchr(*name, '/');
	return slash ? (size_t)(slash - *name) : 0;
}

static int stand_together(const struct graph *g, uint32_t a, uint32_t b)
{
	const char *name1, *name2;
	size_t n = directory(g, a, &name1);

	return n == directory(g, b, &name2) && !memcmp(name1, name2, n);
}

/* Is a table of this struct at home where the object is? -1: it is at home everywhere. */
static int meets(const struct homes *h, uint32_t object, uint32_t type)
{
	const uint32_t *first = idmap_get(&h->first, object);
	uint32_t i, n = 0;
	int found = 0;

	for (i = first ? *first : 0; i; i = h->at[i - 1].next) {
		if (++n > MAX_HOMES)
			return -1;
		found |= idmap_get(&h->kind, idmap_pair(h->at[i - 1].file, type)) != NULL;
	}
	return found;
}

int homes_part(const struct homes *h, uint32_t a, uint32_t b)
{
	const uint32_t *first = idmap_get(&h->first, a);
	uint32_t i;

	if (meets(h, a, graph_object(h->g, b)->type) <= 0 || meets(h, b, graph_object(h->g, a)->type) <= 0 ||
	    stand_together(h->g, a, b))
		return 0;
	for (i = first ? *first : 0; i; i = h->at[i - 1].next)
		if (is_at_home(h, b, h->at[i - 1].file))
			return 0;
	return 1;
}
