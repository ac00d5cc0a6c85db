/* SPDX-License-Identifier: MIT */
/* What an entry leads to. */
#ifndef KPATH_RESOLVE_REACHED_H
#define KPATH_RESOLVE_REACHED_H

#include "prog.h"

/*
 * After the last edge and entry: marks functions and edges that no known entry
 * leads to (GF_UNREACHED, GE_UNREACHED), where the whole of a kernel is known.
 */
void reached_mark(struct prog *p);

#endif
