/* SPDX-License-Identifier: MIT */
#include "xalloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

/* Without an allocation: where there is a limit, that is the reason. */
void out_of_memory(void)
{
	struct rlimit data, all;
	char msg[128] = "kpath: gave up: there is no more memory, so the answer is not known\n";

	if (!getrlimit(RLIMIT_DATA, &data) && !getrlimit(RLIMIT_AS, &all)) {
		rlim_t n = data.rlim_cur < all.rlim_cur ? data.rlim_cur : all.rlim_cur;

		if (n != RLIM_INFINITY)
			snprintf(msg, sizeof(msg), "kpath: gave up: the limit of %llu MiB of memory is reached, so the "
				 "answer is not known\n", (unsigned long long)n >> 20);
	}
	(void)!write(STDERR_FILENO, msg, strlen(msg));
	_exit(6);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xcalloc(size_t nr, size_t size)
{
	void *p = calloc(nr ? nr : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *xcalloc_large(size_t nr, size_t size)
{
	const uintptr_t huge = 2u << 20;
	char *p = xcalloc(nr, size);
	uintptr_t from = ((uintptr_t)p + huge - 1) & ~(huge - 1);
	uintptr_t to = ((uintptr_t)p + nr * size) & ~(huge - 1);

	if (from < to)
		madvise(p + (from - (uintptr_t)p), to - from, MADV_HUGEPAGE);
	return p;
}

void *xrealloc(void *p, size_t nr, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(nr, size, &bytes))
		out_of_memory();
	p = realloc(p, bytes ? bytes : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *xstrndup(const char *s, size_t n)
{
	char *p = xmalloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

size_t alloc_next(size_t alloc, size_t need)
{
	size_t next = alloc + alloc / 2 + 16;

	return next < need ? need : next;
}

_Noreturn void bug_at(const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "kpath: BUG at %s:%d: ", file, line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	abort();
}
