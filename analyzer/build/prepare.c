/* SPDX-License-Identifier: MIT */
/*
 * A bare kernel tree: an out-of-tree build directory, configured and
 * prepared (generated headers), kept for the next time. (Makefile: O=, *config,
 * prepare0, Linux 4.19 to 6.12.)
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "lean.h"
#include "linux_tree.h"
#include "prepare.h"
#include "probes.h"
#include "process.h"
#include "toolchain.h"

#define STAMP_FILE ".kpath-prepared"
#define FORMAT "kpath-kbuild 1"		/* another number: all is made anew */

int make_allowed(const struct kbuild_options *opt, const char *dir, uid_t owner,
		 uid_t me, struct strbuf *err)
{
	const char *sudo = getenv("SUDO_UID");

	if (opt->make == KBUILD_MAKE_ALWAYS)
		return 0;
	if (opt->make == KBUILD_MAKE_NEVER)
		return error(err, "%s has no compile commands of its own, and --no-make forbids to ask its Makefile for them; build it, or give --build DIR",
			     dir);
	if (owner == me)
		return 0;
	/* root through sudo may do what the user may */
	if (me == 0 && sudo && *sudo && strtoul(sudo, NULL, 10) == owner)
		return 0;
	return error(err, "%s belongs to another user (uid %lu), and to get its compile commands its Makefile must be run, which can do anything; if you trust it, say --make",
		     dir, (unsigned long)owner);
}

static int check_owner(const struct kbuild_options *opt, const char *path, struct strbuf *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return errno == ENOENT ? 0 : error(err, "cannot look at %s: %s", path,
						   strerror(errno));
	return make_allowed(opt, path, st.st_uid, geteuid(), err) ? KBUILD_NOT_ALLOWED : 0;
}

/*
 * make expands `$` in what it is given and Kbuild pastes paths into shell
 * lines, so a path with other characters must not get that far.
 */
static int check_path(const char *path, struct strbuf *err)
{
	const unsigned char *s = (const unsigned char *)path;

	for (; *s; s++)
		if (*s < 0x80 && !isalnum(*s) && !strchr("/._-+@=,", *s))
			return error(err, "Kbuild can't work in %s: a path must not have spaces, quotes, '$' or the like in it; use another place or name",
				     path);
	return 0;
}

/* ---- configuration ---- */

static int in_list(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return 1;
	return 0;
}

/* A target of the tree's own, as opposed to a file that is called so. */
static int known_target(struct bare_build *b, const char *name)
{
	static const char *const general[] = { "defconfig", "tinyconfig", "allnoconfig",
		"allyesconfig", "allmodconfig", "alldefconfig", "randconfig", NULL };
	struct strbuf sb = STRBUF_INIT;
	int ret;

	if (in_list(name, general))
		return 1;
	strbuf_addf(&sb, "%s/arch/%s/configs/%s", b->tree, b->tc.srcarch, name);
	ret = !strchr(name, '/') && file_exists(sb.buf);
	strbuf_release(&sb);
	return ret;
}

static int target_name_ok(const char *name)
{
	static const char *const interactive[] = { "config", "nconfig", "menuconfig",
		"xconfig", "gconfig", "oldconfig", "syncconfig", "localmodconfig",
		"localyesconfig", "savedefconfig", "listnewconfig", "helpnewconfig", NULL };
	size_t n = strlen(name);
	const char *s;

	if (!isalnum((unsigned char)name[0]) || n < 6 || n > 100 ||
	    strcmp(name + n - 6, "config") || in_list(name, interactive))
		return 0;
	for (s = name; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("_.-", *s))
			return 0;
	return 1;
}

static int choose_config(struct bare_build *b, struct strbuf *err)
{
	const char *name = b->opt->config;
	struct strbuf own = STRBUF_INIT, stamp = STRBUF_INIT;
	int ret = 0, has_own, ours;
	char *real;

	strbuf_addf(&own, "%s/.config", b->dir);
	strbuf_addf(&stamp, "%s/" STAMP_FILE, b->dir);
	has_own = !b->in_cache && file_exists(own.buf);
	ours = file_exists(stamp.buf);
	if (has_own && !name && !ours) {
		b->config_name = xstrdup(".config");
		ret = file_read(own.buf, &b->config_text, err);
	} else if (has_own && name && !ours) {
		ret = error(err, "%s has a .config already; leave out --config, or give another --build directory",
			    b->dir);
	} else if (!name || known_target(b, name)) {
		b->config_name = xstrdup(name ? name : "defconfig");
	} else if (file_exists(name)) {
		real = realpath(name, NULL);
		b->config_name = real ? real : xstrdup(name);
		b->config_is_file = 1;
		ret = file_read(name, &b->config_text, err);
	} else if (target_name_ok(name)) {
		b->config_name = xstrdup(name);
	} else {
		ret = error(err, "there is no file %s and no configuration of that name; --config takes defconfig, another configuration target of the kernel, or a .config file",
			    name);
	}
	strbuf_release(&own);
	strbuf_release(&stamp);
	return ret;
}

/* ---- running make ---- */

static void last_lines(struct strbuf *out, const struct strbuf *tail, int nr)
{
	const char *start, *end = tail->buf + tail->len;

	while (end > tail->buf && isspace((unsigned char)end[-1]))
		end--;
	for (start = end; start > tail->buf; start--)
		if (start[-1] == '\n' && !--nr)
			break;
	strbuf_add(out, start, (size_t)(end - start));
}

static int make_failed(struct bare_build *b, const char *what, const struct process *p,
		       struct strbuf *err)
{
	struct strbuf last = STRBUF_INIT;
	const char *package;

	if (strstr(p->tail.buf, "No space left on device")) {
		error(err, "no space is left for the build directory %s; free some, or choose another place with --build",
		      b->dir);
	} else if ((package = package_for_output(p->tail.buf))) {
		last_lines(&last, &p->tail, 6);
		error(err, "%s failed; the Debian package %s seems to be missing; make's last lines were:\n%s",
		      what, package, last.buf);
	} else if (p->status > 128) {
		error(err, "%s was ended by signal %d", what, p->status - 128);
	} else {
		last_lines(&last, &p->tail, 12);
		error(err, "%s failed; make's last lines were:\n%s", what, last.buf);
	}
	strbuf_release(&last);
	return -1;
}

int bare_make(struct bare_build *b, const char *what, const char *const *args,
	      void (*line)(void *, const char *, size_t), void *ctx,
	      int may_fail, struct strbuf *err)
{
	struct process p = { .dir = b->tree, .env = b->env, .line = line, .ctx = ctx };
	struct strbuf out = STRBUF_INIT, skip = STRBUF_INIT;
	const char **argv = NULL;
	size_t nr = 0, alloc = 0, i;
	int ret;

	strbuf_addf(&out, "O=%s", b->dir);
	ALLOC_GROW(argv, 41, alloc);
	argv[nr++] = "make";
	argv[nr++] = "--no-print-directory";
	argv[nr++] = out.buf;
	for (i = 0; b->tc.make_args[i]; i++)
		argv[nr++] = b->tc.make_args[i];
	if (b->lean)
		argv[nr++] = "CONFIG_OBJTOOL=";
	for (; *args; args++) {
		ALLOC_GROW(argv, nr + 2, alloc);
		argv[nr++] = *args;
	}
	argv[nr] = NULL;
	p.argv = argv;
	if (b->opt->step)
		b->opt->step(b->opt->step_ctx, what);
	if (b->env && b->skip) {
		strbuf_addf(&skip, "KPATH_PROBE_SKIP=%s", b->skip);
		b->env[PROBES_ENV] = skip.buf;
	}
	ret = process_run(&p, err);
	if (b->env)
		b->env[PROBES_ENV] = NULL;
	if (!ret && p.status && !may_fail)
		ret = make_failed(b, what, &p, err);
	else if (!ret && p.status && strstr(p.tail.buf, "No space left on device"))
		ret = make_failed(b, what, &p, err);
	strbuf_release(&p.tail);
	strbuf_release(&out);
	strbuf_release(&skip);
	free(argv);
	return ret;
}

static int configure(struct bare_build *b, struct strbuf *err)
{
	const char *args[] = { "olddefconfig", NULL };
	struct strbuf path = STRBUF_INIT;
	int ret = 0;

	if (b->config_is_file) {
		strbuf_addf(&path, "%s/.config", b->dir);
		ret = file_write_atomic(path.buf, b->config_text.buf, b->config_text.len, err);
		strbuf_release(&path);
	} else if (strcmp(b->config_name, ".config")) {
		args[0] = b->config_name;
	}
	return ret < 0 ? ret : bare_make(b, "configuring the kernel", args, NULL, NULL, 0, err);
}

static int prepare(struct bare_build *b, struct strbuf *err)
{
	const char *args[] = { NULL, b->lean ? "prepare0" : "prepare", NULL };
	char jobs[32];

	snprintf(jobs, sizeof(jobs), "-j%d", b->opt->jobs);
	args[0] = jobs;
	return bare_make(b, "preparing the kernel's generated headers", args, NULL, NULL, 0, err);
}

/* ---- the build directory ---- */

static void choose_dir(struct bare_build *b)
{
	struct strbuf sb = STRBUF_INIT;
	const char *name = b->opt->config ? b->opt->config : "defconfig";
	char *real = strchr(name, '/') || file_exists(name) ? realpath(name, NULL) : NULL;
	uint64_t h = digest_str(b->tree);

	h = digest_mix(h, digest_str(real ? real : name));
	h = digest_mix(h, digest_str(b->opt->arch ? b->opt->arch : ""));
	free(real);
	cache_dir(&sb, b->opt->cache_dir);
	strbuf_addf(&sb, "/build-%s-%016llx", b->tc.srcarch, (unsigned long long)h);
	b->dir = strbuf_detach(&sb, NULL);
	b->in_cache = 1;
}

static int lock_dir(struct bare_build *b, struct strbuf *err)
{
	struct strbuf sb = STRBUF_INIT;
	int ret = 0;

	/* beside it, as the directory itself may be removed */
	strbuf_addf(&sb, "%s.lock", b->dir);
	if (!b->in_cache) {
		strbuf_clear(&sb);
		strbuf_addf(&sb, "%s/.kpath-lock", b->dir);
	}
	b->lock_fd = open(sb.buf, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (b->lock_fd < 0)
		ret = error(err, "cannot write %s: %s", sb.buf, strerror(errno));
	else if (flock(b->lock_fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
		if (b->opt->step)
			b->opt->step(b->opt->step_ctx,
				     "waiting for another kpath that prepares this tree");
		while (flock(b->lock_fd, LOCK_EX) < 0 && errno == EINTR)
			;
	}
	strbuf_release(&sb);
	return ret;
}

static void compute_stamp(struct bare_build *b, const struct linux_tree *lt)
{
	uint64_t h = digest_str(FORMAT);

	h = digest_mix(h, digest_str(b->tree));
	h = digest_mix(h, digest_str(lt->version));
	h = digest_mix(h, linux_tree_digest(b->tree));
	h = digest_mix(h, digest_str(b->config_name));
	h = digest_mix(h, digest64(b->config_text.buf, b->config_text.len));
	h = digest_mix(h, digest_str(b->tc.key));
	b->stamp = digest_mix(h, digest_str(b->tc.srcarch));
}

static void stamp_text(const struct bare_build *b, struct strbuf *out)
{
	strbuf_addf(out, FORMAT "\n%016llx\n%s\n%s %s %s\n", (unsigned long long)b->stamp,
		    b->tree, b->tc.srcarch, b->config_name, b->tc.key);
}

static int is_prepared(const struct bare_build *b)
{
	struct strbuf path = STRBUF_INIT, have = STRBUF_INIT, want = STRBUF_INIT;
	int ret;

	strbuf_addf(&path, "%s/" STAMP_FILE, b->dir);
	stamp_text(b, &want);
	ret = !file_read(path.buf, &have, NULL) && have.len == want.len &&
		!memcmp(have.buf, want.buf, want.len);
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/include/generated/autoconf.h", b->dir);
	ret = ret && file_exists(path.buf);
	strbuf_release(&path);
	strbuf_release(&have);
	strbuf_release(&want);
	return ret;
}

/* In the cache for its owner only, --make or not. */
static int make_dir(struct bare_build *b, struct strbuf *err)
{
	struct strbuf parent = STRBUF_INIT, made = STRBUF_INIT;
	int ret;

	if (b->in_cache) {
		path_join(&parent, b->dir, "..");
		ret = cache_subdir(&made, parent.buf, path_basename(b->dir), err);
	} else {
		ret = dir_make_all(b->dir, 0777, err);
	}
	strbuf_release(&parent);
	strbuf_release(&made);
	return ret;
}

int bare_open(struct bare_build *b, const struct linux_tree *lt, struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	int ret = -1;

	ret = b->opt->make == KBUILD_MAKE_NEVER && make_allowed(b->opt, b->tree, 0, 0, err) ?
		KBUILD_NOT_ALLOWED : check_owner(b->opt, b->tree, err);
	strbuf_addf(&path, "%s/Makefile", b->tree);
	if (!ret)
		ret = check_owner(b->opt, path.buf, err);
	if (ret)
		goto out;
	ret = -1;
	if (check_path(b->tree, err) < 0)
		goto out;
	if (toolchain_choose(&b->tc, lt, b->tree, b->opt->arch, err) < 0)
		goto out;
	if (!b->dir)
		choose_dir(b);
	ret = check_path(b->dir, err);
	if (!ret)
		ret = check_owner(b->opt, b->dir, err);
	if (ret)
		goto out;
	ret = -1;
	if (make_dir(b, err) < 0 || lock_dir(b, err) < 0 || choose_config(b, err) < 0)
		goto out;
	compute_stamp(b, lt);
	if (b->tc.clang)
		b->env = probes_env(&b->tc.arena, b->tc.clang, b->opt->cache_dir);
	if (is_prepared(b)) {
		b->lean = lean_possible(b);
		ret = 0;
		goto out;
	}
	if (b->in_cache && dir_remove_all(b->dir, err) < 0)
		goto out;
	if (make_dir(b, err) < 0 || configure(b, err) < 0)
		goto out;
	b->lean = lean_possible(b);
	if (prepare(b, err) < 0)
		goto out;
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/" STAMP_FILE, b->dir);
	stamp_text(b, &text);
	ret = file_write_atomic(path.buf, text.buf, text.len, err);
out:
	strbuf_release(&path);
	strbuf_release(&text);
	return ret;
}

void bare_release(struct bare_build *b)
{
	free(b->dir);
	free(b->config_name);
	strbuf_release(&b->config_text);
	if (b->lock_fd >= 0)
		close(b->lock_fd);
	toolchain_release(&b->tc);
}
