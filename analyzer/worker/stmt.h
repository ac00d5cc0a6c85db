/* SPDX-License-Identifier: MIT */
/* Statements. */
#ifndef KPATH_WORKER_STMT_H
#define KPATH_WORKER_STMT_H

#include "walk.h"

/* Walks a statement: its calls and stores are recorded. */
void stmt(struct walk *w, CXCursor c);
uint32_t stmt_expr(struct walk *w, CXCursor c);	/* ({ … }): the last value */

/* Behind a statement that leaves early, "if (x) return;", what comes stands under its opposite. */
void stmt_early_leave(struct walk *w, CXCursor s);

#endif
