/* SPDX-License-Identifier: MIT */
#include "states_grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#define ARROWS 20		/* steps that a picture with arrows can have */

struct axis {
	const char **name;
	uint32_t *places, nr, alloc, alloc_places;
};

static uint32_t axis_at(struct axis *a, const char *name)
{
	uint32_t i;

	for (i = 0; i < a->nr && strcmp(a->name[i], name); i++)
		;
	if (i == a->nr) {
		ALLOC_GROW(a->name, a->nr + 1, a->alloc);
		ALLOC_GROW(a->places, a->nr + 1, a->alloc_places);
		a->places[a->nr] = 0;
		a->name[a->nr++] = name;
	}
	return i;
}

void states_each_step(const struct q_states_result *res, states_step_fn *fn, void *ctx)
{
	uint32_t i, j;

	for (i = 0; i < res->nr; i++) {
		const struct q_state *s = &res->state[i];

		if (!s->constant)
			continue;
		if (!s->known)
			fn(ctx, STATE_UNKNOWN, s->to, s->func);
		for (j = 0; s->known && j < s->from.nr; j++)
			fn(ctx, s->from.name[j], s->to, s->func);
	}
}

struct pairs {
	const char *from[ARROWS + 1], *to[ARROWS + 1];
	uint32_t nr;
};

static void count_pair(void *ctx, const char *from, const char *to, uint32_t func)
{
	struct pairs *p = ctx;
	uint32_t i;

	for (i = 0; i < p->nr; i++)
		if (!strcmp(p->from[i], from) && !strcmp(p->to[i], to))
			return;
	if (p->nr <= ARROWS) {
		p->from[p->nr] = from;
		p->to[p->nr++] = to;
	}
}

int states_crowded(const void *res)
{
	struct pairs p = { .nr = 0 };

	states_each_step(res, count_pair, &p);
	return p.nr > ARROWS;
}

struct axes { struct axis from, to; };

static void count_axes(void *ctx, const char *from, const char *to, uint32_t func)
{
	struct axes *a = ctx;
	uint32_t i = axis_at(&a->from, from), j = axis_at(&a->to, to);

	a->from.places[i]++;
	a->to.places[j]++;
}

/* Leaves the `max` with most places, in the order in which they came; "?" is the last. */
static uint32_t shorten(struct axis *a, uint32_t max)
{
	uint32_t i, j, n = 0, left = 0;

	for (i = 0; i < a->nr; i++) {
		uint32_t before = 0;

		for (j = 0; j < a->nr; j++)
			before += j < i ? a->places[j] >= a->places[i] : a->places[j] > a->places[i];
		if (before >= max)
			left++;
		else
			a->name[n++] = a->name[i];
		/* places are read by their first index: they stay */
	}
	a->nr = n;
	for (i = 0; i + 1 < n; i++)
		if (!strcmp(a->name[i], STATE_UNKNOWN)) {
			memmove(&a->name[i], &a->name[i + 1], (n - i - 1) * sizeof(*a->name));
			a->name[n - 1] = STATE_UNKNOWN;
			break;
		}
	return left;
}

static uint32_t find(const char *const *name, uint32_t nr, const char *what)
{
	uint32_t i;

	for (i = 0; i < nr && strcmp(name[i], what); i++)
		;
	return i;
}

static void count_cell(void *ctx, const char *from, const char *to, uint32_t func)
{
	struct states_grid *g = ctx;
	uint32_t i = find(g->from, g->nr_from, from), j = find(g->to, g->nr_to, to);

	if (i < g->nr_from && j < g->nr_to)
		g->nr[i * g->nr_to + j]++;
}

static void common(const char *name, const char **first, size_t *n)
{
	size_t k = 0;

	if (!strcmp(name, STATE_UNKNOWN))
		return;
	if (!*first) {
		*first = name;
		*n = strlen(name);
	}
	while (k < *n && name[k] == (*first)[k])
		k++;
	*n = k;
}

/* Up to the last "_" that all names share. */
static size_t prefix_of(const struct states_grid *g)
{
	const char *first = NULL;
	size_t n = 0;
	uint32_t i;

	for (i = 0; i < g->nr_from; i++)
		common(g->from[i], &first, &n);
	for (i = 0; i < g->nr_to; i++)
		common(g->to[i], &first, &n);
	while (n && first[n - 1] != '_')
		n--;
	return n;
}

void states_grid_init(struct states_grid *g, const void *res, uint32_t max, uint32_t *left_out)
{
	struct axes a = { { NULL }, { NULL } };

	states_each_step(res, count_axes, &a);
	*left_out = shorten(&a.from, max) + shorten(&a.to, max);
	*g = (struct states_grid){ .from = a.from.name, .to = a.to.name, .nr_from = a.from.nr,
				   .nr_to = a.to.nr };
	g->nr = xcalloc((size_t)g->nr_from * g->nr_to + 1, sizeof(*g->nr));
	states_each_step(res, count_cell, g);
	g->prefix = prefix_of(g);
	free(a.from.places);
	free(a.to.places);
}

void states_grid_release(struct states_grid *g)
{
	free(g->from);
	free(g->to);
	free(g->nr);
}
