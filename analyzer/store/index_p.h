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
#include <sys/stat.h>

#include "index.h"

#define INDEX_PAGE_SIZE 4096
#define CHUNK_MAX (64 * 1024)	/* bytes of data in one chunk */
#define PACK_BLOCK GRAPH_BLOCK	/* records packed together */
#define CHUNK_BLOCKS 8		/* a chunk has whole blocks, at most so many */

/* ---- sections.c -------------------------------------------------------- */

/*
 * What each word of a record is, one letter a word:
 *   s string  f file  F func  n node  S site  E edge  e evid  l slot
 *   o object  g guard  . a number
 */
struct section {
	const char *name;
	const char *words;
	unsigned need;		/* INDEX_ bit that it is loaded with; 0: by index_open */
	size_t array, nr, alloc;	/* offsets in struct graph; none for the strings */
	int which;		/* enum graph_array; -1: none that is read on demand */
};

/* stroff: where each string begins in `strings` */
enum { SECTION_STROFF, SECTION_STRINGS, SECTION_ARRAYS, SECTION_NR = SECTION_ARRAYS + GRAPH_NR };
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

/*
 * The directory of a section: for each chunk, in order, its first record (or
 * byte of the strings; 4 bytes) and its checksum (8), little-endian.
 */
#define DIRECTORY_ENTRY 12
void directory_add(struct strbuf *dir, uint32_t first, uint64_t checksum);
void directory_get(const unsigned char *entry, uint32_t *first, uint64_t *checksum);
/* The checksum of a section's directory, with the number of records in it. */
uint64_t directory_checksum(const char *section, uint32_t records, const void *dir, size_t len);

/* ---- pack.c ------------------------------------------------------------ */

/* Appends one block of nr <= PACK_BLOCK records of `words` words each. */
void pack_block(struct strbuf *out, const uint32_t *rec, uint32_t nr, unsigned words);

/*
 * Reads one block from *p (not beyond end) into rec and moves *p on. -1
 * where the bytes are no block of that shape.
 */
int unpack_block(const unsigned char **p, const unsigned char *end,
		 uint32_t *rec, uint32_t nr, unsigned words);
/* The same without reading it. */
int skip_block(const unsigned char **p, const unsigned char *end, uint32_t nr, unsigned words);
/* The same of one word of each record. */
int unpack_word(const unsigned char **p, const unsigned char *end, uint32_t *out, uint32_t nr, unsigned words,
		unsigned word);

/* ---- graph_valid.c ----------------------------------------------------- */

/* How many of each thing there are: what ids are checked against. */
struct limits {
	uint32_t of[128];	/* by letter of `words`; 0 = any number */
};

/* Sets how many records the table `name` has, which ids of it must stay below. */
void limits_set(struct limits *l, const char *name, uint32_t records);

/* Every id of these records is in range. */
int check_words(const struct section *s, const struct limits *l,
		const uint32_t *rec, uint32_t nr);

/* The fixed kinds are there, and ids fit into a byte. */
static inline int kinds_fit(uint32_t nr)
{
	return nr >= GK_MECHANISM && nr <= 256;
}

/*
 * Ranges, enumerations and order of nr records of one array from `first` on, without
 * a look at others: what keeps readers in bounds, besides ids. NULL, or what
 * is wrong.
 */
const char *check_records(const struct graph *g, int array, uint32_t first, uint32_t nr);

/* Does record i stand where it has to, behind the one before it, which is in memory too? NULL, or
 * what is wrong. Ranges that follow each other add up: no edge is listed under two nodes. */
const char *check_follows(const struct graph *g, int array, uint32_t i);

/*
 * All that check_records says of the sections that `sections` names, and whether they
 * agree with each other.
 */
const char *check_graph(const struct graph *g, unsigned sections);

/* ---- tables.c ---------------------------------------------------------- */

/* All that sqlite_schema holds, in order; NULL-ended. */
extern const char *const index_schema[];

/* Runs a statement without a result. 0, or -1 and a sentence. */
int sql_exec(sqlite3 *db, const char *sql, struct strbuf *err);

/* Fills the tables for people, then row_group. */
int tables_write(sqlite3 *db, const struct graph *g, struct strbuf *err);

/* Compares every table with its row groups; a line for each problem. */
int tables_verify(sqlite3 *db, struct strbuf *problems, struct strbuf *err);

/* ---- open.c ------------------------------------------------------------ */

struct chunk_ref {
	uint64_t checksum;
	uint32_t first;		/* record, or byte of the strings */
};

struct reader;

struct index {
	char *path;
	int fd;			/* all is read from it */
	uint64_t bytes, id;
	struct timespec written;	/* when it was opened */
	sqlite3 *db;
	struct graph g;
	char *strings;		/* what g.str points into */
	uint32_t *stroff;	/* where each begins; and the end */
	unsigned have;		/* INDEX_ bits of what was read as a whole */
	uint32_t records[SECTION_NR], nr_chunks[SECTION_NR];
	int64_t first_row[SECTION_NR];	/* rowid of the first chunk */
	struct chunk_ref *chunk[SECTION_NR];	/* and one behind the last, for its `first` */
	struct limits limits;
	struct graph_source source;
	uint8_t *have_block[SECTION_NR];	/* by block (chunk of strings): is it in memory? */
	struct reader *reader;	/* for single chunks */
	int bad;		/* 1 + the section that could not be read on demand */
	const char *why;	/* what was wrong with it, or NULL */
};

/* The URI that names `path` to SQLite, whatever bytes are in it. */
void index_uri(struct strbuf *out, const char *path, const char *query);

/* INDEX_BAD and a sentence: `what` is wrong, or (NULL) the section can't be read. */
int section_damaged(const struct index *idx, int section, const char *what, struct strbuf *err);

/* Opens the tables only, for SQL over them; header and schema are checked. */
int index_open_tables(struct index **out, const char *path, struct strbuf *err);

/* ---- door.c ------------------------------------------------------------ */

/* The descriptor of a regular file, or -1 and a sentence. */
int index_open_file(const char *path, struct stat *st, struct strbuf *err);

/* Read-only, immutable, defensive, no views, no triggers. *db is to be closed
 * in any case, before fd is. */
int index_connect(sqlite3 **db, int fd);

/* Queries fail from then on (clock_seconds()); *until is to live as long as db. */
void index_deadline(sqlite3 *db, const double *until);

/* ---- read.c ------------------------------------------------------------ */

/* Reads and checks the sections of these INDEX_ bits into their arrays.
 * Returns the section that can't be read, -1 where all is well. */
int sections_read(struct index *idx, unsigned need);

/* Reads one chunk into its place and checks it, but for its ranges; where `only` is not NO_BLOCK one of its blocks
 * alone (of records, not of the strings). */
#define NO_BLOCK UINT32_MAX
int chunk_read(struct index *idx, int section, uint32_t seq, uint32_t only);
/* One word of the records of one block of a chunk, nowhere kept and not checked. */
int chunk_column(struct index *idx, int section, uint32_t seq, uint32_t block, unsigned word, uint32_t *out);
void reader_free(struct reader *rd);

/* ---- lazy.c ------------------------------------------------------------ */

/* Makes idx->source the source of the graph. */
void lazy_start(struct index *idx);
/* Tells the source which sections were read as a whole (idx->have); where these are all, the
 * graph has no source any more. */
void lazy_have(struct index *idx);

/* ---- write.c ------------------------------------------------------------------- */

/* For tests: any graph, with right checksums and without the rows for people. */
int index_write_unchecked(const char *path, const struct graph *g, struct strbuf *err);

#endif
