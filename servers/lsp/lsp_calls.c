/* SPDX-License-Identifier: MIT */
/* The requests: from a position or an item to functions and their calls. */
#include <ctype.h>
#include "lsp_p.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#define MAX_FILE (64 << 20)	/* bytes of a source that is looked at */
#define MAX_SYMBOLS 200
#define HOVER_EDGES 12

const char *lsp_string(const cJSON *obj, const char *key)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(obj, key));
}

static cJSON *invalid(struct lsp *l, const char *why)
{
	error(&l->err, "%s", why);
	return NULL;
}

/* ---- the word at a position -------------------------------------------------------- */

struct cursor {
	uint32_t file, line;	/* line from 1 */
	const char *word;	/* in the arena; "" where there is none */
	const char *plain;	/* … its ASCII part: prose of other scripts has no blank before a name */
	int changed;		/* the file is not the one that was indexed */
};

static int in_plain_word(int c)
{
	return lsp_in_word(c) && isascii(c & 0xff);
}

static const char *word_at(struct lsp *l, const char *line, size_t len, size_t column,
			   int (*in_word)(int))
{
	size_t from = lsp_byte(line, len, column, l->utf8), to = from;

	while (from && in_word(line[from - 1]))
		from--;
	while (to < len && in_word(line[to]))
		to++;
	return arena_strndup(&l->arena, line + from, to - from);
}

/* The line of a file as it is now, which need not be what was indexed. */
static int line_now(const char *path, uint32_t line, struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT;
	const char *p, *end, *nl = NULL;
	struct stat st;
	int ret = -1;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || st.st_size > MAX_FILE ||
	    file_read(path, &text, NULL))
		goto out;
	for (p = text.buf, end = p + text.len; --line && p; p = nl ? nl + 1 : NULL)
		nl = memchr(p, '\n', (size_t)(end - p));
	if (!p)
		goto out;
	nl = memchr(p, '\n', (size_t)(end - p));
	strbuf_add(out, p, (size_t)((nl ? nl : end) - p));
	ret = 0;
out:
	strbuf_release(&text);
	return ret;
}

/* 0, or -1 with a sentence where the params say no position. A place that can't
 * be read has no word. */
static int cursor_get(struct lsp *l, const cJSON *params, struct cursor *c)
{
	const cJSON *doc = cJSON_GetObjectItemCaseSensitive(params, "textDocument");
	const cJSON *pos = cJSON_GetObjectItemCaseSensitive(params, "position");
	const cJSON *line = cJSON_GetObjectItemCaseSensitive(pos, "line");
	const cJSON *column = cJSON_GetObjectItemCaseSensitive(pos, "character");
	const char *uri = lsp_string(doc, "uri");
	struct strbuf path = STRBUF_INIT, text = STRBUF_INIT;

	memset(c, 0, sizeof(*c));
	c->word = c->plain = "";
	if (!uri || !cJSON_IsNumber(line) || !cJSON_IsNumber(column) ||
	    !(line->valuedouble >= 0 && line->valuedouble < 1e9) ||
	    !(column->valuedouble >= 0 && column->valuedouble < 1e9))
		return error(&l->err, "a textDocument with a uri and a position are needed");
	c->file = lsp_file(l, uri, &path);
	c->line = (uint32_t)line->valuedouble + 1;
	if (path.len && !line_now(path.buf, c->line, &text)) {
		c->word = word_at(l, text.buf, text.len, (size_t)column->valuedouble, lsp_in_word);
		c->plain = word_at(l, text.buf, text.len, (size_t)column->valuedouble, in_plain_word);
	}
	c->changed = c->file && source_check(&l->src, c->file) == SOURCE_CHANGED;
	strbuf_release(&path);
	strbuf_release(&text);
	return 0;
}

static void cursor_funcs(struct lsp *l, const struct cursor *c, struct q_names *names)
{
	uint32_t line = c->changed ? 0 : c->line;

	memset(names, 0, sizeof(*names));
	if (*c->word)
		q_at(l->set.g, c->file, line, c->word, strlen(c->word), l->scope, &l->arena, names);
	if (!names->nr && *c->plain && strcmp(c->plain, c->word))
		q_at(l->set.g, c->file, line, c->plain, strlen(c->plain), l->scope, &l->arena, names);
}

/* ---- requests --------------------------------------------------------------------- */

cJSON *lsp_prepare(struct lsp *l, const cJSON *params)
{
	struct strbuf detail = STRBUF_INIT;
	struct q_names names;
	struct cursor c;
	cJSON *items, *item;
	uint32_t i;

	if (cursor_get(l, params, &c))
		return NULL;
	cursor_funcs(l, &c, &names);
	l->nr_prepared = 0;
	items = cJSON_CreateArray();
	for (i = 0; i < names.nr; i++) {
		const struct g_func *f = graph_func(l->set.g, names.func[i]);

		/* where there is a choice, some clients show nothing but this */
		strbuf_clear(&detail);
		if (names.nr > 1)
			strbuf_addf(&detail, "%s · ", graph_str(l->set.g, f->name));
		report_place(&l->r, f->file, f->line, &detail);
		item = lsp_item(l, names.func[i], detail.buf);
		if (!item)
			continue;
		cJSON_AddItemToArray(items, item);
		ALLOC_GROW(l->prepared, l->nr_prepared + 1, l->alloc_prepared);
		l->prepared[l->nr_prepared++] = names.func[i];
	}
	strbuf_release(&detail);
	if (!cJSON_GetArraySize(items)) {
		cJSON_Delete(items);
		items = cJSON_CreateNull();
	}
	return items;
}

static cJSON *calls(struct lsp *l, const cJSON *params, int callers)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(params, "item");
	uint32_t func = 0;

	if (cJSON_IsObject(item))
		func = lsp_item_func(l, item);
	/* Neovim 0.7 gives the number of the one that was chosen */
	else if (cJSON_IsNumber(item) && item->valuedouble >= 1 &&
		 item->valuedouble <= l->nr_prepared)
		func = l->prepared[(uint32_t)item->valuedouble - 1];
	if (!func)
		return invalid(l, "the item is no function of this index; prepare it again");
	return lsp_calls(l, func, callers);
}

cJSON *lsp_incoming(struct lsp *l, const cJSON *params)
{
	return calls(l, params, 1);
}

cJSON *lsp_outgoing(struct lsp *l, const cJSON *params)
{
	return calls(l, params, 0);
}

cJSON *lsp_definition(struct lsp *l, const cJSON *params)
{
	struct q_names names;
	struct cursor c;
	cJSON *all, *one;
	uint32_t i;

	if (cursor_get(l, params, &c))
		return NULL;
	cursor_funcs(l, &c, &names);
	all = cJSON_CreateArray();
	for (i = 0; i < names.nr; i++)
		if ((one = lsp_location(l, names.func[i])) != NULL)
			cJSON_AddItemToArray(all, one);
	return all;
}

static void hover_edges(struct lsp *l, uint32_t func, int callers, struct strbuf *out)
{
	const struct graph *g = l->set.g;
	struct strbuf line = STRBUF_INIT;
	struct q_edges_result res;
	uint32_t i;

	memset(&res, 0, sizeof(res));
	lsp_edges(l, func, callers, &res);
	strbuf_addf(out, "\n\n%s",
		    !res.nr ? (callers ? "called by nobody" : "calls nothing") :
		    callers ? "called from:" : "calls:");
	for (i = 0; i < res.nr && i < HOVER_EDGES; i++) {
		const struct q_edge *e = &res.edge[i];

		strbuf_clear(&line);
		strbuf_addstr(&line, graph_str(g, graph_func(g, callers ? e->caller : e->callee)->name));
		strbuf_addch(&line, ' ');
		report_place(&l->r, e->site.file, e->site.line, &line);
		strbuf_addstr(&line, ": ");
		lsp_reason(l, e, &line);
		strbuf_addstr(out, "\n  ");
		strbuf_addtext(out, line.buf);
	}
	if (i < res.nr)
		strbuf_addf(out, "\n  … and %u more", res.nr - i);
	strbuf_release(&line);
	q_edges_release(&res);
}

cJSON *lsp_hover(struct lsp *l, const cJSON *params)
{
	const struct graph *g = l->set.g;
	struct strbuf text = STRBUF_INIT, place = STRBUF_INIT;
	struct q_names names;
	struct cursor c;
	cJSON *hover, *o;
	uint32_t i;

	if (cursor_get(l, params, &c))
		return NULL;
	cursor_funcs(l, &c, &names);
	if (!names.nr)
		return cJSON_CreateNull();
	if (c.changed)
		strbuf_addstr(&text, "this file has changed since it was indexed\n\n");
	for (i = 0; i < names.nr && i < HOVER_EDGES; i++) {
		const struct g_func *f = graph_func(g, names.func[i]);

		strbuf_clear(&place);
		strbuf_addf(&place, "%s  ", graph_str(g, f->name));
		report_place(&l->r, f->file, f->line, &place);
		if (i)
			strbuf_addstr(&text, "\n\n");
		strbuf_addtext(&text, place.buf);
		if (names.nr == 1) {
			hover_edges(l, names.func[i], 1, &text);
			hover_edges(l, names.func[i], 0, &text);
		}
	}
	if (i < names.nr)
		strbuf_addf(&text, "\n\n… and %u more", names.nr - i);
	hover = cJSON_CreateObject();
	o = cJSON_AddObjectToObject(hover, "contents");
	cJSON_AddStringToObject(o, "kind", "plaintext");
	cJSON_AddStringToObject(o, "value", text.buf);
	strbuf_release(&text);
	strbuf_release(&place);
	return hover;
}

cJSON *lsp_symbols(struct lsp *l, const cJSON *params)
{
	const char *query = lsp_string(params, "query");
	struct q_names names = { 0 };
	cJSON *all, *o, *place;
	uint32_t i;

	if (!query)
		return invalid(l, "a query is needed");
	q_symbols(l->set.g, query, MAX_SYMBOLS, &l->arena, &names);
	all = cJSON_CreateArray();
	for (i = 0; i < names.nr; i++) {
		const struct g_func *f = graph_func(l->set.g, names.func[i]);
		struct strbuf name = STRBUF_INIT, file = STRBUF_INIT;

		place = lsp_location(l, names.func[i]);
		if (!place)
			continue;
		o = cJSON_CreateObject();
		strbuf_addtext(&name, graph_str(l->set.g, f->name));
		strbuf_addtext(&file, report_file(&l->r, f->file));
		cJSON_AddStringToObject(o, "name", name.buf);
		cJSON_AddNumberToObject(o, "kind", 12);
		cJSON_AddItemToObject(o, "location", place);
		cJSON_AddStringToObject(o, "containerName", file.buf);
		cJSON_AddItemToArray(all, o);
		strbuf_release(&name);
		strbuf_release(&file);
	}
	return all;
}
