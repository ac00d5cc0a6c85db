/* SPDX-License-Identifier: MIT */
#include "cli.h"
#include "queries/protocol/flags.h"

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "only places in functions that the scenario reaches" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct q_flags_result res;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS |
			       INDEX_VALUES | INDEX_ENTRIES);
	if (!ret && c->g) {
		ret = q_flags(c->g, &c->k, c->args[0], (const char *const *)as.s, &res, &c->err);
		if (ret == Q_FOUND || ret == Q_NONE)
			ret = CLI_SHOW(c, flags, &res, (enum exit_code)ret);
		else
			ret = cli_fail(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, "%s", c->err.buf);
		q_flags_release(&res);
	}
	str_list_release(&as);
	return ret;
}

const struct command flags_command = {
	.name = "flags",
	.run = run,
	.args = "NAME",
	.about = "where SYN, SYN|ACK, ACK, FIN, RST are set and sent, with the route between",
	.shows = COMMAND_SHOWS(flags),
	.more =
	"NAME is a flag (SYN) or several that are set together ('SYN|ACK', SYN,ACK). `set` is where it\n"
	"is put in, `sent by` the call that gives the packet to a function that sends; a route goes\n"
	"down by calls (->) or first back to a caller (<-). Exit code 1: nobody touches it.\n"
	"\n"
	"examples:\n"
	"  kpath flags SYN --as tcp4\n"
	"  kpath flags 'SYN|ACK' -f json\n",
};
