/* SPDX-License-Identifier: MIT */
/*
 * The door between the compiler's library and the file system.
 *
 * This program defines open(), stat() and the like itself, so every path that
 * libclang asks for passes here: nothing outside of the readable folders
 * seems to exist (Landlock, where the system has it, enforces the same for
 * the bytes; this hides names too), what is no regular file is not opened,
 * and all that was looked at is noted: what was read, what was there, what was
 * not. Those are the inputs of a TU: a header that appears where there was
 * none changes it as much as an edit.
 *
 * One TU at a time; libclang's own threads come one after the other.
 */
#ifndef KPATH_WORKER_DOOR_H
#define KPATH_WORKER_DOOR_H

#include "base/strbuf.h"
#include "base/strtab.h"

/* From now on nothing but what is below these (NULL-ended; missing ones are
 * skipped). There is no way back. */
void door_close(const char *const *readable);

/* Forgets what was looked at: a new TU. `path` is its source. */
void door_begin(const char *path);

/* The source is read, or read once more: what is refused before the library gets
 * to the source, the compiler's driver asked for (which distribution is this?), not the tree. */
void door_parse(void);

/*
 * Appends what was looked at, as inputs_pack() has it. Files whose path
 * (absolute, folded) is in `known` are left out of those that were read: their
 * digests are known already.
 */
void door_list(const struct strtab *known, struct strbuf *out);

/* Lines, sorted: every path where nothing was found. */
void door_absent(struct strbuf *out);

/* Is the path in one of the readable folders, links followed? */
int door_is_readable(const char *path);

#endif
