/* SPDX-License-Identifier: MIT */
/*
 * Where a hop's function is called: a caller may call it in several places,
 * under different conditions. The one that agrees with the conditions of the
 * rest of the path comes first, then the plainest; the others are kept.
 */
#include "hop_sites.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "model/facts.h"
#include "model/rare.h"
#include "queries/fold.h"

#define MAX_CONSTS 24
#define MAX_CONDS 400		/* of a path; what is more is not compared */

struct cond {			/* a condition on a field, as constants */
	uint32_t subject;	/* string of the graph */
	uint32_t hop;
	int is_not;
	uint16_t mask;		/* of a test of bits; 0: values are compared */
	const char *name[MAX_CONSTS];
	size_t len[MAX_CONSTS];
	const char *prefix[MAX_CONSTS];	/* that stands for the first bytes, or NULL */
	uint32_t nr;
};

static void add_const(struct cond *c, const struct knowledge *k, const char *s, size_t n)
{
	size_t i;

	if (!n)
		return;
	c->name[c->nr] = s;
	c->len[c->nr] = n;
	c->prefix[c->nr] = NULL;
	for (i = 0; i < k->state_masks.nr; i++) {
		size_t m = strlen(k->state_masks.p[i].key);

		if (n <= m || strncmp(s, k->state_masks.p[i].key, m))
			continue;
		c->name[c->nr] += m;
		c->len[c->nr] -= m;
		c->prefix[c->nr] = k->state_masks.p[i].value;
		c->mask = 0;
	}
	c->nr++;
}

/* A condition that says which constants a field is one of, or none of. */
static int read_cond(const struct graph *g, const struct knowledge *k, const struct g_guard *gu,
		     struct cond *c)
{
	uint32_t i;

	memset(c, 0, sizeof(*c));
	c->subject = gu->subject;
	c->mask = gu->mask;
	switch ((enum guard_rel)gu->rel) {
	case GUARD_NE: case GUARD_NOT_IN: case GUARD_NO_BIT:
		c->is_not = 1;
		break;
	case GUARD_EQ: case GUARD_IN: case GUARD_ANY_BIT:
		break;
	default:
		return 0;
	}
	/* of a variable another function may have one of the same name */
	if (!gu->subject || !strchr(graph_str(g, gu->subject), '.') ||
	    strstr(graph_str(g, gu->subject), "->"))
		return 0;
	for (i = 0; i < gu->nr_consts; i++) {
		const char *s = graph_str(g, graph_constant(g, gu->consts + i)->name);

		while (*s) {	/* "TCP_CLOSE", "(TCPF_CLOSE | TCPF_LISTEN)" */
			size_t n = strcspn(s, ",|() ");

			if (n && c->nr == MAX_CONSTS)
				return 0;
			add_const(c, k, s, n);
			s += n + (s[n] != 0);
		}
	}
	return c->nr != 0;
}

static int is_same_const(const struct cond *a, uint32_t i, const struct cond *b, uint32_t j)
{
	const char *p = a->prefix[i] ? a->prefix[i] : "", *q = b->prefix[j] ? b->prefix[j] : "";
	size_t n = strlen(p), m = strlen(q);

	return n + a->len[i] == m + b->len[j] &&
		(n <= m ? !strncmp(p, q, n) && !strncmp(q + n, a->name[i], m - n) &&
		 !strncmp(a->name[i] + (m - n), b->name[j], b->len[j]) :
		 is_same_const(b, j, a, i));
}

static uint32_t common(const struct cond *a, const struct cond *b)
{
	uint32_t i, j, n = 0;

	for (i = 0; i < a->nr; i++) {
		for (j = 0; j < b->nr && !is_same_const(a, i, b, j); j++)
			;
		n += j < b->nr;
	}
	return n;
}

/* Can't both hold of one object at one time? */
static int excludes(const struct cond *a, const struct cond *b)
{
	if (a->subject != b->subject || (a->is_not && b->is_not))
		return 0;
	if (a->mask || b->mask)	/* several bits may be set */
		return a->mask && b->mask && a->is_not != b->is_not &&
			!((a->is_not ? b->mask & ~a->mask : a->mask & ~b->mask));
	if (a->is_not)
		return common(b, a) == b->nr;
	if (b->is_not)
		return common(a, b) == a->nr;
	return !common(a, b);
}

/* ---- a path's conditions ------------------------------------------------------------ */

struct conds {
	struct cond *at;
	uint32_t nr;
};

static void drop_hop(struct conds *all, uint32_t hop)
{
	uint32_t i, n = 0;

	for (i = 0; i < all->nr; i++)
		if (all->at[i].hop != hop)
			all->at[n++] = all->at[i];
	all->nr = n;
}

static void add_guards(const struct hop_world *w, struct conds *all, uint32_t hop, uint32_t guard)
{
	for (; guard && all->nr < MAX_CONDS; guard = graph_guard(w->g, guard)->parent)
		if (read_cond(w->g, w->k, graph_guard(w->g, guard), &all->at[all->nr]))
			all->at[all->nr++].hop = hop;
}

/* How many conditions of other hops this place's conditions exclude; *which: one of them. */
static uint32_t contradictions(const struct hop_world *w, const struct conds *all, uint32_t hop,
			       uint32_t guard, uint32_t *which)
{
	uint32_t i, n = 0;
	struct cond c;

	for (; guard; guard = graph_guard(w->g, guard)->parent) {
		if (!read_cond(w->g, w->k, graph_guard(w->g, guard), &c))
			continue;
		for (i = 0; i < all->nr; i++)
			if (all->at[i].hop != hop && excludes(&c, &all->at[i])) {
				*which = all->at[i].hop;
				n++;
			}
	}
	return n;
}

/* How far from plain a place is: by its conditions, in bits. */
static double strangeness(const struct hop_world *w, uint32_t guard)
{
	const struct k_weights *k = &w->k->weight;
	double sum = 0;

	for (; guard; guard = graph_guard(w->g, guard)->parent) {
		const struct g_guard *gu = graph_guard(w->g, guard);

		if (!(gu->flags & GUARDF_EARLY) && guard_is_rare(w->g, w->k, gu))
			sum += k->rare;
		if (gu->flags & GUARDF_UNLIKELY)
			sum += k->unlikely;
		else if (guard_in_error(gu->flags))
			sum += k->error;
		else
			sum += guard_bits(w->g, w->k, gu, 0) * k->guard;
	}
	return sum;
}

/* ---- choice ---------------------------------------------------------------------------- */

struct choice {
	uint32_t edge;
	int pinned, found;	/* found: by the search */
	uint32_t against;
	double strange;
};

static int cmp_choice(const void *a, const void *b, void *graph)
{
	const struct choice *x = a, *y = b;
	const struct g_site *s = graph_site(graph, graph_edge(graph, x->edge)->site);
	const struct g_site *t = graph_site(graph, graph_edge(graph, y->edge)->site);

	if (x->pinned != y->pinned)
		return y->pinned - x->pinned;
	if (x->against != y->against)
		return x->against < y->against ? -1 : 1;
	if (x->strange != y->strange)
		return x->strange < y->strange ? -1 : 1;
	if (x->found != y->found)
		return y->found - x->found;
	return place_cmp(graph, s->file, s->line, t->file, t->line);
}

static int is_pinned(const struct hop_world *w, const struct g_site *s)
{
	uint32_t i;

	for (i = 0; i < w->nr_pin; i++)
		if (w->pin[i].file == s->file && w->pin[i].line == s->line)
			return 1;
	return 0;
}

/* The edges that call the same function in the same way: one a line. */
static uint32_t alternatives(const struct hop_world *w, uint32_t edge, uint32_t *out, uint32_t max)
{
	const struct graph *g = w->g;
	const struct g_edge *e = graph_edge(g, edge), *f;
	const struct g_node *n = graph_node(g, e->from);
	uint32_t i, j, nr = 0;

	out[nr++] = edge;
	for (i = n->edge; i < n->edge + n->nr_edges && nr < max; i++) {
		f = graph_edge(g, i);
		if (i == edge || f->to != e->to || f->flags != e->flags || f->kind != e->kind ||
		    f->rule != e->rule)
			continue;
		for (j = 0; j < nr; j++)
			if (graph_site(g, graph_edge(g, out[j])->site)->line == graph_site(g, f->site)->line)
				break;
		if (j == nr)
			out[nr++] = i;
	}
	return nr;
}

static void choose(const struct hop_world *w, struct conds *all, uint32_t *edges, uint32_t hop)
{
	uint32_t edge[MAX_HOP_SITES], nr = alternatives(w, edges[hop], edge, MAX_HOP_SITES), i, any;
	struct choice c[MAX_HOP_SITES];

	if (nr < 2)
		return;
	drop_hop(all, hop);
	for (i = 0; i < nr; i++) {
		const struct g_site *s = graph_site(w->g, graph_edge(w->g, edge[i])->site);

		c[i] = (struct choice){ edge[i], is_pinned(w, s), !i,
					contradictions(w, all, hop, s->guard, &any),
					strangeness(w, s->guard) };
	}
	qsort_r(c, nr, sizeof(*c), cmp_choice, (void *)w->g);
	edges[hop] = c[0].edge;
	add_guards(w, all, hop, graph_site(w->g, graph_edge(w->g, edges[hop])->site)->guard);
}

void hop_sites_choose(const struct hop_world *w, uint32_t *edge, uint32_t nr)
{
	struct conds all = { .at = xcalloc(MAX_CONDS + 1, sizeof(*all.at)) };
	uint32_t i, n, unused[MAX_HOP_SITES];
	unsigned round;

	/* what can only be called in one place comes first, then what must agree with it */
	for (i = 0; i < nr; i++)
		if (alternatives(w, edge[i], unused, MAX_HOP_SITES) == 1)
			add_guards(w, &all, i, graph_site(w->g, graph_edge(w->g, edge[i])->site)->guard);
	for (round = 0; round < 2; round++)
		for (n = nr; n-- > 0;)
			choose(w, &all, edge, n);
	free(all.at);
}

int hop_sites_pinned(const struct hop_world *w, const uint32_t *edge, uint32_t nr)
{
	uint32_t i, p;

	for (p = 0; p < w->nr_pin; p++) {
		for (i = 0; i < nr; i++) {
			const struct g_site *s = graph_site(w->g, graph_edge(w->g, edge[i])->site);

			if (s->file == w->pin[p].file && s->line == w->pin[p].line)
				break;
		}
		if (i == nr)
			return 0;
	}
	return 1;
}

static int is_name(const char *text)
{
	return (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z') || *text == '_';
}

void hop_values(const struct graph *g, struct q_path_result *res)
{
	struct idmap hop_of = IDMAP_INIT;	/* site -> string, 0 = none */
	const unsigned site = offsetof(struct g_arg, site) / 4;
	uint32_t sites[GRAPH_BLOCK], i, j, nr;

	for (i = 0; i < res->nr_paths; i++)
		for (j = 0; j < res->path[i].nr_hops; j++)
			idmap_put(&hop_of, graph_edge(g, res->path[i].hop[j].edge)->site, 0);
	for (i = 0; (nr = graph_column(g, GRAPH_arg, site, i, sites)); i += nr)
		for (j = 0; j < nr; j++) {
			uint32_t *text = i + j ? idmap_get(&hop_of, sites[j]) : NULL;
			const struct g_arg *x = text && !*text ? graph_arg(g, i + j) : NULL;

			if (x && x->slot && x->kind == VAL_CONST && is_name(graph_str(g, x->text)))
				*text = x->text;
		}
	for (i = 0; i < res->nr_paths; i++)
		for (j = 0; j < res->path[i].nr_hops; j++) {
			struct q_hop *h = &res->path[i].hop[j];

			h->sets = graph_str(g, *idmap_get(&hop_of, graph_edge(g, h->edge)->site));
		}
	idmap_release(&hop_of);
}

static int cmp_site(const void *a, const void *b)
{
	const struct q_hop_site *x = a, *y = b;

	return x->site.line < y->site.line ? -1 : x->site.line > y->site.line;
}

void hop_sites_fill(const struct hop_world *w, struct arena *a, struct q_path *p)
{
	struct conds all = { .at = xcalloc(MAX_CONDS + 1, sizeof(*all.at)) };
	uint32_t i, j, nr, against, edge[MAX_HOP_SITES];

	for (i = 0; i < p->nr_hops; i++)
		add_guards(w, &all, i, p->hop[i].guard);
	for (i = 0; i < p->nr_hops; i++) {
		struct q_hop *h = &p->hop[i];

		if (contradictions(w, &all, i, h->guard, &against))
			h->contradicts = against + 1;
		nr = alternatives(w, h->edge, edge, MAX_HOP_SITES);
		h->other = arena_alloc(a, nr * sizeof(*h->other));
		for (j = 1; j < nr; j++) {
			const struct g_site *s = graph_site(w->g, graph_edge(w->g, edge[j])->site);

			h->other[h->nr_other++] = (struct q_hop_site){ { s->file, s->line }, s->guard };
		}
		if (h->nr_other)
			qsort(h->other, h->nr_other, sizeof(*h->other), cmp_site);
	}
	free(all.at);
}
