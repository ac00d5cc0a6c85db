/* SPDX-License-Identifier: MIT */
/*
 * The commands that ask for one answer and show it: all of a row
 * (queries/answer.h), which says what is asked, and of a form of the same
 * name (reports/columns.h), which says how it looks.
 */
#include <string.h>

#include "base/xalloc.h"
#include "cli.h"
#include "queries/trace/coverage.h"

#define EXTRA 2		/* options that some shapes have besides their parameters */

struct asking {
	struct str_list list[ASK_MAX];
	struct opt opt[ASK_MAX + EXTRA + 1];
	char name[ASK_MAX][24];	/* of options */
	const char *observed;
	int source, words;	/* words: parameters that are no options */
};

static enum opt_type type_of(enum ask_type t)
{
	return t == ASK_FLAG ? OPT_FLAG : t == ASK_NUMBER ? OPT_UINT :
	       t == ASK_LIST || t == ASK_FUNCS ? OPT_LIST : OPT_STRING;
}

static void *value_of(struct asking *a, struct ask *q, size_t i)
{
	switch (type_of(q->kind->param[i].type)) {
	case OPT_LIST:
		return &a->list[i];
	case OPT_STRING:
		return &q->v[i].text;
	default:
		return &q->v[i].number;
	}
}

static void make_options(struct asking *a, struct ask *q)
{
	const struct ask_param *p = q->kind->param;
	struct opt *o = a->opt;
	size_t i, j;

	for (i = 0; p[i].name; i++) {
		if (!p[i].about) {
			a->words++;
			continue;
		}
		for (j = 0; p[i].name[j] && j + 1 < sizeof(a->name[i]); j++)
			a->name[i][j] = p[i].name[j] == '_' ? '-' : p[i].name[j];
		*o++ = (struct opt){ p[i].name[1] ? a->name[i] : NULL, p[i].name[1] ? 0 : p[i].name[0],
				     type_of(p[i].type), value_of(a, q, i), p[i].arg, p[i].about };
	}
	if (q->kind->shape == ANSWER_OWN)
		return;
	*o++ = (struct opt){ "source", 0, OPT_FLAG, &a->source, NULL, "quote the line of each call" };
	*o++ = (struct opt){ "observed", 0, OPT_STRING, &a->observed, "TRACE",
			     "mark the calls that this recorded run made" };
}

/* What the command line says becomes what is asked. */
static int take_values(struct cli *c, struct asking *a, struct ask *q)
{
	const struct ask_param *p = q->kind->param;
	size_t i;
	int word = 0;

	q->g = c->g;
	q->k = &c->k;
	for (i = 0; p[i].name; i++) {
		if (!p[i].about)
			q->v[i].text = c->args[word++];
		if (a->list[i].nr)
			q->v[i].list = a->list[i].s;
		if (p[i].type == ASK_NUMBER && p[i].usual && !q->v[i].number)
			return cli_fail(c, EX_USE, "--%s is at least 1", a->name[i]);
	}
	return 0;
}

/* The title of a page: what was asked, in the words of the command line. */
static void say_asked(struct cli *c, const struct answer_kind *kind)
{
	struct strbuf sb = STRBUF_INIT;
	int i;

	strbuf_addstr(&sb, kind->name);
	for (i = 0; i < c->nr_args; i++)
		strbuf_addf(&sb, " %s", c->args[i]);
	c->r.asked = arena_strdup(&c->arena, sb.buf);
	strbuf_release(&sb);
}

static int show(struct cli *c, struct asking *a, struct answer *ans)
{
	const struct form *f = form_find(ans->kind->name);
	struct trace t;

	if (a->observed) {
		trace_init(&t);
		if (cli_trace(c, a->observed, &t))
			return EX_FAIL;
		q_observe(c->g, &t, ans);
		trace_release(&t);
	}
	c->r.source = a->source;
	return cli_show_form(c, f, ans->res, (enum exit_code)ans->status);
}

static int ask(struct cli *c, struct asking *a, struct ask *q)
{
	struct answer ans;
	int ret = take_values(c, a, q);

	if (ret)
		return ret;
	say_asked(c, q->kind);
	ret = answer_run(q, &ans, &c->err);
	ret = ret == Q_FOUND || ret == Q_NONE ? show(c, a, &ans) :
	      cli_fail_query(c, ret, &ans.near);
	answer_release(&ans);
	return ret;
}

/* The sections to read at once; 0: they are read as they are come to. */
static unsigned sections(const struct ask *q)
{
	const struct ask_param *p = q->kind->param;
	size_t i;

	for (i = 0; p[i].name; i++)
		if (p[i].type == ASK_NUMBER && q->v[i].number != p[i].usual)
			return q->kind->needs;
	return q->kind->looks_at_little ? 0 : q->kind->needs;
}

int cmd_ask(struct cli *c, int argc, char **argv)
{
	const struct answer_kind *kind = c->cmd->answer;
	struct asking a = { .words = 0 };
	struct ask q;
	size_t i;
	int ret;

	ask_init(&q, kind, NULL, NULL);
	make_options(&a, &q);
	ret = cli_parse(c, a.opt, argc, argv, a.words, a.words);
	if (ret < 0) {
		ret = cli_open(c, sections(&q));
		if (!ret)
			ret = ask(c, &a, &q);
	}
	for (i = 0; i < ASK_MAX; i++)
		str_list_release(&a.list[i]);
	return ret;
}
