/* SPDX-License-Identifier: MIT */
/* Initialisers. */
#ifndef KPATH_WORKER_INIT_H
#define KPATH_WORKER_INIT_H

#include "walk.h"

/* Stores of `init` (a list or one expression) into lvalue dst of `type`. */
void init_value(struct walk *w, uint32_t dst, CXType type, CXCursor init, unsigned flags);
/* A variable of its own for a compound literal; its symbol. */
uint32_t init_compound(struct walk *w, CXCursor literal);

#endif
