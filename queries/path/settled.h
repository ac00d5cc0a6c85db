/* SPDX-License-Identifier: MIT */
/*
 * Which table a function stores before it makes a call: what a device's bus is set to is the
 * bus that probes it further on. The last such store of the way stands until another one is
 * passed; whether it was made to the very object that is called through is not followed.
 */
#ifndef KPATH_QUERIES_PATH_SETTLED_H
#define KPATH_QUERIES_PATH_SETTLED_H

#include "base/idmap.h"
#include "ties.h"

struct settled {
	const struct graph *g;
	const struct ties *ties;
	struct idmap first;	/* function -> its first entry of `at`, + 1 */
	struct settled_at {
		uint32_t object, file, line, next;	/* next: + 1 */
	} *at;
	uint32_t nr, alloc;
};

/* Reads all stores of the graph; the ties stay the caller's, for as long. */
void settled_init(struct settled *s, const struct graph *g, const struct ties *ties);
void settled_release(struct settled *s);

/* The table that stands behind a call, where `table` did before it; 0 = none. */
uint32_t settled_behind(const struct settled *s, uint32_t table, const struct g_edge *e);

/* Does the edge call what another table of the same struct holds, and this one does not? */
int settled_contradicts(const struct settled *s, uint32_t table, const struct g_edge *e);

#endif
