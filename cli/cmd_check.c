/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "cli.h"
#include "queries/check/check.h"
#include "reports/html/marks.h"

#define MAX_BYTES (256u << 20)
#define MAX_DOCUMENTS 1000

static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	return source_line(ctx, file, line, out);
}

static int read_document(struct cli *c, const char *path, struct strbuf *text)
{
	struct stat st;

	if (!stat(path, &st) && S_ISREG(st.st_mode) && st.st_size > (off_t)MAX_BYTES)
		return cli_fail(c, EX_FAIL, "%s is too large to be a report (more than %u MB)", path,
				MAX_BYTES >> 20);
	if (file_read(path, text, &c->err))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	return 0;
}

struct check_run {
	struct str_list as, bind;
	const char *source;
	struct q_check_options opt;
};

static int check_one(struct cli *c, const struct check_run *run, const struct strbuf *text)
{
	struct report_check rc = { .name = path_basename(c->args[0]), .text = text->buf,
				   .len = text->len };
	struct q_check_result res;
	int ret = q_check(c->g, &c->k, text->buf, text->len, &run->opt, &res, &c->err);

	rc.res = &res;
	if (ret == Q_FOUND) {
		if (res.doc.truncated)
			cli_note(c, "only the first %u claims were looked at", res.nr);
		ret = CLI_SHOW(c, check, &rc, res.count[V_FALSE] ? EX_NEGATIVE : EX_FOUND);
	} else if (ret == Q_UNKNOWN) {
		ret = cli_fail(c, EX_NAME, "%s", c->err.buf);
	} else {
		ret = cli_fail(c, EX_FAIL, "%s: %s", c->args[0], c->err.buf);
	}
	q_check_release(&res);
	return ret;
}

/* ---- many documents ---------------------------------------------------------------- */

static int is_json(const struct cli *c)
{
	return !strcmp(c->writer->name, "json");
}

/* The page of a document: its name with what any file system and address takes. */
static const char *page_name(struct cli *c, const char *name, uint32_t at, const struct marked *m)
{
	char *page = arena_printf(&c->arena, "%s.%s", name, is_json(c) ? "json" : "html"), *p;
	uint32_t i;

	for (p = page; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", *p))
			*p = '_';
	for (i = 0; i < at; i++)
		if (!strcmp(page, "index.html") || (m[i].page && !strcmp(m[i].page, page)))
			return arena_printf(&c->arena, "%u-%s", at + 1, page);
	return strcmp(page, "index.html") ? page : "1-index.html";
}

/* What was written to the report's output becomes a file of the folder. */
static int write_page(struct cli *c, const char *dir, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	int ret;

	path_join(&path, dir, name);
	ret = file_write_atomic(path.buf, c->r.out.buf.buf, c->r.out.buf.len, &c->err);
	strbuf_clear(&c->r.out.buf);
	strbuf_release(&path);
	return ret;
}

static int write_pages(struct cli *c, struct marked *m, uint32_t nr)
{
	uint32_t i;

	if (dir_make_all(c->output, &c->err))
		return -1;
	c->r.out.held = 1;
	for (i = 0; i < nr; i++)
		if (m[i].page && ((is_json(c) ? c->writer->check(&c->r, &m[i].check, &c->err) :
				   marks_page(&c->r, &m[i].check, &c->err)) ||
				  write_page(c, c->output, m[i].page)))
			return -1;
	if (is_json(c))
		return 0;
	return marks_index(&c->r, m, nr, &c->err) || write_page(c, c->output, "index.html");
}

static int show_marks(struct cli *c, struct marked *m, uint32_t nr)
{
	const char *dir = c->output;
	uint32_t i, false_ones = 0;

	if (write_pages(c, m, nr))
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	for (i = 0; i < nr; i++) {
		const uint32_t *n = m[i].check.res->count;

		if (m[i].failed)
			cli_note(c, "%s: %s", m[i].check.name, m[i].failed);
		else
			sink_printf(&c->r.out, "%s: %u true, %u imprecise, %u false, %u unknown\n",
				    m[i].check.name, n[V_TRUE], n[V_IMPRECISE], n[V_FALSE], n[V_UNKNOWN]);
		false_ones += n[V_FALSE];
	}
	if (!is_json(c))
		sink_printf(&c->r.out, "%s%sindex.html\n", dir, dir[strlen(dir) - 1] == '/' ? "" : "/");
	c->output = NULL;
	c->r.out.fd = STDOUT_FILENO;
	return cli_finish(c, 0, false_ones ? EX_NEGATIVE : EX_FOUND);
}

static int check_all(struct cli *c, const struct check_run *run)
{
	uint32_t nr = (uint32_t)c->nr_args, i;
	struct q_check_text *docs = arena_alloc(&c->arena, nr * sizeof(*docs));
	struct q_check_result *res = arena_alloc(&c->arena, nr * sizeof(*res));
	const char **failed = arena_alloc(&c->arena, nr * sizeof(*failed));
	struct marked *m = arena_alloc(&c->arena, nr * sizeof(*m));
	struct strbuf *text = arena_alloc(&c->arena, nr * sizeof(*text));
	int ret = 0;

	memset(m, 0, nr * sizeof(*m));
	for (i = 0; i < nr; i++)
		strbuf_init(&text[i]);
	for (i = 0; i < nr && !ret; i++) {
		ret = read_document(c, c->args[i], &text[i]);
		docs[i] = (struct q_check_text){ text[i].buf, text[i].len };
	}
	if (!ret && q_check_all(c->g, &c->k, docs, nr, &run->opt, res, failed, &c->err) == Q_FOUND) {
		for (i = 0; i < nr; i++) {
			m[i].check = (struct report_check){ &res[i], path_basename(c->args[i]),
							    text[i].buf, text[i].len };
			m[i].failed = failed[i];
			m[i].page = failed[i] ? NULL : page_name(c, m[i].check.name, i, m);
		}
		ret = show_marks(c, m, nr);
		q_check_release_all(res, nr);
	} else if (!ret) {
		ret = cli_fail(c, EX_NAME, "%s", c->err.buf);
	}
	for (i = 0; i < nr; i++)
		strbuf_release(&text[i]);
	return ret;
}

/* "-o marks/", a folder that is there, or more than one document. */
static int wants_pages(const struct cli *c)
{
	struct stat st;
	size_t n = c->output ? strlen(c->output) : 0;

	return c->nr_args > 1 || (n && (c->output[n - 1] == '/' ||
					(!stat(c->output, &st) && S_ISDIR(st.st_mode))));
}

static int check(struct cli *c, struct check_run *run)
{
	struct strbuf text = STRBUF_INIT;
	char *tree = run->source ? realpath(run->source, NULL) : NULL;
	int ret;

	if (run->source && !tree)
		return cli_fail(c, EX_FAIL, "there is no folder %s", run->source);
	if (tree) {
		source_release(&c->src);
		source_init(&c->src, c->g, tree, c->log.build);
	}
	free(tree);
	run->opt = (struct q_check_options){
		.scenario = (const char *const *)run->as.s, .bind = (const char *const *)run->bind.s,
		.read_line = c->src.tree ? read_line : NULL, .ctx = &c->src, .tree = c->src.tree,
	};
	if (!c->src.tree)
		cli_note(c, "the sources of this index were not found: listings are compared "
			 "by their calls only");
	if (wants_pages(c)) {
		if (!c->output)
			return cli_fail(c, EX_USE, "several documents are marked into a folder: -o DIR/");
		return check_all(c, run);
	}
	ret = read_document(c, c->args[0], &text);
	if (!ret)
		ret = check_one(c, run, &text);
	strbuf_release(&text);
	return ret;
}

static int run(struct cli *c, int argc, char **argv)
{
	struct check_run run = { 0 };
	const struct opt opts[] = {
		{ "as", 0, OPT_LIST, &run.as, "SCENARIO,…", "judge steps with calls bound as the scenarios say" },
		{ "bind", 0, OPT_LIST, &run.bind, "KEY=NAME,…", "bind one slot or type by hand" },
		{ "source", 0, OPT_STRING, &run.source, "DIR", "the tree, where it is not where it was indexed" },
		{ NULL, 0, 0, NULL, NULL, NULL },
	};
	int ret = cli_parse(c, opts, argc, argv, 1, MAX_DOCUMENTS);

	if (ret < 0)
		ret = cli_open(c, INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS |
			       INDEX_VALUES | INDEX_ENTRIES);
	if (!ret && c->g)
		ret = check(c, &run);
	str_list_release(&run.as);
	str_list_release(&run.bind);
	return ret;
}

const struct command check_command = {
	.name = "check",
	.run = run,
	.args = "DOC.md…",
	.about = "every checkable claim of a written report, with a verdict",
	.shows = COMMAND_SHOWS(check),
	.more =
	"Reads Markdown or plain text, in English or Chinese, and finds what it says about code:\n"
	"chains (a -> b -> c), Mermaid graphs, call trees, tables, listings, and sentences such as\n"
	"\"x calls y\", \"x is in net/ipv4/tcp.c\", \"registered by fs_initcall(x)\", \"from A to B in f\".\n"
	"\n"
	"verdicts: true; imprecise (by way of others, renamed, another place); false; unknown\n"
	"(the index can't tell). Exit code 1: something is false.\n"
	"\n"
	"Several documents, or -o with a folder: a page for each, its verdicts beside the text, and\n"
	"index.html with all in one table and the mistakes that several make. With -f json a JSON\n"
	"file for each.\n"
	"\n"
	"examples:\n"
	"  kpath check lab4.md\n"
	"  kpath check lab4.md --as tcp4 -f html -o lab4.html\n"
	"  kpath check class/*.md -o marks/\n",
};
