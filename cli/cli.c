/* SPDX-License-Identifier: MIT */
#include "cli.h"
#include "reports/columns.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/tempfile.h"

#define MAX_KNOWLEDGE (4u << 20)

#define SHOWN_CANDIDATES 10

void cli_init(struct cli *c, const struct command *cmd)
{
	memset(c, 0, sizeof(*c));
	c->cmd = cmd;
	c->color = "auto";
	c->lang = asked_lang();
	c->db = getenv("KPATH_DB");
	if (!c->db || !*c->db)
		c->db = "./kpath.db";
	arena_init(&c->arena);
	strbuf_init(&c->err);
	report_init(&c->r, STDOUT_FILENO);
	c->r.command = cmd->name;
}

void cli_release(struct cli *c)
{
	str_list_release(&c->dbs);
	source_release(&c->src);
	report_release(&c->r);
	runlog_release(&c->log);
	if (c->idx)
		index_close(c->idx);
	if (c->has_k)
		knowledge_release(&c->k);
	arena_release(&c->arena);
	strbuf_release(&c->err);
}

static void say(const struct cli *c, const char *text)
{
	struct strbuf safe = STRBUF_INIT, own = STRBUF_INIT;

	report_message(c->lang && !strncmp(c->lang, "zh", 2) ? LANG_ZH : LANG_EN, text, &own);
	strbuf_addtext(&safe, own.buf);
	fprintf(stderr, "kpath: %s\n", safe.buf);
	strbuf_release(&safe);
	strbuf_release(&own);
}

void cli_note(struct cli *c, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	if (c->quiet)
		return;
	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	say(c, sb.buf);
	strbuf_release(&sb);
}

static void candidate(const struct graph *g, uint32_t file, const char *name)
{
	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;

	if (file)
		strbuf_addf(&raw, "%s:", graph_str(g, graph_file(g, file)->name));
	strbuf_addstr(&raw, name);
	strbuf_addtext(&safe, raw.buf);
	fprintf(stderr, "  %s\n", safe.buf);
	strbuf_release(&raw);
	strbuf_release(&safe);
}

static void candidates(struct cli *c, const struct report_error *e)
{
	const struct graph *g = c->g;
	uint32_t i, nr = e->nr_funcs + e->nr_slots + e->nr_objects;
	struct strbuf sb = STRBUF_INIT;

	for (i = 0; i < nr && i < SHOWN_CANDIDATES; i++) {
		if (i < e->nr_funcs) {
			strbuf_clear(&sb);
			q_paste_form(g, e->func[i], &sb);
			candidate(g, 0, sb.buf);
		} else if (i < e->nr_funcs + e->nr_slots) {
			const struct g_slot *s = graph_slot(g, e->slot[i - e->nr_funcs]);

			candidate(g, s->file, graph_str(g, s->name));
		} else {
			const struct g_object *o =
				graph_object(g, e->object[i - e->nr_funcs - e->nr_slots]);

			candidate(g, o->file, graph_str(g, o->name));
		}
	}
	if (nr > SHOWN_CANDIDATES)
		fprintf(stderr, "  … and %u more\n", nr - SHOWN_CANDIDATES);
	strbuf_release(&sb);
}

int cli_unwritten(struct cli *c, int error, int code)
{
	struct strbuf sb = STRBUF_INIT;

	/* a reader that has seen enough (| head) is no failure */
	if (!error || error == EPIPE)
		return code;
	strbuf_addf(&sb, "the output could not be written: %s", strerror(error));
	say(c, sb.buf);
	strbuf_release(&sb);
	return EX_FAIL;
}

int cli_fail_names(struct cli *c, enum exit_code code, struct report_error *e)
{
	int ret = code;

	say(c, e->message);
	if (c->g)
		candidates(c, e);
	if (c->format && !strcmp(c->format, "json")) {
		struct report r;

		report_init(&r, STDOUT_FILENO);
		r.command = c->cmd->name;
		r.g = c->g;
		json_writer.error(&r, e, NULL);
		if (sink_finish(&r.out))
			ret = cli_unwritten(c, r.out.error, code);
		report_release(&r);
	}
	return ret;
}

int cli_fail(struct cli *c, enum exit_code code, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	struct report_error e = { 0 };
	va_list ap;
	int ret;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	e.message = sb.buf;
	ret = cli_fail_names(c, code, &e);
	strbuf_release(&sb);
	return ret;
}

int cli_fail_query(struct cli *c, int status, const struct q_names *near)
{
	struct report_error e = { .message = c->err.buf };

	if (c->idx && index_failed(c->idx, &c->err))
		return cli_fail(c, EX_INDEX, "%s", c->err.buf);
	if (near->asked && near->what == Q_FUNC) {
		e.func = near->func;
		e.nr_funcs = near->nr;
	} else if (near->asked && near->what == Q_SLOT) {
		e.slot = near->func;
		e.nr_slots = near->nr;
	} else if (near->asked) {
		e.object = near->func;
		e.nr_objects = near->nr;
	}
	return cli_fail_names(c, status == Q_FAILED ? EX_FAIL : EX_NAME, &e);
}

int cli_knowledge(struct cli *c)
{
	struct strbuf extra = STRBUF_INIT;
	int ret = 0;

	if (c->knowledge_file && file_read_most(c->knowledge_file, MAX_KNOWLEDGE, &extra, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	else if (c->knowledge_file && strlen(extra.buf) != extra.len)
		ret = cli_fail(c, EX_FAIL, "%s is not JSON: it has NUL bytes in it",
			       c->knowledge_file);
	else if (knowledge_init(&c->k, c->knowledge_file ? extra.buf : NULL,
				c->knowledge_file, &c->err))
		ret = cli_fail(c, EX_FAIL, "%s", c->err.buf);
	else
		c->has_k = 1;
	strbuf_release(&extra);
	c->r.k = &c->k;
	return ret;
}

const char *cli_tr(const char *lang, const char *text)
{
	struct report r = { .lang = !strncmp(lang, "zh", 2) ? LANG_ZH : LANG_EN };

	return report_tr(&r, text);
}

int cli_send(struct strbuf *out)
{
	int ret = fd_write_all(STDOUT_FILENO, out->buf, out->len) ? errno : 0;

	strbuf_clear(out);
	return ret;
}

void cli_note_partial(struct cli *c, const struct graph *g)
{
	unsigned long failed = strtoul(graph_get_meta(g, "tus_failed"), NULL, 10);
	unsigned long partial = strtoul(graph_get_meta(g, "tus_partial"), NULL, 10);

	if (failed || partial)
		cli_note(c, g->nr_tu == 2 ? "the index is partial: of %u translation unit %lu could not be "
			 "read, %lu only in part (kpath doctor names it)" : "the index is partial: of %u "
			 "translation units %lu could not be read, %lu only in part (kpath doctor names them)",
			 g->nr_tu - 1, failed, partial);
}

int cli_open(struct cli *c, unsigned sections)
{
	int ret = cli_knowledge(c);
	char *tree = c->tree ? realpath(c->tree, NULL) : NULL;

	if (!ret && c->tree && !tree)
		ret = cli_fail(c, EX_FAIL, "there is no folder %s", c->tree);
	if (tree)
		c->tree = arena_strdup(&c->arena, tree);
	free(tree);
	if (ret)
		return ret;
	ret = index_open(&c->idx, c->db, &c->err);
	if (!ret) {
		if (sections)
			ret = index_need(c->idx, sections, &c->err);
		c->g = index_graph(c->idx);
	}
	if (ret) {
		c->g = NULL;
		return cli_fail(c, ret == INDEX_BAD ? EX_INDEX : EX_FAIL, "%s", c->err.buf);
	}
	c->r.g = c->g;
	c->r.out.held = !!c->g->source;
	runlog_read(&c->log, c->db, index_id(c->idx));
	source_init(&c->src, c->g, c->tree ? c->tree : c->log.tree, c->log.build);
	c->r.src = &c->src;
	cli_note_partial(c, c->g);
	return 0;
}

int cli_func(struct cli *c, const char *text, uint32_t *func)
{
	struct q_names names = { 0 };
	int ret = q_resolve_name(c->g, &c->k, &c->arena, text, func, &names, &c->err);

	names.asked = text;
	return ret == Q_FOUND ? 0 : cli_fail_query(c, ret, &names);
}

/* Is it a page, which shows lines of the sources? */
static int quotes(const struct cli *c)
{
	return c->format && (!strcmp(c->format, "html") || !strcmp(c->format, "markdown"));
}

int cli_show_form(struct cli *c, const struct form *f, const void *res, enum exit_code code)
{
	if (!f->cites_all || !strcmp(c->format, "json")) {
		report_cite(&c->r, f, res);
		cli_stale(c);
	}
	return cli_finish(c, c->writer->form(&c->r, f, res, &c->err), code);
}

void cli_stale(struct cli *c)
{
	uint32_t i, changed = 0, same = 0, first = 0;

	if (!c->r.cited || !c->g)
		return;
	for (i = 1; i < c->g->nr_file; i++) {
		enum source_state s = c->r.cited[i] ? source_check(&c->src, i) : SOURCE_UNKNOWN;

		if (s == SOURCE_SAME)
			same++;
		if (s == SOURCE_CHANGED && !changed++)
			first = i;
	}
	c->r.stale = changed ? 1 : same ? 0 : -1;
	if (!changed && !same && (c->r.source || quotes(c)))
		cli_note(c, "the sources of this index are not here, so no line of them is quoted: "
			 "--tree DIR says where they are");
	if (changed == 1)
		cli_note(c, "%s has changed since it was indexed; run kpath index again",
			 graph_str(c->g, graph_file(c->g, first)->name));
	else if (changed)
		cli_note(c, changed == 2 ? "%s and %u more file have changed since they were indexed; "
			 "run kpath index again" : "%s and %u more files have changed since they were "
			 "indexed; run kpath index again",
			 graph_str(c->g, graph_file(c->g, first)->name), changed - 1);
}

static void notes(struct cli *c)
{
	char *line = c->r.notes.buf, *nl;

	for (; *line; line = nl + 1) {
		nl = strchr(line, '\n');
		if (!nl)
			break;
		*nl = '\0';
		cli_note(c, "%s", line);
	}
}

/*
 * A regular file is replaced as a whole, also behind a symbolic link; a
 * device or a pipe is written to, never replaced.
 */
static int write_output(struct cli *c)
{
	struct sink *s = &c->r.out;
	struct stat st;
	char *real;
	int ret;

	if (stat(c->output, &st) || S_ISREG(st.st_mode)) {
		real = realpath(c->output, NULL);
		tempfile_sweep(real ? real : c->output);
		ret = file_write_atomic(real ? real : c->output, s->buf.buf, s->buf.len, &c->err);
		free(real);
		return ret;
	}
	s->fd = open(c->output, O_WRONLY | O_CLOEXEC);
	if (s->fd < 0)
		return error(&c->err, "%s can't be written: %s", c->output, strerror(errno));
	ret = sink_finish(s);
	close(s->fd);
	s->fd = -1;
	if (ret && s->error != EPIPE)
		return error(&c->err, "%s can't be written: %s", c->output, strerror(s->error));
	return 0;
}

int cli_trace(struct cli *c, const char *path, struct trace *t)
{
	if (trace_read(t, path, &c->err)) {
		trace_release(t);
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	}
	c->r.observed = 1;
	return 0;
}

int cli_finish(struct cli *c, int failed, enum exit_code code)
{
	struct sink *s = &c->r.out;

	if (failed)
		return cli_fail(c, EX_FAIL, "%s", c->err.buf);
	if (c->idx && index_failed(c->idx, &c->err))
		return cli_fail(c, EX_INDEX, "%s", c->err.buf);
	notes(c);
	if (c->output)
		alarm(0);	/* --max-time: the answer is known, and no half of a file is left */
	if (c->pdf) {
		if (pdf_print(c, s->buf.buf, s->buf.len, c->output))
			return cli_fail(c, EX_FAIL, "%s", c->err.buf);
		return code;
	}
	if (c->output) {
		if (write_output(c))
			return cli_fail(c, EX_FAIL, "%s", c->err.buf);
		return code;
	}
	if (sink_finish(s) && s->error != EPIPE)
		return cli_unwritten(c, s->error, code);
	alarm(0);		/* all of it is shown: what is left is no reason to say that it is not known */
	return code;
}
