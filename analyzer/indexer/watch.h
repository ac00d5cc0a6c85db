/* SPDX-License-Identifier: MIT */
/*
 * Notices that files below some directories change (inotify), so that an index
 * can be made again. Too much is noticed rather than too little: whether a
 * change matters, indexer_index() finds out. What is left out: files whose
 * names begin with a dot (but .config), what compilers and editors leave
 * (.o, .cmd, .d, .ko, .swp, ~ and the like), and directories that begin with a dot.
 * A file that is reached through a symbolic link is noticed where it lies.
 */
#ifndef KPATH_INDEXER_WATCH_H
#define KPATH_INDEXER_WATCH_H

#include "base/strbuf.h"

struct tree_watch;

/* *out is the caller's. `skip`: a file whose changes are none, nor are those of files whose
 * names begin with its name, in its directory (the index itself); or NULL. -1 and a sentence. */
int tree_watch_open(struct tree_watch **out, const char *skip, struct strbuf *err);
void tree_watch_close(struct tree_watch *w);	/* NULL is fine */

/* Everything below a directory, also what is made there later. -1 and a sentence. */
int tree_watch_add(struct tree_watch *w, const char *dir, struct strbuf *err);
/* One file; it need not be there yet, its directory must. -1 and a sentence. */
int tree_watch_file(struct tree_watch *w, const char *path, struct strbuf *err);

/* A descriptor that can be read when something has happened. */
int tree_watch_fd(const struct tree_watch *w);

/* How many changes there were since the last call, without waiting; `path` is set to the first
 * of them where `path` is empty. -1 and a sentence. */
int tree_watch_read(struct tree_watch *w, struct strbuf *path, struct strbuf *err);

size_t tree_watch_count(const struct tree_watch *w);	/* directories */

#endif
