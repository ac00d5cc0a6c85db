/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "base/fileio.h"
#include "cli.h"
#include "reports/columns.h"

static void split(struct str_list *lines, char *text)
{
	char *nl;

	while (*text) {
		nl = strchr(text, '\n');
		if (nl)
			*nl = '\0';
		if (*text)
			str_list_add(lines, text);
		if (!nl)
			break;
		text = nl + 1;
	}
}

/* The names of available_filter_functions: the first word of each line. */
static int read_traceable(struct cli *c, const char *path, struct strtab *names)
{
	struct strbuf text = STRBUF_INIT;
	const char *s, *name;
	size_t n;

	if (file_read(path, &text, &c->err)) {
		strbuf_release(&text);
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	}
	for (s = text.buf; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		name = s;
		n = trace_name(&name, strcspn(s, "\n"));
		if (n)
			strtab_addn(names, name, n);
	}
	strbuf_release(&text);
	return 0;
}

static int verify_trace(struct cli *c, const char *path, const char *traceable)
{
	struct q_coverage cover;
	struct strtab names;
	struct trace t;
	struct report_coverage rc = { .c = &cover, .t = &t };
	int ret;

	ret = cli_open(c, INDEX_SITES | INDEX_SLOTS | INDEX_ENTRIES);
	if (ret)
		return ret;
	trace_init(&t);
	ret = cli_trace(c, path, &t);
	if (ret)
		return ret;
	strtab_init(&names);
	if (traceable)
		ret = read_traceable(c, traceable, &names);
	if (!ret) {
		q_coverage(c->g, &t, traceable ? &names : NULL, &cover);
		ret = cli_show_form(c, &coverage_form, &rc, cover.nr_missing ? EX_NEGATIVE : EX_FOUND);
		q_coverage_release(&cover);
	}
	strtab_release(&names);
	trace_release(&t);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	const char *trace = NULL, *traceable = NULL;
	const struct opt opts[] = {
		{ "trace", 0, OPT_STRING, &trace, "FILE", "compare the call graph with the calls that FILE recorded" },
		{ "traceable", 0, OPT_STRING, &traceable, "FILE", "functions that a tracer can see (available_filter_functions)" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	struct strbuf problems = STRBUF_INIT;
	struct str_list lines = { 0 };
	struct report_verify v;
	int ret = cli_parse(c, opts, argc, argv, 0, 0);

	if (ret >= 0)
		return ret;
	if (traceable && !trace)
		return cli_fail(c, EX_USE, "--traceable goes with --trace");
	if (trace)
		return verify_trace(c, trace, traceable);
	ret = index_verify(c->db, &problems, &c->err);
	if (ret) {
		ret = cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	} else {
		split(&lines, problems.buf);
		v.problem = lines.s;
		v.nr = lines.nr;
		/* a damaged index may still open: then the JSON can name it */
		if (!index_open(&c->idx, c->db, NULL) &&
		    !index_need(c->idx, INDEX_CORE, NULL)) {
			c->g = index_graph(c->idx);
			c->r.g = c->g;
		}
		ret = cli_show_form(c, &verify_form, &v, v.nr ? EX_INDEX : EX_FOUND);
	}
	str_list_release(&lines);
	strbuf_release(&problems);
	return ret;
}

const struct command verify_command = {
	.name = "verify",
	.run = run,
	.args = "",
	.about = "check every byte of the index file; or the call graph against a recorded run",
	.form = &verify_form,
	.more =
	"A trace is what ftrace (function, function_graph), trace-cmd report, perf script or\n"
	"dmesg with initcall_debug print, or a table with the columns caller and callee; it may be\n"
	"packed by gzip. A recorded call is covered where the graph has it, or a way through functions\n"
	"that can't be traced. Exit code 1: a recorded call is missing; 4: the index is missing or\n"
	"damaged; 6: FILE is no trace.\n"
	"\n"
	"examples:\n"
	"  kpath verify -d linux-6.1.db\n"
	"  kpath verify --trace trace.txt --traceable available_filter_functions\n",
};
