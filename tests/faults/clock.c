/* SPDX-License-Identifier: MIT */
/* A clock that somebody sets while kpath runs (LD_PRELOAD): KPATH_CLOCK is the number of seconds that the
 * time of day is off, or "wild": a year ahead and a year behind in turn. Times since the start of the
 * machine are left alone, as the kernel leaves them. */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define YEAR (365 * 86400L)

static long off(void)
{
	static atomic_uint calls;
	const char *how = getenv("KPATH_CLOCK");

	if (!how)
		return 0;
	if (!strcmp(how, "wild"))
		return atomic_fetch_add(&calls, 1) & 1 ? YEAR : -YEAR;
	return atol(how);
}

int clock_gettime(clockid_t id, struct timespec *t)
{
	int (*real)(clockid_t, struct timespec *) = (int (*)(clockid_t, struct timespec *))
		dlsym(RTLD_NEXT, "clock_gettime");
	int ret = real(id, t);

	if (!ret && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
		t->tv_sec += off();
	return ret;
}

int gettimeofday(struct timeval *restrict t, void *restrict zone)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_REALTIME, &ts))
		return -1;
	t->tv_sec = ts.tv_sec;
	t->tv_usec = ts.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *t)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (t)
		*t = ts.tv_sec;
	return ts.tv_sec;
}
