/* SPDX-License-Identifier: MIT */
/*
 * Preloaded into kpath, it makes one call of the C library fail:
 *
 *	KPATH_FAULT="write 3 28"	the third write() gives errno 28
 *	KPATH_FAULT="write 3 short"	… does half of what it was asked to
 *	KPATH_FAULT="count FILE"	nothing fails; how often each was called goes to FILE at the end
 *
 * Workers don't get the environment, so all of this happens in the parent.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHORT (-1)

#define CALLS(X) \
	X(open) X(openat) X(read) X(pread) X(write) X(pwrite) X(fsync) X(fdatasync) X(ftruncate) \
	X(rename) X(unlink) X(mkdir) X(mmap) X(flock) X(poll) X(waitpid) X(pipe2) X(opendir) X(close) \
	X(socketpair) X(lseek) X(dup3) X(fork)

enum call {
#define X(name) CALL_##name,
	CALLS(X)
#undef X
	CALL_NR
};

static const char *const call_name[CALL_NR] = {
#define X(name) #name,
	CALLS(X)
#undef X
};

static atomic_uint times[CALL_NR];
static int fault_call = -1, fault_errno;
static unsigned fault_nr;
static char count_file[512];
static pid_t self;

static void tell_counts(void)
{
	FILE *f;
	int i;

	if (getpid() != self)
		return;
	fault_call = -1;
	f = fopen(count_file, "w");
	for (i = 0; f && i < CALL_NR; i++)
		fprintf(f, "%s %u\n", call_name[i], atomic_load(&times[i]));
	if (f)
		fclose(f);
}

static __attribute__((constructor)) void start(void)
{
	const char *text = getenv("KPATH_FAULT");
	char name[32], what[16];
	int i;

	self = getpid();
	if (!text)
		return;
	if (sscanf(text, "count %511s", count_file) == 1) {
		atexit(tell_counts);
		return;
	}
	if (sscanf(text, "%31s %u %15s", name, &fault_nr, what) != 3)
		return;
	fault_errno = !strcmp(what, "short") ? SHORT : atoi(what);
	for (i = 0; i < CALL_NR; i++)
		if (!strcmp(call_name[i], name))
			fault_call = i;
}

/* 0: as ever; an errno, or SHORT */
static int fault(enum call call)
{
	unsigned n = atomic_fetch_add(&times[call], 1) + 1;

	if ((int)call != fault_call || n != fault_nr || getpid() != self)
		return 0;
	if (fault_errno != SHORT)
		errno = fault_errno;
	return fault_errno;
}

static void *next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

#define FAILS(call, value) do { if (fault(CALL_##call) > 0) return (value); } while (0)

#define WRAP(ret, name, call, params, args, bad) \
ret name params; \
ret name params \
{ \
	ret (*real) params = (ret (*) params)(uintptr_t)next(#name); \
	FAILS(call, bad); \
	return real args; \
}

/* Of these a part can be done. */
#define WRAP_PART(name, call, params, args, n) \
ssize_t name params; \
ssize_t name params \
{ \
	ssize_t (*real) params = (ssize_t (*) params)(uintptr_t)next(#name); \
	int f = fault(CALL_##call); \
	if (f > 0) \
		return -1; \
	if (f == SHORT && n > 1) \
		n /= 2; \
	return real args; \
}

WRAP_PART(read, read, (int fd, void *buf, size_t n), (fd, buf, n), n)
WRAP_PART(write, write, (int fd, const void *buf, size_t n), (fd, buf, n), n)
WRAP_PART(pread, pread, (int fd, void *buf, size_t n, off_t at), (fd, buf, n, at), n)
WRAP_PART(pread64, pread, (int fd, void *buf, size_t n, off_t at), (fd, buf, n, at), n)
WRAP_PART(pwrite, pwrite, (int fd, const void *buf, size_t n, off_t at), (fd, buf, n, at), n)
WRAP_PART(pwrite64, pwrite, (int fd, const void *buf, size_t n, off_t at), (fd, buf, n, at), n)

WRAP(int, fsync, fsync, (int fd), (fd), -1)
WRAP(int, fdatasync, fdatasync, (int fd), (fd), -1)
WRAP(int, ftruncate, ftruncate, (int fd, off_t n), (fd, n), -1)
WRAP(int, ftruncate64, ftruncate, (int fd, off_t n), (fd, n), -1)
WRAP(int, rename, rename, (const char *a, const char *b), (a, b), -1)
WRAP(int, unlink, unlink, (const char *a), (a), -1)
WRAP(int, mkdir, mkdir, (const char *a, mode_t m), (a, m), -1)
WRAP(int, flock, flock, (int fd, int op), (fd, op), -1)
WRAP(int, poll, poll, (struct pollfd *p, nfds_t n, int ms), (p, n, ms), -1)
WRAP(pid_t, waitpid, waitpid, (pid_t p, int *s, int o), (p, s, o), -1)
WRAP(int, pipe2, pipe2, (int fd[2], int flags), (fd, flags), -1)
WRAP(int, socketpair, socketpair, (int d, int t, int p, int fd[2]), (d, t, p, fd), -1)
WRAP(void *, opendir, opendir, (const char *a), (a), NULL)
WRAP(off_t, lseek, lseek, (int fd, off_t at, int whence), (fd, at, whence), -1)
WRAP(int, dup3, dup3, (int a, int b, int flags), (a, b, flags), -1)
WRAP(pid_t, fork, fork, (void), (), -1)
WRAP(void *, mmap, mmap, (void *a, size_t n, int p, int f, int fd, off_t at), (a, n, p, f, fd, at), MAP_FAILED)
WRAP(void *, mmap64, mmap, (void *a, size_t n, int p, int f, int fd, off_t at), (a, n, p, f, fd, at), MAP_FAILED)

/* What was to be closed is closed all the same. */
int close(int fd)
{
	int (*real)(int) = (int (*)(int))(uintptr_t)next("close"), f = fault(CALL_close), ret = real(fd);

	if (f <= 0)
		return ret;
	errno = f;
	return -1;
}

#define WRAP_OPEN(name, call, params, args, last) \
int name params; \
int name params \
{ \
	int (*real)() = (int (*)())(uintptr_t)next(#name); \
	va_list ap; \
	mode_t mode; \
	va_start(ap, last); \
	mode = (last) & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0; \
	va_end(ap); \
	FAILS(call, -1); \
	return real args; \
}
WRAP_OPEN(open, open, (const char *a, int flags, ...), (a, flags, mode), flags)
WRAP_OPEN(open64, open, (const char *a, int flags, ...), (a, flags, mode), flags)
WRAP_OPEN(openat, openat, (int d, const char *a, int flags, ...), (d, a, flags, mode), flags)
WRAP_OPEN(openat64, openat, (int d, const char *a, int flags, ...), (d, a, flags, mode), flags)
