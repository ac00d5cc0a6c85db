/* SPDX-License-Identifier: MIT */
#include "digest.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "fileio.h"
#include "xalloc.h"

#define PIECE 65536

uint64_t digest64(const void *data, size_t len)
{
	return XXH3_64bits(data, len);
}

uint64_t digest_str(const char *s)
{
	return XXH3_64bits(s, strlen(s));
}

/* Fills the buffer, but for the end of the file; -1 where it can't be read. */
static ssize_t read_piece(int fd, char *buf)
{
	size_t have = 0;

	while (have < PIECE) {
		ssize_t n = read(fd, buf + have, PIECE - have);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

/* A long file, of which the first piece has been read. */
static int digest_rest(int fd, char *buf, uint64_t *h)
{
	XXH3_state_t *state = XXH3_createState();
	ssize_t n = PIECE;

	if (!state || XXH3_64bits_reset(state) != XXH_OK)
		BUG("no memory for a digest");
	while (n == PIECE) {
		XXH3_64bits_update(state, buf, (size_t)n);
		n = read_piece(fd, buf);
	}
	if (n > 0)
		XXH3_64bits_update(state, buf, (size_t)n);
	*h = XXH3_64bits_digest(state);
	XXH3_freeState(state);
	return n < 0 ? -1 : 0;
}

int digest_file(const char *path, uint64_t *h)
{
	char buf[PIECE];
	struct stat st;
	ssize_t n;
	int fd, ret = 0;

	/* not to wait for the other end of a pipe */
	fd = file_open(path, O_RDONLY | O_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	n = fstat(fd, &st) || !S_ISREG(st.st_mode) ? -1 : read_piece(fd, buf);
	if (n < 0)
		ret = -1;
	else if (n < PIECE)
		*h = digest64(buf, (size_t)n);
	else
		ret = digest_rest(fd, buf, h);
	close(fd);
	return ret;
}
