/* SPDX-License-Identifier: MIT */
/*
 * Where commands read from besides tree and build directory, so that a
 * parser can be kept out of everything else.
 */
#include <stdlib.h>

#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"
#include "kbuild_p.h"

#define MAX_READABLE 4096

/* "/usr/x" of "-I/usr/x", "--sysroot=/usr/x" and "/usr/x"; NULL where there is none */
static const char *path_in(const char *word)
{
	static const char *const before[] = { "-I", "--sysroot=", "" };
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(before); i++) {
		n = strlen(before[i]);
		if (!strncmp(word, before[i], n) && word[n] == '/')
			return word + n;
	}
	return NULL;
}

/* A command must not open up all of the disk, nor of somebody's files. */
static int too_much(const char *path, const char *home)
{
	return !strcmp(path, "/") || (home && (!strcmp(path, home) || path_below(home, path)));
}

static void add(struct compdb *db, struct strtab *seen, const char *path, const char *home)
{
	struct strbuf sb = STRBUF_INIT;

	path_join(&sb, "/", path);
	if (!path_below(sb.buf, db->tree) && !path_below(sb.buf, db->build) &&
	    strcmp(sb.buf, db->tree) && strcmp(sb.buf, db->build) && !too_much(sb.buf, home) &&
	    seen->nr <= MAX_READABLE)
		strtab_addn(seen, sb.buf, sb.len);
	strbuf_release(&sb);
}

void readable_find(struct compdb *db)
{
	char *home = getenv("HOME") ? realpath(getenv("HOME"), NULL) : NULL;
	struct strtab seen;
	size_t i;
	int j;

	strtab_init(&seen);
	for (i = 0; i < db->nr; i++) {
		const struct compile_command *cmd = &db->cmd[i];

		add(db, &seen, cmd->path, home);
		for (j = 0; j < cmd->argc; j++) {
			const char *path = path_in(cmd->argv[j]);

			if (path)
				add(db, &seen, path, home);
		}
	}
	db->readable = arena_alloc(&db->arena, (seen.nr + 1) * sizeof(*db->readable));
	for (i = 1; i < seen.nr; i++)
		db->readable[i - 1] = arena_strdup(&db->arena, seen.str[i]);
	db->readable[seen.nr - 1] = NULL;
	strtab_release(&seen);
	free(home);
}
