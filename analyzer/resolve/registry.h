/* SPDX-License-Identifier: MIT */
/* Registry. */
#ifndef KPATH_RESOLVE_REGISTRY_H
#define KPATH_RESOLVE_REGISTRY_H

#include "prog.h"

#define REGISTRY_KEYS 8		/* of one call; more are any */

struct registry {		/* knowledge.registries, after the solution */
	struct prog *p;
	uint32_t head, kept;	/* fields: of the key, that leads to what is registered; of the function */
	struct idmap registrar;	/* function -> 1 + pair of knowledge.registries */
	struct idmap pairs;	/* (object, function) that belong together; object 0: any */
	struct idmap known;	/* functions that were registered at all */
	const struct p_call *pc;	/* the last one asked for, and the objects it goes through */
	uint32_t key[REGISTRY_KEYS], nr_keys;
};

/* Sets rec[s] for the names of structs that functions are registered with. */
void registry_mark_keys(const struct prog *p, uint8_t *rec);
/* Adds (object that points to one of the others by its initialiser) to a map that has
 * these others as keys: UINT32_MAX for several. Before the solution. */
void registry_tie(const struct prog *p, struct idmap *tied);
void registry_init(struct registry *r, struct prog *p);
void registry_release(struct registry *r);
/* Was `func` registered with other objects only than those that the call goes through? */
int registry_forbids(struct registry *r, const struct p_call *pc, uint32_t func);

#endif
