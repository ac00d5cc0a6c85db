/* SPDX-License-Identifier: MIT */
/*
 * Each process answers one question at a time; what it is asked, and what it says,
 * goes over a socket: a length, then bytes. It ends after some questions or when it
 * has grown, and a new one takes its place.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/fileio.h"
#include "base/xalloc.h"
#include "servers/mcp/mcp.h"
#include "web_p.h"

#define WORKERS_MAX 16
#define WAITING_MAX 512
#define QUESTIONS 2000		/* after which a process ends */
#define LAST_ANSWER (1u << 16)	/* with the status: the process ends now */
#define GROWN (256L << 20)	/* bytes more than at its start, after which it ends too */
#define MEMORY (2ull << 30)	/* bytes more than at its start that it can have at all */

struct worker {
	pid_t pid;
	int fd;
	struct web_job *job;	/* NULL: idle */
	uint8_t dropped;	/* nobody waits for its answer */
	uint8_t old;		/* of indexes before these */
	struct strbuf in;
};

struct web_pool {
	struct api_index **index;
	uint32_t nr_index, seconds;
	struct worker w[WORKERS_MAX];
	uint32_t nr;
	struct web_job *first, **last;	/* that wait */
	uint32_t waiting;
};

uint64_t web_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* ---- questions as bytes ------------------------------------------------------------------ */

void web_question_pack(const struct web_question *q, struct strbuf *out)
{
	uint32_t i;

	bytes_put_uint(out, q->index);
	bytes_put_uint(out, q->q.lang);
	bytes_put_str(out, q->q.what);
	bytes_put_str(out, q->q.format);
	bytes_put_uint(out, q->q.nr);
	for (i = 0; i < q->q.nr; i++) {
		bytes_put_str(out, q->q.pair[i].name);
		bytes_put_str(out, q->q.pair[i].value);
	}
}

int web_question_unpack(struct web_question *q, struct arena *a, struct api_pair *pair,
			const char *key, size_t len)
{
	struct bytes_reader r;
	uint32_t i;

	memset(q, 0, sizeof(*q));
	bytes_reader_init(&r, key, len);
	q->index = bytes_get_u32(&r);
	q->q.lang = bytes_get_u32(&r) == LANG_ZH ? LANG_ZH : LANG_EN;
	q->q.what = bytes_get_str(&r, a);
	q->q.format = bytes_get_str(&r, a);
	if (!*q->q.format)
		q->q.format = NULL;
	q->q.nr = bytes_get_count(&r, 2);
	if (q->q.nr > WEB_PAIRS_MAX)
		return -1;
	q->q.pair = pair;
	for (i = 0; i < q->q.nr; i++) {
		pair[i].name = bytes_get_str(&r, a);
		pair[i].value = bytes_get_str(&r, a);
	}
	return r.bad ? -1 : 0;
}

/* ---- in the process ---------------------------------------------------------------------- */

static long resident(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss * 1024;
}

/* A message of the Model Context Protocol: the text that was posted. */
static uint32_t answer_mcp(struct api_index *ix, const struct web_question *q, struct strbuf *out)
{
	struct mcp m;
	uint32_t i;

	mcp_init(&m, ix);
	for (i = 0; i < q->q.nr; i++)
		if (!strcmp(q->q.pair[i].name, "text"))
			mcp_message(&m, q->q.pair[i].value, strlen(q->q.pair[i].value), out);
	return API_FOUND;
}

static void answer_one(struct web_pool *p, const char *key, size_t len, struct strbuf *out)
{
	struct api_pair pair[WEB_PAIRS_MAX];
	struct web_question q;
	struct arena a = ARENA_INIT;
	uint32_t head[2] = { API_FAILED, 0 };

	strbuf_clear(out);
	strbuf_add(out, head, sizeof(head));
	if (!web_question_unpack(&q, &a, pair, key, len) && q.index < p->nr_index) {
		/* files are looked at anew: they may have changed */
		source_forget(&p->index[q.index]->src);
		if (!strcmp(q.q.what, WEB_MCP))
			head[0] = answer_mcp(p->index[q.index], &q, out);
		else
			head[0] = (uint32_t)api_ask(p->index[q.index], &q.q, out);
	}
	head[1] = (uint32_t)(out->len - sizeof(head));
	memcpy(out->buf, head, sizeof(head));
	arena_release(&a);
}

static void __attribute__((noreturn)) serve(struct web_pool *p, int fd)
{
	struct strbuf out = STRBUF_INIT;
	long start = resident();
	uint32_t len, n, status, last = 0;
	char *key;

	for (n = 1; !last; n++) {
		if (fd_read_all(fd, &len, sizeof(len)) || len > 4 * WEB_BODY_MAX)
			break;
		key = xmalloc(len + 1);
		if (fd_read_all(fd, key, len))
			break;
		answer_one(p, key, len, &out);
		free(key);
		/* said with the answer, so that no further question is lost */
		last = n == QUESTIONS || resident() > start + GROWN ? LAST_ANSWER : 0;
		memcpy(&status, out.buf, sizeof(status));
		status |= last;
		memcpy(out.buf, &status, sizeof(status));
		if (fd_send_all(fd, out.buf, out.len))
			break;
	}
	_exit(0);
}

static void limit_memory(void)
{
	struct rlimit r;
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (f && fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	if (f)
		fclose(f);
	r.rlim_cur = r.rlim_max = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + MEMORY;
	if (pages)
		setrlimit(RLIMIT_AS, &r);
}

/* ---- in the server ------------------------------------------------------------------------ */

static void start(struct web_pool *p, struct worker *w)
{
	int pair[2];
	sigset_t none;

	memset(w, 0, sizeof(*w));
	w->fd = -1;
	strbuf_init(&w->in);
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return;
	w->pid = fork();
	if (w->pid) {
		close(pair[1]);
		if (w->pid > 0)
			w->fd = pair[0];
		else
			close(pair[0]);
		return;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGINT, SIG_IGN);	/* the terminal's: the server ends it */
	/* of the server: clients must not be kept by a process that answers another */
	close_range(3, (unsigned)pair[1] - 1, 0);
	close_range((unsigned)pair[1] + 1, ~0u, 0);
	limit_memory();
	serve(p, pair[1]);
}

static void stop(struct worker *w)
{
	if (w->pid > 0) {
		kill(w->pid, SIGKILL);
		waitpid(w->pid, NULL, 0);
	}
	if (w->fd >= 0)
		close(w->fd);
	strbuf_release(&w->in);
	w->pid = 0;
	w->fd = -1;
	w->job = NULL;
	w->dropped = 0;
}

static void finish(struct web_job *job, int status, const char *body, size_t len)
{
	job->status = status;
	strbuf_clear(&job->body);
	strbuf_add(&job->body, body, len);
	job->done(job);
}

struct web_pool *web_pool_new(struct api_index **index, uint32_t nr_index, uint32_t workers,
			      uint32_t seconds)
{
	struct web_pool *p = xcalloc(1, sizeof(*p));
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	uint32_t i;

	p->index = index;
	p->nr_index = nr_index;
	p->seconds = seconds ? seconds : WEB_SECONDS;
	p->last = &p->first;
	if (!workers)
		workers = cpus < 1 ? 1 : (uint32_t)cpus;
	/* one more than that: a long question must not keep all short ones waiting */
	p->nr = workers + 1 > WORKERS_MAX ? WORKERS_MAX : workers + 1;
	for (i = 0; i < p->nr; i++)
		p->w[i].fd = -1;
	for (i = 0; i < p->nr; i++)
		start(p, &p->w[i]);
	return p;
}

void web_pool_free(struct web_pool *p)
{
	uint32_t i;

	if (!p)
		return;
	for (i = 0; i < p->nr; i++) {
		struct web_job *job = p->w[i].dropped ? NULL : p->w[i].job;

		stop(&p->w[i]);
		if (job)
			finish(job, WEB_DIED, "", 0);
	}
	while (p->first) {
		struct web_job *job = p->first;

		p->first = job->next;
		finish(job, WEB_DIED, "", 0);
	}
	free(p);
}

/* The job of a process whose answer will not come. */
static void lose(struct web_pool *p, struct worker *w, int status)
{
	struct web_job *job = w->job;
	int dropped = w->dropped;

	stop(w);
	start(p, w);
	if (job && !dropped)
		finish(job, status, "", 0);
}

static void give(struct web_pool *p, struct worker *w)
{
	struct web_job *job = p->first;
	uint32_t len = (uint32_t)job->key_len;

	p->first = job->next;
	if (!p->first)
		p->last = &p->first;
	p->waiting--;
	job->next = NULL;
	job->since = web_now();
	w->job = job;
	if (fd_send_all(w->fd, &len, sizeof(len)) || fd_send_all(w->fd, job->key, job->key_len))
		lose(p, w, WEB_DIED);
}

static void give_out(struct web_pool *p)
{
	uint32_t i;

	for (i = 0; i < p->nr && p->first; i++) {
		if (p->w[i].fd < 0)
			start(p, &p->w[i]);
		if (p->w[i].fd >= 0 && !p->w[i].job)
			give(p, &p->w[i]);
	}
}

int web_pool_ask(struct web_pool *p, struct web_job *job)
{
	if (p->waiting == WAITING_MAX)
		return -1;
	job->next = NULL;
	*p->last = job;
	p->last = &job->next;
	p->waiting++;
	give_out(p);
	return 0;
}

void web_pool_drop(struct web_pool *p, struct web_job *job)
{
	struct web_job **at;
	uint32_t i;

	for (at = &p->first; *at; at = &(*at)->next)
		if (*at == job) {
			*at = job->next;
			if (!*at)
				p->last = at;
			p->waiting--;
			return;
		}
	for (i = 0; i < p->nr; i++)
		if (p->w[i].job == job) {
			p->w[i].dropped = 1;
			lose(p, &p->w[i], WEB_DIED);
		}
}

/* The answer is here as a whole? */
static int is_whole(const struct worker *w, uint32_t head[2])
{
	if (w->in.len < 2 * sizeof(uint32_t))
		return 0;
	memcpy(head, w->in.buf, 2 * sizeof(uint32_t));
	return w->in.len >= 2 * sizeof(uint32_t) + head[1];
}

static void take(struct web_pool *p, struct worker *w)
{
	char buf[65536];
	ssize_t n = recv(w->fd, buf, sizeof(buf), MSG_DONTWAIT);
	struct web_job *job = w->job;
	uint32_t head[2];

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		lose(p, w, WEB_DIED);
		return;
	}
	strbuf_add(&w->in, buf, (size_t)n);
	if (!job || w->in.len > WEB_ANSWER_MAX + sizeof(head)) {
		lose(p, w, WEB_DIED);
		return;
	}
	if (!is_whole(w, head))
		return;
	w->job = NULL;
	job->old = w->old;
	finish(job, (int)(head[0] & ~LAST_ANSWER), w->in.buf + sizeof(head), head[1]);
	strbuf_clear(&w->in);
	if (head[0] & LAST_ANSWER || w->old) {
		stop(w);
		start(p, w);
	}
}

void web_pool_renew(struct web_pool *p)
{
	uint32_t i;

	for (i = 0; i < p->nr; i++) {
		if (p->w[i].job) {
			p->w[i].old = 1;
			continue;
		}
		stop(&p->w[i]);
		start(p, &p->w[i]);
	}
}

uint32_t web_pool_polls(const struct web_pool *p, struct pollfd *fd, uint32_t max)
{
	uint32_t i, n = 0;

	for (i = 0; i < p->nr && n < max; i++)
		if (p->w[i].fd >= 0)
			fd[n++] = (struct pollfd){ .fd = p->w[i].fd, .events = POLLIN };
	/* clients that hang up while they wait */
	for (i = 0; i < p->nr && n < max; i++)
		if (p->w[i].job)
			fd[n++] = (struct pollfd){ .fd = p->w[i].job->client, .events = POLLRDHUP };
	return n;
}

static void see_client(struct web_pool *p, int fd)
{
	uint32_t i;

	for (i = 0; i < p->nr; i++)
		if (p->w[i].job && p->w[i].job->client == fd)
			lose(p, &p->w[i], WEB_DIED);
}

int web_pool_turn(struct web_pool *p, const struct pollfd *fd, uint32_t nr)
{
	uint64_t now = web_now(), limit = (uint64_t)p->seconds * 1000;
	int wait = -1;
	uint32_t i, k;

	for (k = 0; k < nr; k++) {
		if (!fd[k].revents)
			continue;
		for (i = 0; i < p->nr && p->w[i].fd != fd[k].fd; i++)
			;
		if (i < p->nr)
			take(p, &p->w[i]);
		else if (fd[k].events & POLLRDHUP)
			see_client(p, fd[k].fd);
	}
	for (i = 0; i < p->nr; i++)
		if (p->w[i].job && now - p->w[i].job->since > limit)
			lose(p, &p->w[i], WEB_LATE);
	give_out(p);
	for (i = 0; i < p->nr; i++)
		if (p->w[i].job) {
			uint64_t since = now > p->w[i].job->since ? now - p->w[i].job->since : 0;
			int left = since > limit ? 1 : (int)(limit - since) + 1;

			wait = wait < 0 || left < wait ? left : wait;
		}
	return wait;
}
