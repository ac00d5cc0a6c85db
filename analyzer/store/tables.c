/* SPDX-License-Identifier: MIT */
/*
 * The tables for people who want SQL. kpath itself reads the chunks; what
 * stands here is the same graph with names spelt out, NULL for "none", and
 * clones folded. Ids are those of the graph.
 */
#include "index_p.h"

#include "base/digest.h"
#include "base/xalloc.h"
#include "batch.h"

#define GROUP_ROWS 4096

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

/* The tables with row groups: name and number of columns. */
static const struct {
	const char *name;
	int columns;
} tables[] = {
	{ "section", 4 }, { "meta", 2 }, { "kind", 2 }, { "rule", 2 }, { "file", 3 },
	{ "func", 12 }, { "edge", 8 }, { "slot", 7 }, { "store", 8 }, { "object", 7 },
	{ "field_value", 7 }, { "value", 9 }, { "entry", 7 }, { "tu", 6 },
};

int sql_exec(sqlite3 *db, const char *sql, struct strbuf *err)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return error(err, "SQLite refused \"%.60s\": %s", sql, sqlite3_errmsg(db));
	return 0;
}

/* ---- rows ------------------------------------------------------------------ */

struct row_group {
	const char *table;
	int64_t first, last;
	uint64_t digest;
};

struct row_groups {
	struct row_group *v;
	size_t nr, alloc;
};

struct rows {			/* the rows of a table while they are made */
	const struct graph *g;
	size_t table;
	struct batches *batches;
	struct batch *batch;	/* the one that is being filled */
	int64_t row, first;	/* rows made; the first of their group */
	uint64_t digest;	/* of the group so far */
	struct row_groups *groups;
};

/* ---- digests of columns ------------------------------------------------------- */

static uint64_t digest_int(uint64_t h, int64_t v)
{
	return digest_mix(digest_mix(h, SQLITE_INTEGER), (uint64_t)v);
}

static uint64_t digest_null(uint64_t h)
{
	return digest_mix(h, SQLITE_NULL);
}

static uint64_t digest_bytes(uint64_t h, int type, const void *p, size_t n)
{
	return digest_mix(digest_mix(h, (uint64_t)type), n ? digest64(p, n) : 1);
}

/* ---- making rows ---------------------------------------------------------------- */

static void rows_begin(struct rows *r, size_t table)
{
	r->table = table;
	r->row = 0;
	r->first = 1;
	r->digest = 0;
	r->batch = batches_new(r->batches);
	r->batch->table = table;
}

static void put_cell(struct rows *r, const char *text, int64_t num, int type)
{
	r->batch->cell[r->batch->nr++] = (struct cell){ text, num, type };
}

static void put_int(struct rows *r, int64_t v)
{
	put_cell(r, NULL, v, SQLITE_INTEGER);
	r->digest = digest_int(r->digest, v);
}

static void put_null(struct rows *r)
{
	put_cell(r, NULL, 0, SQLITE_NULL);
	r->digest = digest_null(r->digest);
}

static void put_text(struct rows *r, const char *s, size_t n)
{
	put_cell(r, s, (int64_t)n, SQLITE_TEXT);
	r->digest = digest_bytes(r->digest, SQLITE_TEXT, s, n);
}

static void put_id(struct rows *r, uint32_t id)		/* NULL where there is none */
{
	if (id)
		put_int(r, id);
	else
		put_null(r);
}

static void put_str(struct rows *r, uint32_t id)
{
	if (id)
		put_text(r, graph_str(r->g, id), r->g->str.len[id]);
	else
		put_null(r);
}

static void put_name(struct rows *r, uint32_t id)	/* "" instead of NULL */
{
	put_text(r, graph_str(r->g, id), strlen(graph_str(r->g, id)));
}

static void group_end(struct rows *r)
{
	struct row_groups *g = r->groups;

	ALLOC_GROW(g->v, g->nr + 1, g->alloc);
	g->v[g->nr++] = (struct row_group){ tables[r->table].name, r->first, r->row, r->digest };
	r->first = r->row + 1;
	r->digest = 0;
}

static void row_end(struct rows *r)
{
	if (r->batch->nr == BATCH_ROWS * tables[r->table].columns) {
		batches_put(r->batches);
		r->batch = batches_new(r->batches);
		r->batch->table = r->table;
	}
	if (++r->row % GROUP_ROWS == 0)
		group_end(r);
}

static void rows_end(struct rows *r)
{
	if (r->batch->nr)
		batches_put(r->batches);
	if (r->row >= r->first)
		group_end(r);
}

/* ---- one function a table ---------------------------------------------------- */

static void fill_meta(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_meta; i++) {
		put_name(r, r->g->meta[i].key);
		put_name(r, r->g->meta[i].value);
		row_end(r);
	}
}

static void fill_kind(struct rows *r)
{
	uint32_t i;

	for (i = 0; i < r->g->nr_kind_name; i++) {
		put_int(r, i);
		put_name(r, r->g->kind_name[i]);
		row_end(r);
	}
}

static void fill_rule(struct rows *r)
{
	int i;

	for (i = 0; i < GR_NR; i++) {
		put_int(r, i);
		put_text(r, g_rule[i].name, strlen(g_rule[i].name));
		row_end(r);
	}
}

static void fill_file(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_file; i++) {
		put_int(r, i);
		put_name(r, r->g->file[i].name);
		put_int(r, (int64_t)r->g->file[i].hash);
		row_end(r);
	}
}

static void fill_func(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_func; i++) {
		const struct g_func *f = &r->g->func[i];

		put_int(r, i);
		put_name(r, f->name);
		put_id(r, f->file);
		put_int(r, f->line);
		put_int(r, f->end_line);
		put_str(r, f->unit);
		put_str(r, f->variant);
		put_int(r, f->flags);
		put_str(r, f->section);
		put_str(r, f->macro);
		put_id(r, f->alias_of);
		put_int(r, f->callers);
		row_end(r);
	}
}

struct folded {
	uint32_t site, callee, edge;
	uint32_t flags;
};

static int cmp_folded(const void *a, const void *b)
{
	const struct folded *x = a, *y = b;

	if (x->site != y->site)
		return x->site < y->site ? -1 : 1;
	if (x->callee != y->callee)
		return x->callee < y->callee ? -1 : 1;
	if (x->flags != y->flags)
		return x->flags < y->flags ? -1 : 1;
	return x->edge < y->edge ? -1 : x->edge > y->edge;
}

static void put_edge(struct rows *r, uint32_t caller, const struct folded *f)
{
	const struct g_edge *e = &r->g->edge[f->edge];
	const struct g_site *s = &r->g->site[f->site];

	put_int(r, caller);
	put_int(r, f->callee);
	put_int(r, e->kind);
	put_int(r, e->rule);
	put_int(r, f->flags);
	put_id(r, s->file);
	put_int(r, s->line);
	put_id(r, s->slot);
	row_end(r);
}

static void fill_edge(struct rows *r)
{
	const struct graph *g = r->g;
	struct folded *v = NULL;
	size_t nr, alloc = 0, j;
	uint32_t i, n, e;

	for (i = 1; i < g->nr_func; i++) {
		nr = 0;
		for (n = 0; n < g->func[i].nr_nodes; n++) {
			const struct g_node *node = &g->node[g->func[i].node + n];

			for (e = node->edge; e < node->edge + node->nr_edges; e++) {
				ALLOC_GROW(v, nr + 1, alloc);
				v[nr++] = (struct folded){ g->edge[e].site,
					g->node[g->edge[e].to].func, e,
					g->edge[e].flags & (GE_STARTED_BY | GE_EXECUTED_BY) };
			}
		}
		if (nr)
			qsort(v, nr, sizeof(*v), cmp_folded);
		for (j = 0; j < nr; j++)
			if (!j || v[j].site != v[j - 1].site || v[j].callee != v[j - 1].callee ||
			    v[j].flags != v[j - 1].flags)
				put_edge(r, i, &v[j]);
	}
	free(v);
}

static void fill_slot(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_slot; i++) {
		const struct g_slot *s = &r->g->slot[i];

		put_int(r, i);
		put_name(r, s->name);
		put_str(r, s->type);
		put_id(r, s->file);
		put_int(r, s->line);
		put_int(r, s->kind);
		put_int(r, s->open);
		row_end(r);
	}
}

static void fill_store(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_store; i++) {
		const struct g_store *s = &r->g->store[i];

		put_int(r, s->slot);
		put_id(r, s->func);
		put_id(r, s->target);
		put_id(r, s->object);
		put_id(r, s->in_func);
		put_id(r, s->file);
		put_int(r, s->line);
		put_id(r, s->via);
		row_end(r);
	}
}

static void fill_object(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_object; i++) {
		const struct g_object *o = &r->g->object[i];

		put_int(r, i);
		put_name(r, o->name);
		put_str(r, o->type);
		put_id(r, o->file);
		put_int(r, o->line);
		put_str(r, o->unit);
		put_id(r, o->in_func);
		row_end(r);
	}
}

static void fill_field_value(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_field_value; i++) {
		const struct g_field_value *v = &r->g->field_value[i];

		put_int(r, v->object);
		put_name(r, v->field);
		put_id(r, v->func);
		put_id(r, v->target);
		put_str(r, v->text);
		put_id(r, v->file);
		put_int(r, v->line);
		row_end(r);
	}
}

static void fill_value(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_value; i++) {
		const struct g_value *v = &r->g->value[i];

		put_int(r, v->slot);
		put_id(r, v->func);
		put_id(r, v->file);
		put_int(r, v->line);
		put_str(r, v->macro);
		put_str(r, v->name);
		put_str(r, v->src);
		if (v->is_const)
			put_int(r, v->num);
		else
			put_id(r, 0);
		put_int(r, v->op);
		row_end(r);
	}
}

static void fill_entry(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_entry; i++) {
		const struct g_entry *e = &r->g->entry[i];

		put_int(r, e->func);
		put_str(r, e->kind);
		put_str(r, e->name);
		put_str(r, e->level);
		put_id(r, e->order);
		put_id(r, e->file);
		put_int(r, e->line);
		row_end(r);
	}
}

static void fill_tu(struct rows *r)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_tu; i++) {
		const struct g_tu *t = &r->g->tu[i];

		put_id(r, t->file);
		put_str(r, t->object);
		put_str(r, t->unit);
		put_int(r, t->status);
		put_int(r, t->nr_errors);
		put_str(r, t->error);
		row_end(r);
	}
}

static void (*const fill[ARRAY_SIZE(tables)])(struct rows *r) = {
	NULL /* written with the chunks */, fill_meta, fill_kind, fill_rule, fill_file, fill_func, fill_edge,
	fill_slot, fill_store, fill_object, fill_field_value, fill_value, fill_entry, fill_tu,
};

/* ---- digests of groups of rows ------------------------------------------------ */

static uint64_t digest_column(uint64_t h, sqlite3_stmt *st, int col)
{
	int type = sqlite3_column_type(st, col);
	const void *p;

	if (type == SQLITE_INTEGER)
		return digest_int(h, sqlite3_column_int64(st, col));
	if (type == SQLITE_NULL)
		return digest_null(h);
	p = sqlite3_column_blob(st, col);
	return digest_bytes(h, type, p, p ? (size_t)sqlite3_column_bytes(st, col) : 0);
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

	strbuf_addf(&sql, "SELECT * FROM %s ORDER BY rowid", tables[table].name);
	rc = sqlite3_prepare_v2(db, sql.buf, -1, &st, NULL);
	while (rc == SQLITE_OK && !ret && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		rc = SQLITE_OK;
		row++;
		for (i = 0; i < sqlite3_column_count(st); i++)
			h = digest_column(h, st, i);
		if (row % GROUP_ROWS)
			continue;
		ret = group(ctx, tables[table].name, first, row, h);
		first = row + 1;
		h = 0;
	}
	if (!ret && rc == SQLITE_DONE && row >= first)
		ret = group(ctx, tables[table].name, first, row, h);
	if (rc != SQLITE_DONE && rc != SQLITE_OK)
		ret = error(err, "table %s cannot be read: %s", tables[table].name,
			    sqlite3_errmsg(db));
	sqlite3_finalize(st);
	strbuf_release(&sql);
	return ret;
}

static int add_group(void *ctx, const char *name, int64_t first, int64_t last, uint64_t digest)
{
	struct row_groups *g = ctx;

	ALLOC_GROW(g->v, g->nr + 1, g->alloc);
	g->v[g->nr++] = (struct row_group){ name, first, last, digest };
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

/* Makes the rows of all tables but the one that has been filled already. */
static void *make_rows(void *ctx)
{
	struct rows *r = ctx;
	size_t i;

	for (i = 1; i < ARRAY_SIZE(tables); i++) {
		rows_begin(r, i);
		fill[i](r);
		rows_end(r);
	}
	batches_done(r->batches);
	return NULL;
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

	strbuf_addf(&sql, "INSERT INTO %s VALUES", tables[table].name);
	for (row = 0; row < nr; row++) {
		strbuf_addstr(&sql, row ? ",(" : "(");
		for (i = 0; i < tables[table].columns; i++)
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
	int columns = tables[b->table].columns, i;

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
	if (pthread_create(&thread, NULL, make_rows, &r)) {
		batches_release(&batches);
		return error(err, "no thread can be started");
	}
	while (!ret && (b = batches_get(&batches)))
		if (insert_batch(db, &in, b))
			ret = error(err, "table %s cannot be written: %s", tables[b->table].name,
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
	int ret = each_group(db, 0, add_group, &groups, err);

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
	for (i = 0; i < ARRAY_SIZE(tables); i++)
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
