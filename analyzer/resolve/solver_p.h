/* SPDX-License-Identifier: MIT */
/* Between the solver's own files: solver.c (pointers), solver_run.c (solving), solver_copy.c (structs),
 * solver_layout.c (structs of unlike types), solver_union.c (fields that share bytes). */
#ifndef KPATH_RESOLVE_SOLVER_P_H
#define KPATH_RESOLVE_SOLVER_P_H

#include "solver.h"

/* Nodes that `cells` knows, of an object (0: of any) and a field. */
enum { CELL_FIELD, CELL_DYNAMIC, CELL_OWN, CELL_ALL, CELL_READ, CELL_COPY };
uint32_t *solver_cell_slot(struct solver *s, unsigned kind, uint32_t object, uint32_t field);
/* Another node that holds what is in field f of something. */
uint32_t solver_node_like(struct solver *s, uint32_t field);
/* solver_cell_all(), and what shares its bytes, but for the struct's own fields: they
 * are copied with it. */
uint32_t solver_cell_copied(struct solver *s, uint32_t object, uint32_t field);

/* Of what was found since `first`: members of one type; how many there are now. */
uint32_t solver_share_tagged(struct solver *s, uint32_t first);

/* A value gets into a node, unless its filter keeps it out. */
void solver_insert(struct solver *s, uint32_t node, uint32_t value);
/* Is the value an object of a struct that no function can be reached through? */
int solver_is_boring(const struct solver *s, uint32_t value);
/* A value arrived at a pointer that is loaded through into `dst`, or stored through from `src`. */
void solver_deref_value(struct solver *s, uint32_t value, uint32_t dst);
void solver_store_deref_value(struct solver *s, uint32_t value, uint32_t src);
/* The node is to be looked at. */
void solver_enqueue(struct solver *s, uint32_t node);

/* Which kinds of structs there are, and which of them are unknown in which node; release frees it. */
void solver_kinds_init(struct solver *s);
void solver_kinds_release(struct solver *s);
/* `to` gets what is unknown in `from`. */
void solver_open_from(struct solver *s, uint32_t from, uint32_t to);
/* Can what is unknown in the pointer `base`, which is open, be a struct with this field? */
int solver_opens_field(const struct solver *s, uint32_t base, uint32_t field);
/* Is a field used through the node, open for some kinds, that is in nothing it is known to
 * point to? Or does it get nothing from such a node? Then it points to what is not known. */
int solver_is_starved(const struct solver *s, uint32_t node);

static inline int solver_takes_any(const struct solver_node *n)
{
	return n->filter == FILTER_ANY || n->filter == FILTER_TEXT;
}

/* A list cell in front of `next`; its id. */
uint32_t solver_link_new(struct solver *s, uint32_t next, uint32_t node, uint32_t field);
/* What is done through a node: made at the first such thing. */
struct solver_use *solver_use_of(struct solver *s, uint32_t node);
/* Something is stored into the object by name: into those around it, too. */
void solver_stored(struct solver *s, uint32_t object);
/* D(f), what is stored in field f through open pointers. */
uint32_t solver_dynamic(struct solver *s, uint32_t field);

/* The contents of an array, or of a pointer whose address was taken. */
uint32_t solver_content(struct solver *s, uint32_t object, int store);
/* A copy that has a `laid` (from 1): of the object, of what gets into one cell of it, and
 * into a struct in it. */
void solver_laid_object(struct solver *s, uint32_t from, uint32_t to, uint32_t laid);
void solver_laid_field(struct solver *s, uint32_t from, uint32_t laid, uint32_t field, uint32_t cell);
void solver_laid_sub(struct solver *s, uint32_t from, uint32_t laid, uint32_t field, uint32_t sub);

/* Fills the cells, and makes the copies of objects, that were asked for since. */
void solver_fill(struct solver *s);
/* A value arrived at a base that structs are copied from or to; it was opened. */
void solver_copies_of_value(struct solver *s, const struct solver_use *use, uint32_t object);
void solver_copies_of_open(struct solver *s, const struct solver_use *use);

#endif
