/* SPDX-License-Identifier: MIT */
#include "cachedir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fileio.h"
#include "xalloc.h"

void cache_dir(struct strbuf *out, const char *given)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (given) {
		char *cwd = *given == '/' ? NULL : getcwd(NULL, 0);

		path_join(out, cwd ? cwd : "/", given);
		free(cwd);
	} else if (xdg && xdg[0] == '/') {
		strbuf_addf(out, "%s/kpath", xdg);
	} else if (home && home[0] == '/') {
		strbuf_addf(out, "%s/.cache/kpath", home);
	} else {
		strbuf_addf(out, "/tmp/kpath-%lu", (unsigned long)geteuid());
	}
}

/* Root by way of sudo may use what the user has. */
static int is_mine(uid_t owner)
{
	const char *sudo = getenv("SUDO_UID");

	return owner == geteuid() ||
		(!geteuid() && sudo && *sudo && strtoul(sudo, NULL, 10) == owner);
}

static int of_another(const char *path, uid_t owner, struct strbuf *err)
{
	return error(err, "%s belongs to another user (uid %lu); name another cache with --cache",
		     path, (unsigned long)owner);
}

static int make_private(const char *path, struct strbuf *err)
{
	if (mkdir(path, 0700) && errno != EEXIST)
		return error(err, "cannot make the directory %s: %s", path, strerror(errno));
	return 0;
}

int cache_root(const char *dir, struct strbuf *err)
{
	struct strbuf parent = STRBUF_INIT;
	struct stat st;
	int ret;

	path_join(&parent, dir, "..");
	/* whatever the umask is: who may write to the parent may put another cache there */
	ret = dir_exists(parent.buf) ? 0 : dir_make_all(parent.buf, 0700, err);
	strbuf_release(&parent);
	if (ret || make_private(dir, err))
		return -1;
	if (stat(dir, &st) || !S_ISDIR(st.st_mode))
		return error(err, "%s is no directory", dir);
	if (st.st_uid && !is_mine(st.st_uid))
		return of_another(dir, st.st_uid, err);
	/* as /tmp is: what lies in it is its maker's */
	if ((st.st_mode & 022) && !(st.st_mode & S_ISVTX))
		return error(err, "others may write to %s; close it (chmod go-w), or name another cache with --cache",
			     dir);
	return 0;
}

int cache_subdir(struct strbuf *out, const char *dir, const char *name, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT;
	struct stat st;
	int ret;

	ret = cache_root(dir, err);
	strbuf_addf(&path, "%s/%s", dir, name);
	if (!ret)
		ret = make_private(path.buf, err);
	if (!ret && (lstat(path.buf, &st) || !S_ISDIR(st.st_mode)))
		ret = error(err, "%s is no directory", path.buf);
	else if (!ret && !is_mine(st.st_uid))
		ret = of_another(path.buf, st.st_uid, err);
	else if (!ret && (st.st_mode & 077) && chmod(path.buf, 0700))
		ret = error(err, "cannot close %s to others: %s", path.buf, strerror(errno));
	if (!ret)
		strbuf_add(out, path.buf, path.len);
	strbuf_release(&path);
	return ret;
}

int cache_read(const char *path, struct strbuf *out)
{
	struct stat st;

	return lstat(path, &st) || !is_mine(st.st_uid) || (st.st_mode & 022) ? -1 :
		file_read(path, out, NULL);
}

struct entry {
	char *name;
	unsigned long long size;
	time_t used;
};

static int by_use(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->used > y->used ? -1 : x->used < y->used;
}

void cache_trim(const char *dir, unsigned long long bytes)
{
	struct entry *e = NULL;
	size_t nr = 0, alloc = 0, i;
	unsigned long long sum = 0;
	time_t now = time(NULL);
	struct dirent *de;
	struct stat st;
	DIR *d = opendir(dir);

	while (d && (de = readdir(d))) {
		if (fstatat(dirfd(d), de->d_name, &st, AT_SYMLINK_NOFOLLOW) || !S_ISREG(st.st_mode))
			continue;
		/* of a process that was killed: nothing takes that long */
		if (strstr(de->d_name, ".tmp.") && now - st.st_mtime > 3600) {
			unlinkat(dirfd(d), de->d_name, 0);
			continue;
		}
		ALLOC_GROW(e, nr + 1, alloc);
		e[nr].name = xstrdup(de->d_name);
		e[nr].size = (unsigned long long)st.st_size;
		e[nr++].used = st.st_mtime;
	}
	if (nr)
		qsort(e, nr, sizeof(*e), by_use);
	for (i = 0; i < nr; i++) {
		sum += e[i].size;
		if (sum > bytes && now - e[i].used > 3600)
			unlinkat(dirfd(d), e[i].name, 0);
		free(e[i].name);
	}
	free(e);
	if (d)
		closedir(d);
}
