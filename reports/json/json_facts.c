/* SPDX-License-Identifier: MIT */
#include "json_p.h"

int json_table(struct report *r, const struct q_table_result *res, struct strbuf *err)
{
	const struct graph *g = r->g;
	const struct g_object *obj = graph_object(g, res->object);
	cJSON *doc = json_document(r), *a, *o;
	uint32_t i;

	json_str(doc, "object", graph_str(g, obj->name));
	json_str(doc, "type", graph_str(g, obj->type));
	json_site(doc, "site", r, obj->file, obj->line);
	a = cJSON_AddArrayToObject(doc, "fields");
	for (i = 0; i < res->nr_fields; i++) {
		const struct g_field_value *f = graph_field_value(g, res->field[i]);

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "field", graph_str(g, f->field));
		json_func(o, "target", r, f->func);
		json_str_or_null(o, "object", graph_str(g, graph_object(g, f->target)->name));
		json_site(o, "site", r, f->file, f->line);
		if (f->text)
			json_str(o, "value", graph_str(g, f->text));
	}
	a = cJSON_AddArrayToObject(doc, "held_by");
	for (i = 0; i < res->nr_held; i++) {
		const struct g_store *s = graph_store(g, res->held[i]);

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "slot", graph_str(g, graph_slot(g, s->slot)->name));
		json_site(o, "site", r, s->file, s->line);
		if (s->object)
			json_str(o, "table", graph_str(g, graph_object(g, s->object)->name));
		if (s->in_func)
			json_func(o, "in", r, s->in_func);
	}
	return json_print(r, doc, err);
}

int json_sites(struct report *r, const struct q_sites_result *res, struct strbuf *err)
{
	const struct graph *g = r->g;
	cJSON *doc = json_document(r), *a, *o, *t;
	uint32_t i, j;

	a = cJSON_AddArrayToObject(doc, "sites");
	for (i = 0; i < res->nr; i++) {
		const struct g_site *s = graph_site(g, res->site[i].site);

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_site(o, "site", r, s->file, s->line);
		json_func(o, "caller", r, s->func);
		json_str(o, "slot", graph_str(g, graph_slot(g, s->slot)->name));
		json_str(o, "rule", report_rule(s->rule));
		json_str(o, "class", s->cls < 5 ? g_class_name[s->cls] : "");
		if (s->outer)
			json_str(o, "outer", graph_str(g, graph_slot(g, s->outer)->name));
		if (s->expr)
			json_str(o, "expr", graph_str(g, s->expr));
		if (s->macro)
			json_str(o, "macro", graph_str(g, s->macro));
		t = cJSON_AddArrayToObject(o, "targets");
		for (j = 0; j < res->site[i].nr_targets; j++)
			cJSON_AddItemToArray(t, json_func_new(r, res->site[i].target[j]));
	}
	return json_print(r, doc, err);
}

int json_initcalls(struct report *r, const struct q_initcalls_result *res, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a, *o;
	uint32_t i;

	a = cJSON_AddArrayToObject(doc, "initcalls");
	for (i = 0; i < res->nr; i++) {
		const struct g_entry *e = graph_entry(r->g, res->entry[i]);

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		cJSON_AddNumberToObject(o, "order", e->order);
		json_str(o, "level", graph_str(r->g, e->level));
		json_str(o, "macro", graph_str(r->g, e->name));
		json_func(o, "function", r, e->func);
		json_site(o, "site", r, e->file, e->line);
	}
	return json_print(r, doc, err);
}

int json_entries(struct report *r, const struct q_entries_result *res, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a, *o;
	uint32_t i;

	json_func(doc, "function", r, res->func);
	a = cJSON_AddArrayToObject(doc, "entries");
	for (i = 0; i < res->nr; i++) {
		const struct q_entry *e = &res->entry[i];

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "kind", e->kind);
		json_str(o, "name", e->name);
		json_func(o, "function", r, e->func);
		cJSON_AddNumberToObject(o, "cost", e->cost);
		cJSON_AddNumberToObject(o, "hops", e->hops);
		json_site(o, "registered", r, e->registered.file, e->registered.line);
	}
	return json_print(r, doc, err);
}

static double ratio(uint32_t part, uint32_t whole)
{
	return whole ? (double)part / whole : 1.0;
}

int json_doctor(struct report *r, const struct report_doctor *rd, struct strbuf *err)
{
	const struct q_doctor *d = rd->d;
	cJSON *doc = json_document(r), *o, *a;
	uint32_t i;

	o = cJSON_AddObjectToObject(doc, "tus");
	cJSON_AddNumberToObject(o, "total", d->tus);
	cJSON_AddNumberToObject(o, "ok", d->tus_ok);
	cJSON_AddNumberToObject(o, "partial", d->tus_partial);
	cJSON_AddNumberToObject(o, "failed", d->tus_failed);
	cJSON_AddNumberToObject(doc, "functions", d->functions);
	cJSON_AddNumberToObject(doc, "defined", d->defined);
	o = cJSON_AddObjectToObject(doc, "call_sites");
	cJSON_AddNumberToObject(o, "direct", d->sites_direct);
	cJSON_AddNumberToObject(o, "resolved", d->sites_resolved);
	cJSON_AddNumberToObject(o, "empty", d->sites_empty);
	cJSON_AddNumberToObject(o, "unresolved", d->sites_unresolved);
	cJSON_AddNumberToObject(doc, "direct_to_body", ratio(d->direct_to_body, d->direct));
	cJSON_AddNumberToObject(doc, "direct_outside", d->direct_outside);
	cJSON_AddNumberToObject(doc, "ops_to_body", ratio(d->ops_to_body, d->ops));
	o = cJSON_AddObjectToObject(doc, "targets");
	cJSON_AddNumberToObject(o, "mean", d->targets_mean);
	cJSON_AddNumberToObject(o, "mean_with_type", d->targets_mean_typed);
	cJSON_AddNumberToObject(o, "median", d->targets_median);
	cJSON_AddNumberToObject(o, "p90", d->targets_p90);
	cJSON_AddNumberToObject(o, "max", d->targets_max);
	o = cJSON_AddObjectToObject(doc, "by_rule");
	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			cJSON_AddNumberToObject(o, g_rule_name[i], d->by_rule[i]);
	cJSON_AddNumberToObject(doc, "clones", d->clones);
	cJSON_AddNumberToObject(doc, "modules_left_out", d->modules_left_out);
	cJSON_AddNumberToObject(doc, "index_bytes", (double)d->index_bytes);
	if (rd->has_seconds) {
		o = cJSON_AddObjectToObject(doc, "seconds");
		cJSON_AddNumberToObject(o, "prepare", rd->prepare);
		cJSON_AddNumberToObject(o, "parse", rd->parse);
		cJSON_AddNumberToObject(o, "resolve", rd->resolve);
		cJSON_AddNumberToObject(o, "store", rd->store);
	} else {
		cJSON_AddNullToObject(doc, "seconds");
	}
	json_str_or_null(doc, "sandbox", rd->sandbox);
	if (rd->has_dropped)
		cJSON_AddNumberToObject(doc, "flags_dropped", (double)rd->dropped);
	else
		cJSON_AddNullToObject(doc, "flags_dropped");
	a = cJSON_AddArrayToObject(doc, "bad_tus");
	for (i = 0; i < d->tus_partial + d->tus_failed; i++) {
		const struct g_tu *t = graph_tu(r->g, d->bad_tu[i]);

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "file", report_file(r, t->file));
		json_str(o, "error", graph_str(r->g, t->error));
		cJSON_AddNumberToObject(o, "errors", t->nr_errors);
	}
	a = cJSON_AddArrayToObject(doc, "no_body");
	for (i = 0; i < d->nr_no_body; i++) {
		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_func(o, "function", r, d->no_body[i]);
		cJSON_AddNumberToObject(o, "calls", d->no_body_count[i]);
	}
	return json_print(r, doc, err);
}

int json_verify(struct report *r, const struct report_verify *v, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a;
	size_t i;

	cJSON_AddBoolToObject(doc, "ok", v->nr == 0);
	a = cJSON_AddArrayToObject(doc, "problems");
	for (i = 0; i < v->nr; i++) {
		struct strbuf text = STRBUF_INIT;

		strbuf_addutf8(&text, v->problem[i]);
		cJSON_AddItemToArray(a, cJSON_CreateString(text.buf));
		strbuf_release(&text);
	}
	return json_print(r, doc, err);
}

static void strings(cJSON *obj, const char *key, const struct k_strings *s)
{
	cJSON *a = cJSON_AddArrayToObject(obj, key);
	size_t i;

	for (i = 0; i < s->nr; i++) {
		struct strbuf text = STRBUF_INIT;

		strbuf_addutf8(&text, s->s[i]);
		cJSON_AddItemToArray(a, cJSON_CreateString(text.buf));
		strbuf_release(&text);
	}
}

int json_scenarios(struct report *r, const struct report_scenarios *s, struct strbuf *err)
{
	cJSON *doc = json_document(r), *a, *o, *bind;
	size_t i, j;

	a = cJSON_AddArrayToObject(doc, "scenarios");
	for (i = 0; i < s->nr; i++) {
		const struct k_scenario *k = s->s[i];

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "name", k->name);
		json_str(o, "about", k->about ? k->about : "");
		if (!s->detail)
			continue;
		bind = cJSON_AddArrayToObject(o, "bind");
		for (j = 0; j < k->bind.nr; j++) {
			cJSON *b = cJSON_CreateObject();

			cJSON_AddItemToArray(bind, b);
			json_str(b, "key", k->bind.p[j].key);
			json_str(b, "value", k->bind.p[j].value);
		}
		strings(o, "avoid", &k->avoid);
		strings(o, "include", &k->include);
	}
	return json_print(r, doc, err);
}

static void candidate(cJSON *a, const struct report *r, const char *name,
		      uint32_t file, uint32_t line)
{
	cJSON *o = cJSON_CreateObject();

	cJSON_AddItemToArray(a, o);
	json_str(o, "name", name);
	json_str(o, "file", report_file(r, file));
	cJSON_AddNumberToObject(o, "line", line);
}

int json_error(struct report *r, const struct report_error *e, struct strbuf *err)
{
	const struct graph *g = r->g;
	cJSON *doc = json_document(r), *a;
	uint32_t i;

	json_str(doc, "error", e->message);
	a = cJSON_AddArrayToObject(doc, "candidates");
	for (i = 0; g && i < e->nr_funcs; i++)
		cJSON_AddItemToArray(a, json_func_new(r, e->func[i]));
	for (i = 0; g && i < e->nr_slots; i++) {
		const struct g_slot *s = graph_slot(g, e->slot[i]);

		candidate(a, r, graph_str(g, s->name), s->file, s->line);
	}
	for (i = 0; g && i < e->nr_objects; i++) {
		const struct g_object *o = graph_object(g, e->object[i]);

		candidate(a, r, graph_str(g, o->name), o->file, o->line);
	}
	return json_print(r, doc, err);
}
