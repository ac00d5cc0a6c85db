/* SPDX-License-Identifier: MIT */
/* Numbers that are stored into fields. */
#ifndef KPATH_RESOLVE_SCALARS_H
#define KPATH_RESOLVE_SCALARS_H

#include "prog.h"

struct tu_map;

struct p_scalar_place {		/* where something is stored, in the graph's terms */
	const struct tu_body *body;
	uint32_t func, file, line;
	uint32_t macro;		/* string */
	uint32_t guard;
};

/* A store of a number; one of a parameter makes the function a setter. */
void scalar_store(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		  const struct tu_store *st);
/* A call of a function that writes through a pointer, by knowledge (set_bit). */
void scalar_call(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		 const struct tu_call *c, uint32_t callee);
/* The named constants that value v can be, where it is a local that is set to nothing
 * else in this body: values of t, at most `max`. 0: it is not such a one. */
uint32_t scalar_choices(const struct tu_map *t, const struct tu_body *b, uint32_t v,
			uint32_t *out, uint32_t max);
/* Bits of a guard's constants; 0 where they do not fit into 16. */
uint16_t scalar_mask(const struct tu_map *t, const struct tu_guard *g);

#endif
