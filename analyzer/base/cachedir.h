/* SPDX-License-Identifier: MIT */
/* Where kpath keeps what can be made anew: build directories, precompiled
 * headers, facts. */
#ifndef KPATH_BASE_CACHEDIR_H
#define KPATH_BASE_CACHEDIR_H

#include "strbuf.h"

/*
 * Appends the absolute cache directory to `out`: `given` (made absolute)
 * where it is not NULL, else $XDG_CACHE_HOME/kpath, ~/.cache/kpath or
 * /tmp/kpath-UID. Nothing is made.
 */
void cache_dir(struct strbuf *out, const char *given);

/*
 * Makes the cache directory, for its owner only (0700). -1 and a sentence
 * where it can't be made, belongs to somebody else, or others may write to it.
 */
int cache_root(const char *dir, struct strbuf *err);

/*
 * Makes the directory `name` below a cache directory, for its owner only
 * (0700), and appends its path to `out`. -1 and a sentence where it can't be
 * made or belongs to somebody else.
 */
int cache_subdir(struct strbuf *out, const char *dir, const char *name, struct strbuf *err);

/*
 * Reads a file of the cache whose contents are believed: appends it to `out`. -1 where it can't be
 * read, belongs to another user, or others may write to it.
 */
int cache_read(const char *path, struct strbuf *out);

/*
 * Removes the files of `dir` (no directories) that were used longest ago,
 * until the others take at most `bytes`; those used in the last hour stay.
 * Temporary files of writers that were killed go too, after an hour.
 */
void cache_trim(const char *dir, unsigned long long bytes);

#endif
