/* SPDX-License-Identifier: MIT */
/* Kbuild's questions to the compiler, answered from the cache (kpath-probe). */
#ifndef KPATH_BUILD_PROBES_H
#define KPATH_BUILD_PROBES_H

#include "base/arena.h"

/*
 * What make is to have in its environment, "NAME=value" and NULL-ended, allocated from `a` with room for one more: kpath-probe stands in PATH
 * before the compiler `cc` ("clang-19"), and keeps answers in the cache directory (NULL: the usual one). NULL where that
 * can't be had, and all is asked of the compiler itself.
 */
#define PROBES_ENV 4	/* so many there are */
const char **probes_env(struct arena *a, const char *cc, const char *cache_dir);

#endif
