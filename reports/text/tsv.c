/* SPDX-License-Identifier: MIT */
#include "reports/report.h"

#include <string.h>

static void next(struct sink *s, const char *str)
{
	sink_putc(s, '\t');
	sink_cell(s, str);
}

static void next_uint(struct sink *s, uint32_t v)
{
	sink_putc(s, '\t');
	sink_uint(s, v);
}

static void next_func(struct report *r, uint32_t func)
{
	next(&r->out, func ? report_func(r, func) : "");
	next(&r->out, func ? report_file(r, graph_func(r->g, func)->file) : "");
}

static int tsv_edges(struct report *r, const struct q_edges_result *res, struct strbuf *err)
{
	struct sink *s = &r->out;
	uint32_t i, slot;

	sink_puts(s, "caller\tcaller_file\tcallee\tcallee_file\tkind\trule\tsite_file\t"
		  "site_line\tslot\tcandidates\tedge\n");
	for (i = 0; i < res->nr; i++) {
		const struct q_edge *e = &res->edge[i];

		sink_cell(s, report_func(r, e->caller));
		next(s, report_file(r, graph_func(r->g, e->caller)->file));
		next_func(r, e->callee);
		next(s, report_kind(r, e->kind));
		next(s, report_rule(e->rule));
		next(s, report_file(r, e->site.file));
		next_uint(s, e->site.line);
		slot = report_edge_slot(r->g, e->edge);
		if (slot)
			next(s, graph_str(r->g, graph_slot(r->g, slot)->name));
		else
			next(s, e->edge ? "" : e->via);
		next_uint(s, e->candidates);
		next(s, e->started_by && !e->executed_by ? "started-by" : "executed-by");
		sink_putc(s, '\n');
	}
	return 0;
}

static int tsv_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct sink *s = &r->out;
	uint32_t i, j;

	sink_puts(s, "path\thop\tcaller\tcaller_file\tcallee\tcallee_file\tkind\trule\t"
		  "site_file\tsite_line\tvia\tregistered_file\tregistered_line\tcandidates\n");
	for (i = 0; i < res->nr_paths; i++) {
		for (j = 0; j < res->path[i].nr_hops; j++) {
			const struct q_hop *h = &res->path[i].hop[j];

			sink_uint(s, i + 1);
			next_uint(s, j + 1);
			next_func(r, h->caller);
			next_func(r, h->callee);
			next(s, report_kind(r, h->kind));
			next(s, report_rule(h->rule));
			next(s, report_file(r, h->site.file));
			next_uint(s, h->site.line);
			next(s, h->via);
			next(s, report_file(r, h->registered.file));
			next_uint(s, h->registered.line);
			next_uint(s, h->candidates);
			sink_putc(s, '\n');
		}
	}
	return 0;
}

static int tsv_initcalls(struct report *r, const struct q_initcalls_result *res,
			 struct strbuf *err)
{
	struct sink *s = &r->out;
	uint32_t i;

	sink_puts(s, "order\tlevel\tmacro\tfunction\tfunction_file\tfunction_line\t"
		  "site_file\tsite_line\n");
	for (i = 0; i < res->nr; i++) {
		const struct g_entry *e = graph_entry(r->g, res->entry[i]);

		sink_uint(s, e->order);
		next(s, graph_str(r->g, e->level));
		next(s, graph_str(r->g, e->name));
		next_func(r, e->func);
		next_uint(s, graph_func(r->g, e->func)->line);
		next(s, report_file(r, e->file));
		next_uint(s, e->line);
		sink_putc(s, '\n');
	}
	return 0;
}

const struct writer tsv_writer = {
	.name = "tsv",
	.path = tsv_path,
	.edges = tsv_edges,
	.all_edges = tsv_edges,
	.initcalls = tsv_initcalls,
	.form = tsv_form,
	.states = tsv_states,
	.flags = tsv_flags,
	.layers = tsv_layers,
};
