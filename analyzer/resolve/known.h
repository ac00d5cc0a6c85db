/* SPDX-License-Identifier: MIT */
/* What call sites say of values. */
#ifndef KPATH_RESOLVE_KNOWN_H
#define KPATH_RESOLVE_KNOWN_H

#include "prog.h"

struct tu_map;

/* Keeps the conditions on parameters that call `c` of a body stands under; `guard`: of the TU. */
void known_note(struct prog *p, struct tu_map *t, const struct tu_body *body,
		const struct tu_call *c, const struct p_call *pc, uint32_t guard);
/* Fills g->known; the graph is finished. */
void known_write(struct prog *p);

#endif
