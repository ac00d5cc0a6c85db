/* SPDX-License-Identifier: MIT */
/* What a confined process can no longer do, tried by one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "frontend/sandbox.h"

static char top[] = "/tmp/kpath-sandbox-XXXXXX";
static char tree[64], source[80], secret[64], link_out[80], place[64];

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int set_up(void **state)
{
	assert_non_null(mkdtemp(top));
	snprintf(tree, sizeof(tree), "%s/tree", top);
	snprintf(place, sizeof(place), "%s/place", top);
	snprintf(source, sizeof(source), "%s/a.c", tree);
	snprintf(secret, sizeof(secret), "%s/secret", top);
	snprintf(link_out, sizeof(link_out), "%s/link.h", tree);
	assert_int_equal(mkdir(tree, 0700), 0);
	assert_int_equal(mkdir(place, 0700), 0);
	put(source, "int a;\n");
	put(secret, "secret\n");
	assert_int_equal(symlink(secret, link_out), 0);
	return 0;
}

static int tear_down(void **state)
{
	char path[160];

	unlink(source);
	unlink(link_out);
	unlink(secret);
	snprintf(path, sizeof(path), "%s/out", place);
	unlink(path);
	rmdir(tree);
	rmdir(place);
	return rmdir(top);
}

static int can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void *add_one(void *arg)
{
	++*(int *)arg;
	return NULL;
}

/* Exits with the number of the first thing that is not as it should be. */
#define MUST(nr, what) do { if (!(what)) _exit(nr); } while (0)

static void reads(unsigned bits)
{
	MUST(10, can_open(source, O_RDONLY));
	MUST(11, can_open("/usr/include/stdio.h", O_RDONLY) || access("/usr/include/stdio.h", F_OK));
	if (!(bits & SANDBOX_LANDLOCK))
		return;
	MUST(12, !can_open(secret, O_RDONLY));
	MUST(13, !can_open(link_out, O_RDONLY));
	MUST(14, !can_open("/etc/passwd", O_RDONLY));
	MUST(16, !can_open("/proc/self/environ", O_RDONLY));
	MUST(15, !can_open("/", O_RDONLY | O_DIRECTORY));
}

#define DENIED(nr, call) do { errno = 0; MUST(nr, (call) < 0 && (errno == EPERM || errno == ENOSYS)); } while (0)

/* What a parser that somebody has taken over would try next. */
static void tries_others(void)
{
	struct rlimit r = { 0, 0 };
	char c = 'x';

	DENIED(60, syscall(SYS_tgkill, getppid(), getppid(), 0));
	DENIED(61, syscall(SYS_tkill, getppid(), 0));
	DENIED(62, syscall(SYS_rt_sigqueueinfo, getppid(), 0, NULL));
	DENIED(63, prlimit(getppid(), RLIMIT_CORE, &r, NULL));
	DENIED(64, fcntl(0, F_SETOWN, getppid()));
	DENIED(65, fcntl(0, F_SETSIG, SIGKILL));
	DENIED(66, ioctl(0, TIOCSTI, &c));
	DENIED(67, shmget(IPC_PRIVATE, 4096, 0600));
	DENIED(68, syscall(SYS_io_uring_setup, 1, NULL));
	DENIED(69, syscall(452, AT_FDCWD, source, 0777, 0));	/* fchmodat2 */
	DENIED(70, syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0));
	DENIED(71, syscall(SYS_pidfd_open, getppid(), 0));
	DENIED(72, syscall(SYS_openat2, AT_FDCWD, source, NULL, 0));
	DENIED(73, syscall(SYS_bpf, 0, NULL, 0));
	DENIED(74, syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0));
	DENIED(75, syscall(SYS_userfaultfd, 0));
	DENIED(76, setpriority(PRIO_PROCESS, (id_t)getppid(), 19));
	MUST(77, !syscall(SYS_tgkill, getpid(), getpid(), 0));	/* abort() works */
#ifndef KPATH_SANITIZED
	DENIED(78, syscall(SYS_ptrace, 16, getppid(), NULL, NULL));	/* PTRACE_ATTACH */
#endif
}

static void does_nothing_else(unsigned bits)
{
	struct rlimit r;

	MUST(20, !getrlimit(RLIMIT_CORE, &r) && !r.rlim_max);
	MUST(21, !getrlimit(RLIMIT_NOFILE, &r) && r.rlim_max <= 1024);
	MUST(22, !getenv("CPATH"));
	if (!(bits & SANDBOX_SECCOMP))
		return;
	MUST(30, socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
	MUST(31, socket(AF_UNIX, SOCK_STREAM, 0) < 0);
	MUST(32, mkdir("/tmp/kpath-sandbox-dir", 0700) < 0);
	MUST(33, symlink("a", "/tmp/kpath-sandbox-link") < 0);
	tries_others();
#ifndef KPATH_SANITIZED
	char *argv[] = { (char *)"/bin/true", NULL };

	MUST(34, fork() < 0);
	execv(argv[0], argv);
	MUST(35, errno == EPERM || errno == EACCES);
	MUST(36, kill(getppid(), 0) < 0);
#endif
}

static void threads_work(void)
{
	pthread_t t;
	int n = 1;

	MUST(40, !pthread_create(&t, NULL, add_one, &n));
	MUST(41, !pthread_join(t, NULL) && n == 2);
}

static void child(const char *writable)
{
	const char *readable[] = { tree, "/no/such/directory", "/usr/include", NULL };
	const struct sandbox_options o = { .readable = readable, .writable = writable };
	char out[160], elsewhere[160];
	unsigned bits;

	setenv("CPATH", "/home", 1);
	sandbox_begin();
	bits = sandbox_enter(&o);
	MUST(1, bits & SANDBOX_NO_PRIVS);
	MUST(2, bits & SANDBOX_LIMITS);
	reads(bits);
	does_nothing_else(bits);
	threads_work();
	snprintf(out, sizeof(out), "%s/out", place);
	snprintf(elsewhere, sizeof(elsewhere), "%s/other", tree);
	if (bits & (SANDBOX_LANDLOCK | SANDBOX_SECCOMP)) {
		MUST(50, can_open(out, O_WRONLY | O_CREAT | O_TRUNC) == !!writable);
		MUST(51, !can_open(source, O_RDWR));
		MUST(52, (bits & SANDBOX_LANDLOCK) == 0 || !can_open(elsewhere, O_WRONLY | O_CREAT));
		MUST(53, unlink(source) < 0);
		MUST(54, rename(source, elsewhere) < 0);
	}
	_exit(0);
}

static int run(const char *writable)
{
	int status;
	pid_t pid = fork();

	if (!pid)
		child(writable);
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void reads_only(void **state)
{
	assert_int_equal(run(NULL), 0);
}

static void writes_in_one_place(void **state)
{
	assert_int_equal(run(place), 0);
}

static void time_ends(void **state)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		struct rlimit r = { 1, RLIM_INFINITY };

		sandbox_begin();
		sandbox_cpu(3600);
		MUST(1, !getrlimit(RLIMIT_CPU, &r) && r.rlim_cur >= 3600 && r.rlim_cur < 3700);
		sandbox_cpu(0);
		for (;;)
			;
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGXCPU);
}

static void tells(void **state)
{
	struct strbuf sb = STRBUF_INIT;

	sandbox_tell(SANDBOX_NO_PRIVS | SANDBOX_LANDLOCK | 4u << SANDBOX_ABI_SHIFT, &sb);
	assert_string_equal(sb.buf, "no new privileges, Landlock 4");
	strbuf_clear(&sb);
	sandbox_tell(0, &sb);
	assert_string_equal(sb.buf, "nothing");
	strbuf_release(&sb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_only),
		cmocka_unit_test(writes_in_one_place),
		cmocka_unit_test(time_ends),
		cmocka_unit_test(tells),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
