/* SPDX-License-Identifier: MIT */
/* Numbered records: packed ones, missing ones, and readers that wait. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>
#include <zlib.h>

#include "base/digest.h"
#include "base/recfile.h"
#include "resolve/record_prefetch.h"

static void open_file(struct recfile *rf, uint32_t nr)
{
	struct strbuf err = STRBUF_INIT;

	if (recfile_init(rf, NULL, nr, &err))
		fail_msg("%s", err.buf);
}

static void reads(struct recfile *rf, uint32_t i, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addstr(&sb, "> ");
	assert_int_equal(recfile_read(rf, i, &sb), 0);
	assert_string_equal(sb.buf + 2, text);
	strbuf_release(&sb);
}

static void test_records(void **state)
{
	const char text[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
	unsigned char packed[200];
	uLongf n = sizeof(packed);
	struct strbuf sb = STRBUF_INIT;
	struct recfile rf;

	open_file(&rf, 4);
	assert_int_equal(compress2(packed, &n, (const Bytef *)text, strlen(text), 1), Z_OK);
	assert_int_equal(recfile_put(&rf, 2, "two", 3, NULL), 0);
	assert_int_equal(recfile_put_packed(&rf, 0, packed, n, strlen(text), NULL), 0);
	assert_int_equal(recfile_put_packed(&rf, 3, packed, n, strlen(text) - 1, NULL), 0);
	reads(&rf, 0, text);
	reads(&rf, 2, "two");
	assert_int_equal(recfile_read(&rf, 1, &sb), -1);	/* there is none */
	assert_int_equal(recfile_read(&rf, 3, &sb), -1);	/* it has another size */
	assert_int_equal(recfile_read(&rf, 4, &sb), -1);
	assert_int_equal(recfile_put(&rf, 2, "deux", 4, NULL), 0);
	reads(&rf, 2, "deux");
	assert_int_equal(recfile_put(&rf, 4, "x", 1, NULL), -1);
	strbuf_release(&sb);
	recfile_release(&rf);
}

static void *put_late(void *ctx)
{
	struct recfile *rf = ctx;
	struct tu_facts f;
	struct strbuf rec = STRBUF_INIT;
	uint32_t i;

	facts_init(&f);
	f.file = strtab_add(&f.str, "late.c");
	facts_write(&f, &rec);
	for (i = rf->nr; i-- > 1;) {	/* the last first; 0 never comes */
		usleep(1000);
		if (recfile_put(rf, i, i == 5 ? "nonsense" : rec.buf, i == 5 ? 8 : rec.len, NULL))
			break;
	}
	recfile_finish(rf);
	facts_release(&f);
	strbuf_release(&rec);
	return NULL;
}

/* Every record comes in order, however late and in which order it is written;
 * there are more of them than are read ahead. */
static void test_ahead(void **state)
{
	struct recfile rf;
	struct ahead a;
	struct ahead_tu t;
	pthread_t thread;
	uint32_t i;

	open_file(&rf, 3 * AHEAD_SLOTS);
	recfile_start(&rf);
	assert_int_equal(pthread_create(&thread, NULL, put_late, &rf), 0);
	ahead_tu_init(&t);
	ahead_start(&a, &rf);
	assert_string_equal(ahead_get(&a, &t), "no facts of it");
	assert_int_equal(t.f.file, 0);
	for (i = 1; i < rf.nr; i++) {
		const char *why = ahead_get(&a, &t);

		if (i == 5) {
			assert_non_null(why);
			assert_non_null(strstr(why, "not a kpath facts record"));
			continue;
		}
		assert_null(why);
		assert_string_equal(facts_str(&t.f, t.f.file), "late.c");
		assert_true(t.digest[t.f.file] == digest_str("late.c"));
	}
	ahead_release(&a);
	pthread_join(thread, NULL);
	ahead_tu_release(&t);
	recfile_release(&rf);
}

/* Who stops early leaves nothing behind, also where records still come. */
static void test_stop(void **state)
{
	struct recfile rf;
	struct ahead a;
	struct ahead_tu t;
	pthread_t thread;

	open_file(&rf, 3 * AHEAD_SLOTS);
	recfile_start(&rf);
	assert_int_equal(pthread_create(&thread, NULL, put_late, &rf), 0);
	ahead_start(&a, &rf);
	ahead_tu_init(&t);
	ahead_get(&a, &t);
	ahead_get(&a, &t);
	ahead_release(&a);
	pthread_join(thread, NULL);
	ahead_tu_release(&t);
	recfile_release(&rf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_ahead),
		cmocka_unit_test(test_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
