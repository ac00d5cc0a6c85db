/* SPDX-License-Identifier: MIT */
#include "frontend/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/xalloc.h"

#ifdef KPATH_HAVE_SECCOMP
#include <seccomp.h>
#endif

#define MAX_FILES 1024

/* The leak checker of a sanitizer starts a process of its own at exit. */
#ifdef KPATH_SANITIZED
#define STRICT 0
#else
#define STRICT 1
#endif

/* Younger than the headers of some systems. */
#define FS_TRUNCATE	(1ull << 14)	/* ABI 3 */
#define FS_IOCTL_DEV	(1ull << 15)	/* ABI 5 */
#define FS_UP_TO_ABI_1	((1ull << 13) - 1)
#define FS_REFER	(1ull << 13)	/* ABI 2 */

/* ---- limits ------------------------------------------------------------------- */

static const char *const steering[] = {
	"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "OBJC_INCLUDE_PATH", "COMPILER_PATH",
	"LIBRARY_PATH", "CCC_OVERRIDE_OPTIONS", "CCC_ADD_ARGS", "SDKROOT", "GCC_EXEC_PREFIX",
	"CLANG_CONFIG_FILE_USER_DIR", "CLANG_CONFIG_FILE_SYSTEM_DIR", "CLANG_MODULE_CACHE_PATH",
	"LIBCLANG_TIMING", "LIBCLANG_OBJTRACKING", "LIBCLANG_LOGGING", "LIBCLANG_RESOURCE_USAGE",
	"LIBCLANG_BGPRIO_INDEX", "LIBCLANG_BGPRIO_EDIT", "DEPENDENCIES_OUTPUT",
	"SUNPRO_DEPENDENCIES", "CC_PRINT_OPTIONS", "CC_PRINT_HEADERS", "CC_LOG_DIAGNOSTICS",
	"SOURCE_DATE_EPOCH",
};

static void offer_to_oom(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, "1000", 4);
	close(fd);
}

void sandbox_begin(void)
{
	struct rlimit none = { 0, 0 }, files = { MAX_FILES, MAX_FILES };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(steering); i++)
		unsetenv(steering[i]);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	offer_to_oom();
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_NOFILE, &files);
	if (STRICT) {	/* a sanitizer's shadow counts as data */
		rlim_t most = (rlim_t)sandbox_memory() << 20;
		struct rlimit data = { most, most };

		setrlimit(RLIMIT_DATA, &data);
	}
}

void sandbox_cpu(unsigned seconds)
{
	struct rusage ru;
	struct rlimit r;

	if (getrusage(RUSAGE_SELF, &ru) || getrlimit(RLIMIT_CPU, &r))
		return;
	r.rlim_cur = (rlim_t)ru.ru_utime.tv_sec + (rlim_t)ru.ru_stime.tv_sec + seconds + 1;
	if (r.rlim_max != RLIM_INFINITY && r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_CPU, &r);
}

/* ---- Landlock: which files ------------------------------------------------------- */

static int landlock_abi(void)
{
	return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static int allow(int rules, const char *path, uint64_t access)
{
	struct landlock_path_beneath_attr rule;
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC), ret;

	if (fd < 0)
		return errno == ENOENT || errno == EACCES || errno == ENOTDIR ? 0 : -1;
	memset(&rule, 0, sizeof(rule));
	rule.allowed_access = access;
	rule.parent_fd = fd;
	if (!fstat(fd, &st) && !S_ISDIR(st.st_mode))
		rule.allowed_access &= LANDLOCK_ACCESS_FS_READ_FILE;
	ret = (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(fd);
	return ret;
}

static unsigned enter_landlock(const struct sandbox_options *o)
{
	const uint64_t read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
	uint64_t write = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |
		LANDLOCK_ACCESS_FS_REMOVE_FILE;
	struct landlock_ruleset_attr attr;
	const char *const *s;
	int abi = landlock_abi(), rules, bad = 0;

	if (abi < 1)
		return 0;
	memset(&attr, 0, sizeof(attr));
	attr.handled_access_fs = FS_UP_TO_ABI_1 | (abi >= 2 ? FS_REFER : 0) |
		(abi >= 3 ? FS_TRUNCATE : 0) | (abi >= 5 ? FS_IOCTL_DEV : 0);
	write |= abi >= 3 ? FS_TRUNCATE : 0;
	rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr.handled_access_fs), 0);
	if (rules < 0)
		return 0;
	for (s = o->readable; s && *s; s++)
		bad |= allow(rules, *s, read);
	if (o->writable)
		bad |= allow(rules, o->writable, read | write);
	bad |= (int)syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
	return bad ? 0 : SANDBOX_LANDLOCK | (unsigned)abi << SANDBOX_ABI_SHIFT;
}

/* ---- seccomp: which system calls --------------------------------------------------- */

#ifdef KPATH_HAVE_SECCOMP
#define SYSCALL(name) SCMP_SYS(name)

static const int never[] = {
	SYSCALL(socket), SYSCALL(socketpair), SYSCALL(connect), SYSCALL(bind), SYSCALL(listen),
	SYSCALL(accept), SYSCALL(accept4), SYSCALL(sendto), SYSCALL(sendmsg), SYSCALL(sendmmsg),
	SYSCALL(process_vm_readv), SYSCALL(process_vm_writev), SYSCALL(pidfd_open),
	SYSCALL(pidfd_getfd), SYSCALL(pidfd_send_signal), SYSCALL(mount), SYSCALL(umount2),
	SYSCALL(pivot_root), SYSCALL(chroot), SYSCALL(setns), SYSCALL(unshare), SYSCALL(bpf),
	SYSCALL(perf_event_open), SYSCALL(keyctl), SYSCALL(add_key),
	SYSCALL(request_key), SYSCALL(userfaultfd), SYSCALL(init_module), SYSCALL(finit_module),
	SYSCALL(delete_module), SYSCALL(kexec_load), SYSCALL(reboot), SYSCALL(swapon),
	SYSCALL(swapoff), SYSCALL(open_by_handle_at), SYSCALL(symlink), SYSCALL(symlinkat),
	SYSCALL(link), SYSCALL(linkat), SYSCALL(mknod), SYSCALL(mknodat), SYSCALL(chown),
	SYSCALL(fchown), SYSCALL(lchown), SYSCALL(fchownat), SYSCALL(setxattr),
	SYSCALL(lsetxattr), SYSCALL(fsetxattr), SYSCALL(removexattr), SYSCALL(setuid),
	SYSCALL(setgid), SYSCALL(setreuid), SYSCALL(setregid), SYSCALL(setresuid),
	SYSCALL(setresgid), SYSCALL(setgroups), SYSCALL(capset), SYSCALL(personality),
	SYSCALL(mkdir), SYSCALL(mkdirat), SYSCALL(rmdir),
	/* memory and messages shared with others */
	SYSCALL(shmget), SYSCALL(shmat), SYSCALL(msgget), SYSCALL(semget), SYSCALL(mq_open),
	/* signals, priorities and memory of others */
	SYSCALL(tkill), SYSCALL(rt_sigqueueinfo), SYSCALL(rt_tgsigqueueinfo),
	SYSCALL(process_madvise), SYSCALL(kcmp), SYSCALL(setpriority), SYSCALL(ioprio_set),
	SYSCALL(migrate_pages), SYSCALL(move_pages),
	/* memory that RLIMIT_DATA does not count */
	SYSCALL(memfd_create),
	/* of files that may not be read it tells when they are used */
	SYSCALL(inotify_init), SYSCALL(inotify_init1), SYSCALL(inotify_add_watch),
	/* what only root could do */
	SYSCALL(sethostname), SYSCALL(setdomainname), SYSCALL(vhangup), SYSCALL(iopl),
	SYSCALL(ioperm), SYSCALL(kexec_file_load), SYSCALL(setrlimit),
	/* mounts by descriptor, watching, handles, clocks, the log */
	SYSCALL(fsopen), SYSCALL(fsmount), SYSCALL(move_mount), SYSCALL(open_tree),
	SYSCALL(mount_setattr), SYSCALL(fanotify_init), SYSCALL(name_to_handle_at),
	SYSCALL(clock_settime), SYSCALL(settimeofday), SYSCALL(adjtimex), SYSCALL(clock_adjtime),
	SYSCALL(syslog), SYSCALL(acct), SYSCALL(quotactl), SYSCALL(io_setup),
	SYSCALL(lremovexattr), SYSCALL(fremovexattr), SYSCALL(setfsuid), SYSCALL(setfsgid),
	/* younger than many a libseccomp: one number everywhere */
	452 /* fchmodat2 */, 463 /* setxattrat */, 466 /* removexattrat */,
};

/* Not where a sanitizer looks for leaks. */
static const int never_strict[] = {
	SYSCALL(execve), SYSCALL(execveat), SYSCALL(fork), SYSCALL(vfork), SYSCALL(ptrace),
	SYSCALL(kill),
};

/* Where nothing is written. */
static const int no_writing[] = {
	SYSCALL(creat), SYSCALL(truncate), SYSCALL(rename), SYSCALL(renameat), SYSCALL(renameat2),
	SYSCALL(unlink), SYSCALL(unlinkat), SYSCALL(chmod), SYSCALL(fchmod), SYSCALL(fchmodat),
	SYSCALL(utime), SYSCALL(utimes), SYSCALL(utimensat),
};

static int deny(scmp_filter_ctx f, const int *call, size_t nr)
{
	size_t i;
	int bad = 0;

	for (i = 0; i < nr; i++)	/* one that this architecture has not is no error */
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), call[i], 0) < 0;
	return bad;
}

/* Calls that are needed, but not with these arguments. */
static int deny_arguments(scmp_filter_ctx f)
{
	static const unsigned ioctls[] = { TIOCSTI, TIOCLINUX, TIOCSCTTY };
	static const int schedule[] = {
		SYSCALL(sched_setscheduler), SYSCALL(sched_setparam), SYSCALL(sched_setattr),
		SYSCALL(sched_setaffinity),
	};
	static const unsigned fcntls[] = { F_SETOWN, F_SETOWN_EX, F_SETSIG };	/* a signal to anybody */
	int bad = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ioctls); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(ioctl), 1,
					SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, ioctls[i])) < 0;
	for (i = 0; i < ARRAY_SIZE(fcntls); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(fcntl), 1,
					SCMP_A1(SCMP_CMP_MASKED_EQ, UINT32_MAX, fcntls[i])) < 0;
	/* abort() ends this process, and nobody ends another one or limits it */
	bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(tgkill), 1,
				SCMP_A0(SCMP_CMP_NE, (scmp_datum_t)getpid())) < 0;
	bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(prlimit64), 1,
				SCMP_A0(SCMP_CMP_NE, 0)) < 0;
	/* of its own limits only the time is set anew, for each file */
	bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(prlimit64), 2,
				SCMP_A1(SCMP_CMP_NE, RLIMIT_CPU), SCMP_A2(SCMP_CMP_NE, 0)) < 0;
	if (STRICT)	/* the leak checker's process asks to end with its parent */
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(prctl), 1,
					SCMP_A0(SCMP_CMP_EQ, PR_SET_PDEATHSIG)) < 0;
	for (i = 0; i < ARRAY_SIZE(schedule); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), schedule[i], 1,
					SCMP_A0(SCMP_CMP_NE, 0)) < 0;
	if (STRICT)	/* RLIMIT_DATA does not count it */
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(mmap), 1,
					SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_SHARED | MAP_ANONYMOUS,
						MAP_SHARED | MAP_ANONYMOUS)) < 0;
	return bad;
}

static int deny_writing(scmp_filter_ctx f)
{
	static const unsigned flags[] = { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC };
	int bad = deny(f, no_writing, ARRAY_SIZE(no_writing));
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(open), 1,
					SCMP_A1(SCMP_CMP_MASKED_EQ, flags[i], flags[i])) < 0;
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(openat), 1,
					SCMP_A2(SCMP_CMP_MASKED_EQ, flags[i], flags[i])) < 0;
	}
	return bad;
}

static unsigned enter_seccomp(const struct sandbox_options *o)
{
	/* what keeps its arguments in memory can't be looked into: as if it
	 * were not there, and the C library takes another */
	static const int not_there[] = {
		SYSCALL(openat2), SYSCALL(io_uring_setup), SYSCALL(io_uring_enter),
	};
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	int bad = !f;
	size_t i;

	if (bad)
		return 0;
	bad |= deny(f, never, ARRAY_SIZE(never));
	bad |= deny_arguments(f);
	for (i = 0; i < ARRAY_SIZE(not_there); i++)
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), not_there[i], 0) < 0;
	if (STRICT) {
		bad |= deny(f, never_strict, ARRAY_SIZE(never_strict));
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SYSCALL(clone3), 0) < 0;
		bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SYSCALL(clone), 1,	/* threads only */
					SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) < 0;
	}
	if (!o->writable)
		bad |= deny_writing(f);
	seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);	/* a tree, not a list */
	bad |= seccomp_load(f) < 0;
	seccomp_release(f);
	return bad ? 0 : SANDBOX_SECCOMP;
}
#else
static unsigned enter_seccomp(const struct sandbox_options *o)
{
	(void)o;
	return 0;
}
#endif

unsigned sandbox_enter(const struct sandbox_options *o)
{
	struct rlimit none = { 0, 0 }, files, data;
	unsigned bits = 0;

#ifdef KPATH_COVERAGE
	return 0;		/* a worker has to write down what was run */
#endif
	if (!o->writable)
		setrlimit(RLIMIT_FSIZE, &none);
	if (!getrlimit(RLIMIT_NOFILE, &files) && files.rlim_max <= MAX_FILES &&
	    !getrlimit(RLIMIT_DATA, &data) && (!STRICT || data.rlim_max <= (rlim_t)sandbox_memory() << 20))
		bits |= SANDBOX_LIMITS;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		bits |= SANDBOX_NO_PRIVS;
	bits |= enter_landlock(o);
	return bits | enter_seccomp(o);
}
