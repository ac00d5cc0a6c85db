/* SPDX-License-Identifier: MIT */
/* A compile command as bytes, digest and compared: no member is left out of any. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/compdb.h"

static const char *argv_of[] = { "-DA", "-Ib", NULL };
static const char *argv_other[] = { "-DA", "-Ic", NULL };

static struct compile_command plain(void)
{
	return (struct compile_command){ .file = "a.c", .path = "/t/a.c", .dir = "/t", .object = "a.o",
		.unit = "vmlinux", .argv = argv_of, .argc = 2 };
}

static int round_trip(const struct compile_command *c)
{
	struct strbuf out = STRBUF_INIT;
	struct arena a = ARENA_INIT;
	struct compile_command copy = *c, back = { 0 };
	struct bytes_reader r;
	int same;

	codec_command(&(struct codec){ .out = &out }, &copy);
	bytes_reader_init(&r, out.buf, out.len);
	codec_command(&(struct codec){ .in = &r, .arena = &a }, &back);
	same = !r.bad && r.p == r.end && compile_command_equal(c, &back) &&
		compile_command_digest(c) == compile_command_digest(&back);
	arena_release(&a);
	strbuf_release(&out);
	return same;
}

static void test_each_member(void **state)
{
	struct compile_command base = plain(), c[7];
	size_t i, j;

	(void)state;
	for (i = 0; i < 7; i++)
		c[i] = plain();
	c[0].file = "b.c";
	c[1].path = "/t/b.c";
	c[2].dir = "/u";
	c[3].object = "b.o";
	c[4].unit = "boot";
	c[5].argv = argv_other;
	c[6].argc = 1;
	assert_true(round_trip(&base));
	for (i = 0; i < 7; i++) {
		assert_true(round_trip(&c[i]));
		assert_false(compile_command_equal(&base, &c[i]));
		assert_true(compile_command_digest(&base) != compile_command_digest(&c[i]));
		for (j = 0; j < i; j++)
			assert_true(compile_command_digest(&c[j]) != compile_command_digest(&c[i]));
	}
	c[0] = plain();
	c[0].link_order = 7;	/* says nothing of how a file is parsed */
	assert_true(compile_command_equal(&base, &c[0]));
}

static void test_cut_off(void **state)
{
	struct compile_command base = plain(), back;
	struct strbuf out = STRBUF_INIT;
	struct bytes_reader r;
	size_t n;

	(void)state;
	codec_command(&(struct codec){ .out = &out }, &base);
	for (n = 0; n < out.len; n++) {
		struct arena a = ARENA_INIT;

		memset(&back, 0, sizeof(back));
		bytes_reader_init(&r, out.buf, n);
		codec_command(&(struct codec){ .in = &r, .arena = &a }, &back);
		assert_true(r.bad);
		arena_release(&a);
	}
	strbuf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_member),
		cmocka_unit_test(test_cut_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
