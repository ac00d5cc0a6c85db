/* SPDX-License-Identifier: MIT */
/* Who reads, writes and takes the address of a variable or a field. */
#ifndef KPATH_RESOLVE_USES_H
#define KPATH_RESOLVE_USES_H

#include "prog.h"

struct tu_map;

/* Takes the uses of function `func` from its body of this TU; they stand in `file` (string)
 * where they name no other. */
void uses_import(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t func,
		 uint32_t file);
/* After all is solved: what is used gets its slot or object, and the uses their order. */
void uses_write(struct prog *p);

#endif
