/* SPDX-License-Identifier: MIT */
/* The k shortest paths, against all paths there are. */
#include "query_world.h"

/* All paths of a random graph with clones, by plain enumeration. */
static unsigned nr_all;
static char all_text[4000][64];
static uint32_t all_cost[4000];

static void enumerate(struct world *w, uint32_t to, uint32_t *nodes, uint32_t n, uint32_t cost)
{
	const struct g_node *nd = &w->g.node[nodes[n - 1]];
	uint32_t start = w->g.node[nodes[0]].func, i, j;

	if (nd->func == to) {
		char text[64] = "";
		unsigned k;

		for (i = 0; i < n; i++)
			snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s", i ? " " : "",
				 graph_str(&w->g, w->g.func[w->g.node[nodes[i]].func].name));
		for (k = 0; k < nr_all && strcmp(all_text[k], text); k++)
			;
		if (k == nr_all) {
			assert_true(nr_all < 4000);
			strcpy(all_text[nr_all], text);
			all_cost[nr_all++] = cost;
		} else if (cost < all_cost[k]) {
			all_cost[k] = cost;
		}
		return;
	}
	for (i = nd->edge; i < nd->edge + nd->nr_edges; i++) {
		const struct g_edge *e = &w->g.edge[i];

		for (j = 0; j < n && nodes[j] != e->to; j++)
			;
		if (j < n || w->g.node[e->to].func == start)
			continue;
		nodes[n] = e->to;
		enumerate(w, to, nodes, n + 1, cost + 4 + e->wguard / GW_ONE);
	}
}

static void against_enumeration(void **state)
{
	unsigned round, i, j;

	srandom(11);
	for (round = 0; round < 150; round++) {
		struct q_path_result *r;
		struct strbuf want = STRBUF_INIT;
		struct world w;
		uint32_t f[7], nodes[16];

		world_init(&w);
		for (i = 0; i < 7; i++) {
			char name[2] = { (char)('a' + i), 0 };

			f[i] = add_clones(&w, name, "a.c", i * 10, 1 + (unsigned)random() % 2);
		}
		for (i = 0; i < 16; i++) {
			uint32_t from = f[random() % 7], to = f[random() % 7];
			uint32_t s = add_site(&w, from, i, GC_DIRECT), e;

			if (from == to)
				continue;
			e = add_edge(&w, s, (unsigned)random() % w.g.func[from].nr_nodes, to,
				     (unsigned)random() % w.g.func[to].nr_nodes, GK_DIRECT, GR_DIRECT, 0);
			w.g.edge[e].wguard = (uint16_t)(GW_ONE << random() % 4);
		}
		graph_finish(&w.g);
		nr_all = 0;
		for (i = 0; i < w.g.func[f[0]].nr_nodes; i++) {
			nodes[0] = w.g.func[f[0]].node + i;
			enumerate(&w, f[6], nodes, 1, 0);
		}
		struct q_path_options o = { .from = f[0], .to = f[6], .k = 4000 };
		static struct q_path_result got;

		assert_int_equal(q_path(&w.g, &w.k, &o, &got, &w.err), nr_all ? Q_FOUND : Q_NONE);
		r = &got;
		if (nr_all)
			assert_int_equal(r->nr_paths, nr_all);
		for (i = 0; i < nr_all; i++) {		/* every one is there, with its cost */
			struct q_path_result one = *r;

			one.nr_paths = 1;
			one.path = &r->path[i];
			if (i)
				assert_true(r->path[i].cost >= r->path[i - 1].cost);
			for (j = 0; j < nr_all; j++)
				if (!strcmp(all_text[j], path_text(&w, &one)))
					break;
			assert_true(j < nr_all);
			assert_true(r->path[i].cost == all_cost[j] / 4.0);
		}
		/* with a limit of hops the best is the best of those that keep it */
		for (o.max_hops = 1, o.k = 1; o.max_hops < 9; o.max_hops++) {
			uint32_t best = UINT32_MAX;

			for (j = 0; j < nr_all; j++)
				if (strlen(all_text[j]) <= 2 * o.max_hops + 1 && all_cost[j] < best)
					best = all_cost[j];
			q_path_release(r);
			q_path(&w.g, &w.k, &o, r, &w.err);
			assert_int_equal(r->nr_paths, best != UINT32_MAX);
			if (r->nr_paths)
				assert_true(r->path[0].cost == best / 4.0);
		}
		q_path_release(r);
		strbuf_release(&want);
		world_release(&w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(against_enumeration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
