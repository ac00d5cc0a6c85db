/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "served.h"
#include "servers/web/web.h"

#define INDEXES_MAX 8

struct serve;

struct serve_ctx {
	struct cli *c;
	struct serve *s;
};

struct serve {
	struct str_list hosts;
	uint32_t port, workers, seconds;
	const char *listen, *password_file, *proxy_header;
	int open, describe;
	struct served at[INDEXES_MAX];
	struct api_index *list[INDEXES_MAX];
	uint32_t nr;
	struct strbuf password;
	struct strbuf door_dir, door;	/* of --open: a folder, and a page in it; both go at the end */
	struct serve_ctx ctx;
	pid_t child;			/* that makes the index; 0: none */
	int progress;
};

/* Two that are called alike are told apart by their folders. */
static const char *name_of(const struct serve *s, const char *path)
{
	const char *name = path_basename(path);
	uint32_t i;

	for (i = 0; i < s->nr; i++)
		if (!strcmp(s->at[i].api.name, name))
			return path;
	return name;
}

static int open_one(struct cli *c, struct serve *s, const char *path)
{
	struct served *o = &s->at[s->nr];
	int ret;

	if (s->nr == INDEXES_MAX)
		return cli_fail(c, EX_USE, "at most %d indexes at once", INDEXES_MAX);
	ret = served_open(o, path, name_of(s, path), c->tree, &c->k, &c->err);
	if (ret)
		return cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	cli_note_partial(c, o->api.g);
	s->list[s->nr++] = &o->api;
	return 0;
}

static int open_all(struct cli *c, struct serve *s)
{
	int ret = cli_knowledge(c);
	size_t i;

	if (!ret && !c->dbs.nr)
		ret = open_one(c, s, c->db);
	for (i = 0; i < c->dbs.nr && !ret; i++)
		ret = open_one(c, s, c->dbs.s[i]);
	return ret;
}

/* Indexes that were made anew since; how many. */
static uint32_t follow(void *p)
{
	struct serve_ctx *ctx = p;
	uint32_t i, n = 0;

	for (i = 0; i < ctx->s->nr; i++) {
		struct strbuf err = STRBUF_INIT;
		int ret = served_follow(&ctx->s->at[i], &err);

		if (ret < 0)
			cli_note(ctx->c, "%s: the index that was open before goes on being served", err.buf);
		n += ret > 0;
		strbuf_release(&err);
	}
	return n;
}

/* Makes the index by `kpath index`, whose terminal the page shows. */
static int start_index(struct cli *c, struct serve *s, const char *tree)
{
	struct winsize size = { .ws_row = 24, .ws_col = 100 };
	int fd;

	s->child = forkpty(&fd, NULL, NULL, &size);
	if (s->child < 0)
		return cli_fail(c, EX_FAIL, "the index can't be made: %s", strerror(errno));
	if (!s->child) {
		execl("/proc/self/exe", "kpath", "index", tree, "-d", c->db, (char *)NULL);
		_exit(EX_FAIL);
	}
	s->progress = fd;
	return 0;
}

/* It has ended: is there an index now? */
static int index_made(void *p, struct web_setup *set, struct strbuf *err)
{
	struct serve_ctx *ctx = p;
	struct serve *s = ctx->s;
	int status = 0;

	waitpid(s->child, &status, 0);
	s->child = 0;
	if (!WIFEXITED(status) || (WEXITSTATUS(status) != EX_FOUND && WEXITSTATUS(status) != EX_PARTIAL))
		return error(err, "the index could not be made");
	if (open_all(ctx->c, s))
		return error(err, "%s", ctx->c->err.buf);
	set->index = s->list;
	set->nr_index = s->nr;
	return 0;
}

static int read_password(struct cli *c, struct serve *s)
{
	if (!s->password_file)
		return 0;
	if (file_read(s->password_file, &s->password, &c->err))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	strbuf_setlen(&s->password, strcspn(s->password.buf, "\r\n"));
	if (s->password.len < 8)
		return cli_fail(c, EX_USE, "the first line of %s is the password: of at least 8 characters",
				s->password_file);
	return 0;
}

/* ---- opening the browser ----------------------------------------------------------------- */

/*
 * A page that leads to the address, for the user's own eyes: what a program is started with
 * can be read by everybody on the machine, and the address has the token in it.
 */
static int write_door(struct serve *s, const char *url)
{
	const char *dir = getenv("XDG_RUNTIME_DIR");
	struct strbuf page = STRBUF_INIT;
	int fd, ret;

	strbuf_addf(&s->door_dir, "%s/kpath-XXXXXX", dir && *dir == '/' ? dir : "/tmp");
	if (!mkdtemp(s->door_dir.buf)) {
		strbuf_clear(&s->door_dir);
		return -1;
	}
	strbuf_addf(&s->door, "%s/open.html", s->door_dir.buf);
	strbuf_addf(&page, "<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=\"0;url=%s\"><title>kpath</title>\n", url);
	fd = open(s->door.buf, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	ret = fd < 0 || write(fd, page.buf, page.len) != (ssize_t)page.len ? -1 : 0;
	if (fd >= 0)
		close(fd);
	strbuf_release(&page);
	return ret;
}

/* The browser is a program of the user's; no shell sees the page's name. */
static void open_browser(struct cli *c, struct serve *s, const char *url)
{
	sigset_t none;

	if (write_door(s, url)) {
		cli_note(c, "the browser can't be opened: %s", strerror(errno));
		return;
	}
	if (fork())
		return;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execlp("xdg-open", "xdg-open", s->door.buf, (char *)NULL);
	_exit(1);
}

static void take_door_away(struct serve *s)
{
	if (s->door.len)
		unlink(s->door.buf);
	if (s->door_dir.len)
		rmdir(s->door_dir.buf);
	strbuf_release(&s->door);
	strbuf_release(&s->door_dir);
}

static int serve(struct cli *c, struct serve *s)
{
	struct web_setup set = {
		.index = s->list, .nr_index = s->nr, .listen = s->listen, .port = (uint16_t)s->port,
		.host = s->hosts.s, .password = s->password.len ? s->password.buf : NULL,
		.proxy_header = s->proxy_header, .workers = s->workers, .seconds = s->seconds,
		.progress = s->progress, .made = index_made, .follow = follow, .ctx = &s->ctx,
	};
	struct strbuf url = STRBUF_INIT, line = STRBUF_INIT;
	struct web *web;
	sigset_t stop;
	int ret;

	s->ctx = (struct serve_ctx){ c, s };
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigprocmask(SIG_BLOCK, &stop, NULL);
	signal(SIGPIPE, SIG_IGN);
	if (web_open(&web, &set, &c->err))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	web_url(web, &url);
	strbuf_addf(&line, "%s\n", url.buf);
	ret = cli_unwritten(c, cli_send(&line), EX_FOUND);	/* nobody would know the address */
	if (ret)
		goto out;
	if (s->listen)
		cli_note(c, "whoever reaches %s and has the address%s can read the indexed sources", s->listen,
			 set.password ? " or the password" : "");
	if (s->open)
		open_browser(c, s, url.buf);
	ret = web_run(web, &c->err) ? cli_fail(c, EX_FAIL, "%s", c->err.buf) : EX_FOUND;
out:
	web_free(web);
	strbuf_release(&url);
	strbuf_release(&line);
	return ret;
}

static int check_options(struct cli *c, const struct serve *s)
{
	if (s->port > 65535)
		return cli_fail(c, EX_USE, "--port is a number up to 65535");
	if (s->listen && !s->password_file && !s->proxy_header)
		return cli_fail(c, EX_USE, "--listen lets others in: say with --password FILE or --proxy-header NAME how they are known");
	if (s->listen && !s->hosts.nr && (!strcmp(s->listen, "0.0.0.0") || !strcmp(s->listen, "::")))
		return cli_fail(c, EX_USE, "--listen %s needs --host NAME: the name or address that browsers ask by", s->listen);
	if (s->proxy_header && !s->hosts.nr)
		return cli_fail(c, EX_USE, "--proxy-header needs --host NAME: the name that browsers ask the proxy by");
	return 0;
}

static void release(struct serve *s)
{
	uint32_t i;

	if (s->child > 0) {
		kill(s->child, SIGTERM);
		waitpid(s->child, NULL, 0);
	}
	for (i = 0; i < s->nr; i++)
		served_release(&s->at[i]);
	take_door_away(s);
	strbuf_release(&s->password);
	str_list_release(&s->hosts);
}

static int describe(struct cli *c)
{
	web_describe(&c->r.out.buf);
	return cli_finish(c, 0, EX_FOUND);
}

static int run(struct cli *c, int argc, char **argv)
{
	struct serve s = { .port = WEB_PORT, .password = STRBUF_INIT, .door_dir = STRBUF_INIT, .door = STRBUF_INIT };
	const struct opt opts[] = {
		{ "port", 0, OPT_UINT, &s.port, "N", "listen there (7417); 0 takes one that is free" },
		{ "open", 0, OPT_FLAG, &s.open, NULL, "open the page in the browser" },
		{ "listen", 0, OPT_STRING, &s.listen, "ADDR", "listen at this address instead of this machine's own" },
		{ "password", 0, OPT_STRING, &s.password_file, "FILE", "let in who knows what stands in its first line" },
		{ "proxy-header", 0, OPT_STRING, &s.proxy_header, "NAME", "let in whom a proxy vouches for with this header" },
		{ "host", 0, OPT_LIST, &s.hosts, "NAME,…", "further names that browsers ask by" },
		{ "workers", 0, OPT_UINT, &s.workers, "N", "questions at a time (as many as processors)" },
		{ "query-time", 0, OPT_UINT, &s.seconds, "SECONDS", "a question may take so long (10)" },
		{ "describe", 0, OPT_FLAG, &s.describe, NULL, "print the API's documentation and end" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 0, 1);

	if (ret < 0 && s.describe) {
		ret = describe(c);
	} else if (ret < 0) {
		ret = check_options(c, &s);
		if (!ret)
			ret = read_password(c, &s);
		if (!ret && c->nr_args && !file_exists(c->db))
			ret = start_index(c, &s, c->args[0]);
		else if (!ret)
			ret = open_all(c, &s);
		if (!ret)
			ret = serve(c, &s);
	}
	release(&s);
	return ret;
}

const struct command serve_command = {
	.name = "serve",
	.run = run,
	.args = "[TREE]",
	.about = "a local page to click through calls, and every answer over HTTP",
	.more =
	"Prints an address; the page there asks how one function reaches another, shows the answer\n"
	"as a list and as a picture, the sources with every call a link, explains a stack that is\n"
	"pasted, and keeps what is pinned as a figure or a text. /api/ has the answers as JSON\n"
	"(docs/api.md). It listens on this machine alone, and to who has the address with its\n"
	"token. With TREE and no index there yet, the index is made first, and the page shows how\n"
	"far it is. Nothing else is written, nothing leaves the machine. docs/serve.md says how a class\n"
	"is served.\n"
	"\n"
	"examples:\n"
	"  kpath serve -d linux.db --open\n"
	"  kpath serve ~/linux -d linux.db --open\n"
	"  kpath serve -d 6.1.db -d 6.12.db\n",
};
