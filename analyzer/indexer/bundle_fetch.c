/* SPDX-License-Identifier: MIT */
/* All that comes out of a pack is somebody else's: names, sizes, bytes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/strtab.h"
#include "base/tempfile.h"
#include "base/xalloc.h"
#include "bundle.h"
#include "bundle_p.h"
#include "runlog.h"
#include "store/index.h"

#define MAX_INDEX ((long long)4 << 30)	/* bytes of an index, and of a source */
#define MAX_SOURCE ((long long)64 << 20)

struct fetching {
	struct archive *a;
	int fd;				/* of the pack; -1: none */
	const char *file;		/* the pack */
	struct tempfile dir;		/* it is unpacked here first */
	struct strbuf path;		/* scratch */
	struct index *idx;
	struct strtab name;		/* of entries that the index asks for */
	uint32_t *of;			/* the index's file, by name */
	size_t alloc;
	struct bundle_counts *n;
	struct strbuf *err;
};

int bundle_entry_name(const char *shown, struct strbuf *out)
{
	int of_build = !strncmp(shown, "<build>/", 8);
	const char *name = of_build ? shown + 8 : shown;
	size_t at = out->len, root;

	strbuf_addstr(out, of_build ? "build/" : "src/");
	root = out->len;
	path_join(out, "", name);
	if (*name && *name != '/' && strncmp(name, "..", 2) && !strcmp(out->buf + root, name))
		return 0;
	strbuf_setlen(out, at);
	return -1;
}

static int is_wrong(struct fetching *f, const char *why)
{
	return error(f->err, "%s is no whole pack of kpath: %s; nothing was unpacked", f->file, why);
}

/* What stands there so far goes, and then the signal ends the process. */
static int is_stopped(struct fetching *f)
{
	return error(f->err, "%s was not unpacked: interrupted", f->file);
}

/* The name of the next entry, a regular file with a size; NULL at the end or after an error. */
static const char *next_entry(struct fetching *f, struct archive_entry **e, int *ret)
{
	int got = archive_read_next_header(f->a, e);
	const char *name;

	*ret = 0;
	if (got == ARCHIVE_EOF)
		return NULL;
	if (signals_waiting()) {
		*ret = is_stopped(f);
		return NULL;
	}
	name = got == ARCHIVE_OK ? archive_entry_pathname(*e) : NULL;
	if (!name)
		*ret = is_wrong(f, got == ARCHIVE_OK ? "an entry has no name" :
				archive_error_string(f->a));
	else if (archive_entry_filetype(*e) != AE_IFREG || !archive_entry_size_is_set(*e) ||
		 archive_entry_hardlink(*e))
		*ret = is_wrong(f, "an entry is no plain file");
	return *ret ? NULL : name;
}

static int read_entry(struct fetching *f, struct archive_entry *e, struct strbuf *out)
{
	size_t size = (size_t)archive_entry_size(e);

	if (archive_entry_size(e) < 0 || archive_entry_size(e) > MAX_SOURCE)
		return is_wrong(f, "an entry is larger than any source");
	strbuf_clear(out);
	strbuf_grow(out, size);
	if (archive_read_data(f->a, out->buf, size) != (la_ssize_t)size)
		return is_wrong(f, "it is cut off");
	out->len = size;
	out->buf[size] = '\0';
	return 0;
}

static const char *in_dir(struct fetching *f, const char *name)
{
	strbuf_clear(&f->path);
	strbuf_addf(&f->path, "%s/%s", f->dir.path.buf, name);
	return f->path.buf;
}

/* The entry, of `left` bytes, to a file. */
static int copy_to(struct fetching *f, int fd, long long left)
{
	char buf[1 << 16];

	while (left > 0) {
		size_t want = left < (long long)sizeof(buf) ? (size_t)left : sizeof(buf);
		la_ssize_t n = archive_read_data(f->a, buf, want);

		if (n <= 0)
			return error(f->err, "%s could not be unpacked: %s", f->file,
				     n && archive_error_string(f->a) ? archive_error_string(f->a) : "it ends too early");
		if (fd_write_all(fd, buf, (size_t)n))
			return error(f->err, "cannot write %s: %s", f->path.buf, strerror(errno));
		left -= n;
		if (signals_waiting())
			return is_stopped(f);
	}
	return 0;
}

static int take_index(struct fetching *f)
{
	struct strbuf problems = STRBUF_INIT;
	struct archive_entry *e;
	const char *name;
	int ret, fd;

	name = next_entry(f, &e, &ret);
	if (!name || strcmp(name, BUNDLE_INDEX))
		return ret ? ret : is_wrong(f, "it has no index");
	if (archive_entry_size(e) > MAX_INDEX)
		return is_wrong(f, "its index is larger than any index");
	fd = file_open(in_dir(f, BUNDLE_INDEX), O_RDWR | O_CREAT | O_EXCL, 0666);
	if (fd < 0)
		return error(f->err, "cannot write %s: %s", f->path.buf, strerror(errno));
	ret = copy_to(f, fd, archive_entry_size(e));
	if (close(fd) && !ret)
		ret = error(f->err, "cannot write %s: %s", f->path.buf, strerror(errno));
	if (!ret)
		ret = index_verify(f->path.buf, &problems, f->err);
	if (!ret && problems.len)
		ret = is_wrong(f, "its index is damaged");
	if (!ret)
		ret = index_open(&f->idx, f->path.buf, f->err);
	strbuf_release(&problems);
	return ret ? -1 : 0;
}

static void note_names(struct fetching *f, const struct graph *g)
{
	struct strbuf name = STRBUF_INIT;
	uint32_t i, id;

	for (i = 1; i < g->nr_file; i++) {
		const struct g_file *file = graph_file(g, i);

		strbuf_clear(&name);
		if (!file->hash || bundle_entry_name(graph_str(g, file->name), &name))
			continue;
		id = strtab_addn(&f->name, name.buf, name.len);
		ALLOC_GROW(f->of, id + 1, f->alloc);
		f->of[id] = i;
		f->n->left_out++;
	}
	strbuf_release(&name);
}

static int take_source(struct fetching *f, const struct graph *g, const char *name,
		       struct archive_entry *e, struct strbuf *text)
{
	uint32_t id = strtab_find(&f->name, name);
	struct strbuf parent = STRBUF_INIT;
	int ret;

	if (!id)
		return is_wrong(f, "it holds a file that its index does not name");
	if (!f->of[id])
		return is_wrong(f, "it holds a file twice");
	ret = read_entry(f, e, text);
	if (!ret && digest64(text->buf, text->len) != graph_file(g, f->of[id])->hash)
		ret = is_wrong(f, "a source is not the one that was indexed");
	f->of[id] = 0;
	path_join(&parent, in_dir(f, name), "..");
	if (!ret)
		ret = dir_make_all(parent.buf, 0777, f->err);
	if (!ret)
		ret = file_write_atomic(f->path.buf, text->buf, text->len, f->err);
	strbuf_release(&parent);
	f->n->sources++;
	f->n->left_out--;
	return ret;
}

static int take_sources(struct fetching *f)
{
	const struct graph *g = index_graph(f->idx);
	struct strbuf text = STRBUF_INIT;
	struct archive_entry *e;
	const char *name;
	int ret = 0;

	note_names(f, g);
	while (!ret && (name = next_entry(f, &e, &ret)))
		ret = take_source(f, g, name, e, &text);
	strbuf_release(&text);
	return ret ? ret : index_failed(f->idx, f->err);
}

static int take_mark(struct fetching *f)
{
	struct strbuf text = STRBUF_INIT;
	struct archive_entry *e;
	const char *name;
	int ret;

	name = next_entry(f, &e, &ret);
	if (!ret && (!name || strcmp(name, BUNDLE_MARK)))
		ret = is_wrong(f, "it does not begin as one");
	if (!ret)
		ret = read_entry(f, e, &text);
	if (!ret && strcmp(text.buf, BUNDLE_FORMAT))
		ret = error(f->err, "%s was packed by another version of kpath; this one is "
			    KPATH_VERSION, f->file);
	strbuf_release(&text);
	return ret;
}

/* Relative folders: all may be moved together. */
static int write_log(struct fetching *f)
{
	struct strbuf log = STRBUF_INIT;
	int ret;

	runlog_add(&log, "kpath", KPATH_VERSION);
	runlog_addf(&log, "index", "%016llx", (unsigned long long)index_id(f->idx));
	runlog_add(&log, "tree", "src");
	runlog_add(&log, "build", "build");
	ret = file_write_atomic(in_dir(f, BUNDLE_INDEX ".log"), log.buf, log.len, f->err);
	strbuf_release(&log);
	return ret;
}

static int open_pack(struct fetching *f)
{
	f->a = archive_read_new();
	if (!f->a)
		return error(f->err, "there is no memory left to unpack with");
	if (archive_read_support_filter_zstd(f->a) != ARCHIVE_OK ||
	    archive_read_support_format_tar(f->a) != ARCHIVE_OK)
		return error(f->err, "this libarchive can't read zstd");
	f->fd = file_open(f->file, O_RDONLY, 0);
	if (f->fd < 0)
		return error(f->err, "%s cannot be opened: %s", f->file, strerror(errno));
	if (archive_read_open_fd(f->a, f->fd, 1 << 16) != ARCHIVE_OK)
		return error(f->err, "%s cannot be unpacked: %s", f->file, archive_error_string(f->a));
	return 0;
}

/* A folder of our own beside `dir`, so that it takes its place in one step. */
static int make_dir(struct fetching *f, const char *dir)
{
	struct stat st;

	if (!lstat(dir, &st))
		return error(f->err, "%s is there already; remove it, or name another folder with -o", dir);
	tempfile_sweep(dir);
	return tempdir_open(&f->dir, dir, f->err);
}

int bundle_fetch(const char *file, const char *dir, struct bundle_counts *n, struct strbuf *err)
{
	struct fetching f = { .fd = -1, .file = file, .dir = TEMPFILE_INIT, .path = STRBUF_INIT, .n = n,
			      .err = err };
	struct stat st;
	sigset_t old;
	int ret;

	signals_hold(&old);
	memset(n, 0, sizeof(*n));
	strtab_init(&f.name);
	ret = open_pack(&f);
	if (!ret)
		ret = make_dir(&f, dir);
	if (!ret)
		ret = take_mark(&f);
	if (!ret)
		ret = take_index(&f);
	if (!ret)
		ret = take_sources(&f);
	if (!ret)
		ret = write_log(&f);
	if (!ret)
		ret = tempdir_commit(&f.dir, dir, err);
	if (!ret && !stat(file, &st))
		n->bytes = (unsigned long long)st.st_size;
	index_close(f.idx);
	tempdir_discard(&f.dir);
	archive_read_free(f.a);
	if (f.fd >= 0)
		close(f.fd);
	strtab_release(&f.name);
	free(f.of);
	strbuf_release(&f.path);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ret ? -1 : 0;
}
