/* SPDX-License-Identifier: MIT */
/* A build directory of our own for a bare kernel tree. */
#ifndef KPATH_BUILD_PREPARE_H
#define KPATH_BUILD_PREPARE_H

#include "base/strbuf.h"
#include "kbuild.h"
#include "toolchain.h"

struct linux_tree;

struct bare_build {
	const struct kbuild_options *opt;
	const char *tree;		/* absolute */
	char *dir;			/* the build directory */
	char *config_name;		/* shown: "defconfig" or a path */
	struct strbuf config_text;	/* of a .config file; empty for a target */
	int config_is_file;
	int in_cache;			/* `dir` is ours to empty */
	uint64_t stamp;			/* of everything the commands depend on */
	int lock_fd;
	int lean;			/* tools that work on objects are left out, see lean_possible() */
	struct toolchain tc;
	const char **env;		/* probes.h; NULL: none */
	const char *skip;		/* file of objects that need not be made; NULL: all are */
};

/* Configures and prepares, unless that was done. */
int bare_open(struct bare_build *b, const struct linux_tree *lt, struct strbuf *err);
/* Frees what an opened build has, and its lock. */
void bare_release(struct bare_build *b);

/* make's arguments for this build, followed by those given. */
int bare_make(struct bare_build *b, const char *what, const char *const *args,
	      void (*line)(void *, const char *, size_t), void *ctx,
	      int may_fail, struct strbuf *err);

/* May make be run for this directory (see enum kbuild_make)? */
int make_allowed(const struct kbuild_options *opt, const char *dir, uid_t owner,
		 uid_t me, struct strbuf *err);

#endif
