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
		text_putf(r, TS_PLAIN, "  in %s()", report_func(r, s->func));
		if (s->macro)
			text_putf(r, TS_PLAIN, ", macro %s", graph_str(g, s->macro));
		sink_putc(&r->out, '\n');
		if (s->cls == GC_DIRECT) {
			sink_printf(&r->out, "%s\n", report_tr(r, "direct call"));
		} else {
			if (s->expr)
				text_putf(r, TS_NAME, "%s", graph_str(g, s->expr));
			text_putf(r, TS_PLAIN, "%s%s%s%s: %s%s%s", s->expr ? "  =  " : "",
				  graph_str(g, graph_slot(g, s->slot)->name),
				  s->outer ? " of " : "",
				  s->outer ? graph_str(g, graph_slot(g, s->outer)->name) : "",
				  s->cls < 5 ? g_class_name[s->cls] : "",
				  s->rule ? ", rule " : "", report_rule(s->rule));
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

static double percent(uint32_t part, uint32_t whole)
{
	return whole ? 100.0 * part / whole : 100.0;
}

static void doctor_bad(struct report *r, const struct q_doctor *d)
{
	struct text_table t;
	uint32_t i, n = d->tus_partial + d->tus_failed, shown = r->verbose || n < 10 ? n : 10;

	if (!n)
		return;
	sink_puts(&r->out, "\nnot read in full:\n");
	text_table_init(&t, 2);
	for (i = 0; i < shown; i++) {
		const struct g_tu *tu = graph_tu(r->g, d->bad_tu[i]);

		text_row(&t);
		text_cell(&t, 0, TS_BAD, "%s", report_file(r, tu->file));
		text_below(&t, TS_NOTE, "%s", graph_str(r->g, tu->error));
	}
	text_table_print(r, &t);
	if (shown < n)
		sink_printf(&r->out, "  … and %u more (-v shows all)\n", n - shown);
	text_table_release(&t);
}

static void doctor_no_body(struct report *r, const struct q_doctor *d)
{
	struct text_table t;
	uint32_t i;

	if (!d->nr_no_body)
		return;
	sink_puts(&r->out, "\ncalled most often among the functions without a body:\n");
	text_table_init(&t, 2);
	for (i = 0; i < d->nr_no_body; i++) {
		const struct g_func *f = graph_func(r->g, d->no_body[i]);

		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "%6u", d->no_body_count[i]);
		text_cell(&t, 1, TS_NAME, "%s", report_func(r, d->no_body[i]));
		text_cell(&t, 2, TS_PLACE, "%s", text_place(&t, r, f->file, f->line));
	}
	text_table_print(r, &t);
	text_table_release(&t);
}

static void doctor_line(struct text_table *t, const char *label, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

static void doctor_line(struct text_table *t, const char *label, const char *fmt, ...)
{
	struct strbuf sb = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sb, fmt, ap);
	va_end(ap);
	text_row(t);
	text_cell(t, 0, TS_PLAIN, "%s", label);
	text_cell(t, 1, TS_PLAIN, "%s", sb.buf);
	strbuf_release(&sb);
}

static void doctor_rules(struct text_table *t, const struct q_doctor *d)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			strbuf_addf(&sb, "%s%s %u", sb.len ? ", " : "", g_rule[i].name,
				    d->by_rule[i]);
	doctor_line(t, "pointer calls by rule", "%s", sb.len ? sb.buf : "none");
	strbuf_release(&sb);
}

int text_doctor(struct report *r, const struct report_doctor *rd, struct strbuf *err)
{
	const struct q_doctor *d = rd->d;
	const char *only = graph_get_meta(r->g, "only");
	struct text_table t;

	text_putf(r, TS_HEAD, "%s%s%s, %s", graph_get_meta(r->g, "tree"),
		  *graph_get_meta(r->g, "version") ? " " : "",
		  graph_get_meta(r->g, "version"), graph_get_meta(r->g, "config"));
	sink_puts(&r->out, "\n\n");
	text_table_init(&t, 2);
	if (*only)
		doctor_line(&t, "only", "%s", only);
	doctor_line(&t, "translation units", "%u: %u read in full, %u in part, %u failed",
		    d->tus, d->tus_ok, d->tus_partial, d->tus_failed);
	doctor_line(&t, "functions", "%u, %u of them with a body", d->functions, d->defined);
	doctor_line(&t, "call sites", "%u direct, %u resolved, %u empty, %u unresolved",
		    d->sites_direct, d->sites_resolved, d->sites_empty, d->sites_unresolved);
	doctor_line(&t, "direct calls to a body", "%u of %u (%.2f %%)", d->direct_to_body,
		    d->direct, percent(d->direct_to_body, d->direct));
	if (d->direct_outside)
		doctor_line(&t, "", "%u more to functions declared outside the tree",
			    d->direct_outside);
	doctor_line(&t, "ops fields to a body", "%u of %u (%.2f %%)", d->ops_to_body, d->ops,
		    percent(d->ops_to_body, d->ops));
	doctor_line(&t, "targets of a pointer call", "mean %.2f (%.2f with rule type), median %u, "
		    "p90 %u, max %u", d->targets_mean, d->targets_mean_typed,
		    d->targets_median, d->targets_p90, d->targets_max);
	doctor_rules(&t, d);
	doctor_line(&t, "clones", "%u", d->clones);
	if (d->modules_left_out)
		doctor_line(&t, "modules left out", "%u C files (kpath index --modules reads them)",
			    d->modules_left_out);
	doctor_line(&t, "index", "%.1f MiB", d->index_bytes / 1048576.0);
	if (rd->has_seconds)
		doctor_line(&t, "made in", "%.1f s: prepare %.1f, parse %.1f, resolve %.1f, "
			    "store %.1f", rd->prepare + rd->parse + rd->resolve + rd->store,
			    rd->prepare, rd->parse, rd->resolve, rd->store);
	if (rd->sandbox)
		doctor_line(&t, "parsers were confined by", "%s", rd->sandbox);
	if (rd->has_dropped)
		doctor_line(&t, "compiler flags left out", "%lu (FILE.log names them)", rd->dropped);
	doctor_line(&t, "sources", "%s", r->stale > 0 ? "changed since" :
		    r->stale == 0 ? "unchanged" : "not found");
	text_table_print(r, &t);
	text_table_release(&t);
	doctor_bad(r, d);
	doctor_no_body(r, d);
	return 0;
}

int text_verify(struct report *r, const struct report_verify *v, struct strbuf *err)
{
	size_t i;

	if (!v->nr)
		sink_printf(&r->out, "%s\n", report_tr(r, "the index is sound"));
	for (i = 0; i < v->nr; i++) {
		text_put(r, TS_BAD, v->problem[i]);
		sink_putc(&r->out, '\n');
	}
	return 0;
}

int text_scenarios(struct report *r, const struct report_scenarios *s, struct strbuf *err)
{
	struct text_table t;
	size_t i, j;

	text_table_init(&t, 0);
	for (i = 0; i < s->nr; i++) {
		const struct k_scenario *k = s->s[i];

		text_row(&t);
		text_cell(&t, 0, TS_NAME, "%s", k->name);
		text_cell(&t, 1, TS_PLAIN, "%s", k->about ? k->about : "");
		if (!s->detail)
			continue;
		for (j = 0; j < k->include.nr; j++)
			text_below(&t, TS_PLAIN, "include %s", k->include.s[j]);
		for (j = 0; j < k->bind.nr; j++)
			text_below(&t, TS_PLAIN, "%s = %s", k->bind.p[j].key,
				   *k->bind.p[j].value ? k->bind.p[j].value : "(nothing)");
		for (j = 0; j < k->avoid.nr; j++)
			text_below(&t, TS_PLAIN, "avoid %s", k->avoid.s[j]);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	return 0;
}
