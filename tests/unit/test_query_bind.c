/* SPDX-License-Identifier: MIT */
/* Scenarios and bindings: which targets stay at a call site. */
#include "query_world.h"

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
	assert_non_null(strstr(r->frontier[0].why, "leaves no target of 3"));
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bindings),
		cmocka_unit_test(unknown_bindings),
		cmocka_unit_test(scenarios),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
