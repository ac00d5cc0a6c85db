/* SPDX-License-Identifier: MIT */
/*
 * What may be read for an index: tree and build directory, the system's
 * headers, and what the user names. What commands ask for is no permission:
 * they come with the tree.
 */
#include "readable.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"

#define MAX_REFUSED 1000

/* Installed by the system's own packages, for everybody: headers, and the
 * compilers' own. */
static const char *const system_dirs[] = {
	"/usr/include", "/usr/local/include", "/usr/lib", "/usr/lib32", "/usr/lib64",
	"/usr/libx32", "/lib", "/lib32", "/lib64", "/libx32", "/usr/src", "/nix/store",
	"/gnu/store", "/dev/null",
};

static void add(struct strtab *list, const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	char *real = realpath(path, NULL);

	path_join(&sb, "/", path);
	if (real) {
		strtab_add(list, sb.buf);
		strtab_add(list, real);
	}
	strbuf_release(&sb);
	free(real);
}

/* Headers of other machines: /usr/aarch64-linux-gnu/include */
static void add_cross(struct strtab *list)
{
	glob_t g;
	size_t i;

	if (!glob("/usr/*-linux-*/include", 0, NULL, &g)) {
		for (i = 0; i < g.gl_pathc; i++)
			add(list, g.gl_pathv[i]);
		globfree(&g);
	}
}

/* A kernel that was built out of tree has its sources elsewhere; for a module
 * whose user names that build (--build), they are named with it. */
static void add_sources(struct strtab *list, const char *build)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s/source/include/linux/kernel.h", build);
	if (file_exists(sb.buf)) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s/source", build);
		add(list, sb.buf);
	}
	strbuf_release(&sb);
}

static const char **as_list(struct compdb *db, const struct strtab *t)
{
	const char **list = arena_alloc(&db->arena, (t->nr + 1) * sizeof(*list));
	size_t i;

	for (i = 1; i < t->nr; i++)
		list[i - 1] = arena_strdup(&db->arena, t->str[i]);
	list[t->nr - 1] = NULL;
	return list;
}

static int is_at_or_below(const char *path, const char *root)
{
	return !strcmp(path, root) || path_below(path, root);
}

static int is_listed(const struct compdb *db, const char *path)
{
	const char **s;

	for (s = db->readable; s && *s; s++)
		if (is_at_or_below(path, *s))
			return 1;
	return is_at_or_below(path, db->tree) || is_at_or_below(path, db->build);
}

int readable_is(const struct compdb *db, const char *path)
{
	char *real = realpath(path, NULL), *tree = realpath(db->tree, NULL);
	char *build = realpath(db->build, NULL);
	int is = real && (is_listed(db, real) || (tree && is_at_or_below(real, tree)) ||
			  (build && is_at_or_below(real, build)));

	free(real);
	free(tree);
	free(build);
	return is;
}

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

static void refuse(struct compdb *db, struct strtab *seen, struct strtab *refused, const char *path)
{
	size_t before = seen->nr;
	struct strbuf sb = STRBUF_INIT;

	strtab_add(seen, path);
	if (seen->nr == before)
		return;
	path_join(&sb, "/", path);
	if ((file_exists(sb.buf) || dir_exists(sb.buf)) && !readable_is(db, sb.buf) &&
	    refused->nr <= MAX_REFUSED)
		strtab_add(refused, sb.buf);
	strbuf_release(&sb);
}

static void find_refused(struct compdb *db)
{
	struct strtab seen, refused;
	size_t i;
	int j;

	strtab_init(&seen);
	strtab_init(&refused);
	for (i = 0; i < db->nr; i++) {
		const struct compile_command *cmd = &db->cmd[i];

		refuse(db, &seen, &refused, cmd->path);
		for (j = 0; j < cmd->argc; j++) {
			const char *path = path_in(cmd->argv[j]);

			if (path)
				refuse(db, &seen, &refused, path);
		}
	}
	db->refused = as_list(db, &refused);
	strtab_release(&seen);
	strtab_release(&refused);
}

void readable_find(struct compdb *db, const struct kbuild_options *opt)
{
	struct strtab list;
	size_t i;

	strtab_init(&list);
	for (i = 0; i < ARRAY_SIZE(system_dirs); i++)
		add(&list, system_dirs[i]);
	add_cross(&list);
	if (opt->build)
		add_sources(&list, db->build);
	for (i = 0; opt->allow && opt->allow[i]; i++)
		add(&list, opt->allow[i]);
	db->readable = as_list(db, &list);
	strtab_release(&list);
	find_refused(db);
}
