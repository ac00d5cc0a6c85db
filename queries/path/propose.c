/* SPDX-License-Identifier: MIT */
#include "propose.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "bindings.h"

#define TRIED 6			/* scenarios whose way is looked for: each is a search of its own */

struct fits {			/* how a scenario agrees with the way that was found without one */
	const struct k_scenario *s;
	uint32_t decides;	/* calls through pointers that it has a key for */
	uint32_t keeps;		/* of them those whose target stays */
	uint32_t last;		/* the number of the last that stays: the nearer to TO, the more it says */
};

static void judge(const struct graph *g, struct bindings *b, const struct q_path *p, struct fits *f)
{
	uint32_t i;

	for (i = 0; i < p->nr_hops; i++) {
		const struct g_edge *e = graph_edge(g, p->hop[i].edge);
		struct binding *key;

		if (p->hop[i].candidates < 2)
			continue;
		key = bindings_at(b, e->site);
		if (!key)
			continue;
		f->decides++;
		if (binding_allows(b, key, e)) {
			f->keeps++;
			f->last = i + 1;
		}
	}
}

static int cmp_fits(const void *a, const void *b)
{
	const struct fits *x = a, *y = b;

	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	if (x->keeps != y->keeps)
		return x->keeps > y->keeps ? -1 : 1;
	return x->s < y->s ? -1 : x->s > y->s;
}

static int cmp_proposed(const void *a, const void *b)
{
	const struct q_proposed *x = a, *y = b;

	if (x->cost < y->cost || x->cost > y->cost)
		return x->cost < y->cost ? -1 : 1;
	return x->scenario < y->scenario ? -1 : x->scenario > y->scenario;
}

/* The scenarios that decide a call of the way, those that say most first; how many. */
static uint32_t list_fits(const struct graph *g, const struct knowledge *k, const struct q_path *p,
			  struct fits *f)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < k->nr_scenario; i++) {
		const char *name[] = { k->scenario[i].name, NULL };
		struct strbuf err = STRBUF_INIT;
		struct bindings b;

		f[n] = (struct fits){ .s = &k->scenario[i] };
		if (bindings_init(&b, g, k, name, NULL, &err) == Q_FOUND)
			judge(g, &b, p, &f[n]);
		bindings_release(&b);
		strbuf_release(&err);
		n += f[n].keeps != 0;
	}
	qsort(f, n, sizeof(*f), cmp_fits);
	return n;
}

/* Its way, where that is no more surprising than the one without. */
static int try_one(const struct graph *g, const struct knowledge *k, const struct q_path_options *asked,
		   const struct fits *f, struct q_propose_result *res, struct strbuf *err)
{
	const char *name[] = { f->s->name, NULL };
	struct q_path_options opt = *asked;
	struct q_path_result way;
	int ret;

	opt.scenario = name;
	ret = q_path(g, k, &opt, &way, err);
	if (ret == Q_FOUND && way.path[0].cost < res->cost && res->nr < Q_PROPOSED_MAX)
		res->at[res->nr++] = (struct q_proposed){ f->s, way.path[0].cost, way.path[0].nr_hops, f->decides };
	q_path_release(&way);
	return ret == Q_FAILED ? -1 : 0;
}

int q_propose(const struct graph *g, const struct knowledge *k, uint32_t from, uint32_t to,
	      struct q_propose_result *res, struct strbuf *err)
{
	struct q_path_options opt = { .from = from, .to = to, .k = 1, .found_only = 1 };
	struct fits *f = xcalloc(k->nr_scenario + 1, sizeof(*f));
	struct q_path_result way;
	uint32_t i, n;
	int ret;

	memset(res, 0, sizeof(*res));
	ret = q_path(g, k, &opt, &way, err);
	if (ret == Q_FOUND) {
		res->cost = way.path[0].cost;
		n = list_fits(g, k, &way.path[0], f);
		for (i = 0; i < n && i < TRIED && ret == Q_FOUND; i++)
			if (try_one(g, k, &opt, &f[i], res, err))
				ret = Q_FAILED;
		qsort(res->at, res->nr, sizeof(*res->at), cmp_proposed);
	}
	q_path_release(&way);
	free(f);
	return ret == Q_FOUND && !res->nr ? Q_NONE : ret;
}
