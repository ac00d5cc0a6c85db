/* SPDX-License-Identifier: MIT */
/* Edges that no call in C makes. */
#ifndef KPATH_RESOLVE_IMPLICIT_EDGES_H
#define KPATH_RESOLVE_IMPLICIT_EDGES_H

#include "prog.h"

struct emit;

/* Aliases, and what assembler code calls, by knowledge. */
void emit_unseen(struct emit *em);

#endif
