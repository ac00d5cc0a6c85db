/* SPDX-License-Identifier: MIT */
/*
 * Structs that are looked at as an array of pointers to functions: ((fn *)&ops)[i](),
 * *(fn *)((char *)&ops + offset[i]) = f. Which member is meant is not known: any that
 * points to functions.
 */
#ifndef KPATH_RESOLVE_OVERLAID_H
#define KPATH_RESOLVE_OVERLAID_H

#include "prog.h"

struct tu_map;

/* Value v is a pointer to a function that is read (`store` 0) or stored; `node` holds it.
 * Nothing is done unless it lies over a struct. */
void overlaid_note(struct prog *p, struct tu_map *t, uint32_t v, uint32_t node, int store);
/* Once all fields are known: all of these to the solver. */
void overlaid_apply(struct prog *p);

#endif
