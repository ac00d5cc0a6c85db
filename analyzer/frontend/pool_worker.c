/* SPDX-License-Identifier: MIT */
#include "pool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "wire.h"

#define GRACE_MS 3000		/* for a worker to end after its pipes were closed */

static void child(const struct pool *p, int in, int out)
{
	const char *argv[] = { p->opt->worker, NULL };

	if (dup2(in, STDIN_FILENO) < 0 || dup2(out, STDOUT_FILENO) < 0)
		_exit(126);
	close_range(3, ~0u, 0);
	execv(p->opt->worker, (char *const *)argv);
	_exit(127);
}

int pool_start(struct pool *p, struct worker *w)
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

int pool_stop(struct pool *p, struct worker *w, int force)
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
	w->rss_kb = ru.ru_maxrss;
	if (ru.ru_maxrss > p->stats->worker_rss_kb)
		p->stats->worker_rss_kb = ru.ru_maxrss;
	w->pid = 0;
	return status;
}

int pool_reply_state(const struct strbuf *r)
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
