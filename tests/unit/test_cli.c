/* SPDX-License-Identifier: MIT */
/* The program as others run it: exit codes, streams, an index end to end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"

static char dir[] = "/tmp/kpath-cli-XXXXXX";
static struct strbuf out, errors;

static void put(const char *name, const char *text)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/%s", dir, name);
	assert_int_equal(file_write_atomic(path.buf, text, strlen(text), NULL), 0);
	strbuf_release(&path);
}

/* Runs a shell line in `dir` with $K as the program; returns its exit code. */
static int sh(const char *line)
{
	struct strbuf cmd = STRBUF_INIT, path = STRBUF_INIT;
	int ret;

	strbuf_addf(&cmd, "cd %s && unset KPATH_DB && K='%s/kpath' && exec >out 2>err && %s",
		    dir, KPATH_BIN_DIR, line);
	ret = system(cmd.buf);
	strbuf_clear(&out);
	strbuf_clear(&errors);
	strbuf_addf(&path, "%s/out", dir);
	assert_int_equal(file_read(path.buf, &out, NULL), 0);
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/err", dir);
	assert_int_equal(file_read(path.buf, &errors, NULL), 0);
	strbuf_release(&cmd);
	strbuf_release(&path);
	assert_true(WIFEXITED(ret));
	return WEXITSTATUS(ret);
}

static void run(const char *line, int want)
{
	int got = sh(line);

	if (got != want)
		fail_msg("%s: exit code %d, not %d\n%s%s", line, got, want, out.buf, errors.buf);
}

static void said(const struct strbuf *where, const char *what)
{
	if (!strstr(where->buf, what))
		fail_msg("no \"%s\" in:\n%s", what, where->buf);
}

static int make_dir(void **state)
{
	struct strbuf json = STRBUF_INIT;

	strbuf_init(&out);
	strbuf_init(&errors);
	if (!mkdtemp(dir))
		return -1;
	put("a.c", "struct ops { int (*go)(int); };\n"
		   "static int fast(int x) { return x; }\n"
		   "static int slow(int x) { return -x; }\n"
		   "static const struct ops one = { .go = fast };\n"
		   "static const struct ops two = { .go = slow };\n"
		   "static int call(const struct ops *o) { return o->go(1); }\n"
		   "int start(int a);\n"
		   "int start(int a)\n"
		   "{\n"
		   "\tif (a > 2)\n"
		   "\t\treturn call(&one);\n"
		   "\treturn call(&two);\n"
		   "}\n");
	put("b.c", "static int fast(int x) { return x + 1; }\n"
		   "int lonely(void);\n"
		   "int lonely(void) { return fast(2); }\n");
	strbuf_addf(&json, "[{\"directory\":\"%s\",\"file\":\"a.c\",\"command\":\"cc -c a.c\"},"
		    "{\"directory\":\"%s\",\"file\":\"b.c\",\"command\":\"cc -c b.c\"}]", dir, dir);
	put("compile_commands.json", json.buf);
	strbuf_release(&json);
	return 0;
}

static int remove_dir(void **state)
{
	strbuf_release(&out);
	strbuf_release(&errors);
	return dir_remove_all(dir, NULL);
}

static void usage(void **state)
{
	run("$K", 2);
	run("$K --help", 0);
	said(&out, "callers");
	run("$K --version", 0);
	run("$K nonsense", 2);
	run("$K path --help", 0);
	said(&out, "examples:");
	run("$K path only_one", 2);
	run("$K path a b c", 2);
	run("$K path a b --no-such-option", 2);
	said(&errors, "--no-such-option");
	run("$K path a b -k many", 2);
	run("$K path a b -k 0", 2);
	run("$K callers f -f pdf", 2);
	said(&errors, "it has: text json");
	run("$K callers f --color sometimes", 2);
	run("$K help exit-codes", 0);
	run("$K help nothing", 2);
	run("$K lsp -o x </dev/null", 2);
	said(&errors, "takes no -o");
	run("$K link --help", 0);
	said(&out, "--output FILE");
	run("$K link none --out x", 6);
	said(&errors, "none");
}

static void no_index(void **state)
{
	cJSON *doc;

	run("$K path a b", 4);
	assert_int_equal(out.len, 0);
	said(&errors, "kpath.db");
	run("$K path a b -f json", 4);
	doc = cJSON_Parse(out.buf);
	assert_non_null(doc);
	assert_non_null(cJSON_GetObjectItem(doc, "error"));
	assert_true(cJSON_IsArray(cJSON_GetObjectItem(doc, "candidates")));
	cJSON_Delete(doc);
	run("$K doctor -d a.c", 4);
	run("$K verify -d a.c", 4);
}

static void bad_outputs(void **state)
{
	struct stat st;

	run("$K --help >/dev/full", 6);
	run("$K help names >&-", 6);
	run("$K index . -d no/such/dir.db", 6);
	run("$K index . -d /dev/null", 6);
	run("$K index no-such-tree -d x.db", 6);
	run("test ! -e x.db && test ! -e x.db.log", 0);
	assert_int_equal(stat("/dev/null", &st), 0);
	assert_true(S_ISCHR(st.st_mode));
}

static void index_and_ask(void **state)
{
	run("$K index . -d i.db", 0);
	assert_int_equal(out.len, 0);
	said(&errors, "resolve");
	run("$K index . -d j.db -q -j 1", 0);
	assert_int_equal(errors.len, 0);
	run("cmp i.db j.db", 0);
	run("grep -q '^seconds.parse' i.db.log", 0);

	run("$K path start slow -d i.db", 0);
	said(&out, "start -> slow");
	said(&out, "a.c:6");
	said(&out, "in two (a.c:5)");
	run("KPATH_DB=i.db $K path start slow --source", 0);
	said(&out, "| return call(&");
	run("$K path slow start -d i.db", 1);
	run("$K callers lonely -d i.db", 1);
	run("$K callers fast -d i.db", 3);
	said(&errors, "  a.c:fast\n");
	said(&errors, "  b.c:fast\n");
	run("$K callers a.c:fast -d i.db", 0);
	said(&out, "call");
	run("$K slot ops.go -d i.db", 0);
	said(&out, "stored in (2)");
	run("$K table two -d i.db", 0);
	said(&out, "slow");
	run("$K resolve a.c:6 -d i.db", 0);
	said(&out, "->go  =  ops.go");
	run("$K verify -d i.db", 0);
	run("$K doctor -d i.db -f json", 0);
	said(&out, "\"stale\":false");
	said(&out, "\"seconds\":{");
	run("$K edges -d i.db", 0);
	said(&out, "start\ta.c\tcall\ta.c\tdirect\tdirect\ta.c\t12\t");
	run("$K path start slow -d i.db --avoid no/such/", 3);
	run("$K path start slow -d i.db --as no-such-scenario", 3);
}

static void every_format(void **state)
{
	run("$K path start slow -d i.db -f json | grep -q '^{\"schema\":\"kpath-path/1\"'", 0);
	run("$K path start slow -d i.db -f svg | grep -q '</svg>'", 0);
	run("$K path start slow -d i.db -f dot | grep -q '^digraph'", 0);
	run("$K path start slow -d i.db -f mermaid | grep -q '^flowchart TD'", 0);
	run("$K path start slow -d i.db -f mermaid --flow", 0);
	said(&out, "{\"a #62; 2\"}");
	run("$K callers slow -d i.db -f svg -o c.svg", 0);
	assert_int_equal(out.len, 0);
	run("grep -q '</svg>' c.svg", 0);
}

static void streams(void **state)
{
	run("$K edges -d i.db | true", 0);
	run("$K edges -d i.db >/dev/full", 6);
	said(&errors, "kpath: ");
	run("$K edges -d i.db -o /dev/full", 6);
	run("test -c /dev/full", 0);
	run("$K edges -d i.db -o - | head -1", 0);
	said(&out, "caller\t");
	run("$K edges -d i.db >&-", 6);
	run("$K path start slow -d i.db --color always", 0);
	said(&out, "\033[");
	run("$K path start slow -d i.db", 0);
	assert_null(strchr(out.buf, '\033'));
}

static void notices_changes(void **state)
{
	run("cp b.c keep && echo '// more' >>b.c && $K callees lonely -d i.db -f json", 0);
	said(&out, "\"stale\":true");
	said(&errors, "b.c has changed");
	run("$K callers call -d i.db -f json", 0);
	said(&out, "\"stale\":false");
	run("mv i.db.log gone && $K callers call -d i.db -f json", 0);
	said(&out, "\"stale\":null");
	run("mv gone i.db.log && mv keep b.c", 0);
}

static void says_what_failed(void **state)
{
	run("mv b.c keep && $K index . -d bad.db; c=$?; mv keep b.c; exit $c", 5);
	said(&errors, "1 of 2 translation units could not be read");
	said(&errors, "b.c: ");
	run("$K path start slow -d bad.db -f json", 0);
	said(&out, "\"tus_failed\":1");
	run("grep -q '^tu.failed' bad.db.log", 0);
}

static void damage(void **state)
{
	run("head -c 9000 i.db >cut.db; $K path start slow -d cut.db", 4);
	run("cp i.db bit.db; printf 'x' | dd of=bit.db bs=1 seek=100 conv=notrunc 2>&1; "
	    "$K verify -d bit.db", 4);
}

/* An editor that says nothing is waited for, but not for ever. */
static void gives_up(void **state)
{
	run("sleep 2 | $K lsp --max-time 1 -d i.db", 6);
	said(&errors, "gave up");
	run("$K callers a --max-time x", 2);
}

/* More calls than a picture can show are drawn by folders, all of them counted. */
static void large_picture(void **state)
{
	struct strbuf text = STRBUF_INIT, json = STRBUF_INIT;
	int i;

	run("mkdir -p many/lib many/net", 0);
	strbuf_addstr(&text, "int t(int);\n");
	for (i = 0; i < 700; i++)
		strbuf_addf(&text, "int f%d(void) { return t(%d); }\n", i, i);
	put("many/lib/a.c", text.buf);
	put("many/net/b.c", "int t(int n) { return n; }\nint g(void) { return t(1); }\n");
	strbuf_addf(&json, "[{\"directory\":\"%s/many\",\"file\":\"lib/a.c\",\"arguments\":[\"cc\",\"-c\",\"lib/a.c\"]},"
		    "{\"directory\":\"%s/many\",\"file\":\"net/b.c\",\"arguments\":[\"cc\",\"-c\",\"net/b.c\"]}]", dir, dir);
	put("many/compile_commands.json", json.buf);
	run("$K index many -d many.db --no-cache --no-pch -q -j1", 0);
	run("$K callers t -d many.db -f svg", 0);
	said(&out, "lib: 700 functions");
	said(&out, "net: 1 function<");
	said(&errors, "701 calls are too many");
	run("$K callers t -d many.db -f dot", 0);
	said(&out, "f699");
	strbuf_release(&text);
	strbuf_release(&json);
}

/* No answer that lacks something, and no sound index that is called damaged. */
static void gives_up_memory(void **state)
{
#ifndef __SANITIZE_ADDRESS__	/* which needs terabytes */
	int mib, code;

	run("$K callers a.c:fast --max-memory 1 -f json -d i.db", 6);
	said(&errors, "the limit of 1 MiB of memory is reached");
	for (mib = 2; mib < 12; mib++) {
		char line[80];

		snprintf(line, sizeof(line), "$K callers a.c:fast --max-memory %d -f json -d i.db", mib);
		code = sh(line);
		if (code != 0 && code != 6)
			fail_msg("%s: exit code %d\n%s", line, code, errors.buf);
	}
	run("$K callers a.c:fast --max-memory 2000000 -d i.db", 0);
#endif
	run("$K callers a --max-memory 1M", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(usage),
		cmocka_unit_test(no_index),
		cmocka_unit_test(bad_outputs),
		cmocka_unit_test(index_and_ask),
		cmocka_unit_test(every_format),
		cmocka_unit_test(streams),
		cmocka_unit_test(notices_changes),
		cmocka_unit_test(says_what_failed),
		cmocka_unit_test(damage),
		cmocka_unit_test(large_picture),
		cmocka_unit_test(gives_up),
		cmocka_unit_test(gives_up_memory),
	};

	return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
