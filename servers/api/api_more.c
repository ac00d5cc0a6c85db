/* SPDX-License-Identifier: MIT */
/* What can be asked and is no row of answers: sources, a document's claims; and the list of all of that. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api_p.h"
#include "base/xalloc.h"
#include "queries/check/check.h"
#include "queries/sites.h"
#include "reports/json/json_p.h"

#define LINES_USUAL 60
#define LINES_MAX 4000

/* ---- source: lines of a file of the index ------------------------------------------------- */

/* "net/ipv4/tcp.c:12", "net/ipv4/tcp.c", or a function's name. */
static int find_place(struct api_call *c, const char *text, uint32_t *file, uint32_t *line)
{
	const struct graph *g = c->ix->g;
	const char *colon = strrchr(text, ':');
	size_t len = colon && colon[1] >= '0' && colon[1] <= '9' ? (size_t)(colon - text) : strlen(text);
	struct q_names names = { 0 };
	struct strbuf err = STRBUF_INIT;
	uint32_t i, func;
	int ret;

	*line = len < strlen(text) ? (uint32_t)strtoul(colon + 1, NULL, 10) : 1;
	for (i = 1; i < g->nr_file; i++) {
		const char *name = graph_str(g, graph_file(g, i)->name);

		if (strlen(name) == len && !memcmp(name, text, len)) {
			*file = i;
			return 0;
		}
	}
	ret = q_resolve_name(g, c->ix->k, &c->arena, text, &func, &names, &err);
	strbuf_release(&err);
	if (ret)
		return error(&c->err, "no file of the index and no function is called \"%s\"; a place is FILE:LINE, with the file's path from the top of the tree",
			     text);
	*file = graph_func(g, func)->file;
	*line = graph_func(g, func)->line;
	return 0;
}

/* What a reader wants to know beside a call: whom, by which rule, when. */
static void add_call(struct api_call *c, cJSON *o, uint32_t site)
{
	const struct g_site *s = graph_site(c->ix->g, site);
	struct q_site q = { .site = site };

	q_site_targets(c->ix->g, &c->arena, &q);
	if (q.nr_targets == 1)
		json_func(o, "callee", &c->r, q.target[0]);
	if (s->cls != GC_DIRECT)
		cJSON_AddStringToObject(o, "rule", report_rule(s->rule));
	if (s->outer)
		api_add_text(o, "outer", graph_str(c->ix->g, graph_slot(c->ix->g, s->outer)->name));
	if (s->why)
		api_add_text(o, "why", graph_str(c->ix->g, s->why));
	if (s->guard)
		json_guards(o, "guards", &c->r, s->guard);
}

/* The calls on the lines from..to of a file, by line. */
static cJSON *calls_of(struct api_call *c, uint32_t file, uint32_t from, uint32_t to)
{
	const struct graph *g = c->ix->g;
	cJSON *list = cJSON_CreateArray(), *o;
	uint32_t i, n;

	for (i = 1, n = 0; i < g->nr_site && n < LINES_MAX; i++) {
		const struct g_site *s = graph_site(g, i);

		if (s->file != file || s->line < from || s->line > to || s->cls == GC_NONE)
			continue;
		o = cJSON_CreateObject();
		cJSON_AddNumberToObject(o, "line", s->line);
		api_add_text(o, "caller", report_func(&c->r, s->func));
		cJSON_AddStringToObject(o, "class", g_class_name[s->cls]);
		cJSON_AddNumberToObject(o, "targets", s->nr_targets);
		add_call(c, o, i);
		if (s->expr)
			api_add_text(o, "expr", graph_str(g, s->expr));
		if (s->slot)
			api_add_text(o, "slot", graph_str(g, graph_slot(g, s->slot)->name));
		cJSON_AddItemToArray(list, o);
		n++;
	}
	return list;
}

static cJSON *functions_of(struct api_call *c, uint32_t file, uint32_t from, uint32_t to)
{
	const struct graph *g = c->ix->g;
	cJSON *list = cJSON_CreateArray(), *o;
	uint32_t i;

	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		if (f->file != file || !(f->flags & (GF_DEFINED | GF_ASM)) || f->line > to || f->end_line < from)
			continue;
		o = cJSON_CreateObject();
		api_add_text(o, "name", report_func(&c->r, i));
		cJSON_AddNumberToObject(o, "line", f->line);
		cJSON_AddNumberToObject(o, "end", f->end_line);
		cJSON_AddItemToArray(list, o);
	}
	return list;
}

/* A line of the text at `s`, without its newline; *s moves behind it. */
static char *take_line(struct arena *a, const char **s, const char *end)
{
	const char *nl = memchr(*s, '\n', (size_t)(end - *s)), *from = *s;

	*s = nl ? nl + 1 : end;
	return arena_strndup(a, from, (size_t)((nl ? nl : end) - from));
}

static enum api_status put_source(struct api_call *c, uint32_t file, uint32_t from, uint32_t count)
{
	size_t len;
	const char *text = source_text(&c->ix->src, file, &len), *end;
	const char *name = graph_str(c->ix->g, graph_file(c->ix->g, file)->name);
	cJSON *o, *lines;
	uint32_t line = 1, to = from > UINT32_MAX - count ? UINT32_MAX : from + count - 1;
	struct strbuf url = STRBUF_INIT;

	if (!text) {
		error(&c->err, "%s can't be shown: its tree is not there any more, or it has changed since it was indexed",
		      name);
		return API_NAME;
	}
	end = text + len;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "schema", "kpath-source/1");
	api_add_text(o, "file", name);
	cJSON_AddNumberToObject(o, "first", from);
	lines = cJSON_AddArrayToObject(o, "lines");
	for (; text < end; line++) {
		struct strbuf sb = STRBUF_INIT;
		const char *s = take_line(&c->arena, &text, end);

		if (line >= from && line <= to) {
			strbuf_addutf8(&sb, s);
			if (api_wants_json(c))
				cJSON_AddItemToArray(lines, cJSON_CreateString(sb.buf));
			else
				sink_printf(&c->r.out, "%5u  %s\n", line, sb.buf);
		}
		strbuf_release(&sb);
	}
	if (!api_wants_json(c)) {
		sink_printf(&c->r.out, line == 2 ? "%s has %u line\n" : "%s has %u lines\n", name,
			    line - 1);
		cJSON_Delete(o);
		return API_FOUND;
	}
	cJSON_AddNumberToObject(o, "total", line - 1);
	if (!report_url(&c->r, file, from, &url))
		cJSON_AddStringToObject(o, "url", url.buf);
	strbuf_clear(&url);
	if (!report_git_url(&c->r, file, from, &url))
		cJSON_AddStringToObject(o, "git", url.buf);
	strbuf_release(&url);
	cJSON_AddItemToObject(o, "functions", functions_of(c, file, from, to));
	cJSON_AddItemToObject(o, "calls", calls_of(c, file, from, to));
	return api_put_json(c, o);
}

static enum api_status run_source(struct api_call *c)
{
	uint32_t file = 0, line = 1, count = c->ask.v[1].number ? c->ask.v[1].number : LINES_USUAL;

	if (find_place(c, c->ask.v[0].text, &file, &line))
		return API_NAME;
	return put_source(c, file, line ? line : 1, count);
}

static const struct ask_param source_param[] = {
	{ "place", ASK_TEXT, "FILE:LINE|FUNCTION" },
	{ "lines", ASK_NUMBER, "N", "how many lines", .usual = LINES_USUAL, .max = LINES_MAX },
	{ NULL }
};

/* ---- check: the claims of a document ----------------------------------------------------------- */

static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	return source_line(ctx, file, line, out);
}

static enum api_status run_check(struct api_call *c)
{
	const char *text = c->ask.v[0].text;
	struct q_check_options opt = {
		.scenario = c->ask.v[1].list, .read_line = c->ix->src.tree ? read_line : NULL,
		.ctx = &c->ix->src, .tree = c->ix->src.tree,
	};
	const struct writer *w = writer_find(c->q->format ? c->q->format : "json");
	struct report_check rc = { .name = "document", .text = text, .len = strlen(text) };
	struct q_check_result res;
	int ret = q_check(c->ix->g, c->ix->k, text, rc.len, &opt, &res, &c->err);
	enum api_status status = ret == Q_FOUND ? API_FOUND : ret == Q_UNKNOWN ? API_NAME : API_FAILED;

	rc.res = &res;
	if (status == API_FOUND && w && w->form)
		w->form(&c->r, &check_form, &rc, &c->err);
	else if (status == API_FOUND)
		error(&c->err, "check has no format \"%s\"", c->q->format);
	q_check_release(&res);
	return c->err.len && status == API_FOUND ? API_BAD : status;
}

static const struct ask_param check_param[] = {
	{ "text", ASK_TEXT, "TEXT" },
	{ "as", ASK_LIST, "SCENARIO,…", "judge steps with calls bound as the scenarios say" },
	{ NULL }
};

const struct api_extra api_more[] = {
	{ "source", "lines of a source file, or of a function", source_param, "json text", run_source },
	{ "names", "functions, system calls, tables, fields, states and files with a word in their name",
	  api_names_param, "json text", api_run_names },
	{ "scenarios", "what can be taken for granted, and which of it a question from FROM to TO is about perhaps",
	  api_scenarios_param, "json text", api_run_scenarios },
	{ "check", "every checkable claim of a text (a report, a review, a commit message), with a verdict",
	  check_param, "json text html", run_check },
	{ NULL }
};
