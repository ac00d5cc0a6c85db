/* SPDX-License-Identifier: MIT */
/*
 * The tables for people who want SQL. kpath itself reads the chunks; what
 * stands here is the same graph with names spelt out, NULL for "none", and
 * clones folded. Ids are those of the graph.
 */
#include "index_p.h"

#include "base/digest.h"
#include "base/xalloc.h"
#include "rows.h"

const char *const index_schema[] = {
	"CREATE TABLE section(name TEXT, records INT, checksum INT, directory BLOB)",
	"CREATE TABLE chunk(section TEXT, seq INT, data BLOB)",
	"CREATE TABLE row_group(tbl TEXT, first INT, last INT, digest INT)",
	"CREATE TABLE meta(key TEXT, value TEXT)",
	"CREATE TABLE kind(id INTEGER PRIMARY KEY, name TEXT)",
	"CREATE TABLE rule(id INTEGER PRIMARY KEY, name TEXT)",
	"CREATE TABLE file(id INTEGER PRIMARY KEY, name TEXT, hash INT)",
	"CREATE TABLE func(id INTEGER PRIMARY KEY, name TEXT, file INT, line INT, end_line INT, "
		"unit TEXT, variant TEXT, flags INT, section TEXT, macro TEXT, alias_of INT, "
		"callers INT)",
	"CREATE TABLE edge(caller INT, callee INT, kind INT, rule INT, flags INT, file INT, "
		"line INT, slot INT)",
	"CREATE TABLE slot(id INTEGER PRIMARY KEY, name TEXT, type TEXT, file INT, line INT, "
		"kind INT, open INT)",
	"CREATE TABLE store(slot INT, func INT, target INT, object INT, in_func INT, file INT, "
		"line INT, via INT)",
	"CREATE TABLE object(id INTEGER PRIMARY KEY, name TEXT, type TEXT, file INT, line INT, "
		"unit TEXT, in_func INT)",
	"CREATE TABLE field_value(object INT, field TEXT, func INT, target INT, text TEXT, "
		"file INT, line INT)",
	"CREATE TABLE value(slot INT, func INT, file INT, line INT, macro TEXT, name TEXT, "
		"src TEXT, num INT, op INT)",
	"CREATE TABLE entry(func INT, kind TEXT, name TEXT, level TEXT, ord INT, file INT, "
		"line INT)",
	"CREATE TABLE tu(file INT, object TEXT, unit TEXT, status INT, errors INT, error TEXT)",
	"CREATE VIEW call AS SELECT a.name AS caller, b.name AS callee, k.name AS kind, "
		"r.name AS rule, f.name AS file, e.line AS line, s.name AS slot, "
		"e.caller AS caller_id, e.callee AS callee_id FROM edge e "
		"JOIN func a ON a.id = e.caller JOIN func b ON b.id = e.callee "
		"JOIN kind k ON k.id = e.kind JOIN rule r ON r.id = e.rule "
		"LEFT JOIN file f ON f.id = e.file LEFT JOIN slot s ON s.id = e.slot",
	NULL
};

int sql_exec(sqlite3 *db, const char *sql, struct strbuf *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return error(err, "SQLite refused \"%.60s\": %s", sql, sqlite3_errmsg(db));
	return 0;
}

/* ---- digests of groups of rows ------------------------------------------------ */

static uint64_t digest_column(uint64_t h, sqlite3_stmt *st, int col)
{
	int type = sqlite3_column_type(st, col);
	const void *p;

	if (type == SQLITE_INTEGER)
		return row_digest_int(h, sqlite3_column_int64(st, col));
	if (type == SQLITE_NULL)
		return row_digest_null(h);
	p = sqlite3_column_blob(st, col);
	return row_digest_bytes(h, type, p, p ? (size_t)sqlite3_column_bytes(st, col) : 0);
}

/* Calls `group` for each group of rows of the table; stops where it is not 0. */
static int each_group(sqlite3 *db, size_t table,
		      int (*group)(void *ctx, const char *name, int64_t first, int64_t last,
				   uint64_t digest),
		      void *ctx, struct strbuf *err)
{
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *st = NULL;
	int64_t row = 0, first = 1;
	uint64_t h = 0;
	int rc, i, ret = 0;

	strbuf_addf(&sql, "SELECT * FROM %s ORDER BY rowid", table_shape[table].name);
	rc = sqlite3_prepare_v2(db, sql.buf, -1, &st, NULL);
	while (rc == SQLITE_OK && !ret && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		rc = SQLITE_OK;
		row++;
		for (i = 0; i < sqlite3_column_count(st); i++)
			h = digest_column(h, st, i);
		if (row % GROUP_ROWS)
			continue;
		ret = group(ctx, table_shape[table].name, first, row, h);
		first = row + 1;
		h = 0;
	}
	if (!ret && rc == SQLITE_DONE && row >= first)
		ret = group(ctx, table_shape[table].name, first, row, h);
	if (rc != SQLITE_DONE && rc != SQLITE_OK)
		ret = error(err, "table %s cannot be read: %s", table_shape[table].name,
			    sqlite3_errmsg(db));
	sqlite3_finalize(st);
	strbuf_release(&sql);
	return ret;
}

static int add_group(void *ctx, const char *name, int64_t first, int64_t last, uint64_t digest)
{
	row_groups_add(ctx, name, first, last, digest);
	return 0;
}

static int write_groups(sqlite3 *db, const struct row_groups *g, struct strbuf *err)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, "INSERT INTO row_group VALUES(?,?,?,?)", -1, &st, NULL);
	size_t i;

	for (i = 0; i < g->nr && (rc == SQLITE_OK || rc == SQLITE_DONE); i++) {
		sqlite3_bind_text(st, 1, g->v[i].table, -1, SQLITE_STATIC);
		sqlite3_bind_int64(st, 2, g->v[i].first);
		sqlite3_bind_int64(st, 3, g->v[i].last);
		sqlite3_bind_int64(st, 4, (int64_t)g->v[i].digest);
		rc = sqlite3_step(st);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	if (rc != SQLITE_OK && rc != SQLITE_DONE)
		return error(err, "table row_group cannot be written: %s", sqlite3_errmsg(db));
	return 0;
}

/* ---- writing rows --------------------------------------------------------------- */

struct inserts {		/* of one table */
	sqlite3_stmt *one, *batch;	/* a row, BATCH_ROWS rows */
	size_t table;
};

static sqlite3_stmt *prepare_insert(sqlite3 *db, size_t table, int nr)
{
	struct strbuf sql = STRBUF_INIT;
	sqlite3_stmt *st = NULL;
	int i, row;

	strbuf_addf(&sql, "INSERT INTO %s VALUES", table_shape[table].name);
	for (row = 0; row < nr; row++) {
		strbuf_addstr(&sql, row ? ",(" : "(");
		for (i = 0; i < table_shape[table].columns; i++)
			strbuf_addstr(&sql, i ? ",?" : "?");
		strbuf_addch(&sql, ')');
	}
	sqlite3_prepare_v2(db, sql.buf, -1, &st, NULL);
	strbuf_release(&sql);
	return st;
}

/* Runs an INSERT of the next n cells. */
static int insert_cells(sqlite3_stmt *st, const struct cell *c, int n)
{
	int i, rc;

	for (i = 0; i < n; i++, c++) {
		if (c->type == SQLITE_INTEGER)
			sqlite3_bind_int64(st, i + 1, c->num);
		else if (c->type == SQLITE_TEXT)
			sqlite3_bind_text(st, i + 1, c->text, (int)c->num, SQLITE_STATIC);
		else
			sqlite3_bind_null(st, i + 1);
	}
	rc = sqlite3_step(st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? 0 : -1;
}

static int insert_batch(sqlite3 *db, struct inserts *in, const struct batch *b)
{
	int columns = table_shape[b->table].columns, i;

	if (b->table != in->table) {
		sqlite3_finalize(in->one);
		sqlite3_finalize(in->batch);
		in->one = prepare_insert(db, b->table, 1);
		in->batch = prepare_insert(db, b->table, BATCH_ROWS);
		in->table = b->table;
	}
	if (!in->one || !in->batch)
		return -1;
	if (b->nr == BATCH_ROWS * columns)
		return insert_cells(in->batch, b->cell, b->nr);
	for (i = 0; i < b->nr; i += columns)
		if (insert_cells(in->one, b->cell + i, columns))
			return -1;
	return 0;
}

/* One thread makes the rows and their digests, this one writes them. */
static int write_rows(sqlite3 *db, const struct graph *g, struct row_groups *groups,
		      struct strbuf *err)
{
	struct batches batches;
	struct rows r = { .g = g, .batches = &batches, .groups = groups };
	struct inserts in = { NULL, NULL, 0 };
	const struct batch *b;
	pthread_t thread;
	int ret = 0;

	batches_init(&batches);
	if (pthread_create(&thread, NULL, rows_make, &r)) {
		batches_release(&batches);
		return error(err, "no thread can be started");
	}
	while (!ret && (b = batches_get(&batches)))
		if (insert_batch(db, &in, b))
			ret = error(err, "table %s cannot be written: %s", table_shape[b->table].name,
				    sqlite3_errmsg(db));
	batches_stop(&batches);
	pthread_join(thread, NULL);
	sqlite3_finalize(in.one);
	sqlite3_finalize(in.batch);
	batches_release(&batches);
	return ret;
}

int tables_write(sqlite3 *db, const struct graph *g, struct strbuf *err)
{
	struct row_groups groups = { NULL, 0, 0 };
	int ret = each_group(db, TABLE_SECTION, add_group, &groups, err);

	if (!ret)
		ret = write_rows(db, g, &groups, err);
	if (!ret)
		ret = write_groups(db, &groups, err);
	free(groups.v);
	return ret;
}

struct comparison {
	sqlite3_stmt *st;	/* over the groups, as they were written */
	struct strbuf *problems;
	int bad;		/* told already */
};

static int compare_group(void *ctx, const char *name, int64_t first, int64_t last,
			 uint64_t digest)
{
	struct comparison *c = ctx;
	const char *was;

	if (sqlite3_step(c->st) == SQLITE_ROW) {
		was = (const char *)sqlite3_column_text(c->st, 0);
		if (was && !strcmp(was, name) && sqlite3_column_int64(c->st, 1) == first &&
		    sqlite3_column_int64(c->st, 2) == last &&
		    sqlite3_column_int64(c->st, 3) == (int64_t)digest)
			return 0;
	}
	strbuf_addf(c->problems, "table %s: rows %lld to %lld do not have their digest\n", name,
		    (long long)first, (long long)last);
	c->bad = 1;
	return 0;
}

int tables_verify(sqlite3 *db, struct strbuf *problems, struct strbuf *err)
{
	struct comparison c = { .problems = problems };
	struct strbuf why = STRBUF_INIT;
	size_t i;

	if (sqlite3_prepare_v2(db, "SELECT * FROM row_group ORDER BY rowid", -1, &c.st, NULL)) {
		strbuf_addf(problems, "table row_group cannot be read: %s\n", sqlite3_errmsg(db));
		return 0;
	}
	for (i = 0; i < TABLE_NR; i++)
		if (each_group(db, i, compare_group, &c, &why)) {
			strbuf_addf(problems, "%s\n", why.buf);
			c.bad = 1;
			strbuf_clear(&why);
		}
	if (!c.bad && sqlite3_step(c.st) != SQLITE_DONE)
		strbuf_addstr(problems, "table row_group: rows that belong to no table\n");
	sqlite3_finalize(c.st);
	strbuf_release(&why);
	return 0;
}
