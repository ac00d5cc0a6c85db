/* SPDX-License-Identifier: MIT */
/*
 * Answers that are tables, as JSON: by their forms. Rows are written one by
 * one: an index has 10^6 edges, too many for one tree.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
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

static cJSON *pair_new(const struct k_pair *p)
{
	cJSON *o = cJSON_CreateObject();

	json_str(o, "key", p->key);
	json_str(o, "value", p->value);
	return o;
}

static cJSON *list_new(const struct report *r, const struct column *col, const struct cell *c)
{
	cJSON *a = cJSON_CreateArray();
	uint32_t i;

	for (i = 0; i < c->nr; i++) {
		if (col->kind == CELL_NAMES)
			cJSON_AddItemToArray(a, text_new(((const char *const *)c->list)[i]));
		else if (col->kind == CELL_PLACES)
			cJSON_AddItemToArray(a, json_site_new(r, ((const struct q_place *)c->list)[i].file,
							      ((const struct q_place *)c->list)[i].line));
		else if (col->kind == CELL_FUNCS)
			cJSON_AddItemToArray(a, json_func_new(r, ((const uint32_t *)c->list)[i]));
		else if (col->kind == CELL_PAIRS)
			cJSON_AddItemToArray(a, pair_new((const struct k_pair *)c->list + i));
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
	case CELL_NAMES: case CELL_FUNCS: case CELL_PLACES: case CELL_PAIRS: case CELL_ROUTE:
		return list_new(r, col, c);
	default:
		cell_text(r, col, c, &sb);
		v = text_new(sb.buf);
		strbuf_release(&sb);
		return v;
	}
}

/* The object that a member is of, "trace" of "trace.cut", which is made where it is not there. */
static cJSON *object_at(cJSON *o, const char *name, size_t n)
{
	char *key = xstrndup(name, n);
	cJSON *at = cJSON_GetObjectItemCaseSensitive(o, key);

	if (!at)
		at = cJSON_AddObjectToObject(o, key);
	free(key);
	return at;
}

static void counts(cJSON *o, const char *key, const struct cell *c)
{
	const struct cell_count *n = c->list;
	cJSON *at = object_at(o, key, strlen(key));
	uint32_t i;

	for (i = 0; i < c->nr; i++)
		cJSON_AddNumberToObject(at, n[i].name, n[i].n);
}

static void member(cJSON *o, const struct report *r, const struct column *col, const struct cell *c)
{
	const char *dot = strchr(col->key, '.'), *key = dot ? dot + 1 : col->key;

	if (dot)
		o = object_at(o, col->key, (size_t)(dot - col->key));
	if (c->null || ((col->flags & COL_NULL) && cell_is_empty(col, c)))
		cJSON_AddNullToObject(o, key);
	else if (col->kind == CELL_GUARDS)
		json_guards(o, key, r, c->id);
	else if (col->kind == CELL_COUNTS)
		counts(o, key, c);
	else
		cJSON_AddItemToObject(o, key, value_new(r, col, c));
}

/* Where members of a head stand besides its beginning. */
static const char behind_all[] = "";

/* Does it stand at `where`: behind the tables of that key, behind all; NULL: neither? */
static int stands(const struct column *col, const char *where)
{
	if (!where || where == behind_all)
		return !col->behind && !!(col->flags & COL_TAIL) == (where != NULL);
	return col->behind && !strcmp(col->behind, where);
}

static void members(cJSON *o, const struct report *r, const struct column *col,
		    const struct cell *c, const char *where)
{
	for (; col && col->kind != CELL_END; col++, c++)
		if (col->key && !c->absent && !(col->flags & COL_NOT_JSON) && stands(col, where) &&
		    (!(col->flags & COL_OPTIONAL) || !cell_is_empty(col, c)))
			member(o, r, col, c);
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

/* The members of the head that stand there, behind something else. */
static int later(struct report *r, const struct form *f, const struct cell *head, const char *where,
		 struct strbuf *err)
{
	cJSON *o = cJSON_CreateObject();

	members(o, r, f->head, head, where);
	if (o->child) {
		sink_putc(&r->out, ',');
		return put(r, o, 1, 1, err);
	}
	cJSON_Delete(o);
	return 0;
}

/* Ends the array that is open. */
static int end_array(struct report *r, const struct form *f, const struct cell *head, const char *key,
		     struct strbuf *err)
{
	if (!key)
		return 0;
	sink_putc(&r->out, ']');
	return later(r, f, head, key, err);
}

static int sections(struct report *r, const struct form *f, const void *res, const struct cell *head,
		    struct arena *a, struct strbuf *err)
{
	struct cell c[COLUMNS_MAX];
	uint32_t first, nr, i, in_array = 0;
	const char *open = NULL;
	size_t s;

	for (s = 0; s < f->nr_sections; s++) {
		const struct section *t = &f->section[s];

		if (!section_for_data(r, t))
			continue;
		if (!open || strcmp(t->key, open)) {
			if (end_array(r, f, head, open, err))
				return -1;
			sink_printf(&r->out, ",\"%s\":[", t->key);
			open = t->key;
			in_array = 0;
		}
		section_span(r, t, res, &first, &nr);
		for (i = first; i < first + nr; i++) {
			cJSON *o = cJSON_CreateObject();

			section_cells(r, t, res, i, c, a);
			members(o, r, t->column, c, NULL);
			if (in_array++)
				sink_putc(&r->out, ',');
			if (put(r, o, 0, 0, err))
				return -1;
		}
	}
	return end_array(r, f, head, open, err);
}

int json_form(struct report *r, const struct form *f, const void *res, struct strbuf *err)
{
	cJSON *doc;
	struct cell head[COLUMNS_MAX];
	struct arena a = ARENA_INIT, rows = ARENA_INIT;
	int ret;

	if (form_own(f, "json"))
		return form_own(f, "json")(r, res, err);
	doc = json_document(r);
	form_head(r, f, res, head, &a);
	members(doc, r, f->head, head, NULL);
	ret = put(r, doc, 0, 1, err);
	if (!ret)
		ret = sections(r, f, res, head, &rows, err);
	if (!ret)
		ret = later(r, f, head, behind_all, err);
	if (!ret)
		sink_puts(&r->out, "}\n");
	arena_release(&a);
	arena_release(&rows);
	return ret;
}
