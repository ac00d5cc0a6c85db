/* SPDX-License-Identifier: MIT */
#include "ties.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define MAX_TIED 16		/* tables of one initialiser; what names more is a list */
#define MAX_HOLDERS 24		/* tables that hold one function */
#define TIES_TYPE (1u << 31)

static uint32_t type_of(const struct ties *t, uint32_t object)
{
	return graph_object(t->g, object)->type;
}

static void tie(struct ties *t, uint32_t a, uint32_t b)
{
	if (a == b || type_of(t, a) == type_of(t, b))
		return;
	*idmap_put(&t->pair, idmap_pair(a, b), 1) = 1;
	*idmap_put(&t->pair, idmap_pair(b, a), 1) = 1;
	*idmap_put(&t->pair, idmap_pair(a, type_of(t, b) | TIES_TYPE), 1) = 1;
	*idmap_put(&t->pair, idmap_pair(b, type_of(t, a) | TIES_TYPE), 1) = 1;
}

static void tie_all(struct ties *t, const uint32_t *target, uint32_t nr)
{
	uint32_t i, j;

	for (i = 0; nr <= MAX_TIED && i < nr; i++)
		for (j = 0; j < i; j++)
			tie(t, target[i], target[j]);
}

static void add_holder(struct ties *t, uint32_t func, uint32_t object, uint32_t value)
{
	uint32_t *first = idmap_put(&t->holder, func, 0);

	if (*first && t->at[*first - 1].object == object)
		return;
	ALLOC_GROW(t->at, t->nr_at + 1, t->alloc_at);
	t->at[t->nr_at] = (struct ties_holder){ object, value, *first };
	*first = ++t->nr_at;
}

/* "[0].prot": the length of "[0]"; of a plain field 0. */
static size_t element(const char *field)
{
	const char *end = *field == '[' ? strchr(field, ']') : NULL;

	return end ? (size_t)(end - field) : 0;
}

void ties_init(struct ties *t, const struct graph *g)
{
	uint32_t target[MAX_TIED + 1], nr = 0, i, object = 0;
	const char *last = "";

	memset(t, 0, sizeof(*t));
	t->g = g;
	for (i = 1; i < g->nr_field_value; i++) {
		const struct g_field_value *v = graph_field_value(g, i);
		const char *field;

		if (v->func)
			add_holder(t, v->func, v->object, i);
		if (!v->target)
			continue;
		field = graph_str(g, v->field);
		if (v->object != object || element(field) != element(last) ||
		    strncmp(field, last, element(field))) {
			tie_all(t, target, nr);
			nr = 0;
		}
		object = v->object;
		last = field;
		if (nr <= MAX_TIED)
			target[nr++] = v->target;
	}
	tie_all(t, target, nr);
	homes_init(&t->homes, g);
}

void ties_release(struct ties *t)
{
	idmap_release(&t->pair);
	idmap_release(&t->holder);
	idmap_release(&t->apart);
	homes_release(&t->homes);
	free(t->at);
	memset(t, 0, sizeof(*t));
}

int ties_tied(const struct ties *t, uint32_t a, uint32_t b)
{
	return idmap_get(&t->pair, idmap_pair(a, b)) != NULL;
}

uint32_t ties_first(const struct ties *t, uint32_t func)
{
	uint32_t *first = idmap_get(&t->holder, func);

	return first ? *first : 0;
}

/* Do both tables say of each other's struct whom they go with, and it is somebody else? */
static int are_apart(const struct ties *t, uint32_t a, uint32_t b)
{
	uint32_t ta = type_of(t, a), tb = type_of(t, b);

	if (ta == tb || ties_tied(t, a, b))
		return 0;
	return (ties_tied(t, a, tb | TIES_TYPE) && ties_tied(t, b, ta | TIES_TYPE)) ||
		homes_part(&t->homes, a, b);
}

static int part(const struct ties *t, uint32_t func1, uint32_t func2, uint32_t *a, uint32_t *b)
{
	uint32_t i, j, n = 0, m, any = 0;

	for (i = ties_first(t, func1); i; i = t->at[i - 1].next) {
		if (++n > MAX_HOLDERS)
			return 0;
		for (j = ties_first(t, func2), m = 0; j; j = t->at[j - 1].next) {
			if (++m > MAX_HOLDERS || !are_apart(t, t->at[i - 1].object, t->at[j - 1].object))
				return 0;
			any = 1;
			if (a)
				*a = t->at[i - 1].object;
			if (b)
				*b = t->at[j - 1].object;
		}
	}
	return any != 0;
}

int ties_part(struct ties *t, uint32_t func1, uint32_t func2, uint32_t *a, uint32_t *b)
{
	uint32_t *memo = idmap_put(&t->apart, idmap_pair(func1, func2), 0);

	if (a || b)
		return part(t, func1, func2, a, b);
	if (!*memo)
		*memo = 1 + (uint32_t)part(t, func1, func2, NULL, NULL);
	return *memo == 2;
}
