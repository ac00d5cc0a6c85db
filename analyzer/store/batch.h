/* SPDX-License-Identifier: MIT */
/*
 * Rows on their way from the thread that makes them to the one that runs
 * SQLite: batches of cells, in order.
 */
#ifndef KPATH_STORE_BATCH_H
#define KPATH_STORE_BATCH_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#define BATCH_ROWS 32		/* of one INSERT: to begin and end one costs as much as some rows */
#define BATCH_COLUMNS 12	/* that a table has at most */
#define BATCHES 64		/* on the way at a time */

struct cell {
	const char *text;	/* good until all is written */
	int64_t num;		/* a number, or how long the text is */
	int type;		/* SQLITE_INTEGER, … */
};

struct batch {
	size_t table;
	int nr;			/* cells */
	struct cell cell[BATCH_ROWS * BATCH_COLUMNS];
};

struct batches {
	struct batch *slot;
	uint32_t made, taken;	/* how many so far */
	int holding;		/* the taker has one that it has not given back */
	int done, stopped;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* An empty queue between threads; batches_release() needs both threads gone. */
void batches_init(struct batches *b);
void batches_release(struct batches *b);

/* The maker: an empty batch; once it is full, on with it. After batches_stop
 * what is made goes nowhere. */
struct batch *batches_new(struct batches *b);
void batches_put(struct batches *b);
void batches_done(struct batches *b);	/* there will be no more */

/* The taker: the next batch, good until the next call; NULL: that was all. */
const struct batch *batches_get(struct batches *b);
void batches_stop(struct batches *b);	/* it takes no more */

#endif
