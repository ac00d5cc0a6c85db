/* SPDX-License-Identifier: MIT */
#include "text_p.h"

int text_sites(struct report *r, const void *p, struct strbuf *err)
{
	const struct q_sites_result *res = p;
	const struct graph *g = r->g;
	uint32_t i, j;

	if (!res->nr)
		sink_printf(&r->out, "%s\n", report_tr(r, "no call stands there"));
	for (i = 0; i < res->nr; i++) {
		const struct q_site *q = &res->site[i];
		const struct g_site *s = graph_site(g, q->site);
		struct text_table t;

		if (i)
			sink_putc(&r->out, '\n');
		text_table_init(&t, 2);
		text_putf(r, TS_PLACE, "%s", text_place(&t, r, s->file, s->line));
		text_putf(r, TS_PLAIN, r->lang == LANG_ZH ? "  在 %s() 中" : "  in %s()", report_func(r, s->func));
		if (s->macro)
			text_putf(r, TS_PLAIN, ", %s %s", report_tr(r, "macro"), graph_str(g, s->macro));
		sink_putc(&r->out, '\n');
		if (s->cls == GC_DIRECT) {
			sink_printf(&r->out, "%s\n", report_tr(r, "direct call"));
		} else {
			if (s->expr)
				text_putf(r, TS_NAME, "%s", graph_str(g, s->expr));
			text_putf(r, TS_PLAIN, "%s%s%s%s: %s%s%s", s->expr ? "  =  " : "",
				  graph_str(g, graph_slot(g, s->slot)->name),
				  s->outer ? report_tr(r, " of ") : "",
				  s->outer ? graph_str(g, graph_slot(g, s->outer)->name) : "",
				  s->cls < 5 ? report_tr(r, g_class_name[s->cls]) : "",
				  s->rule ? report_tr(r, ", rule ") : "", report_rule(s->rule));
			sink_putc(&r->out, '\n');
		}
		for (j = 0; j < q->nr_targets; j++) {
			const struct g_func *f = graph_func(g, q->target[j]);

			text_row(&t);
			text_cell(&t, 0, TS_NAME, "%s", report_func(r, q->target[j]));
			text_cell(&t, 1, TS_PLACE, "%s", text_place(&t, r, f->file, f->line));
		}
		if (!q->nr_targets)
			sink_printf(&r->out, "  %s\n", report_tr(r, "no target"));
		text_table_print(r, &t);
		text_table_release(&t);
	}
	return 0;
}
