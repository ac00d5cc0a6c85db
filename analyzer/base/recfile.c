/* SPDX-License-Identifier: MIT */
#include "recfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "xalloc.h"

int recfile_init(struct recfile *rf, const char *dir, uint32_t nr, struct strbuf *err)
{
	struct strbuf name = STRBUF_INIT;

	memset(rf, 0, sizeof(*rf));
	if (!dir)
		dir = getenv("TMPDIR");
	if (!dir || !*dir)
		dir = "/tmp";
	rf->fd = open(dir, O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
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
	return 0;
}

static void unmap(struct recfile *rf)
{
	if (rf->map)
		munmap(rf->map, rf->map_len);
	rf->map = NULL;
	rf->map_len = 0;
}

void recfile_release(struct recfile *rf)
{
	if (!rf->off)
		return;
	unmap(rf);
	close(rf->fd);
	free(rf->off);
	free(rf->len);
	memset(rf, 0, sizeof(*rf));
	rf->fd = -1;
}

int recfile_put(struct recfile *rf, uint32_t i, const void *data, size_t len,
		struct strbuf *err)
{
	const char *p = data;
	size_t done = 0;

	if (i >= rf->nr || len > UINT32_MAX)
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
	rf->off[i] = rf->end;
	rf->len[i] = (uint32_t)len;
	rf->end += len;
	return 0;
}

const void *recfile_get(struct recfile *rf, uint32_t i, size_t *len)
{
	*len = 0;
	if (i >= rf->nr || !rf->len[i])
		return NULL;
	if (rf->map_len < rf->end) {
		void *m;

		unmap(rf);
		m = mmap(NULL, rf->end, PROT_READ, MAP_PRIVATE, rf->fd, 0);
		if (m == MAP_FAILED)
			return NULL;
		rf->map = m;
		rf->map_len = rf->end;
	}
	*len = rf->len[i];
	return (const char *)rf->map + rf->off[i];
}
