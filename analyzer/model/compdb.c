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

int path_is_linker_script(const char *path)
{
	static const char *const ends[] = { ".lds", ".lds.S", ".ld" };
	size_t n = strlen(path), i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (n > strlen(ends[i]) && !strcmp(path + n - strlen(ends[i]), ends[i]))
			return 1;
	return 0;
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

/* Bytes, digest and comparison follow from it. */
#define COMMAND(M, R, x) \
	M(x, str, file) M(x, str, path) M(x, str, dir) M(x, str, object) M(x, str, unit) \
	R(x, argv, argv, argc) M(x, none, link_order)
CODEC_COMPLETE(struct compile_command, COMMAND, 0);

static void codec_argv(struct codec *c, const char ***argv, int *argc)
{
	size_t nr = (size_t)*argc;

	codec_strs(c, argv, &nr);
	*argc = (int)nr;
}

void codec_command(struct codec *c, struct compile_command *cmd)
{
	CODEC_MEMBERS(c, COMMAND, cmd);
}

static uint64_t digest_member(uint64_t h, const char *s)
{
	return digest_mix(h, digest_str(s ? s : ""));
}

#define DIGEST_(x, holds, m) DIGEST_##holds((x)->m)
#define DIGEST_str(s) h = digest_member(h, s);
#define DIGEST_none(v)
#define DIGEST_R_(x, what, first, nr) \
	for (i = 0; i < (x)->nr; i++) \
		h = digest_member(h, (x)->first[i]);

uint64_t compile_command_digest(const struct compile_command *cmd)
{
	uint64_t h = (uint64_t)cmd->argc;
	int i;

	COMMAND(DIGEST_, DIGEST_R_, cmd)
	return h;
}

static int same(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

#define EQUAL_(x, holds, m) EQUAL_##holds(x->m, b->m)
#define EQUAL_str(s, t) equal = equal && same(s, t);
#define EQUAL_none(v, w)
#define EQUAL_R_(x, what, first, nr) \
	equal = equal && x->nr == b->nr; \
	for (i = 0; equal && i < x->nr; i++) \
		equal = same(x->first[i], b->first[i]);

int compile_command_equal(const struct compile_command *a, const struct compile_command *b)
{
	int i, equal = 1;

	COMMAND(EQUAL_, EQUAL_R_, a)
	return equal;
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
