/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"
#include "cli.h"
#include "queries/stack/stack.h"

#define MAX_BYTES (256u << 20)

/* stdin up to its end. */
static int read_stdin(struct cli *c, struct strbuf *text)
{
	char buf[65536];
	ssize_t n;

	while ((n = read(STDIN_FILENO, buf, sizeof(buf)))) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cli_fail(c, EX_FAIL, "the report could not be read: %s", strerror(errno));
		strbuf_add(text, buf, (size_t)n);
		if (text->len > MAX_BYTES)
			return cli_fail(c, EX_FAIL, "the report is larger than %u MB", MAX_BYTES >> 20);
	}
	return 0;
}

static int add_file(struct cli *c, struct stack_judge *j, const char *path, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (!strcmp(path, "-"))
		ret = read_stdin(c, &text);
	else if (file_read_most(path, MAX_BYTES, &text, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	if (!ret)
		q_stack_add(j, name, text.buf, text.len);
	strbuf_release(&text);
	return ret;
}

static int is_shown(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static int add_folder(struct cli *c, struct stack_judge *j, const char *dir)
{
	struct dirent **list;
	struct stat st;
	int n = scandir(dir, &list, is_shown, alphasort), i, ret = 0;

	if (n < 0)
		return cli_fail(c, EX_FAIL, "the folder %s can't be read: %s", dir, strerror(errno));
	for (i = 0; i < n; i++) {
		const char *path = arena_printf(&c->arena, "%s/%s", dir, list[i]->d_name);

		if (!ret && !stat(path, &st) && S_ISREG(st.st_mode))
			ret = add_file(c, j, path, arena_strdup(&c->arena, list[i]->d_name));
		free(list[i]);
	}
	free(list);
	return ret;
}

static int stack(struct cli *c, int recall, struct stack_debug *debug)
{
	const char *path = c->nr_args ? c->args[0] : "-";
	struct q_stack_result res;
	struct stack_judge *j = q_stack_begin(c->g, &res);
	struct stat st;
	int ret, found;

	c->r.asked = arena_printf(&c->arena, "stack %s", strcmp(path, "-") ? path_basename(path) : "");
	q_stack_debug(j, debug);
	if (strcmp(path, "-") && !stat(path, &st) && S_ISDIR(st.st_mode))
		ret = add_folder(c, j, path);
	else
		ret = add_file(c, j, path, "");
	found = q_stack_end(j);
	res.recall = recall;
	if (!ret && found != Q_FOUND) {
		ret = cli_fail(c, EX_NEGATIVE, "there is no stack in %s; an oops, a warning, perf script, bpftrace, gdb, crash and ftrace are understood",
			       strcmp(path, "-") ? path : "what was read");
	} else if (!ret) {
		if (debug && !res.placed)
			cli_note(c, "no frame is known to the debug information: it is of another build");
		report_cite(&c->r, &stack_form, &res);
		cli_stale(c);
		ret = cli_finish(c, c->writer->form(&c->r, &stack_form, &res, &c->err),
				 res.steps[NOT_POSSIBLE] ? EX_NEGATIVE : EX_FOUND);
	}
	q_stack_release(&res);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct stack_debug *debug = NULL;
	const char *vmlinux = NULL;
	int recall = 0;
	const struct opt opts[] = {
		{ "recall", 0, OPT_FLAG, &recall, NULL, "only how many steps of each file are explained" },
		{ "vmlinux", 0, OPT_STRING, &vmlinux, "FILE", "debug information of the build that crashed: lines, inlined functions" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 0, 1);

	if (ret < 0) {
		ret = cli_open(c, stack_answer.needs);
		if (!ret && vmlinux && stack_debug_open(&debug, vmlinux, &c->err))
			ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
		else if (!ret)
			ret = stack(c, recall, debug);
	}
	stack_debug_free(debug);
	return ret;
}

const struct command stack_command = {
	.name = "stack",
	.run = run,
	.args = "[FILE|DIR|-]",
	.about = "explains a crash: each step of an oops, a sample, a backtrace",
	.answer = &stack_answer,
	.more =
	"Reads an oops, a WARN, reports of KASAN, KCSAN and lockdep, hung tasks, sysrq-t, perf\n"
	"script, bpftrace, gdb, crash and ftrace stacks out of any text, and says of each step by\n"
	"which call it came about: a line, or the store that put the function into a pointer.\n"
	"Frames that are missing (inlined functions, tail calls) are filled in and marked +; those\n"
	"with a ? are possible callers or left over. Equal stacks are shown once. Of a folder all\n"
	"files are read.\n"
	"\n"
	"With --vmlinux inlined functions and lines come from the debug information of the build\n"
	"that crashed.\n"
	"\n"
	"A step is unknown where no call of it is known, and impossible where nothing leads there\n"
	"and all calls on the way are known. Exit code 1: there is no stack, or one is impossible.\n"
	"\n"
	"examples:\n"
	"  dmesg | kpath stack -d linux.db\n"
	"  kpath stack oops.txt -f html -o oops.html\n"
	"  kpath stack oops.txt --vmlinux ~/linux/vmlinux\n"
	"  kpath stack reports/ --recall\n",
};
