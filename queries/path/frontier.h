/* SPDX-License-Identifier: MIT */
/* Why there is no way. */
#ifndef KPATH_QUERIES_FRONTIER_H
#define KPATH_QUERIES_FRONTIER_H

#include "queries/query.h"

struct bindings;
struct search;

/* Why there is no way: fills res->frontier from a search that ended without one. */
void frontier_fill(const struct search *s, struct bindings *b, struct q_path_result *res);

#endif
