/* SPDX-License-Identifier: MIT */
/* Functions among variable arguments. */
#include <stdarg.h>

typedef void (*fn)(int);

static void one(int n) { }
static void two(int n) { }
static void three(int n) { }

static void run(int nr, ...)
{
	va_list ap;

	va_start(ap, nr);
	while (nr--) {
		fn f = va_arg(ap, fn);

		f(nr);
	}
	va_end(ap);
}

void variadic_user(void) { run(2, one, two); }
fn variadic_other(void) { return three; }
