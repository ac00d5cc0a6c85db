/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct q_entries_result res;
	uint32_t func;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_ENTRIES);
	if (!ret)
		ret = cli_func(c, c->args[0], &func);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	if (q_entries(c->g, &c->k, func, &res) == Q_FAILED)
		ret = cli_fail(c, EX_FAIL, "the entries that reach %s could not be found",
			       c->args[0]);
	else
		ret = CLI_SHOW(c, entries, &res, res.nr ? EX_FOUND : EX_NEGATIVE);
	q_entries_release(&res);
	return ret;
}

const struct command entries_command = {
	.name = "entries",
	.run = run,
	.args = "F",
	.about = "which syscalls, initcalls, interrupts, timers, threads reach F",
	.shows = COMMAND_SHOWS(entries),
	.more =
	"Nearest first. Exit code 1: none does.\n"
	"\n"
	"example:\n"
	"  kpath entries tcp_retransmit_skb\n",
};
