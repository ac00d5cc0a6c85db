/* SPDX-License-Identifier: MIT */
/*
 * Which tables a found way takes for granted. Where several tables hold a callee, the
 * one is named that goes with those of the other calls, else the very one of another call,
 * else one of a directory that the way comes through.
 */
#ifndef KPATH_QUERIES_PATH_WORLD_H
#define KPATH_QUERIES_PATH_WORLD_H

#include "queries/query.h"
#include "ties.h"

/* Makes the hops' evidence agree, and fills p->taken and p->world. */
void world_fill(struct ties *t, const struct knowledge *k, struct arena *a, struct q_path *p);

#endif
