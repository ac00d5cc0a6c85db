/* SPDX-License-Identifier: MIT */
#include "bundle.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/shownpath.h"
#include "base/tempfile.h"
#include "bundle_p.h"
#include "store/index.h"

struct packing {
	struct archive *a;
	struct archive_entry *e;
	struct bundle_counts *n;
	struct strbuf *err;
};

static int archive_says(struct packing *p, const char *what)
{
	return error(p->err, "%s could not be packed: %s", what, archive_error_string(p->a));
}

/* Nothing of this machine or this moment: no owner, no time. */
static int entry_begin(struct packing *p, const char *name, long long size)
{
	archive_entry_clear(p->e);
	archive_entry_set_pathname(p->e, name);
	archive_entry_set_size(p->e, size);
	archive_entry_set_filetype(p->e, AE_IFREG);
	archive_entry_set_perm(p->e, 0644);
	archive_entry_set_mtime(p->e, 0, 0);
	return archive_write_header(p->a, p->e) == ARCHIVE_OK ? 0 : archive_says(p, name);
}

static int entry_add(struct packing *p, const char *name, const void *data, size_t len)
{
	if (entry_begin(p, name, (long long)len))
		return -1;
	return archive_write_data(p->a, data, len) == (la_ssize_t)len ? 0 : archive_says(p, name);
}

static int add_index(struct packing *p, const char *db)
{
	char buf[1 << 16];
	long long left;
	struct stat st;
	size_t n = 0;
	int fd = file_open(db, O_RDONLY, 0), ret = -1;

	if (fd < 0 || fstat(fd, &st)) {
		error(p->err, "the index %s cannot be read: %s", db, strerror(errno));
		goto out;
	}
	if (entry_begin(p, BUNDLE_INDEX, st.st_size))
		goto out;
	for (left = st.st_size; left; left -= (long long)n) {
		n = left < (long long)sizeof(buf) ? (size_t)left : sizeof(buf);
		if (fd_read_all(fd, buf, n) || archive_write_data(p->a, buf, n) != (la_ssize_t)n)
			break;
	}
	ret = !left ? 0 : error(p->err, "the index %s could not be packed: it changed meanwhile, "
				"or there is no space left", db);
out:
	if (fd >= 0)
		close(fd);
	return ret;
}

/* 1: the text that was indexed; 0: it is another one, or gone; -1: it can't be read. */
static int source_text(struct packing *p, const char *path, uint64_t hash, struct strbuf *text)
{
	struct strbuf why = STRBUF_INIT;
	int ret;

	if (!file_read(path, text, &why))
		ret = digest64(text->buf, text->len) == hash;
	else if (file_exists(path))
		ret = error(p->err, "a source can't be packed: %s", why.buf);
	else
		ret = 0;
	strbuf_release(&why);
	return ret;
}

/* The files of an index come sorted by name, so the same ones give the same bytes. */
static int add_sources(struct packing *p, const struct graph *g, const char *tree,
		       const char *build)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT, name = STRBUF_INIT;
	uint32_t i;
	int ret = 0, there;

	for (i = 1; i < g->nr_file && !ret; i++) {
		const struct g_file *f = graph_file(g, i);
		const char *shown = graph_str(g, f->name);

		strbuf_clear(&path);
		strbuf_clear(&text);
		strbuf_clear(&name);
		if (!f->hash || bundle_entry_name(shown, &name))
			continue;
		there = source_path(tree, build, shown, &path) ? 0 : source_text(p, path.buf, f->hash, &text);
		if (there < 0)
			ret = -1;
		else if (there)
			ret = entry_add(p, name.buf, text.buf, text.len);
		p->n->sources += there > 0;
		p->n->left_out += !there;
	}
	if (!ret && !p->n->sources)
		ret = error(p->err, "none of the sources that the index was made from is there "
			    "unchanged; name their folder with --tree");
	strbuf_release(&path);
	strbuf_release(&text);
	strbuf_release(&name);
	return ret;
}

static int check_index(const char *db, struct strbuf *err)
{
	struct strbuf problems = STRBUF_INIT;
	int ret = index_verify(db, &problems, err);

	if (!ret && problems.len)
		ret = error(err, "the index %s is damaged (kpath verify says where); make it anew", db);
	strbuf_release(&problems);
	return ret ? -1 : 0;
}

static int write_all(struct packing *p, int fd, const char *db, const struct graph *g,
		     const char *tree, const char *build)
{
	static const char format[] = BUNDLE_FORMAT;
	int ret = -1;

	p->a = archive_write_new();
	p->e = archive_entry_new();
	if (!p->a || !p->e)
		ret = error(p->err, "there is no memory left to pack with");
	else if (archive_write_set_format_pax_restricted(p->a) != ARCHIVE_OK ||
		 archive_write_add_filter_zstd(p->a) != ARCHIVE_OK ||
		 archive_write_open_fd(p->a, fd) != ARCHIVE_OK)
		ret = archive_says(p, "the index");
	else
		ret = entry_add(p, BUNDLE_MARK, format, sizeof(format) - 1);
	if (!ret)
		ret = add_index(p, db);
	if (!ret)
		ret = add_sources(p, g, tree, build);
	if (!ret && archive_write_close(p->a) != ARCHIVE_OK)
		ret = archive_says(p, "the index");
	archive_entry_free(p->e);
	archive_write_free(p->a);
	return ret;
}

int bundle_write(const char *db, const char *tree, const char *build, const char *out,
		 struct bundle_counts *n, struct strbuf *err)
{
	struct packing p = { .n = n, .err = err };
	struct tempfile t = TEMPFILE_INIT;
	struct index *idx = NULL;
	struct stat st;
	int ret;

	memset(n, 0, sizeof(*n));
	ret = check_index(db, err);
	if (!ret)
		ret = index_open(&idx, db, err);
	if (!ret) {
		tempfile_sweep(out);
		ret = tempfile_open(&t, out, err);
	}
	if (!ret) {
		ret = write_all(&p, t.fd, db, index_graph(idx), tree, build);
		if (!ret)
			ret = index_failed(idx, err);
		if (!ret && !fstat(t.fd, &st))
			n->bytes = (unsigned long long)st.st_size;
		if (ret)
			tempfile_discard(&t);
		else
			ret = tempfile_commit(&t, out, err);
	}
	index_close(idx);
	return ret ? -1 : 0;
}
