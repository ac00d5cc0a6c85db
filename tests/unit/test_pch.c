/* SPDX-License-Identifier: MIT */
/*
 * Precompiled headers: which are planned, which units may be read over one, and that the
 * facts are the same bytes in any case. The real worker reads a small tree that is made here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "frontend/frontend.h"
#include "frontend/pchparts.h"
#include "frontend/pchplan.h"
#include "frontend/pchtab.h"

#define PLAIN 30		/* units with nothing special about them */

static char dir[] = "/tmp/kpath-pch-XXXXXX";
static const char *const flags[] = { "-std=gnu11", "-I", dir, NULL };
static const char *const other_flags[] = { "-std=gnu89", "-I", dir, NULL };

static void put(const char *name, const char *text)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/%s", dir, name);
	assert_int_equal(file_write_atomic(path.buf, text, strlen(text), NULL), 0);
	strbuf_release(&path);
}

static void unit(struct compdb *db, const char *name, const char *text, const char *const *argv)
{
	struct compile_command *c = compdb_add(db);

	put(name, text);
	c->file = arena_strdup(&db->arena, name);
	c->path = arena_printf(&db->arena, "%s/%s", dir, name);
	c->dir = dir;
	c->object = arena_printf(&db->arena, "%s.o", name);
	c->unit = "vmlinux";
	c->argv = (const char **)argv;
	c->argc = 3;
}

/* A part of the tree with a large header of its own, as those that are in it include it. */
static void put_part(struct compdb *db)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	char name[32];
	int i;

	strbuf_addf(&path, "%s/part", dir);
	assert_int_equal(mkdir(path.buf, 0700) && access(path.buf, X_OK), 0);
	strbuf_addstr(&text, "#pragma once\n#include <a.h>\nint part_f(int);\n/*");
	while (text.len < PCH_PART_BYTES / PLAIN + 64)
		strbuf_addstr(&text, "it takes its time to read this header, which says little    ");
	strbuf_addstr(&text, "*/\n");
	put("part/part.h", text.buf);
	/* its macro is a function's name in what p01.c includes before it: that one must be seen
	 * not to suit (the facts would differ) */
	put("part/late.h", "#pragma once\n#define part_f(x) ((x) + 1)\n");
	put("part/early.h", "#pragma once\nstatic inline int early(int x) { return part_f(x); }\n");
	for (i = 0; i < PLAIN; i++) {
		strbuf_clear(&text);
		strbuf_addf(&text, "#include \"part.h\"\n%sint p%d(int x) { return part_f(x)%s; }\n",
			    i % 3 == 0 ? "#include \"late.h\"\n" :
			    i == 1 ? "#include \"early.h\"\n#include \"late.h\"\n" : "", i,
			    i == 1 ? " + early(x)" : "");
		snprintf(name, sizeof(name), "part/p%02d.c", i);
		unit(db, name, text.buf, flags);
	}
	strbuf_release(&text);
	strbuf_release(&path);
}

/* The units that the headers must not be forced upon, and why. */
static const struct { const char *name, *text, *why; } special[] = {
	{ "own_name.c",		/* b.h, which it does not include, has a function of that name */
	  "#include <a.h>\nstatic int b_helper(int x) { return x; }\n"
	  "int own(int x) { return b_helper(x); }\n", "b_helper" },
	{ "define.c",		/* a.h looks at it */
	  "#define A_WIDE 1\n#include <a.h>\n#include <b.h>\n"
	  "int wide(struct a_ops *o) { return o->run(A_SIZE); }\n", "A_WIDE" },
	{ "own_macro.c",	/* a macro of b.h is an ordinary name here */
	  "#include <a.h>\nenum { B_MAX = 3 };\nint most(void) { return B_MAX; }\n", "b.h:3" },
	{ "asks.c",		/* it asks whether b.h was included */
	  "#include <a.h>\n#ifdef B_MAX\nint asks(struct a_ops *o) { return a_run(o); }\n#endif\n",
	  "B_MAX" },
};

static void make_tree(struct compdb *db)
{
	char name[32];
	int i;

	put("a.h", "#pragma once\nstruct a_ops { int (*run)(int); };\n#ifdef A_WIDE\n#define A_SIZE 64\n"
		   "#else\n#define A_SIZE 32\n#endif\n"
		   "static inline int a_run(struct a_ops *o) { return o->run(A_SIZE); }\n");
	put("b.h", "#pragma once\n#include <a.h>\n#define B_MAX 7\nint b_helper(int x);\n"
		   "static inline int b_twice(struct a_ops *o) { return a_run(o) + b_helper(B_MAX); }\n");
	/* a function that only asm() names, declared by a macro: no cursor leads to it */
	put("c.h", "#pragma once\n#define STUB(n) void stub_##n(void)\nSTUB(go);\nSTUB(stop);\n"
		   "static inline void c_go(void) { asm volatile(\"call stub_go\"); }\n"
		   "static inline void c_stop(void) { asm volatile(\"call stub_stop\"); }\n");
	put("own.h", "static inline int own_h(void) { return 1; }\n");
	compdb_init(db);
	db->tree = db->build = dir;
	for (i = 0; i < PLAIN; i++) {
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "#include <a.h>\n#include <b.h>\n%sint f%d(struct a_ops *o) { %s return "
			    "b_twice(o) + B_MAX; }\n", i % 2 ? "#include <c.h>\n" : "", i,
			    i % 2 ? i % 4 == 1 ? "c_go();" : "c_stop(); c_go();" : "");
		snprintf(name, sizeof(name), "f%02d.c", i);
		unit(db, name, text.buf, flags);
		strbuf_release(&text);
	}
	/* what the others ask for is something else here, or not there */
	unit(db, "macro.c", "#include <a.h>\n#include <b.h>\n#include <c.h>\n#define stub_go 1 +\n"
	     "int m(void) { c_stop(); return stub_go 2; }\n", flags);
	unit(db, "without.c", "#include <a.h>\nint w(struct a_ops *o) { asm volatile(\"call stub_go\"); "
	     "return a_run(o); }\n", flags);
	put_part(db);
	for (i = 0; i < (int)ARRAY_SIZE(special); i++)
		unit(db, special[i].name, special[i].text, flags);
	unit(db, "one.c", "#include <a.h>\n#include <own.h>\nint one(void) { return own_h(); }\n",
	     other_flags);
}

static void read_all(const struct compdb *db, const char *pch_dir, struct recfile *out,
		     struct frontend_stats *stats)
{
	struct frontend_options opt = {
		.worker = KPATH_BIN_DIR "/kpath-worker", .jobs = 1, .pch_dir = pch_dir,
	};
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;

	memset(stats, 0, sizeof(*stats));
	strbuf_init(&stats->pch_notes);
	strbuf_init(&stats->inputs);
	assert_int_equal(knowledge_init(&k, NULL, NULL, &err), 0);
	assert_int_equal(recfile_init(out, NULL, (uint32_t)db->nr, &err), 0);
	if (frontend_run(db, &k, &opt, out, stats, &err))
		fail_msg("%s", err.buf);
	knowledge_release(&k);
	strbuf_release(&err);
}

static void stats_release(struct frontend_stats *stats)
{
	strbuf_release(&stats->pch_notes);
	strbuf_release(&stats->inputs);
	inputs_release(&stats->seen);
}

static int named_in_notes(const struct frontend_stats *stats, const char *file, const char *why)
{
	const char *line = strstr(stats->pch_notes.buf, file), *end;
	const char *hit = line ? strstr(line, why) : NULL;

	end = line ? strchrnul(line, '\n') : NULL;
	return hit && hit < end;
}

static void test_same_facts(void **state)
{
	struct frontend_stats plain, over;
	struct recfile a, b;
	struct compdb db;
	struct strbuf pch = STRBUF_INIT, x = STRBUF_INIT, y = STRBUF_INIT;
	size_t i;

	make_tree(&db);
	strbuf_addf(&pch, "%s/pch", dir);
	assert_int_equal(mkdir(pch.buf, 0700), 0);
	read_all(&db, NULL, &a, &plain);
	assert_int_equal(plain.over_pch, 0);
	read_all(&db, pch.buf, &b, &over);
	for (i = 0; i < db.nr; i++) {
		strbuf_clear(&x);
		strbuf_clear(&y);
		assert_int_equal(recfile_read(&a, (uint32_t)i, &x), 0);
		assert_int_equal(recfile_read(&b, (uint32_t)i, &y), 0);
		if (x.len != y.len || memcmp(x.buf, y.buf, x.len))
			fail_msg("%s is not the same over a precompiled header", db.cmd[i].file);
	}
	assert_int_equal(over.pchs, 2);
	if (over.over_pch < 2 * PLAIN - 1)
		fail_msg("only %zu over a precompiled header: %s", over.over_pch, over.pch_notes.buf);
	for (i = 0; i < ARRAY_SIZE(special); i++)
		if (!named_in_notes(&over, special[i].name, special[i].why))
			fail_msg("%s must be read plainly for %s; notes:\n%s", special[i].name,
				 special[i].why, over.pch_notes.buf);
	stats_release(&plain);
	stats_release(&over);
	recfile_release(&a);
	recfile_release(&b);
	compdb_release(&db);
	strbuf_release(&pch);
	strbuf_release(&x);
	strbuf_release(&y);
}

static void test_plan(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct knowledge k;
	struct pch_plan plan;
	struct compdb db;
	size_t i;
	int has_a = 0, has_own = 0, has_part = 0;

	make_tree(&db);
	assert_int_equal(knowledge_init(&k, NULL, NULL, &err), 0);
	pch_plan_make(&plan, &db, &k, dir);
	assert_int_equal(plan.nr, 2);
	assert_int_equal(plan.of[PLAIN + 2], 2);	/* the part has its own, and the other one behind it */
	assert_int_equal(plan.core[2], 1);
	for (i = 0; i < plan.req[1].nr_header; i++)
		has_part |= !!strstr(plan.req[1].header[i], "/part/part.h");
	assert_true(has_part);
	for (i = 0; i < plan.req[0].nr_header; i++)
		assert_null(strstr(plan.req[0].header[i], "part.h"));
	for (i = 0; i < plan.req[0].nr_header; i++) {
		has_a |= !strcmp(plan.req[0].header[i], "a.h");
		has_own |= !strcmp(plan.req[0].header[i], "own.h");
	}
	assert_true(has_a);
	assert_false(has_own);		/* one unit of other flags includes it */
	assert_int_equal(plan.of[0], 1);
	assert_int_equal(plan.of[db.nr - 1], 0);	/* other flags */
	assert_true(plan.req[0].nr_sample && plan.req[0].nr_sample <= PCH_SAMPLES);
	pch_plan_release(&plan);
	db.nr = PCH_MIN_TUS - 1;	/* too few to pay */
	pch_plan_make(&plan, &db, &k, dir);
	assert_int_equal(plan.nr, 0);
	pch_plan_release(&plan);
	knowledge_release(&k);
	compdb_release(&db);
}

/* ---- the table ----------------------------------------------------------------------- */

static void fill(struct pch_tab *t)
{
	uint32_t a, b, word, other;

	pch_tab_init(t);
	a = pch_tab_add(t, "/t/a.h");
	b = pch_tab_add(t, "/t/b.h");
	assert_int_equal(pch_tab_add(t, "/t/a.h"), a);
	word = strtab_add(&t->str, "WORD");
	other = strtab_add(&t->str, "other");
	ALLOC_GROW(t->edge, 1, t->alloc_edge);
	t->edge[t->nr_edge++] = a;
	t->header[b].edge = 0;
	t->header[b].nr_edges = 1;
	t->header[a].hash = 77;
	ALLOC_GROW(t->mention, 3, t->alloc_mention);
	t->mention[0] = (struct pch_pair){ other, b, 0 };
	t->mention[1] = (struct pch_pair){ word, b, 1 };
	t->mention[2] = (struct pch_pair){ word, a, 0 };
	t->nr_mention = 3;
	ALLOC_GROW(t->inside, 1, t->alloc_inside);
	t->inside[0] = (struct pch_pair){ word, other, 0 };
	t->nr_inside = 1;
	ALLOC_GROW(t->decl, 1, t->alloc_decl);
	memset(t->decl, 0, sizeof(*t->decl));
	t->decl[0].name = other;
	t->decl[0].header = b;
	t->decl[0].line = 5;
	t->decl[0].flags = PCHD_FUNC | PCHD_WALK;
	t->nr_decl = 1;
	pch_tab_finish(t);
}

static int comes_back(const struct pch_tab *t, struct pch_tab *back)
{
	struct strbuf out = STRBUF_INIT;
	int ret;

	pch_tab_write(t, &out);
	pch_tab_init(back);
	ret = pch_tab_read(back, out.buf, out.len);
	strbuf_release(&out);
	return ret;
}

static void test_table(void **state)
{
	struct pch_tab t, back;
	const struct pch_pair *p;
	uint32_t n, order[3];
	uint8_t seen[3] = { 0 };

	fill(&t);
	assert_int_equal(comes_back(&t, &back), 0);
	assert_int_equal(back.nr_header, 3);
	assert_int_equal(back.header[pch_tab_header(&back, "/t/a.h")].hash, 77);
	p = pch_pairs_of(back.mention, back.nr_mention, strtab_find(&back.str, "WORD"), &n);
	assert_int_equal(n, 2);
	assert_true(p[0].to < p[1].to && !p[0].function_like && p[1].function_like);
	assert_int_equal(pch_decls_of(&back, strtab_find(&back.str, "other"), &n)->line, 5);
	assert_int_equal(n, 1);
	assert_int_equal(back.nr_walk, 1);
	assert_int_equal(pch_tab_enter(&back, pch_tab_header(&back, "/t/b.h"), seen, order, 0), 2);
	assert_false(pch_tab_is_fresh(&back));	/* there are no such files */
	pch_tab_release(&back);
	pch_tab_release(&t);
}

/* What points nowhere is refused. */
static void test_damaged(void **state)
{
	unsigned i;

	for (i = 0; i < 7; i++) {
		struct pch_tab t, back;

		fill(&t);
		switch (i) {
		case 0: t.header[1].path = 99; break;
		case 1: t.header[1].nr_edges = 9; break;
		case 2: t.edge[0] = 9; break;
		case 3: t.mention[2].to = 9; break;
		case 4: t.inside[0].to = 99; break;
		case 5: t.decl[0].macro = 99; break;
		case 6: t.decl[0].header = 9; break;
		}
		if (!comes_back(&t, &back))
			fail_msg("damage %u was not seen", i);
		pch_tab_release(&back);
		pch_tab_release(&t);
	}
}

static int make_dir(void **state)
{
	return mkdtemp(dir) ? 0 : -1;
}

static int drop_dir(void **state)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf %s", dir);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_same_facts),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
