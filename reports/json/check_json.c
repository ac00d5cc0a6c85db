/* SPDX-License-Identifier: MIT */
#include "json_p.h"

int json_check(struct report *r, const struct report_check *rc, struct strbuf *err)
{
	const struct q_check_result *res = rc->res;
	cJSON *doc = json_document(r), *a, *o, *e;
	uint32_t i, j;

	a = cJSON_AddArrayToObject(doc, "claims");
	for (i = 0; i < res->nr; i++) {
		const struct q_verdict *v = &res->v[i];
		const struct doc_claim *c = v->claim;

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		cJSON_AddNumberToObject(o, "line", c->line);
		cJSON_AddNumberToObject(o, "column", c->column + 1);
		cJSON_AddNumberToObject(o, "end_line", c->end_line);
		cJSON_AddNumberToObject(o, "end_column", c->end_column + 1);
		json_str(o, "text", c->text);
		json_str(o, "kind", doc_kind_name[c->kind]);
		json_str(o, "verdict", verdict_name[v->verdict]);
		json_str(o, "says", v->says);
		json_str(o, "why", v->why);
		json_str(o, "correct", v->correct);
		if (v->since)
			json_str(o, "since", v->since);
		if (*c->a)
			json_str(o, "subject", c->a);
		e = cJSON_AddArrayToObject(o, "evidence");
		for (j = 0; j < v->nr_evidence; j++)
			cJSON_AddItemToArray(e, json_site_new(r, v->evidence[j].file,
							      v->evidence[j].line));
	}
	o = cJSON_AddObjectToObject(doc, "summary");
	cJSON_AddNumberToObject(o, "claims", res->nr);
	for (i = V_NR; i-- > 0;)
		cJSON_AddNumberToObject(o, verdict_name[i], res->count[i]);
	for (i = 0; i < DOC_KIND_NR; i++)
		cJSON_AddNumberToObject(o, doc_kind_name[i], res->kinds[i]);
	cJSON_AddNumberToObject(o, "not_checkable", res->not_checkable);
	cJSON_AddNumberToObject(o, "lines", res->doc.nr_lines);
	cJSON_AddBoolToObject(o, "truncated", res->doc.truncated);
	o = cJSON_AddObjectToObject(doc, "about");
	json_str(o, "version", res->about.version ? res->about.version : "");
	json_str(o, "before", res->about.before ? res->about.before : "");
	cJSON_AddNumberToObject(o, "names", res->about.names);
	cJSON_AddNumberToObject(o, "gone", res->about.gone);
	return json_print(r, doc, err);
}
