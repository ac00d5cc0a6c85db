/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/tempfile.h"
#include "base/xalloc.h"
#include "base/fileio.h"

struct writer {
	sqlite3 *db;
	sqlite3_stmt *chunk, *section;
	struct strbuf data, directory;
	struct strbuf *err;
	uint64_t id;		/* of the checksums so far */
};

static int sql_failed(struct writer *w, const char *what)
{
	return error(w->err, "%s cannot be written: %s", what, sqlite3_errmsg(w->db));
}

/* `first`: the first record in it, or byte of the strings. */
static int put_chunk(struct writer *w, const char *section, uint32_t seq, uint32_t first,
		     const void *data, size_t len)
{
	uint64_t sum = chunk_checksum(section, seq, data, len);
	int rc;

	w->id = digest_mix(w->id, sum);
	directory_add(&w->directory, first, sum);
	sqlite3_bind_text(w->chunk, 1, section, -1, SQLITE_STATIC);
	sqlite3_bind_int64(w->chunk, 2, seq);
	sqlite3_bind_blob(w->chunk, 3, data, (int)len, SQLITE_STATIC);
	rc = sqlite3_step(w->chunk);
	sqlite3_reset(w->chunk);
	return rc == SQLITE_DONE ? 0 : sql_failed(w, section);
}

static int put_section(struct writer *w, const char *name, uint64_t records)
{
	const struct strbuf *d = &w->directory;
	int rc;

	sqlite3_bind_text(w->section, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(w->section, 2, (int64_t)records);
	sqlite3_bind_int64(w->section, 3,
			   (int64_t)directory_checksum(name, (uint32_t)records, d->buf, d->len));
	sqlite3_bind_blob(w->section, 4, d->buf, (int)d->len, SQLITE_STATIC);
	rc = sqlite3_step(w->section);
	sqlite3_reset(w->section);
	strbuf_clear(&w->directory);
	return rc == SQLITE_DONE ? 0 : sql_failed(w, name);
}

static void data_begin(struct writer *w)
{
	strbuf_clear(&w->data);
	strbuf_add(&w->data, "\0\0\0\0", 4);	/* number of records, once known */
}

static int data_end(struct writer *w, const char *name, uint32_t seq, uint32_t first,
		    uint32_t records)
{
	unsigned i;

	for (i = 0; i < 4; i++)
		w->data.buf[i] = (char)(records >> 8 * i);
	return put_chunk(w, name, seq, first, w->data.buf, w->data.len);
}

static int write_packed(struct writer *w, const struct section *s, const uint32_t *rec,
			uint32_t nr)
{
	unsigned words = (unsigned)strlen(s->words);
	size_t block_max = words * (9 + 4 * (size_t)PACK_BLOCK);
	uint32_t i, n, seq = 0, in_chunk = 0;

	data_begin(w);
	for (i = 0; i < nr; i += n) {
		n = nr - i < PACK_BLOCK ? nr - i : PACK_BLOCK;
		if (w->data.len + block_max > CHUNK_MAX || in_chunk == CHUNK_BLOCKS * PACK_BLOCK) {
			if (data_end(w, s->name, seq++, i - in_chunk, in_chunk))
				return -1;
			data_begin(w);
			in_chunk = 0;
		}
		pack_block(&w->data, rec + (size_t)i * words, n, words);
		in_chunk += n;
	}
	if (in_chunk && data_end(w, s->name, seq++, nr - in_chunk, in_chunk))
		return -1;
	return put_section(w, s->name, nr);
}

/* All strings with a NUL behind each, as they come. */
static int write_strings(struct writer *w, const struct graph *g)
{
	const char *name = index_section[SECTION_STRINGS].name;
	uint64_t total = 0;
	uint32_t seq = 0, first = 0;
	size_t i, at, n;

	strbuf_clear(&w->data);
	for (i = 0; i < g->str.nr; i++) {
		size_t len = (size_t)g->str.len[i] + 1;

		total += len;
		for (at = 0; at < len; at += n) {
			n = CHUNK_MAX - w->data.len < len - at ? CHUNK_MAX - w->data.len : len - at;
			strbuf_add(&w->data, g->str.str[i] + at, n);
			if (w->data.len < CHUNK_MAX)
				continue;
			if (put_chunk(w, name, seq++, first, w->data.buf, w->data.len))
				return -1;
			first += (uint32_t)w->data.len;
			strbuf_clear(&w->data);
		}
	}
	if (w->data.len && put_chunk(w, name, seq++, first, w->data.buf, w->data.len))
		return -1;
	if (total > UINT32_MAX)
		return error(w->err, "the names of this graph take more than 4 GiB");
	return put_section(w, name, total);
}

/* Where each string begins. */
static int write_offsets(struct writer *w, const struct graph *g)
{
	uint32_t nr = (uint32_t)g->str.nr, *off = xmalloc((size_t)nr * sizeof(*off)), at = 0, i;
	int ret;

	for (i = 0; i < nr; i++) {
		off[i] = at;
		at += g->str.len[i] + 1;
	}
	ret = write_packed(w, &index_section[SECTION_STROFF], off, nr);
	free(off);
	return ret;
}

static int write_sections(struct writer *w, const struct graph *g)
{
	unsigned i;

	if (write_offsets(w, g) || write_strings(w, g))
		return -1;
	for (i = SECTION_ARRAYS; i < SECTION_NR; i++) {
		const struct section *s = &index_section[i];
		struct graph *h = (struct graph *)g;	/* only to find its members */

		if (write_packed(w, s, *section_array(s, h), *section_nr(s, h)))
			return -1;
	}
	return 0;
}

static int write_all(struct writer *w, const struct graph *g, int with_rows)
{
	char pragma[400];
	size_t i;

	snprintf(pragma, sizeof(pragma),
		 "PRAGMA page_size=%d; PRAGMA encoding='UTF-8'; PRAGMA auto_vacuum=0;"
		 "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
		 "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA secure_delete=ON;"
		 "PRAGMA application_id=%d; PRAGMA user_version=%d; BEGIN",
		 INDEX_PAGE_SIZE, INDEX_APPLICATION_ID, INDEX_VERSION);
	if (sql_exec(w->db, pragma, w->err))
		return -1;
	for (i = 0; index_schema[i]; i++)
		if (sql_exec(w->db, index_schema[i], w->err))
			return -1;
	if (sqlite3_prepare_v2(w->db, "INSERT INTO chunk VALUES(?,?,?)", -1, &w->chunk, NULL) ||
	    sqlite3_prepare_v2(w->db, "INSERT INTO section VALUES(?,?,?,?)", -1, &w->section, NULL))
		return sql_failed(w, "table chunk");
	if (write_sections(w, g) || (with_rows && tables_write(w->db, g, w->err)))
		return -1;
	return sql_exec(w->db, "COMMIT", w->err);
}

/* A graph that readers would refuse is not written. */
static int check_all(const struct graph *g, struct strbuf *err)
{
	struct graph *h = (struct graph *)g;
	struct limits l;
	const char *what;
	unsigned i;

	memset(&l, 0, sizeof(l));
	limits_set(&l, "stroff", (uint32_t)g->str.nr);
	for (i = SECTION_ARRAYS; i < SECTION_NR; i++)
		limits_set(&l, index_section[i].name, *section_nr(&index_section[i], h));
	for (i = SECTION_ARRAYS; i < SECTION_NR; i++) {
		const struct section *s = &index_section[i];

		if (check_words(s, &l, *section_array(s, h), *section_nr(s, h)))
			return error(err, "the graph is inconsistent: section \"%s\" has an id "
				     "out of range", s->name);
	}
	what = check_graph(g, INDEX_ALL);
	return what ? error(err, "the graph is inconsistent: %s", what) : 0;
}

/* On the disk, name and all, before the old index is gone. */
static int flush_and_rename(struct tempfile *t, const char *path, struct strbuf *err)
{
	struct strbuf dir = STRBUF_INIT;
	const char *slash = strrchr(path, '/');
	int fd;

	if (file_sync(t->fd)) {
		error(err, "cannot write %s: %s", t->path.buf, strerror(errno));
		tempfile_discard(t);
		return -1;
	}
	if (tempfile_commit(t, path, err))
		return -1;
	strbuf_add(&dir, path, slash ? (size_t)(slash - path) + 1 : 0);
	fd = file_open(slash ? dir.buf : ".", O_RDONLY | O_DIRECTORY, 0);
	if (fd >= 0) {		/* the new name lasts, too; a folder that can't be synced is fine */
		file_sync(fd);
		close(fd);
	}
	strbuf_release(&dir);
	return 0;
}

static int write_file(const char *path, const struct graph *g, int with_rows, uint64_t *id,
		      struct strbuf *err)
{
	struct writer w = { .data = STRBUF_INIT, .directory = STRBUF_INIT, .err = err };
	struct tempfile t = TEMPFILE_INIT;
	struct strbuf uri = STRBUF_INIT;
	int ret;

	if (tempfile_open(&t, path, err))
		return INDEX_FAILED;
	/* the file is locked already, in a way that SQLite need not know of */
	index_uri(&uri, t.path.buf, "mode=rw&nolock=1");
	if (sqlite3_open_v2(uri.buf, &w.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI |
			    SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		ret = error(err, "cannot create %s: %s", t.path.buf, sqlite3_errmsg(w.db));
	else
		ret = write_all(&w, g, with_rows);
	sqlite3_finalize(w.chunk);
	sqlite3_finalize(w.section);
	if (sqlite3_close(w.db) != SQLITE_OK && !ret)
		ret = error(err, "cannot close %s", t.path.buf);
	if (ret)
		tempfile_discard(&t);
	else
		ret = flush_and_rename(&t, path, err);
	*id = w.id;
	strbuf_release(&w.data);
	strbuf_release(&w.directory);
	strbuf_release(&uri);
	return ret ? INDEX_FAILED : INDEX_OK;
}

int index_write_id(const char *path, const struct graph *g, uint64_t *id, struct strbuf *err)
{
	return check_all(g, err) ? INDEX_FAILED : write_file(path, g, 1, id, err);
}

int index_write_unchecked(const char *path, const struct graph *g, struct strbuf *err)
{
	uint64_t id;

	return write_file(path, g, 0, &id, err);
}

int index_write(const char *path, const struct graph *g, struct strbuf *err)
{
	uint64_t id;

	return index_write_id(path, g, &id, err);
}
