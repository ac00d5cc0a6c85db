/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

/* Records take at most so many times the bytes of the file, and this; an
 * index of a kernel takes twice. */
#define MEMORY_RATIO 64
#define MEMORY_LEAST (64u << 20)

#define AGAIN "run \"kpath index TREE\" again"

/* Somebody wrote into the file that we hold open. */
static int is_overwritten(const struct index *idx)
{
	struct stat st;

	return idx->bytes && !fstat(idx->fd, &st) &&
		((uint64_t)st.st_size != idx->bytes || st.st_mtim.tv_sec != idx->written.tv_sec ||
		 st.st_mtim.tv_nsec != idx->written.tv_nsec);
}

static int damaged(const struct index *idx, struct strbuf *err, const char *what)
{
	if (is_overwritten(idx))
		error(err, "the index %s was overwritten while it was read; ask again", idx->path);
	else
		error(err, "the index %s is damaged (%s); " AGAIN, idx->path, what);
	return INDEX_BAD;
}

int section_damaged(const struct index *idx, int section, const char *what, struct strbuf *err)
{
	struct strbuf why = STRBUF_INIT;

	if (!what)
		strbuf_addf(&why, "section \"%s\"", index_section[section].name);
	damaged(idx, err, what ? what : why.buf);
	strbuf_release(&why);
	return INDEX_BAD;
}

/* ---- the file as bytes -------------------------------------------------------- */

static uint32_t be32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int check_header(struct index *idx, const unsigned char *h, struct strbuf *err)
{
	static const char magic[16] = "SQLite format 3";
	uint32_t page = (uint32_t)h[16] << 8 | h[17], version = be32(h + 60);

	if (memcmp(h, magic, sizeof(magic)) || be32(h + 68) != INDEX_APPLICATION_ID) {
		error(err, "%s is not an index of kpath; name one with -d, or make one with "
		      "\"kpath index TREE\"", idx->path);
		return INDEX_BAD;
	}
	if (version != INDEX_VERSION) {
		error(err, "the index %s is in format %u, %s; %s", idx->path, version,
		      version > INDEX_VERSION ? "newer than this kpath can read" :
		      "older than this kpath can read",
		      version > INDEX_VERSION ? "use a newer kpath, or " AGAIN : AGAIN);
		return INDEX_BAD;
	}
	if (page != INDEX_PAGE_SIZE || idx->bytes != (uint64_t)be32(h + 28) * page)
		return damaged(idx, err, "it is cut off, or has grown");
	return INDEX_OK;
}

static int check_file(struct index *idx, struct strbuf *err)
{
	unsigned char head[100];
	struct stat st;

	idx->fd = index_open_file(idx->path, &st, err);
	if (idx->fd < 0)
		return INDEX_BAD;
	idx->bytes = (uint64_t)st.st_size;
	idx->written = st.st_mtim;
	if (fd_read_all_at(idx->fd, head, sizeof(head), 0))
		memset(head, 0, sizeof(head));
	return check_header(idx, head, err);
}

void index_uri(struct strbuf *out, const char *path, const char *query)
{
	const unsigned char *p;

	strbuf_addstr(out, *path == '/' ? "file://" : "file:");
	for (p = (const unsigned char *)path; *p; p++) {
		if ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') ||
		    (*p >= '0' && *p <= '9') || strchr("/._-", *p))
			strbuf_addch(out, *p);
		else
			strbuf_addf(out, "%%%02X", *p);
	}
	strbuf_addf(out, "?%s", query);
}

/* ---- SQLite ------------------------------------------------------------------- */

/* A schema that is not ours, word for word, is not read. */
static int check_schema(struct index *idx, struct strbuf *err)
{
	sqlite3_stmt *st = NULL;
	size_t i = 0;
	int same, rc = sqlite3_prepare_v2(idx->db, "SELECT sql FROM sqlite_schema ORDER BY rowid",
					  -1, &st, NULL);

	same = rc == SQLITE_OK;
	while (same && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *sql = (const char *)sqlite3_column_text(st, 0);

		same = index_schema[i] && sql && !strcmp(sql, index_schema[i]);
		i++;
	}
	same = same && rc == SQLITE_DONE && !index_schema[i];
	sqlite3_finalize(st);
	return same ? INDEX_OK : damaged(idx, err, "its tables are not the ones it should have");
}

static int section_by_name(const char *name)
{
	int i;

	for (i = 0; name && i < SECTION_NR; i++)
		if (!strcmp(index_section[i].name, name))
			return i;
	return -1;
}

/* A chunk has at most so many records or bytes; chunks begin where blocks do. */
static int read_directory(struct index *idx, int s, const unsigned char *dir, size_t len)
{
	size_t words = strlen(index_section[s].words), max = words ? CHUNK_BLOCKS * PACK_BLOCK : CHUNK_MAX;
	uint32_t nr = (uint32_t)(len / DIRECTORY_ENTRY), i;
	struct chunk_ref *c = xcalloc((size_t)nr + 1, sizeof(*c));

	idx->chunk[s] = c;
	idx->nr_chunks[s] = nr;
	if (len % DIRECTORY_ENTRY || !nr != !idx->records[s])
		return -1;
	for (i = 0; i < nr; i++, dir += DIRECTORY_ENTRY) {
		directory_get(dir, &c[i].first, &c[i].checksum);
		if (i ? c[i].first <= c[i - 1].first || c[i].first - c[i - 1].first > max :
		    c[i].first)
			return -1;
		if (words && c[i].first % PACK_BLOCK)
			return -1;
		idx->id = digest_mix(idx->id, c[i].checksum);
	}
	c[nr].first = idx->records[s];
	return !nr || (c[nr].first > c[nr - 1].first && c[nr].first - c[nr - 1].first <= max) ?
		0 : -1;
}

static int read_section(struct index *idx, int s, sqlite3_stmt *st)
{
	const unsigned char *dir = sqlite3_column_blob(st, 3);
	size_t len = (size_t)sqlite3_column_bytes(st, 3);
	int64_t records = sqlite3_column_int64(st, 1);

	if (s >= SECTION_NR || section_by_name((const char *)sqlite3_column_text(st, 0)) != s ||
	    records < 0 || records > UINT32_MAX || len > idx->bytes || (len && !dir))
		return -1;
	idx->records[s] = (uint32_t)records;
	limits_set(&idx->limits, index_section[s].name, (uint32_t)records);
	if (directory_checksum(index_section[s].name, (uint32_t)records, dir, len) !=
	    (uint64_t)sqlite3_column_int64(st, 2))
		return -1;
	if (s == SECTION_STROFF || (s >= SECTION_ARRAYS && s != section_by_name("in_edge")))
		if (!records)
			return -1;
	return read_directory(idx, s, dir, len);
}

/* Table `section` is the table of contents; chunks lie in its order. */
static int read_contents(struct index *idx, struct strbuf *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(idx->db, "SELECT name, records, checksum, directory "
				    "FROM section ORDER BY rowid", -1, &st, NULL);
	int64_t row = 1;
	int s, ok = rc == SQLITE_OK;

	for (s = 0; ok && (rc = sqlite3_step(st)) == SQLITE_ROW; s++) {
		ok = !read_section(idx, s, st);
		if (!ok)
			break;
		idx->first_row[s] = row;
		row += idx->nr_chunks[s];
	}
	sqlite3_finalize(st);
	return ok && rc == SQLITE_DONE && s == SECTION_NR ? INDEX_OK :
		damaged(idx, err, "its table of contents can't be read");
}

/* ---- sections ------------------------------------------------------------------- */

/*
 * Every array has its full length from the start, so that an id that was
 * checked can be followed; what was not read is zero and takes no memory.
 */
static int make_arrays(struct index *idx, struct strbuf *err)
{
	struct strtab *t = &idx->g.str;
	size_t nr = idx->records[SECTION_STROFF];
	uint64_t total = 0;
	int s;

	for (s = 0; s < SECTION_NR; s++)
		total += 4 * strlen(index_section[s].words) * (uint64_t)idx->records[s];
	if (total > MEMORY_LEAST + MEMORY_RATIO * idx->bytes)
		return damaged(idx, err, "it would unpack to more than any index does");
	for (s = SECTION_ARRAYS; s < SECTION_NR; s++) {
		const struct section *sec = &index_section[s];
		void **array = section_array(sec, &idx->g);

		free(*array);
		*array = xcalloc((size_t)idx->records[s] + 1, 4 * strlen(sec->words));
		*section_nr(sec, &idx->g) = idx->records[s];
		*section_alloc(sec, &idx->g) = idx->records[s] + 1;
	}
	free(t->len);
	free(t->str);
	t->len = xcalloc(nr + 1, sizeof(*t->len));
	t->str = xcalloc(nr + 1, sizeof(*t->str));
	t->nr = t->alloc = t->len_alloc = nr;
	idx->stroff = xcalloc(nr + 1, sizeof(*idx->stroff));
	idx->stroff[nr] = idx->records[SECTION_STRINGS];
	idx->strings = xcalloc((size_t)idx->records[SECTION_STRINGS] + 1, 1);
	return INDEX_OK;
}

/* The small sections that are read at once. */
static int read_small(struct index *idx, struct strbuf *err)
{
	uint32_t seq;
	int s;

	if (!kinds_fit(idx->g.nr_kind_name))
		return damaged(idx, err, "the table of kinds has an impossible size");
	for (s = SECTION_ARRAYS; s < SECTION_NR; s++)
		for (seq = 0; !index_section[s].need && seq < idx->nr_chunks[s]; seq++)
			if (chunk_read(idx, s, seq, NO_BLOCK))
				return section_damaged(idx, s, NULL, err);
	return INDEX_OK;
}

/* What strtab_find looks names up in; the same probing as strtab.c. */
static void map_strings(struct strtab *t)
{
	uint32_t i;

	for (i = 1; i < t->nr; i++) {
		uint64_t h = digest64(t->str[i], t->len[i]);

		while (idmap_get(&t->map, h))
			h = digest_mix(h, 1);
		*idmap_put(&t->map, h, i) = i;
	}
}

int index_need(struct index *idx, unsigned sections, struct strbuf *err)
{
	unsigned missing = (sections | INDEX_CORE) & ~idx->have;
	const char *what = NULL;
	int failed = sections_read(idx, missing);

	if (failed < 0)
		what = check_graph(&idx->g, missing);
	if (failed >= 0 || what)
		return section_damaged(idx, failed, what, err);
	if (missing & INDEX_STRMAP)
		map_strings(&idx->g.str);
	idx->have |= missing;
	lazy_have(idx);
	return INDEX_OK;
}

int index_failed(const struct index *idx, struct strbuf *err)
{
	return idx->bad ? section_damaged(idx, idx->bad - 1, idx->why, err) : INDEX_OK;
}

/* ---- all together ----------------------------------------------------------------- */

/* As far as it is known to be an index of this version, with its tables. */
static int open_tables(struct index *idx, struct strbuf *err)
{
	int ret = check_file(idx, err);

	if (!ret && index_connect(&idx->db, idx->fd))
		ret = damaged(idx, err, idx->db ? sqlite3_errmsg(idx->db) : "no memory");
	return ret ? ret : check_schema(idx, err);
}

static int open_index(struct index *idx, struct strbuf *err)
{
	int ret = open_tables(idx, err);

	if (!ret)
		ret = read_contents(idx, err);
	if (!ret)
		ret = make_arrays(idx, err);
	if (!ret)
		ret = read_small(idx, err);
	if (!ret)
		lazy_start(idx);
	return ret;
}

static int open_by(struct index **out, const char *path,
		   int (*how)(struct index *idx, struct strbuf *err), struct strbuf *err)
{
	struct index *idx = xcalloc(1, sizeof(*idx));
	int ret;

	idx->path = xstrdup(path);
	idx->fd = -1;
	graph_init(&idx->g);
	ret = how(idx, err);
	if (ret) {
		index_close(idx);
		idx = NULL;
	}
	*out = idx;
	return ret;
}

int index_open(struct index **out, const char *path, struct strbuf *err)
{
	return open_by(out, path, open_index, err);
}

int index_open_tables(struct index **out, const char *path, struct strbuf *err)
{
	return open_by(out, path, open_tables, err);
}

void index_close(struct index *idx)
{
	int s;

	if (!idx)
		return;
	reader_free(idx->reader);
	sqlite3_close(idx->db);
	if (idx->fd >= 0)
		close(idx->fd);
	graph_release(&idx->g);
	for (s = 0; s < SECTION_NR; s++) {
		free(idx->chunk[s]);
		free(idx->have_block[s]);
	}
	free(idx->strings);
	free(idx->stroff);
	free(idx->path);
	free(idx);
}

struct graph *index_graph(struct index *idx)
{
	return &idx->g;
}

uint64_t index_id(const struct index *idx)
{
	return idx->id;
}

uint64_t index_bytes(const struct index *idx)
{
	return idx->bytes;
}
