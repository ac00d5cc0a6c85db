/* SPDX-License-Identifier: MIT */
/*
 * The index file from inside: private to this folder.
 *
 * A *section* is one array of the graph, or the strings. Its records are
 * taken as rows of 32-bit words; blocks of PACK_BLOCK records are packed
 * column by column (see pack.c) and put into chunks.
 */
#ifndef KPATH_STORE_INDEX_P_H
#define KPATH_STORE_INDEX_P_H

#include <sqlite3.h>

#include "index.h"

#define INDEX_PAGE_SIZE 4096
#define CHUNK_MAX (256 * 1024)	/* bytes of data in one chunk */
#define PACK_BLOCK 1024		/* records packed together */

/* ---- sections.c -------------------------------------------------------- */

/*
 * What each word of a record is, one letter a word:
 *   s string  f file  F func  n node  S site  E edge  e evid  l slot
 *   o object  g guard  . a number
 */
struct section {
	const char *name;
	const char *words;
	unsigned need;		/* INDEX_ bit that it is loaded with */
	size_t array, nr, alloc;	/* offsets in struct graph; none for the strings */
};

enum { SECTION_STRLEN, SECTION_STRINGS, SECTION_ARRAYS, SECTION_NR = 20 };
extern const struct section index_section[SECTION_NR];

static inline void **section_array(const struct section *s, struct graph *g)
{
	return (void **)((char *)g + s->array);
}

static inline uint32_t *section_nr(const struct section *s, struct graph *g)
{
	return (uint32_t *)((char *)g + s->nr);
}

static inline uint32_t *section_alloc(const struct section *s, struct graph *g)
{
	return (uint32_t *)((char *)g + s->alloc);
}

/* Checksum of a chunk: of its bytes and of where they belong. */
uint64_t chunk_checksum(const char *section, uint32_t seq, const void *data, size_t len);

/* ---- pack.c ------------------------------------------------------------ */

/* Appends one block of nr <= PACK_BLOCK records of `words` words each. */
void pack_block(struct strbuf *out, const uint32_t *rec, uint32_t nr, unsigned words);

/*
 * Reads one block from *p (not beyond end) into rec and moves *p on. -1
 * where the bytes are no block of that shape.
 */
int unpack_block(const unsigned char **p, const unsigned char *end,
		 uint32_t *rec, uint32_t nr, unsigned words);

/* ---- check.c ----------------------------------------------------------- */

/* How many of each thing there are: what ids are checked against. */
struct limits {
	uint32_t of[128];	/* by letter of `words`; 0 = any number */
};

void limits_set(struct limits *l, const char *name, uint32_t records);

/* Every id of these records is in range. */
int check_words(const struct section *s, const struct limits *l,
		const uint32_t *rec, uint32_t nr);

/*
 * Ranges, orders and enumerations of the sections that `sections` names:
 * what readers of the graph rely on besides ids. NULL, or what is wrong.
 */
const char *check_graph(const struct graph *g, unsigned sections);

/* ---- tables.c ---------------------------------------------------------- */

/* All that sqlite_schema holds, in order; NULL-ended. */
extern const char *const index_schema[];

int sql_exec(sqlite3 *db, const char *sql, struct strbuf *err);

/* Fills the tables for people, then row_group. */
int tables_write(sqlite3 *db, const struct graph *g, struct strbuf *err);

/* Compares every table with its row groups; a line for each problem. */
int tables_verify(sqlite3 *db, struct strbuf *problems, struct strbuf *err);

/* ---- open.c ------------------------------------------------------------ */

struct chunk_ref {
	int64_t rowid;
	uint64_t checksum;
};

struct index {
	char *path;
	uint64_t bytes, id;
	sqlite3 *db;
	struct graph g;
	char *strings;		/* what g.str points into */
	unsigned have;		/* INDEX_ bits of what was read */
	uint32_t records[SECTION_NR], nr_chunks[SECTION_NR];
	struct chunk_ref *chunk[SECTION_NR];
	struct limits limits;
};

/* The URI that names `path` to SQLite, whatever bytes are in it. */
void index_uri(struct strbuf *out, const char *path, const char *query);

/* Opens read-only, immutable, defensive. *db is to be closed in any case. */
int index_connect(sqlite3 **db, const char *path);

/* ---- read.c ------------------------------------------------------------ */

/* Zeroed, as xcalloc; large pages for large arrays. */
void *alloc_array(size_t nr, size_t size);

/* Reads and checks the sections of these INDEX_ bits into their arrays.
 * Returns the section that can't be read, -1 where all is well. */
int sections_read(struct index *idx, unsigned need);

#endif
