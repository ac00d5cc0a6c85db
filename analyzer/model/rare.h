/* SPDX-License-Identifier: MIT */
/* How far from the usual a condition is. */
#ifndef KPATH_MODEL_RARE_H
#define KPATH_MODEL_RARE_H

#include "model/graph.h"
#include "model/knowledge.h"

/* Does it seldom hold, by `rare_conditions`? A condition that is negated is none of
 * them, one whose negation is negated again is. */
int guard_is_rare(const struct graph *g, const struct knowledge *k, const struct g_guard *gu);

/* How surprising it is that it holds, in bits; of a case of a switch: which has so many values,
 * 0: not known. */
double guard_bits(const struct graph *g, const struct knowledge *k, const struct g_guard *gu, uint32_t cases);

#endif
