/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target once over each file that is named, and over the files in
 * each directory: what libFuzzer does, without it, so that any compiler will
 * do. An input that takes longer than LIMIT seconds ends the process; a seed
 * that is refused at the door (fuzz_took) is a failure: it tests nothing.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "fuzz.h"

#define LIMIT 60

/* Refused means of another format than today's; those that are wrong on purpose say so by their name. */
static int is_stale(const char *path)
{
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;

	return !strncmp(name, "seed-", 5) && !strstr(name, "wrong");
}

struct tally {
	unsigned done, unreadable, refused;
};

static void replay_file(const char *path, struct tally *t)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	unsigned long before = fuzz_taken();
	uint8_t *data;

	if (file_read(path, &text, &err)) {
		fprintf(stderr, "replay: %s\n", err.buf);
		t->unreadable++;
		strbuf_release(&err);
		return;
	}
	data = xmalloc(text.len ? text.len : 1);	/* so that a read behind the end is seen */
	if (text.len)
		memcpy(data, text.buf, text.len);
	printf("%s\n", path);
	fflush(stdout);
	alarm(LIMIT);
	LLVMFuzzerTestOneInput(data, text.len);
	alarm(0);
	free(data);
	strbuf_release(&text);
	t->done++;
	if (fuzz_taken() == before && is_stale(path)) {
		fprintf(stderr, "replay: %s is refused: of an old format? tests/fuzz/make-corpus makes it anew\n",
			path);
		t->refused++;
	}
}

static void replay_dir(const char *path, struct tally *t)
{
	struct dirent **list;
	int i, n = scandir(path, &list, NULL, alphasort);

	for (i = 0; i < n; i++) {
		struct strbuf file = STRBUF_INIT;

		path_join(&file, path, list[i]->d_name);
		if (list[i]->d_name[0] != '.')
			replay_file(file.buf, t);
		strbuf_release(&file);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	else
		t->unreadable++;
}

int main(int argc, char **argv)
{
	struct tally t = { .done = 0 };
	int i;

	for (i = 1; i < argc; i++) {
		if (dir_exists(argv[i]))
			replay_dir(argv[i], &t);
		else
			replay_file(argv[i], &t);
	}
	printf("%u inputs, %u refused\n", t.done, t.refused);
	return t.done && !t.unreadable && !t.refused ? 0 : 1;	/* nothing to replay is no success */
}
