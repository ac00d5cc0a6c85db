/* SPDX-License-Identifier: MIT */
/*
 * What somebody who has taken over the parser can do, tried by a process that is
 * confined as a worker is: usage: sandbox_proof FOLDER
 *
 * FOLDER, with a file named inside, is what may be read, and the file FOLDER-outside what may not. Prints a table in
 * Markdown, the one of docs/security.md; tests/check-sandbox compares the two.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/msg.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "frontend/sandbox.h"

static char inside[4096], outside[4200];	/* a file that may be read, one that may not */
static char fresh[4096];			/* a name beside the first, of nothing */
static pid_t parent;

static void quit(int sig)
{
	(void)sig;
	_exit(9);
}

/* 1: done, which must not be; 0: refused */
static int ok(long ret)
{
	return ret >= 0;
}

/* Of calls that fail anyhow here: refused is only what seccomp says. */
static int reached(long ret)
{
	return ret >= 0 || (errno != EPERM && errno != ENOSYS);
}

static int can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int of_parent(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)parent, name);
	return can_open(path, O_RDONLY);
}

static int read_outside(void) { return can_open(outside, O_RDONLY); }
static int read_passwd(void) { return can_open("/etc/passwd", O_RDONLY); }
static int list_root(void) { return can_open("/", O_RDONLY | O_DIRECTORY); }
static int by_dots(void)
{
	char path[sizeof(inside) + sizeof(outside) + 8];

	snprintf(path, sizeof(path), "%.*s/..%s", (int)(strrchr(inside, '/') - inside), inside,
		 strrchr(outside, '/'));
	return can_open(path, O_RDONLY);
}
static int proc_self(void) { return can_open("/proc/self/environ", O_RDONLY) || can_open("/proc/self/mem", O_RDWR); }
static int proc_parent(void) { return of_parent("environ") || of_parent("mem") || of_parent("maps"); }
static int by_handle(void)
{
	struct { struct file_handle h; char room[128]; } f = { .h = { .handle_bytes = 128 } };
	int mount;

	return reached(name_to_handle_at(AT_FDCWD, inside, &f.h, &mount, 0)) ||
		reached(open_by_handle_at(AT_FDCWD, &f.h, O_RDONLY));
}
static int see_outside(void)
{
	struct stat st;

	return ok(stat(outside, &st));
}
static int watch(void) { return reached(inotify_init1(IN_CLOEXEC)); }

static int change(void) { return can_open(inside, O_WRONLY) || can_open(inside, O_RDWR | O_APPEND); }
static int shorten(void) { return ok(truncate(inside, 0)); }
static int create(void) { return can_open(fresh, O_WRONLY | O_CREAT) || can_open("/tmp/kpath-proof", O_WRONLY | O_CREAT); }
static int unnamed(void) { return can_open("/tmp", O_TMPFILE | O_RDWR); }
static int rename_it(void) { return ok(rename(inside, fresh)) || ok(unlink(inside)); }
static int folders(void) { return ok(mkdir(fresh, 0700)) || ok(rmdir(fresh)); }
static int links(void) { return ok(symlink("a", fresh)) || ok(link(inside, fresh)) || ok(mkfifo(fresh, 0600)); }
static int modes(void) { return ok(chmod(inside, 0777)) || ok(syscall(452, AT_FDCWD, inside, 0777, 0)); }
static int owners(void) { return ok(chown(inside, 0, 0)) || ok(setxattr(inside, "user.x", "x", 1, 0)); }
static int change_times(void) { return ok(utimensat(AT_FDCWD, inside, NULL, 0)); }
static int rings(void) { return reached(syscall(SYS_io_uring_setup, 1, NULL)); }
static int by_openat2(void) { return reached(syscall(SYS_openat2, AT_FDCWD, inside, NULL, 0)); }

static int programs(void)
{
	char *argv[] = { (char *)"/bin/true", NULL };

	return reached(execv(argv[0], argv)) && errno != EACCES;
}
static int processes(void)
{
	return reached(syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL)) ||
		reached(syscall(SYS_clone3, NULL, 0)) || reached(syscall(SYS_vfork));
}

static int internet(void) { return ok(socket(AF_INET, SOCK_STREAM, 0)) || ok(socket(AF_INET6, SOCK_DGRAM, 0)); }
static int local_sockets(void)
{
	int pair[2];

	return ok(socket(AF_UNIX, SOCK_STREAM, 0)) || ok(socket(AF_NETLINK, SOCK_RAW, 0)) ||
		ok(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
}

static int signals(void)
{
	return ok(kill(parent, 0)) || ok(syscall(SYS_tgkill, parent, parent, 0)) ||
		ok(syscall(SYS_tkill, parent, 0)) || reached(syscall(SYS_rt_sigqueueinfo, parent, 0, NULL)) ||
		reached(fcntl(0, F_SETOWN, parent)) || reached(fcntl(0, F_SETSIG, SIGKILL));
}
static int trace(void)
{
	return reached(ptrace(PTRACE_ATTACH, parent, NULL, NULL)) ||
		reached(syscall(SYS_process_vm_readv, parent, NULL, 0, NULL, 0, 0)) ||
		reached(syscall(SYS_process_vm_writev, parent, NULL, 0, NULL, 0, 0));
}
static int handles(void)
{
	return reached(syscall(SYS_pidfd_open, parent, 0)) || reached(syscall(SYS_pidfd_getfd, 0, 0, 0)) ||
		reached(syscall(SYS_kcmp, parent, parent, 0, 0, 0));
}
static int limits_of_others(void)
{
	struct rlimit r = { 1, 1 };

	return ok(prlimit(parent, RLIMIT_CPU, &r, NULL)) || ok(setpriority(PRIO_PROCESS, (id_t)parent, 19));
}
static int schedule(void)
{
	struct sched_param p = { 0 };
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	return reached(sched_setscheduler(parent, SCHED_IDLE, &p)) ||
		reached(sched_setaffinity(parent, sizeof(cpus), &cpus));
}
static int own_limits(void)
{
	struct rlimit r = { RLIM_INFINITY, RLIM_INFINITY };

	return ok(setrlimit(RLIMIT_DATA, &r)) || ok(setrlimit(RLIMIT_FSIZE, &r)) ||
		ok(prctl(PR_SET_PDEATHSIG, 0));
}
static int other_memory(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED ||
		ok(syscall(SYS_memfd_create, "x", 0));
}
static int shared(void)
{
	return reached(shmget(IPC_PRIVATE, 4096, 0600)) || reached(msgget(IPC_PRIVATE, 0600)) ||
		reached(semget(IPC_PRIVATE, 1, 0600)) || reached(syscall(SYS_mq_open, "x", O_RDONLY, 0, NULL));
}
static int terminal(void)
{
	char c = 'x';

	return reached(ioctl(0, TIOCSTI, &c)) || reached(ioctl(0, TIOCLINUX, &c)) || reached(ioctl(0, TIOCSCTTY, 0)) ||
		reached(syscall(SYS_vhangup));
}
static int rooms(void)
{
	return reached(unshare(CLONE_NEWUSER)) || reached(setns(0, 0)) || reached(chroot("/")) ||
		reached(syscall(SYS_mount, "a", "b", "c", 0, NULL)) || reached(syscall(SYS_fsopen, "x", 0)) ||
		reached(syscall(SYS_open_tree, AT_FDCWD, "/", 0)) || reached(syscall(SYS_pivot_root, "/", "/"));
}
static int kernel(void)
{
	return reached(syscall(SYS_bpf, 0, NULL, 0)) || reached(syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0)) ||
		reached(syscall(SYS_userfaultfd, 0)) || reached(syscall(SYS_keyctl, 0, 0)) ||
		reached(syscall(SYS_init_module, NULL, 0, "")) || reached(syscall(SYS_finit_module, 0, "", 0)) ||
		reached(syscall(SYS_kexec_load, 0, 0, NULL, 0));
}
static int machine(void)
{
	struct timeval tv = { 0, 0 };

	return reached(settimeofday(&tv, NULL)) || reached(sethostname("x", 1)) ||
		reached(syscall(SYS_reboot, 0, 0, 0, NULL)) || reached(syscall(SYS_swapon, "x", 0)) ||
		reached(syscall(SYS_syslog, 2, NULL, 0));
}
static int identity(void) { return reached(setuid(getuid())) || reached(syscall(SYS_capset, NULL, NULL)); }
static int open_files(void)
{
	int fd, n = 0;

	while (n < 5000 && (fd = dup(0)) >= 0)
		n++;
	for (fd = 3; fd < 1024; fd++)
		close(fd);
	return n >= 1024;
}

static const struct attempt {
	const char *what;
	int (*try)(void);
	int possible;		/* and why that does no harm stands in `what` */
} attempts[] = {
	{ "read a file outside of the folders", read_outside, 0 },
	{ "read `/etc/passwd`", read_passwd, 0 },
	{ "list `/`", list_root, 0 },
	{ "leave a folder by `..`", by_dots, 0 },
	{ "read its own environment, write its memory as a file", proc_self, 0 },
	{ "read environment, memory or maps of kpath", proc_parent, 0 },
	{ "open a file by its handle", by_handle, 0 },
	{ "open by `openat2`", by_openat2, 0 },
	{ "open by `io_uring`", rings, 0 },
	{ "watch files (`inotify`)", watch, 0 },
	{ "see that a file outside is there, and its size (`stat`)", see_outside, 1 },
	{ "change a file of the tree", change, 0 },
	{ "truncate one", shorten, 0 },
	{ "create a file, in the tree or in `/tmp`", create, 0 },
	{ "create one without a name", unnamed, 0 },
	{ "rename or delete one", rename_it, 0 },
	{ "make or remove a folder", folders, 0 },
	{ "make a link or a named pipe", links, 0 },
	{ "change a mode, also by `fchmodat2`", modes, 0 },
	{ "change an owner or an attribute", owners, 0 },
	{ "change times", change_times, 0 },
	{ "start a program", programs, 0 },
	{ "start a process", processes, 0 },
	{ "open a socket to the network", internet, 0 },
	{ "open a local or a netlink socket", local_sockets, 0 },
	{ "send a signal to kpath", signals, 0 },
	{ "trace kpath, read or write its memory", trace, 0 },
	{ "hold kpath by a descriptor, compare with it", handles, 0 },
	{ "change limits or priority of kpath", limits_of_others, 0 },
	{ "change how kpath is scheduled", schedule, 0 },
	{ "raise its own limits, outlive kpath", own_limits, 0 },
	{ "take memory that its limit does not count", other_memory, 0 },
	{ "share memory, queues or semaphores", shared, 0 },
	{ "type into the terminal (`TIOCSTI`), take or hang it up", terminal, 0 },
	{ "enter other namespaces, mount, change the root", rooms, 0 },
	{ "load code into the kernel, or trace it", kernel, 0 },
	{ "change clock, host name, swap; restart; read the log", machine, 0 },
	{ "become somebody else", identity, 0 },
	{ "open more than 1,024 files", open_files, 0 },
};

int main(int argc, char **argv)
{
	const char *readable[] = { argv[1], NULL };
	const struct sandbox_options o = { .readable = readable };
	struct strbuf tell = STRBUF_INIT;
	unsigned bits, bad = 0;
	struct utsname un;
	size_t i;

	if (argc != 2)
		return 2;
	snprintf(inside, sizeof(inside), "%s/inside", argv[1]);
	snprintf(outside, sizeof(outside), "%s-outside", argv[1]);
	snprintf(fresh, sizeof(fresh), "%s/fresh", argv[1]);
	if (!can_open(inside, O_RDONLY) || !can_open(outside, O_RDONLY))
		return 2;
	parent = getppid();
	uname(&un);
	signal(SIGSYS, quit);
	signal(SIGXFSZ, SIG_IGN);
	sandbox_begin();
	bits = sandbox_enter(&o);
	sandbox_tell(bits, &tell);
	fprintf(stderr, "Linux %s: %s\n", un.release, tell.buf);
	printf("| what is tried | |\n|---|---|\n");
	for (i = 0; i < ARRAY_SIZE(attempts); i++) {
		int done = attempts[i].try();

		bad += done != attempts[i].possible;
		printf("| %s | %s |\n", attempts[i].what, done ? "**possible**" : "refused");
	}
	if (!can_open(inside, O_RDONLY)) {
		printf("| read a file of the tree | **refused** |\n");
		bad++;
	}
	strbuf_release(&tell);
	return bad ? 1 : 0;
}
