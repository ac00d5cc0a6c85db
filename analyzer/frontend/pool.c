/* SPDX-License-Identifier: MIT */
#include "frontend.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "factcache.h"
#include "pchplan.h"
#include "tu_flags.h"
#include "wire.h"

#define NO_JOB UINT32_MAX
#define PCH_SECONDS 900		/* that making one may take */
#define GRACE_MS 3000		/* for a worker to end after its pipes were closed */

struct worker {
	pid_t pid;		/* 0 = not running */
	int in, out;		/* we write to `in`, read from `out` */
	uint32_t job;
	unsigned flags;		/* of the job */
	double deadline;
	unsigned done;		/* TUs since it was started */
	int stayed;		/* it had to be killed after it had closed its pipe */
	struct strbuf reply;
};

struct pool {
	const struct compdb *db;
	struct compdb told;	/* the same, as workers are told of it */
	const struct knowledge *k;
	const struct frontend_options *opt;
	struct recfile *rf;
	struct frontend_stats *stats;
	struct strbuf *err;
	struct worker *w;
	unsigned nr;
	uint32_t next;		/* command to hand out next */
	struct retry { uint32_t job; unsigned flags; } *retry;
	uint32_t nr_retry;
	uint8_t *killed;	/* by command: a worker that had it was ended from outside */
	size_t finished;
	struct pch_plan plan;
	const char **pch;	/* by 1 + request of the plan: base name, "" = none */
	struct fact_cache *cache;	/* NULL: none */
	uint64_t *key;		/* by command, in the cache */
	uint8_t *have;		/* by command: its facts came from there, or it is being parsed */
	uint32_t *early, nr_early;	/* to be parsed before all is known of the others */
	int hold;		/* hand out nothing but those */
	struct tu_facts check;	/* replies are read into it to see whether they are sound */
};

/* ---- processes ---------------------------------------------------------------- */

static void child(const struct pool *p, int in, int out)
{
	const char *argv[] = { p->opt->worker, NULL };

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(126);
	close_range(3, ~0u, 0);
	execv(p->opt->worker, (char *const *)argv);
	_exit(127);
}

static int start(struct pool *p, struct worker *w)
{
	struct strbuf hello = STRBUF_INIT;
	int to[2], from[2], rc;

	if (pipe2(to, O_CLOEXEC))
		return error(p->err, "cannot make a pipe: %s", strerror(errno));
	if (pipe2(from, O_CLOEXEC)) {
		close(to[0]);
		close(to[1]);
		return error(p->err, "cannot make a pipe: %s", strerror(errno));
	}
	w->pid = fork();
	if (!w->pid)
		child(p, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	w->in = to[1];
	w->out = from[0];
	if (w->pid < 0) {
		w->pid = 0;
		close(w->in);
		close(w->out);
		return error(p->err, "cannot start a worker: %s", strerror(errno));
	}
	w->job = NO_JOB;
	w->done = 0;
	strbuf_clear(&w->reply);
	wire_put_hello(&hello, &p->told, p->k);
	rc = fd_write_all(w->in, hello.buf, hello.len);
	strbuf_release(&hello);
	(void)rc;	/* a worker that is gone shows at the first request */
	return 0;
}

/* One that closed its pipe and stays must not hold us up. */
static int reap(pid_t pid, struct rusage *ru, int *stayed)
{
	int status = 0, ms = 0;
	pid_t got;

	*stayed = 0;
	while ((got = wait4(pid, &status, ms < GRACE_MS ? WNOHANG : 0, ru)) != pid) {
		if (got < 0 && errno != EINTR)
			break;
		if (got < 0)
			continue;
		usleep(1000);
		if (++ms == GRACE_MS) {
			kill(pid, SIGKILL);
			*stayed = 1;
		}
	}
	return status;
}

/* Ends a worker and tells how it ended. */
static int stop(struct pool *p, struct worker *w, int force)
{
	struct rusage ru;
	int status;

	if (!w->pid)
		return 0;
	if (force)
		kill(w->pid, SIGKILL);
	close(w->in);
	close(w->out);
	memset(&ru, 0, sizeof(ru));
	status = reap(w->pid, &ru, &w->stayed);
	p->stats->worker_cpu += (double)ru.ru_utime.tv_sec + (double)ru.ru_utime.tv_usec / 1e6 +
		(double)ru.ru_stime.tv_sec + (double)ru.ru_stime.tv_usec / 1e6;
	if (ru.ru_maxrss > p->stats->worker_rss_kb)
		p->stats->worker_rss_kb = ru.ru_maxrss;
	w->pid = 0;
	return status;
}

/* ---- results ------------------------------------------------------------------ */

static void is_finished(struct pool *p, uint32_t job)
{
	p->finished++;
	if (p->opt->progress)
		p->opt->progress(p->opt->progress_ctx, p->finished, p->db->nr,
				 p->db->cmd[job].file);
}

static int finish(struct pool *p, uint32_t job, const void *data, size_t len)
{
	if (recfile_put(p->rf, job, data, len, p->err))
		return -1;
	is_finished(p, job);
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
	rc = finish(p, job, rec.buf, rec.len);
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

/* The parser could not do it: once more, more carefully; then it has failed. */
static int lost(struct pool *p, struct worker *w, const char *why)
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

static int crashed(struct pool *p, struct worker *w)
{
	struct strbuf why = STRBUF_INIT;
	int status = stop(p, w, 0), rc;

	p->stats->crashes++;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
		strbuf_release(&why);
		return error(p->err, "cannot run %s: is kpath installed whole?", p->opt->worker);
	}
	if (w->stayed)
		strbuf_addstr(&why, "the worker closed its pipe");
	else
		how_it_ended(status, &why);
	rc = !w->stayed && is_from_outside(status) ? taken_away(p, w, why.buf) :
		lost(p, w, why.buf);
	strbuf_release(&why);
	return rc;
}

static int timed_out(struct pool *p, struct worker *w)
{
	p->stats->timeouts++;
	stop(p, w, 1);
	return taken_away(p, w, "parsing took too long");
}

/* 1 = the reply is complete, 0 = not yet, -1 = it can't be a reply. */
static int is_complete(const struct strbuf *r)
{
	const unsigned char *h = (const unsigned char *)r->buf;
	size_t len;

	if (r->len < 4)
		return 0;
	len = h[0] | h[1] << 8 | h[2] << 16 | (size_t)h[3] << 24;
	if (len > WIRE_MAX_FRAME || r->len > len + 4)
		return -1;
	return r->len == len + 4;
}

/* ---- precompiled headers ------------------------------------------------------------ */

static struct tu_pch pch_of(const struct pool *p, uint32_t job)
{
	struct tu_pch pch = { { NULL } };
	uint32_t req = p->pch ? p->plan.of[job] : 0;

	if (req) {
		pch.base[0] = p->pch[req];
		pch.base[1] = p->pch[p->plan.core[req]];
	}
	return pch;
}

/* A whole reply, waited for; -1: there will be none. */
static int wait_reply(struct worker *w, double deadline)
{
	struct pollfd fd = { .fd = w->out, .events = POLLIN };
	char buf[4096];
	ssize_t n;

	while (!is_complete(&w->reply)) {
		double left = deadline - clock_seconds();

		if (left <= 0)
			return -1;
		if (poll(&fd, 1, (int)(left * 1000) + 1) <= 0)
			continue;
		n = read(w->out, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return -1;
		strbuf_add(&w->reply, buf, (size_t)n);
	}
	return is_complete(&w->reply) == 1 ? 0 : -1;
}

static void take_pch(struct pool *p, struct worker *w, uint32_t request)
{
	struct wire_reply r;
	double before = p->stats->worker_cpu;
	long rss = p->stats->worker_rss_kb;
	int bad = wait_reply(w, w->deadline) ||
		wire_get_reply(w->reply.buf + 4, w->reply.len - 4, &r);

	if (!bad && r.used_pch) {
		p->pch[request + 1] = arena_strndup(&p->plan.arena, r.text, r.text_len);
		p->stats->pchs++;
	} else {
		strbuf_addf(&p->stats->pch_notes, "no precompiled header: %.*s\n",
			    bad ? 0 : (int)r.text_len, bad ? "" : (const char *)r.text);
	}
	p->stats->worker_rss_kb = 0;
	stop(p, w, bad);
	if (p->stats->worker_rss_kb > p->stats->pch_rss_kb)
		p->stats->pch_rss_kb = p->stats->worker_rss_kb;
	p->stats->worker_rss_kb = rss;
	p->stats->pch_cpu += p->stats->worker_cpu - before;
}

/* One worker for each, as many at a time as there are workers. Without one
 * its TUs are parsed plainly, no more. */
static int make_pchs(struct pool *p)
{
	uint32_t i, j;

	pch_plan_make(&p->plan, p->db, p->k, p->opt->pch_dir);
	p->pch = arena_alloc(&p->plan.arena, (p->plan.nr + 1) * sizeof(*p->pch));
	for (i = 0; i <= p->plan.nr; i++)
		p->pch[i] = "";
	if (p->plan.nr && p->opt->step)
		p->opt->step(p->opt->progress_ctx, "precompiling headers");
	for (i = 0; i < p->plan.nr; i += p->nr) {
		for (j = 0; j < p->nr && i + j < p->plan.nr; j++) {
			struct strbuf req = STRBUF_INIT;

			if (start(p, &p->w[j]))
				return -1;
			p->w[j].deadline = clock_seconds() + PCH_SECONDS;
			wire_put_pch_request(&req, &p->plan.req[i + j]);
			(void)!fd_write_all(p->w[j].in, req.buf, req.len);
			strbuf_release(&req);
		}
		for (j = 0; j < p->nr && i + j < p->plan.nr; j++)
			take_pch(p, &p->w[j], i + j);
	}
	return 0;
}

/* ---- the loop ------------------------------------------------------------------- */

/* Is there a command that is still to be parsed? p->next is it. */
static int next_job(struct pool *p)
{
	if (p->hold)
		return 0;
	while (p->next < p->db->nr && p->have && p->have[p->next])
		p->next++;
	return p->next < p->db->nr;
}

static int hand_out(struct pool *p, struct worker *w)
{
	struct strbuf req = STRBUF_INIT;
	struct tu_pch pch;
	unsigned recycle = p->opt->recycle ? p->opt->recycle : 40;

	if (p->nr_retry) {
		if (w->pid)
			stop(p, w, 0);
		w->job = p->retry[--p->nr_retry].job;
		w->flags = p->retry[p->nr_retry].flags;
	} else if (p->nr_early || next_job(p)) {
		if (w->pid && (w->done >= recycle || (w->flags & TU_NO_PRETTY)))
			stop(p, w, 0);
		w->job = p->nr_early ? p->early[--p->nr_early] : p->next++;
		w->flags = 0;
	} else {
		stop(p, w, 0);
		return 0;
	}
	if (!w->pid) {
		uint32_t job = w->job;

		if (start(p, w))
			return -1;
		w->job = job;
	}
	pch = pch_of(p, w->job);
	wire_put_request(&req, &p->db->cmd[w->job], w->flags ? NULL : &pch, w->flags);
	w->deadline = clock_seconds() + (p->opt->timeout ? p->opt->timeout : 300);
	strbuf_clear(&w->reply);
	if (fd_write_all(w->in, req.buf, req.len) && crashed(p, w)) {
		strbuf_release(&req);
		return -1;
	}
	strbuf_release(&req);
	return 0;
}

/* Lines for the log: why TUs were parsed plainly. */
static void note_pch(struct pool *p, uint32_t job, const struct wire_reply *r)
{
	p->stats->over_pch += (size_t)r->used_pch;
	if (!r->used_pch && r->text_len)
		strbuf_addf(&p->stats->pch_notes, "%s: %.*s\n", p->db->cmd[job].file,
			    (int)r->text_len, (const char *)r->text);
}

/* What all of them have. */
static void note_sandbox(struct pool *p, unsigned bits)
{
	p->stats->sandbox = p->stats->confined++ ? p->stats->sandbox & bits : bits;
}

static int take_reply(struct pool *p, struct worker *w)
{
	struct strbuf why = STRBUF_INIT;
	uint32_t job = w->job;
	struct wire_reply r;
	int rc;

	if (wire_get_reply(w->reply.buf + 4, w->reply.len - 4, &r) ||
	    facts_read(&p->check, r.facts, r.facts_len, &why)) {
		stop(p, w, 1);
		rc = lost(p, w, "the worker's answer made no sense");
	} else {
		w->job = NO_JOB;
		w->done++;
		note_sandbox(p, r.sandbox);
		note_pch(p, job, &r);
		inputs_add_packed(&p->stats->seen, r.files, r.files_len);
		if (p->cache && p->check.status == TU_OK)
			fact_cache_put(p->cache, p->key[job], &r);
		rc = finish(p, job, r.facts, r.facts_len);
	}
	strbuf_release(&why);
	return rc;
}

static int read_some(struct pool *p, struct worker *w)
{
	char buf[65536];
	ssize_t n = read(w->out, buf, sizeof(buf));

	if (n < 0 && errno == EINTR)
		return 0;
	if (n <= 0)
		return crashed(p, w);
	strbuf_add(&w->reply, buf, (size_t)n);
	switch (is_complete(&w->reply)) {
	case 0:
		return 0;
	case 1:
		return take_reply(p, w);
	default:
		stop(p, w, 1);
		return lost(p, w, "the worker's answer made no sense");
	}
}

static int wait_timeout(const struct pool *p)
{
	double now = clock_seconds(), left = 3600;
	unsigned i;

	for (i = 0; i < p->nr; i++)
		if (p->w[i].job != NO_JOB && p->w[i].deadline - now < left)
			left = p->w[i].deadline - now;
	return left < 0 ? 0 : (int)(left * 1000) + 1;
}

static int run(struct pool *p)
{
	struct pollfd *fds = xcalloc(p->nr, sizeof(*fds));
	unsigned i, busy;
	int rc = 0;

	while (!rc) {
		for (i = 0, busy = 0; i < p->nr && !rc; i++) {
			if (p->w[i].job == NO_JOB)
				rc = hand_out(p, &p->w[i]);
			fds[i].fd = p->w[i].job == NO_JOB ? -1 : p->w[i].out;
			fds[i].events = POLLIN;
			fds[i].revents = 0;
			busy += p->w[i].job != NO_JOB;
		}
		if (rc || (!busy && !p->nr_retry && !p->nr_early && !next_job(p)))
			break;
		if (!busy)
			continue;
		if (poll(fds, p->nr, wait_timeout(p)) < 0 && errno != EINTR) {
			rc = error(p->err, "cannot wait for workers: %s", strerror(errno));
			break;
		}
		for (i = 0; i < p->nr && !rc; i++) {
			if (fds[i].fd < 0 || p->w[i].job == NO_JOB)
				continue;
			if (fds[i].revents)
				rc = read_some(p, &p->w[i]);
			else if (clock_seconds() > p->w[i].deadline)
				rc = timed_out(p, &p->w[i]);
		}
	}
	free(fds);
	return rc;
}

/* ---- facts of earlier runs ------------------------------------------------------------ */

static int take_one(struct pool *p, uint32_t i)
{
	struct fact_entry e;

	if (fact_cache_get(p->cache, p->key[i], &p->stats->seen, &e))
		return 0;
	p->have[i] = 1;
	p->stats->reused++;
	if (recfile_put_packed(p->rf, i, e.data, e.len, e.size, p->err))
		return -1;
	is_finished(p, i);
	return 0;
}

/* After an edit a few files are to be parsed again: workers begin with them
 * while the others are looked at. `seen` tells which have been. */
static int start_early(struct pool *p, uint8_t *seen)
{
	uint32_t i, nr = 0;
	int rc = 0;

	for (i = 0; i < p->db->nr && nr < PCH_MIN_TUS; i++) {
		seen[i] = (uint8_t)fact_cache_doubts(p->cache, p->key[i], &p->db->cmd[i]);
		nr += seen[i];
	}
	if (nr == PCH_MIN_TUS) {	/* too many for that */
		memset(seen, 0, p->db->nr);
		return 0;
	}
	for (i = 0; i < p->db->nr && !rc; i++) {
		if (!seen[i])
			continue;
		rc = take_one(p, i);
		if (!rc && !p->have[i]) {
			p->have[i] = 1;
			p->early[p->nr_early++] = i;
		}
	}
	for (i = 0; i < p->nr && p->nr_early && !rc; i++)
		rc = hand_out(p, &p->w[i]);
	return rc;
}

static int take_cached(struct pool *p)
{
	uint8_t *seen = xcalloc(p->db->nr + 1, 1);
	uint32_t i;
	int rc;

	p->key = xcalloc(p->db->nr + 1, sizeof(*p->key));
	p->have = xcalloc(p->db->nr + 1, 1);
	p->early = xcalloc(PCH_MIN_TUS, sizeof(*p->early));
	for (i = 0; i < p->db->nr; i++)
		p->key[i] = fact_cache_key(p->cache, &p->db->cmd[i]);
	rc = start_early(p, seen);
	for (i = 0; i < p->db->nr && !rc; i++)
		if (!seen[i])
			rc = take_one(p, i);
	free(seen);
	return rc;
}

static size_t left_to_parse(const struct pool *p)
{
	size_t i, n = p->db->nr;

	for (i = 0; i < p->db->nr && p->have; i++)
		n -= p->have[i];
	return n;
}

/* Workers may read precompiled headers besides what commands name. */
static void tell_readable(struct pool *p, struct arena *a)
{
	const char *const *from = p->db->readable;
	size_t nr = 0;

	while (from && from[nr])
		nr++;
	p->told = *p->db;
	p->told.readable = arena_alloc(a, (nr + 2) * sizeof(*p->told.readable));
	if (nr)
		memcpy(p->told.readable, from, nr * sizeof(*from));
	p->told.readable[nr] = p->opt->pch_dir;
	p->told.readable[nr + 1] = NULL;
}

static int parse_all(struct pool *p)
{
	if (p->cache && take_cached(p))
		return -1;
	if (p->opt->pch_dir && left_to_parse(p) >= PCH_MIN_TUS) {
		p->hold = 1;	/* every worker is needed */
		if (run(p) || make_pchs(p))
			return -1;
		p->hold = 0;
	}
	return run(p);
}

int frontend_run(const struct compdb *db, const struct knowledge *k,
		 const struct frontend_options *opt, struct recfile *out,
		 struct frontend_stats *stats, struct strbuf *err)
{
	struct pool p = { .db = db, .k = k, .opt = opt, .rf = out, .stats = stats, .err = err };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, saved;
	struct arena a = ARENA_INIT;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned i;
	int rc;

	memset(stats, 0, sizeof(*stats));
	strbuf_init(&stats->pch_notes);
	strbuf_init(&stats->inputs);
	inputs_init(&stats->seen);
	if (access(opt->worker, X_OK))
		return error(err, "cannot run %s: %s; is kpath installed whole?", opt->worker,
			     strerror(errno));
	p.nr = opt->jobs > 0 ? (unsigned)opt->jobs : cpus > 0 ? (unsigned)cpus : 1;
	if (p.nr > db->nr)
		p.nr = db->nr ? (unsigned)db->nr : 1;
	p.w = xcalloc(p.nr, sizeof(*p.w));
	p.retry = xcalloc(db->nr + 1, sizeof(*p.retry));
	p.killed = xcalloc(db->nr + 1, 1);
	for (i = 0; i < p.nr; i++) {
		p.w[i].job = NO_JOB;
		strbuf_init(&p.w[i].reply);
	}
	facts_init(&p.check);
	tell_readable(&p, &a);
	if (opt->facts_dir)
		p.cache = fact_cache_new(opt->facts_dir, opt->worker, db, k);
	sigaction(SIGPIPE, &ignore, &saved);
	rc = parse_all(&p);
	for (i = 0; i < p.nr; i++) {
		stop(&p, &p.w[i], rc != 0);
		strbuf_release(&p.w[i].reply);
	}
	sigaction(SIGPIPE, &saved, NULL);
	if (!rc)
		inputs_lines(&stats->seen, &stats->inputs);
	fact_cache_free(p.cache);
	pch_plan_release(&p.plan);
	free(p.key);
	free(p.have);
	free(p.early);
	facts_release(&p.check);
	free(p.w);
	free(p.retry);
	free(p.killed);
	arena_release(&a);
	return rc;
}
