/* SPDX-License-Identifier: MIT */
/* Paths: what they cost, which comes first, and what forbids them. */
#include "query_world.h"

/* Asks and compares; returns the result for a closer look. */
static struct q_path_result *ask(struct world *w, struct q_path_options o, const char *want)
{
	static struct q_path_result r;
	int status;

	q_path_release(&r);
	status = q_path(&w->g, &w->k, &o, &r, &w->err);
	assert_int_equal(status, *want ? Q_FOUND : Q_NONE);
	assert_string_equal(path_text(w, &r), want);
	return &r;
}

static void forget(struct world *w)
{
	struct q_path_options o = { 0 };

	ask(w, o, "");		/* empties the static result, too */
	world_release(w);
}

static void direct_chain(void **state)
{
	struct world w;
	struct q_path_result *r;

	world_init(&w);
	uint32_t a = fn(&w, "a"), b = fn(&w, "b"), c = fn(&w, "c");

	calls(&w, a, b, 11);
	w.g.edge[calls(&w, b, c, 21)].wguard = 8;
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
	w.g.edge[calls(&w, a, d, 14)].wguard = 4;
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
	w.g.edge[calls(&w, d, e, 7)].wguard = 2;
	w.g.edge[calls(&w, b, e, 8)].wguard = 12;
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
	w.g.edge[calls(&w, y, z, 5)].wguard = 1;
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
	w.g.edge[calls(&w, b, z, 32)].wguard = 80;
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
	w.g.edge[calls(&w, six, e, 8)].wguard = 1;
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
	w.g.edge[calls(&w, c, e, 6)].wguard = 8;
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
	w.g.edge[calls(&w, a, c, 4)].wguard = 20;	/* short, dear */
	w.g.edge[calls(&w, b, d, 5)].wguard = 30;
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

	world_init(&w);
	uint32_t a = fn(&w, "a"), trace = fn(&w, "trace_x"), e = fn(&w, "e");

	w.g.func[trace].flags |= GF_LEAF;
	calls(&w, a, trace, 1);
	calls(&w, trace, e, 2);
	graph_finish(&w.g);
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 1 }, "");
	ask(&w, (struct q_path_options){ .from = a, .to = e, .k = 3 }, "");
	ask(&w, (struct q_path_options){ .from = a, .to = trace, .k = 3 }, "a trace_x");
	ask(&w, (struct q_path_options){ .from = trace, .to = e, .k = 1 }, "trace_x e");
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

/* connect() through socket.ops → proto_ops.connect, as the kernel has it. */
struct sockets {
	struct world w;
	uint32_t sys, inet, unix_, init, quirk, end;
};

static void sockets_init(struct sockets *s)
{
	struct world *w = &s->w;
	uint32_t site, connect, ops, e, inet_ops, unix_ops;

	world_init(w);
	s->sys = fn(w, "sys_connect");
	s->inet = fn(w, "inet_stream_connect");
	s->unix_ = fn(w, "unix_stream_connect");
	s->quirk = fn(w, "quirk_connect");
	s->init = fn(w, "sock_init");
	s->end = fn(w, "end");
	w->g.func[s->init].flags |= GF_INIT;
	connect = add_slot(w, "proto_ops.connect", "proto_ops");
	ops = add_slot(w, "socket.ops", "socket");
	inet_ops = add_object(w, "inet_stream_ops", "proto_ops");
	unix_ops = add_object(w, "unix_stream_ops", "proto_ops");
	add_field(w, inet_ops, "connect", s->inet);
	add_field(w, unix_ops, "[0].ops.connect", s->unix_);
	site = slot_site(w, s->sys, 11, connect, ops);
	e = add_edge(w, site, 0, s->inet, 0, GK_OPS, GR_TWO_LAYER, 0);
	w->g.edge[e].evid = new_evid(w);
	w->g.evid[1] = (struct g_evid){ connect, inet_ops, add_file(w, "tables.c"), 7, 0, 1 };
	add_edge(w, site, 0, s->unix_, 0, GK_OPS, GR_TWO_LAYER, 0);
	add_edge(w, site, 0, s->quirk, 0, GK_OPS, GR_TWO_LAYER, 0);
	site = slot_site(w, s->init, 41, connect, ops);
	add_edge(w, site, 0, s->inet, 0, GK_OPS, GR_TWO_LAYER, 0);
	add_edge(w, site, 0, s->unix_, 0, GK_OPS, GR_TWO_LAYER, 0);
	calls(w, s->inet, s->end, 21);
	calls(w, s->unix_, s->end, 22);
	calls(w, s->quirk, s->end, 23);
	graph_finish(&w->g);
}

static struct q_path_result *ask_bound(struct sockets *s, const char *bind, const char *want)
{
	const char *binds[] = { bind, NULL };

	return ask(&s->w, (struct q_path_options){ .from = s->sys, .to = s->end, .k = 9,
		   .bind = binds }, want);
}

static void bindings(void **state)
{
	struct sockets s;
	struct world *w = &s.w;
	struct q_path_result *r;
	const char *two[] = { "proto_ops=inet_stream_ops", "proto_ops.connect=quirk_connect", NULL };
	const char *init[] = { "proto_ops=inet_stream_ops", NULL };

	sockets_init(&s);
	r = ask_bound(&s, NULL, "sys_connect inet_stream_connect end | "
		      "sys_connect unix_stream_connect end | sys_connect quirk_connect end");
	assert_int_equal(r->path[0].hop[0].candidates, 3);
	assert_int_equal(r->dropped, 0);
	assert_string_equal(r->path[0].hop[0].via,
			    "proto_ops.connect = inet_stream_connect in inet_stream_ops");
	assert_int_equal(r->path[0].hop[0].registered.line, 7);
	assert_string_equal(r->path[0].hop[0].expr, "p->ops->f");
	/* by the struct, by the outer slot, by the field; tables and functions */
	r = ask_bound(&s, "proto_ops=inet_stream_ops", "sys_connect inet_stream_connect end");
	assert_int_equal(r->path[0].hop[0].candidates, 1);
	assert_int_equal(r->dropped, 2);
	assert_true(r->path[0].cost == 2.0);
	ask_bound(&s, "socket.ops=unix_stream_ops", "sys_connect unix_stream_connect end");
	ask_bound(&s, "proto_ops.connect=quirk_connect", "sys_connect quirk_connect end");
	ask_bound(&s, "proto_ops=inet_stream_ops,unix_stream_ops,nowhere",
		  "sys_connect inet_stream_connect end | sys_connect unix_stream_connect end");
	/* the field says more than the struct */
	ask(w, (struct q_path_options){ .from = s.sys, .to = s.end, .k = 9, .bind = two },
	    "sys_connect quirk_connect end");
	/* code that runs once at boot knows of no scenario */
	ask(w, (struct q_path_options){ .from = s.init, .to = s.unix_, .k = 1, .bind = init },
	    "sock_init unix_stream_connect");
	/* empty: no target; the frontier says who left none */
	r = ask_bound(&s, "proto_ops.connect=", "");
	assert_int_equal(r->nr_frontier, 1);
	assert_string_equal(r->frontier[0].slot, "proto_ops.connect");
	assert_non_null(strstr(r->frontier[0].why, "leaves none of 3"));
	forget(w);
}

static void unknown_bindings(void **state)
{
	static const char *const wrong[] = { "proto_opz=inet_stream_ops", "proto_ops=nowhere",
		"proto_ops", "=x" };
	struct sockets s;
	struct q_path_result r;
	const char *bind[] = { NULL, NULL }, *scenario[] = { "tcp5", NULL };
	struct k_scenario tcp4 = { .name = "tcp4" };
	size_t i;

	sockets_init(&s);
	struct q_path_options o = { .from = s.sys, .to = s.end, .k = 1, .bind = bind };

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		bind[0] = wrong[i];
		strbuf_clear(&s.w.err);
		assert_int_equal(q_path(&s.w.g, &s.w.k, &o, &r, &s.w.err), Q_UNKNOWN);
		assert_non_null(strstr(s.w.err.buf, "--bind"));
		q_path_release(&r);
	}
	o.bind = NULL;
	o.scenario = scenario;
	s.w.k.scenario = &tcp4;
	s.w.k.nr_scenario = 1;
	assert_int_equal(q_path(&s.w.g, &s.w.k, &o, &r, &s.w.err), Q_UNKNOWN);
	assert_string_equal(s.w.err.buf, "there is no scenario \"tcp5\"; there are: tcp4");
	q_path_release(&r);
	forget(&s.w);
}

static void scenarios(void **state)
{
	struct k_pair base_bind[] = { { "proto_ops", "unix_stream_ops" }, { "nothing.here", "x" } },
		inet_bind[] = { { "proto_ops", "inet_stream_ops" } };
	const char *includes[] = { "base", NULL }, *globs[] = { "quirk_*", NULL };
	struct k_scenario sc[] = {
		{ .name = "base", .bind = { base_bind, 2 } },
		{ .name = "inet", .bind = { inet_bind, 1 }, .include = { includes, 1 } },
		{ .name = "unquirk", .avoid = { globs, 1 } },
	};
	const char *one[] = { "base", NULL }, *over[] = { "inet", NULL },
		*joined[] = { "inet,base", NULL }, *avoid[] = { "unquirk", NULL };
	const char *bind[] = { "proto_ops=inet_stream_ops", NULL };
	struct sockets s;
	struct world *w = &s.w;

	sockets_init(&s);
	w->k.scenario = sc;
	w->k.nr_scenario = ARRAY_SIZE(sc);
	struct q_path_options o = { .from = s.sys, .to = s.end, .k = 9 };

	o.scenario = one;
	ask(w, o, "sys_connect unix_stream_connect end");
	o.scenario = over;		/* its own value instead of what it includes */
	ask(w, o, "sys_connect inet_stream_connect end");
	o.scenario = joined;		/* a comma joins */
	ask(w, o, "sys_connect inet_stream_connect end | sys_connect unix_stream_connect end");
	o.scenario = one;
	o.bind = bind;			/* the user knows better */
	ask(w, o, "sys_connect inet_stream_connect end");
	o.bind = NULL;
	o.scenario = avoid;
	ask(w, o, "sys_connect inet_stream_connect end | sys_connect unix_stream_connect end");
	o.to = s.quirk;
	ask(w, o, "sys_connect quirk_connect");
	forget(w);
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

/* Against a plain enumeration of all paths, on random graphs with clones. */
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
		enumerate(w, to, nodes, n + 1, cost + 4 + e->wguard);
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
			w.g.edge[e].wguard = (uint8_t)(1u << random() % 6);
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
		cmocka_unit_test(deferred_work),
		cmocka_unit_test(bindings),
		cmocka_unit_test(unknown_bindings),
		cmocka_unit_test(scenarios),
		cmocka_unit_test(frontier),
		cmocka_unit_test(recursion),
		cmocka_unit_test(against_enumeration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
