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

int index_verify(const char *path, struct strbuf *problems, struct strbuf *err)
{
	struct strbuf why = STRBUF_INIT;
	struct index *idx;
	int bit, ret = index_open(&idx, path, err);

	if (ret)
		return ret;
	for (bit = 0; bit < 16; bit++) {
		if (index_need(idx, INDEX_ALL & 1u << bit, &why))
			strbuf_addf(problems, "%s\n", why.buf);
		strbuf_clear(&why);
	}
	check_integrity(idx->db, problems);
	ret = tables_verify(idx->db, problems, err);
	strbuf_release(&why);
	index_close(idx);
	return ret;
}
