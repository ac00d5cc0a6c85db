/* SPDX-License-Identifier: MIT */
/* Arrays that the linker makes. */
#ifndef KPATH_RESOLVE_SECTIONS_H
#define KPATH_RESOLVE_SECTIONS_H

#include "prog.h"

/* After the last body: arrays that the linker makes hold what is in their sections. */
void sections_connect(struct prog *p);

#endif
