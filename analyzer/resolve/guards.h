/* SPDX-License-Identifier: MIT */
/* Guards of a TU into the graph. */
#ifndef KPATH_RESOLVE_GUARDS_H
#define KPATH_RESOLVE_GUARDS_H

#include "prog.h"

struct tu_map;

uint32_t guard_import(struct prog *p, struct tu_map *t, uint32_t id);	/* the graph's, of the TU's */
/* What the path cost needs (enum g_guards). Early leaves say little about how
 * usual what follows is. */
uint16_t guard_weight(const struct prog *p, uint32_t guard);
/* The name of a field of the program: "sock_common.skc_state". */
uint32_t field_name(struct prog *p, uint32_t field);

#endif
