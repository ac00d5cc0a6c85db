/* SPDX-License-Identifier: MIT */
/* How layers are tied together: for people and for programs. */
#include <string.h>

#include "reports/json/json_p.h"
#include "text_p.h"

#define MAX_CALLS 4		/* call sites named behind one thing */

static int is_shown(const struct report *r, const struct q_layer_member *m)
{
	return m->first || r->verbose;
}

static const char *held(const struct report *r, const struct q_layer_member *m)
{
	return m->func ? report_func(r, m->func) : graph_str(r->g, graph_object(r->g, m->object)->name);
}

/* "ip_protocol_deliver_rcu (net/ipv4/ip_input.c:205), …" */
static void calls_text(struct report *r, const uint32_t *call, uint32_t nr, struct strbuf *out)
{
	uint32_t i, max = r->verbose ? nr : MAX_CALLS;

	for (i = 0; i < nr && i < max; i++) {
		const struct g_site *s = graph_site(r->g, call[i]);

		strbuf_addf(out, "%s%s ", i ? ", " : "", report_func(r, s->func));
		report_place(r, s->file, s->line, out);
	}
	if (i < nr)
		strbuf_addf(out, " %s %u %s", report_tr(r, "and"), nr - i, report_tr(r, "more"));
}

static void who_text(struct report *r, const struct q_layer_fact *f, struct strbuf *out)
{
	if (!f->in_func)
		strbuf_addstr(out, report_tr(r, "initialiser"));
	else if (*f->by)
		strbuf_addf(out, "%s: %s()", report_func(r, f->in_func), f->by);
	else
		strbuf_addf(out, "%s", report_func(r, f->in_func));
}

static void fact_rows(struct report *r, struct text_table *t, const struct q_layer_fact *f, int calls)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	who_text(r, f, &sb);
	text_row(t);
	text_cell(t, 0, TS_KIND, "%s", *f->key ? f->key : "-");
	text_cell(t, 1, TS_NAME, "%s%s%s%s", f->value, *f->from ? " (" : "", f->from, *f->from ? ")" : "");
	text_cell(t, 2, TS_PLAIN, "%s", sb.buf);
	text_cell(t, 3, TS_PLACE, "%s", text_place(t, r, f->registered.file, f->registered.line));
	for (i = 0; i < f->nr_members && !f->again; i++) {
		const struct q_layer_member *m = &f->member[i];

		if (!is_shown(r, m))
			continue;
		strbuf_clear(&sb);
		strbuf_addf(&sb, ".%s = %s  ", m->field, held(r, m));
		report_place(r, m->site.file, m->site.line, &sb);
		if (m->nr_calls && calls) {
			strbuf_addf(&sb, "  <- ");
			calls_text(r, m->call, m->nr_calls, &sb);
		}
		text_below(t, TS_NOTE, "%s", sb.buf);
	}
	strbuf_release(&sb);
}

/* Who calls what is bound, where functions are: the longest list there is. */
static void binding_calls(struct report *r, const struct q_layers_result *res, uint32_t first)
{
	const struct q_layer_fact *f = &res->fact[first];
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	for (i = first; i < res->nr && res->fact[i].binding == res->fact[first].binding; i++)
		if (res->fact[i].nr_calls > f->nr_calls)
			f = &res->fact[i];
	calls_text(r, f->call, f->nr_calls, &sb);
	if (f->nr_calls)
		sink_printf(&r->out, "    <- %s\n", sb.buf);
	strbuf_release(&sb);
}

int text_layers(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_layers_result *res = p;
	const struct k_layer_binding *b = NULL;
	uint32_t i, j;

	for (i = 0; i < res->nr; i = j) {
		struct text_table t;

		if (!b || strcmp(b->layer, res->fact[i].binding->layer)) {
			sink_puts(&r->out, b ? "\n" : "");
			text_putf(r, TS_HEAD, "%s", report_tr(r, res->fact[i].binding->layer));
			sink_puts(&r->out, "\n");
		}
		b = res->fact[i].binding;
		sink_puts(&r->out, "\n  ");
		text_put(r, TS_NAME, b->slot);
		sink_printf(&r->out, "  %s\n", report_tr(r, b->about));
		if (!*b->type)
			binding_calls(r, res, i);
		text_table_init(&t, 4);
		for (j = i; j < res->nr && res->fact[j].binding == b; j++)
			fact_rows(r, &t, &res->fact[j], 1);
		text_table_print(r, &t);
		text_table_release(&t);
	}
	if (res->nr)
		sink_printf(&r->out, "\n<-  %s\n", report_tr(r, "called from"));
	if (res->dropped)
		sink_printf(&r->out, "%u %s\n", res->dropped,
			    report_tr(r, "registrations that the scenario leaves out"));
	return 0;
}

static cJSON *calls_json(const struct report *r, const uint32_t *call, uint32_t nr)
{
	cJSON *a = cJSON_CreateArray();
	uint32_t i;

	for (i = 0; i < nr; i++) {
		const struct g_site *s = graph_site(r->g, call[i]);
		cJSON *o = json_site_new(r, s->file, s->line);

		json_func(o, "caller", r, s->func);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

static cJSON *fact_json(const struct report *r, const struct q_layer_fact *f)
{
	cJSON *o = cJSON_CreateObject();

	json_str(o, "slot", f->binding->slot);
	json_str_or_null(o, "key", f->key);
	json_str(o, "value", f->value);
	json_site(o, "registered", r, f->registered.file, f->registered.line);
	cJSON_AddItemToObject(o, "called", calls_json(r, f->call, f->nr_calls));
	json_str_or_null(o, "by", f->by);
	json_func(o, "in", r, f->in_func);
	json_func(o, "function", r, f->func);
	json_str_or_null(o, "table", "");
	json_str_or_null(o, "copy_of", f->from);
	json_str(o, "about", f->binding->about);
	return o;
}

static cJSON *member_json(const struct report *r, const struct q_layer_fact *f,
			  const struct q_layer_member *m)
{
	cJSON *o = cJSON_CreateObject();

	json_str(o, "slot", m->slot);
	json_str_or_null(o, "key", f->key);
	json_str(o, "value", held(r, m));
	json_site(o, "registered", r, m->site.file, m->site.line);
	cJSON_AddItemToObject(o, "called", calls_json(r, m->call, m->nr_calls));
	json_str_or_null(o, "by", f->by);
	json_func(o, "in", r, f->in_func);
	json_func(o, "function", r, m->func);
	json_str(o, "table", f->value);
	json_str(o, "about", f->binding->about);
	return o;
}

int json_layers(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_layers_result *res = p;
	cJSON *doc = json_document(r), *layers = cJSON_AddArrayToObject(doc, "layers"), *facts = NULL;
	const char *layer = NULL;
	uint32_t i, j;

	for (i = 0; i < res->nr; i++) {
		const struct q_layer_fact *f = &res->fact[i];

		if (!layer || strcmp(layer, f->binding->layer)) {
			cJSON *o = cJSON_CreateObject();

			layer = f->binding->layer;
			json_str(o, "name", layer);
			facts = cJSON_AddArrayToObject(o, "facts");
			cJSON_AddItemToArray(layers, o);
		}
		cJSON_AddItemToArray(facts, fact_json(r, f));
		for (j = 0; j < f->nr_members && !f->again; j++)
			cJSON_AddItemToArray(facts, member_json(r, f, &f->member[j]));
	}
	cJSON_AddNumberToObject(doc, "dropped", res->dropped);
	return json_print(r, doc, err);
}
