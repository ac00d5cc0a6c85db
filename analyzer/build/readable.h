/* SPDX-License-Identifier: MIT */
/* What may be read for an index, whatever its tree asks for. */
#ifndef KPATH_BUILD_READABLE_H
#define KPATH_BUILD_READABLE_H

#include "kbuild.h"

/* Fills db->readable and db->refused; tree, build and commands are there. */
void readable_find(struct compdb *db, const struct kbuild_options *opt);

/* May this file be read, links followed? */
int readable_is(const struct compdb *db, const char *path);

#endif
