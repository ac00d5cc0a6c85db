/* SPDX-License-Identifier: MIT */
/* _Generic. */
#ifndef KPATH_WORKER_GENERIC_H
#define KPATH_WORKER_GENERIC_H

#include "cursors.h"
#include "walk.h"

/* The value of c, a _Generic whose children are ch: of the arm that is taken. */
uint32_t generic_expr(struct walk *w, CXCursor c, struct cursors ch);

#endif
