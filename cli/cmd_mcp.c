/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "cli.h"
#include "servers/mcp/mcp.h"

struct lines {			/* of stdin */
	struct strbuf buf;
	int skip;		/* the rest of a line that is too long is thrown away */
};

/* Handles the whole lines that have come. -1: nobody reads the answers. */
static int take_lines(struct mcp *m, struct lines *l, struct strbuf *out)
{
	char *from = l->buf.buf, *end = from + l->buf.len, *nl;
	struct strbuf rest = STRBUF_INIT;
	int ret = 0;

	while (!ret && (nl = memchr(from, '\n', (size_t)(end - from)))) {
		if (!l->skip && nl > from)
			mcp_message(m, from, (size_t)(nl - from), out);
		l->skip = 0;
		from = nl + 1;
		ret = cli_send(out);
	}
	if (!l->skip && (size_t)(end - from) > MCP_MAX_MESSAGE) {
		mcp_too_long(out);
		l->skip = 1;
		ret = cli_send(out);
	}
	if (!l->skip)
		strbuf_add(&rest, from, (size_t)(end - from));
	strbuf_release(&l->buf);
	l->buf = rest;
	return ret;
}

static int serve(struct cli *c, struct mcp *m)
{
	struct lines l = { .buf = STRBUF_INIT };
	struct strbuf out = STRBUF_INIT;
	char buf[65536];
	ssize_t n = 1;
	int gone = 0;

	while (n && !gone) {
		n = read(STDIN_FILENO, buf, sizeof(buf));
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			strbuf_add(&l.buf, buf, (size_t)n);
			if (memchr(buf, '\n', (size_t)n) || l.buf.len > MCP_MAX_MESSAGE)
				gone = take_lines(m, &l, &out);
		}
	}
	strbuf_release(&l.buf);
	strbuf_release(&out);
	if (n < 0)
		return cli_fail(c, EX_FAIL, "the requests could not be read: %s", strerror(errno));
	return EX_FOUND;
}

static int run(struct cli *c, int argc, char **argv)
{
	const char *source = NULL;
	int stdio = 0;
	const struct opt opts[] = {
		{ "source", 0, OPT_STRING, &source, "DIR", "the tree, where it is not where it was indexed" },
		{ "stdio", 0, OPT_FLAG, &stdio, NULL, "speak over stdin and stdout (always so)" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct api_index ix;
	struct mcp m;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_ALL);
	if (ret)
		return ret;
	api_index_init(&ix, path_basename(c->db), c->g, &c->k, source ? source : c->log.tree, c->log.build);
	mcp_init(&m, &ix);
	ret = serve(c, &m);
	api_index_release(&ix);
	return ret;
}

const struct command mcp_command = {
	.name = "mcp",
	.run = run,
	.args = "",
	.about = "a server of tools, for programs that ask on behalf of a language model",
	.more =
	"Speaks the Model Context Protocol over stdin and stdout: each answer is a tool (path,\n"
	"callers, callees, resolve, slot, table, states, entries, stack, check, source, …) with a\n"
	"JSON schema. Answers are text with a place for every statement, of at most 2,000 tokens\n"
	"unless asked otherwise; one that is cut says how much there is and how to ask on. A name\n"
	"that does not exist is said not to exist; \"nothing found\" comes with what was looked at.\n"
	"\n"
	"Nothing is written, and no file outside the tree of the index can be read.\n"
	"\n"
	"example:\n"
	"  kpath mcp -d linux.db\n",
};
