/* SPDX-License-Identifier: MIT */
/* Parameters that are kept in parameters. */
#ifndef KPATH_RESOLVE_SETTERS_H
#define KPATH_RESOLVE_SETTERS_H

#include "prog.h"

struct tu_map;

/* Takes the store dst = src of `func` where it is one from parameter to
 * parameter: 1, and nothing else is to be done for it. */
int setter_take(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src);
/* Notes that `node` is stored to dst in `func`, where a mechanism keeps its functions;
 * returns the node to be stored. */
uint32_t setter_by_hand(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst,
			uint32_t node);
/* After the last body: makes the stores that were taken. */
void setters_apply(struct prog *p);

#endif
