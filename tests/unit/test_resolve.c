/* SPDX-License-Identifier: MIT */
/* Link and resolve over facts made by hand: identity, clones, deferred work. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "base/xalloc.h"
#include "model/facts.h"
#include "resolve/resolve.h"

#define MAX_TUS 4

struct world {
	struct tu_facts tu[MAX_TUS];
	struct compdb db;
	struct graph g;
	struct knowledge k;
	struct recfile rf;
};

static uint32_t str(struct tu_facts *f, const char *s)
{
	return strtab_add(&f->str, s);
}

static void world_init(struct world *w, unsigned nr)
{
	static const char *const files[MAX_TUS] = { "a.c", "b.c", "c.c", "d.c" };
	struct strbuf err = STRBUF_INIT;
	unsigned i;

	memset(w, 0, sizeof(*w));
	compdb_init(&w->db);
	graph_init(&w->g);
	assert_int_equal(knowledge_init(&w->k, NULL, NULL, &err), 0);
	for (i = 0; i < nr; i++) {
		struct compile_command *c = compdb_add(&w->db);

		c->file = files[i];
		c->object = "";
		c->unit = "program";
		facts_init(&w->tu[i]);
		w->tu[i].file = str(&w->tu[i], files[i]);
		w->tu[i].unit = str(&w->tu[i], "program");
	}
}

static void world_resolve(struct world *w)
{
	struct strbuf err = STRBUF_INIT, rec = STRBUF_INIT;
	struct resolve_stats stats;
	uint32_t i;

	assert_int_equal(recfile_init(&w->rf, NULL, (uint32_t)w->db.nr, &err), 0);
	for (i = 0; i < w->db.nr; i++) {
		strbuf_clear(&rec);
		facts_digest(&w->tu[i]);
		facts_write(&w->tu[i], &rec);
		assert_int_equal(recfile_put(&w->rf, i, rec.buf, rec.len, &err), 0);
	}
	assert_int_equal(resolve(&w->g, &w->db, &w->k, &w->rf, &stats, &err), 0);
	assert_int_equal(stats.tus_failed, 0);
	strbuf_release(&rec);
}

static void world_release(struct world *w)
{
	unsigned i;

	for (i = 0; i < w->db.nr; i++)
		facts_release(&w->tu[i]);
	recfile_release(&w->rf);
	knowledge_release(&w->k);
	graph_release(&w->g);
	compdb_release(&w->db);
}

static uint32_t func(struct tu_facts *f, const char *name, enum sym_linkage linkage,
		     const char *sig, unsigned nparams)
{
	uint32_t id = facts_sym(f);
	char usr[64];

	snprintf(usr, sizeof(usr), "c:@F@%s", name);
	f->sym[id].kind = SYM_FUNC;
	f->sym[id].linkage = (uint8_t)linkage;
	f->sym[id].name = str(f, name);
	f->sym[id].usr = str(f, usr);
	f->sym[id].path = f->file;
	f->sym[id].line = id * 10;
	f->sym[id].sig = str(f, sig);
	f->sym[id].nparams = (uint16_t)nparams;
	return id;
}

static uint32_t body(struct tu_facts *f, uint32_t sym)
{
	uint32_t id = facts_body(f);

	f->sym[sym].flags |= SYM_DEFINED;
	f->body[id].sym = sym;
	f->body[id].call = f->nr_call;
	f->body[id].store = f->nr_store;
	return id;
}

/* A call in the body made last. */
static void call(struct tu_facts *f, uint32_t callee, unsigned line, unsigned nr, const uint32_t *args)
{
	uint32_t id = facts_call(f), i;

	f->call[id].callee = callee;
	f->call[id].line = line;
	f->call[id].col = id;
	f->call[id].arg = f->nr_arg;
	f->call[id].nr_args = nr;
	for (i = 0; i < nr; i++) {
		ALLOC_GROW(f->arg, f->nr_arg + 1, f->alloc_arg);
		f->arg[f->nr_arg++] = args[i];
	}
	f->body[f->nr_body - 1].nr_calls++;
}

static void store(struct tu_facts *f, uint32_t dst, uint32_t src, unsigned line)
{
	uint32_t id = facts_store(f);

	f->store[id].dst = dst;
	f->store[id].src = src;
	f->store[id].line = line;
	f->store[id].cls = TYPE_FUNC_PTR;
	f->body[f->nr_body - 1].nr_stores++;
}

static uint32_t fval(struct tu_facts *f, uint32_t sym)
{
	return facts_val(f, VAL_FUNC, sym, 0, 0, 0);
}

static uint32_t by_name(const struct graph *g, const char *name, const char *file)
{
	uint32_t i;

	for (i = 1; i < g->nr_func; i++)
		if (!strcmp(graph_str(g, g->func[i].name), name) &&
		    (!file || !strcmp(graph_str(g, g->file[g->func[i].file].name), file)))
			return i;
	fail_msg("no function %s", name);
	return 0;
}

/* Is `to` called from a node of `from` whose context mentions `ctx` (NULL: any)? */
static const struct g_edge *edge(const struct graph *g, uint32_t from, uint32_t to, const char *ctx)
{
	uint32_t i;

	for (i = 1; i < g->nr_edge; i++) {
		const struct g_node *n = &g->node[g->edge[i].from];

		if (n->func == from && g->node[g->edge[i].to].func == to &&
		    (!ctx || (n->ctx && strstr(graph_str(g, n->ctx), ctx))))
			return &g->edge[i];
	}
	return NULL;
}

/* Two static functions of one name and one USR stay two. */
static void test_same_name(void **state)
{
	struct world w;
	unsigned i;

	world_init(&w, 2);
	for (i = 0; i < 2; i++) {
		struct tu_facts *f = &w.tu[i];
		uint32_t probe = func(f, "probe", LINK_INTERNAL, "void (void)", 0);
		uint32_t user = func(f, i ? "use_b" : "use_a", LINK_EXTERNAL, "void (void)", 0);

		body(f, probe);
		body(f, user);
		call(f, fval(f, probe), 5, 0, NULL);
	}
	world_resolve(&w);
	assert_int_not_equal(by_name(&w.g, "probe", "a.c"), by_name(&w.g, "probe", "b.c"));
	assert_non_null(edge(&w.g, by_name(&w.g, "use_a", NULL), by_name(&w.g, "probe", "a.c"), NULL));
	assert_null(edge(&w.g, by_name(&w.g, "use_a", NULL), by_name(&w.g, "probe", "b.c"), NULL));
	world_release(&w);
}

/* hook(okfn) { okfn(); }: each caller's callback in a node of its own. */
static void test_callbacks_apart(void **state)
{
	struct world w;
	struct tu_facts *f;
	uint32_t hook, mid, x, y, a, b, arg;

	world_init(&w, 1);
	f = &w.tu[0];
	hook = func(f, "hook", LINK_EXTERNAL, "void (void (*)(void))", 1);
	mid = func(f, "mid", LINK_EXTERNAL, "void (void (*)(void))", 1);
	x = func(f, "x", LINK_EXTERNAL, "void (void)", 0);
	y = func(f, "y", LINK_EXTERNAL, "void (void)", 0);
	a = func(f, "a", LINK_EXTERNAL, "void (void)", 0);
	b = func(f, "b", LINK_EXTERNAL, "void (void)", 0);
	body(f, hook);
	call(f, facts_val(f, VAL_PARAM, hook, 0, 0, 0), 3, 0, NULL);
	body(f, mid);
	arg = facts_val(f, VAL_PARAM, mid, 0, 0, 0);
	call(f, fval(f, hook), 7, 1, &arg);
	body(f, x);
	body(f, y);
	body(f, a);
	arg = fval(f, x);
	call(f, fval(f, mid), 11, 1, &arg);
	body(f, b);
	arg = fval(f, y);
	call(f, fval(f, hook), 15, 1, &arg);
	world_resolve(&w);
	hook = by_name(&w.g, "hook", NULL);
	x = by_name(&w.g, "x", NULL);
	y = by_name(&w.g, "y", NULL);
	assert_non_null(edge(&w.g, hook, x, "= x"));
	assert_non_null(edge(&w.g, hook, y, "= y"));
	assert_null(edge(&w.g, hook, y, "= x"));
	assert_int_equal(edge(&w.g, hook, x, "= x")->rule, GR_CALL_SITE);
	assert_int_equal(edge(&w.g, hook, x, "= x")->kind, GK_CALLBACK);
	world_release(&w);
}

/* A function put into a timer's field is started by who puts it there and
 * run by who calls the field. */
static void test_timer(void **state)
{
	struct world w;
	struct tu_facts *f;
	uint32_t setup, run, fn, user, rec, field, args[2], t1, t2;
	const struct g_edge *e;

	world_init(&w, 1);
	f = &w.tu[0];
	rec = facts_rec(f);
	f->rec[rec].name = f->rec[rec].key = str(f, "timer_list");
	f->rec[rec].path = f->file;
	field = facts_field(f);
	f->field[field].rec = rec;
	f->field[field].name = str(f, "function");
	f->field[field].cls = TYPE_FUNC_PTR;
	setup = func(f, "init_timer_key", LINK_EXTERNAL,
		     "void (struct timer_list *, void (*)(struct timer_list *))", 2);
	run = func(f, "run", LINK_EXTERNAL, "void (struct timer_list *)", 1);
	fn = func(f, "expired", LINK_EXTERNAL, "void (struct timer_list *)", 1);
	user = func(f, "user", LINK_EXTERNAL, "void (struct timer_list *)", 1);
	body(f, setup);
	t1 = facts_val(f, VAL_PARAM, setup, 0, 0, 0);
	store(f, facts_val(f, VAL_FIELD, t1, field, 0, VALF_ARROW),
	      facts_val(f, VAL_PARAM, setup, 1, 0, 0), 4);
	body(f, run);
	t2 = facts_val(f, VAL_PARAM, run, 0, 0, 0);
	call(f, facts_val(f, VAL_FIELD, t2, field, 0, VALF_ARROW), 8, 1, &t2);
	body(f, fn);
	body(f, user);
	args[0] = facts_val(f, VAL_PARAM, user, 0, 0, 0);
	args[1] = fval(f, fn);
	call(f, fval(f, setup), 16, 2, args);
	world_resolve(&w);
	fn = by_name(&w.g, "expired", NULL);
	e = edge(&w.g, by_name(&w.g, "init_timer_key", NULL), fn, "= expired");
	assert_non_null(e);
	assert_true(e->flags & GE_STARTED_BY);
	assert_string_equal(graph_str(&w.g, w.g.kind_name[e->kind]), "timer");
	assert_int_equal(w.g.evid[e->evid].line, 16);
	e = edge(&w.g, by_name(&w.g, "run", NULL), fn, NULL);
	assert_non_null(e);
	assert_true(e->flags & GE_EXECUTED_BY);
	assert_string_equal(graph_str(&w.g, w.g.kind_name[e->kind]), "timer");
	world_release(&w);
}

/* The same bytes in another order of TUs' ids give the same graph size. */
static void test_weak(void **state)
{
	struct world w;
	uint32_t s, u, i, strong = 0;

	world_init(&w, 2);
	s = func(&w.tu[0], "arch_hook", LINK_EXTERNAL, "void (void)", 0);
	w.tu[0].sym[s].flags |= SYM_WEAK;
	u = func(&w.tu[0], "user", LINK_EXTERNAL, "void (void)", 0);
	body(&w.tu[0], s);
	body(&w.tu[0], u);
	call(&w.tu[0], fval(&w.tu[0], s), 3, 0, NULL);
	s = func(&w.tu[1], "arch_hook", LINK_EXTERNAL, "void (void)", 0);
	body(&w.tu[1], s);
	world_resolve(&w);
	strong = by_name(&w.g, "arch_hook", "b.c");
	assert_non_null(edge(&w.g, by_name(&w.g, "user", NULL), strong, NULL));
	for (i = 1; i < w.g.nr_edge; i++)
		assert_int_equal(w.g.node[w.g.edge[i].to].func, strong);
	world_release(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_name),
		cmocka_unit_test(test_callbacks_apart),
		cmocka_unit_test(test_timer),
		cmocka_unit_test(test_weak),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
