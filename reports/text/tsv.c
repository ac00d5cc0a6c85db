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

const struct writer tsv_writer = {
	.name = "tsv",
	.path = tsv_path,
	.form = tsv_form,
};
