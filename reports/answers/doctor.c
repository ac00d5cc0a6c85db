/* SPDX-License-Identifier: MIT */
/* How healthy an index is: numbers, and what was not read or resolved. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "facts.h"

static const struct column head[] = {
	{ "tree", CELL_CODE, .flags = COL_NOT_JSON },
	{ "version", CELL_CODE, .flags = COL_NOT_JSON },
	{ "config", CELL_CODE, .flags = COL_NOT_JSON },
	{ "tus", CELL_COUNTS },
	{ "functions", CELL_UINT },
	{ "defined", CELL_UINT },
	{ "call_sites", CELL_COUNTS },
	{ "direct_to_body", CELL_REAL, .behind = "unresolved_why" },
	{ "direct_outside", CELL_UINT, .behind = "unresolved_why" },
	{ "ops_to_body", CELL_REAL, .behind = "unresolved_why" },
	{ "targets", CELL_COUNTS, .behind = "unresolved_why" },
	{ "by_rule", CELL_COUNTS, .behind = "unresolved_why" },
	{ "unreached", CELL_UINT, .behind = "unresolved_why" },
	{ "clones", CELL_UINT, .behind = "unresolved_why" },
	{ "modules_left_out", CELL_UINT, .behind = "unresolved_why" },
	{ "other_languages", CELL_COUNTS, .behind = "unresolved_why" },
	{ "index_bytes", CELL_REAL, .behind = "unresolved_why" },
	{ "seconds", CELL_COUNTS, .behind = "unresolved_why" },
	{ "sandbox", CELL_WORD, .flags = COL_NULL, .behind = "unresolved_why" },
	{ "flags_dropped", CELL_REAL, .behind = "unresolved_why" },
	{ NULL }
};

static void set_counts(struct cell *c, struct arena *a, const struct cell_count *from, uint32_t nr)
{
	struct cell_count *list = arena_alloc(a, (nr + 1) * sizeof(*list));

	memcpy(list, from, nr * sizeof(*list));
	c->list = list;
	c->nr = nr;
}

#define COUNTS(cell, ...) set_counts(cell, a, (const struct cell_count[]){ __VA_ARGS__ }, \
	sizeof((const struct cell_count[]){ __VA_ARGS__ }) / sizeof(struct cell_count))

static double ratio(uint32_t part, uint32_t whole)
{
	return whole ? (double)part / whole : 1.0;
}

static void rules(const struct q_doctor *d, struct cell *c, struct arena *a)
{
	struct cell_count list[GR_NR];
	uint32_t i, nr = 0;

	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			list[nr++] = (struct cell_count){ g_rule[i].name, d->by_rule[i] };
	set_counts(c, a, list, nr);
}

/* "c++ 3,rust 1" */
static void other_languages(const char *text, struct cell *c, struct arena *a)
{
	struct cell_count list[32];
	uint32_t nr = 0;

	while (*text && nr < 32) {
		size_t n = strcspn(text, ","), name = strcspn(text, " ,");

		list[nr++] = (struct cell_count){ arena_strndup(a, text, name),
						  (double)strtoul(text + name, NULL, 10) };
		text += n + (text[n] == ',');
	}
	set_counts(c, a, list, nr);
}

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct report_doctor *rd = p;
	const struct q_doctor *d = rd->d;

	c[0].text = graph_get_meta(r->g, "tree");
	c[1].text = graph_get_meta(r->g, "version");
	c[2].text = graph_get_meta(r->g, "config");
	COUNTS(&c[3], { "total", d->tus }, { "ok", d->tus_ok }, { "partial", d->tus_partial },
	       { "failed", d->tus_failed });
	c[4].id = d->functions;
	c[5].id = d->defined;
	COUNTS(&c[6], { "direct", d->sites_direct }, { "resolved", d->sites_resolved },
	       { "empty", d->sites_empty }, { "unresolved", d->sites_unresolved });
	c[7].real = ratio(d->direct_to_body, d->direct);
	c[8].id = d->direct_outside;
	c[9].real = ratio(d->ops_to_body, d->ops);
	COUNTS(&c[10], { "mean", d->targets_mean }, { "mean_with_type", d->targets_mean_typed },
	       { "mean_reached", d->targets_mean_reached }, { "unreached", d->unreached_targets },
	       { "median", d->targets_median }, { "p90", d->targets_p90 }, { "max", d->targets_max });
	rules(d, &c[11], a);
	c[12].id = d->unreached;
	c[13].id = d->clones;
	c[14].id = d->modules_left_out;
	other_languages(graph_get_meta(r->g, "other_languages"), &c[15], a);
	c[16].real = (double)d->index_bytes;
	if (rd->has_seconds)
		COUNTS(&c[17], { "prepare", rd->prepare }, { "parse", rd->parse },
		       { "resolve", rd->resolve }, { "store", rd->store });
	c[17].null = !rd->has_seconds;
	c[18].text = rd->sandbox;
	c[19].real = (double)rd->dropped;
	c[19].null = !rd->has_dropped;
}

/* ---- numbers, for people -------------------------------------------------------------- */

static void calls(struct facts *f, const struct q_doctor *d)
{
	struct strbuf by_rule = STRBUF_INIT;
	uint32_t i;

	FACT(f, "call sites",
	     "{direct} direct, {resolved} resolved, {empty} empty, {unresolved} unresolved",
	     FACT_UINT("direct", d->sites_direct), FACT_UINT("resolved", d->sites_resolved),
	     FACT_UINT("empty", d->sites_empty), FACT_UINT("unresolved", d->sites_unresolved));
	FACT(f, "direct calls to a body", "{n} of {all} ({percent} %)", FACT_UINT("n", d->direct_to_body),
	     FACT_UINT("all", d->direct),
	     FACT_TEXT("percent", facts_percent(f, d->direct_to_body, d->direct)));
	if (d->direct_outside)
		FACT(f, "", "{n} more to functions declared outside the tree",
		     FACT_UINT("n", d->direct_outside));
	FACT(f, "ops fields to a body", "{n} of {all} ({percent} %)", FACT_UINT("n", d->ops_to_body),
	     FACT_UINT("all", d->ops), FACT_TEXT("percent", facts_percent(f, d->ops_to_body, d->ops)));
	FACT(f, "targets of a pointer call",
	     "mean {mean} ({typed} with rule type), median {median}, p90 {p90}, max {max}",
	     FACT_TEXT("mean", facts_decimal(f, 2, d->targets_mean)),
	     FACT_TEXT("typed", facts_decimal(f, 2, d->targets_mean_typed)),
	     FACT_UINT("median", d->targets_median), FACT_UINT("p90", d->targets_p90),
	     FACT_UINT("max", d->targets_max));
	if (d->unreached)
		FACT(f, "no known entry leads to", "functions: {n}, targets of pointer calls: {targets}; mean "
		     "without them: {mean}", FACT_UINT("n", d->unreached),
		     FACT_UINT("targets", d->unreached_targets),
		     FACT_TEXT("mean", facts_decimal(f, 2, d->targets_mean_reached)));
	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			strbuf_addf(&by_rule, "%s%s %u", by_rule.len ? ", " : "", g_rule[i].name, d->by_rule[i]);
	FACT(f, "pointer calls by rule", "{rules}",
	     FACT_TEXT("rules", by_rule.len ? by_rule.buf : report_tr(f->r, "none")));
	strbuf_release(&by_rule);
}

static void run(struct facts *f, const struct report_doctor *rd)
{
	FACT(f, "index", "{n} MiB", FACT_TEXT("n", facts_decimal(f, 1, (double)rd->d->index_bytes / 1048576.0)));
	if (rd->has_seconds)
		FACT(f, "made in",
		     "{all} s: prepare {prepare}, parse {parse}, resolve {resolve}, store {store}",
		     FACT_TEXT("all", facts_decimal(f, 1, rd->prepare + rd->parse + rd->resolve + rd->store)),
		     FACT_TEXT("prepare", facts_decimal(f, 1, rd->prepare)),
		     FACT_TEXT("parse", facts_decimal(f, 1, rd->parse)),
		     FACT_TEXT("resolve", facts_decimal(f, 1, rd->resolve)),
		     FACT_TEXT("store", facts_decimal(f, 1, rd->store)));
	if (rd->sandbox)
		FACT(f, "parsers were confined by", "{what}", FACT_TEXT("what", rd->sandbox));
	if (rd->has_dropped)
		FACT(f, "compiler flags left out", "{n} (FILE.log names them)",
		     FACT_UINT("n", rd->dropped));
	FACT(f, "sources", f->r->stale > 0 ? "changed since" : f->r->stale == 0 ? "unchanged" : "not found",
	     FACT_TEXT("", ""));
}

static void say(struct facts *f, const void *p)
{
	const struct report_doctor *rd = p;
	const struct q_doctor *d = rd->d;
	const char *only = graph_get_meta(f->r->g, "only");
	const char *other = graph_get_meta(f->r->g, "other_languages");

	if (*only)
		FACT(f, "only", "{what}", FACT_TEXT("what", only));
	FACT(f, "translation units",
	     "{n}: {ok} read in full, {part} in part, {failed} failed", FACT_UINT("n", d->tus),
	     FACT_UINT("ok", d->tus_ok), FACT_UINT("part", d->tus_partial), FACT_UINT("failed", d->tus_failed));
	FACT(f, "functions", "{n}, {defined} of them with a body", FACT_UINT("n", d->functions),
	     FACT_UINT("defined", d->defined));
	calls(f, d);
	FACT(f, "clones", "{n}", FACT_UINT("n", d->clones));
	if (d->modules_left_out)
		FACT(f, "modules left out", "{n} C files (kpath index --modules reads them)",
		     FACT_UINT("n", d->modules_left_out));
	if (*other)
		FACT(f, "other languages, not read", "{n}", FACT_TEXT("n", other));
	run(f, rd);
}

static uint32_t nr_facts(const struct report *r, const void *p)
{
	return facts_count(r, p, say);
}

static void read_fact(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	facts_cells(r, p, say, i, c, a);
}

/* ---- what is not as it should be ------------------------------------------------------- */

static uint32_t nr_why(const struct report *r, const void *p)
{
	return ((const struct report_doctor *)p)->d->nr_why;
}

static const struct column why[] = {
	{ "why", CELL_WORD, 2, 2, COL_SENTENCE, .label = "why" },
	{ "n", CELL_UINT, 1, 1, COL_RIGHT, .wide = 6, .label = "calls" },
	{ NULL }
};

static void read_why(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_doctor *d = ((const struct report_doctor *)p)->d;

	c[0].text = graph_str(r->g, d->why[i]);
	c[1].id = d->why_count[i];
}

static uint32_t nr_bad(const struct report *r, const void *p)
{
	const struct q_doctor *d = ((const struct report_doctor *)p)->d;

	return d->tus_partial + d->tus_failed;
}

static const struct column bad[] = {
	{ "file", CELL_CODE, 1, 1, .style = TS_BAD, .label = "file" },
	{ "error", CELL_WORD, 1, 2, COL_BELOW, .style = TS_NOTE, .label = "error" },
	{ "errors", CELL_UINT },
	{ NULL }
};

static void read_bad(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct g_tu *t = graph_tu(r->g, ((const struct report_doctor *)p)->d->bad_tu[i]);

	c[0].text = report_file(r, t->file);
	c[1].text = graph_str(r->g, t->error);
	c[2].id = t->nr_errors;
}

static uint32_t nr_no_body(const struct report *r, const void *p)
{
	return ((const struct report_doctor *)p)->d->nr_no_body;
}

static const struct column no_body[] = {
	{ "function", CELL_FUNC, 2, 2, .style = TS_NAME, .label = "function" },
	{ "calls", CELL_UINT, 1, 1, COL_RIGHT, .wide = 6, .label = "calls" },
	{ NULL, CELL_PLACE, 3, 3, .style = TS_PLACE, .label = "where" },
	{ NULL }
};

static void read_no_body(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_doctor *d = ((const struct report_doctor *)p)->d;
	const struct g_func *f = graph_func(r->g, d->no_body[i]);

	c[0].id = d->no_body[i];
	c[1].id = d->no_body_count[i];
	c[2].place = (struct q_place){ f->file, f->line };
}

static const struct section sections[] = {
	{ .key = "facts", .column = fact_columns, .count = nr_facts, .row = read_fact, .only_people = 1 },
	{ .key = "unresolved_why", .title = "why calls through pointers are unresolved",
	  .page_title = "why calls through pointers are unresolved", .column = why, .count = nr_why,
	  .row = read_why },
	{ .key = "bad_tus", .title = "not read in full", .page_title = "not read in full", .column = bad,
	  .count = nr_bad, .row = read_bad, .limit = 10 },
	{ .key = "no_body", .title = "called most often among the functions without a body",
	  .page_title = "called most often among the functions without a body", .column = no_body,
	  .count = nr_no_body, .row = read_no_body },
};

/* It is about all files. */
static void cite(struct report *r, const void *p)
{
	uint32_t i;

	for (i = 1; i < r->g->nr_file; i++)
		cite_file(r, i);
}

const struct form doctor_form = {
	.name = "doctor",
	.title = "{tree}[ {version}], {config}",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = ARRAY_SIZE(sections),
	.cite = cite,
};
