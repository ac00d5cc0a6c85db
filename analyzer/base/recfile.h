/* SPDX-License-Identifier: MIT */
/*
 * A scratch file of numbered byte records: written in any order, read in
 * order of their numbers. The file has no name and goes away with the
 * process.
 */
#ifndef KPATH_BASE_RECFILE_H
#define KPATH_BASE_RECFILE_H

#include <stddef.h>
#include <stdint.h>

#include "strbuf.h"

struct recfile {
	int fd;
	uint64_t end;
	uint64_t *off;		/* by number; len 0 = not written */
	uint32_t *len;
	uint32_t nr;
	void *map;
	uint64_t map_len;
};

/* Room for `nr` records in an unnamed file in `dir` (NULL: $TMPDIR or /tmp). */
int recfile_init(struct recfile *rf, const char *dir, uint32_t nr, struct strbuf *err);
void recfile_release(struct recfile *rf);

/* Writes (or replaces) record i. -1 where the disk is full. */
int recfile_put(struct recfile *rf, uint32_t i, const void *data, size_t len,
		struct strbuf *err);

/* Record i, good until the next put; NULL and *len = 0 where it was never
 * written or can't be mapped. */
const void *recfile_get(struct recfile *rf, uint32_t i, size_t *len);

#endif
