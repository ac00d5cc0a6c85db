/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "cli.h"
#include "queries/lab/lab_ref.h"
#include "reports/lab_show.h"

#define MAX_LAB_BYTES (4 << 20)

/* "TCP/IP" and "lab:tcpip" are meant as "tcpip": a built-in lab's own name, or NULL. */
static const char *meant(const char *text)
{
	char word[32];
	const char *name;
	size_t i, n = 0;

	if (!strncmp(text, "lab:", 4))
		text += 4;
	for (; *text && n + 1 < sizeof(word); text++)
		if (!strchr("/-_ .", *text))
			word[n++] = (char)(*text | 0x20);
	word[n] = '\0';
	for (i = 0; !*text && (name = lab_builtin_name(i)); i++)
		if (!strcmp(name, word))
			return name;
	return NULL;
}

static int unknown_lab(struct cli *c)
{
	struct strbuf names = STRBUF_INIT;
	const char *name, *asked = c->args[0];
	size_t i, n = strlen(asked);
	int ret;

	for (i = 0; (name = lab_builtin_name(i)); i++)
		strbuf_addf(&names, "%s%s", i ? ", " : "", name);
	if (n && n < 8 && asked[n - 1] >= '0' && asked[n - 1] <= '9')
		ret = cli_fail(c, EX_USE, "there is no lab \"%s\": labs have names, no numbers: %s; write for "
			       "example: kpath report tcpip -o lab.html", asked, names.buf);
	else
		ret = cli_fail(c, EX_USE, "there is no lab \"%s\" and no file of that name; built in: %s; "
			       "kpath report --new writes a lab file to begin with", asked, names.buf);
	strbuf_release(&names);
	return ret;
}

/* A built-in name, else a file; a file of a built-in name is "./tcpip". */
static int read_lab(struct cli *c, struct lab *lab)
{
	const char *name = c->args[0], *text;
	struct strbuf file = STRBUF_INIT;
	struct stat st;
	size_t len = 0;
	int ret = 0;

	if (!lab_builtin(name, NULL) && !file_exists(name) && meant(name))
		name = meant(name);
	text = lab_builtin(name, &len);
	if (!text) {
		if (!file_exists(name))
			return unknown_lab(c);
		if (!stat(name, &st) && st.st_size > MAX_LAB_BYTES)
			ret = cli_fail(c, EX_FAIL, "%s is larger than %d MiB: no lab is",
				       name, MAX_LAB_BYTES >> 20);
		else if (file_read_most(name, MAX_LAB_BYTES, &file, &c->err))
			ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
		text = file.buf;
		len = file.len;
	}
	if (!ret && lab_parse(lab, text, len, name, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	strbuf_release(&file);
	return ret;
}

static int write_template(struct cli *c)
{
	if (c->nr_args)
		return cli_fail(c, EX_USE, "--new takes no lab");
	/* cppcheck-suppress comparePointers ; the assembler puts one at the end of the other */
	sink_add(&c->r.out, lab_template, (size_t)(lab_template_end - lab_template));
	return cli_finish(c, 0, EX_FOUND);
}

/* What a second -d names, for the parts that compare. 0, or an exit code. */
static int second_index(struct cli *c, const struct lab *lab, struct index **other)
{
	int ret;

	*other = NULL;
	if (c->dbs.nr < 2)
		return 0;
	if (c->dbs.nr > 2)
		return cli_fail(c, EX_USE, "a report is about one index, and compares with one more: at most two -d");
	ret = index_open(other, c->dbs.s[1], &c->err);
	if (!ret)
		ret = index_need(*other, lab_needs(lab), &c->err);
	if (ret)
		return cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	return 0;
}

static int show(struct cli *c, const struct lab *lab, const char *observed, const char *for_whom)
{
	struct strbuf before = STRBUF_INIT;
	struct lab_result res;
	struct index *other;
	struct trace t;
	uint32_t i;
	int ret = second_index(c, lab, &other);

	if (ret)
		return ret;
	trace_init(&t);
	if (c->output && file_exists(c->output) && !file_read(c->output, &before, NULL))
		c->r.notes_from = before.buf;
	c->r.for_grader = for_whom && !strcmp(for_whom, "grader");
	if (observed && cli_trace(c, observed, &t))
		return EX_FAIL;
	lab_run(lab, c->g, &c->k, &res);
	if (other)
		lab_compare(&res, c->g, index_graph(other), &c->k);
	if (observed)
		lab_observe(&res, c->g, &t);
	for (i = 0; i < res.nr_refs; i++)
		if (res.ref[i].problem)
			cli_note(c, "{%s}: %s", res.ref[i].text, res.ref[i].problem);
	if (res.missing)
		cli_note(c, "without an answer in this index: %u of %u parts; the report says so",
			 res.missing, res.nr);
	if (res.left_out)
		cli_note(c, "about what is not in this index: %u of %u parts; the report says so",
			 res.left_out, res.nr);
	ret = CLI_SHOW(c, report, &res, (res.nr && res.missing == res.nr) || res.broken ? EX_NEGATIVE :
		       EX_FOUND);
	lab_result_release(&res);
	if (other)
		index_close(other);
	trace_release(&t);
	strbuf_release(&before);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	const char *observed = NULL, *for_whom = NULL;
	int template = 0;
	const struct opt opts[] = {
		{ "new", 0, OPT_FLAG, &template, NULL, "write a lab file to begin with" },
		{ "for", 0, OPT_STRING, &for_whom, "WHOM", "grader: with the model answers; student (default): without" },
		{ "observed", 0, OPT_STRING, &observed, "TRACE", "mark the calls that this recorded run made" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct lab lab;
	int ret = cli_parse(c, opts, argc, argv, 0, 1);

	if (ret >= 0)
		return ret;
	if (template)
		return write_template(c);
	if (!c->nr_args)
		return cli_fail(c, EX_USE, "say which lab: a built-in one (tcpip, boot, …) or a file");
	if (!strcmp(c->format, "html") && !c->output && isatty(STDOUT_FILENO))
		return cli_fail(c, EX_USE, "a page is not for a terminal: say where to write it (-o FILE), "
				"or -f text");
	if (for_whom && strcmp(for_whom, "grader") && strcmp(for_whom, "student"))
		return cli_fail(c, EX_USE, "--for is grader or student, not \"%s\"", for_whom);
	memset(&lab, 0, sizeof(lab));
	if (c->dbs.nr > 1)
		c->db = c->dbs.s[0];
	ret = read_lab(c, &lab);
	if (!ret)
		ret = cli_open(c, lab_needs(&lab));
	if (!ret)
		ret = show(c, &lab, observed, for_whom);
	lab_release(&lab);
	return ret;
}

const struct command report_command = {
	.name = "report",
	.run = run,
	.args = "LAB",
	.about = "a coursework report: questions, and answers with evidence",
	.shows = COMMAND_SHOWS(report),
	.first_format = "html",
	.more =
	"LAB is a built-in lab (tcpip: the five questions of a course on the TCP/IP stack; boot,\n"
	"driver, interrupt, memory, process, syscall, vfs) or a lab file; kpath help labs tells how one is written. The page needs no network\n"
	"and no other file. Exit code 1: the index has no answer to any part, or a placeholder of\n"
	"the lab's texts does not hold; stderr says which. With a second -d the parts of kind\n"
	"compare show a way in both kernels side by side.\n"
	"\n"
	"examples:\n"
	"  kpath report tcpip -o lab.html\n"
	"  kpath report tcpip --lang zh -f markdown -o lab.md\n"
	"  kpath report --new -o my.json\n"
	"  kpath report my.json -o my.html\n",
};
