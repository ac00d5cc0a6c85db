/* SPDX-License-Identifier: MIT */
/*
 * What a source tree has beside the index: names that are defined in files
 * which this configuration does not build, and which option builds a file.
 *
 * Files are read by their lines that begin in the first column, as the
 * kernel's definitions do (Documentation/process/coding-style.rst); nothing is
 * preprocessed. The tree is hostile: symbolic links are not followed, and what
 * is read is bounded.
 */
#ifndef KPATH_QUERIES_TREE_NAMES_H
#define KPATH_QUERIES_TREE_NAMES_H

#include "base/arena.h"
#include "base/idmap.h"
#include "base/strbuf.h"

enum tree_kind {		/* the better, the later */
	TREE_NONE,
	TREE_DECLARED,		/* a prototype, or a line that only looks like one */
	TREE_MEMBER,		/* of a struct, no pointer to functions */
	TREE_FIELD,		/* a pointer to functions, in a struct */
	TREE_OBJECT,
	TREE_STRUCT,
	TREE_MACRO,
	TREE_FUNCTION		/* also one that a macro makes, or assembler's */
};

#define TREE_PLACES 8		/* of one name that are kept */

struct tree_place {
	const char *file;	/* below the tree */
	uint32_t line;
	uint8_t kind;		/* enum tree_kind */
};

struct tree_name {
	const char *name;
	struct tree_place at[TREE_PLACES];	/* by file; declarations only where there is nothing else */
	uint32_t nr;
};

struct tree_names {
	struct arena arena;
	struct tree_name *name;
	uint32_t nr, alloc;
	struct idmap map;	/* digest of a name -> index of `name` */
	const char *arch;	/* "arch/x86/": what stands there comes before other architectures'; or NULL */
	int looked;
};

/* Nothing has been looked for yet; tree_names_release() frees what was found. */
void tree_names_init(struct tree_names *t);
void tree_names_release(struct tree_names *t);

/* A name to look for; before tree_names_look. */
void tree_names_want(struct tree_names *t, const char *name);
/* Reads the tree, once. */
void tree_names_look(struct tree_names *t, const char *root);
/* NULL: the tree does not define it, or it was not looked for. */
const struct tree_name *tree_names_get(const struct tree_names *t, const char *name);

/* The text of a file below the tree, ended by a NUL, to be freed; NULL: it can't be read, or is too long. */
char *tree_text(const char *root, const char *path);

/* Does the struct that begins at `p` have such a member? 1 and its line; 0; -1: its text can't be
 * read, or a macro in it may hide some. */
int tree_member(const char *root, const struct tree_place *p, const char *member, uint32_t *line);

/* The option that builds `file` ("CONFIG_VETH"), from the Makefiles of its
 * folder and those above; -1 where none says so. */
int tree_config(const char *root, const char *file, struct strbuf *out);

#endif
