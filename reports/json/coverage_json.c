/* SPDX-License-Identifier: MIT */
/* verify --trace, for programs. */
#include "json_p.h"

static cJSON *pairs(cJSON *doc, const char *key, const struct q_recorded *list, uint32_t nr)
{
	cJSON *a = cJSON_AddArrayToObject(doc, key);
	uint32_t i;

	for (i = 0; i < nr; i++) {
		cJSON *o = cJSON_CreateObject();

		json_str_or_null(o, "caller", list[i].caller);
		json_str(o, "callee", list[i].callee);
		cJSON_AddNumberToObject(o, "count", (double)list[i].count);
		cJSON_AddItemToArray(a, o);
	}
	return a;
}

int json_coverage(struct report *r, const struct report_coverage *rc, struct strbuf *err)
{
	const struct q_coverage *c = rc->c;
	const struct trace *t = rc->t;
	cJSON *doc = json_document(r), *o, *a;
	uint32_t i;

	o = cJSON_AddObjectToObject(doc, "trace");
	cJSON_AddNumberToObject(o, "lines", (double)t->lines);
	cJSON_AddNumberToObject(o, "calls", (double)t->calls);
	cJSON_AddNumberToObject(o, "strange_lines", (double)t->strange);
	cJSON_AddBoolToObject(o, "cut", t->cut);
	for (i = TRACE_NONE + 1; i < TRACE_NR; i++)
		if (t->of_format[i])
			cJSON_AddNumberToObject(o, trace_format_name[i], (double)t->of_format[i]);
	cJSON_AddNumberToObject(doc, "recorded", c->recorded);
	cJSON_AddNumberToObject(doc, "covered", c->covered);
	cJSON_AddNumberToObject(doc, "recall", c->recorded ? (double)c->covered / c->recorded : 1);
	cJSON_AddNumberToObject(doc, "through_untraceable", c->through);
	cJSON_AddNumberToObject(doc, "by_tail_call", c->tail);
	cJSON_AddNumberToObject(doc, "through_pointers", c->pointer);
	cJSON_AddNumberToObject(doc, "through_pointers_covered", c->pointer_covered);
	cJSON_AddNumberToObject(doc, "unknown", c->unknown);
	cJSON_AddNumberToObject(doc, "interrupts", c->interrupts);
	cJSON_AddNumberToObject(doc, "user_programs", c->foreign);
	cJSON_AddNumberToObject(doc, "unproved", c->unproved);
	pairs(doc, "missing", c->missing, c->nr_missing);
	cJSON_AddNumberToObject(doc, "never_ran", c->nr_never);
	a = cJSON_AddArrayToObject(doc, "pointer_sites");
	for (i = 0; i < c->nr_ran; i++) {
		const struct g_site *s = graph_site(r->g, c->ran[i].site);

		o = cJSON_CreateObject();
		json_func(o, "caller", r, s->func);
		json_site(o, "site", r, s->file, s->line);
		json_str(o, "expr", graph_str(r->g, s->expr));
		cJSON_AddNumberToObject(o, "candidates", c->ran[i].candidates);
		cJSON_AddNumberToObject(o, "occurred", c->ran[i].occurred);
		cJSON_AddItemToArray(a, o);
	}
	cJSON_AddNumberToObject(doc, "candidates_per_target", c->ratio);
	if (r->verbose) {
		pairs(doc, "unknown_pairs", c->unknown_pair, c->nr_unknown);
		a = cJSON_AddArrayToObject(doc, "never");
		for (i = 0; i < c->nr_never; i++) {
			const struct g_site *s = graph_site(r->g, c->never[i].site);

			o = cJSON_CreateObject();
			json_func(o, "caller", r, c->never[i].caller);
			json_func(o, "callee", r, c->never[i].callee);
			json_site(o, "site", r, s->file, s->line);
			cJSON_AddItemToArray(a, o);
		}
	}
	return json_print(r, doc, err);
}
