/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include <string.h>

static void check_integrity(sqlite3 *db, struct strbuf *problems)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(20)", -1, &st, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(st, 0);

		rc = SQLITE_OK;
		if (text && strcmp(text, "ok"))
			strbuf_addf(problems, "SQLite: %s\n", text);
	}
	if (rc != SQLITE_DONE)
		strbuf_addf(problems, "SQLite: %s\n", sqlite3_errmsg(db));
	sqlite3_finalize(st);
}

/* What stands beside the data: readers go by the directory. */
static void check_chunk_rows(const struct index *idx, struct strbuf *problems)
{
	sqlite3_stmt *st = NULL;
	uint32_t seq = 0;
	int64_t row = 1;
	int s = 0, ok, rc = sqlite3_prepare_v2(idx->db, "SELECT rowid, section, seq FROM chunk "
					       "ORDER BY rowid", -1, &st, NULL);

	ok = rc == SQLITE_OK;
	while (ok && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(st, 1);

		for (; s < SECTION_NR && seq == idx->nr_chunks[s]; s++)
			seq = 0;
		ok = s < SECTION_NR && name && !strcmp(name, index_section[s].name) &&
			sqlite3_column_int64(st, 0) == row++ &&
			sqlite3_column_int64(st, 2) == seq++;
	}
	for (; s < SECTION_NR && seq == idx->nr_chunks[s]; s++)
		seq = 0;
	sqlite3_finalize(st);
	if (!ok || rc != SQLITE_DONE || s < SECTION_NR)
		strbuf_addstr(problems, "table chunk: its rows are not in order\n");
}

/* Rows without an id of their own are numbered from 1; no digest has these numbers in it,
 * and SQLite minds only their order. */
static void check_row_numbers(sqlite3 *db, struct strbuf *problems)
{
	sqlite3_stmt *names = NULL, *st;
	struct strbuf sql = STRBUF_INIT;
	int rc = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' "
				    "AND sql NOT LIKE '%INTEGER PRIMARY KEY%'", -1, &names, NULL);

	while (rc == SQLITE_OK && (rc = sqlite3_step(names)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(names, 0);

		strbuf_clear(&sql);
		strbuf_addf(&sql, "SELECT 1 FROM (SELECT min(rowid) AS a, max(rowid) AS z, "
			    "count(*) AS n FROM \"%s\") WHERE a <> 1 OR z <> n", name);
		st = NULL;
		rc = sqlite3_prepare_v2(db, sql.buf, -1, &st, NULL);
		if (rc == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
			strbuf_addf(problems, "table %s: its rows are not numbered from 1 on\n", name);
		sqlite3_finalize(st);
	}
	if (rc != SQLITE_DONE)
		strbuf_addf(problems, "SQLite: %s\n", sqlite3_errmsg(db));
	sqlite3_finalize(names);
	strbuf_release(&sql);
}

int index_verify(const char *path, struct strbuf *problems, struct strbuf *err)
{
	struct strbuf why = STRBUF_INIT;
	struct index *idx;
	int bit, ret = index_open(&idx, path, err);

	if (ret)
		return ret;
	for (bit = 0; bit < 16; bit++) {
		int failed = sections_read(idx, 1u << bit);
		const char *what = failed < 0 ? check_graph(&idx->g, 1u << bit) : NULL;

		if (failed < 0 && !what)
			continue;
		section_damaged(idx, failed, what, &why);
		strbuf_addf(problems, "%s\n", why.buf);
		strbuf_clear(&why);
	}
	check_chunk_rows(idx, problems);
	check_integrity(idx->db, problems);
	check_row_numbers(idx->db, problems);
	ret = tables_verify(idx->db, problems, err);
	strbuf_release(&why);
	index_close(idx);
	return ret;
}
