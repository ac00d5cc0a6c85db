/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "base/xalloc.h"
#include "sandbox.h"

void pool_finished(struct pool *p, uint32_t job)
{
	p->finished++;
	if (p->opt->progress)
		p->opt->progress(p->opt->progress_ctx, p->finished, p->db->nr,
				 p->db->cmd[job].file);
}

int pool_finish(struct pool *p, uint32_t job, const void *data, size_t len)
{
	if (recfile_put(p->rf, job, data, len, p->err))
		return -1;
	pool_finished(p, job);
	return 0;
}

static int finish_failed(struct pool *p, uint32_t job, const char *why)
{
	const struct compile_command *c = &p->db->cmd[job];
	struct strbuf rec = STRBUF_INIT;
	struct tu_facts f;
	int rc;

	facts_init(&f);
	f.file = strtab_add(&f.str, c->file);
	f.object = strtab_add(&f.str, c->object);
	f.unit = strtab_add(&f.str, c->unit);
	f.status = TU_FAILED;
	f.nr_errors = 1;
	f.error = strtab_add(&f.str, why);
	facts_write(&f, &rec);
	rc = pool_finish(p, job, rec.buf, rec.len);
	facts_release(&f);
	strbuf_release(&rec);
	return rc;
}

static int again(struct pool *p, uint32_t job, unsigned flags)
{
	p->stats->retried++;
	p->retry[p->nr_retry++] = (struct retry){ job, flags };
	return 0;
}

int pool_lost(struct pool *p, struct worker *w, const char *why)
{
	uint32_t job = w->job;

	w->job = NO_JOB;
	if (job == NO_JOB)
		return 0;
	return w->flags & TU_NO_PRETTY ? finish_failed(p, job, why) : again(p, job, TU_NO_PRETTY);
}

/* Somebody ended the worker (for want of memory or time), which says little of
 * the file: once more in the same way. */
static int taken_away(struct pool *p, struct worker *w, const char *why)
{
	uint32_t job = w->job;

	w->job = NO_JOB;
	if (job == NO_JOB)
		return 0;
	return p->killed[job]++ ? finish_failed(p, job, why) : again(p, job, w->flags);
}

static int is_from_outside(int status)
{
	static const int signals[] = { SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(signals); i++)
		if (WIFSIGNALED(status) && WTERMSIG(status) == signals[i])
			return 1;
	return 0;
}

/* It had most of what it may have: less of the same file would not need less, so it is not read a
 * second time. */
static int was_full(const struct worker *w)
{
	return w->rss_kb > sandbox_memory() << 9;	/* half; what grows by doubling fails from there on */
}

static void how_it_ended(int status, struct strbuf *out)
{
	if (WIFSIGNALED(status))
		strbuf_addf(out, is_from_outside(status) ? "the worker was ended (%s)" :
			    "the parser crashed (%s)", strsignal(WTERMSIG(status)));
	else if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		strbuf_addstr(out, "the worker program could not be run");
	else
		strbuf_addf(out, "the worker ended early (exit code %d)", WEXITSTATUS(status));
}

int pool_crashed(struct pool *p, struct worker *w)
{
	struct strbuf why = STRBUF_INIT;
	int status = pool_stop(p, w, 0), rc;

	p->stats->crashes++;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		strbuf_release(&why);
		return error(p->err, "cannot run %s: is kpath installed whole?", p->opt->worker);
	}
	if (w->stayed)
		strbuf_addstr(&why, "the worker closed its pipe");
	else
		how_it_ended(status, &why);
	if (was_full(w))
		strbuf_addf(&why, "; it had taken %ld MiB of the %ld that it may", w->rss_kb >> 10,
			    sandbox_memory());
	if (w->stayed || !is_from_outside(status)) {
		w->flags |= was_full(w) ? TU_NO_PRETTY : 0;
		rc = pool_lost(p, w, why.buf);
	} else {
		rc = taken_away(p, w, why.buf);
	}
	strbuf_release(&why);
	return rc;
}

int pool_timed_out(struct pool *p, struct worker *w)
{
	p->stats->timeouts++;
	pool_stop(p, w, 1);
	return taken_away(p, w, "parsing took too long");
}
