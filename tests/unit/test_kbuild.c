/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "build/cmdfiles.h"
#include "build/collect.h"
#include "build/dryrun.h"
#include "build/arch.h"
#include "build/flags.h"
#include "build/lean.h"
#include "build/linux_tree.h"
#include "build/prepare.h"
#include "build/probe.h"
#include "build/process.h"
#include "build/shellsplit.h"
#include "build/toolchain.h"

/* ---- a temporary directory ---- */

static char tmp[64];

static int make_tmp(void **state)
{
	(void)state;
	strcpy(tmp, "/tmp/kpath-kbuild-XXXXXX");
	return mkdtemp(tmp) ? 0 : -1;
}

static int remove_tmp(void **state)
{
	(void)state;
	return dir_remove_all(tmp, NULL);
}

static const char *in_tmp(const char *name)
{
	static char path[64][256];
	static int i;

	i = (i + 1) % 64;
	snprintf(path[i], sizeof(path[i]), "%s/%s", tmp, name);
	return path[i];
}

static void put(const char *name, const char *text)
{
	struct strbuf dir = STRBUF_INIT, err = STRBUF_INIT;

	path_join(&dir, in_tmp(name), "..");
	assert_int_equal(dir_make_all(dir.buf, 0777, &err), 0);
	assert_int_equal(file_write_atomic(in_tmp(name), text, strlen(text), &err), 0);
	strbuf_release(&dir);
}

/* ---- shellsplit ---- */

struct split {
	struct shell_line l;
	struct arena a;
	int ret;
};

static void split(struct split *s, const char *text)
{
	memset(s, 0, sizeof(*s));
	s->ret = shell_split(&s->l, &s->a, text, strlen(text));
}

static void split_release(struct split *s)
{
	shell_line_release(&s->l);
	arena_release(&s->a);
}

/* the words joined by '|', commands ended by '#' */
static void check_split(const char *text, const char *want, int ret)
{
	struct strbuf got = STRBUF_INIT;
	struct split s;
	size_t i;

	split(&s, text);
	for (i = 0; i < s.l.nr; i++)
		strbuf_addf(&got, "%s%s", s.l.word[i] ? s.l.word[i] : "#",
			    s.l.word[i] ? "|" : "");
	assert_string_equal(got.buf, want);
	assert_int_equal(s.ret, ret);
	strbuf_release(&got);
	split_release(&s);
}

static void test_split(void **state)
{
	(void)state;
	check_split("", "", 0);
	check_split("  gcc  -c\tx.c ", "gcc|-c|x.c|#", 0);
	check_split("a 'b c' \"d e\" f\\ g", "a|b c|d e|f g|#", 0);
	check_split("-DX='\"net/core\"'", "-DX=\"net/core\"|#", 0);
	check_split("-DX=\\\"a\\\" \"\\\"q\\\" \\n\"", "-DX=\"a\"|\"q\" \\n|#", 0);
	check_split("'it'\\''s'", "it's|#", 0);
	check_split("\"\" ''", "|" "|#", 0);
	check_split("a; b&& c || d | e & f", "a|#b|#c|#d|#e|#f|#", 0);
	check_split("(cd x; ls)", "cd|x|#ls|#", 0);
	check_split("echo $(wildcard a; b) `c; d` x", "echo|$(wildcard a; b)|`c; d`|x|#", 0);
	check_split("a # b; c", "a|#", 0);
	check_split("a#b", "a#b|#", 0);
	check_split("gcc > out.h 2>&1 < in -c", "gcc|-c|#", 0);
	/* broken input: what could be read, and -1 */
	check_split("gcc 'x y", "gcc|x y|#", -1);
	check_split("gcc \"x", "gcc|x|#", -1);
	check_split("gcc $(x", "gcc|$(x|#", -1);
	check_split("gcc `x", "gcc|`x|#", -1);
	check_split("gcc \\", "gcc|#", 0);
	check_split(";;;&&", "", 0);
}

static void test_split_written(void **state)
{
	struct split s;

	(void)state;
	split(&s, "lib/gen > lib/t.h 2>/dev/null; x >>y");
	assert_int_equal(s.l.written_nr, 3);
	assert_string_equal(s.l.written[0], "lib/t.h");
	assert_string_equal(s.l.written[1], "/dev/null");
	assert_string_equal(s.l.written[2], "y");
	split_release(&s);
}

static void test_split_huge(void **state)
{
	size_t n = 4u << 20;
	char *big = malloc(n + 1);
	struct split s;

	(void)state;
	memset(big, '\'', n);
	big[n] = '\0';
	split(&s, big);
	assert_int_equal(s.ret, 0);
	split_release(&s);
	memset(big, 'x', n);
	split(&s, big);
	assert_int_equal(s.l.nr, 2);
	split_release(&s);
	memset(big, '(', n);
	split(&s, big);
	assert_int_equal(s.l.nr, 0);
	split_release(&s);
	free(big);
}

static void test_compiler_name(void **state)
{
	static const char *const yes[] = { "gcc", "cc", "clang", "gcc-12", "clang-19",
		"/usr/bin/gcc", "aarch64-linux-gnu-gcc", "x86_64-linux-gnu-gcc-12",
		"arm-none-eabi-gcc-13.2" };
	static const char *const no[] = { "gcc-ar", "clang-tidy", "g++", "ld", "gccx",
		"echo", "", "gcc-", "llvm-nm-19", "/opt/gcc/ld" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		assert_true(is_compiler_name(yes[i]));
	for (i = 0; i < sizeof(no) / sizeof(*no); i++)
		assert_false(is_compiler_name(no[i]));
}

static void check_run(const char *text, const char *first, int want)
{
	struct split s;
	const char **argv;
	int argc = 0;

	split(&s, text);
	argv = shell_compiler_run(&s.l, &argc);
	assert_int_equal(argc, want);
	if (want)
		assert_string_equal(argv[0], first);
	else
		assert_null(argv);
	split_release(&s);
}

static void test_compiler_run(void **state)
{
	(void)state;
	check_run("set -e; echo '  gcc -c -o a.o a.c'; gcc -O2 -c -o a.o a.c; ./objtool a.o",
		  "gcc", 6);
	check_run("CCACHE_DIR=/x ccache clang-19 -c a.c", "clang-19", 3);
	check_run("if gcc -c a.c; then true; fi", "gcc", 3);
	check_run("echo gcc -c a.c", NULL, 0);
	check_run("gcc -o prog prog.c", NULL, 0);	/* a host program */
	check_run("ld -r -o x.o y.o", NULL, 0);
}

/* ---- flags ---- */

struct flags {
	struct translated t;
	struct arena a;
	struct strpool pool;
	struct split s;
};

static void translate(struct flags *f, const char *dir, const char *arch, const char *text)
{
	int argc = 0;

	memset(f, 0, sizeof(*f));
	split(&f->s, text);
	while ((size_t)argc < f->s.l.nr && f->s.l.word[argc])
		argc++;
	flags_translate(&f->t, &f->a, &f->pool, dir, arch, argc, f->s.l.word);
}

static void flags_release(struct flags *f)
{
	strpool_release(&f->pool);
	arena_release(&f->a);
	split_release(&f->s);
}

static void check_flags(const char *dir, const char *arch, const char *text, const char *want)
{
	struct strbuf got = STRBUF_INIT;
	struct flags f;
	int i;

	translate(&f, dir, arch, text);
	for (i = 0; i < f.t.argc; i++)
		strbuf_addf(&got, "%s%s", i ? " " : "", f.t.argv[i]);
	assert_string_equal(got.buf, want);
	assert_null(f.t.argv[f.t.argc]);
	strbuf_release(&got);
	flags_release(&f);
}

static void test_flags(void **state)
{
	(void)state;
	check_flags("/b", "", "clang -c -o x.o x.c", "-w");
	check_flags("/b", "", "clang -I./inc -I ../s/inc -I/abs -isystem q -iquote=x x.c",
		    "-I/b/inc -I/s/inc -I/abs -isystem /b/q -iquote =x -w");
	check_flags("/b", "", "clang -DA -D B=1 -U C -UD x.c", "-DA -DB=1 -UC -UD -w");
	check_flags("/b", "", "clang -O2 x.c", "-D__OPTIMIZE__ -w");
	check_flags("/b", "", "clang -O x.c", "-D__OPTIMIZE__ -w");
	check_flags("/b", "", "clang -O2 -Os x.c", "-D__OPTIMIZE__ -D__OPTIMIZE_SIZE__ -w");
	check_flags("/b", "", "clang -O2 -O0 x.c", "-w");
	check_flags("/b", "", "clang -Wall -Werror=x -g -gdwarf-5 -Wp,-MMD,x.d -MD -MF x.d "
		    "-fconserve-stack -mpreferred-stack-boundary=3 -fplugin=x.so "
		    "--param a=b -Xclang -foo -mllvm -bar -Qunused-arguments x.c", "-w");
	check_flags("/b", "", "clang -Wp,-D_FORTIFY_SOURCE=2,-MMD,x x.c",
		    "-D_FORTIFY_SOURCE=2 -w");
	check_flags("/b", "", "clang -nostdinc -std=gnu11 -m64 -mno-sse -mno-sse2 -mno-avx "
		    "-mcmodel=kernel -fshort-wchar -fms-extensions -funsigned-char "
		    "-ffreestanding -fno-builtin -fno-builtin-wcslen -march=x86-64 x.c",
		    "-nostdinc -std=gnu11 -m64 -mno-sse -mno-sse2 -mno-avx -mcmodel=kernel "
		    "-fshort-wchar -fms-extensions -funsigned-char -ffreestanding "
		    "-fno-builtin -fno-builtin-wcslen -march=x86-64 -w");
	/* options at the end of the line that lack their argument */
	check_flags("/b", "", "clang x.c -I", "-w");
	check_flags("/b", "", "clang x.c -D", "-w");
	check_flags("/b", "", "clang x.c -o", "-w");
}

static void test_flags_include_file(void **state)
{
	struct strbuf text = STRBUF_INIT, want = STRBUF_INIT;

	(void)state;
	put("inc/k.h", "");
	strbuf_addf(&want, "-include %s -imacros nowhere.h -w", in_tmp("inc/k.h"));
	check_flags(tmp, "", "clang -include ./inc/k.h -imacros nowhere.h x.c", want.buf);
	strbuf_release(&text);
	strbuf_release(&want);
}

static void test_flags_target(void **state)
{
	(void)state;
	check_flags("/b", "arm64", "clang --target=aarch64-linux-gnu x.c",
		    "--target=aarch64-linux-gnu -w");
	check_flags("/b", "arm", "/usr/bin/arm-linux-gnueabihf-gcc-12 x.c",
		    "--target=arm-linux-gnueabihf -w");
	check_flags("/b", "s390", "gcc x.c", "--target=s390x-linux-gnu -w");
	check_flags("/b", arch_of_host(), "gcc x.c", "-w");
}

static void test_flags_facts(void **state)
{
	struct flags f;

	(void)state;
	translate(&f, "/b", "x86", "gcc -D__KERNEL__ -DMODULE "
		  "-DKBUILD_MODFILE='\"net/foo/bar\"' -DKBUILD_MODNAME='\"bar\"' "
		  "-c -o net/foo/bar.o ../net/foo/bar.c");
	assert_true(f.t.of_kernel && f.t.of_module && f.t.is_c && f.t.compiles);
	assert_false(f.t.is_asm);
	assert_string_equal(f.t.modfile, "net/foo/bar");
	assert_string_equal(f.t.modname, "bar");
	assert_string_equal(f.t.source, "../net/foo/bar.c");
	assert_string_equal(f.t.output, "net/foo/bar.o");
	flags_release(&f);

	translate(&f, "/b", "x86", "gcc -D__ASSEMBLY__ -c -o a.o a.S");
	assert_true(f.t.is_asm);
	flags_release(&f);
	translate(&f, "/b", "x86", "gcc -E -o a.i a.c");
	assert_false(f.t.compiles);
	flags_release(&f);
	translate(&f, "/b", "x86", "gcc -c a.c b.c");
	assert_null(f.t.source);
	flags_release(&f);
	translate(&f, "/b", "x86", "gcc -xc++ -c a.c");
	assert_false(f.t.is_c);
	flags_release(&f);
}

/* ---- dry run ---- */

#define TRAPS(t) "trap 'rm -f " t "; trap - HUP; kill -s HUP $$' HUP; "
#define RUN(o, c) "clang-19 -Wp,-MMD,lib/.x.d -nostdinc -I./include -D__KERNEL__ -O2 " \
	"-DKBUILD_MODFILE='\"" o "\"' -c -o " o ".o " c
#define ECHO(o, c) "set -e;  echo '  clang-19 -D__KERNEL__ -DKBUILD_MODFILE='\\''\"" o \
	"\"'\\'' -c -o " o ".o " c "';  " TRAPS(o ".o") RUN(o, c) " ; ./objtool " o ".o"

static void feed(struct dryrun *d, const char *line)
{
	char *copy = strdup(line);

	dryrun_line(d, copy, strlen(copy));
	free(copy);
}

static void test_dryrun(void **state)
{
	struct kbuild_options opt = { .tree = tmp };
	struct collector c;
	struct compdb db;
	struct dryrun d;

	(void)state;
	put("tree/lib/crc.c", "");
	compdb_init(&db);
	db.tree = in_tmp("tree");
	db.build = in_tmp("b");
	db.is_kernel = 1;
	collector_init(&c, &db, &opt);
	c.kernel_only = 1;
	dryrun_init(&d, db.build);

	feed(&d, "make -f /t/scripts/Makefile.build obj=lib \\");
	feed(&d, "need-builtin=1");
	/* a host program, and a header it makes */
	feed(&d, "set -e; echo '  gcc -O2 -o lib/gen lib/gen.c'; gcc -O2 -o lib/gen lib/gen.c");
	feed(&d, "set -e; echo '  lib/gen > lib/table.h'; " TRAPS("lib/table.h")
	     "lib/gen > lib/table.h");
	assert_int_equal(d.missing_nr, 1);
	feed(&d, ECHO("net/other", "/t/net/other.c"));
	assert_int_equal(d.want_nr, 0);
	feed(&d, ECHO("lib/crc", "/t/lib/crc.c"));
	assert_int_equal(d.want_nr, 1);
	assert_string_equal(d.want[0], "lib/crc.o");
	assert_int_equal(d.missing_nr, 0);
	/* a piece of a recipe of several lines */
	feed(&d, "echo 'const u8 x[] = {");
	feed(&d, "set -e; clang-19 -D__ASSEMBLY__ -D__KERNEL__ -c -o lib/m.o /t/lib/m.S");
	feed(&d, "scripts/x > include/generated/.y.h.tmp");
	assert_string_equal(d.missing[0], "include/generated/y.h");
	assert_int_equal(d.commands, 3);
	assert_int_equal(d.broken, 0);
	/* archives: net comes before lib in vmlinux */
	feed(&d, "set -e;  echo '  AR      lib/built-in.a'; " TRAPS("lib/built-in.a")
	     "rm -f lib/built-in.a;  printf \"lib/%s \" m.o crc.o | xargs ar cDPrST lib/built-in.a; "
	     "printf '%s\\n' 'cmd_lib/built-in.a := …' > lib/.built-in.a.cmd");
	feed(&d, "rm -f net/built-in.a; llvm-ar-19 rcSTPD net/built-in.a net/other.o");
	feed(&d, "rm -f built-in.a; printf \"./%s \" net/built-in.a lib/built-in.a | "
	     "xargs ar cDPrST built-in.a");
	feed(&d, "rm -f vmlinux.a; ar cDPrST vmlinux.a ./built-in.a lib/lib.a; "
	     "ar mPiT $(ar t vmlinux.a | sed -n 1p) vmlinux.a");

	assert_int_equal(dryrun_replay(&d.record, &c, db.build), 0);
	assert_int_equal(collector_finish(&c, NULL), 0);
	assert_int_equal(db.nr, 3);
	assert_int_equal(db.asm_nr, 1);
	assert_string_equal(db.cmd[0].file, "/t/lib/crc.c");
	assert_string_equal(db.cmd[0].object, "lib/crc.o");
	assert_string_equal(db.cmd[0].unit, "vmlinux");
	assert_string_equal(db.cmd[1].object, "net/other.o");
	assert_int_equal(db.cmd[1].link_order, 1);
	assert_int_equal(db.cmd[0].link_order, 3);

	/* a line that lost its middle is noticed */
	feed(&d, "set -e; echo '  clang-19 -D__KERNEL__ -DX -c -o lib/z.o lib/z.c' > q");
	assert_int_equal(d.broken, 1);

	/* a damaged record */
	strbuf_setlen(&d.record, d.record.len - 3);
	assert_int_equal(dryrun_replay(&d.record, &c, db.build), -1);
	dryrun_release(&d);
	collector_release(&c);
	compdb_release(&db);
}

/* ---- .cmd files ---- */

static void test_cmdfile_command(void **state)
{
	struct strbuf out = STRBUF_INIT;

	(void)state;
	assert_true(cmdfile_command("cmd_lib/x.o := gcc -c $$a $(pound) \\# lib/x.c\n\nq := 1\n",
				    &out));
	assert_string_equal(out.buf, "gcc -c $a # # lib/x.c");
	strbuf_clear(&out);
	assert_true(cmdfile_command("savedcmd_lib/x.o := gcc -c lib/x.c", &out));
	assert_string_equal(out.buf, "gcc -c lib/x.c");
	assert_false(cmdfile_command("", &out));
	assert_false(cmdfile_command("deps_x := a := b\n", &out));
	assert_false(cmdfile_command("cmd_x\n := gcc\n", &out));
	strbuf_release(&out);
}

static void make_kernel(void)
{
	put("t/Makefile", "# SPDX\nVERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 192\n"
	    "EXTRAVERSION = -rc1\nNAME = x\n");
	put("t/Kbuild", "");
	put("t/arch/x86/Makefile", "");
	put("t/net/a.c", "");
	put("t/net/core/b.c", "");
}

static int commands(struct compdb *db, struct kbuild_options *opt, struct strbuf *err)
{
	strbuf_clear(err);
	compdb_init(db);
	return kbuild_commands(db, opt, err);
}

#define CMD(word, o, flags, c) word o ".o := gcc -D__KERNEL__ -I../include -O2 " flags \
	" -c -o " o ".o " c " ; ./tools/objtool/objtool " o ".o\n\nsource_" o ".o := " c "\n"

static void make_built(const char *word)
{
	char text[1024];

	make_kernel();
	put("t/b/.config", "#\n# Automatically generated file; DO NOT EDIT.\n"
	    "# Linux/arm64 6.1.192 Kernel Configuration\n#\n");
	put("t/b/include/generated/autoconf.h", "");
	snprintf(text, sizeof(text), "%snet/a.o := gcc -D__KERNEL__ -I../include -O2 "
		 "-DKBUILD_MODNAME='\"a\"' -c -o net/a.o ../net/a.c\n", word);
	put("t/b/net/.a.o.cmd", text);
	put("t/b/net/core/.b.o.cmd", CMD("cmd_", "net/core/b",
	    "-DMODULE -DKBUILD_MODFILE='\"net/core/bmod\"'", "../net/core/b.c"));
	put("t/b/net/.s.o.cmd", "cmd_net/s.o := gcc -D__ASSEMBLY__ -D__KERNEL__ -c -o net/s.o ../net/s.S\n");
	put("t/b/net/.h.o.cmd", "cmd_net/h.o := gcc -O2 -c -o net/h.o ../net/h.c\n");
	put("t/b/net/.q.o.cmd", "cmd_net/q.o := gcc -D__KERNEL__ 'unclosed -c ../net/q.c\n");
	put("t/b/net/.built-in.a.cmd", "cmd_net/built-in.a := rm -f net/built-in.a;  "
	    "printf \"net/%s \" s.o a.o | xargs ar cDPrST net/built-in.a\n");
	put("t/b/scripts/mod/.empty.o.cmd", CMD("cmd_", "scripts/mod/empty", "",
						"../scripts/mod/empty.c"));
}

static void test_built_tree(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("t"), .build = in_tmp("t/b"),
				      .make = KBUILD_MAKE_NEVER };
	const char *units[] = { "net/core/*", "core", "net/*", "other", NULL };
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	(void)state;
	make_built("savedcmd_");
	assert_int_equal(commands(&db, &opt, &err), 0);
	assert_int_equal(db.nr, 2);
	assert_string_equal(db.cmd[0].file, "net/a.c");
	assert_string_equal(db.cmd[0].path, in_tmp("t/net/a.c"));
	assert_string_equal(db.cmd[0].dir, in_tmp("t/b"));
	assert_string_equal(db.cmd[0].object, "net/a.o");
	assert_string_equal(db.cmd[0].unit, "vmlinux");
	assert_int_equal(db.cmd[0].link_order, 2);
	assert_int_equal(db.modules_left_out, 1);
	assert_int_equal(db.asm_nr, 1);
	assert_string_equal(db.cmd[1].file, "net/s.S");
	assert_true(db.is_kernel);
	assert_string_equal(db.arch, "arm64");
	assert_string_equal(db.config, ".config");
	assert_string_equal(db.version, "6.1.192-rc1");
	compdb_release(&db);

	opt.modules = 1;
	opt.units = units;
	assert_int_equal(commands(&db, &opt, &err), 0);
	assert_int_equal(db.nr, 3);
	assert_string_equal(db.cmd[0].unit, "other");
	assert_string_equal(db.cmd[1].unit, "net/core/bmod");	/* a module stays one */
	compdb_release(&db);
	strbuf_release(&err);
}

static void test_only(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("t"), .build = in_tmp("t/b"),
				      .make = KBUILD_MAKE_NEVER, .modules = 1 };
	const char *only[] = { "./net/core/", NULL }, *none[] = { "arch", NULL };
	const char *typo[] = { "net", "nett", NULL }, *file[] = { "net/a.c", NULL };
	const char *prefix[] = { "net/cor", NULL };
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	(void)state;
	make_built("cmd_");
	opt.only = only;
	assert_int_equal(commands(&db, &opt, &err), 0);
	assert_int_equal(db.nr, 1);
	assert_string_equal(db.cmd[0].file, "net/core/b.c");
	assert_int_equal(db.asm_nr, 0);
	compdb_release(&db);
	opt.only = file;
	assert_int_equal(commands(&db, &opt, &err), 0);
	assert_int_equal(db.nr, 1);
	compdb_release(&db);
	opt.only = none;
	assert_int_equal(commands(&db, &opt, &err), -1);
	assert_non_null(strstr(err.buf, "none of the 2 C files"));
	compdb_release(&db);
	opt.only = typo;
	assert_int_equal(commands(&db, &opt, &err), -1);
	assert_non_null(strstr(err.buf, "nett"));
	compdb_release(&db);
	opt.only = prefix;
	assert_int_equal(commands(&db, &opt, &err), -1);
	compdb_release(&db);
	strbuf_release(&err);
}

/* ---- compile_commands.json ---- */

static void test_json(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("p") };
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	(void)state;
	put("p/compile_commands.json", "[\n"
	    "{\"directory\": \"build\", \"file\": \"../src/a.c\", "
	    "\"arguments\": [\"cc\", \"-I\", \"../inc\", \"-DN=\\\"x y\\\"\", \"-c\", \"-o\", \"a.o\", \"../src/a.c\"]},\n"
	    "{\"directory\": \".\", \"file\": \"src/b.c\", \"output\": \"build/b2.o\", "
	    "\"command\": \"ccache gcc -O2 -DN='\\\"q\\\"' -c src/b.c -o build/b.o\"},\n"
	    "{\"directory\": \".\", \"file\": \"src/b.c\", "
	    "\"command\": \"mycc -DTWO -c src/b.c -o build/b.o\"},\n"
	    "{\"directory\": \".\", \"file\": \"src/x.cpp\", \"command\": \"g++ -c src/x.cpp\"}\n]");
	put("p/src/a.c", "");
	put("p/src/b.c", "");
	assert_int_equal(commands(&db, &opt, &err), 0);
	assert_int_equal(db.nr, 3);
	assert_false(db.is_kernel);
	assert_string_equal(db.version, "");
	assert_string_equal(db.config, "compile_commands.json");
	assert_string_equal(db.cmd[0].file, "src/a.c");
	assert_string_equal(db.cmd[0].unit, "program");
	assert_string_equal(db.cmd[0].object, "build/a.o");
	assert_string_equal(db.cmd[0].dir, in_tmp("p/build"));
	assert_string_equal(db.cmd[0].argv[1], "-DN=\"x y\"");
	assert_string_equal(db.cmd[1].object, "build/b.o");
	assert_string_equal(db.cmd[1].argv[0], "-DTWO");
	assert_string_equal(db.cmd[2].object, "build/b2.o");
	assert_string_equal(db.cmd[2].argv[0], "-DN=\"q\"");
	compdb_release(&db);
	strbuf_release(&err);
}

static void bad_json(const char *text, const char *says)
{
	struct kbuild_options opt = { .tree = in_tmp("p") };
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	put("p/compile_commands.json", text);
	assert_int_equal(commands(&db, &opt, &err), -1);
	if (!strstr(err.buf, says))
		fail_msg("'%s' does not say '%s'", err.buf, says);
	compdb_release(&db);
	strbuf_release(&err);
}

static void test_json_bad(void **state)
{
	(void)state;
	bad_json("", "is not JSON");
	bad_json("[\n{\"file\": \"a.c\",\n", "line 2 can't be read");
	bad_json("{}", "is not a list");
	bad_json("[1]", "entry 1 is not an object");
	bad_json("[{}]", "no \"file\"");
	bad_json("[{\"file\": 7}]", "no \"file\"");
	bad_json("[{\"file\": \"a.c\"}]", "neither");
	bad_json("[{\"file\": \"a.c\", \"command\": \"gcc 'x\"}]", "unclosed quote");
	bad_json("[{\"file\": \"a.c\", \"arguments\": {}}]", "not a list");
	bad_json("[{\"file\": \"a.c\", \"arguments\": [\"cc\", 1]}]", "not a string");
	bad_json("[{\"file\": \"a.c\", \"arguments\": []}]", "names no C file");
	bad_json("[]", "names no C file");
}

/* ---- which tree, and may make be run ---- */

static void test_not_a_kernel(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("x") };
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	(void)state;
	assert_int_equal(commands(&db, &opt, &err), -1);
	assert_non_null(strstr(err.buf, "cannot open the tree"));
	compdb_release(&db);
	put("x/main.c", "");
	assert_int_equal(commands(&db, &opt, &err), -1);
	assert_non_null(strstr(err.buf, "neither a Linux kernel tree"));
	compdb_release(&db);
	opt.tree = in_tmp("x/main.c");
	assert_int_equal(commands(&db, &opt, &err), -1);
	assert_non_null(strstr(err.buf, "not a directory"));
	compdb_release(&db);
	strbuf_release(&err);
}

static void test_kernel_version(void **state)
{
	struct linux_tree t;

	(void)state;
	make_kernel();
	assert_true(linux_tree_read(&t, in_tmp("t")));
	assert_string_equal(t.version, "6.1.192-rc1");
	put("t/Makefile", "VERSION = 2023\nPATCHLEVEL = 10\n");		/* U-Boot */
	assert_false(linux_tree_read(&t, in_tmp("t")));
	put("t/Makefile", "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\nEXTRAVERSION = $(rm)\n");
	assert_true(linux_tree_read(&t, in_tmp("t")));
	assert_string_equal(t.version, "6.12.0");
}

static void test_owner(void **state)
{
	struct kbuild_options opt = { .tree = "/t" };
	struct strbuf err = STRBUF_INIT;

	(void)state;
	unsetenv("SUDO_UID");
	assert_int_equal(make_allowed(&opt, "/t", 1000, 1000, &err), 0);
	assert_int_equal(make_allowed(&opt, "/t", 1000, 1001, &err), -1);
	assert_non_null(strstr(err.buf, "--make"));
	assert_int_equal(make_allowed(&opt, "/t", 1000, 0, &err), -1);
	setenv("SUDO_UID", "1000", 1);
	assert_int_equal(make_allowed(&opt, "/t", 1000, 0, &err), 0);
	assert_int_equal(make_allowed(&opt, "/t", 1002, 0, &err), -1);
	unsetenv("SUDO_UID");
	opt.make = KBUILD_MAKE_ALWAYS;
	assert_int_equal(make_allowed(&opt, "/t", 1000, 1001, &err), 0);
	opt.make = KBUILD_MAKE_NEVER;
	assert_int_equal(make_allowed(&opt, "/t", 1000, 1000, &err), -1);
	strbuf_release(&err);
}

static void bare_refused(struct kbuild_options *opt, int code, const char *says)
{
	struct strbuf err = STRBUF_INIT;
	struct compdb db;

	assert_int_equal(commands(&db, opt, &err), code);
	if (!strstr(err.buf, says))
		fail_msg("'%s' does not say '%s'", err.buf, says);
	compdb_release(&db);
	strbuf_release(&err);
}

static void test_bare_refused(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("t"), .cache_dir = in_tmp("cache"),
				      .make = KBUILD_MAKE_NEVER };

	(void)state;
	make_kernel();
	bare_refused(&opt, KBUILD_NOT_ALLOWED, "--no-make");
	opt.make = KBUILD_MAKE_IF_OWNER;
	opt.arch = "../x";
	bare_refused(&opt, -1, "no architecture");
	opt.arch = NULL;
	/* what must not get into make's or a shell's hands */
	opt.build = "/tmp/a $(touch x)";
	bare_refused(&opt, -1, "Kbuild can't work in");
	opt.build = NULL;
	/* one was configured in place */
	put("t/.config", "");
	bare_refused(&opt, -1, "configured in place");
}

static void test_bare_config(void **state)
{
	struct kbuild_options opt = { .tree = in_tmp("t"), .cache_dir = in_tmp("cache"),
				      .arch = "x86_64" };

	(void)state;
	make_kernel();
	if (!program_exists("flex") || !program_exists("bison") || !program_exists("bc"))
		skip();
	opt.config = "def;config";
	bare_refused(&opt, -1, "--config takes");
	opt.config = "menuconfig";
	bare_refused(&opt, -1, "--config takes");
	opt.config = "-foo.config";
	bare_refused(&opt, -1, "--config takes");
	opt.config = NULL;
	/* this Makefile has no such target: make's words are handed on */
	bare_refused(&opt, -1, "configuring the kernel failed");
}

/* Which trees and configurations do without objtool. */
static void test_bare_lean(void **state)
{
	static const char makefile[] = "VERSION = 6\nprepare0: archprepare\n\n"
		"ifdef CONFIG_OBJTOOL\nprepare: tools/objtool\nendif\n";
	struct bare_build b = { .tree = in_tmp("t"), .dir = (char *)in_tmp("b") };

	(void)state;
	b.tc.srcarch = "x86";
	put("t/Makefile", makefile);
	put("t/arch/x86/Makefile", "KBUILD_CFLAGS += -mno-sse\n");
	put("b/.config", "CONFIG_OBJTOOL=y\n# CONFIG_RUST is not set\n");
	assert_true(lean_possible(&b));
	put("b/.config", "CONFIG_OBJTOOL=y\nCONFIG_DEBUG_INFO_BTF=y\n");
	assert_false(lean_possible(&b));
	put("b/.config", "CONFIG_OBJTOOL=y\nCONFIG_RUST=y\n");
	assert_false(lean_possible(&b));
	put("b/.config", "CONFIG_OBJTOOL=y\n");
	put("t/Makefile", "VERSION = 5\nprepare0: archprepare\nprepare: prepare0 prepare-objtool\n");
	assert_false(lean_possible(&b));
	/* its flags ask for objtool, as loongarch's do */
	put("t/Makefile", makefile);
	put("t/arch/x86/Makefile", "ifdef CONFIG_OBJTOOL\nKBUILD_CFLAGS += -fno-jump-tables\nendif\n");
	assert_false(lean_possible(&b));
}

/* ---- questions to the compiler ---- */

#define PROBE(...) probe_of((const char *const []){ "clang-19", __VA_ARGS__, NULL })

static const char *probe_of(const char *const *argv)
{
	int argc = 0;

	while (argv[argc])
		argc++;
	return probe_output(argc, argv);
}

static void test_probe_is_one(void **state)
{
	(void)state;
	assert_string_equal(PROBE("-Werror", "-D__KERNEL__", "-std=gnu11", "-fno-PIE", "-mno-sse", "-c", "-x", "c",
				  "/dev/null", "-o", ".tmp_12/tmp"), ".tmp_12/tmp");
	assert_string_equal(PROBE("-S", "-x", "c", "/dev/null", "-o", ".tmp_1/tmp.o"), ".tmp_1/tmp.o");
	assert_string_equal(PROBE("-c", "-x", "assembler-with-cpp", "/dev/null", "-o", "/dev/null"), "/dev/null");
	/* what reads or writes another file, or might, or is not known */
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "-o", "tmp"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp/../x"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "-o", ".tmp_/tmp"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null"));
	assert_null(PROBE("-c", "-x", "c", "-", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "x.c", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-E", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-include", "x.h", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-includex.h", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-Ix", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("@args", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-fplugin=x.so", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-fprofile-use=x", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-Wp,-MD,x.d", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-fno-integrated-as", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-fsome=a/b", "-c", "-x", "c", "/dev/null", "-o", ".tmp_12/tmp"));
	assert_null(PROBE("-c", "-x", "c", "/dev/null", "-o"));
}

static void probe_key_of(struct strbuf *key, const char *compiler, const char *option, const char *output)
{
	const char *const argv[] = { "clang-19", option, "-c", "-x", "c", "/dev/null", "-o", output };

	strbuf_clear(key);
	probe_key(key, compiler, 8, argv);
}

/* Another process asks the same; another option, compiler or kind of output is another question. */
static void test_probe_key(void **state)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	(void)state;
	probe_key_of(&a, "clang 1", "-Wx", ".tmp_1/tmp");
	probe_key_of(&b, "clang 1", "-Wx", ".tmp_22/tmp");
	assert_true(a.len == b.len && !memcmp(a.buf, b.buf, a.len));
	probe_key_of(&b, "clang 2", "-Wx", ".tmp_1/tmp");
	assert_false(a.len == b.len && !memcmp(a.buf, b.buf, a.len));
	probe_key_of(&b, "clang 1", "-Wy", ".tmp_1/tmp");
	assert_false(a.len == b.len && !memcmp(a.buf, b.buf, a.len));
	probe_key_of(&b, "clang 1", "-Wx", "/dev/null");
	assert_false(a.len == b.len && !memcmp(a.buf, b.buf, a.len));
	strbuf_release(&a);
	strbuf_release(&b);
}

/* ---- process ---- */

static void collect_line(void *ctx, const char *line, size_t len)
{
	strbuf_add(ctx, line, len);
	strbuf_addch(ctx, '|');
}

static void test_process(void **state)
{
	const char *echo[] = { "printf", "a\\nb $HOME; c", NULL };
	const char *env[] = { "env", NULL }, *none[] = { "kpath-no-such-program", NULL };
	const char *fails[] = { "sh", "-c", "echo oops >&2; exit 3", NULL };
	struct strbuf out = STRBUF_INIT, err = STRBUF_INIT;
	struct process p = { .argv = echo, .line = collect_line, .ctx = &out };

	(void)state;
	assert_int_equal(process_run(&p, &err), 0);
	assert_string_equal(out.buf, "a|b $HOME; c|");
	strbuf_release(&p.tail);
	strbuf_clear(&out);
	setenv("KCFLAGS", "-DEVIL", 1);
	p.argv = env;
	assert_int_equal(process_run(&p, &err), 0);
	assert_non_null(strstr(out.buf, "LC_ALL=C|"));
	assert_null(strstr(out.buf, "KCFLAGS"));
	strbuf_release(&p.tail);
	p.argv = none;
	assert_int_equal(process_run(&p, &err), -1);
	assert_non_null(strstr(err.buf, "cannot run kpath-no-such-program"));
	strbuf_release(&p.tail);
	p.argv = fails;
	p.line = NULL;
	assert_int_equal(process_run(&p, &err), 0);
	assert_int_equal(p.status, 3);
	assert_string_equal(p.tail.buf, "oops\n");
	strbuf_release(&p.tail);
	strbuf_release(&out);
	strbuf_release(&err);
}

static void test_packages(void **state)
{
	(void)state;
	assert_string_equal(package_for_output("fatal error: gelf.h: No such file"), "libelf-dev");
	assert_string_equal(package_for_output("/bin/sh: 1: bison: not found"), "bison");
	assert_null(package_for_output("syntax error"));
}

#define T(f) cmocka_unit_test(f)
#define TD(f) cmocka_unit_test_setup_teardown(f, make_tmp, remove_tmp)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_split), T(test_split_written), T(test_split_huge),
		T(test_compiler_name), T(test_compiler_run),
		T(test_flags), TD(test_flags_include_file), T(test_flags_target),
		T(test_flags_facts), TD(test_dryrun),
		T(test_cmdfile_command), TD(test_built_tree), TD(test_only),
		TD(test_json), TD(test_json_bad),
		TD(test_not_a_kernel), TD(test_kernel_version), T(test_owner),
		TD(test_bare_refused), TD(test_bare_config), TD(test_bare_lean),
		T(test_probe_is_one), T(test_probe_key),
		T(test_process), T(test_packages),
	};

	return cmocka_run_group_tests_name("kbuild", tests, NULL, NULL);
}
