/* SPDX-License-Identifier: MIT */
/* Arguments beyond the named ones. */
#ifndef KPATH_WORKER_VARARGS_H
#define KPATH_WORKER_VARARGS_H

#include "cursors.h"
#include "walk.h"

/* Is it a call of va_start() or va_copy()? Then its store is recorded. */
int varargs_call(struct walk *w, CXCursor call, const char *name, uint32_t *value);
/* Is c, whose children are ch, a va_arg()? *value is what it reads. */
int varargs_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value);

#endif
