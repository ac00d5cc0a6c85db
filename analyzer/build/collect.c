/* SPDX-License-Identifier: MIT */
/* Compiler runs, from whatever source, into a compdb. */
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "collect.h"
#include "flags.h"
#include "linkorder.h"
#include "response.h"
#include "readable.h"

#define MAX_DROPPED 200

void collector_init(struct collector *c, struct compdb *db,
		    const struct kbuild_options *opt)
{
	memset(c, 0, sizeof(*c));
	c->db = db;
	c->opt = opt;
	link_order_init(&c->order);
}

void collector_release(struct collector *c)
{
	strpool_release(&c->pool);
	arena_release(&c->scratch);
	link_order_release(&c->order);
}

/* "<build>/lib/x.c" and "lib/x.c" are both in lib/ */
static const char *tree_path(const char *file)
{
	return strncmp(file, "<build>/", 8) ? file : file + 8;
}

static const char *unit_of(struct collector *c, const struct translated *t, const char *file)
{
	const char *const *u;

	if (t->of_module) {
		if (*t->modfile)
			return t->modfile;
		if (*t->modname)
			return t->modname;
	}
	for (u = c->opt->units; u && u[0]; u += 2)
		if (!fnmatch(u[0], tree_path(file), 0))
			return strpool_add(&c->pool, &c->db->arena, u[1]);
	return c->db->is_kernel ? "vmlinux" : "program";
}

/* One file, one name: symbolic links are followed as long as they lead to the
 * tree or the build. */
static const char *absolute(struct collector *c, const char *dir, const char *name)
{
	struct compdb *db = c->db;
	struct strbuf sb = STRBUF_INIT;
	const char *ret;
	char *real;

	path_join(&sb, dir, name);
	real = realpath(sb.buf, NULL);
	if (real) {
		if (path_below(real, db->tree) || path_below(real, db->build)) {
			strbuf_clear(&sb);
			strbuf_addstr(&sb, real);
		}
		free(real);
	}
	ret = arena_strdup(&db->arena, sb.buf);
	strbuf_release(&sb);
	return ret;
}

static const char *object_name(struct collector *c, const char *dir, const char *output)
{
	const char *path, *rel;

	if (!*output)
		return "";
	path = absolute(c, dir, output);
	if ((rel = path_below(path, c->db->build)) || (rel = path_below(path, c->db->tree)))
		return rel;
	return path;
}

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/* The list is short: beyond that, what is new is no longer told apart. */
static void count_dropped(struct compdb *db, const struct translated *t)
{
	uint32_t i;
	size_t j;

	for (i = 0; i < t->nr_dropped; i++) {
		for (j = 0; j < db->nr_dropped; j++)
			if (db->dropped[j].name == t->dropped[i])
				break;
		if (j == MAX_DROPPED)
			db->dropped[--j].name = "others";
		if (j == db->nr_dropped) {
			ALLOC_GROW(db->dropped, db->nr_dropped + 1, db->alloc_dropped);
			db->dropped[db->nr_dropped++] = (struct dropped_flag){ t->dropped[i], 0 };
		}
		db->dropped[j].count++;
	}
}

static void count_language(struct compdb *db, const char *name, const char *file)
{
	size_t i;

	for (i = 0; i < db->nr_other; i++)
		if (!strcmp(db->other[i].name, name))
			break;
	if (i == db->nr_other) {
		ALLOC_GROW(db->other, db->nr_other + 1, db->alloc_other);
		db->other[db->nr_other++] = (struct other_language){ name, file, 0 };
	}
	db->other[i].count++;
	if (strcmp(file, db->other[i].file) < 0)
		db->other[i].file = file;
}

void collector_add(struct collector *c, const char *dir, const char *source,
		   const char *output, int argc, const char *const *argv)
{
	struct compdb *db = c->db;
	struct compile_command *cmd;
	struct translated t;
	const char *path, *file, **words;

	if (argc < 1)
		return;
	words = response_expand(&db->arena, db, dir, &argc, argv);
	argv = words ? words : argv;
	flags_translate(&t, &db->arena, &c->pool, dir, db->arch, argc, argv);
	if (!source)
		source = t.source;
	if (!source || !t.compiles)
		return;
	if (!t.is_c && !t.is_asm) {
		if (!c->kernel_only && t.other)
			count_language(db, t.other, compdb_display_path(db, &db->arena,
						absolute(c, dir, source)));
		return;
	}
	if (c->kernel_only && !t.of_kernel)
		return;
	/* modpost's: a table of symbol versions, no code */
	if (ends_with(source, ".mod.c") && t.of_module)
		return;
	path = absolute(c, dir, source);
	file = compdb_display_path(db, &db->arena, path);
	if (c->kernel_only && (!strncmp(tree_path(file), "scripts/", 8) ||
			       !strncmp(tree_path(file), "tools/", 6)))
		return;
	if (t.of_module && !c->opt->modules && db->is_kernel) {
		db->modules_left_out += t.is_c && !t.is_asm;
		return;
	}
	c->seen += !t.is_asm;
	count_dropped(db, &t);
	cmd = compdb_add(db);
	cmd->file = file;
	cmd->path = path;
	cmd->dir = strpool_add(&c->pool, &db->arena, dir);
	cmd->object = object_name(c, dir, output ? output : t.output);
	cmd->unit = unit_of(c, &t, file);
	cmd->argv = t.argv;
	cmd->argc = t.argc;
}

/* "./net//ipv4/" to "net/ipv4"; absolute paths below the tree too */
static char *only_entry(const struct compdb *db, const char *s)
{
	struct strbuf sb = STRBUF_INIT;
	const char *rel;

	path_join(&sb, NULL, s);
	if (sb.buf[0] == '/' && !strcmp(sb.buf, db->tree))
		rel = ".";
	else if (sb.buf[0] != '/' || !(rel = path_below(sb.buf, db->tree)))
		rel = sb.buf;
	rel = xstrdup(rel);
	strbuf_release(&sb);
	return (char *)rel;
}

static int in_only(char **only, const char *file)
{
	const char *rest;

	for (; *only; only++) {
		if (!strcmp(*only, ".") || !strcmp(*only, tree_path(file)) ||
		    !strcmp(*only, file))
			return 1;
		rest = path_below(tree_path(file), *only);
		if (rest)
			return 1;
	}
	return 0;
}

static int filter_only(struct collector *c, struct strbuf *err)
{
	struct compdb *db = c->db;
	struct strbuf path = STRBUF_INIT;
	char **only;
	size_t i, nr = 0, n = 0;
	int ret = 0;

	while (c->opt->only[nr])
		nr++;
	only = xcalloc(nr + 1, sizeof(*only));
	for (i = 0; i < nr; i++)
		only[i] = only_entry(db, c->opt->only[i]);
	for (i = 0; i < db->nr; i++)
		if (in_only(only, db->cmd[i].file))
			db->cmd[n++] = db->cmd[i];
	db->nr = n;
	for (i = 0; i < nr && !ret; i++) {
		strbuf_clear(&path);
		path_join(&path, db->tree, only[i]);
		if (!file_exists(path.buf) && !dir_exists(path.buf)) {
			strbuf_clear(&path);
			path_join(&path, db->build, only[i]);
		}
		if (!file_exists(path.buf) && !dir_exists(path.buf))
			ret = error(err, "there is no file or directory %s in %s; --only takes names relative to the tree",
				    c->opt->only[i], db->tree);
	}
	if (!ret && !db->nr && nr)
		ret = error(err, "none of the %zu C files of this configuration lies in %s%s; is it switched off, or a module (--modules)?",
			    c->seen, c->opt->only[0], nr > 1 ? " or the other parts given" : "");
	for (i = 0; i < nr; i++)
		free(only[i]);
	free(only);
	strbuf_release(&path);
	return ret;
}

static int cmp_language(const void *a, const void *b)
{
	return strcmp(((const struct other_language *)a)->name,
		      ((const struct other_language *)b)->name);
}

int collector_finish(struct collector *c, struct strbuf *err)
{
	struct compdb *db = c->db;

	if (c->opt->only && c->opt->only[0] && db->nr && filter_only(c, err) < 0)
		return -1;
	compdb_sort(db);
	link_order_apply(&c->order, db);
	if (db->nr_other)
		qsort(db->other, db->nr_other, sizeof(*db->other), cmp_language);
	readable_find(db, c->opt);
	return 0;
}
