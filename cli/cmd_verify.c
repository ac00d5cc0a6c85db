/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"

static void split(struct str_list *lines, char *text)
{
	char *nl;

	while (*text) {
		nl = strchr(text, '\n');
		if (nl)
			*nl = '\0';
		if (*text)
			str_list_add(lines, text);
		if (!nl)
			break;
		text = nl + 1;
	}
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct strbuf problems = STRBUF_INIT;
	struct str_list lines = { 0 };
	struct report_verify v;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = index_verify(c->db, &problems, &c->err);
	if (ret) {
		ret = cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	} else {
		split(&lines, problems.buf);
		v.problem = lines.s;
		v.nr = lines.nr;
		/* a damaged index may still open: then the JSON can name it */
		if (!index_open(&c->idx, c->db, NULL)) {
			c->g = index_graph(c->idx);
			c->r.g = c->g;
		}
		ret = CLI_SHOW(c, verify, &v, v.nr ? EX_INDEX : EX_FOUND);
	}
	str_list_release(&lines);
	strbuf_release(&problems);
	return ret;
}

const struct command verify_command = {
	.name = "verify",
	.run = run,
	.args = "",
	.about = "check every byte of the index file",
	.formats = "text json",
	.more =
	"Exit code 4: the index is missing or damaged.\n"
	"\n"
	"example:\n"
	"  kpath verify -d linux-6.1.db\n",
};
