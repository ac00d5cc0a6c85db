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
	size_t i;

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

static void fill(struct index_run *x, uint64_t id, struct runlog *log)
{
	const struct frontend_stats *st = &x->fstats;
	size_t i;

	*log = (struct runlog){
		.kpath = (char *)KPATH_VERSION, .index = id, .tree = (char *)x->db.tree,
		.build = (char *)x->db.build, .config = (char *)x->db.config,
		.cpus = (unsigned long)sysconf(_SC_NPROCESSORS_ONLN), .jobs = x->opt->jobs,
		.prepare = x->seconds[STEP_PREPARE], .parse = x->seconds[STEP_PARSE],
		.resolve = x->seconds[STEP_RESOLVE], .store = x->seconds[STEP_STORE],
		.worker_cpu = st->worker_cpu, .pch_headers = st->pchs, .pch_cpu = st->pch_cpu,
		.pch_rss_kb = (unsigned long)st->pch_rss_kb, .pch_tus = st->over_pch,
		.cache_tus = st->reused, .worker_rss_kb = (unsigned long)st->worker_rss_kb,
		.crashes = st->crashes, .timeouts = st->timeouts, .retried = st->retried,
		.tus = x->g.nr_tu ? x->g.nr_tu - 1 : 0, .has = ~0ull,
	};
	for (i = 0; i < x->db.nr_dropped; i++)
		log->dropped += x->db.dropped[i].count;
}

int index_log_write(struct index_run *x, uint64_t id)
{
	struct strbuf text = STRBUF_INIT, path = STRBUF_INIT, host = STRBUF_INIT;
	struct strbuf sandbox = STRBUF_INIT;
	struct runlog log;
	struct utsname u;
	int ret;

	fill(x, id, &log);
	if (!uname(&u))
		strbuf_addf(&host, "%s %s %s", u.sysname, u.release, u.machine);
	if (x->fstats.confined)
		sandbox_tell(x->fstats.sandbox, &sandbox);
	else
		log.has &= ~(1ull << RUNLOG_sandbox);
	log.host = host.buf;
	log.sandbox = sandbox.buf;
	runlog_put(&text, &log);
	log_refused(x, &text);
	log_flags(x, &text);
	log_other_languages(x, &text);
	log_bad_tus(x, &text);
	log_lines(&text, "pch.not", x->fstats.pch_notes.buf);
	strbuf_addf(&path, "%s.log", x->opt->output);
	ret = file_write_atomic(path.buf, text.buf, text.len, x->err);
	strbuf_release(&text);
	strbuf_release(&path);
	strbuf_release(&host);
	strbuf_release(&sandbox);
	return ret;
}
