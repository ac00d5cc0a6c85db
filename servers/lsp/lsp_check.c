/* SPDX-License-Identifier: MIT */
/*
 * What a text about the code says wrongly, as an editor's diagnostics: of
 * Markdown and reStructuredText, when it is opened and when it is saved.
 */
#include "lsp_p.h"

#include <string.h>

enum severity { SEVERITY_ERROR = 1, SEVERITY_WARNING };

static int read_line(void *ctx, uint32_t file, uint32_t line, struct strbuf *out)
{
	return source_line(ctx, file, line, out);
}

static int ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

static int is_document(const char *uri, const char *language)
{
	if (language && (!strcmp(language, "markdown") || !strcmp(language, "restructuredtext")))
		return 1;
	return ends_with(uri, ".md") || ends_with(uri, ".markdown") || ends_with(uri, ".rst");
}

struct place {			/* where a line of the document begins */
	const char *s;
	uint32_t line;
};

static void go_to(struct place *p, const char *end, uint32_t line)
{
	const char *nl;

	while (p->line < line && (nl = memchr(p->s, '\n', (size_t)(end - p->s)))) {
		p->s = nl + 1;
		p->line++;
	}
}

static size_t column(const struct place *p, const char *end, uint32_t byte, int utf8)
{
	size_t left = (size_t)(end - p->s);

	return lsp_column(p->s, byte < left ? byte : left, utf8);
}

static cJSON *diagnostic(struct lsp *l, const struct q_verdict *v, struct place *at, const char *end)
{
	const struct doc_claim *claim = v->claim;
	struct strbuf sb = STRBUF_INIT;
	cJSON *o = cJSON_CreateObject();
	struct place behind;
	size_t from;

	go_to(at, end, claim->line);
	from = column(at, end, claim->column, l->utf8);
	behind = *at;
	go_to(&behind, end, claim->end_line);
	cJSON_AddItemToObject(o, "range", lsp_range(claim->line - 1, from, claim->end_line - 1,
						     column(&behind, end, claim->end_column, l->utf8)));
	cJSON_AddNumberToObject(o, "severity", v->verdict == V_FALSE ? SEVERITY_ERROR : SEVERITY_WARNING);
	cJSON_AddStringToObject(o, "source", "kpath");
	cJSON_AddStringToObject(o, "code", doc_kind_name[claim->kind]);
	strbuf_addf(&sb, "%s: ", verdict_name[v->verdict]);
	strbuf_addtext(&sb, v->says);
	if (*v->why) {
		strbuf_addch(&sb, '\n');
		strbuf_addtext(&sb, v->why);
	}
	if (*v->correct) {
		strbuf_addstr(&sb, "\nright is: ");
		strbuf_addtext(&sb, v->correct);
	}
	cJSON_AddStringToObject(o, "message", sb.buf);
	strbuf_release(&sb);
	return o;
}

static void check(struct lsp *l, const char *text, cJSON *list)
{
	const struct q_check_options opt = {
		.scenario = l->set.scenario, .read_line = l->src.tree ? read_line : NULL,
		.ctx = &l->src, .tree = l->src.tree,
	};
	struct place at = { text, 1 };
	struct q_check_result res;
	uint32_t i;

	if (q_check(l->set.g, l->set.k, text, strlen(text), &opt, &res, &l->err) != Q_FOUND)
		return;
	for (i = 0; i < res.nr; i++)
		if (res.v[i].verdict == V_FALSE || res.v[i].verdict == V_IMPRECISE)
			cJSON_AddItemToArray(list, diagnostic(l, &res.v[i], &at, text + strlen(text)));
	q_check_release(&res);
}

cJSON *lsp_document(struct lsp *l, const char *method, const cJSON *params)
{
	const cJSON *doc = cJSON_GetObjectItemCaseSensitive(params, "textDocument");
	int saved = !strcmp(method, "textDocument/didSave"), closed = !strcmp(method, "textDocument/didClose");
	const char *text = saved ? lsp_string(params, "text") : lsp_string(doc, "text");
	const char *uri = lsp_string(doc, "uri");
	cJSON *o, *list;

	if (!uri || (!text && !closed) || !is_document(uri, lsp_string(doc, "languageId")))
		return NULL;
	o = cJSON_CreateObject();
	cJSON_AddStringToObject(o, "uri", uri);
	list = cJSON_AddArrayToObject(o, "diagnostics");
	if (!closed)
		check(l, text, list);
	return o;
}
