/* SPDX-License-Identifier: MIT */
/* Which nodes may hold what nobody in the tree put there. */
#ifndef KPATH_RESOLVE_OUTSIDE_H
#define KPATH_RESOLVE_OUTSIDE_H

#include "prog.h"

/* After the solution: which nodes may hold what nobody in the tree put there. */
void outside_find(struct prog *p);
uint32_t outside_why(const struct prog *p, uint32_t node);	/* string, 0 = all is known */

#endif
