/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/xalloc.h"
#include "json_p.h"

static double ratio(uint32_t part, uint32_t whole)
{
	return whole ? (double)part / whole : 1.0;
}

/* "c++ 3,rust 1" */
static void other_languages(struct report *r, cJSON *doc)
{
	cJSON *o = cJSON_AddObjectToObject(doc, "other_languages");
	const char *p = graph_get_meta(r->g, "other_languages");

	while (*p) {
		size_t n = strcspn(p, ","), name = strcspn(p, " ,");
		char *word = xstrndup(p, name);

		cJSON_AddNumberToObject(o, word, (double)strtoul(p + name, NULL, 10));
		free(word);
		p += n + (p[n] == ',');
	}
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
	a = cJSON_AddArrayToObject(doc, "unresolved_why");
	for (i = 0; i < d->nr_why; i++) {
		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "why", graph_str(r->g, d->why[i]));
		cJSON_AddNumberToObject(o, "n", d->why_count[i]);
	}
	cJSON_AddNumberToObject(doc, "direct_to_body", ratio(d->direct_to_body, d->direct));
	cJSON_AddNumberToObject(doc, "direct_outside", d->direct_outside);
	cJSON_AddNumberToObject(doc, "ops_to_body", ratio(d->ops_to_body, d->ops));
	o = cJSON_AddObjectToObject(doc, "targets");
	cJSON_AddNumberToObject(o, "mean", d->targets_mean);
	cJSON_AddNumberToObject(o, "mean_with_type", d->targets_mean_typed);
	cJSON_AddNumberToObject(o, "mean_reached", d->targets_mean_reached);
	cJSON_AddNumberToObject(o, "unreached", d->unreached_targets);
	cJSON_AddNumberToObject(o, "median", d->targets_median);
	cJSON_AddNumberToObject(o, "p90", d->targets_p90);
	cJSON_AddNumberToObject(o, "max", d->targets_max);
	o = cJSON_AddObjectToObject(doc, "by_rule");
	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			cJSON_AddNumberToObject(o, g_rule[i].name, d->by_rule[i]);
	cJSON_AddNumberToObject(doc, "unreached", d->unreached);
	cJSON_AddNumberToObject(doc, "clones", d->clones);
	cJSON_AddNumberToObject(doc, "modules_left_out", d->modules_left_out);
	other_languages(r, doc);
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
