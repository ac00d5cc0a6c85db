/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/fileio.h"
#include "wire.h"

#define PCH_SECONDS 900		/* that making one may take */

struct tu_pch pool_pch_of(const struct pool *p, uint32_t job)
{
	struct tu_pch pch = { { NULL }, p->named.buf };
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

	while (!pool_reply_state(&w->reply)) {
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
	return pool_reply_state(&w->reply) == 1 ? 0 : -1;
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
	pool_stop(p, w, bad);
	if (p->stats->worker_rss_kb > p->stats->pch_rss_kb)
		p->stats->pch_rss_kb = p->stats->worker_rss_kb;
	p->stats->worker_rss_kb = rss;
	p->stats->pch_cpu += p->stats->worker_cpu - before;
}

int pool_make_pchs(struct pool *p)
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

			if (pool_start(p, &p->w[j]))
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
