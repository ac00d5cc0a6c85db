/* SPDX-License-Identifier: MIT */
#include "compdb.h"

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
	free(db->asms);
	free(db->dropped);
	compdb_init(db);
}

struct compile_command *compdb_add(struct compdb *db)
{
	ALLOC_GROW(db->cmd, db->nr + 1, db->alloc);
	return memset(&db->cmd[db->nr++], 0, sizeof(*db->cmd));
}

struct asm_source *compdb_add_asm(struct compdb *db)
{
	ALLOC_GROW(db->asms, db->asm_nr + 1, db->asm_alloc);
	return memset(&db->asms[db->asm_nr++], 0, sizeof(*db->asms));
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

static int cmp_command(const void *a, const void *b)
{
	const struct compile_command *x = a, *y = b;
	int c = strcmp(x->file, y->file);

	return c ? c : strcmp(x->object, y->object);
}

void compdb_sort(struct compdb *db)
{
	size_t i, n = 0;

	if (!db->nr)
		return;
	qsort(db->cmd, db->nr, sizeof(*db->cmd), cmp_command);
	for (i = 0; i < db->nr; i++)
		if (!n || cmp_command(&db->cmd[n - 1], &db->cmd[i]))
			db->cmd[n++] = db->cmd[i];
	db->nr = n;
}
