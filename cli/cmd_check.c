/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "cli.h"
#include "queries/check/check.h"
#include "reports/html/marks.h"
#include "reports/source.h"

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

#define MAX_INDEXES 16

struct other {			/* an index beside the one that judges */
	struct index *idx;
	struct source_tree src;
	struct runlog log;
	const char *version;
};

struct check_run {
	struct str_list as, bind;
	const char *source;
	struct q_check_options opt;
	struct other other[MAX_INDEXES];
	uint32_t nr_other;
};

/* What the other indexes say of the same documents. */
static void look_elsewhere(struct cli *c, struct check_run *run, const struct q_check_text *docs,
			   uint32_t nr, struct q_check_result *res)
{
	const char **failed = arena_alloc(&c->arena, nr * sizeof(*failed));
	struct q_check_result *there = arena_alloc(&c->arena, nr * sizeof(*there));
	uint32_t i, k;

	for (k = 0; k < run->nr_other; k++) {
		struct other *o = &run->other[k];
		struct q_check_options opt = run->opt;

		opt.read_line = o->src.tree ? read_line : NULL;
		opt.ctx = &o->src;
		opt.tree = o->src.tree;
		if (q_check_all(index_graph(o->idx), &c->k, docs, nr, &opt, there, failed, &c->err) != Q_FOUND) {
			strbuf_clear(&c->err);
			continue;
		}
		for (i = 0; i < nr; i++)
			q_check_since(&res[i], &there[i], o->version);
		q_check_release_all(there, nr);
	}
}

/* How far an index is from the version that the text names: the smaller, the better. */
static uint32_t distance(const char *version, uint32_t named)
{
	uint32_t v = q_check_version_of(version);

	return !v ? UINT32_MAX : v > named ? v - named : named - v;
}

/* Opens what -d gives beside the index that judges, which is the one of the version that
 * is nearest to the text's; where it names none, the one given first. */
static int open_indexes(struct cli *c, struct check_run *run, unsigned sections)
{
	uint32_t named = 0, best = 0, i, k, least = UINT32_MAX;
	struct strbuf text = STRBUF_INIT;
	int ret = 0;

	if (c->dbs.nr > MAX_INDEXES)
		return cli_fail(c, EX_USE, "at most %u indexes are compared", MAX_INDEXES);
	for (i = 0; i < (uint32_t)c->nr_args && !named; i++) {
		strbuf_clear(&text);
		if (!read_document(c, c->args[i], &text))
			named = q_check_version(text.buf, text.len);
	}
	strbuf_release(&text);
	for (i = 0; i < c->dbs.nr && !ret; i++) {
		struct other *o = &run->other[i];

		ret = index_open(&o->idx, c->dbs.s[i], &c->err);
		if (!ret)
			ret = index_need(o->idx, sections, &c->err);
		if (ret)
			return cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
		run->nr_other++;
		o->version = graph_get_meta(index_graph(o->idx), "version");
		if (!*o->version)
			o->version = path_basename(c->dbs.s[i]);
		if (named && distance(o->version, named) < least) {
			least = distance(o->version, named);
			best = i;
		}
		runlog_read(&o->log, c->dbs.s[i], index_id(o->idx));
		source_init(&o->src, index_graph(o->idx), o->log.tree, o->log.build);
	}
	c->db = c->dbs.s[best];
	/* the best one is opened as any command does */
	source_release(&run->other[best].src);
	runlog_release(&run->other[best].log);
	index_close(run->other[best].idx);
	for (k = best; k + 1 < run->nr_other; k++)
		run->other[k] = run->other[k + 1];
	run->nr_other--;
	return 0;
}

static int check_one(struct cli *c, struct check_run *run, const struct strbuf *text)
{
	struct report_check rc = { .name = path_basename(c->args[0]), .text = text->buf,
				   .len = text->len };
	struct q_check_result res;
	int ret = q_check(c->g, &c->k, text->buf, text->len, &run->opt, &res, &c->err);

	rc.res = &res;
	if (ret == Q_FOUND) {
		look_elsewhere(c, run, &(struct q_check_text){ text->buf, text->len }, 1, &res);
		if (res.doc.truncated)
			cli_note(c, "only the first %u claims were looked at", res.nr);
		ret = cli_show_form(c, &check_form, &rc, res.count[V_FALSE] ? EX_NEGATIVE : EX_FOUND);
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

	if (dir_make_all(c->output, 0777, &c->err))
		return -1;
	c->r.out.held = 1;
	for (i = 0; i < nr; i++)
		if (m[i].page && ((is_json(c) ? c->writer->form(&c->r, &check_form, &m[i].check, &c->err) :
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

static int check_all(struct cli *c, struct check_run *run)
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
		look_elsewhere(c, run, docs, nr, res);
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
	const unsigned sections = INDEX_SITES | INDEX_GUARDS | INDEX_SLOTS | INDEX_OBJECTS |
		INDEX_VALUES | INDEX_ENTRIES;
	int ret = cli_parse(c, opts, argc, argv, 1, MAX_DOCUMENTS), opened = 0;
	uint32_t i;

	if (ret < 0 && c->dbs.nr > 1)
		opened = open_indexes(c, &run, sections);
	if (opened)
		ret = opened;
	else if (ret < 0)
		ret = cli_open(c, sections);
	if (!ret && c->g)
		ret = check(c, &run);
	for (i = 0; i < run.nr_other; i++) {
		source_release(&run.other[i].src);
		runlog_release(&run.other[i].log);
		index_close(run.other[i].idx);
	}
	str_list_release(&run.as);
	str_list_release(&run.bind);
	return ret;
}

const struct command check_command = {
	.name = "check",
	.run = run,
	.args = "DOC.md…",
	.about = "every checkable claim of a written report, with a verdict",
	.form = &check_form,
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
	"With several -d a text is judged by the index of the version that it names (else the first),\n"
	"and what is otherwise in the others is said with it.\n"
	"\n"
	"examples:\n"
	"  kpath check lab4.md\n"
	"  kpath check lab4.md --as tcp4 -f html -o lab4.html\n"
	"  kpath check class/*.md -o marks/\n"
	"  kpath check lab4.md -d 4.19.db -d 6.1.db\n",
};
