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

struct runlog {
	char *tree, *build;	/* absolute (in the file, or relative to its folder); NULL = unknown */
	int has_seconds;
	double prepare, parse, resolve, store;
	char *sandbox;			/* what confined the workers; NULL = unknown */
	int has_dropped;
	unsigned long dropped;		/* flags that clang was not given */
};

/* Reads `db`.log; everything stays unknown where there is none, or where it
 * is of another index than `id` (see index_id()). */
void runlog_read(struct runlog *log, const char *db, uint64_t id);
void runlog_release(struct runlog *log);

/* Appends one line to the text of a log. */
void runlog_add(struct strbuf *out, const char *key, const char *value);
void runlog_addf(struct strbuf *out, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
