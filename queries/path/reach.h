/* SPDX-License-Identifier: MIT */
/* Which functions can run at all. */
#ifndef KPATH_QUERIES_REACH_H
#define KPATH_QUERIES_REACH_H

#include "queries/query.h"

struct bindings;

/* By function: can it run, from whatever nobody calls, every entry and what the
 * bindings name on, by what they leave? The caller frees it. */
uint8_t *runnable_functions(const struct graph *g, const struct knowledge *k, struct bindings *b);

#endif
