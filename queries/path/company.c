/* SPDX-License-Identifier: MIT */
#include "company.h"

#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "cost.h"
#include "queries/fold.h"
#include "ties.h"

#define MAX_BEHIND 48		/* functions of the way that are looked at, from its end */
#define MAX_BESIDE 64		/* candidates of a call; of more nothing is said */
#define NO_DIR 1		/* of headers, which belong to nobody */

struct company {
	struct cost *cost;
	uint64_t price;
	uint32_t *dir;		/* by file: a name for its directory, 0 = not looked at yet */
	struct ties ties;	/* ties.g NULL: not looked at yet */
};

struct company *company_new(struct cost *cost)
{
	struct company *c;

	if (cost->w->company <= 0)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->cost = cost;
	c->price = (uint64_t)(cost->w->company * COST_UNIT) << 16;
	c->dir = xcalloc(cost->g->nr_file + 1, sizeof(*c->dir));
	return c;
}

void company_free(struct company *c)
{
	if (c)
		free(c->dir);
	if (c && c->ties.g)
		ties_release(&c->ties);
	free(c);
}

struct ties *company_ties(struct company *c)
{
	if (!c->ties.g)
		ties_init(&c->ties, c->cost->g);
	return &c->ties;
}

uint64_t company_slack(const struct company *c)
{
	return 2 * c->price;
}

static uint32_t dir_of(struct company *c, uint32_t func)
{
	const struct graph *g = c->cost->g;
	uint32_t file = graph_func(g, func)->file;

	if (!c->dir[file]) {
		const char *name = graph_str(g, graph_file(g, file)->name), *slash = strrchr(name, '/');
		size_t n = strlen(name);

		c->dir[file] = !slash || (n > 2 && !strcmp(name + n - 2, ".h")) ? NO_DIR :
			(uint32_t)digest64(name, (size_t)(slash - name)) | 2;
	}
	return c->dir[file];
}

static int is_chosen(const struct graph *g, uint32_t edge)
{
	return edge && edge_class(graph_edge(g, edge)) == EC_POINTER;
}

/* Where the way has been: what belongs to whoever makes the call only where it was chosen. */
static uint32_t behind(struct company *c, const struct search *s, uint32_t parent, uint32_t own,
		       uint32_t *dirs)
{
	uint32_t l, i, nr = 0, n;

	for (l = parent, n = 0; l != UINT32_MAX && n < MAX_BEHIND; l = s->label[l].parent, n++) {
		uint32_t d = dir_of(c, graph_node(s->g, s->label[l].node)->func);

		if (d == NO_DIR || (d == own && !is_chosen(s->g, s->label[l].edge)))
			continue;
		for (i = 0; i < nr && dirs[i] != d; i++)
			;
		if (i == nr)
			dirs[nr++] = d;
	}
	return nr;
}

static int is_among(const uint32_t *dirs, uint32_t nr, uint32_t dir)
{
	uint32_t i;

	for (i = 0; i < nr; i++)
		if (dirs[i] == dir)
			return 1;
	return 0;
}

/* Does a table behind on the way go with another one than any that holds the callee? */
static int parts(struct company *c, const struct search *s, uint32_t parent, uint32_t edge)
{
	uint32_t callee = edge_callee(s->g, graph_edge(s->g, edge)), l, n;

	for (l = parent, n = 0; l != UINT32_MAX && n < MAX_BEHIND; l = s->label[l].parent, n++) {
		if (!is_chosen(s->g, s->label[l].edge))
			continue;
		if (ties_part(company_ties(c), edge_callee(s->g, graph_edge(s->g, s->label[l].edge)), callee,
			      NULL, NULL))
			return 1;
	}
	return 0;
}

uint64_t company_price(struct company *c, const struct search *s, uint32_t parent, uint32_t edge)
{
	const struct graph *g = s->g;
	const struct g_edge *e = graph_edge(g, edge);
	uint32_t dirs[MAX_BEHIND], first, nr, i, n, dir;

	if (edge_class(e) != EC_POINTER || e->kind == GK_INITCALL)
		return 0;
	site_edges(g, e->from, e->site, &first, &nr);
	if (nr < 2)
		return 0;
	if (parts(c, s, parent, edge))
		return 2 * c->price;
	if (nr > MAX_BESIDE || (e->flags & GE_LIKELY))
		return 0;
	n = behind(c, s, parent, dir_of(c, edge_caller(g, e)), dirs);
	dir = dir_of(c, edge_callee(g, e));
	if (!n || dir == NO_DIR || is_among(dirs, n, dir))
		return 0;
	for (i = first; i < first + nr; i++) {
		const struct g_edge *o = graph_edge(g, i);

		if (edge_class(o) == EC_POINTER && cost_edge(c->cost, i) > EDGE_DROPPED &&
		    is_among(dirs, n, dir_of(c, edge_callee(g, o))))
			return c->price;
	}
	return 0;
}
