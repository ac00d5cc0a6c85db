/* SPDX-License-Identifier: MIT */
#include "json_p.h"

/* A report on the graph of one side. */
static struct report of_side(const struct report *r, const struct q_diff_side *s)
{
	struct report o = *r;

	o.g = s->g;
	return o;
}

static void side(cJSON *doc, const char *key, const struct q_diff_side *s)
{
	cJSON *o = cJSON_AddObjectToObject(doc, key);

	json_str(o, "tree", graph_get_meta(s->g, "tree"));
	json_str(o, "version", graph_get_meta(s->g, "version"));
	json_str(o, "config", graph_get_meta(s->g, "config"));
	json_str(o, "status", s->status == Q_FOUND ? "found" : "none");
	if (s->path.nr_paths) {
		cJSON_AddNumberToObject(o, "hops", s->path.path[0].nr_hops);
		cJSON_AddNumberToObject(o, "cost", s->path.path[0].cost);
	}
}

static void hop(cJSON *obj, const char *key, const struct report *r, const struct q_diff_side *s,
		int32_t pos)
{
	struct report o = of_side(r, s);
	const struct q_hop *h;
	cJSON *x;

	if (pos < 0) {
		cJSON_AddNullToObject(obj, key);
		return;
	}
	h = q_diff_hop(s, pos);
	x = cJSON_AddObjectToObject(obj, key);
	json_func(x, "function", &o, q_diff_func(s, pos));
	json_func(x, "caller", &o, h ? h->caller : 0);
	json_str(x, "kind", h ? report_kind(&o, h->kind) : "");
	json_str(x, "via", h ? h->via : "");
	json_site(x, "site", &o, h ? h->site.file : 0, h ? h->site.line : 0);
}

int json_diff(struct report *r, const void *p, struct strbuf *err)
{
	static const char *const change[] = { "kind", "via", "file", "caller", "line" };
	const struct q_diff_result *d = p;
	cJSON *doc = json_document(r), *a, *o, *c;
	uint32_t i, b;

	o = cJSON_AddObjectToObject(doc, "asked");
	json_str(o, "from", d->asked_from);
	json_str(o, "to", d->asked_to);
	side(doc, "old", &d->old_side);
	side(doc, "new", &d->new_side);
	a = cJSON_AddArrayToObject(doc, "steps");
	for (i = 0; i < d->nr; i++) {
		const struct q_diff_step *s = &d->step[i];

		o = cJSON_CreateObject();
		cJSON_AddItemToArray(a, o);
		json_str(o, "change", diff_what_name[s->what]);
		c = cJSON_AddArrayToObject(o, "changed");
		for (b = 0; b < 5; b++)
			if (s->changes >> b & 1)
				cJSON_AddItemToArray(c, cJSON_CreateString(change[b]));
		hop(o, "old", r, &d->old_side, s->old_pos);
		hop(o, "new", r, &d->new_side, s->new_pos);
	}
	o = cJSON_AddObjectToObject(doc, "summary");
	for (i = 0; i < 4; i++)
		cJSON_AddNumberToObject(o, diff_what_name[i], d->count[i]);
	return json_print(r, doc, err);
}
