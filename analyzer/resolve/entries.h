/* SPDX-License-Identifier: MIT */
/* Where control comes in. */
#ifndef KPATH_RESOLVE_ENTRIES_H
#define KPATH_RESOLVE_ENTRIES_H

#include "prog.h"

/* Makes the graph's entries: initcalls, system calls, threads, interrupts. */
void entries_build(struct prog *p);

#endif
