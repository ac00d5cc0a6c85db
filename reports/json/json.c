/* SPDX-License-Identifier: MIT */
#include "json_p.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void json_str(cJSON *obj, const char *key, const char *value)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addutf8(&sb, value);
	cJSON_AddStringToObject(obj, key, sb.buf);
	strbuf_release(&sb);
}

void json_str_or_null(cJSON *obj, const char *key, const char *value)
{
	if (value && *value)
		json_str(obj, key, value);
	else
		cJSON_AddNullToObject(obj, key);
}

cJSON *json_func_new(const struct report *r, uint32_t func)
{
	const struct g_func *f;
	cJSON *o;

	if (!func || func >= r->g->nr_func)
		return cJSON_CreateNull();
	f = graph_func(r->g, func);
	o = cJSON_CreateObject();
	json_str(o, "name", graph_str(r->g, f->name));
	json_str(o, "file", report_file(r, f->file));
	cJSON_AddNumberToObject(o, "line", f->line);
	if (f->variant)
		json_str(o, "variant", graph_str(r->g, f->variant));
	return o;
}

cJSON *json_site_new(const struct report *r, uint32_t file, uint32_t line)
{
	cJSON *o;

	if (!file)
		return cJSON_CreateNull();
	o = cJSON_CreateObject();
	json_str(o, "file", report_file(r, file));
	cJSON_AddNumberToObject(o, "line", line);
	return o;
}

void json_func(cJSON *obj, const char *key, const struct report *r, uint32_t func)
{
	cJSON_AddItemToObject(obj, key, json_func_new(r, func));
}

void json_site(cJSON *obj, const char *key, const struct report *r,
	       uint32_t file, uint32_t line)
{
	cJSON_AddItemToObject(obj, key, json_site_new(r, file, line));
}

void json_guards(cJSON *obj, const char *key, const struct report *r, uint32_t guard)
{
	cJSON *a = cJSON_AddArrayToObject(obj, key);
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	uint32_t i, nr, *list = report_guards(r, guard, &nr);

	for (i = 0; i < nr; i++) {
		strbuf_clear(&raw);
		strbuf_clear(&text);
		report_guard(r, list[i], &raw);
		strbuf_addutf8(&text, raw.buf);
		cJSON_AddItemToArray(a, cJSON_CreateString(text.buf));
	}
	free(list);
	strbuf_release(&raw);
	strbuf_release(&text);
}

static void add_only(cJSON *obj, const char *only)
{
	cJSON *a;

	if (!*only) {
		cJSON_AddNullToObject(obj, "only");
		return;
	}
	a = cJSON_AddArrayToObject(obj, "only");
	while (*only) {
		size_t n = strcspn(only, ",");
		struct strbuf one = STRBUF_INIT, text = STRBUF_INIT;

		strbuf_add(&one, only, n);
		strbuf_addutf8(&text, one.buf);
		cJSON_AddItemToArray(a, cJSON_CreateString(text.buf));
		strbuf_release(&one);
		strbuf_release(&text);
		only += n + (only[n] == ',');
	}
}

cJSON *json_document(const struct report *r)
{
	cJSON *doc = cJSON_CreateObject(), *index;
	struct strbuf schema = STRBUF_INIT;

	strbuf_addf(&schema, "kpath-%s/1", r->command);
	json_str(doc, "schema", schema.buf);
	strbuf_release(&schema);
	if (!r->g) {
		cJSON_AddNullToObject(doc, "index");
		return doc;
	}
	index = cJSON_AddObjectToObject(doc, "index");
	json_str(index, "tree", graph_get_meta(r->g, "tree"));
	json_str(index, "version", graph_get_meta(r->g, "version"));
	json_str(index, "config", graph_get_meta(r->g, "config"));
	add_only(index, graph_get_meta(r->g, "only"));
	cJSON_AddNumberToObject(index, "tus_failed",
				strtoul(graph_get_meta(r->g, "tus_failed"), NULL, 10));
	cJSON_AddNumberToObject(index, "tus_partial",
				strtoul(graph_get_meta(r->g, "tus_partial"), NULL, 10));
	if (r->stale < 0)
		cJSON_AddNullToObject(index, "stale");
	else
		cJSON_AddBoolToObject(index, "stale", r->stale);
	return doc;
}

int json_print(struct report *r, cJSON *doc, struct strbuf *err)
{
	char *text = cJSON_PrintUnformatted(doc);

	cJSON_Delete(doc);
	if (!text)
		return error(err, "not enough memory to write the JSON document");
	sink_puts(&r->out, text);
	sink_putc(&r->out, '\n');
	cJSON_free(text);
	return 0;
}

static void other_sites(cJSON *o, const struct report *r, const struct q_hop *h)
{
	cJSON *list = cJSON_AddArrayToObject(o, "other_sites"), *s;
	uint32_t i;

	for (i = 0; i < h->nr_other; i++) {
		s = cJSON_CreateObject();
		json_site(s, "site", r, h->other[i].site.file, h->other[i].site.line);
		json_guards(s, "guards", r, h->other[i].guard);
		cJSON_AddItemToArray(list, s);
	}
}

static cJSON *hop_new(const struct report *r, const struct q_hop *h)
{
	cJSON *o = cJSON_CreateObject();
	struct strbuf line = STRBUF_INIT;

	json_func(o, "caller", r, h->caller);
	json_func(o, "callee", r, h->callee);
	json_str(o, "kind", report_kind(r, h->kind));
	json_str(o, "via", h->via);
	json_site(o, "site", r, h->site.file, h->site.line);
	json_site(o, "registered", r, h->registered.file, h->registered.line);
	json_guards(o, "guards", r, h->guard);
	cJSON_AddNumberToObject(o, "candidates", h->candidates);
	json_str(o, "rule", report_rule(h->rule));
	cJSON_AddBoolToObject(o, "deferred", h->deferred);
	if (h->observed)
		cJSON_AddTrueToObject(o, "observed");
	else
		cJSON_AddNullToObject(o, "observed");
	if (h->sets && *h->sets)
		json_str(o, "sets", h->sets);
	if (h->nr_other)
		other_sites(o, r, h);
	if (h->contradicts)
		cJSON_AddNumberToObject(o, "contradicts", h->contradicts);
	if (*h->expr)
		json_str(o, "expr", h->expr);
	if (*h->macro)
		json_str(o, "macro", h->macro);
	if (r->source && r->src &&
	    !source_line(r->src, h->site.file, h->site.line, &line))
		json_str(o, "source", line.buf);
	strbuf_release(&line);
	return o;
}

static void json_closed(cJSON *doc, struct report *r, const struct q_closed *c)
{
	cJSON *o = cJSON_AddObjectToObject(doc, "closed");
	struct strbuf sb = STRBUF_INIT;

	report_guard(r, c->guard, &sb);
	json_func(o, "caller", r, c->caller);
	json_func(o, "callee", r, c->callee);
	json_site(o, "site", r, c->site.file, c->site.line);
	json_str(o, "condition", sb.buf ? sb.buf : "");
	json_str(o, "passed", c->value);
	if (c->passed.file)
		json_site(o, "passed_at", r, c->passed.file, c->passed.line);
	strbuf_release(&sb);
}

static void json_meet(cJSON *doc, const struct report *r, const struct q_meet *m)
{
	cJSON *o = cJSON_AddObjectToObject(doc, "meet");

	json_str(o, "field", graph_str(r->g, graph_slot(r->g, m->slot)->name));
	json_func(o, "here", r, m->here);
	json_site(o, "here_at", r, m->here_at.file, m->here_at.line);
	json_func(o, "there", r, m->there);
	json_site(o, "there_at", r, m->there_at.file, m->there_at.line);
}

static void json_taken(cJSON *doc, const struct report *r, const struct q_path *p)
{
	cJSON *list;
	uint32_t i;

	if (p->world)
		json_str(doc, "world", p->world);
	if (!p->nr_taken)
		return;
	list = cJSON_AddArrayToObject(doc, "taken_as");
	for (i = 0; i < p->nr_taken; i++) {
		const struct g_object *table = graph_object(r->g, p->taken[i].object);
		const struct q_hop *h = &p->hop[p->taken[i].hop];
		cJSON *o = cJSON_CreateObject();

		cJSON_AddItemToArray(list, o);
		json_str(o, "key", graph_str(r->g, table->type));
		json_str(o, "value", graph_str(r->g, table->name));
		json_site(o, "because", r, h->site.file, h->site.line);
	}
}

static void why_part(cJSON *doc, const char *name, struct report *r, const struct q_why_part *p)
{
	cJSON *o;

	if (!p->callee)
		return;
	o = cJSON_AddObjectToObject(doc, name);
	json_func(o, "caller", r, p->caller);
	json_func(o, "callee", r, p->callee);
	json_site(o, "site", r, p->site.file, p->site.line);
	json_guards(o, "guards", r, p->guard);
	cJSON_AddNumberToObject(o, "candidates", p->candidates);
	cJSON_AddBoolToObject(o, "deferred", p->deferred);
	cJSON_AddNumberToObject(o, "bits", p->bits);
}

static void json_why_not(cJSON *doc, struct report *r, const struct q_why_not *w)
{
	cJSON *o = cJSON_AddObjectToObject(doc, "why_not");

	json_str(o, "verdict", q_why_verdict_name[w->verdict]);
	if (w->cost > 0)
		cJSON_AddNumberToObject(o, "cost", w->cost);
	why_part(o, "here", r, &w->here);
	why_part(o, "there", r, &w->there);
	why_part(o, "dearest", r, &w->dearest);
	if (w->verdict == Q_WHY_CLOSED)
		json_closed(o, r, &w->closed);
	if (w->verdict == Q_WHY_NO_CALL) {
		json_func(o, "gap_from", r, w->gap_from);
		json_func(o, "gap_to", r, w->gap_to);
	}
}

static int json_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	cJSON *doc = json_document(r), *asked, *paths, *frontier, *cut;
	uint32_t i, j;

	asked = cJSON_AddObjectToObject(doc, "asked");
	json_str(asked, "from", res->asked_from);
	json_str(asked, "to", res->asked_to);
	cJSON_AddStringToObject(doc, "status", res->nr_paths ? "found" : "none");
	json_func(doc, "from", r, res->from);
	json_func(doc, "to", r, res->to);
	paths = cJSON_AddArrayToObject(doc, "paths");
	for (i = 0; i < res->nr_paths; i++) {
		const struct q_path *p = &res->path[i];
		cJSON *o = cJSON_CreateObject(), *hops;

		cJSON_AddItemToArray(paths, o);
		cJSON_AddNumberToObject(o, "cost", p->cost);
		cJSON_AddNumberToObject(o, "deferred", p->deferred);
		json_taken(o, r, p);
		hops = cJSON_AddArrayToObject(o, "hops");
		for (j = 0; j < p->nr_hops; j++)
			cJSON_AddItemToArray(hops, hop_new(r, &p->hop[j]));
	}
	if (res->nr_paths) {
		json_str(doc, "plausibility", q_plausibility_name[res->plausibility]);
		cJSON_AddNumberToObject(doc, "bits", res->path[0].cost);
	}
	frontier = cJSON_AddArrayToObject(doc, "frontier");
	for (i = 0; i < res->nr_frontier; i++) {
		const struct q_frontier *f = &res->frontier[i];
		cJSON *o = cJSON_CreateObject();

		cJSON_AddItemToArray(frontier, o);
		json_func(o, "function", r, f->func);
		json_site(o, "site", r, f->site.file, f->site.line);
		json_str(o, "slot", f->slot ? f->slot : "");
		json_str(o, "why", f->why ? f->why : "");
	}
	if (res->truncated) {
		cut = cJSON_AddObjectToObject(doc, "truncated");
		cJSON_AddNumberToObject(cut, "shown", res->nr_paths);
		cJSON_AddNullToObject(cut, "of");
	} else if (res->frontier_total > res->nr_frontier) {
		cut = cJSON_AddObjectToObject(doc, "truncated");
		cJSON_AddNumberToObject(cut, "shown", res->nr_frontier);
		cJSON_AddNumberToObject(cut, "of", res->frontier_total);
	} else {
		cJSON_AddNullToObject(doc, "truncated");
	}
	if (res->meet.slot)
		json_meet(doc, r, &res->meet);
	if (res->is_closed)
		json_closed(doc, r, &res->closed);
	if (res->why_not)
		json_why_not(doc, r, res->why_not);
	if (res->far_fetched)
		cJSON_AddBoolToObject(doc, "far_fetched", 1);
	cJSON_AddBoolToObject(doc, "executed_by", res->executed_by);
	cJSON_AddNumberToObject(doc, "dropped", res->dropped);
	cJSON_AddNumberToObject(doc, "reached", res->reached);
	return json_print(r, doc, err);
}

const struct writer json_writer = {
	.name = "json", .rank = 20, .media = "application/json",
	.path = json_path,
	.form = json_form,
	.report = json_report,
	.error = json_error,
};
