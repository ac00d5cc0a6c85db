/* SPDX-License-Identifier: MIT */
/*
 * The pool of workers, with workers that misbehave: this program, started by
 * the pool as if it were kpath-worker, does what the name of the file in
 * each request says. And the scan of assembler sources.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "frontend/frontend.h"
#include "frontend/tu_flags.h"
#include "frontend/wire.h"

#define ROLE "KPATH_TEST_FAKE_WORKER"

/* ---- the fake worker ----------------------------------------------------- */

static void send_bytes(const void *data, size_t len)
{
	if (fd_write_all(STDOUT_FILENO, data, len))
		_exit(9);
}

static void crash(void)
{
	signal(SIGSEGV, SIG_DFL);	/* a sanitizer catches it otherwise */
	raise(SIGSEGV);
	_exit(9);
}

static void send_facts(const struct compile_command *cmd, const struct tu_pch *pch)
{
	struct strbuf out = STRBUF_INIT;
	struct wire_reply reply = { 0 };
	struct tu_facts f;

	facts_init(&f);
	f.file = strtab_add(&f.str, cmd->file);
	f.unit = strtab_add(&f.str, cmd->unit);
	f.error = strtab_add(&f.str, cmd->argc > 0 ? cmd->argv[0] : "");
	if (strstr(cmd->file, "told"))
		f.error = strtab_add(&f.str, pch->named);
	if (strstr(cmd->file, "named:")) {
		reply.named = strchr(cmd->file, ':') + 1;
		reply.named_len = strlen(reply.named);
	}
	wire_put_reply(&out, &reply, &f);
	if (strstr(cmd->file, "trailing"))
		strbuf_addch(&out, 'x');
	send_bytes(out.buf, out.len);
	facts_release(&f);
	strbuf_release(&out);
}

static void misbehave(const struct compile_command *cmd, const struct tu_pch *pch, unsigned flags,
		      unsigned served)
{
	const char *f = cmd->file;

	if (strstr(f, "crash") || (strstr(f, "once") && !(flags & TU_NO_PRETTY)))
		crash();
	if (strstr(f, "hang"))
		for (;;)
			pause();
	if (strstr(f, "early"))
		_exit(3);
	if (strstr(f, "partial")) {
		send_bytes("\x40\0\0\0abc", 7);
		_exit(4);
	}
	if (strstr(f, "stays")) {	/* closes its pipe, but stays */
		close(STDOUT_FILENO);
		for (;;)
			pause();
	}
	if (strstr(f, "garbage"))
		send_bytes("\x08\0\0\0garbage!", 12);
	else if (strstr(f, "large"))
		send_bytes("\xff\xff\xff\xff" "abcd", 8);
	else if (strstr(f, "short"))
		send_bytes("\0\0\0\0", 4);
	else
		send_facts(cmd, pch);
	if (strstr(f, "recycle") && served > 2)
		_exit(5);
}

static int fake_worker(void)
{
	struct strbuf in = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	struct compile_command cmd;
	struct walk_knowledge k;
	struct compdb db;
	unsigned flags, served = 0;
	struct tu_pch pch;

	memset(&k, 0, sizeof(k));
	compdb_init(&db);
	if (wire_read_frame(STDIN_FILENO, &in) != 1 ||
	    wire_get_hello(in.buf, in.len, &a, &db, &k) || strcmp(db.tree, "/tree"))
		return 8;
	while (wire_read_frame(STDIN_FILENO, &in) == 1) {
		if (wire_get_request(in.buf, in.len, &a, &cmd, &pch, &flags))
			return 7;
		misbehave(&cmd, &pch, flags, ++served);
	}
	arena_release(&a);
	strbuf_release(&in);
	return 0;
}

/* ---- running it ------------------------------------------------------------ */

struct run {
	struct compdb db;
	struct recfile out;
	struct frontend_stats stats;
	struct strbuf err;
	size_t progressed;
	int ret;
};

static void count_progress(void *ctx, size_t done, size_t total, const char *file)
{
	struct run *r = ctx;

	r->progressed++;
	assert_int_equal(done, r->progressed);
	assert_int_equal(total, r->db.nr);
	assert_non_null(file);
}

static char self[PATH_MAX];

static void run_files(struct run *r, const char *const *files, size_t nr, int jobs,
		      unsigned recycle)
{
	struct frontend_options opt = { .worker = self, .jobs = jobs, .timeout = 3,
		.recycle = recycle, .progress = count_progress, .progress_ctx = r };
	struct knowledge k;
	size_t i;

	memset(r, 0, sizeof(*r));
	strbuf_init(&r->err);
	compdb_init(&r->db);
	r->db.tree = r->db.build = "/tree";
	for (i = 0; i < nr; i++) {
		struct compile_command *c = compdb_add(&r->db);

		c->file = c->path = files[i];
		c->dir = "/";
		c->object = "x.o";
		c->unit = "vmlinux";
		c->argv = arena_alloc(&r->db.arena, 2 * sizeof(*c->argv));
		c->argv[0] = arena_printf(&r->db.arena, "-DI=%zu", i);
		c->argc = 1;
	}
	assert_int_equal(knowledge_init(&k, NULL, NULL, &r->err), 0);
	assert_int_equal(recfile_init(&r->out, NULL, (uint32_t)nr, &r->err), 0);
	r->ret = frontend_run(&r->db, &k, &opt, &r->out, &r->stats, &r->err);
	knowledge_release(&k);
}

static void run_release(struct run *r)
{
	recfile_release(&r->out);
	inputs_release(&r->stats.seen);
	compdb_release(&r->db);
	strbuf_release(&r->err);
}

static void record(struct run *r, uint32_t i, struct tu_facts *f)
{
	struct strbuf err = STRBUF_INIT, rec = STRBUF_INIT;

	assert_int_equal(recfile_read(&r->out, i, &rec), 0);
	facts_init(f);
	if (facts_read(f, rec.buf, rec.len, &err))
		fail_msg("%s", err.buf);
	strbuf_release(&rec);
	assert_string_equal(facts_str(f, f->file), r->db.cmd[i].file);
}

/* One bad file among good ones: it alone fails, for this reason. */
static void only_it_fails(const char *bad, const char *why, size_t crashes, size_t timeouts)
{
	const char *const files[] = { "a.c", bad, "b.c", "c.c" };
	struct tu_facts f;
	struct run r;
	uint32_t i;

	run_files(&r, files, 4, 1, 0);
	if (r.ret)
		fail_msg("%s", r.err.buf);
	assert_int_equal(r.progressed, 4);
	for (i = 0; i < 4; i++) {
		record(&r, i, &f);
		assert_int_equal(f.status, i == 1 ? TU_FAILED : TU_OK);
		if (i == 1) {
			assert_string_equal(facts_str(&f, f.error), why);
			assert_string_equal(facts_str(&f, f.unit), "vmlinux");
			assert_string_equal(facts_str(&f, f.object), "x.o");
		}
		facts_release(&f);
	}
	assert_int_equal(r.stats.crashes, crashes);
	assert_int_equal(r.stats.timeouts, timeouts);
	assert_int_equal(r.stats.retried, 1);
	run_release(&r);
}

static void test_crash(void **state)
{
	(void)state;
	only_it_fails("crash.c", "the parser crashed (Segmentation fault)", 2, 0);
}

static void test_hang(void **state)
{
	(void)state;
	only_it_fails("hang.c", "parsing took too long", 0, 2);
}

static void test_ends_early(void **state)
{
	(void)state;
	only_it_fails("early.c", "the worker ended early (exit code 3)", 2, 0);
	only_it_fails("partial.c", "the worker ended early (exit code 4)", 2, 0);
}

static void test_closes_and_stays(void **state)
{
	(void)state;
	only_it_fails("stays.c", "the worker closed its pipe", 2, 0);
}

static void test_nonsense(void **state)
{
	static const char *const bad[] = { "garbage.c", "large.c", "short.c", "trailing.c" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		only_it_fails(bad[i], "the worker's answer made no sense", 0, 0);
}

static void test_second_try(void **state)
{
	static const char *const files[] = { "a.c", "once.c", "b.c" };
	struct tu_facts f;
	struct run r;

	(void)state;
	run_files(&r, files, 3, 1, 0);
	assert_int_equal(r.ret, 0);
	record(&r, 1, &f);
	assert_int_equal(f.status, TU_OK);
	assert_string_equal(facts_str(&f, f.error), "-DI=1");
	assert_int_equal(r.stats.retried, 1);
	assert_int_equal(r.stats.crashes, 1);
	facts_release(&f);
	run_release(&r);
}

/* Records lie at their command's place, whoever was first. */
static void test_many(void **state)
{
	const char *files[60];
	struct tu_facts f;
	struct strbuf want = STRBUF_INIT;
	struct run r;
	uint32_t i;

	(void)state;
	for (i = 0; i < 60; i++)
		files[i] = i % 7 == 3 ? "once.c" : i % 11 == 5 ? "garbage.c" : "a.c";
	run_files(&r, files, 60, 5, 4);
	assert_int_equal(r.ret, 0);
	assert_int_equal(r.progressed, 60);
	for (i = 0; i < 60; i++) {
		record(&r, i, &f);
		strbuf_clear(&want);
		strbuf_addf(&want, "-DI=%u", i);
		if (!strcmp(files[i], "garbage.c"))
			assert_int_equal(f.status, TU_FAILED);
		else
			assert_string_equal(facts_str(&f, f.error), want.buf);
		facts_release(&f);
	}
	strbuf_release(&want);
	run_release(&r);
}

/* A worker that has done its share is replaced: this one dies after three. */
static void test_recycled(void **state)
{
	static const char *const files[] = { "recycle.c", "recycle.c", "recycle.c", "recycle.c",
		"recycle.c", "recycle.c" };
	struct run r;

	(void)state;
	run_files(&r, files, 6, 1, 2);
	assert_int_equal(r.ret, 0);
	assert_int_equal(r.stats.crashes, 0);
	assert_int_equal(r.stats.retried, 0);
	assert_true(r.stats.worker_rss_kb > 0);
	run_release(&r);
}

/* What one worker had to ask for all are told, as long as it is a name. */
static void test_named(void **state)
{
	static const char *const files[] = { "told.c", "named:f g_2", "named:g_2 h",
		"named:1x  a-b i);system(", "told.c" };
	struct tu_facts f;
	struct run r;

	(void)state;
	run_files(&r, files, 5, 1, 2);
	assert_int_equal(r.ret, 0);
	record(&r, 0, &f);
	assert_string_equal(facts_str(&f, f.error), "");
	facts_release(&f);
	record(&r, 4, &f);
	assert_string_equal(facts_str(&f, f.error), "f g_2 h");
	facts_release(&f);
	run_release(&r);
}

static void test_no_worker(void **state)
{
	static const char *const files[] = { "a.c" };
	char kept[PATH_MAX];
	struct run r;

	(void)state;
	memcpy(kept, self, sizeof(kept));
	strcpy(self, "/nowhere/kpath-worker");
	run_files(&r, files, 1, 1, 0);
	assert_int_equal(r.ret, -1);
	assert_non_null(strstr(r.err.buf, "/nowhere/kpath-worker"));
	run_release(&r);
	strcpy(self, "/etc/hostname");	/* there, but nothing to run */
	if (access(self, R_OK) == 0) {
		run_files(&r, files, 1, 1, 0);
		assert_int_equal(r.ret, -1);
		run_release(&r);
	}
	memcpy(self, kept, sizeof(kept));
}

static void test_nothing_to_do(void **state)
{
	struct run r;

	(void)state;
	run_files(&r, NULL, 0, 4, 0);
	assert_int_equal(r.ret, 0);
	assert_int_equal(r.progressed, 0);
	run_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_crash),
		cmocka_unit_test(test_hang),
		cmocka_unit_test(test_ends_early),
		cmocka_unit_test(test_closes_and_stays),
		cmocka_unit_test(test_nonsense),
		cmocka_unit_test(test_second_try),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_recycled),
		cmocka_unit_test(test_named),
		cmocka_unit_test(test_no_worker),
		cmocka_unit_test(test_nothing_to_do),
	};
	ssize_t n;

	if (getenv(ROLE))
		return fake_worker();
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0 || setenv(ROLE, "1", 1))
		return 99;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
