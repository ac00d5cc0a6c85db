/* SPDX-License-Identifier: MIT */
/* The row of the answer "path": what labs can ask of it. */
#include <string.h>

#include "queries/answer.h"
#include "store/index.h"

enum { FROM, TO, AS, BIND, VIA, AVOID, MAX_HOPS, K, FLOW };

/* What is not to be entered: functions and, with a '/' at the end, directories. */
static int split_avoid(const struct ask *q, struct q_path_options *opt, struct q_names *near,
		       struct strbuf *err)
{
	const char *const *s = q->v[AVOID].list;
	uint32_t n = 0, nr_dirs = 0, *func;
	const char **dir;
	int ret;

	while (s && s[n])
		n++;
	func = arena_alloc(q->arena, (n + 1) * sizeof(*func));
	dir = arena_alloc(q->arena, (n + 1) * sizeof(*dir));
	opt->avoid = func;
	opt->avoid_dir = dir;
	for (; s && *s; s++) {
		if ((*s)[strlen(*s) - 1] == '/') {
			dir[nr_dirs++] = *s;
			continue;
		}
		ret = q_resolve_name(q->g, q->k, q->arena, *s, &func[opt->nr_avoid++], near, err);
		near->asked = ret ? *s : NULL;
		if (ret)
			return ret;
	}
	return Q_FOUND;
}

static int run_path(const struct ask *q, void *p, struct q_names *near, struct strbuf *err)
{
	struct q_path_options opt = {
		.from = q->v[FROM].id, .to = q->v[TO].id,
		.scenario = q->v[AS].list, .bind = q->v[BIND].list,
		.k = q->v[K].number, .max_hops = q->v[MAX_HOPS].number,
	};
	struct q_path_result *res = p;
	int ret = split_avoid(q, &opt, near, err);

	if (!ret)
		ret = q_path_via(q->g, q->k, q->arena, q->v[VIA].list, &opt, near, err);
	if (ret)
		return ret;
	ret = q_path(q->g, q->k, &opt, res, err);
	res->asked_from = q->v[FROM].text;
	res->asked_to = q->v[TO].text;
	return ret;
}

static void release_path(void *res)
{
	q_path_release(res);
}

static const struct ask_param path_param[] = {
	[FROM] = { "from", ASK_FUNC, "FROM" },
	[TO] = { "to", ASK_FUNC, "TO" },
	[AS] = { "as", ASK_LIST, "SCENARIO,…", "bind calls through pointers as the scenarios say" },
	[BIND] = { "bind", ASK_LIST, "KEY=NAME,…", "bind one slot or type by hand" },
	[VIA] = { "via", ASK_LIST, "F|FILE:LINE,…", "pass through these functions or calls, in this order" },
	[AVOID] = { "avoid", ASK_LIST, "F|DIR/", "never enter these" },
	[MAX_HOPS] = { "max_hops", ASK_NUMBER, "N", "none longer than this", .max = 10000 },
	[K] = { "k", ASK_NUMBER, "N", "up to N different paths, best first", .usual = 1, .max = 20 },
	[FLOW] = { "flow", ASK_FLAG, NULL, "show the conditions that each call stands under" },
	{ NULL }
};

const struct answer_kind path_answer = {
	.name = "path",
	.param = path_param,
	.about = "how FROM reaches TO, the least surprising way first",
	.more = "",
	.size = sizeof(struct q_path_result),
	.shape = ANSWER_PATH,
	.own_command = 1,
	.needs = INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS,
	.run = run_path,
	.release = release_path,
};
