/* SPDX-License-Identifier: MIT */
#include "company.h"

#include <string.h>

#include "base/digest.h"
#include "base/xalloc.h"
#include "cost.h"
#include "model/facts.h"
#include "queries/fold.h"
#include "settled.h"
#include "ties.h"

#define MAX_BEHIND 48		/* functions of the way that are looked at, from its end */
#define MAX_BESIDE 64		/* candidates of a call; of more nothing is said */
#define NO_DIR 1		/* of headers, which belong to nobody */

struct company {
	struct cost *cost;
	uint64_t price, goal, settled_price;
	uint32_t *dir;		/* by file: a name for its directory, 0 = not looked at yet */
	struct ties ties;	/* ties.g NULL: not looked at yet */
	struct settled settled;	/* settled.g NULL: so too */
	struct choice {		/* the last one that was looked at */
		uint32_t parent, site;
		uint32_t nr;		/* candidates; of all, [1] of those that the call names: */
		uint32_t familiar[2];	/* those in one of the directories */
		uint32_t at_goal[2];	/* … in that where the way is to end */
		uint32_t dir[MAX_BEHIND], nr_dir;
	} choice;
};

struct company *company_new(struct cost *cost)
{
	struct company *c;

	if (cost->w->company <= 0)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->cost = cost;
	c->price = (uint64_t)(cost->w->company * COST_UNIT) << 16;
	c->goal = (uint64_t)(cost->w->goal * COST_UNIT) << 16;
	c->settled_price = (uint64_t)(cost->w->settled * COST_UNIT) << 16;
	c->dir = xcalloc(cost->g->nr_file + 1, sizeof(*c->dir));
	return c;
}

void company_free(struct company *c)
{
	if (c)
		free(c->dir);
	if (c && c->ties.g)
		ties_release(&c->ties);
	if (c && c->settled.g)
		settled_release(&c->settled);
	free(c);
}

struct ties *company_ties(struct company *c)
{
	if (!c->ties.g)
		ties_init(&c->ties, c->cost->g);
	return &c->ties;
}

static uint32_t dir_of(struct company *c, uint32_t func)
{
	const struct graph *g = c->cost->g;
	uint32_t file = graph_func(g, func)->file;

	if (!c->dir[file]) {
		const char *name = graph_str(g, graph_file(g, file)->name), *slash = strrchr(name, '/');

		c->dir[file] = !slash || homes_is_header(g, file) ? NO_DIR :
			(uint32_t)digest64(name, (size_t)(slash - name)) | 2;
	}
	return c->dir[file];
}

uint64_t company_slack(const struct company *c)
{
	return 2 * c->price;
}

/* What has to be empty for this call to be made, by its name. */
static uint32_t empty_field(struct company *c, uint32_t edge)
{
	const struct graph *g = c->cost->g;
	const struct g_edge *e = graph_edge(g, edge);
	uint32_t i = e->wguard & GW_COUNT ? graph_site(g, e->site)->guard : 0;

	for (; i; i = graph_guard(g, i)->parent)
		if (graph_guard(g, i)->rel == GUARD_FALSE && !(graph_guard(g, i)->flags & GUARDF_EARLY) &&
		    graph_guard(g, i)->subject)
			return graph_guard(g, i)->subject;
	return 0;
}

void company_keep(struct company *c, const struct label *parent, uint32_t edge, struct label *l)
{
	const struct g_edge *e = graph_edge(c->cost->g, edge);
	uint32_t dir = edge_class(e) == EC_POINTER && e->kind != GK_INITCALL ?
		dir_of(c, edge_callee(c->cost->g, e)) : NO_DIR;
	uint32_t empty = empty_field(c, edge);

	l->company = dir == NO_DIR ? parent->company : dir;
	l->empty = empty ? empty : parent->empty;
	l->settled = c->settled.g ? settled_behind(&c->settled, parent->settled, e) : 0;
}

static int is_choice_of_table(const struct graph *g, const struct g_edge *e)
{
	return edge_class(e) == EC_POINTER && graph_evid(g, e->evid)->object;
}

void company_settle(struct company *c, uint32_t to)
{
	if (c->settled.g && c->settled.to != to)
		settled_release(&c->settled);
	if (!c->settled.g)
		settled_init(&c->settled, c->cost->g, company_ties(c), to);
}

int company_settles(const struct company *c)
{
	return c && c->settled.g;
}

int company_unsettled(struct company *c, const struct search *s, uint32_t label)
{
	uint32_t edge[UINT8_MAX], nr = 0, settled = 0, l;
	int chooses = 0;

	if (c->settled.g || !c->settled_price)
		return 0;
	for (l = label; l != UINT32_MAX && s->label[l].edge; l = s->label[l].parent) {
		if (nr == ARRAY_SIZE(edge))
			return 0;
		edge[nr++] = s->label[l].edge;
		chooses |= is_choice_of_table(s->g, graph_edge(s->g, s->label[l].edge));
	}
	if (!chooses)
		return 0;
	company_settle(c, s->to);
	while (nr) {
		const struct g_edge *e = graph_edge(s->g, edge[--nr]);

		if (settled_says(&c->settled, settled, e) < 0)
			return 1;
		settled = settled_behind(&c->settled, settled, e);
	}
	settled_release(&c->settled);
	return 0;
}

uint64_t company_worth(const struct company *c, const struct label *a, const struct label *b)
{
	if (!c)
		return 0;
	return (a->company != b->company || a->empty != b->empty ? 2 * c->price : 0) +
		(a->settled && a->settled != b->settled ? c->settled_price : 0);
}

void company_forget(struct company *c)
{
	c->choice.site = 0;
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

/* The directory of who makes the call; an inline function of a header stands for its caller. */
static uint32_t own_dir(struct company *c, const struct search *s, uint32_t parent)
{
	uint32_t l = parent, dir = NO_DIR;

	for (; l != UINT32_MAX && dir == NO_DIR; l = s->label[l].parent)
		dir = dir_of(c, graph_node(s->g, s->label[l].node)->func);
	return dir;
}

/* What there is to choose from at a call, on the way to label `parent`. */
static const struct choice *choice_at(struct company *c, const struct search *s, uint32_t parent, uint32_t edge)
{
	const struct graph *g = s->g;
	const struct g_edge *e = graph_edge(g, edge);
	struct choice *ch = &c->choice;
	uint32_t first, nr, i, last = 0, goal = dir_of(c, s->to);

	if (ch->site == e->site && ch->parent == parent)
		return ch;
	site_edges(g, e->from, e->site, &first, &nr);
	ch->site = e->site;
	ch->parent = parent;
	memset(ch->familiar, 0, sizeof(ch->familiar));
	memset(ch->at_goal, 0, sizeof(ch->at_goal));
	ch->nr = 0;
	ch->nr_dir = behind(c, s, parent, own_dir(c, s, parent), ch->dir);
	for (i = first; i < first + nr; i++) {
		const struct g_edge *o = graph_edge(g, i);
		uint32_t func = edge_callee(g, o), familiar, at_goal;

		if (edge_class(o) != EC_POINTER || cost_edge(c->cost, i) <= EDGE_DROPPED || func == last)
			continue;
		last = func;
		ch->nr++;
		familiar = (uint32_t)is_among(ch->dir, ch->nr_dir, dir_of(c, func));
		at_goal = goal != NO_DIR && dir_of(c, func) == goal;
		ch->familiar[0] += familiar;
		ch->at_goal[0] += at_goal;
		if (o->flags & GE_LIKELY) {
			ch->familiar[1] += familiar;
			ch->at_goal[1] += at_goal;
		}
	}
	return ch;
}

uint64_t company_price(struct company *c, const struct search *s, uint32_t parent, uint32_t edge)
{
	const struct g_edge *e = graph_edge(s->g, edge);
	const struct choice *ch;
	uint64_t price = 0;
	uint32_t dir, likely = (e->flags & GE_LIKELY) != 0;
	int says;

	if (edge_class(e) != EC_POINTER || e->kind == GK_INITCALL)
		return 0;
	if (c->settled.g && (says = settled_says(&c->settled, s->label[parent].settled, e)))
		return says > 0 ? 0 : c->settled_price;
	/* it may have been another object's */
	if (s->label[parent].empty &&
	    s->label[parent].empty == graph_slot(s->g, graph_site(s->g, e->site)->slot)->name)
		return 2 * c->price;
	ch = choice_at(c, s, parent, edge);
	if (ch->nr < 2)
		return 0;
	dir = dir_of(c, edge_callee(s->g, e));
	if (ch->at_goal[likely] && dir != dir_of(c, s->to))
		price = c->goal;
	if (parts(c, s, parent, edge))
		return price + 2 * c->price;
	/* what the call names itself is a surprise beside what it names, too, alone */
	return ch->nr > MAX_BESIDE || !ch->familiar[likely] || dir == NO_DIR ||
		is_among(ch->dir, ch->nr_dir, dir) ? price : price + c->price;
}
