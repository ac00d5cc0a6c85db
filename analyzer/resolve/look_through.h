/* SPDX-License-Identifier: MIT */
/* Small inline functions: what a call of one gives is taken from its body, for this call alone. */
#ifndef KPATH_RESOLVE_LOOK_THROUGH_H
#define KPATH_RESOLVE_LOOK_THROUGH_H

#include "eval.h"

/*
 * What a call of the small inline function `sym` gives for these arguments,
 * kept apart from other callers' arguments; *ok = 0 where it is not small.
 */
uint32_t look_through(struct prog *p, struct tu_map *t, const struct tu_call *c, uint32_t sym,
		      const struct eval_env *env, int *ok);

#endif
