/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/bundle_p.h"

static void named(const char *shown, const char *want)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, "+");
	assert_int_equal(bundle_entry_name(shown, &out), want ? 0 : -1);
	assert_string_equal(out.buf + 1, want ? want : "");
	strbuf_release(&out);
}

/* A name of an index that somebody else made must not lead out of the folder. */
static void test_entry_name(void **state)
{
	(void)state;
	named("net/x.c", "src/net/x.c");
	named("<build>/include/generated/y.h", "build/include/generated/y.h");
	named("", NULL);
	named("<build>/", NULL);
	named("/usr/include/stdio.h", NULL);
	named("<build>//etc/passwd", NULL);
	named("..", NULL);
	named("../x.c", NULL);
	named("<build>/../x.c", NULL);
	named("a/../../x.c", NULL);
	named("a/../x.c", NULL);
	named("a//x.c", NULL);
	named("./x.c", NULL);
	named("a/", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_entry_name) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
