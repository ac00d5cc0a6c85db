/* SPDX-License-Identifier: MIT */
/* Batches of rows between two threads: all come, in order; a taker that gives
 * up does not leave the maker waiting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/batch.h"

#define MANY (5 * BATCHES + 3)

static void *make(void *ctx)
{
	struct batches *b = ctx;
	int i;

	for (i = 0; i < MANY; i++) {
		struct batch *slot = batches_new(b);

		slot->table = (size_t)i;
		slot->cell[slot->nr++].num = i;
		batches_put(b);
		if (i == BATCHES / 3)
			usleep(2000);	/* the taker has to wait */
	}
	batches_done(b);
	return NULL;
}

static void test_order(void **state)
{
	const struct batch *slot;
	struct batches b;
	pthread_t thread;
	int i = 0;

	batches_init(&b);
	assert_int_equal(pthread_create(&thread, NULL, make, &b), 0);
	while ((slot = batches_get(&b))) {
		if (i == BATCHES / 2)
			usleep(2000);	/* the maker has to wait */
		assert_int_equal(slot->nr, 1);
		assert_int_equal(slot->table, i);
		assert_int_equal(slot->cell[0].num, i);
		i++;
	}
	assert_int_equal(i, MANY);
	pthread_join(thread, NULL);
	batches_release(&b);
}

static void test_stop(void **state)
{
	struct batches b;
	pthread_t thread;

	batches_init(&b);
	assert_int_equal(pthread_create(&thread, NULL, make, &b), 0);
	assert_non_null(batches_get(&b));
	usleep(2000);
	batches_stop(&b);
	pthread_join(thread, NULL);
	batches_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
