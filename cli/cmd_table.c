/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct report_error e = { 0 };
	struct q_names names = { 0 };
	struct q_table_result res;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	ret = q_table(c->g, c->args[0], &res, &names, &c->err);
	if (ret == Q_FOUND || ret == Q_NONE) {
		ret = CLI_SHOW(c, table, &res, (enum exit_code)ret);
	} else {
		e.message = c->err.buf;
		e.object = names.func;
		e.nr_objects = names.nr;
		ret = cli_fail_names(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, &e);
	}
	q_table_release(&res);
	return ret;
}

const struct command table_command = {
	.name = "table",
	.run = run,
	.args = "OBJECT",
	.about = "an ops table: its fields, their functions, and what points to it",
	.shows = COMMAND_SHOWS(table),
	.more =
	"examples:\n"
	"  kpath table inet_stream_ops\n"
	"  kpath table net/ipv4/tcp_ipv4.c:tcp_prot -f json\n",
};
