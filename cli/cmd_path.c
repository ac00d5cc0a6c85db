/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "queries/query.h"

struct path_args {
	struct str_list as, bind, via, avoid, avoid_dir;
	uint32_t k, max_hops;
	int no_deferred, executed_by, source, flow;
	const char *observed, *why_not;
	uint32_t *avoid_func;
	uint32_t nr_avoid;
};

static int check_dir(struct cli *c, const char *dir)
{
	size_t n = strlen(dir);
	uint32_t i;

	for (i = 1; i < c->g->nr_file; i++)
		if (!strncmp(graph_str(c->g, graph_file(c->g, i)->name), dir, n))
			return 0;
	return cli_fail(c, EX_NAME, "--avoid: no file of the index lies in %s", dir);
}

static int resolve_names(struct cli *c, struct path_args *a)
{
	size_t i;
	int ret;

	a->avoid_func = arena_alloc(&c->arena, (a->avoid.nr + 1) * sizeof(*a->avoid_func));
	for (i = 0; i < a->avoid.nr; i++) {
		const char *s = a->avoid.s[i];

		if (s[strlen(s) - 1] == '/') {
			ret = check_dir(c, s);
			str_list_add(&a->avoid_dir, s);
		} else {
			ret = cli_func(c, s, &a->avoid_func[a->nr_avoid++]);
		}
		if (ret)
			return ret;
	}
	return 0;
}

static int resolve_via(struct cli *c, const struct path_args *a, struct q_path_options *opt)
{
	struct q_names names = { .nr = 0 };
	int ret = q_path_via(c->g, &c->k, &c->arena, (const char *const *)a->via.s, opt, &names,
			     &c->err);
	uint32_t unused;

	if (!ret)
		return 0;
	return names.asked ? cli_func(c, names.asked, &unused) :
		cli_fail(c, EX_NAME, "--via: %s", c->err.buf);
}

/* "A > B -> C": the functions of a way, the ends apart. */
static int resolve_why_not(struct cli *c, const char *chain, struct q_path_options *opt)
{
	char *s = arena_strdup(&c->arena, chain), *at, *next;
	uint32_t *func = arena_alloc(&c->arena, (strlen(chain) + 1) * sizeof(*func)), nr = 0;
	int ret;

	for (at = s; (at = strstr(at, "→")) != NULL;)
		memcpy(at, " > ", 3);
	for (at = s; at; at = next) {
		size_t n;

		next = strchr(at, '>');
		if (next)
			*next++ = '\0';
		at += strspn(at, " \t\n");
		n = strlen(at);
		while (n && strchr(" \t\n-", at[n - 1]))
			n--;
		at[n] = '\0';
		if (!n)
			continue;
		ret = cli_func(c, at, &func[nr]);
		if (ret)
			return ret;
		if ((func[nr] != opt->from || nr) && (func[nr] != opt->to || next))
			nr++;
	}
	opt->why_not = func;
	opt->nr_why_not = nr;
	return 0;
}

static int show(struct cli *c, struct path_args *a)
{
	struct q_path_options opt = {
		.avoid = a->avoid_func, .nr_avoid = a->nr_avoid,
		.avoid_dir = (const char *const *)a->avoid_dir.s,
		.scenario = (const char *const *)a->as.s,
		.bind = (const char *const *)a->bind.s,
		.k = a->k, .max_hops = a->max_hops,
		.no_deferred = a->no_deferred, .executed_by = a->executed_by,
	};
	struct q_path_result res;
	struct trace t;
	int ret;

	ret = cli_func(c, c->args[0], &opt.from);
	if (!ret)
		ret = cli_func(c, c->args[1], &opt.to);
	if (!ret)
		ret = resolve_via(c, a, &opt);
	if (!ret && a->why_not)
		ret = resolve_why_not(c, a->why_not, &opt);
	if (ret)
		return ret;
	trace_init(&t);
	if (a->observed && cli_trace(c, a->observed, &t))
		return EX_FAIL;
	memset(&res, 0, sizeof(res));
	ret = q_path(c->g, &c->k, &opt, &res, &c->err);
	if (ret == Q_UNKNOWN || ret == Q_FAILED) {
		ret = cli_fail(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, "%s", c->err.buf);
	} else {
		res.asked_from = c->args[0];
		res.asked_to = c->args[1];
		c->r.source = a->source;
		c->r.flow = a->flow;
		if (a->observed)
			q_observe_path(c->g, &t, &res);
		ret = CLI_SHOW(c, path, &res, res.nr_paths ? EX_FOUND : EX_NEGATIVE);
	}
	q_path_release(&res);
	trace_release(&t);
	return ret;
}

/* For one path little of the graph is looked at; for several, or with a limit of hops, it is
 * quicker to read the whole of it beforehand. */
static unsigned sections(const struct path_args *a)
{
	if (a->k == 1 && !a->max_hops)
		return 0;
	return INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct path_args a = { .k = 1 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &a.as, "SCENARIO,…", "bind calls through pointers as the scenarios say" },
		{ "bind", 0, OPT_LIST, &a.bind, "KEY=NAME,…", "bind one slot or type by hand" },
		{ "via", 0, OPT_LIST, &a.via, "F|FILE:LINE,…", "pass through these functions or calls, in this order" },
		{ "avoid", 0, OPT_LIST, &a.avoid, "F|DIR/", "never enter these" },
		{ NULL, 'k', OPT_UINT, &a.k, "N", "up to N different paths, best first" },
		{ "max-hops", 0, OPT_UINT, &a.max_hops, "N", "none longer than this" },
		{ "no-deferred", 0, OPT_FLAG, &a.no_deferred, NULL, "only calls that happen at once" },
		{ "executed-by", 0, OPT_FLAG, &a.executed_by, NULL, "deferred work from whoever calls it, not who started it" },
		{ "source", 0, OPT_FLAG, &a.source, NULL, "quote the line of each call, and what it stands under" },
		{ "flow", 0, OPT_FLAG, &a.flow, NULL, "show the conditions that each call stands under" },
		{ "why-not", 0, OPT_STRING, &a.why_not, "CHAIN", "why is \"A > B > C\" not the answer" },
		{ "observed", 0, OPT_STRING, &a.observed, "TRACE", "mark the calls that this recorded run made" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 2, 2);

	if (ret < 0 && (!a.k || a.k > 1000))
		ret = cli_fail(c, EX_USE, "-k is a number from 1 to 1000");
	if (ret < 0)
		ret = cli_open(c, sections(&a));
	if (!ret && c->g)
		ret = resolve_names(c, &a);
	if (!ret && c->g)
		ret = show(c, &a);
	str_list_release(&a.as);
	str_list_release(&a.bind);
	str_list_release(&a.via);
	str_list_release(&a.avoid);
	str_list_release(&a.avoid_dir);
	return ret;
}

const struct command path_command = {
	.name = "path",
	.run = run,
	.args = "FROM TO",
	.about = "how FROM reaches TO, the least surprising way first",
	.shows = COMMAND_SHOWS(path),
	.more =
	"FROM and TO are functions (path/file.c:name where a name is ambiguous) or system\n"
	"calls as people write them: connect(2). Exit code 1: there is no path.\n"
	"\n"
	"examples:\n"
	"  kpath path start_kernel inet_init\n"
	"  kpath path 'connect(2)' tcp_v4_connect --as tcp4 --source\n"
	"  kpath path 'send(2)' dev_queue_xmit -k 3 -f svg -o send.svg\n",
};
