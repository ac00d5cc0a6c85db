/* SPDX-License-Identifier: MIT */
/* Atomic builtins. */
#ifndef KPATH_WORKER_ATOMIC_H
#define KPATH_WORKER_ATOMIC_H

#include "cursors.h"
#include "walk.h"

/* Is c, whose children are ch, an atomic builtin? Then its stores are recorded,
 * and *value is what it gives: the object that it works on. */
int atomic_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value);
/* The same of a call of __sync_…, which must be a builtin. */
int atomic_is_builtin(const char *name);
int atomic_call(struct walk *w, CXCursor call, const char *name, uint32_t *value);

#endif
