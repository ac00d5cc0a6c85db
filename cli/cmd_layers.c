/* SPDX-License-Identifier: MIT */
#include "cli.h"
#include "queries/protocol/layers.h"

static int run(struct cli *c, int argc, char **argv)
{
	struct str_list as = { 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &as, "SCENARIO,…", "only what the scenario leaves" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct q_layers_result res;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_VALUES);
	if (!ret && c->g) {
		ret = q_layers(c->g, &c->k, (const char *const *)as.s, &res, &c->err);
		if (ret == Q_FOUND || ret == Q_NONE)
			ret = CLI_SHOW(c, layers, &res, (enum exit_code)ret);
		else
			ret = cli_fail(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, "%s", c->err.buf);
		q_layers_release(&res);
	}
	str_list_release(&as);
	return ret;
}

const struct command layers_command = {
	.name = "layers",
	.run = run,
	.args = "",
	.about = "how the layers are tied together: what registers where, under which key",
	.shows = COMMAND_SHOWS(layers),
	.more =
	"One entry for each thing that is registered with a layer: its key, who registers it and\n"
	"where, and the calls that go through it. -v: every field of the tables, not only those\n"
	"that they are for. Exit code 1: nothing is registered.\n"
	"\n"
	"examples:\n"
	"  kpath layers --as tcp4,e1000\n"
	"  kpath layers --as tcp4 -f svg -o layers.svg\n",
};
