/* SPDX-License-Identifier: MIT */
/*
 * A source tree to an index file, step by step: prepare (the tree's compile
 * commands), parse (facts of each unit), resolve (the call graph), store (the
 * file and its log). Nothing is printed here: who runs it is told through
 * struct indexer_events.
 */
#ifndef KPATH_INDEXER_INDEXER_H
#define KPATH_INDEXER_INDEXER_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/knowledge.h"

#define MAX_SHARDS 4096u

enum indexer_result {
	INDEXER_FAILED = -1,	/* there is no index; err says why */
	INDEXER_DONE = 0,
	INDEXER_PARTIAL,	/* there is one, and some units could not be read */
	INDEXER_REFUSED		/* nothing was run: it has to be allowed first; err says how */
};

/* All strings and lists belong to the caller. Lists end with a NULL; NULL is the empty one. */
struct indexer_options {
	const char *tree;
	const char *output;		/* the index file, or the shard */
	const char *build;		/* where the tree was built; NULL: in itself */
	const char *config, *arch;	/* of a bare kernel tree; NULL: its usual ones */
	const char *cache;		/* directory; NULL: the usual one */
	const char *worker;		/* the program; NULL: the one that is installed */
	const char *const *only;	/* directories and files below the tree that are read */
	const char *const *allow;	/* what may be read outside of the tree */
	uint32_t jobs;			/* worker processes; 0 = one a processor */
	uint32_t timeout;		/* seconds a unit may take; 0 = 300 */
	uint32_t shard, nr_shards;	/* from 1; 0, 0: no shard */
	int modules;			/* what is built as modules is read too */
	int make, no_make;		/* run the tree's Makefile in any case, in no case */
	int no_pch, no_cache;		/* precompile no headers, keep and reuse nothing */
};

struct indexer_events {
	void (*begin)(void *ctx, const char *step);
	/* What is being done just now; total is 0 where it is not known. */
	void (*progress)(void *ctx, size_t done, size_t total, const char *what);
	/* A step that began has ended well; or the step "done" without a begin. */
	void (*end)(void *ctx, const char *step, double seconds, const char *text);
	void (*note)(void *ctx, const char *text);	/* a sentence for people */
	void *ctx;
};

/*
 * Writes opt->output and opt->output.log. Where the index is there already
 * and nothing that it was made of has changed, it is left as it is.
 */
enum indexer_result indexer_index(const struct indexer_options *opt, const struct knowledge *k,
				  const struct indexer_events *ev, struct strbuf *err);

/* The facts of every opt->nr_shards-th unit, from opt->shard on, to opt->output. */
enum indexer_result indexer_shard(const struct indexer_options *opt, const struct knowledge *k,
				  const struct indexer_events *ev, struct strbuf *err);

/* All shards of one tree to the index opt->output: the same bytes as indexer_index() writes.
 * Of the options only the output counts. */
enum indexer_result indexer_link(const struct indexer_options *opt, const char *const *shards,
				 int nr, const struct knowledge *k,
				 const struct indexer_events *ev, struct strbuf *err);

#endif
