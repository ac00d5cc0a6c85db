/* SPDX-License-Identifier: MIT */
/* Between the solver's own files: solver.c (pointers), solver_copy.c (structs). */
#ifndef KPATH_RESOLVE_SOLVER_P_H
#define KPATH_RESOLVE_SOLVER_P_H

#include "solver.h"

/* A list cell in front of `next`; its id. */
uint32_t solver_link_new(struct solver *s, uint32_t next, uint32_t node, uint32_t field);
/* What is done through a node: made at the first such thing. */
struct solver_use *solver_use_of(struct solver *s, uint32_t node);
/* D(f), what is stored in field f through open pointers. */
uint32_t solver_dynamic(struct solver *s, uint32_t field);

/* Fills the cells, and makes the copies of objects, that were asked for since. */
void solver_fill(struct solver *s);
/* A value arrived at a base that structs are copied from or to; it was opened. */
void solver_copies_of_value(struct solver *s, const struct solver_use *use, uint32_t object);
void solver_copies_of_open(struct solver *s, const struct solver_use *use);

#endif
