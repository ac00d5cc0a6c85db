/* SPDX-License-Identifier: MIT */
/*
 * From a source tree to its compile commands.
 *
 * Four ways, tried in this order:
 *  - a tree that was built (in place or in opt->build): its
 *    compile_commands.json, else its `.cmd` files;
 *  - a bare Linux tree: configured and prepared out of tree, then Kbuild is
 *    asked for every command by a dry run (`make -n`, which compiles nothing);
 *  - any other C project: its compile_commands.json;
 *  - a module that was compiled out of tree: its `.cmd` files, with the build of
 *    the kernel that it is for in opt->build.
 * The tree itself is never written to.
 */
#ifndef KPATH_BUILD_KBUILD_H
#define KPATH_BUILD_KBUILD_H

#include "base/strbuf.h"
#include "model/compdb.h"

enum kbuild_make {
	KBUILD_MAKE_IF_OWNER,	/* run make only for a tree of the caller's own */
	KBUILD_MAKE_ALWAYS,	/* --make: the caller trusts this tree's Makefile */
	KBUILD_MAKE_NEVER	/* --no-make */
};

struct kbuild_options {
	const char *tree;	/* as given by the user */
	const char *build;	/* --build, or NULL */
	const char *config;	/* "defconfig" (NULL means that), a config target, or a .config file */
	const char *arch;	/* --arch, or NULL for the host's */
	const char *cache_dir;	/* where out-of-tree builds go; NULL: $XDG_CACHE_HOME/kpath or ~/.cache/kpath */
	const char *const *only;	/* directories or files, relative to the tree; NULL-ended; NULL = all */
	const char *const *allow;	/* what may be read besides (--allow), NULL-ended; NULL = nothing */
	const char *const *units;	/* knowledge: pairs "path glob", "unit name", NULL-ended; see below */
	enum kbuild_make make;
	int modules;		/* also the C files of modules, each module its own link unit */
	int jobs;		/* -j for prepare; 0 = number of processors */
	/* Called before each slow step ("configuring", …); may be NULL. */
	void (*step)(void *ctx, const char *what);
	void *step_ctx;
};

/*
 * Fills `db` (initialised by the caller, who releases it in any case).
 * Commands come sorted, with gcc's flags translated for clang.
 *
 * `opt->units` places objects that are not part of vmlinux: the first
 * glob (fnmatch) that matches the source's path decides; "vmlinux" (for a kernel) or
 * "program" (for other projects) where none does.
 *
 * KBUILD_NOT_ALLOWED and a sentence where a Makefile would have to be run and
 * `opt->make` forbids it. Other errors (-1 and a sentence in `err`, saying what to do): no such tree; not
 * a kernel tree and no compile_commands.json; a tool that is missing, with
 * the Debian package that has it; make failed (the last lines it printed);
 * no commands found; nothing left after `only`; no space left.
 */
#define KBUILD_NOT_ALLOWED (-2)
int kbuild_commands(struct compdb *db, const struct kbuild_options *opt,
		    struct strbuf *err);

#endif
