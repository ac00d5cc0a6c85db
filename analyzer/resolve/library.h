/* SPDX-License-Identifier: MIT */
/* What libraries call of what they are given. */
#ifndef KPATH_RESOLVE_LIBRARY_H
#define KPATH_RESOLVE_LIBRARY_H

#include "prog.h"

struct emit;

/* What knowledge says of a library's function; NULL where it has a body. */
const char *library_text(const struct prog *p, uint32_t func);
int library_is_fresh(const struct prog *p, const char *name);	/* gives memory of its own */
/* After the last body: what libraries call gets what it is given. */
void library_connect(struct prog *p);
uint64_t library_callbacks(const struct prog *p, uint32_t func);	/* bit i: calls argument i */
struct emit;
/* Edges to what callee, a library's function, calls of its arguments. */
void library_call(struct emit *em, const struct p_call *pc);

#endif
