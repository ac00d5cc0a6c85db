/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

static char dir[64];
static pid_t owner;

static void remove_dir(void)
{
	if (getpid() == owner)
		dir_remove_all(dir, NULL);
}

const char *fuzz_dir(void)
{
	if (!*dir) {
		snprintf(dir, sizeof(dir), "%s/kpath-fuzz-XXXXXX",
			 access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
		FUZZ_CHECK(mkdtemp(dir));
		owner = getpid();
		atexit(remove_dir);
	}
	return dir;
}

const char *fuzz_path(char path[256], const char *name)
{
	snprintf(path, 256, "%s/%s", fuzz_dir(), name);
	return path;
}

void fuzz_put(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	FUZZ_CHECK(fd >= 0);
	while (size) {
		ssize_t n = write(fd, data, size);

		FUZZ_CHECK(n > 0);
		data = (const char *)data + n;
		size -= (size_t)n;
	}
	close(fd);
}

static unsigned long taken;

void fuzz_took(void)
{
	taken++;
}

unsigned long fuzz_taken(void)
{
	return taken;
}

char *fuzz_text(const uint8_t *data, size_t size)
{
	char *s = xmalloc(size + 1);

	if (size)
		memcpy(s, data, size);
	s[size] = '\0';
	return s;
}

const uint8_t *fuzz_cut(const uint8_t **data, size_t *size, size_t *len)
{
	const uint8_t *at = *data, *end;

	if (!*size)
		return NULL;
	end = memchr(at, 0xff, *size);
	*len = end ? (size_t)(end - at) : *size;
	*data += *len + (end != NULL);
	*size -= *len + (end != NULL);
	return at;
}

const struct knowledge *fuzz_knowledge(void)
{
	static struct knowledge k;
	static int done;

	if (!done++)
		FUZZ_CHECK(!knowledge_init(&k, NULL, NULL, NULL));
	return &k;
}
