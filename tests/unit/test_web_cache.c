/* SPDX-License-Identifier: MIT */
/* The answers that a server keeps: the right one, in so many bytes, whatever is asked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "servers/web/web_p.h"

#define MOST (1 << 20)

static void keep(struct web_cache *c, const char *key, const char *text, size_t len)
{
	struct strbuf body = STRBUF_INIT;

	strbuf_add(&body, text, len);
	web_cache_put(c, key, strlen(key), 200, &body);
	strbuf_release(&body);
}

static const char *kept(struct web_cache *c, const char *key)
{
	int status = 0;
	const struct strbuf *body = web_cache_get(c, key, strlen(key), &status);

	if (body)
		assert_int_equal(status, 200);
	return body ? body->buf : NULL;
}

static void what_was_answered(void **state)
{
	struct web_cache *c = web_cache_new(MOST);
	static char large[MOST / 8 + 1];

	assert_null(kept(c, "a"));
	keep(c, "a", "answer", 6);
	keep(c, "a", "another", 7);	/* the first stays: they are the same */
	assert_string_equal(kept(c, "a"), "answer");
	assert_null(kept(c, "A"));
	assert_null(kept(c, "a "));
	assert_null(kept(c, ""));
	keep(c, "", "none", 4);
	assert_string_equal(kept(c, ""), "none");
	/* what would drive out too many others */
	memset(large, 'x', sizeof(large));
	keep(c, "large", large, sizeof(large));
	assert_null(kept(c, "large"));
	keep(c, "large", large, MOST / 8 - 5);
	assert_non_null(kept(c, "large"));
	web_cache_free(c);
	web_cache_free(NULL);
}

/* The oldest go, by bytes and by number; none is found under another's key. */
static void the_oldest_go(void **state)
{
	struct web_cache *c = web_cache_new(MOST);
	static char text[MOST / 16];
	char key[32], first[32];
	uint32_t i, n = 0;

	for (i = 0; i < 100; i++) {
		memset(text, 'a' + (int)(i % 26), sizeof(text) - 1);
		snprintf(key, sizeof(key), "%u", i);
		keep(c, key, text, sizeof(text) - 1);
		assert_int_equal(kept(c, key)[0], 'a' + i % 26);
	}
	for (i = 0; i < 100; i++) {
		snprintf(key, sizeof(key), "%u", i);
		n += kept(c, key) != NULL;
	}
	assert_in_range(n, 10, 16);
	assert_null(kept(c, "0"));
	/* far more than there are places */
	for (i = 0; i < 40000; i++) {
		snprintf(key, sizeof(key), "k%u", i);
		keep(c, key, key, strlen(key));
		assert_string_equal(kept(c, key), key);
		if (i >= 1000) {
			snprintf(first, sizeof(first), "k%u", i - 1000);
			assert_string_equal(kept(c, first), first);
		}
	}
	assert_null(kept(c, "k0"));
	assert_null(kept(c, "99"));
	for (i = 0, n = 0; i < 40000; i++) {
		snprintf(key, sizeof(key), "k%u", i);
		n += kept(c, key) != NULL;
	}
	assert_in_range(n, 4000, 4096);
	web_cache_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_answered),
		cmocka_unit_test(the_oldest_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
