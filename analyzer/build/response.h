/* SPDX-License-Identifier: MIT */
/* Response files on a compiler's command line. */
#ifndef KPATH_BUILD_RESPONSE_H
#define KPATH_BUILD_RESPONSE_H

#include "base/arena.h"
#include "model/compdb.h"

/*
 * The words of a command with its response files ("@file") read, in `a`, and
 * how many in *argc; NULL where it names none. A file outside of tree and
 * build, or one that can't be read, stays as it is written.
 */
const char **response_expand(struct arena *a, const struct compdb *db, const char *dir, int *argc,
			     const char *const *argv);

#endif
