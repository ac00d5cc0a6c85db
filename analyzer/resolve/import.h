/* SPDX-License-Identifier: MIT */
/* Bodies to constraints. */
#ifndef KPATH_RESOLVE_IMPORT_H
#define KPATH_RESOLVE_IMPORT_H

#include "prog.h"

struct tu_map;

/* Takes the bodies that this TU gives: constraints to the solver, call sites to the graph. */
void import_bodies(struct prog *p, struct tu_map *t);
/* 1 + the parameter of `func` that v still is; 0 where it is none, or one
 * that the body assigns to. */
uint16_t tu_own_param(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func);
/* The same, also of a parameter that nothing but one constant is assigned to: the value of
 * the TU that is that constant is then *constant, else 0. */
uint16_t tu_kept_param(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func, uint32_t *constant);

#endif
