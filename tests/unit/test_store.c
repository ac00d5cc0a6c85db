/* SPDX-License-Identifier: MIT */
/* The index file: what is written is read back, and damage is noticed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "model/facts.h"
#include "store/index.h"

#define FUNCS 300
#define NODES 340
#define EDGES 1300

static char dir[] = "/tmp/kpath-store-XXXXXX";

static uint32_t below(uint32_t limit)
{
	return limit ? (uint32_t)random() % limit : 0;
}

#define MAKE(g, noun, n) do { \
	ALLOC_GROW((g)->noun, (n), (g)->alloc_##noun); \
	memset((g)->noun, 0, (n) * sizeof(*(g)->noun)); \
	(g)->nr_##noun = (n); \
} while (0)

/* A graph with something in every field, different for each seed. */
static void make_graph(struct graph *g, unsigned seed)
{
	char name[64];
	uint32_t i, nr_str;

	srandom(seed);
	graph_init(g);
	for (i = 0; i < 1500; i++) {
		snprintf(name, sizeof(name), "%s_%u_%u", i % 3 ? "tcp" : "\xff\xfe", i, below(1000));
		strtab_add(&g->str, name);
	}
	nr_str = (uint32_t)g->str.nr;
	ALLOC_GROW(g->kind_name, GK_MECHANISM + 1, g->alloc_kind_name);
	g->kind_name[g->nr_kind_name++] = strtab_add(&g->str, "timer");
	MAKE(g, file, 20);
	for (i = 1; i < 20; i++)
		g->file[i] = (struct g_file){ .name = below(nr_str),
			.hash = (uint64_t)random() << 33 ^ (uint64_t)random() };
	MAKE(g, func, FUNCS);
	MAKE(g, node, NODES);
	for (i = 1; i < FUNCS; i++) {
		struct g_func *f = &g->func[i];

		f->name = below(nr_str);
		f->file = below(20);
		f->line = below(5000);
		f->unit = below(nr_str);
		f->flags = below(4096);
		f->alias_of = below(FUNCS);
		f->node = i;
		f->nr_nodes = i == FUNCS - 1 ? NODES - i : 1;
	}
	for (i = 1; i < NODES; i++)
		g->node[i] = (struct g_node){ .func = i < FUNCS ? i : FUNCS - 1, .ctx = below(nr_str) };
	MAKE(g, site, 900);
	for (i = 1; i < g->nr_site; i++)
		g->site[i] = (struct g_site){ .func = below(FUNCS), .file = below(20), .line = i,
			.slot = below(50), .outer = below(50), .expr = below(nr_str),
			.guard = below(300), .cls = (uint8_t)below(5), .rule = (uint8_t)below(GR_NR) };
	MAKE(g, evid, 100);
	for (i = 1; i < g->nr_evid; i++)
		g->evid[i] = (struct g_evid){ below(50), below(40), below(20), i, below(nr_str), 1 };
	MAKE(g, edge, EDGES);
	for (i = 1; i < g->nr_edge; i++)
		g->edge[i] = (struct g_edge){ .from = 1 + below(NODES - 1), .to = 1 + below(NODES - 1),
			.site = below(900), .evid = below(100), .kind = (uint8_t)below(8),
			.rule = (uint8_t)below(GR_NR), .flags = (uint8_t)below(16),
			.wguard = (uint16_t)below(65536) };
	MAKE(g, slot, 50);
	for (i = 1; i < g->nr_slot; i++)
		g->slot[i] = (struct g_slot){ below(nr_str), below(nr_str), below(20), i,
			below(nr_str), (uint8_t)below(7), (uint8_t)below(2), 0 };
	MAKE(g, store, 400);
	for (i = 1; i < g->nr_store; i++)
		g->store[i] = (struct g_store){ i / 9, below(FUNCS), below(40), below(40),
			below(FUNCS), below(20), i, below(300) };
	MAKE(g, object, 40);
	for (i = 1; i < g->nr_object; i++)
		g->object[i] = (struct g_object){ below(nr_str), below(nr_str), below(20), i,
			below(nr_str), below(FUNCS) };
	MAKE(g, field_value, 200);
	for (i = 1; i < g->nr_field_value; i++)
		g->field_value[i] = (struct g_field_value){ i / 6, below(nr_str), below(FUNCS),
			below(40), below(nr_str), below(20), i };
	MAKE(g, guard, 300);
	for (i = 1; i < g->nr_guard; i++)
		g->guard[i] = (struct g_guard){ .parent = below(i), .text = below(nr_str),
			.line = below(9999), .subject = below(nr_str), .rel = (uint8_t)below(13),
			.flags = (uint8_t)below(128) };
	MAKE(g, value, 90);
	for (i = 1; i < g->nr_value; i++)
		g->value[i] = (struct g_value){ .slot = below(50), .func = below(FUNCS),
			.file = below(20), .line = i, .guard = below(300), .num = -(int32_t)i,
			.op = (uint8_t)below(6), .is_const = i & 1 };
	MAKE(g, use, 90);
	for (i = 1; i < g->nr_use; i++)
		g->use[i] = (struct g_use){ i / 3, 0, below(FUNCS), below(20), i, 2,
			(uint8_t)below(USE_NR), 0 };
	MAKE(g, arg, 90);
	for (i = 1; i < g->nr_arg; i++)
		g->arg[i] = (struct g_arg){ .site = below(900), .callee = below(FUNCS), .index = i % 6,
			.text = below(nr_str), .num = INT32_MIN + (int32_t)i, .kind = (uint8_t)below(16) };
	MAKE(g, entry, 30);
	for (i = 1; i < g->nr_entry; i++)
		g->entry[i] = (struct g_entry){ below(FUNCS), below(nr_str), below(nr_str),
			below(nr_str), i, below(20), i };
	MAKE(g, tu, 12);
	for (i = 1; i < g->nr_tu; i++)
		g->tu[i] = (struct g_tu){ below(20), below(nr_str), below(nr_str), below(3), i, 0 };
	graph_set_meta(g, "version", "6.1.0");
	graph_set_meta(g, "config", "");
	graph_finish(g);
}

static int same_graph(const struct graph *a, const struct graph *b)
{
	size_t i;

	if (a->str.nr != b->str.nr || a->nr_in_edge != b->nr_in_edge ||
	    a->nr_kind_name != b->nr_kind_name)
		return 0;
	for (i = 0; i < a->str.nr; i++)
		if (a->str.len[i] != b->str.len[i] ||
		    memcmp(a->str.str[i], b->str.str[i], a->str.len[i] + 1))
			return 0;
#define X(type, noun) \
	if (a->nr_##noun != b->nr_##noun || \
	    memcmp(a->noun, b->noun, a->nr_##noun * sizeof(*a->noun))) \
		return 0;
	GRAPH_ARRAYS(X)
#undef X
	return !memcmp(a->in_edge, b->in_edge, a->nr_in_edge * sizeof(*a->in_edge)) &&
		!memcmp(a->kind_name, b->kind_name, a->nr_kind_name * sizeof(*a->kind_name));
}

/* As same_graph, each record where it is first asked for, from the last on. */
static int same_on_demand(const struct graph *a, const struct graph *b)
{
	uint32_t i;

	if (a->str.nr != b->str.nr || a->nr_in_edge != b->nr_in_edge)
		return 0;
#define X(type, noun) \
	if (a->nr_##noun != b->nr_##noun) \
		return 0; \
	for (i = a->nr_##noun; i--; ) \
		if (memcmp(graph_##noun(a, i), graph_##noun(b, i), sizeof(*a->noun))) \
			return 0;
	GRAPH_ARRAYS(X)
#undef X
	for (i = a->nr_in_edge; i--; )
		if (graph_in_edge(a, i) != graph_in_edge(b, i))
			return 0;
	for (i = (uint32_t)a->str.nr; i--; )
		if (graph_strlen(a, i) != graph_strlen(b, i) ||
		    memcmp(graph_str(a, i), graph_str(b, i), a->str.len[i] + 1))
			return 0;
	return 1;
}

static const char *in_dir(const char *name)
{
	static char path[4][200];
	static unsigned n;

	n = (n + 1) % 4;
	snprintf(path[n], sizeof(path[n]), "%s/%s", dir, name);
	return path[n];
}

static void write_file(const char *path, const struct strbuf *data)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(data->buf, 1, data->len, f), data->len);
	fclose(f);
}

static void set_byte(const char *path, size_t at, char c)
{
	FILE *f = fopen(path, "r+b");

	assert_non_null(f);
	assert_int_equal(fseek(f, (long)at, SEEK_SET), 0);
	assert_int_equal(fputc(c, f), (unsigned char)c);
	fclose(f);
}

static void round_trip(void **state)
{
	/* a name that means something in a URI */
	const char *path = in_dir("a b%20?mode=rwc&x#y.db");
	struct strbuf err = STRBUF_INIT;
	struct index *idx;
	struct graph g;

	make_graph(&g, 1);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	assert_int_equal(index_graph(idx)->nr_site, g.nr_site);
	assert_int_equal(index_graph(idx)->site[7].line, 0);	/* not asked for yet */
	assert_int_equal(graph_site(index_graph(idx), 7)->line, 7);
	assert_true(same_on_demand(&g, index_graph(idx)));
	assert_int_equal(index_failed(idx, &err), INDEX_OK);
	index_close(idx);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	graph_read_all(index_graph(idx));
	assert_true(same_on_demand(&g, index_graph(idx)));
	index_close(idx);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	assert_int_equal(index_need(idx, INDEX_SITES, &err), INDEX_OK);
	assert_int_equal(index_graph(idx)->site[7].line, 7);
	assert_false(same_graph(&g, index_graph(idx)));
	assert_true(same_on_demand(&g, index_graph(idx)));	/* what was no part of the hint */
	assert_int_equal(index_failed(idx, &err), INDEX_OK);
	assert_int_equal(strtab_find(&index_graph(idx)->str, "timer"), 0);
	assert_int_equal(index_need(idx, INDEX_ALL, &err), INDEX_OK);
	assert_true(same_graph(&g, index_graph(idx)));
	assert_int_equal(strtab_find(&index_graph(idx)->str, "timer"), strtab_find(&g.str, "timer"));
	assert_int_not_equal(strtab_find(&g.str, "timer"), 0);
	index_close(idx);
	assert_int_equal(index_verify(path, &err, &err), INDEX_OK);
	assert_string_equal(err.buf, "");
	unlink(path);
	graph_release(&g);
	strbuf_release(&err);
}

static void empty_graph(void **state)
{
	const char *path = in_dir("empty.db");
	struct strbuf err = STRBUF_INIT;
	struct index *idx;
	struct graph g;

	graph_init(&g);
	graph_finish(&g);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	assert_int_equal(index_need(idx, INDEX_ALL, &err), INDEX_OK);
	assert_true(same_graph(&g, index_graph(idx)));
	index_close(idx);
	unlink(path);
	graph_release(&g);
	strbuf_release(&err);
}

/* More strings, and longer ones, than fit in one chunk. */
static void large_strings(void **state)
{
	const char *path = in_dir("large.db");
	struct strbuf err = STRBUF_INIT, s = STRBUF_INIT;
	struct index *idx;
	struct graph g;
	unsigned i;

	graph_init(&g);
	for (i = 0; i < 900000; i++)
		strbuf_addch(&s, 'a' + i % 26);
	strtab_addn(&g.str, s.buf, s.len);
	for (i = 0; i < 70000; i++) {
		strbuf_clear(&s);
		strbuf_addf(&s, "name%u", i);
		strtab_addn(&g.str, s.buf, s.len);
	}
	graph_finish(&g);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	assert_true(same_on_demand(&g, index_graph(idx)));
	assert_int_equal(index_need(idx, INDEX_CORE, &err), INDEX_OK);
	assert_true(same_graph(&g, index_graph(idx)));
	index_close(idx);
	unlink(path);
	graph_release(&g);
	strbuf_release(&s);
}

static void same_bytes(void **state)
{
	const char *a = in_dir("a.db"), *b = in_dir("b.db");
	struct strbuf err = STRBUF_INIT, x = STRBUF_INIT, y = STRBUF_INIT;
	struct graph g, h;

	make_graph(&g, 2);
	make_graph(&h, 2);
	assert_int_equal(index_write(a, &g, &err), INDEX_OK);
	assert_int_equal(index_write(b, &h, &err), INDEX_OK);
	assert_int_equal(file_read(a, &x, &err), 0);
	assert_int_equal(file_read(b, &y, &err), 0);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.buf, y.buf, x.len);
	graph_release(&h);
	make_graph(&h, 3);
	assert_int_equal(index_write(b, &h, &err), INDEX_OK);	/* over the old one */
	strbuf_clear(&y);
	assert_int_equal(file_read(b, &y, &err), 0);
	assert_true(x.len != y.len || memcmp(x.buf, y.buf, x.len));
	unlink(a);
	unlink(b);
	graph_release(&g);
	graph_release(&h);
	strbuf_release(&x);
	strbuf_release(&y);
}

/* Every change of a byte is either reported or makes no difference. */
#ifdef KPATH_SANITIZED
#define STEP 997	/* bytes; each takes six times as long */
#else
#define STEP 97
#endif

static void flipped_bytes(void **state)
{
	const char *good = in_dir("good.db"), *bad = in_dir("bad.db");
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT, problems = STRBUF_INIT;
	unsigned noticed = 0, harmless = 0;
	struct graph g;
	size_t at;

	make_graph(&g, 4);
	assert_int_equal(index_write(good, &g, &err), INDEX_OK);
	assert_int_equal(file_read(good, &data, &err), 0);
	write_file(bad, &data);
	for (at = 0; at < data.len; at += at < 200 ? 1 : STEP) {
		char mask = (char)(1 << at % 8);
		struct index *idx;
		int told = 0;

		set_byte(bad, at, data.buf[at] ^ mask);
		strbuf_clear(&problems);
		if (index_open(&idx, bad, &err)) {
			told = err.len > 0;
			assert_null(idx);
			assert_true(told);
		} else {
			if (!same_on_demand(&g, index_graph(idx)))
				assert_int_equal(index_failed(idx, &err), INDEX_BAD);
			strbuf_clear(&err);
			told = index_need(idx, INDEX_ALL, &err) != INDEX_OK;
			if (!told)
				assert_true(same_graph(&g, index_graph(idx)));
			index_close(idx);
			assert_int_equal(index_verify(bad, &problems, &err), INDEX_OK);
			if (told)
				assert_int_not_equal(problems.len, 0);
			told |= problems.len > 0;
		}
		noticed += (unsigned)told;
		harmless += !told;
		set_byte(bad, at, data.buf[at]);
		strbuf_clear(&err);
	}
	/* what is free in the pages of almost empty tables can't be noticed */
	assert_true(noticed > harmless);
	unlink(good);
	unlink(bad);
	graph_release(&g);
	strbuf_release(&data);
	strbuf_release(&problems);
	strbuf_release(&err);
}

static void cut_off(void **state)
{
	const char *good = in_dir("good.db"), *bad = in_dir("bad.db");
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT;
	struct graph g;
	struct index *idx;
	size_t len, step;

	make_graph(&g, 5);
	assert_int_equal(index_write(good, &g, &err), INDEX_OK);
	assert_int_equal(file_read(good, &data, &err), 0);
	step = data.len / 23;
	for (len = 0; len < data.len; len += step) {
		struct strbuf part = { len, 0, data.buf };

		write_file(bad, &part);
		assert_int_equal(index_open(&idx, bad, &err), INDEX_BAD);
		assert_non_null(strstr(err.buf, "kpath index"));
	}
	unlink(good);
	unlink(bad);
	graph_release(&g);
	strbuf_release(&data);
	strbuf_release(&err);
}

static void count_name(void *to, const char *name, const char *file)
{
	++*(unsigned *)to;
}

/* The file is opened once; what happens to its name or its bytes afterwards
 * is an error at most. */
static void changed_while_open(void **state)
{
	const char *path = in_dir("held.db"), *other = in_dir("other.db");
	struct strbuf err = STRBUF_INIT;
	struct graph g, none;
	struct index *idx;

	make_graph(&g, 5);
	graph_init(&none);
	graph_finish(&none);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	assert_int_equal(index_write(other, &none, &err), INDEX_OK);

	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);	/* renamed over */
	assert_int_equal(rename(other, path), 0);
	assert_true(same_on_demand(&g, index_graph(idx)));
	assert_int_equal(index_failed(idx, &err), INDEX_OK);
	index_close(idx);

	assert_int_equal(index_write(path, &g, &err), INDEX_OK);	/* cut off, as cp does */
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	assert_int_equal(truncate(path, 0), 0);
	assert_int_equal(index_need(idx, INDEX_ALL, &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "overwritten while it was read"));
	index_close(idx);

	unlink(path);
	strbuf_release(&err);
	graph_release(&g);
	graph_release(&none);
}

/* No SQL runs over tables that are not ours. */
static void completes_nothing_else(void **state)
{
	static const char view[] = "DROP TABLE IF EXISTS func; CREATE VIEW func AS WITH RECURSIVE c(x) AS "
		"(SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 'tcp_' || x AS name, 1 AS file FROM c;";
	const char *path = in_dir("view.db");
	unsigned names = 0;
	struct index_names ask = { .what = INDEX_NAMES_FUNC, .prefix = "", .max = 10,
				   .each = count_name, .to = &names };
	struct strbuf err = STRBUF_INIT;
	struct graph g;
	sqlite3 *db;

	make_graph(&g, 5);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	assert_int_equal(index_names(path, &ask, &err), 0);
	assert_int_not_equal(names, 0);
	names = 0;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, view, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(index_names(path, &ask, &err), -1);
	assert_int_equal(names, 0);
	unlink(path);
	strbuf_release(&err);
	graph_release(&g);
}

static void refused(void **state)
{
	const char *path = in_dir("v.db");
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT;
	struct graph g;
	struct index *idx;

	assert_int_equal(index_open(&idx, in_dir("none.db"), &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "there is no index"));
	assert_int_equal(index_open(&idx, dir, &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "regular file"));
	strbuf_addstr(&data, "SQLite format 3, almost");
	write_file(path, &data);
	assert_int_equal(index_open(&idx, path, &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "not an index"));

	graph_init(&g);
	graph_finish(&g);
	assert_int_equal(index_write(path, &g, &err), INDEX_OK);
	strbuf_clear(&data);
	assert_int_equal(file_read(path, &data, &err), 0);
	data.buf[63] = INDEX_VERSION + 1;
	write_file(path, &data);
	assert_int_equal(index_open(&idx, path, &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "newer"));
	data.buf[63] = INDEX_VERSION - 1;
	write_file(path, &data);
	assert_int_equal(index_open(&idx, path, &err), INDEX_BAD);
	assert_non_null(strstr(err.buf, "older"));
	assert_non_null(strstr(err.buf, "kpath index"));
	unlink(path);
	graph_release(&g);
	strbuf_release(&data);
	strbuf_release(&err);
}

/* The last row of a table can get another number without a row or an order being another. */
static void renumbered_rows(void **state)
{
	static const char *const tables[] = { "entry", "edge", "meta", "chunk", "row_group" };
	const char *path = in_dir("n.db");
	struct strbuf err = STRBUF_INIT, problems = STRBUF_INIT, sql = STRBUF_INIT;
	struct graph g;
	size_t i;

	make_graph(&g, 7);
	for (i = 0; i < ARRAY_SIZE(tables); i++) {
		sqlite3 *db;

		assert_int_equal(index_write(path, &g, &err), INDEX_OK);
		strbuf_clear(&problems);
		assert_int_equal(index_verify(path, &problems, &err), INDEX_OK);
		assert_int_equal(problems.len, 0);
		strbuf_clear(&sql);
		strbuf_addf(&sql, "UPDATE %s SET rowid = rowid + 37 WHERE rowid = "
			    "(SELECT max(rowid) FROM %s)", tables[i], tables[i]);
		assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, sql.buf, NULL, NULL, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_changes(db), 1);
		sqlite3_close(db);
		assert_int_equal(index_verify(path, &problems, &err), INDEX_OK);
		assert_non_null(strstr(problems.buf, tables[i]));
	}
	unlink(path);
	graph_release(&g);
	strbuf_release(&sql);
	strbuf_release(&problems);
	strbuf_release(&err);
}

static void nothing_left_behind(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct graph g;

	make_graph(&g, 6);
	assert_int_equal(index_write(in_dir("no/such/folder.db"), &g, &err), INDEX_FAILED);
	assert_true(err.len > 0);
	assert_int_equal(mkdir(in_dir("folder"), 0700), 0);
	strbuf_clear(&err);
	assert_int_equal(index_write(in_dir("folder"), &g, &err), INDEX_FAILED);	/* can't be replaced */
	assert_true(err.len > 0);
	g.site[3].func = g.nr_func;
	strbuf_clear(&err);
	assert_int_equal(index_write(in_dir("x.db"), &g, &err), INDEX_FAILED);
	assert_non_null(strstr(err.buf, "inconsistent"));
	assert_int_equal(rmdir(in_dir("folder")), 0);
	assert_int_equal(rmdir(dir), 0);	/* so it is empty */
	assert_int_equal(mkdir(dir, 0700), 0);
	graph_release(&g);
	strbuf_release(&err);
}

static int set_up(void **state)
{
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	return dir_remove_all(dir, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(empty_graph),
		cmocka_unit_test(large_strings),
		cmocka_unit_test(same_bytes),
		cmocka_unit_test(flipped_bytes),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(refused),
		cmocka_unit_test(changed_while_open),
		cmocka_unit_test(completes_nothing_else),
		cmocka_unit_test(renumbered_rows),
		cmocka_unit_test(nothing_left_behind),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
