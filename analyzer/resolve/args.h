/* SPDX-License-Identifier: MIT */
/* Values that are passed to be put into scalar fields. */
#ifndef KPATH_RESOLVE_ARGS_H
#define KPATH_RESOLVE_ARGS_H

#include "prog.h"

struct tu_map;

/* Keeps what is worth knowing of a scalar argument. */
void args_note(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t v,
	       uint32_t arg);
/* Parameter `param` (from 1) of `func` is stored into `slot`. */
void args_setter(struct prog *p, uint32_t func, uint16_t param, uint32_t slot);
/* After the last body: the arguments of all setters into the graph. */
void args_write(struct prog *p);

#endif
