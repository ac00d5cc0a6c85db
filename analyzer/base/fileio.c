/* SPDX-License-Identifier: MIT */
#include "fileio.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tempfile.h"
#include "xalloc.h"

int file_open(const char *path, int flags, unsigned mode)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC, mode);
	while (fd < 0 && errno == EINTR);
	return fd;
}

int file_sync(int fd)
{
	int ret;

	do
		ret = fsync(fd);
	while (ret && errno == EINTR);
	return ret;
}

static int too_large(const char *path, uint64_t most, struct strbuf *err)
{
	return error(err, "%s is larger than %u MB", path, (unsigned)(most >> 20));
}

int file_read(const char *path, struct strbuf *out, struct strbuf *err)
{
	return file_read_most(path, FILE_MOST, out, err);
}

int file_read_most(const char *path, uint64_t most, struct strbuf *out, struct strbuf *err)
{
	struct stat st;
	size_t start = out->len;
	int fd;

	/* not to wait for the other end of a pipe */
	fd = file_open(path, O_RDONLY | O_NONBLOCK, 0);
	if (fd < 0)
		return error(err, "cannot open %s: %s", path, strerror(errno));
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return error(err, "%s is not a regular file", path);
	}
	if ((uint64_t)st.st_size > most) {
		close(fd);
		return too_large(path, most, err);
	}
	strbuf_grow(out, (size_t)st.st_size);
	for (;;) {
		ssize_t n;

		strbuf_grow(out, 4096);
		n = read(fd, out->buf + out->len, out->alloc - out->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			int e = errno;

			close(fd);
			strbuf_setlen(out, start);
			return error(err, "cannot read %s: %s", path, strerror(e));
		}
		if (!n)
			break;
		out->len += (size_t)n;
		out->buf[out->len] = '\0';
		if (out->len - start > most) {	/* it grows while it is read */
			close(fd);
			strbuf_setlen(out, start);
			return too_large(path, most, err);
		}
	}
	close(fd);
	return 0;
}

size_t file_head(const char *path, void *to, size_t len)
{
	int fd = file_open(path, O_RDONLY | O_NONBLOCK, 0);
	struct stat st;
	size_t n = 0;

	if (fd < 0)
		return 0;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode)) {
		n = (uint64_t)st.st_size < len ? (size_t)st.st_size : len;
		if (fd_read_all(fd, to, n))
			n = 0;
	}
	close(fd);
	return n;
}

typedef ssize_t fd_step(int fd, void *p, size_t len, uint64_t at);

static ssize_t step_read(int fd, void *p, size_t len, uint64_t at)
{
	return read(fd, p, len);
}

static ssize_t step_read_at(int fd, void *p, size_t len, uint64_t at)
{
	return pread(fd, p, len, (off_t)at);
}

static ssize_t step_write(int fd, void *p, size_t len, uint64_t at)
{
	return write(fd, p, len);
}

static ssize_t step_send(int fd, void *p, size_t len, uint64_t at)
{
	return send(fd, p, len, MSG_NOSIGNAL);
}

/* One step after another, until all is done. */
static int do_all(fd_step *step, int fd, void *with, size_t len, uint64_t at)
{
	char *p = with;

	while (len) {
		ssize_t n = step(fd, p, len, at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		p += n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

int fd_read_all(int fd, void *to, size_t len)
{
	return do_all(step_read, fd, to, len, 0);
}

int fd_read_all_at(int fd, void *to, size_t len, uint64_t at)
{
	return do_all(step_read_at, fd, to, len, at);
}

int fd_write_all(int fd, const void *from, size_t len)
{
	return do_all(step_write, fd, (void *)(uintptr_t)from, len, 0);
}

int fd_send_all(int fd, const void *from, size_t len)
{
	return do_all(step_send, fd, (void *)(uintptr_t)from, len, 0);
}

int file_write_atomic(const char *path, const void *data, size_t len,
		      struct strbuf *err)
{
	struct tempfile t = TEMPFILE_INIT;

	if (tempfile_open(&t, path, err))
		return -1;
	if (fd_write_all(t.fd, data, len) < 0) {
		error(err, "cannot write %s: %s", path, strerror(errno));
		tempfile_discard(&t);
		return -1;
	}
	return tempfile_commit(&t, path, err);
}

int file_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

int dir_exists(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

int dir_make_all(const char *path, unsigned mode, struct strbuf *err)
{
	char *p = xstrdup(path), *s = p;
	int ret = 0;

	for (;;) {
		s = strchr(s + 1, '/');
		if (s)
			*s = '\0';
		if (mkdir(p, mode) < 0 && errno != EEXIST && !dir_exists(p)) {
			ret = error(err, "cannot make the directory %s: %s", p,
				    strerror(errno));
			break;
		}
		if (!s)
			break;
		*s = '/';
	}
	free(p);
	return ret;
}

int dir_remove_all(const char *path, struct strbuf *err)
{
	struct strbuf sub = STRBUF_INIT;
	struct dirent *de;
	int ret = 0;
	DIR *d;

	d = opendir(path);
	if (!d)
		return errno == ENOENT ? 0 :
			error(err, "cannot open the directory %s: %s", path, strerror(errno));
	while (!ret && (de = readdir(d))) {
		struct stat st;

		if (!strcmp(de->d_name, ".") || !strcmp(de->d_name, ".."))
			continue;
		strbuf_clear(&sub);
		strbuf_addf(&sub, "%s/%s", path, de->d_name);
		if (!lstat(sub.buf, &st) && S_ISDIR(st.st_mode))
			ret = dir_remove_all(sub.buf, err);
		else if (unlink(sub.buf) < 0 && errno != ENOENT)
			ret = error(err, "cannot remove %s: %s", sub.buf, strerror(errno));
	}
	closedir(d);
	strbuf_release(&sub);
	if (!ret && rmdir(path) < 0 && errno != ENOENT)
		ret = error(err, "cannot remove %s: %s", path, strerror(errno));
	return ret;
}

void path_join(struct strbuf *out, const char *dir, const char *name)
{
	struct strbuf full = STRBUF_INIT;
	size_t base = out->len;
	int absolute;
	char *s, *part;

	if (name[0] != '/' && dir && dir[0])
		strbuf_addf(&full, "%s/", dir);
	strbuf_addstr(&full, name);
	absolute = full.len && full.buf[0] == '/';
	strbuf_grow(&full, 0);
	for (s = full.buf; (part = strsep(&s, "/"));) {
		if (!*part || !strcmp(part, "."))
			continue;
		if (!strcmp(part, "..") && out->len > base) {
			const char *last = strrchr(out->buf + base, '/');
			const char *name_at = last ? last + 1 : out->buf + base;

			if (strcmp(name_at, "..")) {
				strbuf_setlen(out, last ? (size_t)(last - out->buf) : base);
				continue;
			}
		} else if (!strcmp(part, "..") && absolute) {
			continue;
		}
		if (absolute || out->len > base)
			strbuf_addch(out, '/');
		strbuf_addstr(out, part);
	}
	if (out->len == base)
		strbuf_addstr(out, absolute ? "/" : ".");
	strbuf_release(&full);
}

const char *path_below(const char *path, const char *root)
{
	size_t n = strlen(root);

	while (n > 1 && root[n - 1] == '/')
		n--;
	if (strncmp(path, root, n))
		return NULL;
	if (n == 1 && root[0] == '/')
		return path + 1;
	return path[n] == '/' ? path + n + 1 : NULL;
}

const char *path_basename(const char *path)
{
	const char *s = strrchr(path, '/');

	return s ? s + 1 : path;
}

double clock_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int program_beside(struct strbuf *out, const char *name)
{
	static const char *const places[] = { "", "../libexec/kpath/" };
	struct strbuf relative = STRBUF_INIT;
	size_t i, before = out->len;
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	int ret = -1;

	if (n <= 0)
		return -1;
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (i = 0; i < sizeof(places) / sizeof(places[0]) && ret; i++) {
		strbuf_clear(&relative);
		strbuf_addf(&relative, "%s%s", places[i], name);
		strbuf_setlen(out, before);
		path_join(out, exe, relative.buf);
		ret = access(out->buf + before, X_OK);
	}
	if (ret) {
		strbuf_setlen(out, before);
		strbuf_addstr(out, exe);
	}
	strbuf_release(&relative);
	return ret;
}
