/* SPDX-License-Identifier: MIT */
/*
 * Conditions on other fields of the struct that a function is called from:
 * `if (!p->early) p->setup_func(…)`. Of a table whose initialiser says what the
 * other field holds, and which nothing stores to later, the condition is known.
 */
#ifndef KPATH_RESOLVE_OWN_GUARD_H
#define KPATH_RESOLVE_OWN_GUARD_H

#include "prog.h"

struct p_bound;
struct tu_map;

enum { HOLDS_ZERO = 1, HOLDS_OTHER, HOLDS_UNKNOWN };

/* A call through a field of what value `base` of the TU denotes; `guard`: of the TU. */
void own_guard_call(struct prog *p, struct tu_map *t, const struct tu_body *body,
		    struct p_call *pc, uint32_t base, uint32_t guard);
/* Any store to a field; `init`: by a static initialiser. */
void own_guard_store(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src, int init);
/* Fields whose address is taken in a TU may be stored to by whoever has it. */
void own_guard_addresses(struct prog *p, struct tu_map *t);
/* Is what the variable's initialiser says of the field all that it ever holds? */
int own_guard_is_kept(const struct prog *p, uint32_t var, uint32_t field);
/* What the variable's field holds for ever: HOLDS_. */
unsigned own_guard_holds(const struct prog *p, uint32_t var, uint32_t field);
/* After the last body: is the condition that the call stands under false for the only table
 * that the function is stored in? */
int own_guard_forbids(struct prog *p, const struct p_call *pc, const struct p_bound *b);

#endif
