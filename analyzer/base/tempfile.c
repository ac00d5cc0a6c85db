/* SPDX-License-Identifier: MIT */
#include "tempfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fileio.h"
#include "xalloc.h"

#define TRIES 100
#define MAX_OPEN 16		/* more at once are left to the sweep */

/* ---- what a signal takes away ----------------------------------------------------------- */

/* Of this process, as handlers of signals are. */
static const char *volatile open_path[MAX_OPEN];
static volatile pid_t opener;
static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

void tempfile_remove_open(void)
{
	int i, e = errno;

	/* not what the parent of a forked process writes */
	for (i = 0; i < MAX_OPEN && getpid() == opener; i++)
		if (open_path[i])
			unlink(open_path[i]);
	errno = e;
}

/* Ends as it would without this: SA_RESETHAND. */
static void on_signal(int sig)
{
	tempfile_remove_open();
	raise(sig);
}

/* Those that are ignored (nohup), or that somebody else waits for, are no matter of ours. */
static void watch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER) }, old;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (!sigaction(signals[i], NULL, &old) && old.sa_handler == SIG_DFL)
			sigaction(signals[i], &sa, NULL);
}

static void add_open(const char *path)
{
	int i;

	if (getpid() != opener) {
		for (i = 0; i < MAX_OPEN; i++)
			open_path[i] = NULL;
		opener = getpid();
	}
	watch_signals();
	for (i = 0; i < MAX_OPEN && open_path[i]; i++)
		;
	if (i < MAX_OPEN)
		open_path[i] = path;
}

static void forget_open(const char *path)
{
	int i;

	for (i = 0; i < MAX_OPEN; i++)
		if (open_path[i] == path)
			open_path[i] = NULL;
}

/* ---- files -------------------------------------------------------------------------------- */

/* Locks a file just made; -1 where a sweep was faster and removed it. */
static int lock_new(int fd)
{
	struct stat st;

	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return -1;
	/* a file system without locks: then nobody sweeps there either */
	return fstat(fd, &st) || !st.st_nlink ? -1 : 0;
}

static int make(struct tempfile *t, const char *target, struct strbuf *err)
{
	long n = (long)getpid();
	int i, e = EEXIST;
	struct stat st;

	t->fd = -1;
	strbuf_init(&t->path);
	/* a device, a pipe or a folder would be replaced */
	if (!stat(target, &st) && !S_ISREG(st.st_mode))
		return error(err, "cannot write %s: it is no regular file", target);
	for (i = 0; i < TRIES; i++, n += 1 << 22) {	/* above all process ids */
		strbuf_clear(&t->path);
		strbuf_addf(&t->path, "%s.tmp.%ld", target, n);
		t->fd = file_open(t->path.buf, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0644);
		if (t->fd < 0 && errno == EEXIST)
			continue;
		if (t->fd < 0) {
			e = errno;
			break;
		}
		if (!lock_new(t->fd)) {
			add_open(t->path.buf);
			return 0;
		}
		close(t->fd);
	}
	t->fd = -1;
	strbuf_release(&t->path);
	return error(err, "cannot write %s: %s", target, strerror(e));
}

void signals_hold(sigset_t *old)
{
	sigset_t stop;
	size_t i;

	sigemptyset(&stop);
	for (i = 0; i < ARRAY_SIZE(signals); i++)
		sigaddset(&stop, signals[i]);
	sigprocmask(SIG_BLOCK, &stop, old);
}

int signals_waiting(void)
{
	sigset_t now;
	size_t i;

	if (!sigpending(&now))
		for (i = 0; i < ARRAY_SIZE(signals); i++)
			if (sigismember(&now, signals[i]))
				return 1;
	return 0;
}

int tempfile_open(struct tempfile *t, const char *target, struct strbuf *err)
{
	sigset_t old;
	int ret;

	/* none that exists and is not known */
	signals_hold(&old);
	ret = make(t, target, err);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ret;
}

int tempdir_open(struct tempfile *t, const char *target, struct strbuf *err)
{
	long n = (long)getpid();
	int i, e = EEXIST;

	t->fd = -1;
	strbuf_init(&t->path);
	for (i = 0; i < TRIES && e == EEXIST; i++, n += 1 << 22) {
		strbuf_clear(&t->path);
		strbuf_addf(&t->path, "%s.tmp.%ld", target, n);
		e = mkdir(t->path.buf, 0700) ? errno : 0;
		if (e)
			continue;
		t->fd = file_open(t->path.buf, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
		if (t->fd >= 0 && !lock_new(t->fd))
			return 0;
		e = t->fd < 0 ? errno : EEXIST;
		if (t->fd >= 0)
			close(t->fd);
		rmdir(t->path.buf);
	}
	t->fd = -1;
	strbuf_release(&t->path);
	return error(err, "cannot make a folder beside %s: %s", target, strerror(e));
}

int tempdir_commit(struct tempfile *t, const char *target, struct strbuf *err)
{
	mode_t mask = umask(0);
	int ret = 0;

	umask(mask);
	if (chmod(t->path.buf, 0777 & ~mask) || rename(t->path.buf, target)) {
		ret = error(err, "cannot rename %s to %s: %s", t->path.buf, target, strerror(errno));
		dir_remove_all(t->path.buf, NULL);
	}
	close(t->fd);
	t->fd = -1;
	strbuf_release(&t->path);
	return ret;
}

void tempdir_discard(struct tempfile *t)
{
	if (t->fd < 0)
		return;
	dir_remove_all(t->path.buf, NULL);
	close(t->fd);
	t->fd = -1;
	strbuf_release(&t->path);
}

int tempfile_commit(struct tempfile *t, const char *target, struct strbuf *err)
{
	int ret = 0;

	if (rename(t->path.buf, target)) {
		ret = error(err, "cannot write %s: %s", target, strerror(errno));
		unlink(t->path.buf);
	}
	if (close(t->fd) && !ret)
		ret = error(err, "cannot write %s: %s", target, strerror(errno));
	t->fd = -1;
	forget_open(t->path.buf);
	strbuf_release(&t->path);
	return ret;
}

void tempfile_discard(struct tempfile *t)
{
	if (t->fd < 0)
		return;
	unlink(t->path.buf);
	close(t->fd);
	t->fd = -1;
	forget_open(t->path.buf);
	strbuf_release(&t->path);
}

/* "k.db.tmp.123" of "k.db"; `base` "" = of any */
static int is_temp_of(const char *name, const char *base)
{
	const char *dot, *s;

	for (dot = strstr(name, ".tmp."); dot; dot = strstr(dot + 1, ".tmp.")) {
		if (*base && (strncmp(name, base, strlen(base)) || dot != name + strlen(base)))
			continue;
		for (s = dot + 5; *s >= '0' && *s <= '9'; s++)
			;
		if (!*s && s > dot + 5)
			return 1;
	}
	return 0;
}

static void sweep_one(int dir, const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return;
	if (!fstat(fd, &st) && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) && !flock(fd, LOCK_EX | LOCK_NB)) {
		strbuf_addf(&path, "%s/%s", folder, name);
		if (S_ISDIR(st.st_mode))
			dir_remove_all(path.buf, NULL);
		else
			unlinkat(dir, name, 0);
		strbuf_release(&path);
	}
	close(fd);
}

void tempfile_sweep(const char *target)
{
	const char *slash = strrchr(target, '/'), *base = slash ? slash + 1 : target;
	char *path = slash ? xstrndup(target, (size_t)(slash - target) + 1) : xstrdup(".");
	struct dirent *de;
	DIR *d = opendir(path);

	while (d && (de = readdir(d)))
		if (is_temp_of(de->d_name, base))
			sweep_one(dirfd(d), path, de->d_name);
	if (d)
		closedir(d);
	free(path);
}
