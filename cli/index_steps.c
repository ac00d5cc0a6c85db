/* SPDX-License-Identifier: MIT */
/* From facts to the index file and its log. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/fileio.h"
#include "base/tempfile.h"
#include "base/xalloc.h"
#include "frontend/sandbox.h"
#include "index_run.h"
#include "shard.h"

#define SHOWN_FAILURES 5

void index_step_done(struct index_run *x, const char *name, int no, const char *fmt, ...)
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

/* Digests are of what was read, not of what stands there now. */
static void hash_files(struct index_run *x)
{
	struct inputs shown;
	uint32_t i;

	inputs_init(&shown);
	inputs_shown(&x->fstats.seen, &x->db, &shown);
	for (i = 1; i < x->g.nr_file; i++) {
		struct g_file *f = &x->g.file[i];
		const char *name = graph_str(&x->g, f->name);
		uint64_t h = x->shards ? shard_file_hash(x->shards, name) : inputs_of(&shown, name);

		if (!f->hash || h == INPUT_UNKNOWN)
			f->hash = h;
	}
	inputs_release(&shown);
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
	strbuf_clear(&only);
	for (i = 0; i < x->db.nr_other; i++)
		strbuf_addf(&only, "%s%s %zu", i ? "," : "", x->db.other[i].name,
			    x->db.other[i].count);
	graph_set_meta(g, "other_languages", only.buf);
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

int index_resolve(struct index_run *x)
{
	struct cli *c = x->c;
	double start = clock_seconds();
	uint32_t i, read = 0;

	progress_start(&x->bar, "resolve", c->quiet);
	progress_update(&x->bar, 0, 0, "who calls whom");
	if (!x->resolver)
		x->resolver = resolve_start(&x->g, &x->db, &c->k, &x->facts, &c->err);
	if (!x->resolver)
		return -1;
	resolve_finish(x->resolver, &x->rstats);
	x->resolver = NULL;
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
	index_step_done(x, "resolve", 2, "%u functions, %u call sites, %u edges",
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

static void log_sandbox(struct index_run *x, struct strbuf *log)
{
	struct strbuf sb = STRBUF_INIT;

	if (x->fstats.confined) {
		sandbox_tell(x->fstats.sandbox, &sb);
		runlog_add(log, "worker.sandbox", sb.buf);
	}
	strbuf_release(&sb);
}

/* What the tree asked for outside of what may be read. */
static void log_refused(struct index_run *x, struct strbuf *log)
{
	const char *const *s;
	size_t i;

	for (s = x->db.refused; s && *s; s++)
		runlog_add(log, "refused.command", *s);
	for (i = 1; i < x->fstats.seen.refused.nr; i++)
		runlog_add(log, "refused.source", x->fstats.seen.refused.str[i]);
}

static void log_flags(struct index_run *x, struct strbuf *log)
{
	size_t i, total = 0;

	for (i = 0; i < x->db.nr_dropped; i++)
		total += x->db.dropped[i].count;
	runlog_addf(log, "flags.dropped", "%zu", total);
	for (i = 0; i < x->db.nr_dropped; i++)
		runlog_addf(log, "flag.dropped", "%zu %s", x->db.dropped[i].count,
			    x->db.dropped[i].name);
}

static void log_other_languages(struct index_run *x, struct strbuf *log)
{
	size_t i;

	for (i = 0; i < x->db.nr_other; i++)
		runlog_addf(log, "language.not_read", "%s %zu, first %s", x->db.other[i].name,
			    x->db.other[i].count, x->db.other[i].file);
}

static int write_log(struct index_run *x, uint64_t id, struct strbuf *err)
{
	struct strbuf log = STRBUF_INIT, path = STRBUF_INIT;
	struct utsname u;
	int ret;

	runlog_add(&log, "kpath", KPATH_VERSION);
	runlog_addf(&log, "index", "%016llx", (unsigned long long)id);
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
	runlog_addf(&log, "pch.rss_kb", "%ld", x->fstats.pch_rss_kb);
	runlog_addf(&log, "pch.tus", "%zu", x->fstats.over_pch);
	runlog_addf(&log, "cache.tus", "%zu", x->fstats.reused);
	runlog_addf(&log, "worker.rss_kb", "%ld", x->fstats.worker_rss_kb);
	runlog_addf(&log, "worker.crashes", "%zu", x->fstats.crashes);
	runlog_addf(&log, "worker.timeouts", "%zu", x->fstats.timeouts);
	runlog_addf(&log, "worker.retried", "%zu", x->fstats.retried);
	log_sandbox(x, &log);
	log_refused(x, &log);
	log_flags(x, &log);
	log_other_languages(x, &log);
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
int index_store(struct index_run *x)
{
	struct cli *c = x->c;
	double start = clock_seconds();
	sigset_t stop, old;
	struct stat st;
	uint64_t id;
	int ret;

	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, &old);
	progress_start(&x->bar, "store", c->quiet);
	progress_update(&x->bar, 0, 0, c->db);
	ret = index_write_id(c->db, &x->g, &id, &c->err);
	x->seconds[3] = clock_seconds() - start;
	if (!ret)
		ret = write_log(x, id, &c->err);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (ret)
		return -1;
	if (stat(c->db, &st))
		st.st_size = 0;
	index_step_done(x, "store", 3, "%s, %.1f MiB", c->db, st.st_size / 1048576.0);
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
int index_check_target(struct cli *c)
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
	tempfile_sweep(c->db);
	tempfile_sweep(arena_printf(&c->arena, "%s.log", c->db));
	return 0;
}

static void tell_refused(struct index_run *x)
{
	const char *const *s, *first = NULL;
	size_t nr = x->fstats.seen.refused.nr ? x->fstats.seen.refused.nr - 1 : 0;

	if (nr)
		first = x->fstats.seen.refused.str[1];
	for (s = x->db.refused; s && *s; s++, nr++)
		first = s == x->db.refused ? *s : first;
	if (nr)
		cli_note(x->c, "%zu files or folders outside of the tree were asked for and not read, "
			 "the first is %s; %s.log names them all, --allow DIR allows them", nr, first,
			 x->c->db);
}

int index_result(struct index_run *x)
{
	tell_refused(x);
	tell_bad(x, TU_FAILED, x->failed, "could not be read (the index is usable and says so)");
	tell_bad(x, TU_PARTIAL, x->partial, "could be read in part only");
	return x->failed ? EX_PARTIAL : EX_FOUND;
}
