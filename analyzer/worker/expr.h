/* SPDX-License-Identifier: MIT */
/* Expressions to values. */
#ifndef KPATH_WORKER_EXPR_H
#define KPATH_WORKER_EXPR_H

#include "walk.h"

uint32_t expr(struct walk *w, CXCursor c);	/* value id; records calls and stores */
/* VAL_CONST of an integer constant, 0 = none */
uint32_t expr_const(struct walk *w, CXCursor c);
int expr_is_null(struct walk *w, CXCursor c);
/* The value of c where one of `type` is wanted: 0 is a null pointer. */
uint32_t expr_value(struct walk *w, CXCursor c, CXType type);
uint32_t expr_deref(struct walk *w, uint32_t pointer);	/* what it points to, as an lvalue */
/* What a place of `type` holds once `value` is in it: an unsigned long that
 * is given a pointer carries a pointer. */
enum type_class stored_class(struct walk *w, CXType type, CXCursor value);

#endif
