/* SPDX-License-Identifier: MIT */
/* kpath watch: the index is made again whenever the tree has changed. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "indexer/watch.h"
#include "indexing.h"

#define QUIET_MS 300		/* nothing more has changed for so long: whoever saves, saves all */
#define LATEST_MS 5000		/* but then it is time */

struct watching {
	struct cli *c;
	struct indexing_args x;
	struct tree_watch *w;
	sigset_t signals;
	int signal_fd;
	struct strbuf first;	/* what changed first */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A process of its own for each run: it takes its memory with it. */
static int run_child(struct watching *s, int verbose)
{
	struct cli *c = s->c;
	struct indexing in;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigprocmask(SIG_UNBLOCK, &s->signals, NULL);
	if (!verbose)
		c->quiet = 1;
	indexing_init(&in, c);
	return indexing_end(&in, indexer_index(&s->x.o, &c->k, &in.ev, &c->err));
}

/* The signal that ends us, or 0 for one of a child or none. */
static int signal_taken(struct watching *s)
{
	struct signalfd_siginfo info;
	int end = 0;

	while (read(s->signal_fd, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			end = (int)info.ssi_signo;
	return end;
}

/* Makes the index once. Its exit code, or -1: a signal ended us. */
static int make_index(struct watching *s, int verbose)
{
	struct pollfd p = { .fd = s->signal_fd, .events = POLLIN };
	pid_t child = fork();
	int status = 0;

	if (child < 0)
		return cli_fail(s->c, EX_FAIL, "the index can't be made: %s", strerror(errno));
	if (!child)
		_exit(run_child(s, verbose));
	while (waitpid(child, &status, WNOHANG) == 0) {
		poll(&p, 1, -1);
		if (signal_taken(s)) {
			kill(child, SIGTERM);
			waitpid(child, NULL, 0);
			return -1;
		}
	}
	if (WIFSIGNALED(status))
		return cli_fail(s->c, EX_FAIL, "making the index was ended by signal %d", WTERMSIG(status));
	return WEXITSTATUS(status);
}

/* Waits for changes and then for their end: 1; 0: a signal ended us; -1: it can't go on. */
static int wait_for_change(struct watching *s)
{
	struct pollfd p[] = { { .fd = s->signal_fd, .events = POLLIN },
			      { .fd = tree_watch_fd(s->w), .events = POLLIN } };
	double first = 0;
	int n;

	strbuf_clear(&s->first);
	for (;;) {
		n = poll(p, 2, first ? QUIET_MS : -1);
		if (n < 0 && errno != EINTR)
			return error(&s->c->err, "changes of files can't be waited for: %s", strerror(errno));
		if (signal_taken(s))
			return 0;
		n = tree_watch_read(s->w, &s->first, &s->c->err);
		if (n < 0)
			return -1;
		if (!n && first)
			return 1;
		if (n && !first)
			first = now();
		if (first && now() - first > LATEST_MS / 1e3)
			return 1;
	}
}

static void tell(struct watching *s, int code, double seconds)
{
	const char *path = s->first.buf;
	size_t n = strlen(s->x.o.tree);

	if (!strncmp(path, s->x.o.tree, n) && path[n] == '/')
		path += n + 1;
	if (code == EX_FOUND || code == EX_PARTIAL)
		cli_note(s->c, "%s changed; %s is fresh again, after %.1f s%s", path, s->c->db, seconds,
			 code == EX_PARTIAL ? " (some files could not be read)" : "");
	else
		cli_note(s->c, "%s changed, and %s is still the old one; the next change is waited for",
			 path, s->c->db);
}

static int add_places(struct watching *s)
{
	const struct indexer_options *o = &s->x.o;
	struct strbuf *err = &s->c->err;
	size_t i;

	if (tree_watch_open(&s->w, s->c->db, err) || tree_watch_add(s->w, o->tree, err) ||
	    (o->build && tree_watch_add(s->w, o->build, err)) ||
	    (o->config && file_exists(o->config) && tree_watch_file(s->w, o->config, err)))
		return -1;
	for (i = 0; o->allow && o->allow[i]; i++)
		if (tree_watch_add(s->w, o->allow[i], err))
			return -1;
	return 0;
}

static int watch(struct watching *s)
{
	struct cli *c = s->c;
	double start;
	int ret, n;

	/* before the first run: no change is missed */
	if (add_places(s))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	ret = make_index(s, 1);
	if (ret < 0)
		return EX_FOUND;
	if (ret != EX_FOUND && ret != EX_PARTIAL)
		return ret;
	cli_note(c, tree_watch_count(s->w) == 1 ? "%s is fresh; %zu directory is watched" :
		 "%s is fresh; %zu directories are watched", c->db, tree_watch_count(s->w));
	while ((n = wait_for_change(s)) > 0) {
		start = now();
		ret = make_index(s, c->verbose);
		if (ret < 0)
			return EX_FOUND;
		tell(s, ret, now() - start);
	}
	return n ? cli_fail(c, EX_FAIL, "%s", c->err.buf) : EX_FOUND;
}

static int begin(struct watching *s)
{
	struct cli *c = s->c;
	int ret = indexing_args_check(&s->x, c);

	if (ret < 0)
		ret = cli_knowledge(c);
	if (ret)
		return ret;
	if (!dir_exists(s->x.o.tree))
		return cli_fail(c, EX_FAIL, "there is no directory %s", s->x.o.tree);
	s->x.o.output = c->db;
	sigemptyset(&s->signals);
	sigaddset(&s->signals, SIGINT);
	sigaddset(&s->signals, SIGTERM);
	sigaddset(&s->signals, SIGHUP);
	sigaddset(&s->signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &s->signals, NULL);
	s->signal_fd = signalfd(-1, &s->signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (s->signal_fd < 0)
		return cli_fail(c, EX_FAIL, "signals can't be waited for: %s", strerror(errno));
	return watch(s);
}

static int run(struct cli *c, int argc, char **argv)
{
	struct watching s = { .c = c, .signal_fd = -1, .first = STRBUF_INIT };
	const struct opt none = { NULL, 0, 0, NULL, NULL, NULL };
	struct opt opts[INDEXING_OPTIONS + 1];
	int ret;

	indexing_args_init(&s.x, opts, &none);
	ret = cli_parse(c, opts, argc, argv, 1, 1);
	if (ret < 0)
		ret = begin(&s);
	tree_watch_close(s.w);
	if (s.signal_fd >= 0)
		close(s.signal_fd);
	strbuf_release(&s.first);
	indexing_args_release(&s.x);
	return ret;
}

const struct command watch_command = {
	.name = "watch",
	.run = run,
	.args = "TREE",
	.about = "make the index, and again whenever the tree changes",
	.more =
	"Makes the index as kpath index does, waits for changes below the tree (and the build\n"
	"directory, and what --allow names), and makes it again: of what has changed only. The old\n"
	"index answers until the new one is whole, and where it can't be made. Ends with SIGINT\n"
	"or SIGTERM, exit code 0. Linux allows a number of watched directories:\n"
	"fs.inotify.max_user_watches.\n"
	"\n"
	"examples:\n"
	"  kpath watch ~/linux-6.1 -d linux-6.1.db\n"
	"  kpath watch . --only net/ipv4,net/core -d net.db\n",
};
