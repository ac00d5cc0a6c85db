/* SPDX-License-Identifier: MIT */
/* Errors, with the names that may have been meant. */
#include "json_p.h"

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
