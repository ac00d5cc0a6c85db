/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "process.h"

#define TAIL_BYTES 65536	/* kept of a program's messages */

/*
 * The caller's environment must not steer Kbuild (ARCH, CC, KCFLAGS,
 * MAKEFLAGS, KBUILD_OUTPUT, …), and the same tree must give the same files:
 * a few variables pass, the rest is fixed.
 */
static const char *const pass_env[] = {
	"PATH=", "HOME=", "USER=", "LOGNAME=", "TMPDIR=", "LD_LIBRARY_PATH=",
	"C_INCLUDE_PATH=", "LIBRARY_PATH=", "PKG_CONFIG_PATH=", "SOURCE_DATE_EPOCH=",
};

static const char *const fixed_env[] = {
	"LC_ALL=C",
	"KBUILD_BUILD_TIMESTAMP=Thu Jan  1 00:00:00 UTC 1970",
	"KBUILD_BUILD_USER=kpath",
	"KBUILD_BUILD_HOST=kpath",
	"KBUILD_BUILD_VERSION=1",
	"PYTHONDONTWRITEBYTECODE=1",	/* no __pycache__ in the tree */
	"GIT_OPTIONAL_LOCKS=0",
};

static int is_set(const char *const *env, const char *variable)
{
	for (; env && *env; env++)
		if (!strncmp(*env, variable, strcspn(variable, "=") + 1))
			return 1;
	return 0;
}

static const char **make_env(const char *const *more)
{
	const char **env = NULL;
	size_t nr = 0, alloc = 0, i;
	char **e;

	for (i = 0; more && more[i]; i++) {
		ALLOC_GROW(env, nr + 1, alloc);
		env[nr++] = more[i];
	}
	for (e = environ; *e; e++) {
		if (is_set(more, *e))
			continue;
		for (i = 0; i < ARRAY_SIZE(pass_env); i++) {
			if (strncmp(*e, pass_env[i], strlen(pass_env[i])))
				continue;
			ALLOC_GROW(env, nr + 1, alloc);
			env[nr++] = *e;
			break;
		}
	}
	for (i = 0; i < ARRAY_SIZE(fixed_env); i++) {
		ALLOC_GROW(env, nr + 1, alloc);
		env[nr++] = fixed_env[i];
	}
	ALLOC_GROW(env, nr + 1, alloc);
	env[nr] = NULL;
	return env;
}

int program_find(struct strbuf *path, const char *name)
{
	const char *dirs = getenv("PATH"), *end;
	size_t before = path->len;
	struct stat st;

	if (strchr(name, '/')) {
		strbuf_addstr(path, name);
		return access(name, X_OK) ? -1 : 0;
	}
	if (!dirs)
		dirs = "/usr/local/bin:/usr/bin:/bin";
	for (;; dirs = end + 1) {
		end = strchrnul(dirs, ':');
		strbuf_setlen(path, before);
		strbuf_add(path, dirs, (size_t)(end - dirs));
		strbuf_addf(path, "%s%s", end > dirs ? "/" : "./", name);
		if (!stat(path->buf + before, &st) && S_ISREG(st.st_mode) && !access(path->buf + before, X_OK))
			return 0;
		if (!*end)
			return -1;
	}
}

int program_exists(const char *name)
{
	struct strbuf sb = STRBUF_INIT;
	int ret = program_find(&sb, name);

	strbuf_release(&sb);
	return !ret;
}

static void tail_add(struct strbuf *tail, const char *s, size_t len)
{
	if (tail->len > TAIL_BYTES) {
		size_t keep = TAIL_BYTES / 2;

		memmove(tail->buf, tail->buf + tail->len - keep, keep);
		strbuf_setlen(tail, keep);
	}
	if (len > TAIL_BYTES / 4)
		len = TAIL_BYTES / 4;
	strbuf_add(tail, s, len);
	strbuf_addch(tail, '\n');
}

struct stream {
	int fd;
	struct strbuf buf;	/* what has come and is not a whole line yet */
	int to_line;
};

static void stream_lines(struct process *p, struct stream *s, int at_end)
{
	char *start = s->buf.buf, *stop = s->buf.buf + s->buf.len, *nl;

	while (start < stop) {
		nl = memchr(start, '\n', (size_t)(stop - start));
		if (!nl && !at_end)
			break;
		if (!nl)
			nl = stop;
		if (s->to_line) {
			*nl = '\0';
			p->line(p->ctx, start, (size_t)(nl - start));
		} else {
			tail_add(&p->tail, start, (size_t)(nl - start));
		}
		start = nl < stop ? nl + 1 : stop;
	}
	if (start > s->buf.buf) {
		size_t left = (size_t)(stop - start);

		memmove(s->buf.buf, start, left);
		strbuf_setlen(&s->buf, left);
	}
}

static void stream_read(struct process *p, struct stream *s)
{
	size_t before = s->buf.len;
	ssize_t n;

	strbuf_grow(&s->buf, 65536);
	n = read(s->fd, s->buf.buf + s->buf.len, 65535);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		stream_lines(p, s, 1);
		close(s->fd);
		s->fd = -1;
		return;
	}
	s->buf.len += (size_t)n;
	s->buf.buf[s->buf.len] = '\0';
	if (memchr(s->buf.buf + before, '\n', (size_t)n))
		stream_lines(p, s, 0);
}

static void drain(struct process *p, struct stream *s, int nr)
{
	for (;;) {
		struct pollfd fds[2];
		int open_nr = 0, i;

		for (i = 0; i < nr; i++) {
			fds[i].fd = s[i].fd;	/* poll() skips -1 */
			fds[i].events = POLLIN;
			fds[i].revents = 0;
			open_nr += s[i].fd >= 0;
		}
		if (!open_nr)
			return;
		if (poll(fds, (nfds_t)nr, -1) < 0 && errno != EINTR)
			return;
		for (i = 0; i < nr; i++)
			if (s[i].fd >= 0 && fds[i].revents)
				stream_read(p, &s[i]);
	}
}

static _Noreturn void run_child(const struct process *p, const char **env, int out,
				int errfd, int report)
{
	int null = open("/dev/null", O_RDONLY), e;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	if (null >= 0)
		dup2(null, 0);
	if (dup2(out, 1) >= 0 && dup2(errfd, 2) >= 0 && (!p->dir || !chdir(p->dir)))
		execvpe(p->argv[0], (char *const *)p->argv, (char *const *)env);
	e = errno;
	if (write(report, &e, sizeof(e)) < 0)
		_exit(126);
	_exit(127);
}

int process_run(struct process *p, struct strbuf *err)
{
	struct stream s[2] = { { .fd = -1 }, { .fd = -1 } };
	int out[2] = { -1, -1 }, er[2] = { -1, -1 }, rep[2] = { -1, -1 };
	int e = 0, ret = 0, wstatus = 0, i;
	const char **env;
	pid_t pid;

	strbuf_init(&p->tail);
	if (pipe2(out, O_CLOEXEC) < 0 || pipe2(er, O_CLOEXEC) < 0 || pipe2(rep, O_CLOEXEC) < 0) {
		ret = error(err, "cannot make a pipe: %s", strerror(errno));
		goto out;
	}
	env = make_env(p->env);
	pid = fork();
	if (!pid)
		run_child(p, env, out[1], er[1], rep[1]);
	free(env);
	if (pid < 0) {
		ret = error(err, "cannot start %s: %s", p->argv[0], strerror(errno));
		goto out;
	}
	close(out[1]);
	close(er[1]);
	close(rep[1]);
	out[1] = er[1] = rep[1] = -1;
	s[0].fd = out[0];
	s[1].fd = er[0];
	s[0].to_line = !!p->line;
	for (i = 0; i < 2; i++)
		strbuf_init(&s[i].buf);
	out[0] = er[0] = -1;
	drain(p, s, 2);
	for (i = 0; i < 2; i++) {
		strbuf_release(&s[i].buf);
		if (s[i].fd >= 0)
			close(s[i].fd);
	}
	while (waitpid(pid, &wstatus, 0) < 0 && errno == EINTR)
		;
	p->status = WIFEXITED(wstatus) ? WEXITSTATUS(wstatus) : 128 + WTERMSIG(wstatus);
	if (read(rep[0], &e, sizeof(e)) == (ssize_t)sizeof(e))
		ret = error(err, "cannot run %s: %s", p->argv[0], strerror(e));
out:
	for (i = 0; i < 2; i++) {
		if (out[i] >= 0)
			close(out[i]);
		if (er[i] >= 0)
			close(er[i]);
		if (rep[i] >= 0)
			close(rep[i]);
	}
	return ret;
}
