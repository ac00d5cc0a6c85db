/* SPDX-License-Identifier: MIT */
/* A small index, and what is expected of a text that is held against it. */
#ifndef TESTS_CHECK_WORLD_H
#define TESTS_CHECK_WORLD_H

#include "query_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/facts.h"
#include "queries/check/check.h"

/*
 * main_loop -> do_work -> helper_one -> helper_two, and under an error branch
 * do_work -> give_up; do_work -> table_fn by a pointer; start_it is an initcall; old_name
 * is called new_name now; lone_wolf takes a lock; trap_it is an exception's.
 */
static void make_world(struct world *w)
{
	uint32_t main_loop, do_work, one, two, give_up, far, table_fn, start_it, lone, s, i;

	world_init(w);
	assert_int_equal(knowledge_init(&w->k, "{\"documents\": {\"renamed\": {\"old_name\": \"helper_one\"}, \"act_functions\": {\"lock\": \"lone_wolf\"}}}",
					"extra", &w->err), 0);
	main_loop = add_clones(w, "main_loop", "core/main.c", 100, 1);
	do_work = add_clones(w, "do_work", "core/work.c", 20, 1);
	one = add_clones(w, "helper_one", "lib/help.c", 10, 1);
	two = add_clones(w, "helper_two", "lib/help.c", 50, 1);
	give_up = add_clones(w, "give_up", "core/work.c", 90, 1);
	far = add_clones(w, "far_away", "core/far.c", 5, 1);
	table_fn = add_clones(w, "table_fn", "core/table.c", 7, 1);
	w->g.func[table_fn].flags |= GF_STATIC;
	w->g.func[table_fn].sig = str(w, "int (struct thing *, int)");
	start_it = add_clones(w, "start_it", "core/init.c", 30, 1);
	lone = add_clones(w, "lone_wolf", "core/lone.c", 30, 1);
	for (i = 1; i < w->g.nr_func; i++)
		w->g.func[i].end_line = w->g.func[i].line + 8;
	add_edge(w, add_site(w, main_loop, 103, GC_DIRECT), 0, do_work, 0, GK_DIRECT, GR_DIRECT, 0);
	add_edge(w, add_site(w, do_work, 22, GC_DIRECT), 0, one, 0, GK_DIRECT, GR_DIRECT, 0);
	add_edge(w, add_site(w, one, 12, GC_DIRECT), 0, two, 0, GK_DIRECT, GR_DIRECT, 0);
	i = add_edge(w, add_site(w, do_work, 25, GC_DIRECT), 0, give_up, 0, GK_DIRECT, GR_DIRECT, 0);
	w->g.edge[i].wguard = GW_ERROR | GW_ONE;
	add_edge(w, add_site(w, give_up, 92, GC_DIRECT), 0, far, 0, GK_DIRECT, GR_DIRECT, 0);
	s = add_site(w, do_work, 27, GC_RESOLVED);
	w->g.site[s].expr = str(w, "t->ops->run_it");
	add_edge(w, s, 0, table_fn, 0, GK_OPS, GR_SLOT, 0);
	(void)lone;
	/* what the processor enters by itself */
	i = add_clones(w, "asm_trap", "core/trap.S", 4, 1);
	w->g.func[i].flags = GF_ASM;
	s = add_clones(w, "trap_it", "core/trap.c", 8, 1);
	add_edge(w, add_site(w, i, 6, GC_DIRECT), 0, s, 0, GK_DIRECT, GR_DIRECT, 0);
	s = new_entry(w);
	w->g.entry[s].func = i;
	w->g.entry[s].kind = str(w, "asm");
	/* a method that is set, and a table */
	s = add_slot(w, "thing_ops.run_it", "thing_ops");
	i = new_store(w);
	w->g.store[i].slot = s;
	w->g.store[i].func = table_fn;
	w->g.store[i].file = w->g.func[table_fn].file;
	w->g.store[i].line = 9;
	add_object(w, "work_list", "list_head");
	add_object(w, "work_table", "work_item");

	i = new_entry(w);
	w->g.entry[i].func = start_it;
	w->g.entry[i].kind = str(w, "initcall");
	w->g.entry[i].name = str(w, "fs_initcall");
	w->g.entry[i].level = str(w, "5");
	w->g.entry[i].file = w->g.func[start_it].file;
	w->g.entry[i].line = 44;

	/* a state machine: do_work goes from TCP_LISTEN to TCP_SYN_SENT */
	i = new_slot(w);
	w->g.slot[i].name = str(w, "thing.state");
	w->g.slot[i].type = str(w, "thing");
	w->g.slot[i].kind = GS_FIELD;
	w->g.slot[i].file = add_file(w, "include/thing.h");
	w->g.slot[i].line = 3;
	s = new_guard(w);
	w->g.guard[s].subject = str(w, "thing.state");
	w->g.guard[s].consts = new_constant(w);
	w->g.guard[s].nr_consts = 1;
	w->g.constant[w->g.guard[s].consts].name = str(w, "TCP_LISTEN");
	w->g.guard[s].rel = GUARD_EQ;
	s = new_value(w);
	w->g.value[s].slot = i;
	w->g.value[s].func = do_work;
	w->g.value[s].file = w->g.func[do_work].file;
	w->g.value[s].line = 28;
	w->g.value[s].name = str(w, "TCP_SYN_SENT");
	w->g.value[s].is_const = 1;
	w->g.value[s].guard = 1;
	/* give_up sets another one */
	s = new_value(w);
	w->g.value[s].slot = i;
	w->g.value[s].func = give_up;
	w->g.value[s].file = w->g.func[give_up].file;
	w->g.value[s].line = 91;
	w->g.value[s].name = str(w, "TCP_CLOSE");
	w->g.value[s].is_const = 1;
	/* and helper_one sets what is no state */
	i = new_slot(w);
	w->g.slot[i].name = str(w, "thing.kind");
	w->g.slot[i].kind = GS_FIELD;
	s = new_value(w);
	w->g.value[s].slot = i;
	w->g.value[s].func = one;
	w->g.value[s].file = w->g.func[one].file;
	w->g.value[s].line = 14;
	w->g.value[s].name = str(w, "ZONE_DMA");
	w->g.value[s].is_const = 1;
	graph_finish(&w->g);
}

static void free_world(struct world *w)
{
	knowledge_release(&w->k);
	world_release(w);
}

static const char *const work_source[] = {	/* core/work.c from line 20 */
	"int do_work(struct thing *t)", "{", "helper_one(t, 2);", "/* a comment */",
	"if (t->bad || work_list.next)", "give_up(t);", "spin();", "t->ops->run(t);", "}", "EXPORT_SYMBOL_GPL(do_work);",
};

static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	struct world *w = ctx;

	if (strcmp(graph_str(&w->g, w->g.file[file].name), "core/work.c") || line < 20 || line > 29)
		return -1;
	strbuf_addstr(out, work_source[line - 20]);
	return 0;
}

struct expected {
	const char *says;	/* the claim begins so */
	int verdict;
	const char *correct;	/* a part of what is right, or NULL */
};

static char tree[] = "/tmp/kpath-check-XXXXXX";

/* Every claim of `text`, in order. */
static void expect(const char *text, const struct expected *want)
{
	struct q_check_options opt = { .read_line = read_line, .tree = tree };
	struct q_check_result res;
	struct world w;
	uint32_t i;

	make_world(&w);
	opt.ctx = &w;
	assert_int_equal(q_check(&w.g, &w.k, text, strlen(text), &opt, &res, &w.err), Q_FOUND);
	for (i = 0; want[i].says; i++) {
		if (i >= res.nr)
			fail_msg("%s: claim \"%s\" was not found", text, want[i].says);
		if (strncmp(res.v[i].says, want[i].says, strlen(want[i].says)))
			fail_msg("%s: \"%s\" where \"%s\" was expected", text, res.v[i].says, want[i].says);
		if (res.v[i].verdict != want[i].verdict)
			fail_msg("%s: %s: %s (%s)", text, res.v[i].says, verdict_name[res.v[i].verdict],
				 res.v[i].why);
		if (want[i].correct && !strstr(res.v[i].correct, want[i].correct))
			fail_msg("%s: %s: right is \"%s\"", text, res.v[i].says, res.v[i].correct);
	}
	if (i < res.nr)
		fail_msg("%s: \"%s\" was not expected", text, res.v[i].says);
	q_check_release(&res);
	free_world(&w);
}

#define EXPECT(text, ...) expect(text, (const struct expected[]){ __VA_ARGS__ __VA_OPT__(,) { NULL, 0, NULL } })

static void put(const char *path, const char *text)
{
	char name[512];
	FILE *f;

	snprintf(name, sizeof(name), "%s/%s", tree, path);
	f = fopen(name, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static int make_tree(void **state)
{
	char name[512];

	assert_non_null(mkdtemp(tree));
	snprintf(name, sizeof(name), "%s/drivers", tree);
	assert_int_equal(mkdir(name, 0700), 0);
	snprintf(name, sizeof(name), "%s/drivers/veth", tree);
	assert_int_equal(mkdir(name, 0700), 0);
	put("drivers/Makefile", "obj-$(CONFIG_DRIVERS) += veth/\n");
	put("drivers/veth/Makefile", "# x\nobj-$(CONFIG_VETH) += \\\n\tveth.o\nwhole-y := part.o\n"
	    "obj-$(CONFIG_WHOLE) += whole.o\nobj-y += other.o\n");
	snprintf(name, sizeof(name), "%s/core", tree);
	assert_int_equal(mkdir(name, 0700), 0);
	put("core/work.c", "#define work_mac(t) \\\n\thelper_one(t, 2)\nint work_table[4];\nstruct work_item {\n"
	    "\tunsigned int nr_done, nr_left;	/* nr_lost */\n\tint __stage;\n};\nstruct work_map {\n\tWORK_FIELDS(x)\n};\n"
	    "#define WORK_LEN (1UL << 6)\n#define WORK_TIME\t((unsigned int)(3*HZ))	/* seconds */\n#ifdef X\n#define WORK_MOST 8\n#else\n"
	    "#define WORK_MOST OTHER_MOST\n#endif\n");
	put("drivers/veth/veth.c", "#define veth_mac(x) (x)\nint declared_only(void);\nstatic int veth_open(int a,\n"
	    "\tint b)\n{\n\tcalled_only(a);\n}\nstruct veth_ops {\n\tint (*veth_hook)(int a);\n};\n#define VETH_MOST 8\n");
	return 0;
}

static int remove_tree(void **state)
{
	static const char *const parts[] = { "core/work.c", "core", "drivers/veth/veth.c", "drivers/veth/Makefile", "drivers/Makefile",
					     "drivers/veth", "drivers", "." };
	char name[512];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		snprintf(name, sizeof(name), "%s/%s", tree, parts[i]);
		remove(i + 1 < ARRAY_SIZE(parts) ? name : tree);
	}
	return 0;
}

#endif
