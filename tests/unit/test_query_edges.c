/* SPDX-License-Identifier: MIT */
/* Neighbours, call sites, entries and the numbers of the doctor. */
#include "query_world.h"
#include "model/facts.h"

static const char *edges_text(struct world *w, const struct q_edges_result *r)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;
	uint32_t i;

	for (i = 0; i < r->nr; i++)
		strbuf_addf(&sb, "%s%s>%s:%u%s", i ? " " : "",
			    graph_str(&w->g, w->g.func[r->edge[i].caller].name),
			    graph_str(&w->g, w->g.func[r->edge[i].callee].name),
			    r->edge[i].site.line, r->edge[i].started_by ? "s" :
			    r->edge[i].executed_by ? "x" : "");
	text = arena_strdup(&w->a, sb.buf);
	strbuf_release(&sb);
	return text;
}

/* a calls f (two clones) and a slot; f calls its callback; b starts x. */
struct small {
	struct world w;
	uint32_t a, b, f, x, y, ext, slot;
};

static void small_init(struct small *s)
{
	struct world *w = &s->w;
	uint32_t site;

	world_init(w);
	s->a = fn(w, "a");
	s->b = fn(w, "b");
	s->f = add_clones(w, "f", "a.c", 30, 3);
	s->x = fn(w, "x");
	s->y = fn(w, "y");
	s->ext = fn(w, "ext");
	w->g.func[s->ext].flags = 0;
	s->slot = add_slot(w, "ops.f", "ops");
	add_edge(w, add_site(w, s->a, 11, GC_DIRECT), 0, s->f, 1, GK_DIRECT, GR_DIRECT, 0);
	add_edge(w, add_site(w, s->b, 21, GC_DIRECT), 0, s->f, 2, GK_DIRECT, GR_DIRECT, 0);
	site = add_site(w, s->f, 31, GC_RESOLVED);
	add_edge(w, site, 1, s->x, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(w, site, 2, s->x, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	add_edge(w, site, 2, s->y, 0, GK_CALLBACK, GR_CALL_SITE, GE_BOUND);
	site = slot_site(w, s->a, 12, s->slot, 0);
	add_edge(w, site, 0, s->x, 0, GK_OPS, GR_SLOT, 0);
	add_edge(w, site, 0, s->y, 0, GK_OPS, GR_SLOT, 0);
	add_edge(w, add_site(w, s->b, 22, GC_DIRECT), 0, s->x, 0, w->timer, GR_KNOWLEDGE,
		 GE_STARTED_BY);
	calls(w, s->x, s->ext, 41);
	site = add_site(w, s->y, 51, GC_UNRESOLVED);
	w->g.site[site].expr = str(w, "p->q");
	site = slot_site(w, s->y, 52, s->slot, 0);
	w->g.site[site].cls = GC_EMPTY;
	w->g.site[site].rule = GR_EMPTY;
	graph_finish(&w->g);
}

static void neighbours(void **state)
{
	struct q_edges_result r;
	struct small s;

	small_init(&s);
	assert_int_equal(q_neighbours(&s.w.g, s.f, 0, 1, &r), Q_FOUND);
	assert_string_equal(edges_text(&s.w, &r), "f>x:31 f>y:31");
	assert_int_equal(r.edge[0].candidates, 2);	/* over all clones */
	q_edges_release(&r);
	assert_int_equal(q_neighbours(&s.w.g, s.x, 1, 1, &r), Q_FOUND);
	assert_string_equal(edges_text(&s.w, &r), "a>x:12 b>x:22s f>x:31");
	assert_int_equal(r.edge[0].candidates, 2);
	assert_int_equal(r.edge[1].candidates, 1);
	assert_string_equal(r.edge[0].via, "ops.f = x");
	q_edges_release(&r);
	assert_int_equal(q_neighbours(&s.w.g, s.x, 1, 5, &r), Q_FOUND);
	assert_string_equal(edges_text(&s.w, &r), "a>x:12 b>x:22s f>x:31 a>f:11 b>f:21");
	assert_int_equal(r.edge[3].depth, 2);
	q_edges_release(&r);
	assert_int_equal(q_neighbours(&s.w.g, s.ext, 0, 1, &r), Q_NONE);
	q_edges_release(&r);
	world_release(&s.w);
}

/* Callers and callees are two views of the same edges. */
static void transposed(void **state)
{
	struct q_edges_result r, q;
	struct small s;
	uint32_t f, i, out = 0, in = 0;

	small_init(&s);
	for (f = 1; f < s.w.g.nr_func; f++) {
		q_neighbours(&s.w.g, f, 0, 1, &r);
		out += r.nr;
		for (i = 0; i < r.nr; i++) {
			uint32_t j;

			q_neighbours(&s.w.g, r.edge[i].callee, 1, 1, &q);
			for (j = 0; j < q.nr && !(q.edge[j].caller == f &&
			     q.edge[j].site.line == r.edge[i].site.line); j++)
				;
			assert_true(j < q.nr);
			assert_int_equal(q.edge[j].candidates, r.edge[i].candidates);
			q_edges_release(&q);
		}
		q_edges_release(&r);
		q_neighbours(&s.w.g, f, 1, 1, &r);
		in += r.nr;
		q_edges_release(&r);
	}
	assert_int_equal(in, out);
	assert_int_equal(out, 8);
	world_release(&s.w);
}

static void all_edges(void **state)
{
	struct q_edges_result r;
	struct small s;

	small_init(&s);
	assert_int_equal(q_all_edges(&s.w.g, &r), Q_FOUND);
	assert_string_equal(edges_text(&s.w, &r), "a>f:11 a>x:12 a>y:12 b>f:21 b>x:22s f>x:31 f>y:31 "
			    "x>ext:41 y>:51 y>:52");
	assert_string_equal(r.edge[8].via, "p->q");
	assert_string_equal(r.edge[9].via, "ops.f");
	assert_int_equal(r.edge[9].edge, 0);
	assert_int_equal(r.edge[9].rule, GR_EMPTY);
	q_edges_release(&r);
	world_release(&s.w);
}

static void call_sites(void **state)
{
	struct q_sites_result r;
	struct small s;
	struct strbuf *err = &s.w.err;

	small_init(&s);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:12", &r, err), Q_FOUND);
	assert_int_equal(r.nr, 1);
	assert_int_equal(r.site[0].nr_targets, 2);
	assert_int_equal(r.site[0].target[0], s.x);
	q_sites_release(&r);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:31", &r, err), Q_FOUND);
	assert_int_equal(r.site[0].nr_targets, 2);
	q_sites_release(&r);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:22", &r, err), Q_FOUND);
	assert_int_equal(r.site[0].nr_targets, 1);	/* it starts x */
	q_sites_release(&r);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:51", &r, err), Q_FOUND);
	assert_int_equal(r.site[0].nr_targets, 0);
	q_sites_release(&r);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:14", &r, err), Q_NONE);
	assert_non_null(strstr(err->buf, "line 12"));
	q_sites_release(&r);
	assert_int_equal(q_resolve_site(&s.w.g, "b.c:14", &r, err), Q_UNKNOWN);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c", &r, err), Q_UNKNOWN);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:", &r, err), Q_UNKNOWN);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:1x", &r, err), Q_UNKNOWN);
	assert_int_equal(q_resolve_site(&s.w.g, "a.c:99999999999999999999", &r, err), Q_UNKNOWN);
	world_release(&s.w);
}

static void entries(void **state)
{
	struct q_entries_result r;
	struct q_initcalls_result ic;
	struct small s;
	uint32_t e;

	small_init(&s);
	e = new_entry(&s.w);
	s.w.g.entry[e] = (struct g_entry){ .func = s.b, .kind = str(&s.w, "initcall"),
		.name = str(&s.w, "fs_initcall"), .level = str(&s.w, "5"), .order = 2 };
	e = new_entry(&s.w);
	s.w.g.entry[e] = (struct g_entry){ .func = s.a, .kind = str(&s.w, "syscall"),
		.name = str(&s.w, "a(2)") };
	e = new_entry(&s.w);
	s.w.g.entry[e] = (struct g_entry){ .func = s.y, .kind = str(&s.w, "initcall"),
		.name = str(&s.w, "core_initcall"), .level = str(&s.w, "1"), .order = 1 };
	assert_int_equal(q_entries(&s.w.g, &s.w.k, s.ext, NULL, &r, NULL), Q_FOUND);
	assert_int_equal(r.nr, 3);
	assert_string_equal(r.entry[0].name, "a(2)");	/* a calls f calls x calls ext */
	assert_int_equal(r.entry[0].hops, 3);
	assert_string_equal(r.entry[1].name, "fs_initcall");
	assert_true(r.entry[0].cost < r.entry[1].cost);
	assert_string_equal(r.entry[2].kind, "timer");		/* x is started by b: nearer, but later */
	assert_int_equal(r.entry[2].func, s.x);
	assert_int_equal(r.entry[2].hops, 1);
	assert_int_equal(r.nr_kinds, 3);
	q_entries_release(&r);
	assert_int_equal(q_entries(&s.w.g, &s.w.k, s.a, NULL, &r, NULL), Q_FOUND);
	assert_int_equal(r.nr, 1);
	assert_true(r.entry[0].cost == 0);
	q_entries_release(&r);
	assert_int_equal(q_initcalls(&s.w.g, NULL, &ic), Q_FOUND);
	assert_int_equal(ic.nr, 2);
	assert_int_equal(ic.entry[0], 3);
	q_initcalls_release(&ic);
	assert_int_equal(q_initcalls(&s.w.g, "5", &ic), Q_FOUND);
	assert_int_equal(ic.nr, 1);
	q_initcalls_release(&ic);
	assert_int_equal(q_initcalls(&s.w.g, "7", &ic), Q_NONE);
	q_initcalls_release(&ic);
	world_release(&s.w);
}

static void health(void **state)
{
	struct q_doctor d;
	struct small s;
	uint32_t i, obj;

	small_init(&s);
	for (i = 0; i < 3; i++) {
		uint32_t t = new_tu(&s.w);

		s.w.g.tu[t].status = (uint32_t)(i == 2 ? TU_FAILED : TU_OK);
	}
	obj = add_object(&s.w, "t", "ops");
	add_field(&s.w, obj, "f", s.x);
	add_field(&s.w, obj, "g", s.ext);
	add_field(&s.w, obj, "h", 0);
	graph_set_meta(&s.w.g, "modules_left_out", "17");
	q_doctor(&s.w.g, &d);
	assert_int_equal(d.tus, 3);
	assert_int_equal(d.tus_failed, 1);
	assert_int_equal(d.bad_tu[0], 3);
	assert_int_equal(d.functions, 6);
	assert_int_equal(d.defined, 5);
	assert_int_equal(d.clones, 2);
	assert_int_equal(d.sites_direct, 4);
	assert_int_equal(d.sites_resolved, 2);
	assert_int_equal(d.sites_empty, 1);
	assert_int_equal(d.sites_unresolved, 1);
	assert_int_equal(d.direct, 3);
	assert_int_equal(d.direct_to_body, 2);
	assert_int_equal(d.nr_no_body, 1);
	assert_int_equal(d.no_body[0], s.ext);
	assert_int_equal(d.no_body_count[0], 1);
	assert_int_equal(d.ops, 2);
	assert_int_equal(d.ops_to_body, 1);
	assert_int_equal(d.by_rule[GR_SLOT], 1);
	assert_int_equal(d.by_rule[GR_CALL_SITE], 1);
	assert_int_equal(d.by_rule[GR_EMPTY], 1);
	assert_true(d.targets_mean == 2.0);
	assert_int_equal(d.targets_max, 2);
	assert_int_equal(d.modules_left_out, 17);
	q_doctor_release(&d);
	s.w.g.func[s.ext].flags = GF_BUILTIN;	/* no call that counts */
	q_doctor(&s.w.g, &d);
	assert_int_equal(d.direct, 2);
	assert_int_equal(d.nr_no_body, 0);
	q_doctor_release(&d);
	s.w.g.func[s.ext].flags = 0;
	s.w.g.func[s.ext].alias_of = s.y;
	q_doctor(&s.w.g, &d);
	assert_int_equal(d.direct_to_body, 3);
	q_doctor_release(&d);
	world_release(&s.w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neighbours),
		cmocka_unit_test(transposed),
		cmocka_unit_test(all_edges),
		cmocka_unit_test(call_sites),
		cmocka_unit_test(entries),
		cmocka_unit_test(health),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
