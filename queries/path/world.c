/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <string.h>

#include "bindings.h"
#include "queries/fold.h"

static int is_choice(const struct graph *g, const struct q_hop *h)
{
	return h->object && edge_class(graph_edge(g, h->edge)) == EC_POINTER;
}

#define TIED 1024		/* more than all of what follows together, for any way that is found */
enum { AT_HOME = 1, SAME = 2, SAME_AS_SAID = 4 };

static int is_beside(const struct graph *g, uint32_t file, uint32_t func)
{
	const char *a = graph_str(g, graph_file(g, file)->name);
	const char *b = graph_str(g, graph_file(g, graph_func(g, func)->file)->name);
	const char *x = strrchr(a, '/'), *y = strrchr(b, '/');

	return x && y && x - a == y - b && !memcmp(a, b, (size_t)(x - a));
}

/* Does the way come through the directory that the table is in? */
static int is_at_home(const struct graph *g, const struct q_path *p, uint32_t object)
{
	uint32_t i;

	for (i = 0; i < p->nr_hops; i++)
		if (is_beside(g, graph_object(g, object)->file, p->hop[i].caller))
			return 1;
	return 0;
}

/* How many other hops have a table that goes with this one, and how many may be of this very one. */
static uint32_t friends(const struct ties *t, const struct q_path *p, uint32_t hop, uint32_t object)
{
	uint32_t i, h, n = is_at_home(t->g, p, object) ? AT_HOME : 0;

	for (i = 0; i < p->nr_hops; i++) {
		uint32_t best = 0;

		if (i == hop || !is_choice(t->g, &p->hop[i]))
			continue;
		for (h = ties_first(t, p->hop[i].callee); h && best < TIED; h = t->at[h - 1].next)
			if (ties_tied(t, object, t->at[h - 1].object))
				best = TIED;
			else if (t->at[h - 1].object == object)
				best = p->hop[i].object == object ? SAME_AS_SAID : best ? best : SAME;
		n += best;
	}
	return n;
}

/* 1 where the hop's table goes with that of another hop. */
static int agree(const struct ties *t, struct arena *a, struct q_path *p, uint32_t hop)
{
	struct q_hop *h = &p->hop[hop];
	uint32_t most = friends(t, p, hop, h->object), i, best = 0, n;
	uint32_t type = graph_object(t->g, h->object)->type;

	for (i = ties_first(t, h->callee); i; i = t->at[i - 1].next) {
		if (graph_object(t->g, t->at[i - 1].object)->type != type)
			continue;
		n = friends(t, p, hop, t->at[i - 1].object);
		if (n > most) {
			most = n;
			best = i;
		}
	}
	if (best && h->slot) {
		const struct g_field_value *v = graph_field_value(t->g, t->at[best - 1].value);

		h->object = v->object;
		h->registered = (struct q_place){ v->file, v->line };
		h->via = reason_via(t->g, a, t->at[best - 1].value, h->slot, h->callee);
	}
	return most >= TIED;
}

static int names(const char *list, const char *name)
{
	size_t n = strlen(name);

	while (*list) {
		size_t len = strcspn(list, ",");

		if (len == n && !strncmp(list, name, n))
			return 1;
		list += len + (list[len] == ',');
	}
	return 0;
}

/* How many of the tables the scenario binds; -1: it binds others. */
static int fits(const struct graph *g, const struct k_scenario *s, const struct q_path *p)
{
	int n = 0;
	uint32_t i;

	for (i = 0; i < p->nr_taken; i++) {
		const struct g_object *o = graph_object(g, p->taken[i].object);
		const char *bound = k_pairs_get(&s->bind, graph_str(g, o->type));

		if (!bound)
			continue;
		if (!names(bound, graph_str(g, o->name)))
			return -1;
		n++;
	}
	return n;
}

static void find_world(const struct graph *g, const struct knowledge *k, struct q_path *p)
{
	int best = 0, n;
	size_t i;

	for (i = 0; i < k->nr_scenario; i++) {
		n = fits(g, &k->scenario[i], p);
		if (n > best) {
			best = n;
			p->world = k->scenario[i].name;
		}
	}
}

void world_fill(struct ties *t, const struct knowledge *k, struct arena *a, struct q_path *p)
{
	uint32_t i, j;

	p->taken = arena_alloc(a, (p->nr_hops + 1) * sizeof(*p->taken));
	for (i = 0; i < p->nr_hops; i++) {
		if (!is_choice(t->g, &p->hop[i]) || !agree(t, a, p, i))
			continue;
		for (j = 0; j < p->nr_taken && p->taken[j].object != p->hop[i].object; j++)
			;
		if (j == p->nr_taken)
			p->taken[p->nr_taken++] = (struct q_taken){ p->hop[i].object, i };
	}
	if (p->nr_taken)
		find_world(t->g, k, p);
}
