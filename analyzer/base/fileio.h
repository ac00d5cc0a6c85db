/* SPDX-License-Identifier: MIT */
/* Files and paths. Paths are bytes; '/' separates. */
#ifndef KPATH_BASE_FILEIO_H
#define KPATH_BASE_FILEIO_H

#include <stddef.h>
#include <stdint.h>

#include "strbuf.h"

/* open() and fsync() that a signal does not stop; the descriptor is closed on exec. */
int file_open(const char *path, int flags, unsigned mode);
int file_sync(int fd);

/*
 * Appends a whole regular file to `out`; -1 and a sentence in `err`, also where it is larger than
 * FILE_MOST, or than `most` bytes: a file without contents can claim any size.
 */
#define FILE_MOST (512u << 20)
int file_read(const char *path, struct strbuf *out, struct strbuf *err);
int file_read_most(const char *path, uint64_t most, struct strbuf *out, struct strbuf *err);

/* The first bytes of a regular file, at most `len`; how many. 0 where it can't be read: a pipe is not waited for. */
size_t file_head(const char *path, void *to, size_t len);

/*
 * Writes a temporary file (see tempfile.h) and renames it: readers see the
 * old file or the whole new one.
 */
int file_write_atomic(const char *path, const void *data, size_t len,
		      struct strbuf *err);

/* All `len` bytes from or to a blocking descriptor, whatever signals come: 0; -1 with
 * errno after an error, and where what is read ends before. */
int fd_read_all(int fd, void *to, size_t len);
int fd_write_all(int fd, const void *from, size_t len);
/* The same into a socket: one whose other end is closed raises no signal. */
int fd_send_all(int fd, const void *from, size_t len);
/* The same from a place in a regular file; what its descriptor stands at does not matter. */
int fd_read_all_at(int fd, void *to, size_t len, uint64_t at);

/* Is there a regular file, a folder? Links are followed; what can't be looked at is not there. */
int file_exists(const char *path);
int dir_exists(const char *path);
/* mkdir -p: makes what is missing of the path, all with this mode (less the umask). */
int dir_make_all(const char *path, unsigned mode, struct strbuf *err);
int dir_remove_all(const char *path, struct strbuf *err);	/* rm -r, no links followed */

/* dir + "/" + name, or name alone where it is absolute; "." and ".." are
 * folded textually. Appended to `out`. */
void path_join(struct strbuf *out, const char *dir, const char *name);

/* The part of `path` below `root` (both absolute, folded), or NULL. */
const char *path_below(const char *path, const char *root);

/* What stands behind the last "/"; part of `path`. */
const char *path_basename(const char *path);

/* Appends the path of another program of kpath's own: beside kpath (build directory), or in ../libexec/kpath. -1
 * where it is in neither; then what was appended is kpath's directory, or nothing where that can't be told. */
int program_beside(struct strbuf *out, const char *name);

/* Seconds since some fixed point, for durations. */
double clock_seconds(void);

#endif
