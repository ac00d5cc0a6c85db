/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "wire.h"

/* Is there a command that is still to be parsed? p->next is it. */
static int next_job(struct pool *p)
{
	if (p->hold)
		return 0;
	while (p->next < p->db->nr && p->have && p->have[p->next])
		p->next++;
	return p->next < p->db->nr;
}

int pool_hand_out(struct pool *p, struct worker *w)
{
	struct strbuf req = STRBUF_INIT;
	struct tu_pch pch;
	unsigned recycle = p->opt->recycle ? p->opt->recycle : 40;

	if (p->nr_retry) {
		if (w->pid)
			pool_stop(p, w, 0);
		w->job = p->retry[--p->nr_retry].job;
		w->flags = p->retry[p->nr_retry].flags;
	} else if (p->nr_early || next_job(p)) {
		if (w->pid && (w->done >= recycle || (w->flags & TU_NO_PRETTY)))
			pool_stop(p, w, 0);
		w->job = p->nr_early ? p->early[--p->nr_early] : p->next++;
		w->flags = 0;
	} else {
		pool_stop(p, w, 0);
		return 0;
	}
	if (!w->pid) {
		uint32_t job = w->job;

		if (pool_start(p, w))
			return -1;
		w->job = job;
	}
	pch = pool_pch_of(p, w->job);
	wire_put_request(&req, &p->db->cmd[w->job], w->flags ? NULL : &pch, w->flags);
	w->deadline = clock_seconds() + (p->opt->timeout ? p->opt->timeout : 300);
	strbuf_clear(&w->reply);
	if (fd_write_all(w->in, req.buf, req.len) && pool_crashed(p, w)) {
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

/* Is it a name, and no more? Workers put it into a source's text. */
static int is_identifier(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && (isalnum((unsigned char)s[i]) || s[i] == '_' || s[i] == '$'); i++)
		;
	return n && i == n && !isdigit((unsigned char)*s);
}

/* What one worker had to ask for, all are told. */
static void note_named(struct pool *p, const struct wire_reply *r)
{
	const char *s = r->named, *end = s + r->named_len;
	size_t n, nr = p->name.nr;

	for (; r->named_len && s < end; s += n + 1) {
		const char *blank = memchr(s, ' ', (size_t)(end - s));

		n = (size_t)((blank ? blank : end) - s);
		if (p->name.nr > TU_MAX_NAMED || !is_identifier(s, n) || strtab_addn(&p->name, s, n) < nr)
			continue;
		strbuf_addf(&p->named, "%s%.*s", nr > 1 ? " " : "", (int)n, s);
		nr = p->name.nr;
	}
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
		pool_stop(p, w, 1);
		rc = pool_lost(p, w, "the worker's answer made no sense");
	} else {
		w->job = NO_JOB;
		w->done++;
		note_sandbox(p, r.sandbox);
		note_pch(p, job, &r);
		note_named(p, &r);
		inputs_add_packed(&p->stats->seen, r.files, r.files_len);
		if (p->cache && p->check.status == TU_OK)
			fact_cache_put(p->cache, p->key[job], &r);
		rc = pool_finish(p, job, r.facts, r.facts_len);
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
		return pool_crashed(p, w);
	strbuf_add(&w->reply, buf, (size_t)n);
	switch (pool_reply_state(&w->reply)) {
	case 0:
		return 0;
	case 1:
		return take_reply(p, w);
	default:
		pool_stop(p, w, 1);
		return pool_lost(p, w, "the worker's answer made no sense");
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
				rc = pool_hand_out(p, &p->w[i]);
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
				rc = pool_timed_out(p, &p->w[i]);
		}
	}
	free(fds);
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
	if (p->cache && pool_take_cached(p))
		return -1;
	if (p->opt->pch_dir && left_to_parse(p) >= PCH_MIN_TUS) {
		p->hold = 1;	/* every worker is needed */
		if (run(p) || pool_make_pchs(p))
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
	strtab_init(&p.name);
	strbuf_init(&p.named);
	tell_readable(&p, &a);
	if (opt->facts_dir)
		p.cache = fact_cache_new(opt->facts_dir, opt->worker, db, k);
	sigaction(SIGPIPE, &ignore, &saved);
	rc = parse_all(&p);
	for (i = 0; i < p.nr; i++) {
		pool_stop(&p, &p.w[i], rc != 0);
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
	strtab_release(&p.name);
	strbuf_release(&p.named);
	free(p.w);
	free(p.retry);
	free(p.killed);
	arena_release(&a);
	return rc;
}
