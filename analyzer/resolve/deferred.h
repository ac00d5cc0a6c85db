/* SPDX-License-Identifier: MIT */
/* Edges of deferred work. */
#ifndef KPATH_RESOLVE_DEFERRED_H
#define KPATH_RESOLVE_DEFERRED_H

#include "prog.h"

struct emit;

/* Started-by edges of a call (starters) and of a context's registrations. */
void deferred_call(struct emit *em, const struct p_call *pc);
/* Started-by edges of what the context registers. */
void deferred_registrations(struct emit *em);

#endif
