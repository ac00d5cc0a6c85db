/* SPDX-License-Identifier: MIT */
/* The rows of the answers "callers", "callees" and "edges". */
#include "queries/answer.h"

#include "edges_as.h"
#include "model/facts.h"
#include "store/index.h"

static void release_edges(void *res)
{
	q_edges_release(res);
}

static const struct ask_param edges_of_param[] = {
	{ "function", ASK_FUNC, "F" },
	{ "depth", ASK_NUMBER, "N", "calls away from F (default 1)", .usual = 1, .max = 4 },
	{ "as", ASK_LIST, "SCENARIO,…", "only calls that the scenarios leave" },
	{ NULL }
};

static int run_callers(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	int ret = q_neighbours(q->g, q->v[0].id, 1, q->v[1].number, res);

	return q->v[2].list && !ret ? q_edges_as(q->g, q->k, q->v[2].list, res, err) : ret;
}

const struct answer_kind callers_answer = {
	.name = "callers",
	.param = edges_of_param,
	.about = "who calls F, directly or through a pointer, and where",
	.more =
	"Exit code 1: nobody calls it.\n"
	"\n"
	"examples:\n"
	"  kpath callers tcp_v4_rcv\n"
	"  kpath callers inet_stream_connect --depth 2 -f svg -o callers.svg\n",
	.size = sizeof(struct q_edges_result),
	.shape = ANSWER_EDGES,
	.looks_at_little = 1,
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_GUARDS,
	.run = run_callers,
	.release = release_edges,
};

/* A message, a panic, or what cleans up behind an error. */
static int is_aside(const struct graph *g, const struct knowledge *k, const struct q_edge *e)
{
	uint32_t guard;

	for (guard = e->guard; guard; guard = graph_guard(g, guard)->parent)
		if (graph_guard(g, guard)->flags & (GUARDF_ERROR | GUARDF_GOTO) &&
		    !(graph_guard(g, guard)->flags & GUARDF_EARLY))
			return 1;
	return k_strings_match(&k->messages, graph_str(g, graph_func(g, e->callee)->name));
}

static int run_callees(const struct ask *q, void *p, struct q_names *near, struct strbuf *err)
{
	struct q_edges_result *res = p;
	uint32_t i, n = 0;

	q_neighbours(q->g, q->v[0].id, 0, q->v[1].number, res);
	for (i = 0; q->v[2].number && i < res->nr; i++)
		if (!is_aside(q->g, q->k, &res->edge[i]))
			res->edge[n++] = res->edge[i];
	if (q->v[2].number)
		res->nr = n;
	if (q->v[3].list && res->nr)
		return q_edges_as(q->g, q->k, q->v[3].list, res, err);
	return res->nr ? Q_FOUND : Q_NONE;
}

static const struct ask_param callees_param[] = {
	{ "function", ASK_FUNC, "F" },
	{ "depth", ASK_NUMBER, "N", "calls away from F (default 1)", .usual = 1, .max = 4 },
	{ "plain", ASK_FLAG, NULL, "without messages, panics and what cleans up after an error" },
	{ "as", ASK_LIST, "SCENARIO,…", "only calls that the scenarios leave" },
	{ NULL }
};

const struct answer_kind callees_answer = {
	.name = "callees",
	.param = callees_param,
	.about = "whom F calls, directly or through a pointer, and where",
	.more =
	"Exit code 1: it calls nobody.\n"
	"\n"
	"examples:\n"
	"  kpath callees ip_rcv\n"
	"  kpath callees tcp_v4_do_rcv -v\n",
	.size = sizeof(struct q_edges_result),
	.shape = ANSWER_EDGES,
	.looks_at_little = 1,
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS | INDEX_GUARDS,
	.run = run_callees,
	.release = release_edges,
};

static int run_edges(const struct ask *q, void *res, struct q_names *near, struct strbuf *err)
{
	q_all_edges(q->g, res);
	return Q_FOUND;
}

static const struct ask_param edges_param[] = {
	{ NULL }
};

const struct answer_kind edges_answer = {
	.name = "edges",
	.param = edges_param,
	.about = "every call edge, for other programs",
	.more =
	"The TSV has a header line: caller, caller_file, callee, callee_file, kind, rule,\n"
	"site_file, site_line, slot, candidates, edge (executed-by or started-by),\n"
	"unreached (yes: no known entry leads to it). A call without a target is a row\n"
	"with an empty callee. Tab, newline and backslash are written \\t, \\n and \\\\.\n"
	"\n"
	"example:\n"
	"  kpath edges | awk -F'\\t' '$5 == \"timer\"'\n",
	.size = sizeof(struct q_edges_result),
	.not_in_labs = 1,
	.needs = INDEX_SITES | INDEX_SLOTS | INDEX_OBJECTS,
	.run = run_edges,
	.release = release_edges,
};
