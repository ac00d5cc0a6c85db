/* SPDX-License-Identifier: MIT */
/* The way of a value to where it is. */
#ifndef KPATH_RESOLVE_WHY_H
#define KPATH_RESOLVE_WHY_H

#include "prog.h"

struct why {			/* after the solution */
	struct prog *p;
	uint32_t *what;		/* by node: what it is (why.c) */
	uint32_t *param_func;	/* by prog.param: its function */
	uint8_t *width;		/* by node: does too much lead to it? (why.c) */
	uint32_t nr_what;
	struct idmap known;	/* (node, value, origin, depth) -> g_step */
	struct idmap same;	/* digest of a g_step -> g_step */
	struct why_walk *walk;	/* the searches, one in another */
};

/* After the solution; release frees what it has. */
void why_init(struct why *w, struct prog *p);
void why_release(struct why *w);
/* The g_step by which `value`, named at `origin` (0: anywhere), came into `node`; 0 = not known. */
uint32_t why_step(struct why *w, uint32_t node, uint32_t value, uint32_t origin);

#endif
