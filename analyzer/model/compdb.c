/* SPDX-License-Identifier: MIT */
#include "compdb.h"

#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"

void compdb_init(struct compdb *db)
{
	memset(db, 0, sizeof(*db));
	db->tree = db->build = db->version = db->config = db->arch = "";
}

void compdb_release(struct compdb *db)
{
	arena_release(&db->arena);
	free(db->cmd);
	free(db->dropped);
	free(db->other);
	compdb_init(db);
}

struct compile_command *compdb_add(struct compdb *db)
{
	ALLOC_GROW(db->cmd, db->nr + 1, db->alloc);
	return memset(&db->cmd[db->nr++], 0, sizeof(*db->cmd));
}

int compile_command_is_asm(const struct compile_command *cmd)
{
	const char *const *end = cmd->argv + cmd->argc;

	return cmd->argc >= 2 && !strcmp(end[-2], "-x") && !strcmp(end[-1], COMPILE_ASM);
}

const char *compdb_display_path(const struct compdb *db, struct arena *a,
				const char *path)
{
	struct strbuf folded = STRBUF_INIT;
	const char *rel, *ret;

	path_join(&folded, NULL, path);
	if (strcmp(db->build, db->tree) && db->build[0] &&
	    (rel = path_below(folded.buf, db->build)))
		ret = arena_printf(a, "<build>/%s", rel);
	else if (db->tree[0] && (rel = path_below(folded.buf, db->tree)))
		ret = arena_strdup(a, rel);
	else
		ret = arena_strdup(a, folded.buf);
	strbuf_release(&folded);
	return ret;
}

/* ---- commands as bytes --------------------------------------------------------- */

#define COMMAND_STRINGS(X) X(file) X(path) X(dir) X(object) X(unit)
/* A member that is added goes into the list, or beside argv into each of the four. */
#define X(m) + sizeof(const char *)
_Static_assert(sizeof(struct compile_command) == 0 COMMAND_STRINGS(X) + sizeof(const char **) +
	       2 * sizeof(void *), "a compile command has members that are not listed");
#undef X

void compile_command_put(struct strbuf *out, const struct compile_command *cmd)
{
	int i;

#define X(m) bytes_put_str(out, cmd->m);
	COMMAND_STRINGS(X)
#undef X
	bytes_put_uint(out, (uint64_t)cmd->argc);
	for (i = 0; i < cmd->argc; i++)
		bytes_put_str(out, cmd->argv[i]);
}

void compile_command_get(struct bytes_reader *r, struct arena *a, struct compile_command *cmd)
{
	uint32_t i, n;

#define X(m) cmd->m = bytes_get_str(r, a);
	COMMAND_STRINGS(X)
#undef X
	n = bytes_get_count(r, 1);
	cmd->argv = arena_alloc(a, (n + 1) * sizeof(*cmd->argv));
	for (i = 0; i < n; i++)
		cmd->argv[i] = bytes_get_str(r, a);
	cmd->argc = (int)n;
}

uint64_t compile_command_digest(const struct compile_command *cmd)
{
	uint64_t h = (uint64_t)cmd->argc;
	int i;

#define X(m) h = digest_mix(h, digest_str(cmd->m ? cmd->m : ""));
	COMMAND_STRINGS(X)
#undef X
	for (i = 0; i < cmd->argc; i++)
		h = digest_mix(h, digest_str(cmd->argv[i]));
	return h;
}

int compile_command_equal(const struct compile_command *a, const struct compile_command *b)
{
	int i;

#define X(m) if (strcmp(a->m ? a->m : "", b->m ? b->m : "")) return 0;
	COMMAND_STRINGS(X)
#undef X
	if (a->argc != b->argc)
		return 0;
	for (i = 0; i < a->argc; i++)
		if (strcmp(a->argv[i], b->argv[i]))
			return 0;
	return 1;
}

static int cmp_command(const void *a, const void *b)
{
	const struct compile_command *x = a, *y = b;
	int c = compile_command_is_asm(x) - compile_command_is_asm(y);

	if (!c)
		c = strcmp(x->file, y->file);
	return c ? c : strcmp(x->object, y->object);
}

void compdb_sort(struct compdb *db)
{
	size_t i, n = 0;

	db->asm_nr = 0;
	if (!db->nr)
		return;
	qsort(db->cmd, db->nr, sizeof(*db->cmd), cmp_command);
	for (i = 0; i < db->nr; i++)
		if (!n || cmp_command(&db->cmd[n - 1], &db->cmd[i]))
			db->cmd[n++] = db->cmd[i];
	db->nr = n;
	while (db->asm_nr < n && compile_command_is_asm(&db->cmd[n - 1 - db->asm_nr]))
		db->asm_nr++;
}
