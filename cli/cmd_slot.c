/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	struct report_error e = { 0 };
	struct q_names names = { 0 };
	struct q_slot_result res;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret >= 0)
		return ret;
	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS);
	if (ret)
		return ret;
	memset(&res, 0, sizeof(res));
	ret = q_slot(c->g, &c->k, c->args[0], &res, &names, &c->err);
	if (ret == Q_FOUND || ret == Q_NONE) {
		ret = CLI_SHOW(c, slot, &res, (enum exit_code)ret);
	} else {
		e.message = c->err.buf;
		e.slot = names.func;
		e.nr_slots = names.nr;
		ret = cli_fail_names(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, &e);
	}
	q_slot_release(&res);
	return ret;
}

const struct command slot_command = {
	.name = "slot",
	.run = run,
	.args = "STRUCT.FIELD",
	.about = "what is stored in a function pointer, and who calls through it",
	.formats = "text json",
	.more =
	"A slot is a struct's field (proto_ops.connect), an array (inet_protos[]), a global\n"
	"variable or a parameter (call_timer_fn#1).\n"
	"\n"
	"examples:\n"
	"  kpath slot net_protocol.handler\n"
	"  kpath slot proto_ops.connect -f json\n",
};
