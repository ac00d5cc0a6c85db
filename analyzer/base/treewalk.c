/* SPDX-License-Identifier: MIT */
#include "treewalk.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "strbuf.h"

#define MAX_DEPTH 40

struct walking {
	const struct tree_walk *w;
	struct strbuf path;
	int depth;
};

static int is_skipped(const struct walking *k, const char *name)
{
	const char *const *s;

	if (*name == '.' || k->depth > MAX_DEPTH)
		return 1;
	for (s = k->w->skip; k->depth == 1 && s && *s; s++)
		if (!strcmp(name, *s))
			return 1;
	return 0;
}

static int is_directory(int dir, const struct dirent *de)
{
	struct stat st;

	if (de->d_type != DT_UNKNOWN)
		return de->d_type == DT_DIR;
	return !fstatat(dir, de->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode);
}

static void walk(struct walking *k, int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	size_t len = k->path.len;
	struct dirent *de;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	if (k->w->dir)
		k->w->dir(k->w->ctx, k->path.buf);
	k->depth++;
	while ((de = readdir(d))) {
		int directory = is_directory(fd, de);

		if (directory && is_skipped(k, de->d_name))
			continue;
		strbuf_addf(&k->path, "/%s", de->d_name);
		if (directory)
			walk(k, fd, de->d_name);
		else if (k->w->file)
			k->w->file(k->w->ctx, fd, k->path.buf, de->d_name);
		strbuf_setlen(&k->path, len);
	}
	k->depth--;
	closedir(d);
}

void tree_walk(const struct tree_walk *w, const char *root)
{
	struct walking k = { .w = w, .path = STRBUF_INIT };

	walk(&k, AT_FDCWD, root);
	strbuf_release(&k.path);
}
