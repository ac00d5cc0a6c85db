/* SPDX-License-Identifier: MIT */
/*
 * The sources that an index was made from, where they are still there:
 * lines to quote, and whether a file has changed since.
 *
 * A file is read only where it lies below the tree or the build directory,
 * also after its symbolic links are followed, and quoted only where its
 * bytes are the indexed ones.
 */
#ifndef KPATH_REPORTS_SOURCE_H
#define KPATH_REPORTS_SOURCE_H

#include "base/shownpath.h"
#include "base/strbuf.h"
#include "model/graph.h"

struct source_file;

struct source_tree {
	const struct graph *g;
	char *tree, *build;		/* real paths, NULL = not there */
	struct source_file *file;	/* by id of g->file; made when first needed */
};

enum source_state { SOURCE_UNKNOWN, SOURCE_SAME, SOURCE_CHANGED };

/* `tree` and `build` may be NULL or name nothing: then all is unknown. */
void source_init(struct source_tree *s, const struct graph *g,
		 const char *tree, const char *build);
void source_release(struct source_tree *s);

/* Forgets what was read, so that files are looked at anew. */
void source_forget(struct source_tree *s);

/* Whether file `file` still has the bytes that were indexed. */
enum source_state source_check(struct source_tree *s, uint32_t file);

/* Line `line` (from 1) without its newline, appended to `out` with tabs as
 * they stand and leading blanks removed; -1 where it can't be quoted. */
int source_line(struct source_tree *s, uint32_t file, uint32_t line,
		struct strbuf *out);

/* The whole of a file, NUL-ended, until source_release; NULL where it can't be
 * quoted. `len` may be NULL. */
const char *source_text(struct source_tree *s, uint32_t file, size_t *len);

#endif
