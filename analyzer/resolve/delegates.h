/* SPDX-License-Identifier: MIT */
/*
 * Layers that hand a call on (knowledge.delegates): a bus calls the tables of its own
 * drivers, and who calls the bus's table does not call the drivers' past it. After the
 * solution.
 */
#ifndef KPATH_RESOLVE_DELEGATES_H
#define KPATH_RESOLVE_DELEGATES_H

#include "prog.h"

struct delegates {
	struct prog *p;
	struct delegate *rule;	uint32_t nr_rule;
	uint32_t *of_func;	/* by function: 1 + rule, 0 = none */
	struct idmap kept;	/* function -> 1 + entry of `entry`, the latest */
	struct delegate_entry *entry; uint32_t nr_entry, alloc_entry;
	uint32_t *inner, nr_inner, alloc_inner;	/* objects that point to such tables */
};

/* Finds the tables that are kept in others, and the calls that leave functions to those; release frees them. */
void delegates_init(struct delegates *d, struct prog *p);
void delegates_release(struct delegates *d);
/* Is `func` kept in tables only that the function around the call leaves to others? */
int delegates_forbid(const struct delegates *d, const struct p_call *pc, uint32_t func);

#endif
