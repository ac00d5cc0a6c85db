/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/query.h"

static int neighbours(struct cli *c, int argc, char **argv, int callers)
{
	uint32_t depth = 1, func;
	int source = 0, ret;
	const char *observed = NULL;
	struct trace t;
	const struct opt opts[] = {
		{ "depth", 0, OPT_UINT, &depth, "N", "calls away from F (default 1)" },
		{ "source", 0, OPT_FLAG, &source, NULL, "quote the line of each call" },
		{ "observed", 0, OPT_STRING, &observed, "TRACE", "mark the calls that this recorded run made" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct q_edges_result res;

	ret = cli_parse(c, opts, argc, argv, 1, 1);
	if (ret >= 0)
		return ret;
	if (!depth)
		return cli_fail(c, EX_USE, "--depth is at least 1");
	ret = cli_open(c, depth == 1 ? 0 :
		       INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS);
	if (!ret)
		ret = cli_func(c, c->args[0], &func);
	if (ret)
		return ret;
	c->r.source = source;
	trace_init(&t);
	if (observed && cli_trace(c, observed, &t))
		return EX_FAIL;
	memset(&res, 0, sizeof(res));
	if (q_neighbours(c->g, func, callers, depth, &res) == Q_FAILED)
		ret = cli_fail(c, EX_FAIL, "the neighbours of %s could not be found", c->args[0]);
	else {
		if (observed)
			q_observe_edges(c->g, &t, &res);
		ret = CLI_SHOW(c, edges, &res, res.nr ? EX_FOUND : EX_NEGATIVE);
	}
	q_edges_release(&res);
	trace_release(&t);
	return ret;
}

static int run_callers(struct cli *c, int argc, char **argv)
{
	return neighbours(c, argc, argv, 1);
}

static int run_callees(struct cli *c, int argc, char **argv)
{
	return neighbours(c, argc, argv, 0);
}

const struct command callers_command = {
	.name = "callers",
	.run = run_callers,
	.args = "F",
	.about = "who calls F, directly or through a pointer, and where",
	.shows = COMMAND_SHOWS(edges),
	.more =
	"Exit code 1: nobody calls it.\n"
	"\n"
	"examples:\n"
	"  kpath callers tcp_v4_rcv\n"
	"  kpath callers inet_stream_connect --depth 2 -f svg -o callers.svg\n",
};

const struct command callees_command = {
	.name = "callees",
	.run = run_callees,
	.args = "F",
	.about = "whom F calls, directly or through a pointer, and where",
	.shows = COMMAND_SHOWS(edges),
	.more =
	"Exit code 1: it calls nobody.\n"
	"\n"
	"examples:\n"
	"  kpath callees ip_rcv\n"
	"  kpath callees tcp_v4_do_rcv -v\n",
};
