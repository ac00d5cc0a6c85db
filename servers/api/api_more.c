/* SPDX-License-Identifier: MIT */
/* What can be asked and is no row of answers: sources, names, a document's claims. */
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "api_p.h"
#include "base/xalloc.h"
#include "queries/check/check.h"

#define LINES_USUAL 60
#define LINES_MAX 4000
#define NAMES_USUAL 20
#define NAMES_MAX 200
#define PREFIX_MAX 128

static enum api_status put_json(struct api_call *c, cJSON *o)
{
	char *text = cJSON_PrintUnformatted(o);

	cJSON_Delete(o);
	if (!text) {
		error(&c->err, "not enough memory to write the JSON document");
		return API_FAILED;
	}
	sink_puts(&c->r.out, text);
	sink_putc(&c->r.out, '\n');
	cJSON_free(text);
	return API_FOUND;
}

static void add_text(cJSON *o, const char *key, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addutf8(&sb, text);
	cJSON_AddStringToObject(o, key, sb.buf);
	strbuf_release(&sb);
}

static int wants_json(const struct api_call *c)
{
	return !c->q->format || !strcmp(c->q->format, "json");
}

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
		add_text(o, "caller", report_func(&c->r, s->func));
		cJSON_AddStringToObject(o, "class", g_class_name[s->cls]);
		cJSON_AddNumberToObject(o, "targets", s->nr_targets);
		if (s->expr)
			add_text(o, "expr", graph_str(g, s->expr));
		if (s->slot)
			add_text(o, "slot", graph_str(g, graph_slot(g, s->slot)->name));
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
		add_text(o, "name", report_func(&c->r, i));
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
	add_text(o, "file", name);
	cJSON_AddNumberToObject(o, "first", from);
	lines = cJSON_AddArrayToObject(o, "lines");
	for (; text < end; line++) {
		struct strbuf sb = STRBUF_INIT;
		const char *s = take_line(&c->arena, &text, end);

		if (line >= from && line <= to) {
			strbuf_addutf8(&sb, s);
			if (wants_json(c))
				cJSON_AddItemToArray(lines, cJSON_CreateString(sb.buf));
			else
				sink_printf(&c->r.out, "%5u  %s\n", line, sb.buf);
		}
		strbuf_release(&sb);
	}
	if (!wants_json(c)) {
		sink_printf(&c->r.out, "%s has %u lines\n", name, line - 1);
		cJSON_Delete(o);
		return API_FOUND;
	}
	cJSON_AddNumberToObject(o, "total", line - 1);
	if (!report_url(&c->r, file, from, &url))
		cJSON_AddStringToObject(o, "url", url.buf);
	strbuf_release(&url);
	cJSON_AddItemToObject(o, "functions", functions_of(c, file, from, to));
	cJSON_AddItemToObject(o, "calls", calls_of(c, file, from, to));
	return put_json(c, o);
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

/* ---- names: for completing a word ----------------------------------------------------------- */

struct found {
	const char *name, *kind;
	uint32_t file, line, weight;
};

struct names {
	struct found *at;
	uint32_t nr, alloc;
	const char *word;
	size_t len;
};

/* Names that begin with the word are nearest, then those that have it inside; shorter ones first. */
static void offer(struct names *n, const char *name, const char *kind, uint32_t file, uint32_t line)
{
	const char *at = strstr(name, n->word);

	if (!at)
		return;
	ALLOC_GROW(n->at, n->nr + 1, n->alloc);
	n->at[n->nr++] = (struct found){ name, kind, file, line,
		(at == name ? 0u : 10000u) + (uint32_t)(strlen(name) < 5000 ? strlen(name) : 5000) };
}

static int cmp_found(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int d;

	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	d = strcmp(x->name, y->name);
	return d ? d : x->line < y->line ? -1 : x->line > y->line;
}

static void find_names(const struct graph *g, struct names *n)
{
	uint32_t i;

	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		if ((f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of)
			offer(n, graph_str(g, f->name), "function", f->file, f->line);
	}
	for (i = 1; i < g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(g, i);

		if (!strcmp(graph_str(g, e->kind), "syscall"))
			offer(n, graph_str(g, e->name), "syscall", e->file, e->line);
	}
	for (i = 1; i < g->nr_object; i++)
		offer(n, graph_str(g, graph_object(g, i)->name), "table", graph_object(g, i)->file,
		      graph_object(g, i)->line);
	for (i = 1; i < g->nr_slot; i++)
		if (graph_slot(g, i)->kind == GS_FIELD)
			offer(n, graph_str(g, graph_slot(g, i)->name), "slot", graph_slot(g, i)->file,
			      graph_slot(g, i)->line);
	for (i = 1; i < g->nr_file; i++)
		offer(n, graph_str(g, graph_file(g, i)->name), "file", i, 1);
}

static enum api_status run_names(struct api_call *c)
{
	struct names n = { .word = c->ask.v[0].text };
	uint32_t max = c->ask.v[1].number ? c->ask.v[1].number : NAMES_USUAL, i, shown = 0;
	cJSON *o = cJSON_CreateObject(), *list, *one;
	struct strbuf place = STRBUF_INIT;

	n.len = strlen(n.word);
	if (n.len && n.len < PREFIX_MAX)
		find_names(c->ix->g, &n);
	if (n.nr)
		qsort(n.at, n.nr, sizeof(*n.at), cmp_found);
	cJSON_AddStringToObject(o, "schema", "kpath-names/1");
	cJSON_AddNumberToObject(o, "total", n.nr);
	list = cJSON_AddArrayToObject(o, "names");
	for (i = 0; i < n.nr && shown < max; i++) {
		if (i && !strcmp(n.at[i].name, n.at[i - 1].name) && n.at[i].file == n.at[i - 1].file)
			continue;
		strbuf_clear(&place);
		report_place(&c->r, n.at[i].file, n.at[i].line, &place);
		one = cJSON_CreateObject();
		add_text(one, "name", n.at[i].name);
		cJSON_AddStringToObject(one, "kind", n.at[i].kind);
		add_text(one, "place", place.buf);
		cJSON_AddItemToArray(list, one);
		if (!wants_json(c))
			sink_printf(&c->r.out, "%s  %s  %s\n", cJSON_GetObjectItem(one, "name")->valuestring,
				    n.at[i].kind, cJSON_GetObjectItem(one, "place")->valuestring);
		shown++;
	}
	free(n.at);
	strbuf_release(&place);
	if (wants_json(c))
		return put_json(c, o);
	cJSON_Delete(o);
	sink_printf(&c->r.out, "%u of %u names\n", shown, n.nr);
	return n.nr ? API_FOUND : API_NONE;
}

static const struct ask_param names_param[] = {
	{ "word", ASK_TEXT, "WORD" },
	{ "limit", ASK_NUMBER, "N", "how many at most", .usual = NAMES_USUAL, .max = NAMES_MAX },
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
	if (status == API_FOUND && w->check)
		w->check(&c->r, &rc, &c->err);
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
	{ "names", "functions, system calls, tables, fields and files with a word in their name",
	  names_param, "json text", run_names },
	{ "check", "every checkable claim of a text (a report, a review, a commit message), with a verdict",
	  check_param, "json text html", run_check },
	{ NULL }
};
