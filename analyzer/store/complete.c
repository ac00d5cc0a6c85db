/* SPDX-License-Identifier: MIT */
#include "index_p.h"

#include <string.h>

#include "base/fileio.h"

#define MAX_SECONDS 2	/* somebody sits before a shell and waits */

#define BEGINS(x) x " >= ?1 AND " x " < ?1 || char(1114111)"

static const char *const queries[] = {
	[INDEX_NAMES_FUNC] =
		"SELECT u.name, min(f.name) FROM func u LEFT JOIN file f ON f.id = u.file "
		"WHERE " BEGINS("u.name") " GROUP BY u.name ORDER BY u.name LIMIT ?2",
	[INDEX_NAMES_FUNC_OF] =
		"SELECT DISTINCT u.name, f.name FROM func u JOIN file f ON f.id = u.file "
		"WHERE " BEGINS("u.name") " AND (f.name = ?3 OR "
		"substr(f.name, -length(?3) - 1) = '/' || ?3) ORDER BY u.name LIMIT ?2",
	[INDEX_NAMES_SLOT] =
		"SELECT s.name, min(f.name) FROM slot s LEFT JOIN file f ON f.id = s.file "
		"WHERE " BEGINS("s.name") " GROUP BY s.name ORDER BY s.name LIMIT ?2",
	[INDEX_NAMES_OBJECT] =
		"SELECT o.name, min(f.name) FROM object o LEFT JOIN file f ON f.id = o.file "
		"WHERE " BEGINS("o.name") " GROUP BY o.name ORDER BY o.name LIMIT ?2",
	[INDEX_NAMES_SYSCALL] =
		"SELECT e.name, min(f.name) FROM entry e LEFT JOIN file f ON f.id = e.file "
		"WHERE e.kind = 'syscall' AND " BEGINS("e.name") " GROUP BY e.name "
		"ORDER BY e.name LIMIT ?2",
	[INDEX_NAMES_FILE] =
		"SELECT f.name, NULL FROM file f WHERE " BEGINS("f.name") " ORDER BY f.name LIMIT ?2",
};

static int ask_names(sqlite3 *db, const char *path, const struct index_names *ask,
		     struct strbuf *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, queries[ask->what], -1, &st, NULL);

	if (rc == SQLITE_OK) {
		sqlite3_bind_text(st, 1, ask->prefix, -1, SQLITE_STATIC);
		sqlite3_bind_int64(st, 2, ask->max);
		if (ask->what == INDEX_NAMES_FUNC_OF)
			sqlite3_bind_text(st, 3, ask->file, -1, SQLITE_STATIC);
		while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
			const char *name = (const char *)sqlite3_column_text(st, 0);
			const char *file = (const char *)sqlite3_column_text(st, 1);

			if (name)
				ask->each(ask->to, name, file);
		}
	}
	if (rc == SQLITE_INTERRUPT)
		error(err, "%s takes too long to answer", path);
	else if (rc != SQLITE_DONE && rc != SQLITE_OK)
		error(err, "%s can't be read: %s", path, sqlite3_errmsg(db));
	sqlite3_finalize(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

int index_names(const char *path, const struct index_names *ask, struct strbuf *err)
{
	double until = clock_seconds() + MAX_SECONDS;
	struct index *idx;
	int ret = index_open_tables(&idx, path, err);

	if (ret)
		return -1;
	index_deadline(idx->db, &until);
	ret = ask_names(idx->db, path, ask, err);
	index_close(idx);
	return ret;
}
