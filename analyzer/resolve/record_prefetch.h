/* SPDX-License-Identifier: MIT */
/*
 * Reads facts records ahead of who needs them, in a thread of its own: to
 * unpack, check and digest them costs about as much as to link and import
 * them.
 */
#ifndef KPATH_RESOLVE_AHEAD_H
#define KPATH_RESOLVE_AHEAD_H

#include <pthread.h>

#include "base/recfile.h"
#include "model/facts.h"

#define AHEAD_SLOTS 8

struct ahead_tu {
	struct tu_facts f;
	uint64_t *digest;	/* by string of f */
	size_t alloc;
};

struct ahead_slot {
	struct ahead_tu tu;
	struct strbuf why;	/* why there are none; empty where there are */
	int full;
};

struct ahead {
	struct recfile *facts;
	struct ahead_slot slot[AHEAD_SLOTS];
	uint32_t next;		/* record that ahead_get gives next */
	int stop, threaded;
	pthread_t thread;
	pthread_mutex_t lock;	/* of each slot's `full`, and of stop */
	pthread_cond_t changed;
};

/* Makes room for one unit's facts; release frees it. */
void ahead_tu_init(struct ahead_tu *t);
void ahead_tu_release(struct ahead_tu *t);

/* Starts the thread that reads records ahead; release ends it. */
void ahead_start(struct ahead *a, struct recfile *facts);
void ahead_release(struct ahead *a);

/*
 * The next record, in order of their numbers: swapped with what `t` holds
 * (initialised). NULL, or the reason why there is none, good until the next
 * call; `t->f` is cleared then.
 */
const char *ahead_get(struct ahead *a, struct ahead_tu *t);

#endif
