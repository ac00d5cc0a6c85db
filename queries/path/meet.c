/* SPDX-License-Identifier: MIT */
#include "meet.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "search.h"

#define RADIUS 9		/* so far from either function its uses are looked at, in bits */
#define MOST 10			/* … and so much both ways, and a field that many use, may be surprising */

/* By function: length of the nearest way from `from`, as far as RADIUS. */
static uint64_t *lengths_from(struct cost *cost, uint32_t from)
{
	const struct graph *g = cost->g;
	uint64_t *length = xmalloc(g->nr_func * sizeof(*length));
	struct search s;
	uint32_t i, label;

	for (i = 0; i < g->nr_func; i++)
		length[i] = LENGTH_MAX;
	search_init(&s, cost, from, 0, 0);
	s.limit = (uint64_t)(RADIUS * COST_UNIT) << 16;
	search_start_all(&s);
	search_run(&s, NULL, 0, &label);
	for (i = 0; i < s.nr_label; i++) {
		uint32_t f = graph_node(g, s.label[i].node)->func;

		if (s.label[i].length < length[f])
			length[f] = s.label[i].length;
	}
	search_release(&s);
	return length;
}

struct side {			/* the nearest use of one field by either side */
	uint32_t use;
	uint64_t length;
};

static void nearer(struct side *s, uint64_t length, uint32_t use)
{
	if (length < s->length)
		*s = (struct side){ use, length };
}

/* The more functions use a field, the less it says that these two do. */
static double surprise(const struct side *here, const struct side *there, uint32_t users)
{
	double bits = length_cost(here->length) + length_cost(there->length);

	for (; users > 1; users /= 2)
		bits++;
	return bits;
}

static void look(const struct graph *g, const struct knowledge *k, const uint64_t *from, const uint64_t *to,
		 struct q_meet *best)
{
	uint32_t i, end;

	for (i = 1; i < g->nr_use; i = end) {
		struct side here = { 0, LENGTH_MAX }, there = { 0, LENGTH_MAX };
		uint32_t slot = graph_use(g, i)->slot;
		double bits;

		for (end = i; end < g->nr_use && graph_use(g, end)->slot == slot; end++) {
			nearer(&here, from[graph_use(g, end)->func], end);
			nearer(&there, to[graph_use(g, end)->func], end);
		}
		if (!slot || here.length == LENGTH_MAX || there.length == LENGTH_MAX ||
		    graph_slot(g, slot)->kind != GS_FIELD ||
		    !k_strings_match(&k->meetings, graph_str(g, graph_slot(g, slot)->name)))
			continue;
		bits = surprise(&here, &there, end - i);
		/* what both call is no handing over */
		if (graph_use(g, here.use)->func == graph_use(g, there.use)->func ||
		    bits > MOST || (best->slot && bits >= best->bits))
			continue;
		*best = (struct q_meet){
			.slot = slot, .bits = bits,
			.here = graph_use(g, here.use)->func, .there = graph_use(g, there.use)->func,
			.here_at = { graph_use(g, here.use)->file, graph_use(g, here.use)->line },
			.there_at = { graph_use(g, there.use)->file, graph_use(g, there.use)->line },
		};
	}
}

void meet_fill(struct cost *cost, const struct knowledge *k, const struct q_path_options *opt,
	       struct q_path_result *res)
{
	uint64_t *from = lengths_from(cost, opt->from), *to = lengths_from(cost, opt->to);

	look(cost->g, k, from, to, &res->meet);
	free(from);
	free(to);
}
