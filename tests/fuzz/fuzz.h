/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share.
 *
 * A target is one file, fuzz_NAME.c, with libFuzzer's entry point. With
 * -DKPATH_FUZZ=ON it is linked with libFuzzer; in every build it is also
 * linked with replay.c, which runs each file of its corpus once. A target
 * returns 0 for whatever bytes it gets: what is wrong shows as a crash, a
 * sanitizer's report, too much time or too much memory.
 */
#ifndef KPATH_TESTS_FUZZ_H
#define KPATH_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/graph.h"
#include "model/knowledge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A directory of this process, in memory where there is such a place; it goes
 * away with the process. */
const char *fuzz_dir(void);

/* Writes a file into it; its path, in a static buffer of the caller's choice. */
const char *fuzz_path(char path[256], const char *name);
void fuzz_put(const char *path, const void *data, size_t size);

/* An input came past the door of what is tested: it was read, and not refused. replay.c wants
 * this of each seed that is not named seed-wrong-*: one of a format that has changed tests nothing. */
void fuzz_took(void);
unsigned long fuzz_taken(void);		/* how many calls of it */

/* A copy that ends in a NUL, with nothing behind it. The caller frees it. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Cuts the input: the bytes up to the next `\xff` (or the end), which is
 * skipped. NULL at the end of the input. */
const uint8_t *fuzz_cut(const uint8_t **data, size_t *size, size_t *len);

/* The knowledge that is built in, read once. */
const struct knowledge *fuzz_knowledge(void);

/* A small call graph with some of everything, made once. */
const struct graph *fuzz_graph(void);

/* Writes sources of some of its functions into fuzz_dir(), once. */
void fuzz_put_sources(void);

/* Writes it as an index, by way of the door that every index is opened by, as a kpath that starts does. */
void fuzz_put_index(const char *path);

/* Asks all kinds of questions of a graph whose sections were all read. */
void fuzz_ask(const struct graph *g);

/* Stops the process where a promise was broken. */
#define FUZZ_CHECK(what) do { \
	if (!(what)) { \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
		abort(); \
	} \
} while (0)

#endif
