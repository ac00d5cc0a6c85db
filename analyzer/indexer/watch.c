/* SPDX-License-Identifier: MIT */
#include "watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/treewalk.h"
#include "base/xalloc.h"

#define EVENTS (IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)

struct place {
	char *dir;	/* NULL: none */
	char *only;	/* the one file in it that counts; NULL: all */
};

struct tree_watch {
	int fd;
	struct place *at;	/* by inotify's number */
	size_t nr, alloc, dirs;
	char *skip_dir;		/* real path; or NULL */
	char *skip_name;
	const char *root;	/* of the walk */
	int failed;		/* errno of it */
};

static char *real_dir(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? xstrndup(path, slash == path ? 1 : (size_t)(slash - path)) : xstrdup(".");
	char *real = realpath(dir, NULL);

	free(dir);
	return real;
}

int tree_watch_open(struct tree_watch **out, const char *skip, struct strbuf *err)
{
	struct tree_watch *w;
	int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	*out = NULL;
	if (fd < 0)
		return error(err, "changes of files can't be noticed: %s%s", strerror(errno),
			     errno == EMFILE ? " (fs.inotify.max_user_instances)" : "");
	w = xcalloc(1, sizeof(*w));
	w->fd = fd;
	if (skip) {
		w->skip_dir = real_dir(skip);
		w->skip_name = xstrdup(path_basename(skip));
	}
	*out = w;
	return 0;
}

void tree_watch_close(struct tree_watch *w)
{
	size_t i;

	if (!w)
		return;
	for (i = 0; i < w->nr; i++) {
		free(w->at[i].dir);
		free(w->at[i].only);
	}
	free(w->at);
	free(w->skip_dir);
	free(w->skip_name);
	close(w->fd);
	free(w);
}

static void forget(struct tree_watch *w, size_t i)
{
	w->dirs -= !!w->at[i].dir;
	free(w->at[i].dir);
	free(w->at[i].only);
	memset(&w->at[i], 0, sizeof(w->at[i]));
}

/* A directory that is watched for one file and then as a whole is watched as a whole. */
static int add(struct tree_watch *w, const char *dir, const char *only)
{
	int n = inotify_add_watch(w->fd, dir, EVENTS | IN_ONLYDIR | IN_EXCL_UNLINK);
	size_t i = (size_t)n;

	if (n < 0)
		return -1;
	while (w->nr <= i) {
		ALLOC_GROW(w->at, w->nr + 1, w->alloc);
		memset(&w->at[w->nr++], 0, sizeof(*w->at));
	}
	if (only && w->at[i].dir) {
		if (w->at[i].only && strcmp(w->at[i].only, only)) {
			free(w->at[i].only);
			w->at[i].only = NULL;
		}
		return 0;
	}
	forget(w, i);
	w->at[i].dir = xstrdup(dir);
	w->at[i].only = only ? xstrdup(only) : NULL;
	w->dirs++;
	return 0;
}

static void add_below(void *ctx, const char *path)
{
	struct tree_watch *w = ctx;
	struct strbuf dir = STRBUF_INIT;

	strbuf_addf(&dir, "%s%s", w->root, path);
	/* what has gone meanwhile, or is closed to us, is closed to a parser as well */
	if (!w->failed && add(w, dir.buf, NULL) && errno != ENOENT && errno != ENOTDIR && errno != EACCES)
		w->failed = errno;
	strbuf_release(&dir);
}

static int no_more(const struct tree_watch *w, const char *dir, int code, struct strbuf *err)
{
	if (code == ENOSPC)
		return error(err, "the system allows no more than %zu watched directories: raise "
			     "fs.inotify.max_user_watches (sysctl)", w->dirs);
	return error(err, "%s can't be watched: %s", dir, strerror(code));
}

int tree_watch_add(struct tree_watch *w, const char *dir, struct strbuf *err)
{
	const struct tree_walk walk = { .dir = add_below, .ctx = w };

	w->failed = 0;
	if (add(w, dir, NULL))
		return no_more(w, dir, errno, err);
	w->root = dir;
	tree_walk(&walk, dir);
	return w->failed ? no_more(w, dir, w->failed, err) : 0;
}

int tree_watch_file(struct tree_watch *w, const char *path, struct strbuf *err)
{
	char *dir = real_dir(path);
	int ret = 0;

	if (!dir || add(w, dir, path_basename(path)))
		ret = no_more(w, path, errno, err);
	free(dir);
	return ret;
}

int tree_watch_fd(const struct tree_watch *w)
{
	return w->fd;
}

size_t tree_watch_count(const struct tree_watch *w)
{
	return w->dirs;
}

static int ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k && !strcmp(name + n - k, end);
}

/* Can what happened to it make another index? */
static int matters(const struct tree_watch *w, const struct place *p, const char *name, int is_dir)
{
	static const char *const left[] = { "~", ".o", ".ko", ".cmd", ".d", ".a", ".mod", ".order", ".tmp", ".swp",
		".swx", ".orig", ".rej", ".su", ".gcno", ".gcda", ".log", ".pyc", ".lock", NULL };
	size_t i;

	if (p->only)
		return !is_dir && !strcmp(p->only, name);
	if (*name == '.')
		return !is_dir && !strcmp(name, ".config");
	if (w->skip_dir && !strncmp(name, w->skip_name, strlen(w->skip_name)) && !strcmp(p->dir, w->skip_dir))
		return 0;
	for (i = 0; left[i] && !is_dir; i++)
		if (ends_with(name, left[i]))
			return 0;
	return 1;
}

/* Is it a change? A directory that is new is watched from now on. */
static int one(struct tree_watch *w, const struct inotify_event *e, struct strbuf *path, struct strbuf *err)
{
	struct strbuf at = STRBUF_INIT;
	struct place *p;
	int ret;

	if (e->mask & IN_Q_OVERFLOW) {
		if (!path->len)
			strbuf_addstr(path, "more than could be noted");
		return 1;
	}
	if (e->wd < 0 || (size_t)e->wd >= w->nr || !w->at[e->wd].dir)
		return 0;
	p = &w->at[e->wd];
	if (e->mask & IN_IGNORED) {
		forget(w, (size_t)e->wd);
		return 0;
	}
	if (!e->len || !matters(w, p, e->name, !!(e->mask & IN_ISDIR)))
		return 0;
	path_join(&at, p->dir, e->name);
	if (!path->len)
		strbuf_addstr(path, at.buf);
	ret = 1;
	if ((e->mask & IN_ISDIR) && (e->mask & (IN_CREATE | IN_MOVED_TO)) &&
	    tree_watch_add(w, at.buf, err))
		ret = dir_exists(at.buf) ? -1 : 1;
	strbuf_release(&at);
	return ret;
}

int tree_watch_read(struct tree_watch *w, struct strbuf *path, struct strbuf *err)
{
	char buf[65536] __attribute__((aligned(8)));
	int changes = 0, n;

	for (;;) {
		ssize_t len = read(w->fd, buf, sizeof(buf));
		const char *p;

		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0 && errno != EAGAIN)
			return error(err, "changes of files can't be noticed: %s", strerror(errno));
		if (len <= 0)
			return changes;
		for (p = buf; p < buf + len; p += sizeof(struct inotify_event) + ((const struct inotify_event *)p)->len) {
			n = one(w, (const struct inotify_event *)p, path, err);
			if (n < 0)
				return -1;
			changes += n;
		}
	}
}
