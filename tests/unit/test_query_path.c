/* SPDX-License-Identifier: MIT */
/* Paths: what they cost, which comes first, and what forbids them. */
#include "query_world.h"

#include "model/facts.h"

static void direct_chain(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c");

	calls(&w, a, b, 11);
	w.g.edge[calls(&w, b, c, 21)].wguard = 8 * GW_ONE;
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = c, .k = 1 }, "a b c");
	assert_true(r->path[0].cost == 4.0);
	assert_int_equal(r->path[0].hop[1].site.line, 21);
	assert_int_equal(r->path[0].hop[1].candidates, 1);
	assert_string_equal(r->path[0].hop[0].via, "");
	assert_int_equal(r->reached, 3);
	ask(&w, (struct q_path_options){ .from = c, .to = a, .k = 1 }, "");
	ask(&w, (struct q_path_options){ .from = a, .to = a, .k = 1 }, "");
	forget(&w);
}

/* Fewer hops lose to fewer candidates. */
static void shortest_is_not_cheapest(void **state)
{
	struct world w;
	struct q_path_result *r;
	uint32_t i;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d");
	uint32_t slot = add_slot(&w, "ops.f", "ops"), s = slot_site(&w, a, 11, slot, 0);

	add_edge(&w, s, 0, d, 0, GK_OPS, GR_SLOT, 0);
	for (i = 0; i < 15; i++) {
		char name[8];

		snprintf(name, sizeof(name), "x%u", i);
		add_edge(&w, s, 0, fn(&w, name), 0, GK_OPS, GR_SLOT, 0);
	}
	calls(&w, a, b, 12);
	calls(&w, b, c, 13);
	calls(&w, c, d, 14);
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = d, .k = 3 }, "a b c d | a d");
	assert_true(r->path[0].cost == 3.0);
	assert_true(r->path[1].cost == 6.0);	/* 1 + log2(16) + 1 */
	assert_int_equal(r->path[1].hop[0].candidates, 16);
	assert_string_equal(r->path[1].hop[0].via, "ops.f = d");
	assert_false(r->truncated);
	forget(&w);
}

static void likely_target(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c");
	uint32_t slot = add_slot(&w, "ops.f", "ops"), s = slot_site(&w, a, 11, slot, 0);

	add_edge(&w, s, 0, b, 0, GK_OPS, GR_TWO_LAYER, GE_LIKELY);
	add_edge(&w, s, 0, c, 0, GK_OPS, GR_TWO_LAYER, 0);
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = b, .k = 1 }, "a b");
	assert_true(r->path[0].cost == 1.0);
	assert_int_equal(r->path[0].hop[0].candidates, 2);
	r = ask(&w, (struct q_path_options){ .from = a, .to = c, .k = 1 }, "a c");
	assert_true(r->path[0].cost == 2.0);
	forget(&w);
}

/* Equal cost: fewer hops, then the file and line of the call. */
static void ties(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d");

	calls(&w, a, c, 12);
	calls(&w, a, b, 13);
	calls(&w, b, d, 22);
	calls(&w, c, d, 31);
	calls(&w, c, d, 30);
	w.g.edge[calls(&w, a, d, 14)].wguard = 4 * GW_ONE;
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = d, .k = 5 }, "a d | a c d | a b d");
	assert_int_equal(r->path[1].hop[1].site.line, 30);
	w.k.weight.hop = 0;		/* now all but the direct way cost nothing */
	ask(&w, (struct q_path_options){ .from = a, .to = d, .k = 1 }, "a c d");
	ask(&w, (struct q_path_options){ .from = a, .to = d, .k = 2 }, "a c d | a b d");
	forget(&w);
}

static void k_shortest(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d"), e = fn(&w, "e");

	calls(&w, a, b, 1);
	calls(&w, b, c, 2);
	calls(&w, c, b, 3);		/* a loop is no other path */
	calls(&w, b, a, 4);
	calls(&w, c, e, 5);
	calls(&w, b, d, 6);
	w.g.edge[calls(&w, d, e, 7)].wguard = 2 * GW_ONE;
	w.g.edge[calls(&w, b, e, 8)].wguard = 12 * GW_ONE;
	calls(&w, c, e, 9);		/* nor is another call site */
	calls(&w, d, c, 10);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a b c e");
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 2 }, "a b c e | a b d e");
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 9 },
	    "a b c e | a b d e | a b d c e | a b e");
	forget(&w);
}

/* Two clones of one function: callbacks are not mixed, answers are folded. */
static void clones_are_folded(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), f = add_clones(&w, "f", "a.c", 20, 3), x = fn(&w, "x"),
		y = fn(&w, "y"), z = fn(&w, "z"), b = fn(&w, "b");
	uint32_t s1 = add_site(&w, a, 1, GC_DIRECT), s2 = add_site(&w, b, 2, GC_DIRECT), s3;

	add_edge(&w, s1, 0, f, 1, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&w, s2, 0, f, 2, GK_DIRECT, GR_DIRECT, 0);
	s3 = add_site(&w, f, 21, GC_RESOLVED);
	add_edge(&w, s3, 1, x, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(&w, s3, 2, y, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	calls(&w, a, b, 3);
	calls(&w, x, z, 4);
	calls(&w, y, z, 5);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = x, .k = 9 }, "a f x");
	ask(&w, (struct q_path_options){ .from = a, .to = y, .k = 9 }, "a b f y");
	ask(&w, (struct q_path_options){ .from = b, .to = x, .k = 9 }, "");
	ask(&w, (struct q_path_options){ .from = f, .to = y, .k = 1 }, "f y");
	ask(&w, (struct q_path_options){ .from = a, .to = z, .k = 9 }, "a f x z | a b f y z");
	forget(&w);
}

/* One root, two clones: the second path is found behind the same functions. */
static void clones_behind_one_root(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), f = add_clones(&w, "f", "a.c", 20, 3), x = fn(&w, "x"),
		y = fn(&w, "y"), z = fn(&w, "z");
	uint32_t s1 = add_site(&w, a, 1, GC_DIRECT), s2 = add_site(&w, a, 2, GC_DIRECT), s3;

	add_edge(&w, s1, 0, f, 1, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&w, s2, 0, f, 2, GK_DIRECT, GR_DIRECT, 0);
	s3 = add_site(&w, f, 21, GC_RESOLVED);
	add_edge(&w, s3, 1, x, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(&w, s3, 2, y, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	calls(&w, x, z, 4);
	w.g.edge[calls(&w, y, z, 5)].wguard = GW_ONE;
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = z, .k = 9 }, "a f x z | a f y z");
	forget(&w);
}

/* A helper that is given a callback may come twice: as two clones. But a
 * clone comes once, and the plain start is not entered again. */
static void helper_comes_twice(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), hook = add_clones(&w, "hook", "a.c", 20, 3), b = fn(&w, "b"),
		c = fn(&w, "c"), z = fn(&w, "z");
	uint32_t s;

	add_edge(&w, add_site(&w, a, 11, GC_DIRECT), 0, hook, 1, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&w, add_site(&w, b, 12, GC_DIRECT), 0, hook, 2, GK_DIRECT, GR_DIRECT, 0);
	s = add_site(&w, hook, 21, GC_RESOLVED);
	add_edge(&w, s, 1, b, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(&w, s, 2, c, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	calls(&w, c, z, 31);
	w.g.edge[calls(&w, b, z, 32)].wguard = GW_UNLIKELY | 15 * GW_ONE;
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = z, .k = 1 }, "a hook b hook c z");
	ask(&w, (struct q_path_options){ .from = a, .to = z, .k = 9 }, "a hook b hook c z | a hook b z");
	ask(&w, (struct q_path_options){ .from = a, .to = z, .k = 9, .via = &hook, .nr_via = 1 },
	    "a hook b hook c z | a hook b z");
	ask(&w, (struct q_path_options){ .from = hook, .to = hook, .k = 9 }, "hook b hook");
	forget(&w);
}

/* The leg behind a via function goes on from the clone that the leg before
 * it came to. */
static void via_is_one_clone(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), hook = add_clones(&w, "hook", "a.c", 20, 3), x = fn(&w, "x"),
		y = fn(&w, "y"), b = fn(&w, "b");
	uint32_t s;

	add_edge(&w, add_site(&w, a, 11, GC_DIRECT), 0, hook, 1, GK_DIRECT, GR_DIRECT, 0);
	calls(&w, a, b, 12);
	add_edge(&w, add_site(&w, b, 13, GC_DIRECT), 0, hook, 2, GK_DIRECT, GR_DIRECT, 0);
	s = add_site(&w, hook, 21, GC_RESOLVED);
	add_edge(&w, s, 1, x, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(&w, s, 2, y, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = x, .k = 9, .via = &hook, .nr_via = 1 },
	    "a hook x");
	ask(&w, (struct q_path_options){ .from = a, .to = y, .k = 1, .via = &hook, .nr_via = 1 },
	    "a b hook y");
	forget(&w);
}

static void via_and_avoid(void **state)
{
	static const char *const dir[] = { "net/ipv6/", NULL };
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d"), e = fn(&w, "e"),
		six = add_clones(&w, "six", "net/ipv6/x.c", 1, 1), via[2];

	calls(&w, a, b, 1);
	calls(&w, b, e, 2);
	calls(&w, a, c, 3);
	calls(&w, c, d, 4);
	calls(&w, d, e, 5);
	calls(&w, d, c, 6);
	calls(&w, a, six, 7);
	w.g.edge[calls(&w, six, e, 8)].wguard = GW_ONE;
	graph_finish(&w.g);
	struct q_path_options o = { .from = a, .to = e, .k = 1, .via = via, .nr_via = 1 };

	via[0] = d;
	ask(&w, o, "a c d e");
	via[0] = c;
	o.k = 2;
	ask(&w, o, "a c d e");
	o.nr_via = 2;
	via[0] = c, via[1] = d;
	ask(&w, o, "a c d e");
	via[0] = d, via[1] = c;			/* in this order, so with a loop */
	ask(&w, o, "a c d c d e");
	via[0] = a, via[1] = e;			/* the ends say nothing new */
	ask(&w, o, "a b e | a six e");
	o.nr_via = 0;
	ask(&w, o, "a b e | a six e");
	o.avoid = &b;
	o.nr_avoid = 1;
	ask(&w, o, "a six e | a c d e");
	o.avoid_dir = dir;
	ask(&w, o, "a c d e");
	o.to = six;				/* an end is never avoided */
	ask(&w, o, "a six");
	forget(&w);
}

/* Legs are chosen so that no function comes twice, where that is cheap. */
static void legs_without_loops(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), v = fn(&w, "v"), c = fn(&w, "c"), e = fn(&w, "e");

	calls(&w, a, b, 1);
	calls(&w, b, v, 2);
	calls(&w, v, b, 3);
	calls(&w, b, e, 4);
	calls(&w, v, c, 5);
	w.g.edge[calls(&w, c, e, 6)].wguard = 8 * GW_ONE;
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1, .via = &v, .nr_via = 1 },
	    "a b v c e");
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 2, .via = &v, .nr_via = 1 },
	    "a b v c e | a b v b e");
	forget(&w);
}

static void limit_of_hops(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d"), e = fn(&w, "e");

	calls(&w, a, b, 1);
	calls(&w, b, c, 2);
	calls(&w, c, d, 3);
	w.g.edge[calls(&w, a, c, 4)].wguard = 15 * GW_ONE;	/* short, dear */
	w.g.edge[calls(&w, b, d, 5)].wguard = GW_UNLIKELY | 15 * GW_ONE;
	calls(&w, d, e, 6);
	graph_finish(&w.g);
	struct q_path_options o = { .from = a, .to = e, .k = 1 };

	ask(&w, o, "a b c d e");
	o.max_hops = 4;
	ask(&w, o, "a b c d e");
	o.max_hops = 3;
	ask(&w, o, "a c d e");
	o.k = 9;
	ask(&w, o, "a c d e | a b d e");
	o.max_hops = 2;
	ask(&w, o, "");
	o.max_hops = 3;
	o.via = &b;
	o.nr_via = 1;
	ask(&w, o, "a b d e");
	o.via = &c;
	ask(&w, o, "a c d e");
	forget(&w);
}

/* A function that everybody calls is no short cut. */
static void hubs(void **state)
{
	struct world w;
	struct q_path_result *r;
	uint32_t i, at;

	world_init(&w);
	uint32_t a = fn(&w, "a"), hub = fn(&w, "hub"), e = fn(&w, "e"), step = a;

	calls(&w, a, hub, 1);
	calls(&w, hub, e, 2);
	for (i = 0; i < 300; i++) {
		char name[8];

		snprintf(name, sizeof(name), "c%u", i);
		at = fn(&w, name);
		calls(&w, at, hub, i + 10);
		if (i < 3) {
			calls(&w, step, at, i + 3);
			step = at;
		}
	}
	calls(&w, step, e, 9);
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a c0 c1 c2 e");
	assert_true(r->path[0].cost == 4.0);
	r = ask(&w, (struct q_path_options){ .from = a, .to = hub, .k = 1 }, "a hub");
	assert_true(r->path[0].cost == 1.0);	/* an end costs nothing */
	w.k.weight.hub = 0;
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a hub e");
	forget(&w);
}

static void leaves(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), trace = fn(&w, "trace_x"), e = fn(&w, "e");

	w.g.func[trace].flags |= GF_LEAF;
	calls(&w, a, trace, 1);
	calls(&w, trace, e, 2);
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a trace_x e");
	assert_true(r->path[0].cost == 2 + w.k.weight.leaf);
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 3 }, "a trace_x e");
	r = ask(&w, (struct q_path_options){ .from = a, .to = trace, .k = 3 }, "a trace_x");
	assert_true(r->path[0].cost == 1);
	r = ask(&w, (struct q_path_options){ .from = trace, .to = e, .k = 1 }, "trace_x e");
	assert_true(r->path[0].cost == 1);
	forget(&w);
}

/* Instrumentation that calls instrumentation is gone into once. */
static void leaf_of_a_leaf(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), one = fn(&w, "print_x"), two = fn(&w, "vprint_x"),
		e = fn(&w, "e");

	w.g.func[one].flags |= GF_LEAF;
	w.g.func[two].flags |= GF_LEAF;
	calls(&w, a, one, 1);
	calls(&w, one, two, 2);
	calls(&w, two, e, 3);
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a print_x vprint_x e");
	assert_true(r->path[0].cost == 3 + w.k.weight.leaf);
	r = ask(&w, (struct q_path_options){ .from = one, .to = e, .k = 1 }, "print_x vprint_x e");
	assert_true(r->path[0].cost == 2);
	forget(&w);
}

/* Two searches that meet at a leaf: the way around it has more calls and costs less. */
static void meeting_at_a_leaf(void **state)
{
	struct world w;
	uint32_t i, step, at;

	world_init(&w);
	uint32_t a = fn(&w, "a"), m = fn(&w, "m"), trace = fn(&w, "trace_x"), n = fn(&w, "n"),
		e = fn(&w, "e");

	w.g.func[trace].flags |= GF_LEAF;
	calls(&w, a, m, 1);
	calls(&w, m, trace, 2);
	calls(&w, trace, n, 3);
	calls(&w, n, e, 4);
	for (i = 0, step = m; i < 5; i++, step = at) {
		char name[8];

		snprintf(name, sizeof(name), "c%u", i);
		at = fn(&w, name);
		calls(&w, step, at, i + 5);
	}
	calls(&w, step, n, 10);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "a m c0 c1 c2 c3 c4 n e");
	forget(&w);
}

static uint32_t next_random(uint32_t *seed)
{
	return *seed = *seed * 1664525u + 1013904223u, *seed >> 8;
}

/* The quick search against the slow one, which looks at everything, over many
 * small graphs with leaves, hubs, conditions and several targets at a call. */
static void quick_and_slow(void **state)
{
	uint32_t seed = 1, round, i;

	for (round = 0; round < 300; round++) {
		struct q_path_options o = { .k = 1 };
		struct q_path_result quick, slow;
		uint32_t func[24];
		struct world w;

		world_init(&w);
		for (i = 0; i < ARRAY_SIZE(func); i++) {
			char name[8];

			snprintf(name, sizeof(name), "f%u", i);
			func[i] = fn(&w, name);
			if (!(next_random(&seed) % 4))
				w.g.func[func[i]].flags |= GF_LEAF;
		}
		for (i = 0; i < 60; i++)
			calls(&w, func[next_random(&seed) % 24], func[next_random(&seed) % 24], i + 1);
		graph_finish(&w.g);
		for (i = 0; i < w.g.nr_edge; i++)
			w.g.edge[i].wguard = (uint16_t)(next_random(&seed) % 3 * GW_ONE);
		o.from = func[0];
		o.to = func[23];
		assert_true(q_path(&w.g, &w.k, &o, &quick, &w.err) != Q_UNKNOWN);
		o.k = 2;
		q_path(&w.g, &w.k, &o, &slow, &w.err);
		assert_int_equal(!!quick.nr_paths, !!slow.nr_paths);
		if (quick.nr_paths) {
			assert_true(quick.path[0].cost == slow.path[0].cost);
			assert_int_equal(quick.path[0].nr_hops, slow.path[0].nr_hops);
		}
		q_path_release(&quick);
		q_path_release(&slow);
		world_release(&w);
	}
}

/* What site i of a small random graph says of the only parameter of each function. */
struct said {
	int passes, value;	/* 0 nothing, 1 `value`, 2 what the caller was given */
	int asks, is;		/* 0 nothing, 1 it is `is`, 2 it is not */
};

#define SMALL 10
#define CALLS 14

struct small {
	uint32_t from[CALLS], to[CALLS];
	unsigned conditions[CALLS];
	struct said said[CALLS];
	double best;
};

/* Every way from `at` to the last function; `known`: -1 where it is not. */
static void try_all(struct small *s, uint32_t at, int known, double cost)
{
	uint32_t i;

	if (at == SMALL - 1) {
		if (s->best < 0 || cost < s->best)
			s->best = cost;
		return;
	}
	for (i = 0; i < CALLS; i++) {
		const struct said *x = &s->said[i];

		if (s->from[i] != at ||
		    (known >= 0 && ((x->asks == 1 && known != x->is) || (x->asks == 2 && known == x->is))))
			continue;
		try_all(s, s->to[i], x->passes == 1 ? x->value : x->passes == 2 ? known : -1,
			cost + 1 + 0.25 * s->conditions[i]);
	}
}

static void add_known(struct world *w, uint32_t site, unsigned kind, unsigned rel, int num)
{
	uint32_t id = new_known(w);

	w->g.known[id] = (struct g_known){ .site = site, .kind = (uint8_t)kind,
		.rel = (uint8_t)rel, .num = num };
}

static void make_small(struct world *w, struct small *s, uint32_t *seed, uint32_t *func)
{
	uint32_t i;

	for (i = 0; i < SMALL; i++) {
		char name[8];

		snprintf(name, sizeof(name), "f%u", i);
		func[i] = fn(w, name);
	}
	for (i = 0; i < CALLS; i++) {
		struct said *x = &s->said[i];
		struct g_edge *e;
		uint32_t id;

		s->from[i] = next_random(seed) % (SMALL - 1);
		s->to[i] = s->from[i] + 1 + next_random(seed) % (SMALL - 1 - s->from[i]);
		s->conditions[i] = next_random(seed) % 4;
		*x = (struct said){ (int)(next_random(seed) % 3), (int)(next_random(seed) % 2),
				    (int)(next_random(seed) % 3), (int)(next_random(seed) % 2) };
		id = calls(w, func[s->from[i]], func[s->to[i]], i + 1);
		e = &w->g.edge[id];
		e->wguard = (uint16_t)(s->conditions[i] * GW_ONE);
		if (x->passes)
			add_known(w, e->site, x->passes == 1 ? GN_NUMBER : GN_HANDED, 0,
				  x->passes == 1 ? x->value : 0);
		if (x->asks)
			add_known(w, e->site, GN_CONDITION,
				  x->asks == 1 ? GUARD_EQ : GUARD_NE, x->is);
		e->flags |= x->passes || x->asks ? GE_KNOWN : 0;
	}
	graph_finish(&w->g);
}

/* The search against all ways there are, where calls contradict each other. */
static void contradictions_quick_and_slow(void **state)
{
	uint32_t seed = 7, round, func[SMALL], closed = 0;

	for (round = 0; round < 400; round++) {
		struct small s = { .best = -1 };
		struct q_path_result r;
		struct world w;

		world_init(&w);
		make_small(&w, &s, &seed, func);
		struct q_path_options o = { .from = func[0], .to = func[SMALL - 1], .k = 1 + round % 2 };

		try_all(&s, 0, -1, 0);
		q_path(&w.g, &w.k, &o, &r, &w.err);
		assert_int_equal(r.nr_paths != 0, s.best >= 0);
		if (r.nr_paths)
			assert_true(r.path[0].cost == s.best);
		closed += (uint32_t)r.is_closed;
		q_path_release(&r);
		world_release(&w);
	}
	assert_true(closed > 10);
}

static void prices_of_calls(void **state)
{
	struct world w;
	struct q_path_result *r;
	uint32_t i;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c"), d = fn(&w, "d"), s;

	w.g.edge[calls(&w, a, b, 1)].wguard = GW_GOTO | GW_ONE;
	s = add_site(&w, a, 2, GC_RESOLVED);
	add_edge(&w, s, 0, c, 0, w.timer, GR_CALL_SITE, GE_STARTED_BY | GE_SET_UP);
	s = add_site(&w, a, 3, GC_RESOLVED);
	add_edge(&w, s, 0, d, 0, GK_INITCALL, GR_CALL_SITE, 0);
	for (i = 0; i < 15; i++) {
		char name[8];

		snprintf(name, sizeof(name), "x%u", i);
		add_edge(&w, s, 0, fn(&w, name), 0, GK_INITCALL, GR_CALL_SITE, 0);
	}
	graph_finish(&w.g);
	w.k.weight.in_goto = 3;
	w.k.weight.set_up = 5;
	w.k.weight.far = 17;
	r = ask(&w, (struct q_path_options){ .from = a, .to = b, .k = 1 }, "a b");
	assert_true(r->path[0].cost == 1 + 3 + 0.25);
	assert_false(r->far_fetched);
	r = ask(&w, (struct q_path_options){ .from = a, .to = c, .k = 1 }, "a c");
	assert_true(r->path[0].cost == 1 + 12 + 5);
	assert_true(r->far_fetched);
	r = ask(&w, (struct q_path_options){ .from = a, .to = d, .k = 1 }, "a d");
	assert_true(r->path[0].cost == 1);	/* all of them run */
	assert_int_equal(r->path[0].hop[0].candidates, 16);
	r = ask(&w, (struct q_path_options){ .from = d, .to = a, .k = 1 }, "");
	assert_true(r->nobody_calls);
	forget(&w);
}

static void deferred_work(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), mod = fn(&w, "mod_timer"), run = fn(&w, "call_timer_fn"),
		t = fn(&w, "handler"), slot = add_slot(&w, "timer_list.function", "timer_list"), s;

	s = add_site(&w, a, 11, GC_DIRECT);
	add_edge(&w, s, 0, mod, 0, GK_DIRECT, GR_DIRECT, 0);
	add_edge(&w, s, 0, t, 0, w.timer, GR_TWO_LAYER, GE_STARTED_BY);
	s = slot_site(&w, run, 31, slot, 0);
	add_edge(&w, s, 0, t, 0, w.timer, GR_SLOT, GE_EXECUTED_BY);
	graph_finish(&w.g);
	struct q_path_options o = { .from = a, .to = t, .k = 1 };

	r = ask(&w, o, "a handler");
	assert_true(r->path[0].cost == 13.0);
	assert_int_equal(r->path[0].deferred, 1);
	assert_int_equal(r->path[0].hop[0].deferred, 1);
	o.no_deferred = 1;
	ask(&w, o, "");
	o.no_deferred = 0;
	o.executed_by = 1;
	ask(&w, o, "");
	o.from = run;
	r = ask(&w, o, "call_timer_fn handler");
	assert_true(r->path[0].cost == 2.0);
	assert_int_equal(r->path[0].deferred, 0);
	assert_false(r->executed_by);
	o.executed_by = 0;			/* from here there is no other way */
	r = ask(&w, o, "call_timer_fn handler");
	assert_true(r->executed_by);
	o.no_deferred = 1;
	ask(&w, o, "");
	forget(&w);
}

/* What is executed here and what is started here stand in one search, each at its price. */
static void executed_or_started(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t run = fn(&w, "run_timers"), fire = fn(&w, "call_timer_fn"), t = fn(&w, "handler"),
		e = fn(&w, "e");
	uint32_t slot = add_slot(&w, "timer_list.function", "timer_list"), s;

	calls(&w, run, fire, 30);
	s = add_site(&w, run, 32, GC_RESOLVED);
	add_edge(&w, s, 0, t, 0, w.timer, GR_SLOT, GE_STARTED_BY);
	s = slot_site(&w, fire, 31, slot, 0);
	add_edge(&w, s, 0, t, 0, w.timer, GR_SLOT, GE_EXECUTED_BY);
	s = add_site(&w, t, 50, GC_RESOLVED);
	add_edge(&w, s, 0, e, 0, w.timer, GR_SLOT, GE_STARTED_BY);
	graph_finish(&w.g);
	w.k.weight.executed = 6;
	struct q_path_options o = { .from = run, .to = t, .k = 1 };

	r = ask(&w, o, "run_timers call_timer_fn handler");
	assert_true(r->executed_by);
	assert_true(r->path[0].cost == 9.0);
	o.to = e;		/* both kinds in one way */
	r = ask(&w, o, "run_timers call_timer_fn handler e");
	assert_int_equal(r->path[0].deferred, 1);
	o.to = t;
	w.k.weight.deferred = 0;
	r = ask(&w, o, "run_timers handler");
	assert_false(r->executed_by);
	forget(&w);
}

static void frontier(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), ext = fn(&w, "ext"), far = fn(&w, "far"), s;
	uint32_t empty = add_slot(&w, "ops.empty", "ops"), built = fn(&w, "__builtin_x");

	w.g.func[ext].flags = 0;
	w.g.func[built].flags = GF_BUILTIN;
	calls(&w, a, b, 11);
	calls(&w, b, ext, 22);
	calls(&w, b, built, 23);
	s = add_site(&w, a, 12, GC_EMPTY);
	w.g.site[s].slot = empty;
	s = add_site(&w, b, 21, GC_UNRESOLVED);
	w.g.site[s].expr = str(&w, "p->x");
	add_site(&w, far, 41, GC_UNRESOLVED);		/* never reached */
	graph_finish(&w.g);
	r = ask(&w, (struct q_path_options){ .from = a, .to = far, .k = 1 }, "");
	assert_int_equal(r->nr_frontier, 3);
	assert_int_equal(r->frontier_total, 3);
	assert_int_equal(r->frontier[0].func, a);
	assert_string_equal(r->frontier[0].slot, "ops.empty");
	assert_int_equal(r->frontier[1].func, b);
	assert_string_equal(r->frontier[1].slot, "p->x");
	assert_int_equal(r->frontier[2].func, ext);
	assert_int_equal(r->frontier[2].site.line, 22);
	assert_non_null(strstr(r->frontier[2].why, "no body"));
	assert_int_equal(r->reached, 4);
	r = ask(&w, (struct q_path_options){ .from = a, .to = b, .k = 1 }, "a b");
	assert_int_equal(r->nr_frontier, 0);
	forget(&w);
}

static void recursion(void **state)
{
	struct world w;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c");

	calls(&w, a, b, 1);
	calls(&w, b, a, 2);
	calls(&w, b, c, 3);
	calls(&w, c, a, 4);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = a, .k = 1 }, "a b a");
	ask(&w, (struct q_path_options){ .from = a, .to = a, .k = 3 }, "a b a | a b c a");
	forget(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(direct_chain),
		cmocka_unit_test(shortest_is_not_cheapest),
		cmocka_unit_test(likely_target),
		cmocka_unit_test(ties),
		cmocka_unit_test(k_shortest),
		cmocka_unit_test(clones_are_folded),
		cmocka_unit_test(clones_behind_one_root),
		cmocka_unit_test(helper_comes_twice),
		cmocka_unit_test(via_is_one_clone),
		cmocka_unit_test(via_and_avoid),
		cmocka_unit_test(legs_without_loops),
		cmocka_unit_test(limit_of_hops),
		cmocka_unit_test(hubs),
		cmocka_unit_test(leaves),
		cmocka_unit_test(leaf_of_a_leaf),
		cmocka_unit_test(meeting_at_a_leaf),
		cmocka_unit_test(quick_and_slow),
		cmocka_unit_test(contradictions_quick_and_slow),
		cmocka_unit_test(prices_of_calls),
		cmocka_unit_test(deferred_work),
		cmocka_unit_test(executed_or_started),
		cmocka_unit_test(frontier),
		cmocka_unit_test(recursion),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
