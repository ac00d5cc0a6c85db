/* SPDX-License-Identifier: MIT */
/* An index with right checksums whose records lie about their order and their numbers: the first
 * look at one tells, also where the neighbour came with another chunk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "store/index_p.h"

#define NR 40000	/* several chunks of each array */

static char dir[] = "/tmp/kpath-order-XXXXXX";

#define MAKE(g, noun) do { \
	ALLOC_GROW((g)->noun, NR, (g)->alloc_##noun); \
	memset((g)->noun, 0, NR * sizeof(*(g)->noun)); \
	(g)->nr_##noun = NR; \
} while (0)

static uint32_t mixed(uint32_t i)
{
	return (i * 2654435761U) % (NR - 1) + 1;
}

/* One node a function, two edges a node. */
static void make_graph(struct graph *g)
{
	uint32_t i;

	graph_init(g);
	MAKE(g, func);
	MAKE(g, node);
	MAKE(g, site);
	MAKE(g, edge);
	MAKE(g, slot);
	MAKE(g, store);
	MAKE(g, object);
	MAKE(g, field_value);
	MAKE(g, arg);
	MAKE(g, known);
	for (i = 1; i < NR; i++) {
		char name[32];

		snprintf(name, sizeof(name), "f%u", i);
		g->func[i] = (struct g_func){ .name = strtab_add(&g->str, name), .node = i, .nr_nodes = 1,
			.line = mixed(i) };
		g->node[i] = (struct g_node){ .func = i };
		g->site[i] = (struct g_site){ .func = i / 2 + 1, .line = mixed(i) };
		g->edge[i] = (struct g_edge){ .from = i / 2 + 1, .to = mixed(i), .site = i,
			.rule = GR_DIRECT, .kind = GK_DIRECT };
		g->store[i] = (struct g_store){ .slot = i, .line = mixed(i) };
		g->field_value[i] = (struct g_field_value){ .object = i, .line = mixed(i) };
		g->arg[i] = (struct g_arg){ .site = mixed(i), .slot = i };
		g->known[i] = (struct g_known){ .site = i, .num = (int32_t)mixed(i) };
	}
	graph_finish(g);
}

/* What is made wrong in record i: the neighbours' order, or a range that another has too. */
static void wrong_func_name(struct graph *g, uint32_t i) { g->func_name[i].hash = UINT32_MAX; }
static void wrong_func(struct graph *g, uint32_t i) { g->func[i].node--; }
static void wrong_node(struct graph *g, uint32_t i) { g->node[i].edge -= 2; }
static void wrong_in(struct graph *g, uint32_t i)
{
	g->node[i].in = 0;
	g->node[i].nr_in = g->nr_in_edge;
}
static void wrong_edge(struct graph *g, uint32_t i) { g->edge[i].from = 1; }
static void wrong_store(struct graph *g, uint32_t i) { g->store[i].slot = 1; }
static void wrong_field_value(struct graph *g, uint32_t i) { g->field_value[i].object = 1; }
static void wrong_arg(struct graph *g, uint32_t i) { g->arg[i].slot = 1; }
static void wrong_known(struct graph *g, uint32_t i) { g->known[i].site = 1; }

#define LOOK(noun) \
static void look_##noun(struct graph *g, uint32_t i) { graph_##noun(g, i); }
LOOK(func_name) LOOK(func) LOOK(node) LOOK(edge) LOOK(store) LOOK(field_value) LOOK(arg) LOOK(known)
#undef LOOK

static const struct {
	const char *name, *says;
	void (*make_wrong)(struct graph *g, uint32_t i);
	void (*look)(struct graph *g, uint32_t i);
} lies[] = {
	{ "func_name", "order of their names", wrong_func_name, look_func_name },
	{ "func", "do not add up", wrong_func, look_func },
	{ "node", "do not add up", wrong_node, look_node },
	{ "node", "do not add up", wrong_in, look_node },
	{ "edge", "edges are not in order", wrong_edge, look_edge },
	{ "store", "stores are not in order", wrong_store, look_store },
	{ "field_value", "fields are not in order", wrong_field_value, look_field_value },
	{ "arg", "arguments are not in order", wrong_arg, look_arg },
	{ "known", "known of values is not in order", wrong_known, look_known },
};

static int section_of(const char *name)
{
	int s;

	for (s = 0; strcmp(index_section[s].name, name); s++)
		;
	return s;
}

/* What a look at these records says, in this order; NULL: nothing. */
static const char *looked(const char *path, size_t n, const uint32_t *at, int nr)
{
	static struct strbuf err = STRBUF_INIT;
	struct index *idx;
	int i, bad;

	strbuf_clear(&err);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	for (i = 0; i < nr; i++)
		lies[n].look(index_graph(idx), at[i]);
	bad = index_failed(idx, &err);
	assert_int_equal(bad, err.len ? INDEX_BAD : INDEX_OK);
	index_close(idx);
	return bad ? err.buf : NULL;
}

static void told_at_first_touch(void **state)
{
	char path[200];
	struct strbuf err = STRBUF_INIT;
	size_t n;

	snprintf(path, sizeof(path), "%s/x.db", dir);
	for (n = 0; n < ARRAY_SIZE(lies); n++) {
		struct graph g;
		struct index *idx;
		uint32_t first, inside, pair[2];
		const char *said;

		make_graph(&g);
		assert_int_equal(index_write_unchecked(path, &g, &err), INDEX_OK);
		assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
		first = idx->chunk[section_of(lies[n].name)][1].first;	/* second chunk */
		assert_true(first > 1 && first < NR / 2);
		index_close(idx);
		inside = first + 70;
		pair[0] = first - 1;
		pair[1] = first;
		assert_null(looked(path, n, pair, 2));		/* it is sound so far */

		/* in the middle of a chunk */
		lies[n].make_wrong(&g, inside);
		assert_int_equal(index_write_unchecked(path, &g, &err), INDEX_OK);
		assert_null(looked(path, n, pair, 1));		/* another chunk is not concerned */
		said = looked(path, n, &inside, 1);
		assert_non_null(said);
		if (!strstr(said, lies[n].says))
			fail_msg("%s: %s", lies[n].name, said);
		assert_int_equal(index_verify(path, &err, &err), INDEX_OK);
		assert_non_null(strstr(err.buf, lies[n].says));
		strbuf_clear(&err);
		graph_release(&g);
	}
	unlink(path);
	strbuf_release(&err);
}

/* The chunk before ends with more than the next one begins with: each is sound by itself. */
static void told_between_chunks(void **state)
{
	char path[200];
	struct strbuf err = STRBUF_INIT;
	uint32_t first, pair[2], i;
	struct index *idx;
	struct graph g;

	snprintf(path, sizeof(path), "%s/y.db", dir);
	make_graph(&g);
	assert_int_equal(index_write_unchecked(path, &g, &err), INDEX_OK);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	first = idx->chunk[section_of("store")][1].first;
	index_close(idx);
	for (i = 1; i < first; i++)
		g.store[i].slot = NR - 1;
	assert_int_equal(index_write_unchecked(path, &g, &err), INDEX_OK);
	pair[0] = first - 1;
	pair[1] = first;
	assert_null(looked(path, 5, pair, 1));
	assert_null(looked(path, 5, pair + 1, 1));
	assert_non_null(looked(path, 5, pair, 2));
	pair[0] = first;
	pair[1] = first - 1;
	assert_non_null(looked(path, 5, pair, 2));
	unlink(path);
	graph_release(&g);
	strbuf_release(&err);
}

/* One block of a chunk, then the rest of it; one word of each; in any order the same as what was written. */
static void block_by_block(void **state)
{
	const unsigned line = offsetof(struct g_func, line) / 4, site = offsetof(struct g_arg, site) / 4;
	struct strbuf err = STRBUF_INIT;
	uint32_t i, j, n, nr, word[GRAPH_BLOCK];
	struct graph g, *got;
	struct index *idx;
	char path[200];
	int there = 0;

	snprintf(path, sizeof(path), "%s/x.db", dir);
	make_graph(&g);
	assert_int_equal(index_write_unchecked(path, &g, &err), INDEX_OK);
	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	got = index_graph(idx);
	for (n = 0; n < 300; n++) {
		i = mixed(n * 137 + 1);
		assert_int_equal(graph_arg(got, i)->site, g.arg[i].site);
		there += got->arg[mixed(i)].site != 0;
		if (n % 3)
			assert_memory_equal(graph_func(got, i), &g.func[i], sizeof(*g.func));
	}
	assert_in_range(there, 1, 299);		/* some were read, not all */
	assert_int_equal(index_failed(idx, &err), INDEX_OK);
	index_close(idx);

	assert_int_equal(index_open(&idx, path, &err), INDEX_OK);
	got = index_graph(idx);
	assert_int_equal(graph_arg(got, 5000)->site, g.arg[5000].site);
	for (i = 0; (nr = graph_column(got, GRAPH_arg, site, i, word)); i += nr)
		for (j = 0; j < nr; j++)
			assert_int_equal(word[j], g.arg[i + j].site);
	assert_int_equal(i, g.nr_arg);
	assert_int_equal(got->arg[9000].site, 0);	/* it was not kept */
	assert_int_equal(graph_column(got, GRAPH_func, line, 1500, word), 2 * GRAPH_BLOCK - 1500);
	assert_int_equal(word[0], g.func[1500].line);
	assert_int_equal(graph_column(&g, GRAPH_func, line, 1500, word), 2 * GRAPH_BLOCK - 1500);
	assert_int_equal(word[9], g.func[1509].line);
	assert_int_equal(index_failed(idx, &err), INDEX_OK);
	index_close(idx);
	unlink(path);
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
		cmocka_unit_test(told_at_first_touch),
		cmocka_unit_test(told_between_chunks),
		cmocka_unit_test(block_by_block),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
