/* SPDX-License-Identifier: MIT */
/* Calls around a function, as a scenario leaves them. */
#ifndef KPATH_QUERIES_EDGES_AS_H
#define KPATH_QUERIES_EDGES_AS_H

#include "queries/query.h"

/*
 * Drops from `res` (of q_neighbours) the calls that the scenarios rule out, and those further
 * away that nothing leads to any more; `candidates` become what is left at each call.
 * `scenario` as in struct q_path_options. Q_FOUND, Q_NONE (nothing is left), or Q_UNKNOWN and a sentence.
 */
int q_edges_as(const struct graph *g, const struct knowledge *k, const char *const *scenario,
	       struct q_edges_result *res, struct strbuf *err);

#endif
