/* SPDX-License-Identifier: MIT */
/* What expr.c (names, calls, assignments) and expr_ops.c (operators) share. */
#ifndef KPATH_WORKER_EXPR_P_H
#define KPATH_WORKER_EXPR_P_H

#include "walk.h"

/* Is it an array; an array or a pointer; a function? Typedefs are looked through. */
int expr_is_array(CXType t);
int expr_is_pointer(CXType t);
int expr_is_function(CXType t);

/* The address of an lvalue; whoever gets it may store there. */
uint32_t expr_address(struct walk *w, uint32_t v);

/* lhs = rhs, `at` being the whole expression: the store is recorded. */
uint32_t expr_assign(struct walk *w, CXCursor at, CXCursor lhs, CXCursor rhs);

/* ---- expr_ops.c ---- */

/* An operator's value; the stores of the assigning ones are recorded. */
uint32_t expr_binary(struct walk *w, CXCursor c);
uint32_t expr_compound_assign(struct walk *w, CXCursor c);
uint32_t expr_unary(struct walk *w, CXCursor c);
uint32_t expr_conditional(struct walk *w, CXCursor c);
uint32_t expr_subscript(struct walk *w, CXCursor c);

/* One value or the other. */
uint32_t expr_choice(struct walk *w, uint32_t a, uint32_t b);

/* An arm of ?:, where 0 stands for no pointer if the whole is one. */
uint32_t expr_arm(struct walk *w, CXCursor c, int pointer);

#endif
