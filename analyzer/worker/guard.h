/* SPDX-License-Identifier: MIT */
/* The conditions that code stands under. */
#ifndef KPATH_WORKER_GUARD_H
#define KPATH_WORKER_GUARD_H

#include "cursors.h"
#include "walk.h"

/* Pushes the guards under which `then` (or, negated, what follows) stands. */
void guard_push(struct walk *w, CXCursor cond, int negated, unsigned flags);
/* The operands of a && b && … (or of ||), from left to right, however long. */
struct cursors guard_operands(struct walk *w, CXCursor c, enum CXBinaryOperatorKind k);

struct case_range {	/* the cases that a guard speaks of, of all that the switch has */
	uint32_t first, nr;	/* range of the facts' `gconst` */
	int is_default;		/* all but those */
};
/* Pushes the guard of a switch's case. */
void guard_case(struct walk *w, CXCursor at, uint32_t subject, const struct case_range *cs,
		unsigned line);
/* After a label that nothing but a goto leads to. */
/* The value of c, of which no call or store is recorded. */
uint32_t guard_quiet(struct walk *w, CXCursor c);
/* Does a label of that name stand before the handling of an error (branch_end.c)? */
int guard_is_error_label(struct walk *w, CXCursor label);
void guard_label(struct walk *w, CXCursor label);
/* Leaves out the guards below `outer` that speak of what a store since `first` (w->nr_assigned) changed. */
void guard_drop_stale(struct walk *w, uint32_t outer, uint32_t first);
/* Pushes the guard of a loop's body. */
void guard_loop(struct walk *w, CXCursor loop, CXCursor cond, int has_cond);
/* Does clang know the condition's value? Then one branch is not compiled. */
int guard_decided(struct walk *w, CXCursor cond, long long *num);
/* Is the condition a constant, whatever its value? */
int guard_is_constant(struct walk *w, CXCursor cond);
int leaves(struct walk *w, CXCursor c);		/* does it end by leaving? */
/* Does the branch under this condition (null: not known) end by giving up? */
int is_error_exit(struct walk *w, CXCursor cond, CXCursor body);

#endif
