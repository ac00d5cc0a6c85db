/* SPDX-License-Identifier: MIT */
/*
 * A file that takes its place when it is whole.
 *
 * It is written as TARGET.tmp.<number> in the same folder and then renamed.
 * Its writer holds a lock (flock) on it, which ends with the process, so
 * what a killed process left is told from what is being written. SIGINT, SIGTERM
 * and SIGHUP, where they would end the process, take it away.
 */
#ifndef KPATH_BASE_TEMPFILE_H
#define KPATH_BASE_TEMPFILE_H

#include <signal.h>

#include "strbuf.h"

struct tempfile {
	int fd;			/* open for reading and writing; -1 = none */
	struct strbuf path;	/* its name for now */
};
#define TEMPFILE_INIT { .fd = -1, .path = STRBUF_INIT }

/*
 * Makes an empty file beside `target`, which is a regular file or not there; links are not followed, and nobody else may
 * write it, whatever the umask. -1 and a
 * sentence in `err`; then there is nothing to release.
 */
int tempfile_open(struct tempfile *t, const char *target, struct strbuf *err);

/* Renames it to `target`. Closed and released, also on failure, and then gone. */
int tempfile_commit(struct tempfile *t, const char *target, struct strbuf *err);

/* Removes it; nothing to do after a commit or a failed open. */
void tempfile_discard(struct tempfile *t);

/*
 * The same of a folder, of mode 0700 until it takes its place; `target` is not there. A signal does not take
 * it away: whoever fills it holds signals and asks whether one waits.
 */
int tempdir_open(struct tempfile *t, const char *target, struct strbuf *err);
int tempdir_commit(struct tempfile *t, const char *target, struct strbuf *err);
void tempdir_discard(struct tempfile *t);

/* SIGINT, SIGTERM and SIGHUP wait until the mask that was there before, *old, is set again; does one? */
void signals_hold(sigset_t *old);
int signals_waiting(void);

/* Removes those files that this process has open; for a handler of signals that then ends the process. */
void tempfile_remove_open(void);

/*
 * Removes what killed writers of `target` left. `target` may be "DIR/": then
 * of every file in DIR. Errors are not told: a left file does no harm.
 */
void tempfile_sweep(const char *target);

#endif
