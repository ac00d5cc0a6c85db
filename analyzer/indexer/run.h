/* SPDX-License-Identifier: MIT */
/* The state of one run of the indexer, and its steps. */
#ifndef KPATH_INDEXER_RUN_H
#define KPATH_INDEXER_RUN_H

#include "base/arena.h"
#include "base/recfile.h"
#include "frontend/frontend.h"
#include "indexer.h"
#include "model/graph.h"
#include "resolve/resolve.h"

struct shards;

enum index_step { STEP_PREPARE, STEP_PARSE, STEP_RESOLVE, STEP_STORE, NR_STEPS };

struct index_run {
	const struct indexer_options *opt;
	const struct knowledge *k;
	const struct indexer_events *ev;
	struct strbuf *err;
	struct arena arena;
	const char **only;		/* as paths below the tree, sorted; ends with a NULL */
	size_t nr_only;
	uint32_t shard, nr_shards;	/* 0, 0: neither writes a shard nor was read from some */
	int modules;
	struct strbuf worker_path, pch_dir, facts_dir;	/* a directory is "" where none is used */
	struct strbuf stamp;		/* of all that this index is made of but files */
	struct compdb db;
	struct recfile facts;
	struct resolver *resolver;	/* links the facts while they come */
	struct graph g;
	struct shards *shards;		/* link: where the facts came from; else NULL */
	struct frontend_stats fstats;
	struct resolve_stats rstats;
	double seconds[NR_STEPS];
	uint32_t failed, partial;	/* units */
};

/* Everything empty; release frees what is left, also after a failure. */
void index_run_init(struct index_run *x, const struct indexer_options *opt,
		    const struct knowledge *k, const struct indexer_events *ev,
		    struct strbuf *err);
void index_run_release(struct index_run *x);

/* Says that a step begins (its name), what it does just now, and that it has
 * taken `seconds`. */
void run_begin(struct index_run *x, const char *step);
void run_at(struct index_run *x, size_t done, size_t total, const char *what);
void run_end(struct index_run *x, const char *step, double seconds, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void run_note(struct index_run *x, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* ---- the steps; each returns an enum indexer_result, with x->err where it failed -- */

/* Says at once what would only fail after minutes of parsing: an output that can't be written. */
int index_check_output(struct index_run *x);

/* opt->only to x->only, the worker program, the cache directories. */
int index_begin(struct index_run *x);

/* The tree's compile commands to x->db. */
int index_prepare(struct index_run *x);

/* The digest of all that decides about the index but the bytes of sources, to x->stamp. */
void index_stamp(struct index_run *x);

/* x->db to x->facts. Those of a whole index are linked while they come. */
int index_parse(struct index_run *x);

/* x->facts to x->g. */
int index_resolve(struct index_run *x);

/* x->g to the index file and its log. */
int index_store(struct index_run *x);

/* Notes about the units that could not be read, and what was refused. INDEXER_DONE or
 * INDEXER_PARTIAL. */
int index_tell(struct index_run *x);

/* Writes FILE.log of the index that has this id (index_write_id()). */
int index_log_write(struct index_run *x, uint64_t id);

#endif
