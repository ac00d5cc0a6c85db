/* SPDX-License-Identifier: MIT */
/* Lists of callbacks, each with its own: notifier chains (knowledge.chains). */
#ifndef KPATH_RESOLVE_CHAINS_H
#define KPATH_RESOLVE_CHAINS_H

#include "clones.h"
#include "prog.h"

struct chains {			/* after the contexts were found */
	struct prog *p;
	struct clones *c;
	struct idmap pairs;	/* (head, struct that is put on it): solver objects, head 0: any */
	struct idmap open;	/* heads that something unknown is put on */
	struct idmap holders;	/* function -> 1 + first of `holder`: the structs that hold it */
	struct chain_holder { uint32_t object, next; } *holder;
	uint32_t nr_holder, alloc_holder;
	struct idmap anywhere;	/* functions that may be in a struct without a name */
};

/*
 * Sets p_func.chain, heads and items of the functions that put something on a
 * chain or call what is on one; clones_build() begins with it, and makes a
 * context for each chain.
 */
void chains_prepare(struct prog *p);
/* What was put on which chain, in all contexts; release frees it. */
void chains_init(struct chains *ch, struct prog *p, struct clones *c);
void chains_release(struct chains *ch);
/* Is `func` only on other chains than those that context `ctx` runs, which calls it by `pc`? */
int chains_forbid(const struct chains *ch, uint32_t ctx, const struct p_call *pc, uint32_t func);

#endif
