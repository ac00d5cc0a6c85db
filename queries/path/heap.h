/* SPDX-License-Identifier: MIT */
/* The labels that a search has yet to follow. */
#ifndef KPATH_QUERIES_HEAP_H
#define KPATH_QUERIES_HEAP_H

#include "queries/query.h"

/* A binary heap, least first; of equal keys the one nearer to the start, so
 * that all ways of one length have come to a node before it is followed. */
struct heap_item {
	uint64_t key;
	uint64_t length;
	uint32_t label;
};

struct heap {
	struct heap_item *item;
	uint32_t nr, alloc;
};

/* Puts a label in, by its key. */
void heap_push(struct heap *h, uint64_t key, uint64_t length, uint32_t label);
struct heap_item heap_pop(struct heap *h);	/* of one that is not empty */
void heap_release(struct heap *h);

#endif
