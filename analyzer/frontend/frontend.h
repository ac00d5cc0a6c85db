/* SPDX-License-Identifier: MIT */
/*
 * From compile commands to facts.
 *
 * A pool of worker processes (the program `kpath-worker`, the only one that
 * links libclang) parses one translation unit at a time each. A worker that
 * crashes or answers nonsense costs that one TU: it is tried once more in a
 * fresh worker with pretty-printing off, and is read in part then, or recorded
 * as failed with its reason. One that is ended from outside, or for its time,
 * is tried once more as it was.
 */
#ifndef KPATH_FRONTEND_FRONTEND_H
#define KPATH_FRONTEND_FRONTEND_H

#include "base/recfile.h"
#include "base/strbuf.h"
#include "inputs.h"
#include "model/compdb.h"
#include "model/facts.h"
#include "model/knowledge.h"

struct frontend_options {
	const char *worker;	/* absolute path of kpath-worker */
	int jobs;		/* worker processes; 0 = number of processors */
	unsigned timeout;	/* seconds a TU may take; 0 = 300 */
	unsigned recycle;	/* TUs a worker parses before a fresh one takes over; 0 = 40 */
	const char *pch_dir;	/* where precompiled headers are kept; NULL: none are used */
	const char *facts_dir;	/* where facts of earlier runs are kept; NULL: they are not */
	void (*step)(void *ctx, const char *what);	/* before a slow step; may be NULL */
	void (*progress)(void *ctx, size_t done, size_t total, const char *file);
	void *progress_ctx;	/* progress is called in the parent, after every TU */
};

struct frontend_stats {
	double worker_cpu;	/* seconds of user + system time of all workers */
	long worker_rss_kb;	/* largest resident set of a worker that parses … */
	long pch_rss_kb;	/* … and of one that precompiles headers */
	size_t crashes, timeouts, retried;
	double pch_cpu;		/* seconds of that which went into precompiled headers */
	size_t pchs, over_pch;	/* how many there are, and TUs that were parsed over one */
	struct strbuf pch_notes;	/* lines "FILE: why it was parsed plainly"; released
					 * by the caller */
	unsigned sandbox;	/* SANDBOX_ bits (sandbox.h) that all workers had */
	size_t confined;	/* replies that sandbox was learnt from; 0 = it means nothing */
	size_t reused;		/* TUs whose facts came from an earlier run */
	/* Lines "DIGEST PATH" of every file that a TU was made of, sorted. Released
	 * by the caller. */
	struct strbuf inputs;
	struct inputs seen;	/* the same, to look things up in; released by the caller */
};

/*
 * Parses every command of `db`. `out`, made by the caller with db->nr records,
 * gets one facts record (see facts_write) for each, in the order of db. A TU that could not be parsed has a record too, of status
 * TU_FAILED. -1 and a sentence only where nothing can work: the worker
 * program can't be started, the scratch file can't be written.
 */
int frontend_run(const struct compdb *db, const struct knowledge *k,
		 const struct frontend_options *opt, struct recfile *out,
		 struct frontend_stats *stats, struct strbuf *err);

#endif
