/* SPDX-License-Identifier: MIT */
/* What is called through a local. */
#ifndef KPATH_RESOLVE_CALLEE_H
#define KPATH_RESOLVE_CALLEE_H

#include "prog.h"

struct tu_map;

/* v is called, a local that `from` was put into. Where it is a void * from a field and
 * only called, as a function of one type, others need not come there. */
void callee_tighten(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t v,
		    uint32_t from);

#endif
