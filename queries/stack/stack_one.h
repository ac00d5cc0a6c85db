/* SPDX-License-Identifier: MIT */
/* Private to stack.c and stack_context.c: one stack while it is judged. */
#ifndef KPATH_QUERIES_STACK_ONE_H
#define KPATH_QUERIES_STACK_ONE_H

#include "stack_judge.h"

#define CANDIDATES_MAX 8	/* functions of one name that are looked at */

struct named {			/* a frame and the functions that its name may stand for */
	const struct stack_frame *text;
	uint32_t number;
	uint32_t func[CANDIDATES_MAX], nr;
	uint32_t best[CANDIDATES_MAX];	/* least cost of all steps from the outermost on */
	uint32_t before[CANDIDATES_MAX];	/* … with this candidate of the frame around it */
	uint32_t chosen;		/* function, 0: none */
};

struct stack_judge {
	const struct graph *g;
	struct q_stack_result *res;
	struct stack_debug *debug;	/* or NULL */
	struct step_search search;
	struct idmap seen;		/* digest of a stack -> 1 + res->stack */
	struct idmap entry;		/* function -> entry, of system calls */
	struct named *frame;		uint32_t alloc;		/* of one stack: outermost first, without guesses */
};

/* Says in `s`, whose frames are told, in which contexts it ran. */
void stack_fill_context(struct stack_judge *j, struct q_stack *s);

#endif
