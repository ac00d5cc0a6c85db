/* SPDX-License-Identifier: MIT */
/* All files, or all directories, below a directory. */
#ifndef KPATH_BASE_TREEWALK_H
#define KPATH_BASE_TREEWALK_H

struct tree_walk {
	/* Called for whatever is no directory: `dir` is open, `name` is in it, and `path` is
	 * where that is below the root: "/net/ipv4/Makefile". */
	void (*file)(void *ctx, int dir, const char *path, const char *name);	/* or NULL */
	void (*dir)(void *ctx, const char *path);	/* for each directory, the root ("") too; or NULL */
	void *ctx;
	const char *const *skip;	/* directories right below the root; NULL-ended, or NULL */
};

/*
 * In no order. Symbolic links to directories are not followed, directories whose name begins
 * with a dot, and those more than 40 deep, are left out; what can't be opened too.
 */
void tree_walk(const struct tree_walk *w, const char *root);

#endif
