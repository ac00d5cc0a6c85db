/* SPDX-License-Identifier: MIT */
/* Bodies of functions, initialisers of variables, and assembler at file scope. */
#ifndef KPATH_WORKER_BODIES_H
#define KPATH_WORKER_BODIES_H

#include "walk.h"

/* Walks all that the top level has queued (w->todo, w->asms, w->ifunc), and what
 * is queued on the way. */
void bodies_walk(struct walk *w);

#endif
