/* SPDX-License-Identifier: MIT */
/*
 * The pool of workers, between its files: pool.c has the loop, pool_worker.c starts and
 * ends a process, pool_job.c says what becomes of a command (finished, lost, to be parsed
 * again), pool_pch.c has precompiled headers made, pool_cached.c takes facts of earlier
 * runs. What others call is in frontend.h.
 */
#ifndef KPATH_FRONTEND_POOL_H
#define KPATH_FRONTEND_POOL_H

#include <sys/types.h>

#include "base/strtab.h"
#include "factcache.h"
#include "frontend.h"
#include "pchplan.h"
#include "tu_flags.h"

#define NO_JOB UINT32_MAX

struct worker {
	pid_t pid;		/* 0 = not running */
	int in, out;		/* we write to `in`, read from `out` */
	uint32_t job;
	unsigned flags;		/* of the job */
	double deadline;
	unsigned done;		/* TUs since it was started */
	long rss_kb;		/* the most memory that it ever had; known when it has ended */
	int stayed;		/* it had to be killed after it had closed its pipe */
	struct strbuf reply;
};

struct pool {
	const struct compdb *db;
	struct compdb told;	/* the same, as workers are told of it */
	const struct knowledge *k;
	const struct frontend_options *opt;
	struct recfile *rf;
	struct frontend_stats *stats;
	struct strbuf *err;
	struct worker *w;
	unsigned nr;
	uint32_t next;		/* command to hand out next */
	struct retry { uint32_t job; unsigned flags; } *retry;
	uint32_t nr_retry;
	uint8_t *killed;	/* by command: a worker that had it was ended from outside */
	size_t finished;
	struct pch_plan plan;
	const char **pch;	/* by 1 + request of the plan: base name, "" = none */
	struct fact_cache *cache;	/* NULL: none */
	uint64_t *key;		/* by command, in the cache */
	uint8_t *have;		/* by command: its facts came from there, or it is being parsed */
	uint32_t *early, nr_early;	/* to be parsed before all is known of the others */
	int hold;		/* hand out nothing but those */
	struct strtab name;	/* functions that TUs asked their worker for */
	struct strbuf named;	/* the same, for tu_pch.named */
	struct tu_facts check;	/* replies are read into it to see whether they are sound */
};

/* ---- pool_worker.c ------------------------------------------------------------ */

/* Starts a worker and tells it of commands and knowledge. 0, or -1 and p->err. */
int pool_start(struct pool *p, struct worker *w);

/* Ends a worker, killed where `force`, adds its time and memory to the figures and
 * returns how it ended, as wait(2) tells it; 0 where none runs. */
int pool_stop(struct pool *p, struct worker *w, int force);

/* 1 = the reply is complete, 0 = not yet, -1 = it can't be a reply. */
int pool_reply_state(const struct strbuf *r);

/* ---- pool_job.c --------------------------------------------------------------- */

/* Counts a command as done and tells the progress. */
void pool_finished(struct pool *p, uint32_t job);

/* Keeps the facts of a command. 0, or -1 and p->err. */
int pool_finish(struct pool *p, uint32_t job, const void *data, size_t len);

/* The parser could not do it: once more, more carefully; then it has failed. 0, or -1
 * and p->err, as the two below. */
int pool_lost(struct pool *p, struct worker *w, const char *why);

/* A worker closed its pipe; it is ended, and its command is lost or taken away. */
int pool_crashed(struct pool *p, struct worker *w);
int pool_timed_out(struct pool *p, struct worker *w);

/* ---- pool_pch.c --------------------------------------------------------------- */

/* The precompiled headers that a command's parse uses; empty where there are none. */
struct tu_pch pool_pch_of(const struct pool *p, uint32_t job);

/* Plans the headers and has them made, one worker for each, as many at a time as there
 * are workers. Without one its TUs are parsed plainly, no more. 0, or -1 and p->err. */
int pool_make_pchs(struct pool *p);

/* ---- pool_cached.c ------------------------------------------------------------ */

/* Takes what the cache has, and has files parsed early that are in doubt. 0, or -1. */
int pool_take_cached(struct pool *p);

/* ---- pool.c ------------------------------------------------------------------- */

/* Gives a worker the next command, started or ended as that needs. 0, or -1 and p->err. */
int pool_hand_out(struct pool *p, struct worker *w);

#endif
