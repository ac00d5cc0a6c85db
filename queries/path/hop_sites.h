/* SPDX-License-Identifier: MIT */
/* The places in which the hops of a path are called; private to queries/path. */
#ifndef KPATH_QUERIES_HOP_SITES_H
#define KPATH_QUERIES_HOP_SITES_H

#include "queries/query.h"

#define MAX_HOP_SITES 16	/* of one hop that are compared */

struct hop_world {
	const struct graph *g;
	const struct knowledge *k;
	const struct q_place *pin;	/* places that are asked for */
	uint32_t nr_pin;
};

/* Replaces the edges of a route by those of the same hops that are called where it agrees
 * with the conditions of the others and is plainest; pinned places before all. */
void hop_sites_choose(const struct hop_world *w, uint32_t *edge, uint32_t nr);
/* Is each pinned place one of the route's? */
int hop_sites_pinned(const struct hop_world *w, const uint32_t *edge, uint32_t nr);
/* Fills `other` and `contradicts` of all hops. */
void hop_sites_fill(const struct hop_world *w, struct arena *a, struct q_path *p);
/* Fills `sets` of all hops. */
void hop_values(const struct graph *g, struct q_path_result *res);

#endif
