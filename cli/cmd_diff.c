/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli.h"
#include "queries/path/diff.h"
#include "reports/columns.h"

#define SECTIONS (INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS | INDEX_ENTRIES)

struct diff_args {
	struct str_list as, bind, via, avoid;
	uint32_t max_hops;
	int no_deferred, executed_by;
	struct q_path_options opt[2];	/* old, new */
};

/* Names mean other functions in each index. */
static int resolve(struct cli *c, struct diff_args *a, struct graph *g, struct q_path_options *o)
{
	struct graph *kept = c->g;
	uint32_t *via = arena_alloc(&c->arena, (a->via.nr + 1) * sizeof(*via));
	uint32_t *avoid = arena_alloc(&c->arena, (a->avoid.nr + 1) * sizeof(*avoid));
	size_t i;
	int ret;

	*o = (struct q_path_options){
		.via = via, .nr_via = (uint32_t)a->via.nr,
		.avoid = avoid, .nr_avoid = (uint32_t)a->avoid.nr,
		.scenario = (const char *const *)a->as.s, .bind = (const char *const *)a->bind.s,
		.k = 1, .max_hops = a->max_hops, .no_deferred = a->no_deferred,
		.executed_by = a->executed_by,
	};
	c->g = g;
	c->r.g = g;
	ret = cli_func(c, c->args[2], &o->from);
	if (!ret)
		ret = cli_func(c, c->args[3], &o->to);
	for (i = 0; i < a->via.nr && !ret; i++)
		ret = cli_func(c, a->via.s[i], &via[i]);
	for (i = 0; i < a->avoid.nr && !ret; i++)
		ret = cli_func(c, a->avoid.s[i], &avoid[i]);
	c->g = kept;
	c->r.g = kept;
	return ret;
}

static int compare(struct cli *c, struct diff_args *a, struct graph *old_g)
{
	struct q_diff_result res;
	int ret = resolve(c, a, old_g, &a->opt[0]);

	if (ret)
		cli_note(c, "that was about %s", c->args[0]);
	if (!ret) {
		ret = resolve(c, a, c->g, &a->opt[1]);
		if (ret)
			cli_note(c, "that was about %s", c->args[1]);
	}
	if (ret)
		return ret;
	ret = q_diff(old_g, c->g, &c->k, &a->opt[0], &a->opt[1], &res, &c->err);
	if (ret == Q_UNKNOWN || ret == Q_FAILED) {
		ret = cli_fail(c, ret == Q_UNKNOWN ? EX_NAME : EX_FAIL, "%s", c->err.buf);
	} else {
		res.asked_from = c->args[2];
		res.asked_to = c->args[3];
		c->r.src = NULL;	/* of two trees nothing is quoted */
		ret = cli_show_form(c, &diff_form, &res, ret == Q_FOUND ? EX_FOUND : EX_NEGATIVE);
	}
	q_diff_release(&res);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct diff_args a = { .max_hops = 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &a.as, "SCENARIO,…", "bind calls through pointers as the scenarios say" },
		{ "bind", 0, OPT_LIST, &a.bind, "KEY=NAME,…", "bind one slot or type by hand" },
		{ "via", 0, OPT_LIST, &a.via, "F,…", "pass through these, in this order" },
		{ "avoid", 0, OPT_LIST, &a.avoid, "F,…", "never enter these" },
		{ "max-hops", 0, OPT_UINT, &a.max_hops, "N", "none longer than this" },
		{ "no-deferred", 0, OPT_FLAG, &a.no_deferred, NULL, "only calls that happen at once" },
		{ "executed-by", 0, OPT_FLAG, &a.executed_by, NULL, "deferred work from whoever calls it" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct index *old = NULL;
	int ret = cli_parse(c, opts, argc, argv, 4, 4);

	if (ret < 0) {
		c->db = c->args[1];
		ret = cli_open(c, SECTIONS);
	}
	if (!ret && c->g) {
		ret = index_open(&old, c->args[0], &c->err);
		if (!ret)
			ret = index_need(old, SECTIONS, &c->err);
		if (ret)
			ret = cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
		else
			cli_note_partial(c, index_graph(old));
		if (!ret)
			ret = compare(c, &a, index_graph(old));
	}
	if (old)
		index_close(old);
	str_list_release(&a.as);
	str_list_release(&a.bind);
	str_list_release(&a.via);
	str_list_release(&a.avoid);
	return ret;
}

const struct command diff_command = {
	.name = "diff",
	.run = run,
	.args = "OLD.db NEW.db FROM TO",
	.about = "one route in two kernels: what came, went, moved or is called in another way",
	.form = &diff_form,
	.more =
	"The least surprising path of each index, set side by side. Exit code 1: one of the two\n"
	"has no path.\n"
	"\n"
	"  -  only in the old    +  only in the new    ~  in both, but changed\n"
	"\n"
	"examples:\n"
	"  kpath diff 6.1.db 6.12.db start_kernel inet_init\n"
	"  kpath diff 6.1.db 6.12.db 'send(2)' dev_queue_xmit --as tcp4 -f json\n",
};
