/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/cachedir.h"
#include "base/digest.h"
#include "base/fileio.h"
#include "base/progress.h"
#include "base/recfile.h"
#include "base/xalloc.h"
#include "cli.h"
#include "frontend/factcache.h"
#include "frontend/frontend.h"
#include "kbuild/kbuild.h"
#include "model/graph.h"
#include "resolve/resolve.h"
#include "uptodate.h"

#define SHOWN_FAILURES 5
#define PCH_CACHE_BYTES (1ull << 30)

struct index_run {
	struct cli *c;
	/* options */
	const char *build, *config, *arch, *cache, *worker;
	struct str_list only;
	uint32_t jobs;
	int modules, make, no_make, no_pch, no_cache;
	/* state */
	struct strbuf worker_path, pch_dir, facts_dir;
	struct strbuf stamp;		/* of all that this index is made of but files */
	struct compdb db;
	struct recfile facts;
	struct graph g;
	struct progress bar;
	struct frontend_stats fstats;
	struct resolve_stats rstats;
	double seconds[4];		/* prepare, parse, resolve, store */
	uint32_t failed, partial;
};

static void step_done(struct index_run *x, const char *name, int no, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static void step_done(struct index_run *x, const char *name, int no, const char *fmt, ...)
{
	va_list ap;

	progress_end(&x->bar);
	if (x->c->quiet)
		return;
	fprintf(stderr, "%-8s %6.1f s  ", name, x->seconds[no]);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

static void on_step(void *ctx, const char *what)
{
	struct index_run *x = ctx;

	progress_update(&x->bar, 0, 0, what);
}

static void on_parse(void *ctx, size_t done, size_t total, const char *file)
{
	struct index_run *x = ctx;

	progress_update(&x->bar, done, total, file);
}

/* kpath-worker stands beside kpath (build directory) or in ../libexec/kpath. */
static int find_worker(struct index_run *x, struct strbuf *err)
{
	static const char *const places[] = { "kpath-worker", "../libexec/kpath/kpath-worker" };
	struct strbuf *p = &x->worker_path;
	char exe[4096];
	ssize_t n;
	size_t i;

	if (x->worker) {
		char *real = realpath(x->worker, NULL);

		if (!real)
			return error(err, "the worker program %s was not found", x->worker);
		strbuf_addstr(p, real);
		free(real);
		return 0;
	}
	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n <= 0)
		return error(err, "/proc/self/exe can't be read (is /proc mounted?), so "
			     "kpath-worker can't be found; name it with --worker");
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		strbuf_clear(p);
		path_join(p, exe, places[i]);
		if (!access(p->buf, X_OK))
			return 0;
	}
	return error(err, "kpath-worker was found neither in %s nor in %s/../libexec/kpath; "
		     "install kpath as a whole, or name the worker with --worker", exe, exe);
}

static int cmp_str(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "./net//" and "net" are one; sorted, so that the order given does not matter. */
static void fold_only(struct index_run *x)
{
	struct str_list *l = &x->only;
	size_t i, n = 0;

	for (i = 0; i < l->nr; i++) {
		struct strbuf sb = STRBUF_INIT;
		size_t len;

		path_join(&sb, "/", l->s[i]);
		for (len = sb.len; len > 1 && sb.buf[len - 1] == '/'; len--)
			;
		l->s[i] = *l->s[i] == '/' ? l->s[i] :
			arena_strndup(&x->c->arena, sb.buf + 1, len - 1);
		strbuf_release(&sb);
	}
	if (l->nr)
		qsort(l->s, l->nr, sizeof(*l->s), cmp_str);
	for (i = 0; i < l->nr; i++)
		if (*l->s[i] && (!n || strcmp(l->s[i], l->s[n - 1])))
			l->s[n++] = l->s[i];
	l->nr = n;
	if (l->s)
		l->s[n] = NULL;
}

static int step_prepare(struct index_run *x)
{
	struct cli *c = x->c;
	const struct k_pairs *u = &c->k.units;
	const char **units = arena_alloc(&c->arena, (2 * u->nr + 1) * sizeof(*units));
	struct kbuild_options opt = {
		.tree = c->args[0], .build = x->build, .config = x->config, .arch = x->arch,
		.cache_dir = x->cache, .only = (const char *const *)x->only.s, .units = units,
		.make = x->make ? KBUILD_MAKE_ALWAYS : x->no_make ? KBUILD_MAKE_NEVER :
			KBUILD_MAKE_IF_OWNER,
		.modules = x->modules, .jobs = x->jobs, .step = on_step, .step_ctx = x,
	};
	double start = clock_seconds();
	size_t i;

	for (i = 0; i < u->nr; i++) {
		units[2 * i] = u->p[i].key;
		units[2 * i + 1] = u->p[i].value;
	}
	progress_start(&x->bar, "prepare", c->quiet);
	if (kbuild_commands(&x->db, &opt, &c->err))
		return -1;
	x->seconds[0] = clock_seconds() - start;
	step_done(x, "prepare", 0, "%zu translation units, %zu assembler sources%s",
		  x->db.nr, x->db.asm_nr, x->db.modules_left_out ?
		  "; modules left out (--modules reads them)" : "");
	return 0;
}

/* Without a cache directory everything works, only slower. */
static void open_caches(struct index_run *x)
{
	struct strbuf dir = STRBUF_INIT, why = STRBUF_INIT;

	cache_dir(&dir, x->cache);
	if ((!x->no_pch && cache_subdir(&x->pch_dir, dir.buf, "pch", &why)) ||
	    (!x->no_cache && cache_subdir(&x->facts_dir, dir.buf, "facts", &why)))
		cli_note(x->c, "nothing is kept for the next time: %s", why.buf);
	strbuf_release(&dir);
	strbuf_release(&why);
}

static int step_parse(struct index_run *x)
{
	struct cli *c = x->c;
	struct frontend_options opt = {
		.worker = x->worker_path.buf, .jobs = x->jobs, .step = on_step,
		.pch_dir = x->pch_dir.len ? x->pch_dir.buf : NULL,
		.facts_dir = x->facts_dir.len ? x->facts_dir.buf : NULL,
		.progress = on_parse, .progress_ctx = x,
	};
	double start = clock_seconds();

	if (recfile_init(&x->facts, NULL, x->db.nr + x->db.asm_nr, &c->err))
		return -1;
	progress_start(&x->bar, "parse", c->quiet);
	if (frontend_run(&x->db, &c->k, &opt, &x->facts, &x->fstats, &c->err))
		return -1;
	x->seconds[1] = clock_seconds() - start;
	if (x->pch_dir.len)
		cache_trim(x->pch_dir.buf, PCH_CACHE_BYTES);
	step_done(x, "parse", 1, "%.0f s of worker time, largest worker %ld MiB, %zu over precompiled headers, %zu as last time%s",
		  x->fstats.worker_cpu, x->fstats.worker_rss_kb / 1024, x->fstats.over_pch,
		  x->fstats.reused, x->fstats.retried ? ", some tried twice" : "");
	return 0;
}

/* Headers come without a hash from the frontend; a query compares all files. */
static void hash_files(struct index_run *x)
{
	char *tree = realpath(x->db.tree, NULL), *build = realpath(x->db.build, NULL);
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;
	uint32_t i;

	for (i = 1; i < x->g.nr_file; i++) {
		struct g_file *f = &x->g.file[i];

		strbuf_clear(&path);
		strbuf_clear(&text);
		if (!f->hash && !source_path(tree, build, graph_str(&x->g, f->name), &path) &&
		    !file_read(path.buf, &text, NULL))
			f->hash = digest64(text.buf, text.len);
	}
	strbuf_release(&path);
	strbuf_release(&text);
	free(tree);
	free(build);
}

static void set_meta(struct index_run *x)
{
	struct graph *g = &x->g;
	struct strbuf only = STRBUF_INIT;
	const char *config = x->db.config;
	char number[32];
	size_t i;

	for (i = 0; i < x->only.nr; i++)
		strbuf_addf(&only, "%s%s", i ? "," : "", x->only.s[i]);
	/* a configuration file by its name: where it lies is of this machine */
	if (*config == '/')
		config = path_basename(config);
	graph_set_meta(g, "tree", path_basename(x->db.tree));
	graph_set_meta(g, "version", x->db.version);
	graph_set_meta(g, "config", config);
	graph_set_meta(g, "arch", x->db.arch);
	graph_set_meta(g, "only", only.buf);
	graph_set_meta(g, "kernel", x->db.is_kernel ? "1" : "");
	graph_set_meta(g, "modules", x->modules ? "1" : "");
	graph_set_meta(g, "kpath", KPATH_VERSION);
	snprintf(number, sizeof(number), "%zu", x->db.modules_left_out);
	graph_set_meta(g, "modules_left_out", number);
	snprintf(number, sizeof(number), "%u", x->failed);
	graph_set_meta(g, "tus_failed", number);
	snprintf(number, sizeof(number), "%u", x->partial);
	graph_set_meta(g, "tus_partial", number);
	snprintf(number, sizeof(number), "%016llx", (unsigned long long)x->c->k.digest);
	graph_set_meta(g, "knowledge", number);
	strbuf_release(&only);
}

static int step_resolve(struct index_run *x)
{
	struct cli *c = x->c;
	double start = clock_seconds();
	uint32_t i, read = 0;

	progress_start(&x->bar, "resolve", c->quiet);
	progress_update(&x->bar, 0, 0, "who calls whom");
	if (resolve(&x->g, &x->db, &c->k, &x->facts, &x->rstats, &c->err))
		return -1;
	for (i = 1; i < x->g.nr_tu; i++) {
		x->failed += x->g.tu[i].status == TU_FAILED;
		x->partial += x->g.tu[i].status == TU_PARTIAL;
		read += x->g.tu[i].status != TU_FAILED;
	}
	if (!read) {
		const char *why = x->g.nr_tu > 1 ? graph_str(&x->g, x->g.tu[1].error) : "";

		return error(&c->err, "not one of %u translation units could be read; the first: %s",
			     x->g.nr_tu - 1, *why ? why : "no reason was given");
	}
	recfile_release(&x->facts);
	hash_files(x);
	set_meta(x);
	x->seconds[2] = clock_seconds() - start;
	step_done(x, "resolve", 2, "%u functions, %u call sites, %u edges",
		  x->g.nr_func - 1, x->g.nr_site - 1, x->g.nr_edge ? x->g.nr_edge - 1 : 0);
	return 0;
}

static void log_bad_tus(struct index_run *x, struct strbuf *log)
{
	uint32_t i;

	for (i = 1; i < x->g.nr_tu; i++) {
		const struct g_tu *t = &x->g.tu[i];

		if (t->status != TU_OK)
			runlog_addf(log, t->status == TU_FAILED ? "tu.failed" : "tu.partial",
				    "%s: %s", graph_str(&x->g, x->g.file[t->file].name),
				    graph_str(&x->g, t->error));
	}
}

static void log_lines(struct strbuf *log, const char *key, const char *text)
{
	const char *end;

	for (; *text; text = *end ? end + 1 : end) {
		end = strchrnul(text, '\n');
		runlog_addf(log, key, "%.*s", (int)(end - text), text);
	}
}

static int write_log(struct index_run *x, struct strbuf *err)
{
	struct strbuf log = STRBUF_INIT, path = STRBUF_INIT;
	struct utsname u;
	int ret;

	runlog_add(&log, "kpath", KPATH_VERSION);
	runlog_add(&log, "tree", x->db.tree);
	runlog_add(&log, "build", x->db.build);
	runlog_add(&log, "config", x->db.config);
	if (!uname(&u))
		runlog_addf(&log, "host", "%s %s %s", u.sysname, u.release, u.machine);
	runlog_addf(&log, "cpus", "%ld", sysconf(_SC_NPROCESSORS_ONLN));
	runlog_addf(&log, "jobs", "%u", x->jobs);
	runlog_addf(&log, "seconds.prepare", "%.3f", x->seconds[0]);
	runlog_addf(&log, "seconds.parse", "%.3f", x->seconds[1]);
	runlog_addf(&log, "seconds.resolve", "%.3f", x->seconds[2]);
	runlog_addf(&log, "seconds.store", "%.3f", x->seconds[3]);
	runlog_addf(&log, "worker.cpu_seconds", "%.1f", x->fstats.worker_cpu);
	runlog_addf(&log, "pch.headers", "%zu", x->fstats.pchs);
	runlog_addf(&log, "pch.cpu_seconds", "%.1f", x->fstats.pch_cpu);
	runlog_addf(&log, "pch.tus", "%zu", x->fstats.over_pch);
	runlog_addf(&log, "cache.tus", "%zu", x->fstats.reused);
	runlog_addf(&log, "worker.rss_kb", "%ld", x->fstats.worker_rss_kb);
	runlog_addf(&log, "worker.crashes", "%zu", x->fstats.crashes);
	runlog_addf(&log, "worker.timeouts", "%zu", x->fstats.timeouts);
	runlog_addf(&log, "worker.retried", "%zu", x->fstats.retried);
	runlog_addf(&log, "tus", "%u", x->g.nr_tu ? x->g.nr_tu - 1 : 0);
	log_bad_tus(x, &log);
	log_lines(&log, "pch.not", x->fstats.pch_notes.buf);
	strbuf_addf(&path, "%s.log", x->c->db);
	ret = file_write_atomic(path.buf, log.buf, log.len, err);
	strbuf_release(&log);
	strbuf_release(&path);
	return ret;
}

/* A signal waits until index and log are both there, or neither. */
static int step_store(struct index_run *x)
{
	struct cli *c = x->c;
	double start = clock_seconds();
	sigset_t stop, old;
	struct stat st;
	int ret;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, &old);
	progress_start(&x->bar, "store", c->quiet);
	progress_update(&x->bar, 0, 0, c->db);
	ret = index_write(c->db, &x->g, &c->err);
	x->seconds[3] = clock_seconds() - start;
	if (!ret)
		ret = write_log(x, &c->err);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return -1;
	if (stat(c->db, &st))
		st.st_size = 0;
	step_done(x, "store", 3, "%s, %.1f MiB", c->db, st.st_size / 1048576.0);
	return 0;
}

static void tell_bad(struct index_run *x, int status, uint32_t nr, const char *what)
{
	uint32_t i, shown = 0;

	if (!nr)
		return;
	cli_note(x->c, "%u of %u translation units %s:", nr, x->g.nr_tu - 1, what);
	for (i = 1; i < x->g.nr_tu && shown < SHOWN_FAILURES; i++) {
		const struct g_tu *t = &x->g.tu[i];

		if ((int)t->status != status)
			continue;
		shown++;
		cli_note(x->c, "  %s: %s", graph_str(&x->g, x->g.file[t->file].name),
			 graph_str(&x->g, t->error));
	}
	if (nr > shown)
		cli_note(x->c, "  and %u more; %s.log names them all", nr - shown, x->c->db);
}

/* Says at once what would only fail after minutes of parsing. */
static int check_target(struct cli *c)
{
	const char *slash = strrchr(c->db, '/');
	struct stat st;
	const char *dir = slash == c->db ? "/" : slash ?
		arena_strndup(&c->arena, c->db, slash - c->db) : ".";

	if (!*c->db || (!stat(c->db, &st) && !S_ISREG(st.st_mode)))
		return cli_fail(c, EX_FAIL, "the index can't be written to \"%s\": that is no regular "
				"file; name one with -d", c->db);
	if (!dir_exists(dir))
		return cli_fail(c, EX_FAIL, "the index can't be written to %s: there is no directory %s",
				c->db, dir);
	if (access(dir, W_OK | X_OK))
		return cli_fail(c, EX_FAIL, "the index can't be written to %s: %s", c->db,
				strerror(errno));
	return 0;
}

/* All that decides about the index but the bytes of sources. */
static void index_stamp(struct index_run *x)
{
	const struct compdb *db = &x->db;
	uint64_t h = digest_str(KPATH_VERSION);
	size_t i;
	int j;

	h = digest_mix(h, x->c->k.digest);
	h = digest_mix(h, file_digest("/proc/self/exe"));
	h = digest_mix(h, file_digest(x->worker_path.buf));
	for (i = 0; i < db->nr; i++) {
		h = digest_mix(h, digest_str(db->cmd[i].file));
		h = digest_mix(h, digest_str(db->cmd[i].dir));
		h = digest_mix(h, digest_str(db->cmd[i].object));
		h = digest_mix(h, digest_str(db->cmd[i].unit));
		h = digest_mix(h, db->cmd[i].link_order);
		for (j = 0; j < db->cmd[i].argc; j++)
			h = digest_mix(h, digest_str(db->cmd[i].argv[j]));
	}
	for (i = 0; i < db->asm_nr; i++) {
		h = digest_mix(h, digest_str(db->asms[i].unit));
		h = digest_mix(h, file_digest(db->asms[i].path));
	}
	for (i = 0; i < x->only.nr; i++)
		h = digest_mix(h, digest_str(x->only.s[i]));
	strbuf_addf(&x->stamp, "%016llx %s %s %s %s %s %zu %d", (unsigned long long)h, db->tree,
		    db->build, db->version, db->config, db->arch, db->modules_left_out, x->modules);
}

static int make_index(struct index_run *x)
{
	struct cli *c = x->c;
	int ret = cli_knowledge(c);

	if (!ret)
		ret = check_target(c);
	if (ret)
		return ret;
	fold_only(x);
	open_caches(x);
	if (find_worker(x, &c->err) || step_prepare(x))
		goto failed;
	index_stamp(x);
	if (x->facts_dir.len && uptodate_check(x->facts_dir.buf, c->db, &x->stamp)) {
		step_done(x, "done", 1, "nothing has changed since %s was made", c->db);
		return EX_FOUND;
	}
	if (step_parse(x) || step_resolve(x) || step_store(x))
		goto failed;
	if (x->facts_dir.len && !x->failed && !x->partial)
		uptodate_write(x->facts_dir.buf, c->db, &x->stamp, &x->fstats.inputs);
	tell_bad(x, TU_FAILED, x->failed, "could not be read (the index is usable and says so)");
	tell_bad(x, TU_PARTIAL, x->partial, "could be read in part only");
	return x->failed ? EX_PARTIAL : EX_FOUND;
failed:
	progress_end(&x->bar);
	return cli_fail(c, EX_FAIL, "%s", c->err.buf);
}

static int run(struct cli *c, int argc, char **argv)
{
	struct index_run x = {
		.c = c, .fstats = { .pch_notes = STRBUF_INIT, .inputs = STRBUF_INIT },
	};
	const struct opt opts[] = {
		{ "build", 0, OPT_STRING, &x.build, "DIR", "where the tree was built (O=DIR)" },
		{ "config", 0, OPT_STRING, &x.config, "NAME|FILE", "of a bare kernel tree: a target (defconfig) or a .config" },
		{ "arch", 0, OPT_STRING, &x.arch, "ARCH", "of a bare kernel tree (default: this machine's)" },
		{ "only", 0, OPT_LIST, &x.only, "DIR,…", "read only these directories or files" },
		{ "modules", 0, OPT_FLAG, &x.modules, NULL, "read what is built as modules too" },
		{ "jobs", 'j', OPT_UINT, &x.jobs, "N", "worker processes (default: one a processor)" },
		{ "make", 0, OPT_FLAG, &x.make, NULL, "run the tree's Makefile even if the tree is not yours" },
		{ "no-make", 0, OPT_FLAG, &x.no_make, NULL, "never run make: the tree must have been built" },
		{ "no-pch", 0, OPT_FLAG, &x.no_pch, NULL, "precompile no headers (slower, the same index)" },
		{ "no-cache", 0, OPT_FLAG, &x.no_cache, NULL, "reuse nothing of earlier runs, keep nothing for the next" },
		{ "cache", 0, OPT_STRING, &x.cache, "DIR", "where what can be made anew is kept (default ~/.cache/kpath)" },
		{ "worker", 0, OPT_STRING, &x.worker, "FILE", "the program kpath-worker, if it is not beside kpath" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		goto out;
	if (x.make && x.no_make)
		ret = cli_fail(c, EX_USE, "--make and --no-make exclude each other");
	else if (x.jobs > 1024)
		ret = cli_fail(c, EX_USE, "-j is at most 1024");
	else if (c->output)
		ret = cli_fail(c, EX_USE, "kpath index writes to -d FILE; -o is of no use here");
	if (ret >= 0)
		goto out;
	strbuf_init(&x.worker_path);
	strbuf_init(&x.pch_dir);
	strbuf_init(&x.facts_dir);
	strbuf_init(&x.stamp);
	compdb_init(&x.db);
	graph_init(&x.g);
	x.facts.fd = -1;
	ret = make_index(&x);
	graph_release(&x.g);
	recfile_release(&x.facts);
	compdb_release(&x.db);
	strbuf_release(&x.worker_path);
	strbuf_release(&x.pch_dir);
	strbuf_release(&x.facts_dir);
	strbuf_release(&x.stamp);
	strbuf_release(&x.fstats.pch_notes);
	strbuf_release(&x.fstats.inputs);
out:
	str_list_release(&x.only);
	return ret;
}

const struct command index_command = {
	.name = "index",
	.run = run,
	.args = "TREE",
	.about = "read a source tree and write its index",
	.formats = "",
	.more =
	"TREE is a kernel tree, bare or built, or any C project with compile_commands.json.\n"
	"It is never written to. FILE.log beside the index tells how the run went. Exit\n"
	"code 5: done, but some files could not be read.\n"
	"\n"
	"examples:\n"
	"  kpath index ~/linux-6.1 -d linux-6.1.db\n"
	"  kpath index ~/linux-6.1 --only init,net -d net.db\n"
	"  kpath index . --build ../build --modules\n",
};
