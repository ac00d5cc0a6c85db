/* SPDX-License-Identifier: MIT */
/* The processes that answer for a server: questions as bytes, and processes that die, hang or have answered enough. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/xalloc.h"
#include "servers/web/web_p.h"
#include "tests/fuzz/fuzz.h"

static int patient;		/* who is to be killed may end by itself first */

/* Instead of the C library's. */
int kill(pid_t pid, int sig)
{
	siginfo_t done = { .si_pid = 0 };
	int i;

	for (i = 0; i < 100 && patient && sig == SIGKILL && !done.si_pid; i++) {
		usleep(5000);
		waitid(P_PID, (id_t)pid, &done, WEXITED | WNOHANG | WNOWAIT);
	}
	return (int)syscall(SYS_kill, pid, sig);
}

static struct api_index small;
static struct api_index *list[] = { &small };

static int begin(void **state)
{
	fuzz_put_sources();
	api_index_init(&small, "small", fuzz_graph(), fuzz_knowledge(), fuzz_dir(), NULL);
	return 0;
}

static int end(void **state)
{
	api_index_release(&small);
	return 0;
}

static void questions_as_bytes(void **state)
{
	struct api_pair pair[WEB_PAIRS_MAX + 1], got[WEB_PAIRS_MAX];
	struct web_question q = { .index = 3, .q = { .what = "path", .format = NULL, .lang = LANG_ZH } }, back;
	struct strbuf key = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	uint32_t i, n;

	for (i = 0; i <= WEB_PAIRS_MAX; i++)
		pair[i] = (struct api_pair){ i % 2 ? "from" : "", i % 3 ? "\xff\n" : "x" };
	q.q.pair = pair;
	q.lang = LANG_ZH;
	for (n = 0; n <= WEB_PAIRS_MAX + 1; n += n < 3 ? 1 : WEB_PAIRS_MAX - 3) {
		q.q.nr = n;
		q.q.format = n % 2 ? "text" : NULL;
		strbuf_clear(&key);
		web_question_pack(&q, &key);
		if (n > WEB_PAIRS_MAX) {
			assert_int_equal(web_question_unpack(&back, &a, got, key.buf, key.len), -1);
			continue;
		}
		assert_int_equal(web_question_unpack(&back, &a, got, key.buf, key.len), 0);
		assert_int_equal(back.index, 3);
		assert_string_equal(back.q.what, "path");
		assert_true(!back.q.format == !q.q.format);
		assert_int_equal(back.q.nr, n);
		for (i = 0; i < n; i++)
			assert_true(!strcmp(got[i].name, pair[i].name) && !strcmp(got[i].value, pair[i].value));
		/* cut off anywhere */
		for (i = 0; i < key.len; i++)
			assert_int_equal(web_question_unpack(&back, &a, got, key.buf, i), -1);
	}
	arena_release(&a);
	strbuf_release(&key);
}

/* ---- a pool ------------------------------------------------------------------------------ */

struct asked {
	struct web_job job;
	struct strbuf key;
	int done;
};

static void is_done(struct web_job *job)
{
	((struct asked *)job->ctx)->done++;
}

static int ask(struct web_pool *p, struct asked *x, const char *what, const char *name, const char *value)
{
	struct api_pair pair = { name, value };
	struct web_question q = { .q = { .what = what, .format = "json", .pair = &pair, .nr = 1 } };

	memset(x, 0, sizeof(*x));
	strbuf_init(&x->key);
	web_question_pack(&q, &x->key);
	x->job = (struct web_job){ .key = x->key.buf, .key_len = x->key.len, .done = is_done, .ctx = x, .client = -1 };
	strbuf_init(&x->job.body);
	return web_pool_ask(p, &x->job);
}

static void turn(struct web_pool *p)
{
	struct pollfd fd[64];
	uint32_t n = web_pool_polls(p, fd, 64);

	poll(fd, n, 50);
	web_pool_turn(p, fd, n);
}

static int wait_for(struct web_pool *p, struct asked *x)
{
	int i;

	for (i = 0; i < 600 && !x->done; i++)
		turn(p);
	assert_int_equal(x->done, 1);
	return x->job.status;
}

static void forget(struct asked *x)
{
	strbuf_release(&x->key);
	strbuf_release(&x->job.body);
}

/* The processes of ours; how many. */
static int children(pid_t *pid, int max)
{
	char path[64];
	int n = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	f = fopen(path, "r");
	while (f && n < max && fscanf(f, "%d", &pid[n]) == 1)
		n++;
	if (f)
		fclose(f);
	return n;
}

static void answers(void **state)
{
	struct web_pool *p = web_pool_new(list, 1, 1, 0);
	static const struct { const char *what, *name, *value; int status; } asked[] = {
		{ "callers", "function", "do_work", API_FOUND }, { "callers", "function", "nothing_of_it", API_NAME },
		{ "nothing", "a", "b", API_BAD }, { "callers", "none", "b", API_BAD },
		{ WEB_MCP, "text", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}", API_FOUND },
	};
	struct asked x;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(asked); i++) {
		assert_int_equal(ask(p, &x, asked[i].what, asked[i].name, asked[i].value), 0);
		assert_int_equal(wait_for(p, &x), asked[i].status);
		assert_true(x.job.body.len > 20 && *x.job.body.buf == '{');
		assert_int_equal(x.job.old, 0);
		forget(&x);
	}
	web_pool_free(p);
	web_pool_free(NULL);
}

/* A process ends after 2,000 answers, and none of them is lost. */
static void more_than_one_answers(void **state)
{
	struct web_pool *p = web_pool_new(list, 1, 1, 0);
	pid_t before[8], after[8];
	struct asked x;
	int i;

	assert_int_equal(children(before, 8), 2);
	patient = 1;
	for (i = 0; i < 2050; i++) {
		assert_int_equal(ask(p, &x, "names", "word", "do"), 0);
		assert_int_equal(wait_for(p, &x), API_FOUND);
		assert_non_null(strstr(x.job.body.buf, "do_work"));
		forget(&x);
	}
	patient = 0;
	assert_int_equal(children(after, 8), 2);
	assert_true(before[0] != after[0] || before[1] != after[1]);
	web_pool_free(p);
}

static void what_dies_or_hangs(void **state)
{
	struct web_pool *p = web_pool_new(list, 1, 1, 1);
	struct asked x[3];
	pid_t pid[8];
	int i, n = children(pid, 8);

	assert_int_equal(n, 2);
	for (i = 0; i < n; i++)
		kill(pid[i], SIGSTOP);
	for (i = 0; i < 3; i++)
		assert_int_equal(ask(p, &x[i], "callers", "function", "do_work"), 0);
	/* the first is late, the second loses its process, the third has waited and is answered */
	kill(pid[1], SIGKILL);
	assert_int_equal(wait_for(p, &x[1]) == WEB_DIED || x[1].job.status == WEB_LATE, 1);
	assert_int_equal(wait_for(p, &x[0]) == WEB_DIED || x[0].job.status == WEB_LATE, 1);
	assert_true(x[0].job.status != x[1].job.status);
	assert_int_equal(wait_for(p, &x[2]), API_FOUND);
	for (i = 0; i < 3; i++)
		forget(&x[i]);
	/* who has gone is not told */
	n = children(pid, 8);
	for (i = 0; i < n; i++)
		kill(pid[i], SIGSTOP);
	for (i = 0; i < 3; i++)
		assert_int_equal(ask(p, &x[i], "callers", "function", "do_work"), 0);
	web_pool_drop(p, &x[2].job);	/* it waits still */
	web_pool_drop(p, &x[0].job);
	web_pool_drop(p, &x[1].job);
	for (i = 0; i < 5; i++)
		turn(p);
	assert_int_equal(x[0].done + x[1].done + x[2].done, 0);
	for (i = 0; i < 3; i++)
		forget(&x[i]);
	assert_int_equal(ask(p, &x[0], "callers", "function", "do_work"), 0);
	assert_int_equal(wait_for(p, &x[0]), API_FOUND);
	forget(&x[0]);
	web_pool_free(p);
}

static void too_many_wait(void **state)
{
	static struct asked x[600];
	struct web_pool *p = web_pool_new(list, 1, 1, 100);
	pid_t pid[8];
	int i, n = children(pid, 8), taken;

	for (i = 0; i < n; i++)
		kill(pid[i], SIGSTOP);
	for (taken = 0; taken < 600 && !ask(p, &x[taken], "callers", "function", "do_work"); taken++)
		;
	assert_int_equal(taken, 512 + 2);
	forget(&x[taken]);
	/* all are told when the server ends */
	web_pool_free(p);
	for (i = 0; i < taken; i++) {
		assert_int_equal(x[i].done, 1);
		assert_int_equal(x[i].job.status, WEB_DIED);
		forget(&x[i]);
	}
}

static void other_indexes(void **state)
{
	struct web_pool *p = web_pool_new(list, 1, 1, 0);
	pid_t before[8], after[8];
	struct asked x;
	int i, n = children(before, 8);

	for (i = 0; i < n; i++)
		kill(before[i], SIGSTOP);
	assert_int_equal(ask(p, &x, "callers", "function", "do_work"), 0);
	web_pool_renew(p);
	for (i = 0; i < n; i++)
		kill(before[i], SIGCONT);
	assert_int_equal(wait_for(p, &x), API_FOUND);
	assert_int_equal(x.job.old, 1);
	forget(&x);
	assert_int_equal(children(after, 8), n);
	for (i = 0; i < n; i++)
		assert_true(after[i] != before[0] && after[i] != before[1]);
	assert_int_equal(ask(p, &x, "callers", "function", "do_work"), 0);
	assert_int_equal(wait_for(p, &x), API_FOUND);
	assert_int_equal(x.job.old, 0);
	forget(&x);
	web_pool_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(questions_as_bytes),
		cmocka_unit_test(answers),
		cmocka_unit_test(more_than_one_answers),
		cmocka_unit_test(what_dies_or_hangs),
		cmocka_unit_test(too_many_wait),
		cmocka_unit_test(other_indexes),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
