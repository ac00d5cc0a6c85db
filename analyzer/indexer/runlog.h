/* SPDX-License-Identifier: MIT */
/*
 * FILE.log beside an index: what is true of one run, not of the sources
 * (absolute paths, times, host). Lines of key, tab, value; tab, newline and
 * backslash are escaped, other control characters are \xNN. A query works without it.
 */
#ifndef KPATH_INDEXER_RUNLOG_H
#define KPATH_INDEXER_RUNLOG_H

#include <stdint.h>

#include "base/strbuf.h"

/* The lines that stand in it once: X(member, what it is, key). Writer and reader
 * follow from the list. */
#define RUNLOG(X) \
	X(kpath, text, "kpath")			/* its version */ \
	X(index, id, "index")			/* index_id() */ \
	X(tree, text, "tree")			/* absolute */ \
	X(build, text, "build")			/* absolute */ \
	X(config, text, "config") \
	X(host, text, "host") \
	X(cpus, count, "cpus") \
	X(jobs, count, "jobs") \
	X(prepare, seconds, "seconds.prepare") \
	X(parse, seconds, "seconds.parse") \
	X(resolve, seconds, "seconds.resolve") \
	X(store, seconds, "seconds.store") \
	X(worker_cpu, seconds, "worker.cpu_seconds")	/* of all workers */ \
	X(pch_headers, count, "pch.headers")	/* precompiled headers, not what they include */ \
	X(pch_cpu, seconds, "pch.cpu_seconds") \
	X(pch_rss_kb, count, "pch.rss_kb") \
	X(pch_tus, count, "pch.tus")		/* units that were parsed over one */ \
	X(cache_tus, count, "cache.tus")	/* units whose facts are of an earlier run */ \
	X(worker_rss_kb, count, "worker.rss_kb")	/* the largest */ \
	X(crashes, count, "worker.crashes") \
	X(timeouts, count, "worker.timeouts") \
	X(retried, count, "worker.retried") \
	X(sandbox, text, "worker.sandbox")	/* what confined the workers */ \
	X(dropped, count, "flags.dropped")	/* flags that clang was not given */ \
	X(tus, count, "tus")

enum runlog_line {
#define X(member, what, key) RUNLOG_##member,
	RUNLOG(X)
#undef X
};

typedef char *runlog_text;		/* of the log that was read; NULL = unknown */
typedef uint64_t runlog_id;
typedef unsigned long runlog_count;
typedef double runlog_seconds;

struct runlog {
#define X(member, what, key) runlog_##what member;
	RUNLOG(X)
#undef X
	uint64_t has;			/* by line: 1 << RUNLOG_member */
};

static inline int runlog_has(const struct runlog *log, enum runlog_line line)
{
	return log->has >> line & 1;
}

/* Reads `db`.log; everything stays unknown where there is none, or where it
 * is of another index than `id` (see index_id()). */
void runlog_read(struct runlog *log, const char *db, uint64_t id);
void runlog_release(struct runlog *log);

/* Appends the lines that it has. */
void runlog_put(struct strbuf *out, const struct runlog *log);

/* Appends one line that can stand there several times. */
void runlog_add(struct strbuf *out, const char *key, const char *value);
void runlog_addf(struct strbuf *out, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
