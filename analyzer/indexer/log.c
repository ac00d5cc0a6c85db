/* SPDX-License-Identifier: MIT */
/* What FILE.log says of a run. */
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/fileio.h"
#include "frontend/sandbox.h"
#include "run.h"
#include "runlog.h"

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

int index_log_write(struct index_run *x, uint64_t id)
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
	runlog_addf(&log, "jobs", "%u", x->opt->jobs);
	runlog_addf(&log, "seconds.prepare", "%.3f", x->seconds[STEP_PREPARE]);
	runlog_addf(&log, "seconds.parse", "%.3f", x->seconds[STEP_PARSE]);
	runlog_addf(&log, "seconds.resolve", "%.3f", x->seconds[STEP_RESOLVE]);
	runlog_addf(&log, "seconds.store", "%.3f", x->seconds[STEP_STORE]);
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
	strbuf_addf(&path, "%s.log", x->opt->output);
	ret = file_write_atomic(path.buf, log.buf, log.len, x->err);
	strbuf_release(&log);
	strbuf_release(&path);
	return ret;
}
