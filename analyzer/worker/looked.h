/* SPDX-License-Identifier: MIT */
/* What a translation unit was made of. */
#ifndef KPATH_WORKER_LOOKED_H
#define KPATH_WORKER_LOOKED_H

#include "walk.h"

/*
 * Appends every path that this TU looked at (inputs_pack()), its own file
 * first. `base`: of the PCH that it was parsed over, or NULL: the headers that
 * it takes from there, and where those were looked for in vain when that was
 * made (base.absent).
 */
void looked_list(struct walk *w, const char *base, struct strbuf *out);

#endif
