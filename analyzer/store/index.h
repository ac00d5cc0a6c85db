/* SPDX-License-Identifier: MIT */
/*
 * The index file: one SQLite database.
 *
 * The graph lies in it as chunks (table `chunk`: section, seq, data; at most
 * 64 KiB each) that are read into the arrays of a `struct graph`; table
 * `section` says what is in which chunk, and their checksums. Facts for
 * people who want SQL lie in plain tables beside them
 * (func, edge, slot, store, object, field_value, value, entry, tu, file,
 * meta and the view `call`), each with a digest per group of rows in
 * `row_group`. kpath itself reads the chunks only.
 * docs/index-format.md is the format's page.
 */
#ifndef KPATH_STORE_INDEX_H
#define KPATH_STORE_INDEX_H

#include "base/strbuf.h"
#include "model/graph.h"

#define INDEX_APPLICATION_ID 0x4b504154	/* "KPAT" */
#define INDEX_VERSION 11

enum index_error {
	INDEX_OK = 0,
	INDEX_FAILED = -1,	/* I/O, no space, … */
	INDEX_BAD = -2		/* missing, not an index, damaged, too new or too old */
};

/*
 * Writes the whole graph to `path`: under a temporary name in the same
 * folder, one transaction, then renamed. Equal graphs give equal bytes.
 */
int index_write(const char *path, const struct graph *g, struct strbuf *err);
/* The same; *id is what index_id() will be. */
int index_write_id(const char *path, const struct graph *g, uint64_t *id, struct strbuf *err);

struct index;

/*
 * Opens read-only, immutable and defensive, checks application id, version
 * and schema. The graph has a source: each chunk is read, its checksum, ids
 * and ranges checked, when a record of it is first asked for by graph_func()
 * and its like; names and metadata are there at once. An error leaves *out
 * NULL.
 */
int index_open(struct index **out, const char *path, struct strbuf *err);
void index_close(struct index *idx);

/* The graph. Valid until index_close. */
struct graph *index_graph(struct index *idx);

/*
 * INDEX_BAD and a sentence where something that was asked for could not be
 * read, so that answers may lack it: to be asked before one is shown.
 */
int index_failed(const struct index *idx, struct strbuf *err);

/*
 * A hint that most of these sections (and INDEX_CORE) will be looked at: they
 * are read at once, on some threads, and what a single chunk can't show, the
 * order of records, is checked as well. No answer depends on it: all else is
 * read when it is first asked for, as after index_open.
 */
int index_need(struct index *idx, unsigned sections, struct strbuf *err);
#define INDEX_CORE	(1 << 0)	/* strings, file, func, func_name, node, edge, in_edge */
#define INDEX_SITES	(1 << 1)	/* site, evid, known */
#define INDEX_GUARDS	(1 << 2)
#define INDEX_SLOTS	(1 << 3)	/* slot, store */
#define INDEX_OBJECTS	(1 << 4)	/* object, field_value */
#define INDEX_VALUES	(1 << 5)	/* value, arg */
#define INDEX_ENTRIES	(1 << 6)	/* entry, tu */
#define INDEX_STRMAP	(1 << 7)	/* strtab_find and strtab_add work; else they find nothing */
#define INDEX_STEPS	(1 << 8)	/* step */
#define INDEX_USES	(1 << 9)	/* use */
#define INDEX_ALL	0xffff

/*
 * Names that begin with `prefix`, for completing a word: at most `max`, in
 * order, each once, with a file it stands in (or NULL), without reading the
 * graph. Header and schema are checked, rows are not: names may hold any bytes, and
 * a damaged file may give wrong ones. -1 and a sentence where it can't be read.
 */
struct index_names {
	enum index_names_of {
		INDEX_NAMES_FUNC, INDEX_NAMES_FUNC_OF, INDEX_NAMES_SLOT, INDEX_NAMES_OBJECT,
		INDEX_NAMES_SYSCALL, INDEX_NAMES_FILE
	} what;
	const char *prefix;
	const char *file;	/* of _FUNC_OF: the file, or the end of its path */
	uint32_t max;
	void (*each)(void *to, const char *name, const char *file);
	void *to;
};
int index_names(const char *path, const struct index_names *ask, struct strbuf *err);

/* Tells one graph from another: a digest of all checksums. */
uint64_t index_id(const struct index *idx);

uint64_t index_bytes(const struct index *idx);	/* size of the file */

/*
 * Everything that can be checked: SQLite's own integrity check, every
 * chunk's checksum, every row group's digest, every id in range. Appends a
 * line for each problem to `problems`; INDEX_OK also where there are some.
 * INDEX_BAD and a sentence where the file can't be opened as an index at all.
 */
int index_verify(const char *path, struct strbuf *problems, struct strbuf *err);

#endif
