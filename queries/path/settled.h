/* SPDX-License-Identifier: MIT */
/*
 * Which tables a way has named before it makes a call: what a device's bus is set to is the bus
 * that probes it further on, and the driver that was passed to be registered is the one whose
 * functions are called. Of each struct the last table stands until the way names another one;
 * whether it is in the very object that is called through is not followed.
 */
#ifndef KPATH_QUERIES_PATH_SETTLED_H
#define KPATH_QUERIES_PATH_SETTLED_H

#include "base/idmap.h"
#include "ties.h"

/* What a way has named is a number: 0 for nothing, else one for each set of tables. */
struct settled {
	const struct graph *g;
	const struct ties *ties;
	uint32_t to;
	struct idmap tables;	/* names of the structs that functions are stored in */
	struct idmap goal;	/* name of a struct that has tables with the end of the way -> one that
				 * stands for all others of it */
	struct idmap first;	/* function -> its first entry of `at`, + 1 */
	struct settled_at {	/* a store, or an argument */
		uint32_t object, file, line;
		uint32_t passed, next;	/* next: + 1 */
	} *at;
	uint32_t nr, alloc;
	struct settled_set {
		uint32_t first, nr;	/* of `object`, sorted */
	} *set;
	uint32_t nr_set, alloc_set;
	uint32_t *object, nr_object, alloc_object;
	struct idmap by_digest;	/* of the objects of a set -> its number */
};

/* Reads all stores of the graph, for ways to function `to`; the ties stay the caller's, for as
 * long. */
void settled_init(struct settled *s, const struct graph *g, const struct ties *ties, uint32_t to);
void settled_release(struct settled *s);

/* What stands behind a call, where `set` did before it. */
uint32_t settled_behind(struct settled *s, uint32_t set, const struct g_edge *e);

/* Does the edge call what a table of the set holds? -1: no, but another table of the same
 * struct does; 0: the set has none of that struct. */
int settled_says(const struct settled *s, uint32_t set, const struct g_edge *e);

#endif
