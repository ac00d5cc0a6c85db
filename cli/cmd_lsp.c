/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "cli.h"
#include "queries/query.h"
#include "servers/lsp/lsp.h"
#include "served.h"

struct session {
	struct cli *c;
	struct served at;
	struct lsp *lsp;
	const char *source;
	const char *const *as;
};

static struct lsp_setup setup_of(const struct session *s)
{
	return (struct lsp_setup){
		.g = s->at.api.g, .k = &s->c->k, .source = s->source ? s->source : s->c->tree, .tree = s->at.log.tree,
		.build = s->at.log.build, .scenario = s->as,
	};
}

/* An index that was made again answers from the next message on. */
static void renew(struct session *s, struct strbuf *out)
{
	struct strbuf err = STRBUF_INIT;
	struct lsp_setup setup;
	int ret = served_follow(&s->at, &err);

	if (ret > 0) {
		setup = setup_of(s);
		lsp_renew(s->lsp, &setup, out);
	} else if (ret < 0) {
		cli_note(s->c, "%s: the index that was open before goes on being asked", err.buf);
	}
	strbuf_release(&err);
}

/* Handles what has come: 1 at the end of the session, -1 where the stream is lost; *error: what an answer met. */
static int handle(struct lsp *lsp, struct lsp_reader *reader, struct strbuf *out, int *error)
{
	const char *body;
	enum lsp_read what;
	size_t len;

	while ((what = lsp_reader_next(reader, &body, &len)) != LSP_MORE) {
		if (what != LSP_MESSAGE)
			lsp_bad_stream(lsp, what, out);
		if (what == LSP_BROKEN)
			return -1;
		if (what == LSP_MESSAGE && lsp_message(lsp, body, len, out))
			return 1;
		*error = cli_send(out);
		if (*error)
			return 1;
	}
	return 0;
}

static int serve(struct session *s)
{
	struct cli *c = s->c;
	struct lsp *lsp = s->lsp;
	struct lsp_reader reader;
	struct strbuf out = STRBUF_INIT;
	char buf[65536];
	ssize_t n = 1;
	int end = 0, error = 0, ret;

	lsp_reader_init(&reader);
	while (!end && n) {
		n = read(STDIN_FILENO, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			renew(s, &out);
			lsp_reader_feed(&reader, buf, (size_t)n);
			end = handle(lsp, &reader, &out, &error);
		}
	}
	if (!error)
		error = cli_send(&out);
	strbuf_release(&out);
	lsp_reader_release(&reader);
	if (n < 0)
		ret = cli_fail(c, EX_FAIL, "the requests could not be read: %s", strerror(errno));
	else if (end < 0)
		ret = cli_fail(c, EX_FAIL, "what came is not the Language Server Protocol: "
			       "a header with Content-Length is missing");
	else
		ret = lsp_was_shut_down(lsp) ? EX_FOUND : EX_NEGATIVE;
	return ret == EX_FAIL ? ret : cli_unwritten(c, error, ret);
}

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 };
	int stdio = 0;
	struct session s = { .c = c };
	struct lsp_setup setup;
	const struct opt opts[] = {
		{ "source", 0, OPT_STRING, &s.source, "DIR", "the tree, where it is not where it was indexed" },
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "only what these scenarios call" },
		{ "stdio", 0, OPT_FLAG, &stdio, NULL, "speak over stdin and stdout (always so)" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		goto out;
	ret = cli_knowledge(c);
	if (ret)
		goto out;
	s.as = as.s;
	ret = served_open(&s.at, c->db, path_basename(c->db), s.source ? s.source : c->tree, &c->k, &c->err);
	if (ret) {
		ret = cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
		goto out;
	}
	cli_note_partial(c, s.at.api.g);
	setup = setup_of(&s);
	ret = lsp_new(&s.lsp, &setup, &c->err) ? cli_fail(c, EX_NAME, "%s", c->err.buf) : serve(&s);
out:
	lsp_free(s.lsp);
	served_release(&s.at);
	str_list_release(&as);
	return ret;
}

const struct command lsp_command = {
	.name = "lsp",
	.run = run,
	.args = "",
	.about = "a language server: call hierarchy through pointers, for editors",
	.more =
	"An editor starts it and speaks the Language Server Protocol with it over stdin and\n"
	"stdout: call hierarchy (incoming and outgoing calls, each with its reason), go to\n"
	"definition, hover, workspace symbols. What a Markdown file says wrongly of the code is\n"
	"underlined when it is opened or saved (see kpath help check). Answers come from the index and the files on\n"
	"disk. initializationOptions: {\"as\": \"tcp4\"} or {\"as\": [\"tcp4\", \"e1000\"]}.\n"
	"docs/editor.md has the settings of some editors.\n"
	"\n"
	"Exit code 1: the client went away without a shutdown.\n"
	"\n"
	"example:\n"
	"  kpath lsp -d linux.db --as tcp4\n",
};
