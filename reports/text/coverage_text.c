/* SPDX-License-Identifier: MIT */
/* verify --trace, for people. */
#include "text_p.h"

#define SHOWN 40		/* of each list, unless -v */

static double percent(uint64_t part, uint64_t of)
{
	return of ? 100.0 * (double)part / (double)of : 100.0;
}

static uint32_t shown(const struct report *r, uint32_t nr)
{
	return r->verbose || nr < SHOWN ? nr : SHOWN;
}

static void more(struct report *r, uint32_t nr)
{
	if (shown(r, nr) < nr)
		sink_printf(&r->out, "  … %s %u %s (-v)\n", report_tr(r, "and"), nr - shown(r, nr),
			    report_tr(r, "more"));
}

static void pairs(struct report *r, const char *title, const struct q_recorded *list, uint32_t nr)
{
	struct text_table t;
	uint32_t i;

	if (!nr)
		return;
	sink_printf(&r->out, "\n%s:\n", report_tr(r, title));
	text_table_init(&t, 2);
	for (i = 0; i < shown(r, nr); i++) {
		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "%8llu", (unsigned long long)list[i].count);
		text_cell(&t, 1, TS_NAME, "%s", *list[i].caller ? list[i].caller : "(initcall)");
		text_cell(&t, 2, TS_PLAIN, "-> %s", list[i].callee);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	more(r, nr);
}

static void sites(struct report *r, const struct q_coverage *c)
{
	struct text_table t;
	uint32_t i;

	if (!c->nr_ran)
		return;
	sink_printf(&r->out, "\n%s:\n", report_tr(r, "calls through pointers that were made: "
		    "functions that occurred, of those that could"));
	text_table_init(&t, 2);
	for (i = 0; i < shown(r, c->nr_ran); i++) {
		const struct g_site *s = graph_site(r->g, c->ran[i].site);

		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "%4u of %u", c->ran[i].occurred, c->ran[i].candidates);
		text_cell(&t, 1, TS_NAME, "%s", report_func(r, s->func));
		text_cell(&t, 2, TS_PLAIN, "%s", graph_str(r->g, s->expr));
		text_cell(&t, 3, TS_PLACE, "%s", text_place(&t, r, s->file, s->line));
	}
	text_table_print(r, &t);
	text_table_release(&t);
	more(r, c->nr_ran);
}

static void never(struct report *r, const struct q_coverage *c)
{
	struct text_table t;
	uint32_t i;

	if (!c->nr_never || !r->verbose)
		return;
	sink_printf(&r->out, "\n%s:\n", report_tr(r, "calls between functions that ran, "
		    "which were not recorded"));
	text_table_init(&t, 2);
	for (i = 0; i < c->nr_never; i++) {
		const struct g_site *s = graph_site(r->g, c->never[i].site);

		text_row(&t);
		text_cell(&t, 0, TS_NAME, "%s", report_func(r, c->never[i].caller));
		text_cell(&t, 1, TS_PLAIN, "-> %s", report_func(r, c->never[i].callee));
		text_cell(&t, 2, TS_PLACE, "%s", text_place(&t, r, s->file, s->line));
	}
	text_table_print(r, &t);
	text_table_release(&t);
}

int text_coverage(struct report *r, const struct report_coverage *rc, struct strbuf *err)
{
	const struct q_coverage *c = rc->c;
	const struct trace *t = rc->t;
	unsigned f;

	sink_printf(&r->out, "%llu %s, %llu %s, %u %s\n", (unsigned long long)t->lines,
		    report_tr(r, "lines"), (unsigned long long)t->calls,
		    report_tr(r, "recorded calls"), t->nr_call, report_tr(r, "different ones"));
	for (f = TRACE_NONE + 1; f < TRACE_NR; f++)
		if (t->of_format[f])
			sink_printf(&r->out, "  %s: %llu %s\n", trace_format_name[f],
				    (unsigned long long)t->of_format[f], report_tr(r, "lines"));
	if (t->strange)
		sink_printf(&r->out, "  %llu %s\n", (unsigned long long)t->strange,
			    report_tr(r, "lines are no recorded calls"));
	if (t->cut)
		sink_printf(&r->out, "  %s\n", report_tr(r, "the last line is cut off; it was left out"));
	sink_printf(&r->out, "\n%s %u %s %u (%.2f %%)\n", report_tr(r, "covered"), c->covered,
		    report_tr(r, "of"), c->recorded, percent(c->covered, c->recorded));
	if (c->through)
		sink_printf(&r->out, "  %u %s\n", c->through,
			    report_tr(r, "through functions that can't be traced"));
	if (c->tail)
		sink_printf(&r->out, "  %u %s\n", c->tail, report_tr(r, "by a tail call"));
	sink_printf(&r->out, "  %s %u %s %u (%.2f %%)\n", report_tr(r, "through pointers"),
		    c->pointer_covered, report_tr(r, "of"), c->pointer,
		    percent(c->pointer_covered, c->pointer));
	if (c->unknown)
		sink_printf(&r->out, "%u %s\n", c->unknown,
			    report_tr(r, "with a function that the index does not know"));
	if (c->interrupts)
		sink_printf(&r->out, "%u %s\n", c->interrupts,
			    report_tr(r, "by an interrupt or an exception: no calls"));
	if (c->foreign)
		sink_printf(&r->out, "%u %s\n", c->foreign,
			    report_tr(r, "of user programs: the index is a kernel's"));
	if (c->unproved)
		sink_printf(&r->out, "%u %s\n", c->unproved,
			    report_tr(r, "not covered, but the trace does not tell CPU or task: no proof"));
	if (c->nr_ran)
		sink_printf(&r->out, "%u %s, %.2f %s\n", c->nr_ran,
			    report_tr(r, "calls through pointers were made"), c->ratio,
			    report_tr(r, "candidates for one that occurred"));
	sink_printf(&r->out, "%u %s\n", c->nr_never, report_tr(r,
		    "calls between functions that ran were not recorded"));
	pairs(r, "missing", c->missing, c->nr_missing);
	if (r->verbose)
		pairs(r, "unknown", c->unknown_pair, c->nr_unknown);
	sites(r, c);
	never(r, c);
	return 0;
}
