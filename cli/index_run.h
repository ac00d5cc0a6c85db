/* SPDX-License-Identifier: MIT */
/* One run of `kpath index` or `kpath link`: what they share. */
#ifndef KPATH_CLI_INDEX_RUN_H
#define KPATH_CLI_INDEX_RUN_H

#include "base/progress.h"
#include "base/recfile.h"
#include "cli.h"
#include "frontend/frontend.h"
#include "model/graph.h"
#include "resolve/resolve.h"

struct shards;

struct index_run {
	struct cli *c;
	/* options */
	const char *build, *config, *arch, *cache, *worker;
	struct str_list only, allow;
	uint32_t jobs, timeout;		/* seconds; 0 = the usual ones */
	uint32_t shard, nr_shards;	/* of --shard; 0, 0 without */
	int modules, make, no_make, no_pch, no_cache;
	/* state */
	struct strbuf worker_path, pch_dir, facts_dir;
	struct strbuf stamp;		/* of all that this index is made of but files */
	struct compdb db;
	struct recfile facts;
	struct resolver *resolver;	/* links the facts while they come */
	struct graph g;
	struct progress bar;
	struct shards *shards;		/* link: where the facts came from; else NULL */
	struct frontend_stats fstats;
	struct resolve_stats rstats;
	double seconds[4];		/* prepare, parse, resolve, store */
	uint32_t failed, partial;
	enum exit_code code;		/* why it can't go on; 0 = EX_FAIL */
};

/* Says that step `no` (of x->seconds) is done, unless -q. */
void index_step_done(struct index_run *x, const char *name, int no, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Says at once what would only fail after minutes of parsing. 0 or an exit code. */
int index_check_target(struct cli *c);

/* x->facts to x->g; then x->g to the file and its log. -1: see c->err. */
int index_resolve(struct index_run *x);
int index_store(struct index_run *x);

/* The TUs that failed, for people; the exit code of a run that came so far. */
int index_result(struct index_run *x);

#endif
