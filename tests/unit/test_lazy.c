/* SPDX-License-Identifier: MIT */
/* Libraries that are opened when their first function is called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/lazy.h"

/* declared as a header of the library would */
const char *zlibVersion(void);
extern const char signgam_is_not_there;
#define zlibVersion LAZY("libz.so.1", zlibVersion)
#define signgam_is_not_there LAZY("libz.so.1", signgam_is_not_there)

static void a_function_is_the_librarys(void **state)
{
	const char *(*at)(void) = lazy_symbol("libz.so.1", "zlibVersion");
	int i;

	for (i = 0; i < 2; i++)
		assert_ptr_equal(zlibVersion(), at());
	assert_ptr_equal(&zlibVersion, at);
}

static void a_library_brings_what_it_needs(void **state)
{
	assert_non_null(lazy_symbol("libz.so.1", "strlen"));
}

/* Runs `use` in a process of its own: its exit code, and what it wrote to stderr. */
static int ends_with(void (*use)(void), char *text, size_t max)
{
	int fd[2], status;
	size_t n = 0;
	ssize_t got;
	pid_t pid;

	assert_int_equal(pipe(fd), 0);
	pid = fork();
	if (!pid) {
		dup2(fd[1], STDERR_FILENO);
		use();
		_exit(0);
	}
	close(fd[1]);
	while (n + 1 < max && (got = read(fd[0], text + n, max - 1 - n)) > 0)
		n += (size_t)got;
	text[n] = '\0';
	close(fd[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void open_none(void)
{
	lazy_symbol("libkpath-has-none.so.1", "f");
}

static void look_up_none(void)
{
	_exit(signgam_is_not_there);
}

static void what_is_missing_is_told(void **state)
{
	char text[512];

	assert_int_equal(ends_with(open_none, text, sizeof(text)), 6);
	assert_non_null(strstr(text, "libkpath-has-none.so.1"));
	assert_int_equal(ends_with(look_up_none, text, sizeof(text)), 6);
	assert_non_null(strstr(text, "signgam_is_not_there"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_is_the_librarys),
		cmocka_unit_test(a_library_brings_what_it_needs),
		cmocka_unit_test(what_is_missing_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
