/* SPDX-License-Identifier: MIT */
/*
 * Where tables are at home: the source files that define them or store their address. A
 * file system's file names its file_operations, inode_operations and
 * address_space_operations; who reads through the one reads through the others.
 */
#ifndef KPATH_QUERIES_PATH_HOMES_H
#define KPATH_QUERIES_PATH_HOMES_H

#include "base/idmap.h"
#include "model/graph.h"

struct homes {
	const struct graph *g;
	struct idmap first;	/* table -> its first entry of `at`, + 1 */
	struct idmap kind;	/* file, struct's name -> 1: a table of that struct is at home there */
	struct homes_at {
		uint32_t file, next;	/* next: + 1 */
	} *at;
	uint32_t nr, alloc;
};

/* Is the file a header, whose code belongs to whoever includes it? */
int homes_is_header(const struct graph *g, uint32_t file);

/* Reads all tables, initialisers and stores of the graph. */
void homes_init(struct homes *h, const struct graph *g);
void homes_release(struct homes *h);

/* Have both a home with a table of the other's struct, but none that they share, and stand
 * in different directories? */
int homes_part(const struct homes *h, uint32_t a, uint32_t b);

#endif
