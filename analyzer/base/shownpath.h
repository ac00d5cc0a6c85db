/* SPDX-License-Identifier: MIT */
/* From the name that a file has in an index to where it lies on this machine. */
#ifndef KPATH_BASE_SHOWNPATH_H
#define KPATH_BASE_SHOWNPATH_H

#include "strbuf.h"

/*
 * Appends the absolute path of a shown path ("net/x.c", "<build>/y.h") to
 * `out`; -1 where it does not lie below tree or build. Symbolic links are
 * followed. `tree` and `build` must be real paths.
 */
int source_path(const char *tree, const char *build, const char *shown,
		struct strbuf *out);

#endif
