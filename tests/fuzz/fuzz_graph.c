/* SPDX-License-Identifier: MIT */
/*
 * Chunks of the graph. An input is a list of sections: number (1 byte), how
 * many records the contents claim (4), length (3), and the only chunk of it;
 * sections that are not given stay as they are in a small index. Checksums
 * are made to fit, so what is tested is what stands behind them. A graph
 * that is read is asked all kinds of questions.
 */
#include <string.h>

#include <sqlite3.h>

#include "base/fileio.h"
#include "fuzz.h"
#include "store/index_p.h"

static struct strbuf whole = STRBUF_INIT;

static void run(sqlite3 *db, sqlite3_stmt *st)
{
	FUZZ_CHECK(sqlite3_step(st) == SQLITE_DONE);
	sqlite3_finalize(st);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st;

	FUZZ_CHECK(sqlite3_prepare_v2(db, sql, -1, &st, NULL) == SQLITE_OK);
	return st;
}

/* Chunks have to lie in the order of the contents, so that the first one is
 * replaced in its place and the others are taken away. */
static void put_section(sqlite3 *db, const struct section *s, uint32_t records,
			const uint8_t *data, size_t size)
{
	sqlite3_stmt *st = prepare(db, "UPDATE section SET records = ?, checksum = ?, "
				       "directory = ? WHERE name = ?");
	struct strbuf dir = STRBUF_INIT;

	directory_add(&dir, 0, chunk_checksum(s->name, 0, data, size));
	sqlite3_bind_int64(st, 1, records);
	sqlite3_bind_int64(st, 2, (int64_t)directory_checksum(s->name, records, dir.buf, dir.len));
	sqlite3_bind_blob(st, 3, dir.buf, (int)dir.len, SQLITE_STATIC);
	sqlite3_bind_text(st, 4, s->name, -1, SQLITE_STATIC);
	run(db, st);
	strbuf_release(&dir);
	st = prepare(db, "UPDATE chunk SET data = ? WHERE section = ? AND seq = 0");
	sqlite3_bind_blob(st, 1, data, (int)size, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, s->name, -1, SQLITE_STATIC);
	run(db, st);
	st = prepare(db, "DELETE FROM chunk WHERE section = ? AND seq > 0");
	sqlite3_bind_text(st, 1, s->name, -1, SQLITE_STATIC);
	run(db, st);
}

/* Rows are found by their numbers: no gaps. */
static void close_gaps(sqlite3 *db)
{
	FUZZ_CHECK(!sql_exec(db, "CREATE TEMP TABLE kept AS SELECT * FROM chunk ORDER BY rowid;"
				 "DELETE FROM chunk;"
				 "INSERT INTO chunk SELECT * FROM kept ORDER BY rowid", NULL));
}

static void put_sections(const char *path, const uint8_t *data, size_t size)
{
	sqlite3 *db;

	FUZZ_CHECK(sqlite3_open(path, &db) == SQLITE_OK);
	FUZZ_CHECK(!sql_exec(db, "PRAGMA journal_mode=OFF", NULL) &&
		   !sql_exec(db, "PRAGMA synchronous=OFF", NULL) &&
		   !sql_exec(db, "BEGIN", NULL));
	while (size >= 8) {
		const struct section *s = &index_section[data[0] % SECTION_NR];
		uint32_t records = data[1] | (uint32_t)data[2] << 8 | (uint32_t)data[3] << 16 |
				   (uint32_t)data[4] << 24;
		size_t n = data[5] | (size_t)data[6] << 8 | (size_t)data[7] << 16;

		data += 8;
		size -= 8;
		n = n < size ? n : size;
		put_section(db, s, records, data, n);
		data += n;
		size -= n;
	}
	close_gaps(db);
	FUZZ_CHECK(!sql_exec(db, "COMMIT", NULL));
	sqlite3_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct index *idx;
	char path[256];

	fuzz_path(path, "x.db");
	if (!whole.len) {
		fuzz_put_index(path);
		FUZZ_CHECK(!file_read(path, &whole, NULL));
	}
	fuzz_put(path, whole.buf, whole.len);
	put_sections(path, data, size);
	if (index_open(&idx, path, &err)) {
		FUZZ_CHECK(!idx && err.len);
	} else {
		fuzz_took();
		if (size % 2)	/* as records are asked for */
			fuzz_ask(index_graph(idx));
		else if (index_need(idx, INDEX_ALL, &err))
			FUZZ_CHECK(err.len);
		else
			fuzz_ask(index_graph(idx));
		index_close(idx);
	}
	strbuf_release(&err);
	return 0;
}
