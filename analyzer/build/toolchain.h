/* SPDX-License-Identifier: MIT */
/* The compiler that Kbuild is to use. */
#ifndef KPATH_BUILD_TOOLCHAIN_H
#define KPATH_BUILD_TOOLCHAIN_H

#include "base/arena.h"
#include "base/strbuf.h"

struct linux_tree;

struct toolchain {
	const char *make_args[20];	/* "LLVM=-19"; NULL-ended */
	const char *key;		/* "LLVM=-19", "gcc" */
	const char *clang;		/* how Kbuild calls it: "clang-19"; NULL where it is another compiler */
	const char *srcarch;		/* "x86" */
	struct arena arena;
};

/* Which compiler Kbuild is to use; names every tool that is missing. */
int toolchain_choose(struct toolchain *t, const struct linux_tree *lt,
		     const char *tree, const char *arch, struct strbuf *err);
/* Frees what a choice has. */
void toolchain_release(struct toolchain *t);

/* Debian package that a failed make's output asks for, or NULL. */
const char *package_for_output(const char *output);

#endif
