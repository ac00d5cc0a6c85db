/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target once over each file that is named, and over the files in
 * each directory: what libFuzzer does, without it, so that any compiler will
 * do. An input that takes longer than LIMIT seconds ends the process.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "fuzz.h"

#define LIMIT 60

static int replay_file(const char *path)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	uint8_t *data;

	if (file_read(path, &text, &err)) {
		fprintf(stderr, "%s\n", err.buf);
		strbuf_release(&err);
		return -1;
	}
	data = malloc(text.len ? text.len : 1);	/* so that a read behind the end is seen */
	if (!data)
		return -1;
	memcpy(data, text.buf, text.len);
	printf("%s\n", path);
	fflush(stdout);
	alarm(LIMIT);
	LLVMFuzzerTestOneInput(data, text.len);
	alarm(0);
	free(data);
	strbuf_release(&text);
	return 0;
}

static int replay_dir(const char *path)
{
	struct dirent **list;
	int i, n = scandir(path, &list, NULL, alphasort), done = 0;

	for (i = 0; i < n; i++) {
		struct strbuf file = STRBUF_INIT;

		path_join(&file, path, list[i]->d_name);
		if (list[i]->d_name[0] != '.' && done >= 0)
			done = replay_file(file.buf) ? -1 : done + 1;
		strbuf_release(&file);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return n < 0 ? -1 : done;
}

int main(int argc, char **argv)
{
	int i, n, done = 0;

	for (i = 1; i < argc; i++) {
		n = dir_exists(argv[i]) ? replay_dir(argv[i]) : replay_file(argv[i]) ? -1 : 1;
		if (n < 0) {
			fprintf(stderr, "replay: %s can't be read\n", argv[i]);
			return 1;
		}
		done += n;
	}
	printf("%d inputs\n", done);
	return done ? 0 : 1;	/* nothing to replay is no success */
}
