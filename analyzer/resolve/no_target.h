/* SPDX-License-Identifier: MIT */
/* A call through a pointer that no function was found for: is there none, or is it not known? */
#ifndef KPATH_RESOLVE_NO_TARGET_H
#define KPATH_RESOLVE_NO_TARGET_H

#include "callgraph.h"

/* Notes of which structs one is overwritten by bytes that nothing is known of (em->overwritten). */
void no_target_init(struct emit *em);

/* Makes the site empty, where all stores are known, or unresolved and says why. `left_to_others`: the
 * knowledge file says that others store there. */
void no_target(const struct emit *em, const struct p_call *pc, struct g_site *site, int left_to_others);

#endif
