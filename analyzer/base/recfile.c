/* SPDX-License-Identifier: MIT */
#include "recfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <zlib.h>

#include "fileio.h"
#include "xalloc.h"

int recfile_init(struct recfile *rf, const char *dir, uint32_t nr, struct strbuf *err)
{
	struct strbuf name = STRBUF_INIT;

	memset(rf, 0, sizeof(*rf));
	if (!dir)
		dir = getenv("TMPDIR");
	if (!dir || !*dir)
		dir = "/tmp";
	rf->fd = file_open(dir, O_TMPFILE | O_RDWR | O_EXCL, 0600);
	strbuf_addf(&name, "%s/kpath-facts.XXXXXX", dir);
	if (rf->fd < 0) {	/* a file system without nameless files */
		rf->fd = mkostemp(name.buf, O_CLOEXEC);
		if (rf->fd >= 0)
			unlink(name.buf);
	}
	if (rf->fd < 0) {
		error(err, "cannot make a scratch file in %s: %s", dir, strerror(errno));
		strbuf_release(&name);
		return -1;
	}
	strbuf_release(&name);
	rf->nr = nr;
	rf->off = xcalloc(nr, sizeof(*rf->off));
	rf->len = xcalloc(nr, sizeof(*rf->len));
	rf->size = xcalloc(nr, sizeof(*rf->size));
	pthread_mutex_init(&rf->lock, NULL);
	pthread_cond_init(&rf->came, NULL);
	return 0;
}

void recfile_release(struct recfile *rf)
{
	if (!rf->off)
		return;
	close(rf->fd);
	free(rf->off);
	free(rf->len);
	free(rf->size);
	pthread_mutex_destroy(&rf->lock);
	pthread_cond_destroy(&rf->came);
	memset(rf, 0, sizeof(*rf));
	rf->fd = -1;
}

static int put(struct recfile *rf, uint32_t i, const void *data, size_t len, size_t size,
	       struct strbuf *err)
{
	const char *p = data;
	size_t done = 0;

	if (i >= rf->nr || len > UINT32_MAX || size > UINT32_MAX)
		return error(err, "record %u of %zu bytes does not fit", i, len);
	while (done < len) {
		ssize_t n = pwrite(rf->fd, p + done, len - done, (off_t)(rf->end + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return error(err, "cannot write %zu bytes of facts to the scratch file: %s",
				     len, strerror(errno));
		done += (size_t)n;
	}
	pthread_mutex_lock(&rf->lock);
	rf->off[i] = rf->end;
	rf->len[i] = (uint32_t)len;
	rf->size[i] = (uint32_t)size;
	rf->end += len;
	pthread_cond_broadcast(&rf->came);
	pthread_mutex_unlock(&rf->lock);
	return 0;
}

int recfile_put(struct recfile *rf, uint32_t i, const void *data, size_t len,
		struct strbuf *err)
{
	return put(rf, i, data, len, 0, err);
}

int recfile_put_packed(struct recfile *rf, uint32_t i, const void *data, size_t len,
		       size_t size, struct strbuf *err)
{
	return put(rf, i, data, len, size, err);
}

static void set_more(struct recfile *rf, int more)
{
	pthread_mutex_lock(&rf->lock);
	rf->more = more;
	pthread_cond_broadcast(&rf->came);
	pthread_mutex_unlock(&rf->lock);
}

void recfile_start(struct recfile *rf)
{
	set_more(rf, 1);
}

void recfile_finish(struct recfile *rf)
{
	set_more(rf, 0);
}

/* `len` bytes of the file at the end of `out`. */
static int read_at(const struct recfile *rf, uint64_t off, size_t len, struct strbuf *out)
{
	strbuf_grow(out, len);
	if (fd_read_all_at(rf->fd, out->buf + out->len, len, off))
		return -1;
	out->len += len;
	out->buf[out->len] = '\0';
	return 0;
}

static int unpack(const struct strbuf *packed, uint32_t size, struct strbuf *out)
{
	uLongf n = size;

	strbuf_grow(out, size);
	if (uncompress((Bytef *)out->buf + out->len, &n, (const Bytef *)packed->buf,
		       packed->len) != Z_OK || n != size)
		return -1;
	out->len += size;
	out->buf[out->len] = '\0';
	return 0;
}

int recfile_read(struct recfile *rf, uint32_t i, struct strbuf *out)
{
	struct strbuf packed = STRBUF_INIT;
	uint64_t off;
	uint32_t len, size;
	int ret;

	if (i >= rf->nr)
		return -1;
	pthread_mutex_lock(&rf->lock);
	while (!rf->len[i] && rf->more)
		pthread_cond_wait(&rf->came, &rf->lock);
	off = rf->off[i];
	len = rf->len[i];
	size = rf->size[i];
	pthread_mutex_unlock(&rf->lock);
	if (!len)
		return -1;
	if (!size)
		return read_at(rf, off, len, out);
	ret = read_at(rf, off, len, &packed) || unpack(&packed, size, out) ? -1 : 0;
	strbuf_release(&packed);
	return ret;
}
