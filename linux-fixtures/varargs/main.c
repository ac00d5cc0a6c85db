/* SPDX-License-Identifier: MIT */
/* Functions handed over as variable arguments. */
#include <stdarg.h>

typedef void (*fn)(void);
struct ops { fn run; };

static void one(void) { }
static void two(void) { }
static void three(void) { }
static void four(void) { }
static void number(int n) { }
static const struct ops ops = { four };

static fn kept;

static void run_all(int n, ...)
{
	va_list ap;

	va_start(ap, n);
	while (n--)
		va_arg(ap, fn)();
	va_end(ap);
}

static void keep(int n, ...)
{
	va_list ap, again;

	va_start(ap, n);
	va_copy(again, ap);
	kept = va_arg(again, fn);
	va_end(ap);
}

static void run_ops(const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	va_arg(ap, const struct ops *)->run();
	va_end(ap);
}

static void run_list(va_list ap) { va_arg(ap, fn)(); }

static void hand_list(int n, ...)
{
	va_list ap;

	va_start(ap, n);
	run_list(ap);
	va_end(ap);
}

/* what is handed over and never read is not called */
static void count(int n, ...) { fn f = one; f(); }

void user(void)
{
	run_all(2, one, two);
	keep(1, three);
	run_ops("ops", &ops);
	hand_list(1, two);
	count(1, four);
}

void run_kept(void) { kept(); }

/* a struct, passed by value */
struct pair { fn open, close; };
static void open_pair(void) { }
static void close_pair(void) { }
static void run_pair(int n, ...)
{
	va_list ap;

	va_start(ap, n);
	struct pair p = va_arg(ap, struct pair);
	p.open();
	va_end(ap);
}

static void run_part(int n, ...)
{
	va_list ap;

	va_start(ap, n);
	va_arg(ap, struct pair).close();
	va_end(ap);
}

void pass_pair(void)
{
	struct pair p = { open_pair, close_pair };

	run_pair(1, p);
	run_part(1, p);
}
