/* SPDX-License-Identifier: MIT */
/*
 * What an index is made of: every path that the compiler looked at, with what
 * it found there. Digests are of the bytes that a worker read, not of what
 * stands on the disk when somebody looks afterwards. What was not there is an
 * input too: a header that appears there is found first.
 */
#ifndef KPATH_FRONTEND_INPUTS_H
#define KPATH_FRONTEND_INPUTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/strtab.h"
#include "model/compdb.h"

enum input_kind {
	INPUT_READ,		/* these bytes */
	INPUT_THERE,		/* looked for, found, not read (__has_include) */
	INPUT_ABSENT,		/* looked for, not found */
	INPUT_REFUSED		/* outside of what may be read */
};

/* What is expected of a path: a digest (digest64()), or one of these. */
#define INPUT_NONE	0ull	/* that there is none */
#define INPUT_EXISTS	2ull	/* that there is one */
#define INPUT_UNKNOWN	4ull	/* nothing is ever the same as this */

static inline uint64_t input_digest(uint64_t h)
{
	return h > INPUT_UNKNOWN ? h : h + INPUT_UNKNOWN + 1;
}

/* As it is on the disk: INPUT_NONE, INPUT_EXISTS for what is no readable
 * regular file, or a digest. */
uint64_t input_now(const char *path);

/* Is what is there now (input_now()) what was expected? */
int input_same(uint64_t expected, uint64_t now);

/* Appends one to a string of them, and takes the next: NULL at the end or
 * where the bytes are no such string; *at starts as 0. */
void inputs_pack(struct strbuf *out, enum input_kind kind, const char *path, uint64_t digest);
const char *inputs_next(const void *data, size_t len, size_t *at, enum input_kind *kind,
			size_t *n, uint64_t *digest);

/* ---- those of a whole run ------------------------------------------------------- */

struct inputs {
	struct strtab path;
	uint64_t *expect;	/* by path; INPUT_UNKNOWN: units saw different things */
	size_t alloc;
	struct strtab refused;
};

/* An empty list; inputs_release() frees what it holds. */
void inputs_init(struct inputs *in);
void inputs_release(struct inputs *in);

/* Adds a file that was read, its path of `n` bytes, once; `expect` is the digest of what the
 * worker read. */
void inputs_add(struct inputs *in, const char *path, size_t n, uint64_t expect);

/* All of a string of them. */
void inputs_add_packed(struct inputs *in, const void *data, size_t len);

/* What is expected of it; INPUT_NONE where nobody looked at the path. */
uint64_t inputs_of(const struct inputs *in, const char *path);

/* Those that were read, by the names that are shown (compdb_display_path()). */
void inputs_shown(const struct inputs *in, const struct compdb *db, struct inputs *out);

/* Lines "DIGEST PATH", sorted. A path with a newline makes the whole useless: a
 * line that is never true. */
void inputs_lines(const struct inputs *in, struct strbuf *out);

#endif
