/* SPDX-License-Identifier: MIT */
/* Contexts of functions: with which callbacks they run. */
#ifndef KPATH_RESOLVE_CLONES_H
#define KPATH_RESOLVE_CLONES_H

#include "evidence.h"
#include "prog.h"

struct p_ctx {			/* a function, with callbacks bound or not */
	uint32_t func;
	uint32_t set;		/* first of one set for each callback bit of func; in clones.sets */
	uint32_t node;		/* g_node, once numbered */
	uint32_t next;		/* of the same function */
};

struct clones {
	struct evidence e;
	struct p_ctx *ctx;	uint32_t nr_ctx, alloc_ctx;
	uint32_t *sets;		uint32_t nr_sets, alloc_sets;
	uint32_t *first;	/* by function: its plain context */
	uint32_t *count;	/* by function */
	struct idmap map;
	uint32_t limit_hits;
};

/* Finds the contexts of all functions; after the solution. */
void clones_build(struct prog *p, struct clones *c);
/* Frees them. */
void clones_release(struct clones *c);
/* Which context of pc->callee (or of `target`) the call in context `from` enters. */
uint32_t clones_enter(struct prog *p, struct clones *c, uint32_t from,
		      const struct p_call *pc, uint32_t target);
/* What parameter i of the context is bound to; 0 = unknown. */
uint32_t clones_param(const struct prog *p, const struct clones *c, uint32_t ctx, unsigned i);

#endif
