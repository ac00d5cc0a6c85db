/* SPDX-License-Identifier: MIT */
/*
 * The proposed way is searched as one with its functions to be passed. Where there is
 * none, the first two of them that nothing joins are the reason, or the conditions that
 * exclude each other between them; else what it costs more than the answer.
 */
#include "why_not.h"

#include "base/xalloc.h"
#include "closed.h"
#include "queries/fold.h"
#include "search.h"

const char *const q_why_verdict_name[4] = { "same", "dearer", "closed", "no-call" };

static struct q_why_part part_of(const struct q_hop *h)
{
	return (struct q_why_part){
		.caller = h->caller, .callee = h->callee, .site = h->site, .guard = h->guard,
		.bits = h->bits, .candidates = h->candidates, .deferred = h->deferred,
	};
}

static int is_in(const struct q_path *p, const struct q_hop *h)
{
	uint32_t i;

	for (i = 0; i < p->nr_hops; i++)
		if (p->hop[i].caller == h->caller && p->hop[i].callee == h->callee)
			return 1;
	return 0;
}

/* Where both ways part, and the dearest calls that only the proposed one makes. */
static void compare(const struct q_path *way, const struct q_path *answer, struct q_why_not *w)
{
	uint32_t i;

	for (i = 0; i < way->nr_hops && i < answer->nr_hops &&
	     way->hop[i].callee == answer->hop[i].callee; i++)
		;
	if (i < way->nr_hops)
		w->here = part_of(&way->hop[i]);
	if (i < answer->nr_hops)
		w->there = part_of(&answer->hop[i]);
	if (i == way->nr_hops && i == answer->nr_hops)
		w->verdict = Q_WHY_SAME;
	for (i = 0; i < way->nr_hops; i++) {
		const struct q_hop *h = &way->hop[i];

		if (!is_in(answer, h) && (!w->dearest.callee || h->bits > w->dearest.bits))
			w->dearest = part_of(h);
	}
}

/* The conditions along the way taken together, which its legs do not see of each other. */
static int contradicts(const struct graph *g, const struct q_path *way, struct arena *a,
		       struct q_closed *closed)
{
	struct route r = { .nr = way->nr_hops };
	uint32_t i;
	int ret;

	r.edge = xmalloc(((size_t)r.nr + 1) * sizeof(*r.edge));
	for (i = 0; i < r.nr; i++)
		r.edge[i] = way->hop[i].edge;
	ret = route_closed(g, &r, a, closed);
	route_release(&r);
	return ret;
}

/* The first two of the chain that nothing joins. */
static int find_gap(const struct graph *g, const struct knowledge *k, const struct q_path_options *opt,
		    struct q_path_result *res, struct q_why_not *w, struct strbuf *err)
{
	struct q_path_options o = *opt;
	uint32_t i, at = opt->from;
	int ret = Q_FOUND;

	o.why_not = NULL;
	o.nr_why_not = o.nr_via = o.nr_pin = 0;
	o.k = 1;
	for (i = 0; i <= opt->nr_why_not && ret == Q_FOUND; i++) {
		uint32_t next = i < opt->nr_why_not ? opt->why_not[i] : opt->to;
		struct q_path_result leg;

		o.from = at;
		o.to = next;
		if (at != next) {
			ret = q_path(g, k, &o, &leg, err);
			w->gap_from = at;
			w->gap_to = next;
			if (ret == Q_NONE && leg.is_closed) {
				w->verdict = Q_WHY_CLOSED;
				w->closed = leg.closed;
				w->closed.value = arena_strdup(&res->arena, leg.closed.value);
			}
			q_path_release(&leg);
		}
		at = next;
	}
	return ret == Q_NONE ? Q_FOUND : ret;
}

int why_not_fill(const struct graph *g, const struct knowledge *k, const struct q_path_options *opt,
		 struct q_path_result *res, struct strbuf *err)
{
	struct q_why_not *w = arena_alloc(&res->arena, sizeof(*w));
	struct q_path_options o = *opt;
	struct q_path_result way;
	int ret;

	memset(w, 0, sizeof(*w));
	res->why_not = w;
	o.via = opt->why_not;
	o.nr_via = opt->nr_why_not;
	o.why_not = NULL;
	o.nr_why_not = o.nr_pin = 0;
	o.k = 1;
	ret = q_path(g, k, &o, &way, err);
	if (ret == Q_FOUND) {
		w->verdict = Q_WHY_DEARER;
		w->cost = way.path[0].cost;
		if (res->nr_paths)
			compare(&way.path[0], &res->path[0], w);
		if (w->verdict != Q_WHY_SAME && contradicts(g, &way.path[0], &res->arena, &w->closed))
			w->verdict = Q_WHY_CLOSED;
	} else if (ret == Q_NONE) {
		w->verdict = Q_WHY_NO_CALL;
		ret = find_gap(g, k, opt, res, w, err);
	}
	q_path_release(&way);
	return ret;
}
