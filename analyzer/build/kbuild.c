/* SPDX-License-Identifier: MIT */
/* Decides where a tree's compile commands come from. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "ccjson.h"
#include "cmdfiles.h"
#include "collect.h"
#include "dryrun.h"
#include "flags.h"
#include "linkscript.h"
#include "linux_tree.h"
#include "prepare.h"

struct job {
	struct compdb *db;
	struct kbuild_options opt;	/* a copy, with `jobs` filled in */
	struct collector c;
	struct linux_tree lt;
	char *build;			/* --build, absolute; NULL if not given */
};

static char *absolute_dir(const char *name)
{
	char *real = realpath(name, NULL), *cwd;
	struct strbuf sb = STRBUF_INIT;

	if (real)
		return real;
	/* a directory that is still to be made */
	cwd = name[0] == '/' ? NULL : getcwd(NULL, 0);
	path_join(&sb, cwd, name);
	free(cwd);
	return strbuf_detach(&sb, NULL);
}

static int has_file(const char *dir, const char *name)
{
	struct strbuf sb = STRBUF_INIT;
	int ret;

	strbuf_addf(&sb, "%s/%s", dir, name);
	ret = file_exists(sb.buf);
	strbuf_release(&sb);
	return ret;
}

static void say(struct job *j, const char *what)
{
	if (j->opt.step)
		j->opt.step(j->opt.step_ctx, what);
}

static void set_arch(struct job *j, const char *build)
{
	const char *arch;

	if (!linux_config_arch(build, &j->db->arena, &arch))
		j->db->arch = arch;
	else if (j->opt.arch)
		j->db->arch = arena_strdup(&j->db->arena, j->opt.arch);
	else
		j->db->arch = arch_of_host();
}

static int from_json(struct job *j, const char *dir, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	strbuf_addf(&path, "%s/compile_commands.json", dir);
	say(j, "reading compile_commands.json");
	j->db->build = arena_strdup(&j->db->arena, dir);
	j->db->config = "compile_commands.json";
	if (j->db->is_kernel)
		set_arch(j, dir);
	ret = ccjson_collect(&j->c, path.buf, err);
	if (!ret && !j->c.seen && !j->db->modules_left_out)
		ret = error(err, "%s names no C file", path.buf);
	strbuf_release(&path);
	return ret;
}

/* 1: commands were found; 0: this is not a built tree; -1 */
static int from_cmdfiles(struct job *j, const char *dir, struct strbuf *err)
{
	if (!has_file(dir, ".config") || !has_file(dir, "include/generated/autoconf.h"))
		return 0;
	say(j, "reading Kbuild's .cmd files");
	j->db->build = arena_strdup(&j->db->arena, dir);
	j->db->config = ".config";
	set_arch(j, dir);
	if (cmdfiles_collect(&j->c, dir, dir, err) < 0)
		return -1;
	return j->c.seen || j->db->modules_left_out;
}

static int from_dryrun(struct job *j, struct strbuf *err)
{
	struct bare_build b = { .opt = &j->opt, .tree = j->db->tree, .lock_fd = -1,
				.config_text = STRBUF_INIT };
	struct compdb *db = j->db;
	int ret;

	/* bare_release() frees it */
	b.dir = j->build ? xstrdup(j->build) : NULL;
	ret = bare_open(&b, &j->lt, err);
	if (!ret) {
		db->build = arena_strdup(&db->arena, b.dir);
		db->config = arena_strdup(&db->arena, b.config_name);
		db->arch = arena_strdup(&db->arena, b.tc.srcarch);
		ret = dryrun_collect(&j->c, &b, err);
	}
	if (!ret && !j->c.seen)
		ret = error(err, "Kbuild names no C file for %s with the configuration %s",
			    db->tree, db->config);
	bare_release(&b);
	return ret;
}

/* What was built was built in one way: another one can't be had from it. */
static int check_built(struct job *j, const char *dir, struct strbuf *err)
{
	const char *config = j->opt.config;

	if (!config || !strcmp(config, "defconfig") || !strcmp(path_basename(config), ".config"))
		return 0;
	return error(err, "%s holds a build with a configuration of its own, so --config %s can't be had there; leave it out, or give another --build directory and a clean tree",
		     dir, config);
}

static int kernel_commands(struct job *j, struct strbuf *err)
{
	const char *dir = j->build ? j->build : j->db->tree;
	int in_place = linux_tree_in_place(j->db->tree), got;

	j->db->is_kernel = 1;
	j->db->version = arena_strdup(&j->db->arena, j->lt.version);
	j->c.kernel_only = 1;
	if (has_file(dir, "compile_commands.json"))
		return check_built(j, dir, err) < 0 ? -1 : from_json(j, dir, err);
	got = from_cmdfiles(j, dir, err);
	if (got)
		return got < 0 ? -1 : check_built(j, dir, err);
	if (in_place)
		return error(err, "%s was configured in place but not built, so Kbuild refuses to build outside of it; build it, or run `make mrproper` in it (keep its .config elsewhere and give it with --config)",
			     j->db->tree);
	return from_dryrun(j, err);
}

/* 1: a module that Kbuild compiled out of tree, with the kernel of --build; 0: none; -1 */
static int module_commands(struct job *j, struct strbuf *err)
{
	if (!j->build || !has_file(j->build, "include/generated/autoconf.h"))
		return 0;
	say(j, "reading the module's .cmd files");
	j->c.kernel_only = 1;
	if (cmdfiles_collect(&j->c, j->db->tree, j->build, err) < 0)
		return -1;
	if (!j->c.seen)
		return error(err, "%s has no .cmd files of Kbuild; compile the module first: make -C %s M=%s modules",
			     j->db->tree, j->build, j->db->tree);
	j->db->is_kernel = 1;
	j->db->build = arena_strdup(&j->db->arena, j->build);
	j->db->config = ".config";
	set_arch(j, j->build);
	return 1;
}

static int other_commands(struct job *j, struct strbuf *err)
{
	const char *dirs[] = { j->build, j->db->tree, NULL };
	struct strbuf sub = STRBUF_INIT;
	int i, ret = 1;

	j->opt.modules = 1;
	for (i = 0; i < 2 && ret > 0; i++)
		if (dirs[i] && has_file(dirs[i], "compile_commands.json"))
			ret = from_json(j, dirs[i], err);
	/* where CMake's users have it */
	strbuf_addf(&sub, "%s/build", j->db->tree);
	if (ret > 0 && !j->build && has_file(sub.buf, "compile_commands.json"))
		ret = from_json(j, sub.buf, err);
	strbuf_release(&sub);
	if (ret <= 0)
		return ret;
	ret = module_commands(j, err);
	if (ret)
		return ret < 0 ? -1 : 0;
	return error(err, "%s is neither a Linux kernel tree nor has it a compile_commands.json; make one (cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, meson, or `bear -- make`), or give its directory with --build",
		     j->build ? j->build : j->db->tree);
}

static int find_tree(struct job *j, struct strbuf *err)
{
	char *real = realpath(j->opt.tree, NULL);

	if (!real)
		return error(err, "cannot open the tree %s: %s", j->opt.tree, strerror(errno));
	j->db->tree = j->db->build = arena_strdup(&j->db->arena, real);
	free(real);
	if (!dir_exists(j->db->tree))
		return error(err, "%s is not a directory; a source tree is wanted", j->opt.tree);
	if (j->opt.build)
		j->build = absolute_dir(j->opt.build);
	return 0;
}

int kbuild_commands(struct compdb *db, const struct kbuild_options *opt,
		    struct strbuf *err)
{
	struct job j = { .db = db, .opt = *opt };
	int ret;

	if (j.opt.jobs <= 0)
		j.opt.jobs = (int)sysconf(_SC_NPROCESSORS_ONLN);
	if (j.opt.jobs <= 0)
		j.opt.jobs = 1;
	db->partial = opt->only && opt->only[0];
	collector_init(&j.c, db, &j.opt);
	ret = find_tree(&j, err);
	if (!ret && linux_tree_read(&j.lt, db->tree))
		ret = kernel_commands(&j, err);
	else if (!ret)
		ret = other_commands(&j, err);
	if (!ret)
		linkscript_add(&j.c);
	if (!ret)
		ret = collector_finish(&j.c, err);
	if (!ret && !db->nr)
		ret = error(err, "only modules were compiled in %s (%zu C files); say --modules to have them",
			    db->build, db->modules_left_out);
	collector_release(&j.c);
	free(j.build);
	return ret;
}
