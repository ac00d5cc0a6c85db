/* SPDX-License-Identifier: MIT */
/* A recorded run against the call graph. */
#include <stddef.h>
#include <string.h>

#include "base/xalloc.h"
#include "facts.h"

#define SHOWN 40		/* of each list, unless -v */

static const struct column head[] = {
	{ "trace", CELL_COUNTS },
	{ "trace.cut", CELL_BOOL },
	{ "trace", CELL_COUNTS },	/* lines by format */
	{ "recorded", CELL_UINT },
	{ "covered", CELL_UINT },
	{ "recall", CELL_REAL },
	{ "through_untraceable", CELL_UINT },
	{ "by_tail_call", CELL_UINT },
	{ "through_pointers", CELL_UINT },
	{ "through_pointers_covered", CELL_UINT },
	{ "unknown", CELL_UINT },
	{ "interrupts", CELL_UINT },
	{ "user_programs", CELL_UINT },
	{ "unproved", CELL_UINT },
	{ "never_ran", CELL_UINT, .behind = "missing" },
	{ "candidates_per_target", CELL_REAL, .behind = "pointer_sites" },
	{ "lines", CELL_CODE, .flags = COL_NOT_JSON },
	{ "calls", CELL_CODE, .flags = COL_NOT_JSON },
	{ "different", CELL_UINT, .flags = COL_NOT_JSON },
	{ NULL }
};

static void read_trace(const struct trace *t, struct cell *c, struct arena *a)
{
	struct cell_count *n = arena_alloc(a, (3 + TRACE_NR) * sizeof(*n)), *by = n + 3;
	unsigned f;

	n[0] = (struct cell_count){ "lines", (double)t->lines };
	n[1] = (struct cell_count){ "calls", (double)t->calls };
	n[2] = (struct cell_count){ "strange_lines", (double)t->strange };
	c[0].list = n;
	c[0].nr = 3;
	c[1].id = (uint32_t)t->cut;
	c[2].list = by;
	for (f = TRACE_NONE + 1; f < TRACE_NR; f++)
		if (t->of_format[f])
			by[c[2].nr++] = (struct cell_count){ trace_format_name[f], (double)t->of_format[f] };
}

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct report_coverage *rc = p;
	const struct q_coverage *q = rc->c;

	read_trace(rc->t, c, a);
	c[3].id = q->recorded;
	c[4].id = q->covered;
	c[5].real = q->recorded ? (double)q->covered / q->recorded : 1;
	c[6].id = q->through;
	c[7].id = q->tail;
	c[8].id = q->pointer;
	c[9].id = q->pointer_covered;
	c[10].id = q->unknown;
	c[11].id = q->interrupts;
	c[12].id = q->foreign;
	c[13].id = q->unproved;
	c[14].id = q->nr_never;
	c[15].real = q->ratio;
	c[16].text = arena_printf(a, "%llu", (unsigned long long)rc->t->lines);
	c[17].text = arena_printf(a, "%llu", (unsigned long long)rc->t->calls);
	c[18].id = rc->t->nr_call;
}

/* ---- numbers, for people -------------------------------------------------------------- */

static void say_trace(struct facts *f, const struct trace *t)
{
	unsigned i;

	for (i = TRACE_NONE + 1; i < TRACE_NR; i++)
		if (t->of_format[i])
			FACT(f, trace_format_name[i], "{n} lines",
			     FACT_UINT("n", t->of_format[i]));
	if (t->strange)
		FACT(f, "", "{n} lines are no recorded calls",
		     FACT_UINT("n", t->strange));
	if (t->cut)
		FACT(f, "", "the last line is cut off; it was left out", FACT_TEXT("", ""));
}

static void say_part(struct facts *f, const char *label, const char *text, uint32_t n)
{
	if (n)
		FACT(f, label, text, FACT_UINT("n", n));
}

static void say(struct facts *f, const void *p)
{
	const struct report_coverage *rc = p;
	const struct q_coverage *c = rc->c;

	say_trace(f, rc->t);
	FACT(f, "calls", "covered {n} of {all} ({percent} %)", FACT_UINT("n", c->covered),
	     FACT_UINT("all", c->recorded), FACT_TEXT("percent", facts_percent(f, c->covered, c->recorded)));
	say_part(f, "", "{n} through functions that can't be traced", c->through);
	say_part(f, "", "{n} by a tail call", c->tail);
	FACT(f, "through pointers", "{n} of {all} ({percent} %)", FACT_UINT("n", c->pointer_covered),
	     FACT_UINT("all", c->pointer),
	     FACT_TEXT("percent", facts_percent(f, c->pointer_covered, c->pointer)));
	say_part(f, "not counted", "{n} with a function that the index does not know", c->unknown);
	say_part(f, "", "{n} by an interrupt or an exception: no calls", c->interrupts);
	say_part(f, "", "{n} of user programs: the index is a kernel's", c->foreign);
	say_part(f, "", "{n} not covered, but the trace does not tell CPU or task: no proof", c->unproved);
	if (c->nr_ran)
		FACT(f, "calls through pointers", "{n} were made, {ratio} candidates for one that occurred",
		     FACT_UINT("n", c->nr_ran), FACT_TEXT("ratio", facts_decimal(f, 2, c->ratio)));
	FACT(f, "not recorded", "{n} calls between functions that ran", FACT_UINT("n", c->nr_never));
}

static uint32_t nr_facts(const struct report *r, const void *p)
{
	return facts_count(r, p, say);
}

static void read_fact(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	facts_cells(r, p, say, i, c, a);
}

/* ---- lists ----------------------------------------------------------------------------- */

enum list { MISSING, UNKNOWN, SITES, NEVER };

static void span(const void *p, unsigned list, uint32_t *first, uint32_t *nr)
{
	const struct q_coverage *c = ((const struct report_coverage *)p)->c;

	*nr = list == MISSING ? c->nr_missing : list == UNKNOWN ? c->nr_unknown :
	      list == SITES ? c->nr_ran : c->nr_never;
}

static const struct column pairs[] = {
	{ "caller", CELL_CODE, 2, 2, COL_NULL, .style = TS_NAME, .label = "caller" },
	{ NULL, CELL_WORD, 2, 2, .style = TS_NAME },	/* "(initcall)" */
	{ "callee", CELL_CODE, 3, 3, .label = "callee", .before = "-> " },
	{ "count", CELL_REAL, .label = "times" },
	{ NULL, CELL_WORD, 1, 1, COL_RIGHT, .wide = 8, .label = "times" },
	{ NULL }
};

static void read_pair(const struct report *r, const struct q_recorded *q, struct cell *c, struct arena *a)
{
	c[0].text = q->caller;
	c[1].text = "(initcall)";
	c[2].text = q->callee;
	c[3].real = (double)q->count;
	c[4].text = arena_printf(a, "%llu", (unsigned long long)q->count);
}

static void read_missing(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	read_pair(r, &((const struct report_coverage *)p)->c->missing[i], c, a);
}

static void read_unknown(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	read_pair(r, &((const struct report_coverage *)p)->c->unknown_pair[i], c, a);
}

static const struct column sites[] = {
	{ "caller", CELL_FUNC, 2, 3, .style = TS_NAME, .label = "caller" },
	{ "site", CELL_PLACE, 4, 5, .style = TS_PLACE, .label = "where" },
	{ "expr", CELL_CODE, 3, 4, .label = "expression" },
	{ "candidates", CELL_UINT, 0, 2, .label = "that could" },
	{ "occurred", CELL_UINT, 0, 1, .label = "that occurred" },
	{ NULL, CELL_WORD, 1 },		/* "1 of 2" */
	{ NULL }
};

static void read_site(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_ran_site *q = &((const struct report_coverage *)p)->c->ran[i];
	const struct g_site *s = graph_site(r->g, q->site);

	c[0].id = s->func;
	c[1].place = (struct q_place){ s->file, s->line };
	c[2].text = graph_str(r->g, s->expr);
	c[3].id = q->candidates;
	c[4].id = q->occurred;
	c[5].text = arena_printf(a, "%4u %s %u", q->occurred, report_tr(r, "of"), q->candidates);
}

static const struct column never[] = {
	{ "caller", CELL_FUNC, 1, 1, .style = TS_NAME, .label = "caller" },
	{ "callee", CELL_FUNC, 2, 2, .label = "callee", .before = "-> " },
	{ "site", CELL_PLACE, 3, 3, .style = TS_PLACE, .label = "where" },
	{ NULL }
};

static void read_never(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_never *q = &((const struct report_coverage *)p)->c->never[i];
	const struct g_site *s = graph_site(r->g, q->site);

	c[0].id = q->caller;
	c[1].id = q->callee;
	c[2].place = (struct q_place){ s->file, s->line };
}

#define RAN "calls through pointers that were made: functions that occurred, of those that could"
#define NOT_RECORDED "calls between functions that ran, which were not recorded"

static const struct section sections[] = {
	{ .key = "facts", .column = fact_columns, .count = nr_facts, .row = read_fact, .only_people = 1 },
	{ .key = "missing", .title = "missing", .page_title = "missing", .column = pairs, .span = span,
	  .arg = MISSING, .row = read_missing, .limit = SHOWN },
	{ .key = "pointer_sites", .title = RAN, .page_title = RAN, .column = sites, .span = span,
	  .arg = SITES, .row = read_site, .limit = SHOWN },
	{ .key = "unknown_pairs", .title = "unknown", .page_title = "unknown", .column = pairs,
	  .span = span, .arg = UNKNOWN, .row = read_unknown, .only_verbose = 1 },
	{ .key = "never", .title = NOT_RECORDED, .page_title = NOT_RECORDED, .column = never,
	  .span = span, .arg = NEVER, .row = read_never, .only_verbose = 1 },
};

const struct form coverage_form = {
	.name = "verify",
	.title = "lines: {lines}, recorded calls: {calls}, different: {different}",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = ARRAY_SIZE(sections),
};
