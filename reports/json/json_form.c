/* SPDX-License-Identifier: MIT */
/*
 * Answers that are tables, as JSON: by their forms. Rows are written one by
 * one: an index has 10^6 edges, too many for one tree.
 */
#include <string.h>

#include "json_p.h"
#include "queries/protocol/flags.h"

static cJSON *text_new(const char *text)
{
	struct strbuf sb = STRBUF_INIT;
	cJSON *s;

	strbuf_addutf8(&sb, text);
	s = cJSON_CreateString(sb.buf);
	strbuf_release(&sb);
	return s;
}

static cJSON *step_new(const struct report *r, const struct q_flag_step *st, int last)
{
	cJSON *o = json_func_new(r, st->func);

	json_site(o, "site", r, st->site.file, st->site.line);
	json_str_or_null(o, "step", last ? "" : st->back ? "returns" : "calls");
	return o;
}

static cJSON *list_new(const struct report *r, const struct column *col, const struct cell *c)
{
	cJSON *a = cJSON_CreateArray();
	uint32_t i;

	for (i = 0; i < c->nr; i++) {
		if (col->kind == CELL_NAMES)
			cJSON_AddItemToArray(a, text_new(((const char *const *)c->list)[i]));
		else if (col->kind == CELL_FUNCS)
			cJSON_AddItemToArray(a, json_func_new(r, ((const uint32_t *)c->list)[i]));
		else
			cJSON_AddItemToArray(a, step_new(r, (const struct q_flag_step *)c->list + i,
							 i + 1 == c->nr));
	}
	return a;
}

static cJSON *value_new(const struct report *r, const struct column *col, const struct cell *c)
{
	struct strbuf sb = STRBUF_INIT;
	cJSON *v;

	switch (col->kind) {
	case CELL_FUNC:
		return json_func_new(r, c->id);
	case CELL_PLACE:
		return json_site_new(r, c->place.file, c->place.line);
	case CELL_UINT:
		return cJSON_CreateNumber(c->id);
	case CELL_REAL:
		return cJSON_CreateNumber(c->real);
	case CELL_BOOL:
		return cJSON_CreateBool(c->id != 0);
	case CELL_TRUE:
		return c->id ? cJSON_CreateTrue() : cJSON_CreateNull();
	case CELL_NAMES: case CELL_FUNCS: case CELL_ROUTE:
		return list_new(r, col, c);
	default:
		cell_text(r, col, c, &sb);
		v = text_new(sb.buf);
		strbuf_release(&sb);
		return v;
	}
}

static void members(cJSON *o, const struct report *r, const struct column *col,
		    const struct cell *c, int tail)
{
	for (; col && col->kind != CELL_END; col++, c++) {
		if (!col->key || c->absent || (col->flags & COL_NOT_JSON) ||
		    !!(col->flags & COL_TAIL) != tail)
			continue;
		if ((col->flags & COL_OPTIONAL) && cell_is_empty(col, c))
			continue;
		if (c->null || ((col->flags & COL_NULL) && cell_is_empty(col, c)))
			cJSON_AddNullToObject(o, col->key);
		else if (col->kind == CELL_GUARDS)
			json_guards(o, col->key, r, c->id);
		else
			cJSON_AddItemToObject(o, col->key, value_new(r, col, c));
	}
}

/* Writes an object, or what stands between its braces. */
static int put(struct report *r, cJSON *o, size_t from, size_t behind, struct strbuf *err)
{
	char *text = cJSON_PrintUnformatted(o);

	cJSON_Delete(o);
	if (!text)
		return error(err, "not enough memory to write the JSON document");
	sink_add(&r->out, text + from, strlen(text) - from - behind);
	cJSON_free(text);
	return 0;
}

static int sections(struct report *r, const struct form *f, const void *res, struct arena *a,
		    struct strbuf *err)
{
	struct cell c[COLUMNS_MAX];
	uint32_t first, nr, i, in_array = 0;
	size_t s;

	for (s = 0; s < f->nr_sections; s++) {
		const struct section *t = &f->section[s];

		if (!s || strcmp(t->key, t[-1].key)) {
			sink_printf(&r->out, "%s,\"%s\":[", s ? "]" : "", t->key);
			in_array = 0;
		}
		section_span(t, res, &first, &nr);
		for (i = first; i < first + nr; i++) {
			cJSON *o = cJSON_CreateObject();

			section_cells(r, t, res, i, c, a);
			members(o, r, t->column, c, 0);
			if (in_array++)
				sink_putc(&r->out, ',');
			if (put(r, o, 0, 0, err))
				return -1;
		}
	}
	sink_puts(&r->out, s ? "]" : "");
	return 0;
}

int json_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	cJSON *doc, *tail;
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT, rows = ARENA_INIT;
	int ret;

	if (form_own(f, "json"))
		return form_own(f, "json")(r, res, err);
	doc = json_document(r);
	form_head(r, f, res, head, &a);
	members(doc, r, f->head, head, 0);
	ret = put(r, doc, 0, 1, err);
	if (!ret)
		ret = sections(r, f, res, &rows, err);
	tail = cJSON_CreateObject();
	members(tail, r, f->head, head, 1);
	if (!ret && tail->child) {
		sink_putc(&r->out, ',');
		ret = put(r, tail, 1, 1, err);
	} else {
		cJSON_Delete(tail);
	}
	if (!ret)
		sink_puts(&r->out, "}\n");
	arena_release(&a);
	arena_release(&rows);
	return ret;
}
