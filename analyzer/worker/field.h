/* SPDX-License-Identifier: MIT */
/* Records and fields of a TU's facts. */
#ifndef KPATH_WORKER_FIELD_H
#define KPATH_WORKER_FIELD_H

#include "walk.h"

uint32_t rec_of_type(struct walk *w, CXType type);	/* of (arrays of) records, else 0 */
uint32_t field_of(struct walk *w, CXCursor field_decl);
int field_is_unnamed(CXCursor field_decl);	/* an unnamed struct or union member */

#endif
