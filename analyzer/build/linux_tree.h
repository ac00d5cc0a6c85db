/* SPDX-License-Identifier: MIT */
/* What a directory says of itself: a kernel tree, configured, built. */
#ifndef KPATH_BUILD_LINUX_TREE_H
#define KPATH_BUILD_LINUX_TREE_H

#include "base/arena.h"

struct linux_tree {
	char version[64];	/* "6.1.192" */
	int has_llvm_suffix;	/* the Makefile knows LLVM=-19 */
};

/* 1 a kernel tree, 0 not. */
int linux_tree_read(struct linux_tree *t, const char *tree);

/* The architecture of a configured build directory, from .config. 0 or -1. */
int linux_config_arch(const char *build, struct arena *a, const char **arch);

/* Was something configured or built in the tree itself? */
int linux_tree_in_place(const char *tree);

/* A digest over the files that decide what is built, and how: Makefile,
 * Kbuild, Kconfig and tables, by path, size and time. */
uint64_t linux_tree_digest(const char *tree);

#endif
