/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "cli.h"
#include "queries/check/check.h"

#define MAX_BYTES (256u << 20)

static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	return source_line(ctx, file, line, out);
}

static int read_document(struct cli *c, const char *path, struct strbuf *text)
{
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode) && st.st_size > (off_t)MAX_BYTES)
		return cli_fail(c, EX_FAIL, "%s is too large to be a report (more than %u MB)", path,
				MAX_BYTES >> 20);
	if (file_read(path, text, &c->err))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	return 0;
}

static int check(struct cli *c, const struct str_list *as, const struct str_list *bind,
		 const struct strbuf *text)
{
	struct q_check_options opt = {
		.scenario = (const char *const *)as->s, .bind = (const char *const *)bind->s,
		.read_line = c->src.tree ? read_line : NULL, .ctx = &c->src, .tree = c->src.tree,
	};
	struct report_check rc = { .name = path_basename(c->args[0]), .text = text->buf,
				   .len = text->len };
	struct q_check_result res;
	int ret = q_check(c->g, &c->k, text->buf, text->len, &opt, &res, &c->err);

	rc.res = &res;
	if (ret == Q_FOUND) {
		if (!c->src.tree)
			cli_note(c, "the sources of this index were not found: listings are compared "
				 "by their calls only");
		if (res.doc.truncated)
			cli_note(c, "only the first %u claims were looked at", res.nr);
		ret = CLI_SHOW(c, check, &rc, res.count[V_FALSE] ? EX_NEGATIVE : EX_FOUND);
	} else if (ret == Q_UNKNOWN) {
		ret = cli_fail(c, EX_NAME, "%s", c->err.buf);
	} else {
		ret = cli_fail(c, EX_FAIL, "%s: %s", c->args[0], c->err.buf);
	}
	q_check_release(&res);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 }, bind = { 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "judge steps with calls bound as the scenarios say" },
		{ "bind", 0, OPT_LIST, &bind, "KEY=NAME,…", "bind one slot or type by hand" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct strbuf text = STRBUF_INIT;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS |
			       INDEX_VALUES | INDEX_ENTRIES);
	if (!ret && c->g)
		ret = read_document(c, c->args[0], &text);
	if (!ret && c->g)
		ret = check(c, &as, &bind, &text);
	strbuf_release(&text);
	str_list_release(&as);
	str_list_release(&bind);
	return ret;
}

const struct command check_command = {
	.name = "check",
	.run = run,
	.args = "DOC.md",
	.about = "every checkable claim of a written report, with a verdict",
	.shows = COMMAND_SHOWS(check),
	.more =
	"Reads Markdown or plain text, in English or Chinese, and finds what it says about code:\n"
	"chains (a -> b -> c), Mermaid graphs, call trees, tables, listings, and sentences such as\n"
	"\"x calls y\", \"x is in net/ipv4/tcp.c\", \"registered by fs_initcall(x)\", \"from A to B in f\".\n"
	"\n"
	"verdicts: true; imprecise (by way of others, renamed, another place); false; unknown\n"
	"(the index can't tell). Exit code 1: something is false.\n"
	"\n"
	"examples:\n"
	"  kpath check lab4.md\n"
	"  kpath check lab4.md --as tcp4 -f html -o lab4.html\n",
};
