/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "lab.h"

static void cite(struct report *r, uint32_t file)
{
	if (!r->cited)
		r->cited = xcalloc(r->g->nr_file + 1, 1);
	if (file < r->g->nr_file)
		r->cited[file] = 1;
}

static void cite_func(struct report *r, uint32_t func)
{
	if (func && func < r->g->nr_func)
		cite(r, graph_func(r->g, func)->file);
}

static int cite_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	uint32_t i, j;

	cite_func(r, res->from);
	cite_func(r, res->to);
	for (i = 0; i < res->nr_paths; i++) {
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];

			cite_func(r, h->caller);
			cite_func(r, h->callee);
			cite(r, h->site.file);
			cite(r, h->registered.file);
		}
	}
	for (i = 0; i < res->nr_frontier; i++)
		cite(r, res->frontier[i].site.file);
	return 0;
}

static int cite_edges(struct report *r, const struct q_edges_result *res, struct strbuf *err)
{
	uint32_t i;

	cite_func(r, res->func);
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];

		cite_func(r, e->caller);
		cite_func(r, e->callee);
		cite(r, e->site.file);
		cite(r, e->registered.file);
	}
	return 0;
}

static int cite_slot(struct report *r, const struct q_slot_result *res, struct strbuf *err)
{
	uint32_t i;

	for (i = 0; i < res->nr_stores; i++) {
		cite(r, graph_store(r->g, res->store[i])->file);
		cite_func(r, graph_store(r->g, res->store[i])->func);
	}
	for (i = 0; i < res->nr_calls; i++)
		cite(r, res->call[i].site.file);
	return 0;
}

static int cite_table(struct report *r, const struct q_table_result *res, struct strbuf *err)
{
	uint32_t i;

	cite(r, graph_object(r->g, res->object)->file);
	for (i = 0; i < res->nr_fields; i++) {
		cite(r, graph_field_value(r->g, res->field[i])->file);
		cite_func(r, graph_field_value(r->g, res->field[i])->func);
	}
	for (i = 0; i < res->nr_held; i++)
		cite(r, graph_store(r->g, res->held[i])->file);
	return 0;
}

static int cite_sites(struct report *r, const struct q_sites_result *res, struct strbuf *err)
{
	uint32_t i, j;

	for (i = 0; i < res->nr; i++) {
		cite(r, graph_site(r->g, res->site[i].site)->file);
		for (j = 0; j < res->site[i].nr_targets; j++)
			cite_func(r, res->site[i].target[j]);
	}
	return 0;
}

static int cite_initcalls(struct report *r, const struct q_initcalls_result *res,
			  struct strbuf *err)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++) {
		cite(r, graph_entry(r->g, res->entry[i])->file);
		cite_func(r, graph_entry(r->g, res->entry[i])->func);
	}
	return 0;
}

static int cite_entries(struct report *r, const struct q_entries_result *res,
			struct strbuf *err)
{
	uint32_t i;

	cite_func(r, res->func);
	for (i = 0; i < res->nr; i++) {
		cite_func(r, res->entry[i].func);
		cite(r, res->entry[i].registered.file);
	}
	return 0;
}

static int cite_all(struct report *r, const struct report_doctor *d, struct strbuf *err)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_file; i++)
		cite(r, i);
	return 0;
}

static int cite_states(struct report *r, const struct q_states_result *res, struct strbuf *err)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++)
		cite(r, res->state[i].site.file);
	return 0;
}

static int cite_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	uint32_t i;

	for (i = 0; i < res->nr; i++)
		if (res->answer[i].state == LAB_FOUND || res->answer[i].state == LAB_NOTHING)
			lab_show(r, &cite_writer, &res->answer[i], err);
	return 0;
}

static int cite_check(struct report *r, const struct report_check *c, struct strbuf *err)
{
	uint32_t i, j;

	for (i = 0; i < c->res->nr; i++)
		for (j = 0; j < c->res->v[i].nr_evidence; j++)
			cite(r, c->res->v[i].evidence[j].file);
	return 0;
}

static int cite_flags(struct report *r, const struct q_flags_result *res, struct strbuf *err)
{
	uint32_t i, j;

	for (i = 0; i < res->nr; i++) {
		cite(r, res->place[i].site.file);
		for (j = 0; j < res->place[i].nr_route; j++)
			cite(r, res->place[i].route[j].site.file);
	}
	return 0;
}

static int cite_layers(struct report *r, const struct q_layers_result *res, struct strbuf *err)
{
	uint32_t i, j, c;

	for (i = 0; i < res->nr; i++) {
		const struct q_layer_fact *f = &res->fact[i];

		cite(r, f->registered.file);
		for (j = 0; j < f->nr_members; j++)
			cite(r, f->member[j].site.file);
		for (c = 0; c < f->nr_calls; c++)
			cite(r, graph_site(r->g, f->call[c])->file);
	}
	return 0;
}

const struct writer cite_writer = {
	.name = "",
	.path = cite_path,
	.edges = cite_edges,
	.all_edges = cite_edges,
	.slot = cite_slot,
	.states = cite_states,
	.flags = cite_flags,
	.layers = cite_layers,
	.table = cite_table,
	.sites = cite_sites,
	.initcalls = cite_initcalls,
	.entries = cite_entries,
	.check = cite_check,
	.report = cite_report,
	.doctor = cite_all,
};
