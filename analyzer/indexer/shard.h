/* SPDX-License-Identifier: MIT */
/*
 * Facts of a part of a tree's TUs, in one file: made by `kpath index --shard`
 * on one machine, put together by `kpath link` on another. A shard carries
 * all that an index is made of beside the facts: the list of all TUs, the
 * configuration's name, the digests of the files that its facts name.
 */
#ifndef KPATH_INDEXER_SHARD_H
#define KPATH_INDEXER_SHARD_H

#include <stdint.h>

#define SHARD_MAGIC "kpath shard 2\n"

struct index_run;
struct shards;

/* Writes x->facts, which are those of every x->nr_shards-th TU of x->db. -1: see x->err. */
int shard_write(const char *path, struct index_run *x);

/*
 * Reads all shards of one tree into x->db, x->facts and x->shards. -1 and
 * x->err: no shard, damaged, of different trees or configurations, one
 * twice or missing.
 */
int shards_read(struct index_run *x, const char *const *paths, int nr);
void shards_free(struct shards *s);

/* Digest of a file as the shards saw it, 0 where they did not. */
uint64_t shard_file_hash(const struct shards *s, const char *displayed);

#endif
