/* SPDX-License-Identifier: MIT */
/* Expressions to solver nodes. */
#ifndef KPATH_RESOLVE_EVAL_H
#define KPATH_RESOLVE_EVAL_H

#include "prog.h"

struct tu_map;

struct eval_env {		/* arguments of a function that is looked through */
	uint32_t sym;		/* of that function */
	const uint32_t *arg;	/* nodes */
	uint32_t nr_args;
	unsigned depth;
	unsigned *left;		/* how many values may still be looked at for the outermost call */
};

/* The node that holds the value of expression v; 0 where it holds nothing
 * the solver knows. env NULL: as it stands in its own body. */
uint32_t eval_value(struct prog *p, struct tu_map *t, uint32_t v,
		    const struct eval_env *env);
/* The solver value that v denotes by name: a function or the address of an
 * object; 0 for any other expression. */
uint32_t eval_const(struct prog *p, struct tu_map *t, uint32_t v);
/* Of the struct that lvalue v denotes: *base (a pointer's node) or *object. */
void eval_struct(struct prog *p, struct tu_map *t, uint32_t v, int arrow,
		 const struct eval_env *env, uint32_t *base, uint32_t *object);
/* The array that v is a row of, where v is one of an array of arrays; else v. */
uint32_t eval_array(const struct tu_map *t, uint32_t v);
/* v, or what the local it names was set to where that is known: names what
 * a copied pointer is a copy of. */
uint32_t eval_trace(const struct tu_map *t, uint32_t v);
/* The node of what is in one or in the other; 0: in neither. */
uint32_t eval_join(struct prog *p, uint32_t a, uint32_t b);
uint32_t eval_slot(struct prog *p, struct tu_map *t, uint32_t v);	/* g_slot it is read from, 0 */

#endif
