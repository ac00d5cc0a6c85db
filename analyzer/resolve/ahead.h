/* SPDX-License-Identifier: MIT */
/*
 * Reads facts records ahead of who needs them, in a thread of its own: to
 * unpack and check them costs about as much as to link and import them.
 */
#ifndef KPATH_RESOLVE_AHEAD_H
#define KPATH_RESOLVE_AHEAD_H

#include <pthread.h>

#include "base/recfile.h"
#include "model/facts.h"

#define AHEAD_SLOTS 8

struct ahead_slot {
	struct tu_facts f;
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

void ahead_start(struct ahead *a, struct recfile *facts);
void ahead_release(struct ahead *a);

/*
 * The next record, in order of their numbers: swapped with what `f` holds
 * (initialised). NULL, or the reason why there is none, good until the next
 * call; `f` is cleared then.
 */
const char *ahead_get(struct ahead *a, struct tu_facts *f);

#endif
