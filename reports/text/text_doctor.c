/* SPDX-License-Identifier: MIT */
/* What `kpath doctor` says to people. */
#include "text_p.h"

#include <stdio.h>

#include "reports/prose.h"

#define UINT(n, v)	{ .name = (n), .type = PROSE_UINT, .id = (v) }
#define TEXT(n, s)	{ .name = (n), .type = PROSE_TEXT, .text = (s) }
#define LINE(label, text, ...) \
	line(r, t, label, text, (const struct prose_gap[]){ __VA_ARGS__, { .type = PROSE_END } })

struct number { char s[32]; };	/* as text, for a gap */

static const char *decimal(struct number *n, unsigned digits, double v)
{
	snprintf(n->s, sizeof(n->s), "%.*f", (int)digits, v);
	return n->s;
}

static const char *percent(struct number *n, uint32_t part, uint32_t whole)
{
	return decimal(n, 2, whole ? 100.0 * part / whole : 100.0);
}

/* One row; both texts are keys of the catalogue. */
static void line(const struct report *r, struct text_table *t, const char *label,
		 const char *text, const struct prose_gap *gap)
{
	struct strbuf sb = STRBUF_INIT;

	prose_fill(r, &sb, text, gap);
	text_row(t);
	text_cell(t, 0, TS_PLAIN, "%s", report_tr(r, label));
	text_cell(t, 1, TS_PLAIN, "%s", sb.buf ? sb.buf : "");
	strbuf_release(&sb);
}

static void bad_units(struct report *r, const struct q_doctor *d)
{
	const struct prose_gap gap[] = { UINT("n", 0), { .type = PROSE_END } };
	struct prose_gap left[2] = { gap[0], gap[1] };
	uint32_t i, n = d->tus_partial + d->tus_failed, shown = r->verbose || n < 10 ? n : 10;
	struct strbuf sb = STRBUF_INIT;
	struct text_table t;

	if (!n)
		return;
	sink_printf(&r->out, "\n%s\n", report_tr(r, "not read in full:"));
	text_table_init(&t, 2);
	for (i = 0; i < shown; i++) {
		const struct g_tu *tu = graph_tu(r->g, d->bad_tu[i]);

		text_row(&t);
		text_cell(&t, 0, TS_BAD, "%s", report_file(r, tu->file));
		text_below(&t, TS_NOTE, "%s", graph_str(r->g, tu->error));
	}
	text_table_print(r, &t);
	if (shown < n) {
		left[0].id = n - shown;
		prose_fill(r, &sb, "… and {n} more (-v shows all)", left);
		sink_printf(&r->out, "  %s\n", sb.buf);
	}
	strbuf_release(&sb);
	text_table_release(&t);
}

static void without_body(struct report *r, const struct q_doctor *d)
{
	struct text_table t;
	uint32_t i;

	if (!d->nr_no_body)
		return;
	sink_printf(&r->out, "\n%s\n",
		    report_tr(r, "called most often among the functions without a body:"));
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

static void rules(const struct report *r, struct strbuf *out, const struct q_doctor *d)
{
	uint32_t i;

	for (i = 1; i < GR_NR; i++)
		if (d->by_rule[i])
			strbuf_addf(out, "%s%s %u", out->len ? ", " : "", g_rule[i].name,
				    d->by_rule[i]);
	if (!out->len)
		strbuf_addstr(out, report_tr(r, "none"));
}

static void numbers(const struct report *r, struct text_table *t, const struct q_doctor *d)
{
	const char *other = graph_get_meta(r->g, "other_languages");
	struct strbuf by_rule = STRBUF_INIT;
	struct number a, b;

	LINE("translation units",
	     "{n}: {ok} read in full, {part} in part, {failed} failed", UINT("n", d->tus),
	     UINT("ok", d->tus_ok), UINT("part", d->tus_partial), UINT("failed", d->tus_failed));
	LINE("functions", "{n}, {defined} of them with a body", UINT("n", d->functions),
	     UINT("defined", d->defined));
	LINE("call sites",
	     "{direct} direct, {resolved} resolved, {empty} empty, {unresolved} unresolved",
	     UINT("direct", d->sites_direct), UINT("resolved", d->sites_resolved),
	     UINT("empty", d->sites_empty), UINT("unresolved", d->sites_unresolved));
	LINE("direct calls to a body", "{n} of {all} ({percent} %)", UINT("n", d->direct_to_body),
	     UINT("all", d->direct), TEXT("percent", percent(&a, d->direct_to_body, d->direct)));
	if (d->direct_outside)
		LINE("", "{n} more to functions declared outside the tree",
		     UINT("n", d->direct_outside));
	LINE("ops fields to a body", "{n} of {all} ({percent} %)", UINT("n", d->ops_to_body),
	     UINT("all", d->ops), TEXT("percent", percent(&a, d->ops_to_body, d->ops)));
	LINE("targets of a pointer call",
	     "mean {mean} ({typed} with rule type), median {median}, p90 {p90}, max {max}",
	     TEXT("mean", decimal(&a, 2, d->targets_mean)),
	     TEXT("typed", decimal(&b, 2, d->targets_mean_typed)), UINT("median", d->targets_median),
	     UINT("p90", d->targets_p90), UINT("max", d->targets_max));
	if (d->unreached)
		LINE("no known entry leads to", "{n} functions, {targets} targets of pointer calls; mean "
		     "{mean} without them", UINT("n", d->unreached),
		     UINT("targets", d->unreached_targets),
		     TEXT("mean", decimal(&a, 2, d->targets_mean_reached)));
	rules(r, &by_rule, d);
	LINE("pointer calls by rule", "{rules}", TEXT("rules", by_rule.buf));
	LINE("clones", "{n}", UINT("n", d->clones));
	if (d->modules_left_out)
		LINE("modules left out", "{n} C files (kpath index --modules reads them)",
		     UINT("n", d->modules_left_out));
	if (*other)
		LINE("other languages, not read", "{n}", TEXT("n", other));
	strbuf_release(&by_rule);
}

static void about_run(const struct report *r, struct text_table *t, const struct report_doctor *rd)
{
	struct number all, prepare, parse, resolve, store, dropped;

	LINE("index", "{n} MiB", TEXT("n", decimal(&all, 1, rd->d->index_bytes / 1048576.0)));
	if (rd->has_seconds)
		LINE("made in",
		     "{all} s: prepare {prepare}, parse {parse}, resolve {resolve}, store {store}",
		     TEXT("all", decimal(&all, 1, rd->prepare + rd->parse + rd->resolve + rd->store)),
		     TEXT("prepare", decimal(&prepare, 1, rd->prepare)),
		     TEXT("parse", decimal(&parse, 1, rd->parse)),
		     TEXT("resolve", decimal(&resolve, 1, rd->resolve)),
		     TEXT("store", decimal(&store, 1, rd->store)));
	if (rd->sandbox)
		LINE("parsers were confined by", "{what}", TEXT("what", rd->sandbox));
	if (rd->has_dropped)
		LINE("compiler flags left out", "{n} (FILE.log names them)",
		     TEXT("n", decimal(&dropped, 0, (double)rd->dropped)));
	LINE("sources", r->stale > 0 ? "changed since" : r->stale == 0 ? "unchanged" : "not found",
	     TEXT("", ""));
}

static void unresolved(struct report *r, const struct q_doctor *d)
{
	struct strbuf why = STRBUF_INIT;
	struct text_table t;
	uint32_t i;

	if (!d->nr_why)
		return;
	sink_printf(&r->out, "\n%s:\n", report_tr(r, "why calls through pointers are unresolved"));
	text_table_init(&t, 2);
	for (i = 0; i < d->nr_why; i++) {
		text_row(&t);
		text_cell(&t, 0, TS_PLAIN, "%6u", d->why_count[i]);
		strbuf_clear(&why);
		report_message(r->lang, graph_str(r->g, d->why[i]), &why);
		text_cell(&t, 1, TS_PLAIN, "%s", why.buf);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	strbuf_release(&why);
}

int text_doctor(struct report *r, const struct report_doctor *rd, struct strbuf *err)
{
	const char *only = graph_get_meta(r->g, "only");
	struct text_table t;

	text_putf(r, TS_HEAD, "%s%s%s, %s", graph_get_meta(r->g, "tree"),
		  *graph_get_meta(r->g, "version") ? " " : "",
		  graph_get_meta(r->g, "version"), graph_get_meta(r->g, "config"));
	sink_puts(&r->out, "\n\n");
	text_table_init(&t, 2);
	if (*only)
		line(r, &t, "only", "{what}",
		     (const struct prose_gap[]){ TEXT("what", only), { .type = PROSE_END } });
	numbers(r, &t, rd->d);
	about_run(r, &t, rd);
	text_table_print(r, &t);
	text_table_release(&t);
	bad_units(r, rd->d);
	unresolved(r, rd->d);
	without_body(r, rd->d);
	return 0;
}
