/* SPDX-License-Identifier: MIT */
/*
 * Facts records of earlier runs, one file for each TU, found by what was
 * asked (command, worker program, libclang, knowledge) and good as long as
 * every file that the TU was made of has the bytes that the worker read, and none
 * stands now where the compiler looked and found none. The bytes of an
 * index made with it are those of one made without.
 */
#ifndef KPATH_FRONTEND_FACTCACHE_H
#define KPATH_FRONTEND_FACTCACHE_H

#include "base/strbuf.h"
#include "inputs.h"
#include "model/compdb.h"
#include "model/knowledge.h"
#include "wire.h"

#define FACT_CACHE_BYTES (1ull << 30)	/* of all TUs of all trees */

struct fact_cache;

/* `dir` exists; `worker` is the path of the worker program. */
struct fact_cache *fact_cache_new(const char *dir, const char *worker, const struct compdb *db,
				  const struct knowledge *k);
void fact_cache_free(struct fact_cache *c);	/* also trims it to its size */

/* Under which the facts of a command's file are kept: a digest of the command, the worker and its knowledge. */
uint64_t fact_cache_key(struct fact_cache *c, const struct compile_command *cmd);

/* Is it likely that there is no good record: none at all, or the file that is
 * compiled was written after it was used last? Costs next to nothing. */
int fact_cache_doubts(const struct fact_cache *c, uint64_t key, const struct compile_command *cmd);

struct fact_entry {		/* a record, packed by zlib; good until the next call */
	const char *data;
	size_t len, size;	/* packed, and as it was */
};

/* The record; -1 where there is none that is still good. What it is made of is
 * added to `in`. */
int fact_cache_get(struct fact_cache *c, uint64_t key, struct inputs *in, struct fact_entry *e);

/* Keeps the facts of a reply. A full disk is no error: they are not kept. */
void fact_cache_put(struct fact_cache *c, uint64_t key, const struct wire_reply *r);

/* Of a file's bytes, 0 where there is none. */
uint64_t file_digest(const char *path);

#endif
