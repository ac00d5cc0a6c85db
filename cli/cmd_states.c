/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/protocol/states.h"

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "only places in functions that the scenario reaches" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct report_error e = { 0 };
	struct q_names names = { 0 };
	struct q_states_result res;
	int ret = cli_parse(c, opts, argc, argv, 1, 1);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS |
			       INDEX_VALUES | INDEX_ENTRIES);
	if (!ret && c->g) {
		ret = q_states(c->g, &c->k, c->args[0], (const char *const *)as.s, &res, &names,
			       &c->err);
		if (ret == Q_FOUND || ret == Q_NONE) {
			ret = CLI_SHOW(c, states, &res, (enum exit_code)ret);
		} else {
			e.message = c->err.buf;
			e.slot = names.func;
			e.nr_slots = names.nr;
			ret = cli_fail_names(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, &e);
		}
		q_states_release(&res);
	}
	str_list_release(&as);
	return ret;
}

const struct command states_command = {
	.name = "states",
	.run = run,
	.args = "FIELD",
	.about = "a state machine: who sets the field to what, from which value",
	.shows = COMMAND_SHOWS(states),
	.more =
	"FIELD is a struct's field (sock_common.skc_state) or its everyday name (sk_state). The value\n"
	"it comes from is known where the code says so: a switch case, a condition, a store before\n"
	"it, or all callers. `?` is not known, which is not the same as any. Exit code 1: nobody sets it.\n"
	"\n"
	"examples:\n"
	"  kpath states sk_state --as tcp4,tcp6\n"
	"  kpath states nud_state -f svg -o neighbour.svg\n",
};
