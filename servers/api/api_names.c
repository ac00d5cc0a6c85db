/* SPDX-License-Identifier: MIT */
/* Names with a word in them, for completing what somebody types; and what the other files of this kind share. */
#include <stdlib.h>
#include <string.h>

#include "api_p.h"
#include "base/xalloc.h"
#include "model/facts.h"

#define NAMES_USUAL 20
#define NAMES_MAX 200
#define PREFIX_MAX 128

enum api_status api_put_json(struct api_call *c, cJSON *o)
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

void api_add_text(cJSON *o, const char *key, const char *text)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addutf8(&sb, text);
	cJSON_AddStringToObject(o, key, sb.buf);
	strbuf_release(&sb);
}

int api_wants_json(const struct api_call *c)
{
	return !c->q->format || !strcmp(c->q->format, "json");
}

/* ---- names ------------------------------------------------------------------------------------ */

struct found {
	const char *name, *kind, *field;	/* of a state: the field that holds it; else "" */
	uint32_t file, line, weight;
};

struct names {
	struct found *at;
	uint32_t nr, alloc;
	const char *word;
	size_t len;
};

/* Names that begin with the word are nearest, then those that have it inside; shorter ones first. */
static void offer(struct names *n, const struct found *f)
{
	const char *at = strstr(f->name, n->word);
	size_t len = strlen(f->name);

	if (!at)
		return;
	ALLOC_GROW(n->at, n->nr + 1, n->alloc);
	n->at[n->nr] = *f;
	n->at[n->nr++].weight = (at == f->name ? 0u : 10000u) + (uint32_t)(len < 5000 ? len : 5000);
}

/* Those that are shown as one stand together. */
static int cmp_found(const void *a, const void *b)
{
	const struct found *x = a, *y = b;
	int d;

	if (x->weight != y->weight)
		return x->weight < y->weight ? -1 : 1;
	d = strcmp(x->name, y->name);
	if (!d)
		d = strcmp(x->kind, y->kind);
	if (!d)
		d = strcmp(x->field, y->field);
	if (!d)
		d = x->file < y->file ? -1 : x->file > y->file;
	return d ? d : x->line < y->line ? -1 : x->line > y->line;
}

static int is_same(const struct found *a, const struct found *b)
{
	return !strcmp(a->name, b->name) && !strcmp(a->kind, b->kind) &&
	       (*a->field ? !strcmp(a->field, b->field) : a->file == b->file);
}

static int is_word(const char *s)
{
	return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") == strlen(s) &&
	       !(*s >= '0' && *s <= '9');
}

/* The constants that are stored in fields: states, as people call them. */
static void find_states(const struct graph *g, struct names *n)
{
	uint32_t i;

	for (i = 1; i < g->nr_value; i++) {
		const struct g_value *v = graph_value(g, i);
		struct found f = { .kind = "state", .file = v->file, .line = v->line };

		if (!v->name || v->src || !v->slot || graph_slot(g, v->slot)->kind != GS_FIELD)
			continue;
		f.name = graph_str(g, v->name);
		f.field = graph_str(g, graph_slot(g, v->slot)->name);
		offer(n, &f);
	}
	for (i = 1; i < g->nr_arg; i++) {
		const struct g_arg *a = graph_arg(g, i);
		const struct g_slot *s = graph_slot(g, a->slot);
		struct found f = { .kind = "state", .file = graph_site(g, a->site)->file, .line = graph_site(g, a->site)->line };

		if (!a->slot || a->kind != VAL_CONST || s->kind != GS_FIELD || !is_word(graph_str(g, a->text)))
			continue;
		f.name = graph_str(g, a->text);
		f.field = graph_str(g, s->name);
		offer(n, &f);
	}
}

static void find_names(const struct graph *g, struct names *n)
{
	uint32_t i;

	for (i = 1; i < g->nr_func; i++) {
		const struct g_func *f = graph_func(g, i);

		if ((f->flags & (GF_DEFINED | GF_ASM)) || f->alias_of)
			offer(n, &(struct found){ graph_str(g, f->name), "function", "", f->file, f->line, 0 });
	}
	for (i = 1; i < g->nr_entry; i++) {
		const struct g_entry *e = graph_entry(g, i);

		if (!strcmp(graph_str(g, e->kind), "syscall"))
			offer(n, &(struct found){ graph_str(g, e->name), "syscall", "", e->file, e->line, 0 });
	}
	for (i = 1; i < g->nr_object; i++) {
		const struct g_object *o = graph_object(g, i);

		offer(n, &(struct found){ graph_str(g, o->name), "table", "", o->file, o->line, 0 });
	}
	for (i = 1; i < g->nr_slot; i++) {
		const struct g_slot *s = graph_slot(g, i);

		if (s->kind == GS_FIELD)
			offer(n, &(struct found){ graph_str(g, s->name), "slot", "", s->file, s->line, 0 });
	}
	find_states(g, n);
	for (i = 1; i < g->nr_file; i++)
		offer(n, &(struct found){ graph_str(g, graph_file(g, i)->name), "file", "", i, 1, 0 });
}

static cJSON *name_json(struct api_call *c, const struct found *f)
{
	struct strbuf place = STRBUF_INIT;
	cJSON *o = cJSON_CreateObject();

	report_place(&c->r, f->file, f->line, &place);
	api_add_text(o, "name", f->name);
	cJSON_AddStringToObject(o, "kind", f->kind);
	if (*f->field)
		api_add_text(o, "field", f->field);
	api_add_text(o, "place", place.buf);
	strbuf_release(&place);
	return o;
}

static const char *member(const cJSON *o, const char *key)
{
	const cJSON *v = cJSON_GetObjectItemCaseSensitive(o, key);

	return v ? v->valuestring : "";
}

enum api_status api_run_names(struct api_call *c)
{
	struct names n = { .word = c->ask.v[0].text };
	uint32_t max = c->ask.v[1].number ? c->ask.v[1].number : NAMES_USUAL, i, total = 0, shown = 0;
	cJSON *o = cJSON_CreateObject(), *list, *one;

	n.len = strlen(n.word);
	if (n.len && n.len < PREFIX_MAX)
		find_names(c->ix->g, &n);
	if (n.nr)
		qsort(n.at, n.nr, sizeof(*n.at), cmp_found);
	cJSON_AddStringToObject(o, "schema", "kpath-names/1");
	list = cJSON_AddArrayToObject(o, "names");
	for (i = 0; i < n.nr; i++) {
		if (i && is_same(&n.at[i], &n.at[i - 1]))
			continue;
		if (total++ >= max)
			continue;
		shown++;
		one = name_json(c, &n.at[i]);
		cJSON_AddItemToArray(list, one);
		if (!api_wants_json(c))
			sink_printf(&c->r.out, "%s  %s%s%s  %s\n", member(one, "name"), member(one, "kind"),
				    *n.at[i].field ? " of " : "", member(one, "field"), member(one, "place"));
	}
	free(n.at);
	cJSON_AddNumberToObject(o, "total", total);
	if (api_wants_json(c))
		return api_put_json(c, o);
	cJSON_Delete(o);
	sink_printf(&c->r.out, "%u of %u names\n", shown, total);
	return total ? API_FOUND : API_NONE;
}

const struct ask_param api_names_param[] = {
	{ "word", ASK_TEXT, "WORD" },
	{ "limit", ASK_NUMBER, "N", "how many at most", .usual = NAMES_USUAL, .max = NAMES_MAX },
	{ NULL }
};
