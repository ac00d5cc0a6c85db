/* SPDX-License-Identifier: MIT */
/*
 * Elements of an array that a constant names: what ops[2].run() calls is what the
 * initialiser has at 2, where nothing else is stored to the array.
 */
#ifndef KPATH_RESOLVE_ELEMENT_H
#define KPATH_RESOLVE_ELEMENT_H

#include "prog.h"

struct p_bound;
struct tu_map;

/* The element that lvalue v is, or is in, of an array variable: 1 + its index, and the
 * variable. 0: no such one, or which one is not known. */
uint32_t element_of(struct prog *p, struct tu_map *t, uint32_t v, uint32_t *var);
/* A call through lvalue v. */
void element_call(struct prog *p, struct tu_map *t, struct p_call *pc, uint32_t v);
/* After the last body: counts what is in which element. */
void element_index(struct prog *p);
/* After that: is the function in another element of the array that is called
 * from, and nowhere else? */
int element_forbids(const struct prog *p, const struct p_call *pc, const struct p_bound *b);

#endif
