/* SPDX-License-Identifier: MIT */
/* Which two places close a way whose conditions exclude each other. */
#ifndef KPATH_QUERIES_PATH_CLOSED_H
#define KPATH_QUERIES_PATH_CLOSED_H

#include "base/arena.h"
#include "queries/query.h"
#include "search.h"

/* 1 and *c where the conditions along the way exclude each other; `a` may be NULL, then
 * without c->value. */
int route_closed(const struct graph *g, const struct route *r, struct arena *a,
		 struct q_closed *c);

#endif
