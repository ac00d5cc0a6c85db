/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "served.h"
#include "servers/mcp/mcp.h"

struct lines {			/* of stdin */
	struct strbuf buf;
	int skip;		/* the rest of a line that is too long is thrown away */
};

/* An index that was made anew is asked from now on. */
static void follow(struct cli *c, struct served *s, struct mcp *m)
{
	struct strbuf err = STRBUF_INIT;
	int ret = served_follow(s, &err);

	if (ret > 0)
		mcp_init(m, &s->api);
	else if (ret < 0)
		cli_note(c, "%s: the index that was open before goes on being asked", err.buf);
	strbuf_release(&err);
}

/* Handles the whole lines that have come. Else than 0: the number of the error that an answer met. */
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

static int serve(struct cli *c, struct served *s, struct mcp *m)
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
			if (memchr(buf, '\n', (size_t)n) || l.buf.len > MCP_MAX_MESSAGE) {
				follow(c, s, m);
				gone = take_lines(m, &l, &out);
			}
		}
	}
	strbuf_release(&l.buf);
	strbuf_release(&out);
	if (n < 0)
		return cli_fail(c, EX_FAIL, "the requests could not be read: %s", strerror(errno));
	return cli_unwritten(c, gone, EX_FOUND);
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
	struct served at;
	struct mcp m;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = cli_knowledge(c);
	if (ret)
		return ret;
	ret = served_open(&at, c->db, path_basename(c->db), source ? source : c->tree, &c->k, &c->err);
	if (ret)
		return cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	cli_note_partial(c, at.api.g);
	mcp_init(&m, &at.api);
	ret = serve(c, &at, &m);
	served_release(&at);
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
