/* SPDX-License-Identifier: MIT */
/* The least surprising way between two functions, and what is in between. */
#include "check_p.h"

#include <math.h>
#include <string.h>

#include "base/xalloc.h"
#include "queries/fold.h"
#include "queries/path/cost.h"
#include "queries/path/search.h"

#define MAX_WIDE 200		/* searches over everything, for one document: 10 to 20 ms each */
#define MAX_ROOM 12.0
#define MAX_PAIRS 64		/* functions of one name tried against those of another */

/* ---- ways --------------------------------------------------------------------------- */

/* What the choice among the targets of a call adds to its cost. */
static double choice(struct checker *c, struct cost *cost, uint32_t edge)
{
	const struct g_edge *e = graph_edge(c->g, edge);
	uint32_t n = cost_candidates(cost, edge);
	double bits = e->rule == GR_SLOT ? c->k->weight.rule[GR_SLOT] : 0;

	return !(e->flags & GE_LIKELY) && n > 1 ?
		bits + c->k->weight.candidates * log2(n) : bits;
}

static double surprise(struct checker *c, struct cost *cost, const struct route *r)
{
	double bits = 0;
	uint32_t i;

	for (i = 0; i < r->nr; i++) {
		const struct g_edge *e = graph_edge(c->g, r->edge[i]);
		uint32_t callee = edge_callee(c->g, e);
		double hop = graph_func(c->g, callee)->flags & GF_INLINE ? c->k->weight.wrapper :
								    c->k->weight.hop;

		bits += (double)cost_edge(cost, r->edge[i]) / COST_UNIT - hop;
		/* the document names the last callee, and its subject chooses the others */
		if (i + 1 < r->nr)
			bits += (double)cost_through(cost, edge_caller(c->g, e), callee) / COST_UNIT -
				choice(c, cost, r->edge[i]) / 2;
		else
			bits -= choice(c, cost, r->edge[i]);
	}
	return bits > 0 ? bits : 0;
}

/* No hop stands in an error branch or under unlikely(). */
static int is_usual(const struct checker *c, const struct route *r)
{
	uint32_t i;

	for (i = 0; i < r->nr; i++)
		if (graph_edge(c->g, r->edge[i])->wguard & (GW_ERROR | GW_UNLIKELY))
			return 0;
	return 1;
}

/* Bits beyond those that may surprise for which a search still has room: the choice of the
 * last callee does not count, and of others half. */
static double room(struct checker *c, struct cost *cost, uint32_t to)
{
	const struct g_func *f = graph_func(c->g, to);
	double most = 0, bits;
	uint32_t n, i;

	for (n = 0; n < f->nr_nodes && most < MAX_ROOM; n++) {
		const struct g_node *node = graph_node(c->g, f->node + n);

		for (i = node->in; i < node->in + node->nr_in && most < MAX_ROOM; i++) {
			uint32_t edge = graph_in_edge(c->g, i);

			if (graph_edge(c->g, edge)->rule == GR_DIRECT)
				continue;
			bits = choice(c, cost, edge);
			most = bits > most ? bits : most;
		}
	}
	return most + MAX_ROOM / 2 < MAX_ROOM ? most + MAX_ROOM / 2 : MAX_ROOM;
}

static const struct way *find_way(struct checker *c, uint32_t from, uint32_t to)
{
	const struct k_documents *doc = &c->k->doc;
	uint32_t *at = idmap_put(&c->pairs, idmap_pair(from, to), c->nr_way), label, slot;
	struct search *s = &c->search;
	struct route r = { 0 };
	struct way *w;

	if (*at != c->nr_way)
		return c->way[*at].nr ? &c->way[*at] : NULL;
	slot = c->nr_way;
	ALLOC_GROW(c->way, slot + 1, c->alloc_way);
	w = &c->way[c->nr_way++];
	memset(w, 0, sizeof(*w));
	if (slot >= CHECK_MAX_WAYS)
		return NULL;
	s->from = from;
	s->to = to;
	s->limit = (uint64_t)((doc->short_bits + doc->short_hops * c->k->weight.hop + room(c, &c->cost, to)) *
			      COST_UNIT) << 16;
	search_begin(s);
	search_start_all(s);
	if (search_run(s, NULL, 0, &label))
		return NULL;
	search_route(s, label, &r);
	w->bits = surprise(c, &c->cost, &r);
	/* one call is short, however rarely it is made */
	if (r.nr == 1 || (r.nr <= doc->short_hops && is_usual(c, &r) &&
	    (w->bits <= doc->short_bits || w->bits <= doc->short_bits_per_hop * r.nr))) {
		w->edge = arena_alloc(c->a, (r.nr + 1) * sizeof(*w->edge));
		memcpy(w->edge, r.edge, r.nr * sizeof(*r.edge));
		w->nr = r.nr;
	}
	route_release(&r);
	return w->nr ? w : NULL;
}

const struct way *check_way(struct checker *c, const struct named *a, const struct named *b)
{
	const struct way *best = NULL, *w;
	uint32_t i, j, tried = 0;
	struct way kept = { 0 };

	for (i = 0; i < a->nr; i++)
		for (j = 0; j < b->nr && tried < MAX_PAIRS; j++) {
			if (a->func[i] == b->func[j])
				continue;
			tried++;
			w = find_way(c, a->func[i], b->func[j]);
			if (w && (!kept.nr || w->bits < kept.bits))
				kept = *w;
		}
	if (kept.nr) {		/* the vector of ways moves: a copy */
		struct way *copy = arena_alloc(c->a, sizeof(*copy));

		*copy = kept;
		best = copy;
	}
	return best;
}

/* ---- … with all that is deferred, and in error branches ------------------------------ */

static void wide_begin(struct checker *c)
{
	uint32_t deferred = (uint32_t)(c->k->weight.deferred * COST_UNIT + 0.5);
	uint32_t executed = (uint32_t)(c->k->weight.executed * COST_UNIT + 0.5), i;

	cost_init(&c->wide, c->g, &c->k->weight, &c->bindings, 0, NULL);
	cost_weigh_all(&c->wide);
	/* that something runs later is no surprise here */
	for (i = 1; i < c->g->nr_edge; i++) {
		unsigned flags = graph_edge(c->g, i)->flags;
		uint32_t less = flags & GE_STARTED_BY ? deferred : flags & GE_EXECUTED_BY ? executed : 0;

		if (less && c->wide.edge[i] > EDGE_DROPPED)
			c->wide.edge[i] = c->wide.edge[i] > less + 2 ? c->wide.edge[i] - less : 2;
	}
	search_init(&c->wide_search, &c->wide, 0, 0, 0);
}

static struct wide_found *wide_pair(struct checker *c, uint32_t from, uint32_t to)
{
	const struct k_documents *doc = &c->k->doc;
	uint32_t *at = idmap_put(&c->wide_pairs, idmap_pair(from, to), c->nr_wide), label;
	struct search *s = &c->wide_search;
	struct route r = { 0 };
	struct wide_found *w;

	if (*at != c->nr_wide)
		return &c->wide_found[*at];
	if (!c->nr_wide)
		wide_begin(c);
	ALLOC_GROW(c->wide_found, c->nr_wide + 1, c->alloc_wide);
	w = &c->wide_found[c->nr_wide++];
	memset(w, 0, sizeof(*w));
	if (c->nr_searched++ > MAX_WIDE) {
		w->reach = REACH_UNASKED;
		return w;
	}
	s->from = from;
	s->to = to;
	s->limit = (uint64_t)((doc->far_bits * 2 + room(c, &c->wide, to)) * COST_UNIT) << 16;
	search_begin(s);
	search_start_all(s);
	if (search_run(s, NULL, 0, &label))
		return w;
	search_route(s, label, &r);
	w->way.bits = surprise(c, &c->wide, &r);
	if (r.nr <= doc->far_hops && w->way.bits <= doc->far_bits) {
		w->reach = REACH_SHORT;
		w->way.edge = arena_alloc(c->a, (r.nr + 1) * sizeof(*w->way.edge));
		memcpy(w->way.edge, r.edge, r.nr * sizeof(*r.edge));
		w->way.nr = r.nr;
	} else if (r.nr <= doc->far_hops && w->way.bits <= doc->far_bits * 2) {
		w->reach = REACH_FAR;
	}
	route_release(&r);
	return w;
}

const struct wide_found *check_wide(struct checker *c, const struct named *a, const struct named *b)
{
	struct wide_found *best = arena_alloc(c->a, sizeof(*best)), *w;
	uint32_t i, j, tried = 0;

	memset(best, 0, sizeof(*best));
	for (i = 0; i < a->nr; i++)
		for (j = 0; j < b->nr; j++) {
			if (a->func[i] == b->func[j])
				continue;
			if (tried++ == MAX_PAIRS) {
				best->reach = best->reach ? best->reach : REACH_FAR;
				return best;
			}
			w = wide_pair(c, a->func[i], b->func[j]);
			if (w->reach > best->reach ||
			    (w->reach == best->reach && w->way.bits < best->way.bits))
				*best = *w;
		}
	return best;
}

const char *check_way_text(struct checker *c, const struct way *w, int places)
{
	const struct graph *g = c->g;
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	strbuf_addstr(&sb, check_func_name(c, edge_caller(g, graph_edge(g, w->edge[0]))));
	for (i = 0; i < w->nr; i++) {
		const struct g_edge *e = graph_edge(g, w->edge[i]);
		const struct g_site *s = graph_site(g, e->site);

		strbuf_addf(&sb, " %s %s", e->flags & GE_STARTED_BY ? "~>" : "->",
			    check_func_name(c, edge_callee(g, e)));
		if (places && s->file)
			strbuf_addf(&sb, " (%s:%u)", graph_str(g, graph_file(g, s->file)->name), s->line);
	}
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}

/* The functions in between: "x, y". */
const char *check_between(struct checker *c, const struct way *w)
{
	struct strbuf sb = STRBUF_INIT;
	const char *kept;
	uint32_t i;

	for (i = 0; i + 1 < w->nr; i++)
		strbuf_addf(&sb, "%s%s", i ? ", " : "",
			    check_func_name(c, edge_callee(c->g, graph_edge(c->g, w->edge[i]))));
	kept = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return kept;
}
