/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "queries/query.h"
#include "servers/lsp/lsp.h"

/* Handles what has come: 1 at the end of the session, -1 where the stream is lost. */
static int handle(struct lsp *lsp, struct lsp_reader *reader, struct strbuf *out)
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
		if (cli_send(out))
			return 1;
	}
	return 0;
}

static int serve(struct cli *c, struct lsp *lsp)
{
	struct lsp_reader reader;
	struct strbuf out = STRBUF_INIT;
	char buf[65536];
	ssize_t n = 1;
	int end = 0, ret;

	lsp_reader_init(&reader);
	while (!end && n) {
		n = read(STDIN_FILENO, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			lsp_reader_feed(&reader, buf, (size_t)n);
			end = handle(lsp, &reader, &out);
		}
	}
	cli_send(&out);
	strbuf_release(&out);
	lsp_reader_release(&reader);
	if (n < 0)
		ret = cli_fail(c, EX_FAIL, "the requests could not be read: %s", strerror(errno));
	else if (end < 0)
		ret = cli_fail(c, EX_FAIL, "what came is not the Language Server Protocol: "
			       "a header with Content-Length is missing");
	else
		ret = lsp_was_shut_down(lsp) ? EX_FOUND : EX_NEGATIVE;
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 };
	int stdio = 0;
	const char *source = NULL;
	const struct opt opts[] = {
		{ "source", 0, OPT_STRING, &source, "DIR", "the tree, where it is not where it was indexed" },
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "only what these scenarios call" },
		{ "stdio", 0, OPT_FLAG, &stdio, NULL, "speak over stdin and stdout (always so)" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct lsp *lsp = NULL;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_GUARDS |
			       INDEX_VALUES | INDEX_ENTRIES);
	else
		goto out;
	if (!ret) {
		const struct lsp_setup setup = {
			.g = c->g, .k = &c->k, .source = source,
			.tree = c->log.tree, .build = c->log.build,
			.scenario = as.s,
		};

		if (lsp_new(&lsp, &setup, &c->err))
			ret = cli_fail(c, EX_NAME, "%s", c->err.buf);
		else
			ret = serve(c, lsp);
	}
out:
	lsp_free(lsp);
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
