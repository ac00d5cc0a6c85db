/* SPDX-License-Identifier: MIT */
/* Structs that are copied as a whole. */
#ifndef KPATH_RESOLVE_COPIES_H
#define KPATH_RESOLVE_COPIES_H

#include "prog.h"

struct tu_map;

/* One copy more, to be made once all fields are known; `place` is filled in. */
void copy_add(struct prog *p, const struct p_copy *c);

/* The struct that expression v points to (a string), of an array its elements; 0 = none
 * that is known. */
uint32_t copy_pointed_record(struct prog *p, struct tu_map *t, uint32_t v);
/* A struct is stored, in func: dst = src; with STOREF_UNSEEN, what no source tells. */
void copy_store(struct prog *p, struct tu_map *t, uint32_t func, const struct tu_store *st);
/* *to = *from of void pointers: a loop over the members of a struct, which keep their
 * places (inherit() in drivers/ata/libata-core.c). `bytes`: of characters, where both
 * pointers were made from pointers to something else. */
void copy_words(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src, int bytes);
/* A call of a function that copies memory, by knowledge. */
void copy_call(struct prog *p, struct tu_map *t, const struct tu_call *c, struct p_call *pc);
/* Argument i, the struct v, of a call; `arg` of prog.arg. */
void copy_arg(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t i, uint32_t v);
/* After the last body: all of these to the solver, and what it has to know. */
void copies_apply(struct prog *p);

#endif
