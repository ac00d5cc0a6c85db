/* SPDX-License-Identifier: MIT */
/* A file's digest is that of its bytes, however long it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

static void test_files(void **state)
{
	static const size_t sizes[] = { 0, 1, 1000, 65535, 65536, 65537, 131072, 1000003 };
	char path[] = "/tmp/kpath-digest.XXXXXX";
	int fd = mkstemp(path);
	size_t i, k;

	assert_true(fd >= 0);
	close(fd);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		char *data = xmalloc(sizes[i]);
		uint64_t h = 0;

		for (k = 0; k < sizes[i]; k++)
			data[k] = (char)(k * 7919 >> 3);
		assert_int_equal(file_write_atomic(path, data, sizes[i], NULL), 0);
		assert_int_equal(digest_file(path, &h), 0);
		assert_true(h == digest64(data, sizes[i]));
		free(data);
	}
	unlink(path);
}

static void test_no_file(void **state)
{
	uint64_t h;

	assert_int_equal(digest_file("/nonexistent/file", &h), -1);
	assert_int_equal(digest_file("/tmp", &h), -1);
	assert_int_equal(digest_file("/dev/zero", &h), -1);
}

/* A file without contents may claim any size. */
static void test_limits(void **state)
{
	char path[] = "/tmp/kpath-digest.XXXXXX";
	int fd = mkstemp(path);
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)1 << 40), 0);
	assert_int_equal(file_read(path, &text, &err), -1);
	assert_non_null(strstr(err.buf, "larger than 512 MB"));
	assert_int_equal(text.len, 0);
	assert_int_equal(ftruncate(fd, 1 << 20), 0);
	assert_int_equal(file_read_most(path, (1 << 20) - 1, &text, NULL), -1);
	assert_int_equal(file_read_most(path, 1 << 20, &text, NULL), 0);
	assert_int_equal(text.len, 1 << 20);
	close(fd);
	unlink(path);
	strbuf_release(&text);
	strbuf_release(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
