/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "reports/lab_show.h"

/* What a lab asks, and the commands that answer it. */
static int lab_help(struct cli *c, const char *id, const char *text, size_t len)
{
	struct strbuf *out = &c->r.out.buf;
	struct lab lab;
	uint32_t i, j;
	int ret;

	memset(&lab, 0, sizeof(lab));
	ret = lab_parse(&lab, text, len, id, &c->err);
	if (ret) {
		lab_release(&lab);
		return cli_finish(c, ret, EX_FOUND);
	}
	strbuf_addf(out, "%s\n\n%s\n", lab_tr(&c->r, &lab.title), lab_tr(&c->r, &lab.text));
	for (i = 0; i < lab.nr_questions; i++) {
		const struct lab_question *q = &lab.question[i];

		strbuf_addf(out, "\n%u. %s\n", i + 1, lab_tr(&c->r, &q->title));
		for (j = 0; j < q->nr_parts; j++) {
			size_t before = out->len;

			strbuf_addstr(out, "     ");
			lab_command(&q->part[j], out);
			if (out->len == before + 5)
				strbuf_setlen(out, before);
			else
				strbuf_addch(out, '\n');
		}
	}
	strbuf_addf(out, "\n%skpath report %s -o %s.html\n", report_tr(&c->r, "The whole report: "), id, id);
	lab_release(&lab);
	return cli_finish(c, 0, EX_FOUND);
}

static int man(struct cli *c)
{
	struct strbuf page = STRBUF_INIT;
	struct command cmd;

	if (c->nr_args && command_find(c->args[0], &cmd))
		return cli_fail(c, EX_USE, "there is no command \"%s\"", c->args[0]);
	if (c->nr_args)
		man_command(&cmd, &page);
	else
		man_main(&page);
	sink_add(&c->r.out, page.buf, page.len);
	strbuf_release(&page);
	return cli_finish(c, 0, EX_FOUND);
}

static int no_topic(struct cli *c)
{
	struct strbuf names = STRBUF_INIT;
	const struct help_topic *t;
	const char *lab;
	size_t i;
	int ret;

	for (t = help_topics; t->name; t++)
		strbuf_addf(&names, ", %s", t->name);
	for (i = 0; (lab = lab_builtin_name(i)); i++)
		strbuf_addf(&names, ", %s", lab);
	ret = cli_fail(c, EX_USE, "there is no help on \"%s\"; topics are the commands%s",
		       c->args[0], names.buf);
	strbuf_release(&names);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct opt opts[] = { { NULL, 0, 0, NULL, NULL, NULL } };
	char *args[] = { NULL, (char *)"--help", (char *)"--lang", NULL, NULL };
	struct command cmd;
	const char *text;
	int ret = cli_parse(c, opts, argc, argv, 0, 1);
	struct cli other;
	size_t len = 0;

	if (ret >= 0)
		return ret;
	if (!strcmp(c->format, "man"))
		return man(c);
	if (!c->nr_args)
		return cli_fail(c, EX_USE, "help on what? See kpath --help");
	if (!help_topic(c->args[0], c->lang, &c->r.out.buf))
		return cli_finish(c, 0, EX_FOUND);
	text = lab_builtin(c->args[0], &len);
	if (text)
		return lab_help(c, c->args[0], text, len);
	if (command_find(c->args[0], &cmd))
		return no_topic(c);
	cli_init(&other, &cmd);
	args[0] = (char *)cmd.name;
	args[3] = (char *)c->lang;
	ret = cmd.run(&other, 4, args);
	cli_release(&other);
	return ret;
}

const struct command help_command = {
	.name = "help",
	.run = run,
	.args = "TOPIC",
	.about = "help on a command, a lab, or names, exit-codes, kinds, rules, labs, environment",
	.formats = "text man",
	.more =
	"A lab's name (tcpip) shows its questions, and for each the commands that answer it.\n"
	"-f man writes the manual page of a command, or kpath(1).\n"
	"\n"
	"examples:\n"
	"  kpath help exit-codes\n"
	"  kpath help tcpip\n"
	"  kpath help path -f man -o kpath-path.1\n",
};
