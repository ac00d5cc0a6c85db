/* SPDX-License-Identifier: MIT */
/* Statements. */
#ifndef KPATH_WORKER_STMT_H
#define KPATH_WORKER_STMT_H

#include "walk.h"

/* Walks a statement: its calls and stores are recorded. */
void stmt(struct walk *w, CXCursor c);
uint32_t stmt_expr(struct walk *w, CXCursor c);	/* ({ … }): the last value */

#endif
