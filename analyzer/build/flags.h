/* SPDX-License-Identifier: MIT */
/* A compiler's argv to clang's arguments. */
#ifndef KPATH_BUILD_FLAGS_H
#define KPATH_BUILD_FLAGS_H

#include "base/strpool.h"

struct translated {
	const char **argv;	/* clang's arguments, in the arena */
	int argc;
	const char *source;	/* as written; NULL: none or several */
	const char *output;	/* as written; "" if none */
	const char *modfile;	/* KBUILD_MODFILE without quotes, or "" */
	const char *modname;	/* KBUILD_MODNAME without quotes, or "" */
	int is_asm;		/* assembler source */
	int is_c;		/* C source */
	const char *other;	/* another language, "c++"; NULL: none that is known */
	int compiles;		/* neither -E nor -S nor -M */
	int of_kernel;		/* compiled by Kbuild for the target, not for the host */
	int of_module;		/* -DMODULE */
	const char **dropped;	/* options that did not pass and are no everyday ones, in the pool */
	uint32_t nr_dropped;
};

/*
 * argv[0] is the compiler. `dir`: what relative paths are relative to.
 * `arch`: Kbuild's name of the architecture or "", for a --target where the
 * command names none and the architecture is not the host's.
 */
void flags_translate(struct translated *t, struct arena *a, struct strpool *pool,
		     const char *dir, const char *arch,
		     int argc, const char *const *argv);

#endif
