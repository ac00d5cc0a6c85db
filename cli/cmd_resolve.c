/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct q_sites_result res;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	ret = q_resolve_site(c->g, c->args[0], &res, &c->err);
	if (ret == Q_FOUND || ret == Q_NONE)
		ret = CLI_SHOW(c, sites, &res, (enum exit_code)ret);
	else
		ret = cli_fail(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, "%s", c->err.buf);
	q_sites_release(&res);
	return ret;
}

const struct command resolve_command = {
	.name = "resolve",
	.run = run,
	.args = "FILE:LINE",
	.about = "what the calls on a line can reach, and by which rule",
	.shows = COMMAND_SHOWS(sites),
	.more =
	"Exit code 1: no call stands on that line.\n"
	"\n"
	"example:\n"
	"  kpath resolve net/ipv4/ip_input.c:205\n",
};
