/* SPDX-License-Identifier: MIT */
/*
 * The rows of the tables for people: made from the graph, table by table, with a
 * digest of each group of rows, by which a table that was changed is known.
 */
#ifndef KPATH_STORE_ROWS_H
#define KPATH_STORE_ROWS_H

#include "batch.h"
#include "model/graph.h"

#define GROUP_ROWS 4096		/* that share a digest */

/* The tables with row groups, in the order in which they are written. */
enum { TABLE_SECTION /* filled with the chunks */, TABLE_NR = 14 };

struct table_shape {
	const char *name;
	int columns;
};

extern const struct table_shape table_shape[TABLE_NR];

struct row_group {
	const char *table;
	int64_t first, last;	/* row ids */
	uint64_t digest;
};

struct row_groups {
	struct row_group *v;
	size_t nr, alloc;
};

/* What a cell adds to the digest of its group: a number, NULL, and bytes of
 * `type` (SQLITE_TEXT, …). */
uint64_t row_digest_int(uint64_t h, int64_t v);
uint64_t row_digest_null(uint64_t h);
uint64_t row_digest_bytes(uint64_t h, int type, const void *p, size_t n);

/* Appends a group. */
void row_groups_add(struct row_groups *g, const char *table, int64_t first, int64_t last,
		    uint64_t digest);

struct rows {			/* the rows of a table while they are made */
	const struct graph *g;
	size_t table;
	struct batches *batches;
	struct batch *batch;	/* the one that is being filled */
	int64_t row, first;	/* rows made; the first of their group */
	uint64_t digest;	/* of the group so far */
	struct row_groups *groups;
};

/* Makes the rows of all tables but TABLE_SECTION into r->batches, and their groups;
 * `ctx` is a struct rows with g, batches and groups set. A thread's function; NULL. */
void *rows_make(void *ctx);

#endif
