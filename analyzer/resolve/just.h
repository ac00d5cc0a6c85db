/* SPDX-License-Identifier: MIT */
/* Fields that were stored to just before. */
#ifndef KPATH_RESOLVE_JUST_H
#define KPATH_RESOLVE_JUST_H

#include "prog.h"

struct tu_map;

/* The node of a VAL_JUST, as it stands in its own body. */
uint32_t just_value(struct prog *p, struct tu_map *t, uint32_t v);
/* Node of the local or parameter that v is, 0 = none; the function whose result it is. */
uint32_t just_root(struct prog *p, struct tu_map *t, uint32_t v);
uint32_t just_maker(struct prog *p, struct tu_map *t, uint32_t v);
void just_note_store(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src);
/* A store to `field` of what parameter `param` (from 1; 0: of something else) points to. */
void just_note_mod(struct prog *p, uint32_t field, uint32_t func, uint16_t param);
void just_note_return(struct prog *p, struct tu_map *t, uint32_t func, uint32_t src);
/* After the last body: decides what each of them holds. */
void just_settle(struct prog *p);

#endif
