/* SPDX-License-Identifier: MIT */
/* Linker scripts that are looked for beside sources, and the flags that they are preprocessed with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fileio.h"
#include "build/collect.h"
#include "build/linkscript.h"

static char top[] = "/tmp/kpath-linkscript-XXXXXX";
static struct compdb db;
static struct collector c;
static struct kbuild_options opt;

static int enter(void **state)
{
	return !mkdtemp(top) || chdir(top) ? -1 : 0;
}

static int leave(void **state)
{
	struct strbuf err = STRBUF_INIT;

	return chdir("/") || dir_remove_all(top, &err);
}

static const char *at(const char *name)
{
	return *name ? arena_printf(&db.arena, "%s/%s", top, name) : top;
}

static void put(const char *name)
{
	struct strbuf dir = STRBUF_INIT, err = STRBUF_INIT;

	path_join(&dir, at(name), "..");
	assert_int_equal(dir_make_all(dir.buf, 0700, &err), 0);
	assert_int_equal(file_write_atomic(at(name), "", 0, &err), 0);
	strbuf_release(&dir);
}

static void begin(const char *tree, int is_kernel)
{
	compdb_init(&db);
	db.tree = db.build = at(tree);
	db.version = db.config = "";
	db.arch = "x86";
	db.is_kernel = is_kernel;
	opt.tree = db.tree;
	collector_init(&c, &db, &opt);
}

static void finish(void)
{
	collector_release(&c);
	compdb_release(&db);
}

static void add(const char *name, const char *unit, const char *flag)
{
	struct compile_command *cmd = compdb_add(&db);
	const char **argv = arena_alloc(&db.arena, 4 * sizeof(*argv));

	argv[0] = flag;
	argv[1] = "-x";
	argv[2] = strchr(name, 'S') ? COMPILE_ASM : "c";
	*cmd = (struct compile_command){ .path = at(name), .file = name, .dir = db.tree, .object = "", .unit = unit,
		.argv = argv, .argc = 3 };
}

/* The names of the commands from `first` on, with a blank behind each. */
static const char *added(size_t first)
{
	struct strbuf sb = STRBUF_INIT;
	const char *text;

	for (; first < db.nr; first++) {
		assert_string_equal(db.cmd[first].argv[0], "-DLINKER_SCRIPT");
		assert_null(db.cmd[first].argv[db.cmd[first].argc]);
		strbuf_addf(&sb, "%s ", db.cmd[first].path + strlen(db.tree) + 1);
	}
	text = arena_strdup(&db.arena, sb.buf ? sb.buf : "");
	strbuf_release(&sb);
	return text;
}

static void of_other_programs(void **state)
{
	begin("p", 0);
	put("p/z.ld");
	put("p/a.lds");
	put("p/a.ldsx");
	put("p/src/one.c");
	put("p/src/b.lds.S");
	put("p/other/c.lds");		/* no source beside it */
	assert_int_equal(mkfifo(at("p/src/pipe.lds"), 0600), 0);
	assert_int_equal(mkdir(at("p/src/dir.lds"), 0700), 0);
	add("p/src/one.c", "program", "-DX");
	add("p/src/two.c", "program", "-DX");
	add("p/gone/three.c", "program", "-DX");
	linkscript_add(&c);
	assert_string_equal(added(3), "a.lds z.ld src/b.lds.S ");
	assert_string_equal(db.cmd[3].argv[2], COMPILE_ASM);
	assert_string_equal(db.cmd[3].unit, "program");
	/* once is enough */
	linkscript_add(&c);
	assert_int_equal(db.nr, 6);
	finish();
}

static void only_so_many(void **state)
{
	char name[40];
	int i;

	begin("many", 0);
	for (i = 0; i < 60; i++) {
		snprintf(name, sizeof(name), "many/%s%d.lds", i % 2 ? "sub/" : "", i);
		put(name);
	}
	put("many/sub/a.c");
	add("many/sub/a.c", "program", "-DX");
	linkscript_add(&c);
	assert_int_equal(db.nr, 1 + 20);
	finish();
}

static void of_a_kernel(void **state)
{
	begin("k", 1);
	put("k/arch/x86/kernel/vmlinux.lds.S");
	put("k/x.lds");
	add("k/init/main.c", "vmlinux", "-DC");
	linkscript_add(&c);		/* nothing that says how assembler is preprocessed */
	assert_int_equal(db.nr, 1);
	add("k/arch/x86/boot/head.S", "arch/x86/boot/setup.elf", "-DBOOT");
	linkscript_add(&c);
	assert_int_equal(db.nr, 2);
	add("k/arch/x86/lib/copy.S", "vmlinux", "-DLIB");
	linkscript_add(&c);
	assert_string_equal(added(3), "arch/x86/kernel/vmlinux.lds.S ");
	assert_string_equal(db.cmd[3].argv[1], "-DLIB");
	finish();
	/* the one beside it is nearer */
	begin("k", 1);
	add("k/arch/x86/lib/copy.S", "vmlinux", "-DLIB");
	add("k/arch/x86/kernel/sub/x.S", "vmlinux", "-DSUB");
	add("k/arch/x86/kernel/head_64.S", "vmlinux", "-DHEAD");
	linkscript_add(&c);
	assert_string_equal(added(3), "arch/x86/kernel/vmlinux.lds.S ");
	assert_string_equal(db.cmd[3].argv[1], "-DHEAD");
	assert_string_equal(db.cmd[3].unit, "vmlinux");
	finish();
	begin("p", 1);			/* a kernel without the script */
	add("p/a.S", "vmlinux", "-DX");
	linkscript_add(&c);
	assert_int_equal(db.nr, 1);
	finish();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_other_programs),
		cmocka_unit_test(only_so_many),
		cmocka_unit_test(of_a_kernel),
	};

	return cmocka_run_group_tests(tests, enter, leave);
}
