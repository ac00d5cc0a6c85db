/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct q_edges_result res;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	if (q_all_edges(c->g, &res) == Q_FAILED) {
		ret = cli_fail(c, EX_FAIL, "the edges could not be read");
	} else {
		/* only the JSON says whether the sources changed: every file is cited */
		if (!strcmp(c->format, "json")) {
			cite_writer.all_edges(&c->r, &res, NULL);
			cli_stale(c);
		}
		ret = cli_finish(c, c->writer->all_edges(&c->r, &res, &c->err), EX_FOUND);
	}
	q_edges_release(&res);
	return ret;
}

const struct command edges_command = {
	.name = "edges",
	.run = run,
	.args = "",
	.about = "every call edge, for other programs",
	.shows = COMMAND_SHOWS(all_edges),
	.first_format = "tsv",
	.more =
	"The TSV has a header line: caller, caller_file, callee, callee_file, kind, rule,\n"
	"site_file, site_line, slot, candidates, edge (executed-by or started-by). A call\n"
	"without a target is a row with an empty callee. Tab, newline and backslash are\n"
	"written \\t, \\n and \\\\.\n"
	"\n"
	"example:\n"
	"  kpath edges | awk -F'\\t' '$5 == \"timer\"'\n",
};
