/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/strtab.h"
#include "base/xalloc.h"
#include "linkscript.h"

#define MAX_DIRS 1000
#define MAX_SCRIPTS 20

static void add(struct collector *c, const char *path, const struct compile_command *like)
{
	struct compdb *db = c->db;
	size_t n = like ? (size_t)like->argc : 2, i = 0;
	const char **argv = arena_alloc(&db->arena, (n + 2) * sizeof(*argv));
	struct compile_command cmd = {
		.path = arena_strdup(&db->arena, path),
		.dir = like ? like->dir : db->tree, .object = "",
		.unit = db->is_kernel ? "vmlinux" : "program",
	};

	argv[i++] = "-DLINKER_SCRIPT";
	if (like) {
		memcpy(argv + i, like->argv, n * sizeof(*argv));
	} else {
		argv[i] = "-x";
		argv[i + 1] = COMPILE_ASM;
	}
	argv[i + n] = NULL;
	cmd.argv = argv;
	cmd.argc = (int)(i + n);
	cmd.file = compdb_display_path(db, &db->arena, cmd.path);
	*compdb_add(db) = cmd;
}

/* The assembler source whose flags the script is preprocessed with: of its directory. */
static const struct compile_command *asm_beside(const struct compdb *db, const char *dir)
{
	const struct compile_command *any = NULL;
	size_t i;

	for (i = 0; i < db->nr; i++) {
		const struct compile_command *cmd = &db->cmd[i];
		const char *rest = path_below(cmd->path, dir);

		if (!compile_command_is_asm(cmd) || strcmp(cmd->unit, "vmlinux"))
			continue;
		if (rest && !strchr(rest, '/'))
			return cmd;
		any = any ? any : cmd;
	}
	return any;
}

static void add_kernel(struct collector *c)
{
	struct strbuf dir = STRBUF_INIT, path = STRBUF_INIT;
	const struct compile_command *like;

	strbuf_addf(&dir, "%s/arch/%s/kernel", c->db->tree, c->db->arch);
	strbuf_addf(&path, "%s/vmlinux.lds.S", dir.buf);
	like = file_exists(path.buf) ? asm_beside(c->db, dir.buf) : NULL;
	if (like) {
		struct compile_command copy = *like;	/* adding moves it */

		add(c, path.buf, &copy);
	}
	strbuf_release(&dir);
	strbuf_release(&path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_of_dir(struct collector *c, const char *dir, unsigned *left)
{
	DIR *d = opendir(dir);
	char *found[MAX_SCRIPTS];
	struct dirent *de;
	size_t nr = 0, i;

	while (d && nr < *left && (de = readdir(d))) {
		struct strbuf path = STRBUF_INIT;

		strbuf_addf(&path, "%s/%s", dir, de->d_name);
		if (path_is_linker_script(path.buf) && file_exists(path.buf))
			found[nr++] = xstrdup(path.buf);
		strbuf_release(&path);
	}
	if (d)
		closedir(d);
	if (nr)
		qsort(found, nr, sizeof(*found), by_name);
	for (i = 0; i < nr; i++) {
		add(c, found[i], NULL);
		free(found[i]);
	}
	*left -= (unsigned)nr;
}

/* Is it a command already? Then it is no matter of ours. */
static int has_scripts(const struct compdb *db)
{
	size_t i;

	for (i = 0; i < db->nr; i++)
		if (path_is_linker_script(db->cmd[i].path))
			return 1;
	return 0;
}

void linkscript_add(struct collector *c)
{
	struct compdb *db = c->db;
	struct strbuf dir = STRBUF_INIT;
	unsigned left = MAX_SCRIPTS;
	struct strtab dirs;
	size_t i, nr = db->nr;

	if (has_scripts(db))
		return;
	if (db->is_kernel) {
		add_kernel(c);
		return;
	}
	strtab_init(&dirs);
	strtab_add(&dirs, db->tree);
	add_of_dir(c, db->tree, &left);
	for (i = 0; i < nr && left && dirs.nr < MAX_DIRS; i++) {
		size_t before = dirs.nr;

		strbuf_clear(&dir);
		path_join(&dir, db->cmd[i].path, "..");
		strtab_add(&dirs, dir.buf);
		if (dirs.nr > before)
			add_of_dir(c, dir.buf, &left);
	}
	strtab_release(&dirs);
	strbuf_release(&dir);
}
