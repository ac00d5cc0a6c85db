/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const char *level = NULL;
	const struct opt opts[] = {
		{ "level", 0, OPT_STRING, &level, "L", "only this level: early, 0 to 7, 5s, rootfs, …" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct q_initcalls_result res;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_ENTRIES);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	if (q_initcalls(c->g, level, &res) == Q_FAILED)
		ret = cli_fail(c, EX_FAIL, "the initcalls could not be read");
	else
		ret = CLI_SHOW(c, initcalls, &res, res.nr ? EX_FOUND : EX_NEGATIVE);
	q_initcalls_release(&res);
	return ret;
}

const struct command initcalls_command = {
	.name = "initcalls",
	.run = run,
	.args = "",
	.about = "the initcalls in execution order, as far as the sources fix it",
	.shows = COMMAND_SHOWS(initcalls),
	.more =
	"examples:\n"
	"  kpath initcalls\n"
	"  kpath initcalls --level 5 -f json\n",
};
