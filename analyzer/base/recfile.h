/* SPDX-License-Identifier: MIT */
/*
 * A scratch file of numbered byte records: written in any order, read in
 * order of their numbers, also by another thread while they still come. The
 * file has no name and goes away with the process.
 */
#ifndef KPATH_BASE_RECFILE_H
#define KPATH_BASE_RECFILE_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "strbuf.h"

struct recfile {
	int fd;
	uint64_t end;
	uint64_t *off;		/* by number */
	uint32_t *len;		/* as it lies in the file; 0 = not written */
	uint32_t *size;		/* once it is unpacked; 0 = it is not packed */
	uint32_t nr;
	int more;		/* between recfile_start and recfile_finish */
	pthread_mutex_t lock;	/* of off, len, size and more */
	pthread_cond_t came;
};

/* Room for `nr` records in an unnamed file in `dir` (NULL: $TMPDIR or /tmp). */
int recfile_init(struct recfile *rf, const char *dir, uint32_t nr, struct strbuf *err);
void recfile_release(struct recfile *rf);

/* Writes (or replaces) record i. -1 where the disk is full. */
int recfile_put(struct recfile *rf, uint32_t i, const void *data, size_t len,
		struct strbuf *err);
/* The same of a record that is packed by zlib and has `size` bytes without. */
int recfile_put_packed(struct recfile *rf, uint32_t i, const void *data, size_t len,
		       size_t size, struct strbuf *err);

/* From here on, who reads a record that is not there waits for it … */
void recfile_start(struct recfile *rf);
/* … until no more will come. */
void recfile_finish(struct recfile *rf);

/* Appends record i. -1 where there is none, or it can't be read. */
int recfile_read(struct recfile *rf, uint32_t i, struct strbuf *out);

#endif
