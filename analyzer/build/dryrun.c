/* SPDX-License-Identifier: MIT */
/*
 * Kbuild asked by `make -n`: it prints every command and runs none. The
 * commands found are kept in the build directory for the next time.
 *
 * Some sources and headers are only generated in the course of a build
 * (lib/crc32table.h, …). The output shows them being made; make's order is
 * such that the next compile command in the same directory is of the
 * object that needed them. Those few objects are then really built.
 * (Makefile and scripts/Makefile.build, Linux 4.19 to 6.12.)
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "collect.h"
#include "dryrun.h"
#include "linkorder.h"
#include "prepare.h"
#include "shellsplit.h"

#define RECORD_MAGIC 0x32306e75722d796cull
#define JOINED_MAX (16u << 20)

void dryrun_init(struct dryrun *d, const char *build)
{
	memset(d, 0, sizeof(*d));
	d->build = build;
	strbuf_init(&d->joined);
	strbuf_init(&d->record);
	strbuf_init(&d->text);
}

static void free_list(char **list, size_t nr)
{
	while (nr)
		free(list[--nr]);
	free(list);
}

void dryrun_release(struct dryrun *d)
{
	arena_release(&d->scratch);
	shell_line_release(&d->split);
	strbuf_release(&d->joined);
	strbuf_release(&d->record);
	strbuf_release(&d->text);
	free_list(d->missing, d->missing_nr);
	free_list(d->found, d->found_nr);
	free_list(d->want, d->want_nr);
	memset(d, 0, sizeof(*d));
}

static int is_source_name(const char *name)
{
	static const char *const ext[] = { ".h", ".c", ".inc", ".S", ".def" };
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot && i < ARRAY_SIZE(ext); i++)
		if (!strcmp(dot, ext[i]))
			return 1;
	return 0;
}

static int exists_in(const char *dir, const char *name)
{
	struct strbuf sb = STRBUF_INIT;
	int ret;

	path_join(&sb, dir, name);
	ret = file_exists(sb.buf);
	strbuf_release(&sb);
	return ret;
}

/* A file that a recipe writes. */
static void note_target(struct dryrun *d, const char *name, size_t len)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;
	char *base;

	strbuf_add(&sb, name, len);
	/* filechk writes dir/.x.h.tmp and renames it */
	base = strrchr(sb.buf, '/');
	base = base ? base + 1 : sb.buf;
	if (*base == '.' && sb.len > 5 && !strcmp(sb.buf + sb.len - 4, ".tmp")) {
		memmove(base, base + 1, strlen(base));
		strbuf_setlen(&sb, sb.len - 5);
	}
	if (!is_source_name(sb.buf) || sb.buf[0] == '/' || exists_in(d->build, sb.buf))
		goto out;
	for (i = 0; i < d->missing_nr; i++)
		if (!strcmp(d->missing[i], sb.buf))
			goto out;
	ALLOC_GROW(d->missing, d->missing_nr + 1, d->missing_alloc);
	d->missing[d->missing_nr++] = xstrdup(sb.buf);
	ALLOC_GROW(d->found, d->found_nr + 1, d->found_alloc);
	d->found[d->found_nr++] = xstrdup(sb.buf);
out:
	strbuf_release(&sb);
}

/* Since 5.x each recipe begins with: trap 'rm -f TARGET; … */
static void note_trap(struct dryrun *d, const char *line)
{
	static const char mark[] = "trap 'rm -f ";
	const char *s = strstr(line, mark);

	if (!s)
		return;
	s += sizeof(mark) - 1;
	note_target(d, s, strcspn(s, ";' "));
}

static void want_object(struct dryrun *d, const char *object)
{
	size_t i;

	for (i = 0; i < d->want_nr; i++)
		if (!strcmp(d->want[i], object))
			return;
	ALLOC_GROW(d->want, d->want_nr + 1, d->want_alloc);
	d->want[d->want_nr++] = xstrdup(object);
}

/* Is one of them in the other one's directory, or below it? */
static int related(const char *a, const char *b)
{
	struct strbuf da = STRBUF_INIT, db = STRBUF_INIT;
	int ret;

	path_join(&da, a, "..");
	path_join(&db, b, "..");
	ret = strcmp(da.buf, ".") && strcmp(db.buf, ".") &&
		(path_below(a, db.buf) || path_below(b, da.buf));
	strbuf_release(&da);
	strbuf_release(&db);
	return ret;
}

static void compile_seen(struct dryrun *d, const char *object)
{
	size_t i, n = 0;
	int hit = 0;

	for (i = 0; i < d->missing_nr; i++) {
		if (related(d->missing[i], object)) {
			free(d->missing[i]);
			hit = 1;
		} else {
			d->missing[n++] = d->missing[i];
		}
	}
	d->missing_nr = n;
	if (hit)
		want_object(d, object);
}

static const char *option_value(int argc, const char **argv, const char *name)
{
	int i;

	for (i = 1; i + 1 < argc; i++)
		if (!strcmp(argv[i], name))
			return argv[i + 1];
	return NULL;
}

static int for_target(int argc, const char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		if (!strncmp(argv[i], "-DKBUILD_", 9) || !strcmp(argv[i], "-D__KERNEL__"))
			return 1;
	return 0;
}

static void put_command(struct dryrun *d, int argc, const char *const *argv)
{
	int i;

	bytes_put_uint(&d->record, (uint64_t)argc);
	for (i = 0; i < argc; i++)
		bytes_put_blob(&d->record, argv[i], strlen(argv[i]) + 1);
}

static void take_line(struct dryrun *d, const char *line, size_t len)
{
	const char **argv, *object;
	int argc;
	size_t k;

	arena_clear(&d->scratch);
	/* an unclosed quote: a piece of a recipe of several lines */
	shell_split(&d->split, &d->scratch, line, len);
	for (k = 0; k < d->split.written_nr; k++)
		note_target(d, d->split.written[k], strlen(d->split.written[k]));
	argv = shell_compiler_run(&d->split, &argc);
	if (!argv && link_order_find(&d->split, &d->scratch, &d->text, &argv, &argc)) {
		put_command(d, argc, argv);
		return;
	}
	if (!argv || !for_target(argc, argv)) {
		/* Kbuild echoes each command before its run */
		if (!argv && strstr(line, " -D__KERNEL__ ") && strstr(line, " -c -o "))
			d->broken++;
		note_trap(d, line);
		return;
	}
	put_command(d, argc, argv);
	d->commands++;
	object = option_value(argc, argv, "-o");
	if (object && d->missing_nr && object[0] != '/')
		compile_seen(d, object);
}

void dryrun_line(void *ctx, const char *line, size_t len)
{
	struct dryrun *d = ctx;
	int goes_on = len && line[len - 1] == '\\';

	if (!goes_on && !d->joined.len) {
		take_line(d, line, len);
		return;
	}
	strbuf_add(&d->joined, line, goes_on ? len - 1 : len);
	strbuf_addch(&d->joined, ' ');
	if (goes_on && d->joined.len < JOINED_MAX)
		return;
	take_line(d, d->joined.buf, d->joined.len);
	strbuf_clear(&d->joined);
}

int dryrun_replay(const struct strbuf *record, struct collector *c, const char *dir)
{
	struct bytes_reader r;
	const char **argv = NULL;
	size_t alloc = 0, n;
	uint32_t argc, i;

	bytes_reader_init(&r, record->buf, record->len);
	while (!r.bad && r.p < r.end) {
		argc = bytes_get_count(&r, 1);
		ALLOC_GROW(argv, (size_t)argc + 1, alloc);
		for (i = 0; i < argc && !r.bad; i++) {
			argv[i] = bytes_get_blob(&r, &n);
			if (!argv[i] || !n || argv[i][n - 1])
				r.bad = 1;
		}
		if (!r.bad && argc && !strcmp(argv[0], "ar"))
			link_order_add(&c->order, (int)argc, argv);
		else if (!r.bad)
			collector_add(c, dir, NULL, NULL, (int)argc, argv);
	}
	free(argv);
	return r.bad ? -1 : 0;
}

/* ---- the kept result ---- */

static void record_path(const struct bare_build *b, struct strbuf *out)
{
	strbuf_addf(out, "%s/.kpath-commands%s", b->dir, b->opt->modules ? "-modules" : "");
}

static int load_record(const struct bare_build *b, struct strbuf *record)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	struct bytes_reader r;
	size_t head = 24;
	int ret = -1;

	record_path(b, &path);
	if (!file_read(path.buf, &text, NULL) && text.len > head) {
		bytes_reader_init(&r, text.buf, text.len);
		if (bytes_get_u64(&r) == RECORD_MAGIC && bytes_get_u64(&r) == b->stamp &&
		    bytes_get_u64(&r) == digest64(text.buf + head, text.len - head)) {
			strbuf_add(record, text.buf + head, text.len - head);
			ret = 0;
		}
	}
	strbuf_release(&path);
	strbuf_release(&text);
	return ret;
}

static int save_record(const struct bare_build *b, const struct strbuf *record,
		       struct strbuf *err)
{
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	int ret;

	record_path(b, &path);
	bytes_put_u64(&text, RECORD_MAGIC);
	bytes_put_u64(&text, b->stamp);
	bytes_put_u64(&text, digest64(record->buf, record->len));
	strbuf_add(&text, record->buf, record->len);
	ret = file_write_atomic(path.buf, text.buf, text.len, err);
	strbuf_release(&path);
	strbuf_release(&text);
	return ret;
}

/* ---- asking make ---- */

/*
 * A later dry run would leave out what is built already: remove the objects
 * again. There were none before, else the .cmd files would have been used.
 */
static void remove_objects(int at, const char *name, int depth)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *de;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((de = readdir(d))) {
		size_t n = strlen(de->d_name);
		struct stat st;

		if (n > 7 && de->d_name[0] == '.' && !strcmp(de->d_name + n - 6, ".o.cmd")) {
			struct strbuf o = STRBUF_INIT;

			strbuf_add(&o, de->d_name + 1, n - 5);
			unlinkat(fd, o.buf, 0);
			unlinkat(fd, de->d_name, 0);
			strbuf_release(&o);
			continue;
		}
		if (de->d_name[0] == '.' || depth > 40 ||
		    (!depth && (!strcmp(de->d_name, "scripts") || !strcmp(de->d_name, "tools") ||
				!strcmp(de->d_name, "include"))))
			continue;
		if (!fstatat(fd, de->d_name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode))
			remove_objects(fd, de->d_name, depth + 1);
	}
	closedir(d);
}

static int all_found(const struct dryrun *d)
{
	size_t i;

	for (i = 0; i < d->found_nr; i++)
		if (!exists_in(d->build, d->found[i]))
			return 0;
	return 1;
}

/* The names of the objects to a file, for kpath-probe; without it they are made. */
static int write_skip(const struct bare_build *b, const struct dryrun *d, struct strbuf *path)
{
	struct strbuf text = STRBUF_INIT;
	size_t i;
	int ret;

	for (i = 0; i < d->want_nr; i++)
		strbuf_addf(&text, "\n%s\n", d->want[i]);
	strbuf_addf(path, "%s/.kpath-skip", b->dir);
	ret = b->env ? file_write_atomic(path->buf, text.buf, text.len, NULL) : -1;
	strbuf_release(&text);
	return ret;
}

/*
 * What is generated is wanted, and not the object that needed it: the compiler is not run for that, which is half of
 * this step. Where something is not there afterwards, as it is made of such an object (a vDSO), they are made after all.
 */
static int make_wanted(struct bare_build *b, struct dryrun *d, const char *const *args, struct strbuf *err)
{
	static const char what[] = "generating sources and tables";
	struct strbuf skip = STRBUF_INIT;
	int ret = 0;

	if (!write_skip(b, d, &skip)) {
		b->skip = skip.buf;
		ret = bare_make(b, what, args, NULL, NULL, 1, err);
		b->skip = NULL;
		unlink(skip.buf);
	}
	if (!ret && !all_found(d))
		ret = bare_make(b, what, args, NULL, NULL, 1, err);
	strbuf_release(&skip);
	return ret;
}

static int build_missing(struct bare_build *b, struct dryrun *d, struct strbuf *err)
{
	const char **args;
	size_t i, n = 0;
	char jobs[32];
	int ret;

	/* generated sources with no compile command after them: their own */
	for (i = 0; i < d->missing_nr; i++) {
		size_t len = strlen(d->missing[i]);

		if (len > 2 && !strcmp(d->missing[i] + len - 2, ".c")) {
			d->missing[i][len - 1] = 'o';
			want_object(d, d->missing[i]);
		}
	}
	if (!d->want_nr)
		return 0;
	args = xcalloc(d->want_nr + 4, sizeof(*args));
	snprintf(jobs, sizeof(jobs), "-j%d", b->opt->jobs);
	args[n++] = jobs;
	args[n++] = "-k";
	for (i = 0; i < d->want_nr; i++)
		args[n++] = d->want[i];
	ret = make_wanted(b, d, args, err);
	remove_objects(AT_FDCWD, b->dir, 0);
	free(args);
	return ret;
}

/*
 * With -j, make's processes cut one another's lines to pieces unless each
 * sub-make's output is held back as a whole (-Orecurse; -Oline and -Otarget
 * do not cover what -n prints).
 */
static int print_commands(struct bare_build *b, struct dryrun *d, int jobs,
			  struct strbuf *err)
{
	const char *args[12] = { "-n", "-k", "-Orecurse", "V=1" };
	int n = 4;
	char j[32];

	snprintf(j, sizeof(j), "-j%d", jobs);
	args[n++] = j;
	args[n++] = "vmlinux";
	if (b->opt->modules)
		args[n++] = "modules";
	args[n] = NULL;
	/* it ends with an error: vmlinux.a was not made */
	return bare_make(b, "asking Kbuild for its compile commands", args, dryrun_line, d,
			 1, err);
}

static int ask_make(struct bare_build *b, struct dryrun *d, struct strbuf *err)
{
	int ret = print_commands(b, d, b->opt->jobs, err);

	if (!ret && d->broken && b->opt->jobs > 1) {
		dryrun_release(d);
		dryrun_init(d, b->dir);
		ret = print_commands(b, d, 1, err);
	}
	if (ret < 0)
		return ret;
	if (!d->commands)
		return error(err, "`make -n vmlinux` in %s printed no compile command; does `make O=%s vmlinux` work there?",
			     b->tree, b->dir);
	if (build_missing(b, d, err) < 0)
		return -1;
	return save_record(b, &d->record, err);
}

int dryrun_collect(struct collector *c, struct bare_build *b, struct strbuf *err)
{
	struct dryrun d;
	int ret = 0;

	dryrun_init(&d, b->dir);
	if (load_record(b, &d.record) < 0) {
		strbuf_clear(&d.record);
		ret = ask_make(b, &d, err);
	}
	if (!ret && dryrun_replay(&d.record, c, b->dir) < 0)
		ret = error(err, "the file .kpath-commands in %s is damaged; remove it", b->dir);
	dryrun_release(&d);
	return ret;
}
