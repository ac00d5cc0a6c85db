/* SPDX-License-Identifier: MIT */
/*
 * A document with verdicts. People are told of listed statements that stand as they are listed, and
 * of sentences that nothing decides, by their number only. The page, where the verdicts stand in the document's margin, is no table.
 */
#include <stddef.h>

#include "base/xalloc.h"
#include "queries/check/check.h"
#include "reports/columns.h"
#include "reports/html/html_p.h"

static const struct column head[] = {
	{ "summary", CELL_COUNTS, .flags = COL_TAIL },
	{ "summary.truncated", CELL_BOOL, .flags = COL_TAIL },
	{ "about.version", CELL_CODE, .flags = COL_TAIL },
	{ "about.before", CELL_CODE, .flags = COL_TAIL },
	{ "about.names", CELL_UINT, .flags = COL_TAIL },
	{ "about.gone", CELL_UINT, .flags = COL_TAIL },
	{ "text_is_about", CELL_WORD, .flags = COL_NOT_JSON },
	{ "as_listed", CELL_UINT, .flags = COL_NOT_JSON },
	{ "undecided", CELL_UINT, .flags = COL_NOT_JSON },
	{ "nothing", CELL_WORD, .flags = COL_NOT_JSON },
	{ "claims", CELL_UINT, .flags = COL_NOT_JSON },
	{ "true", CELL_UINT, .flags = COL_NOT_JSON },
	{ "imprecise", CELL_UINT, .flags = COL_NOT_JSON },
	{ "false", CELL_UINT, .flags = COL_NOT_JSON },
	{ "unknown", CELL_UINT, .flags = COL_NOT_JSON },
	{ "rest", CELL_WORD, .flags = COL_NOT_JSON },
	{ NULL }
};

static const struct q_check_result *result(const void *p)
{
	return ((const struct report_check *)p)->res;
}

/* A sentence that says what a function is there for. */
static int is_undecided(const struct q_verdict *v)
{
	return v->claim->kind == DOC_ACT && !*v->claim->b;
}

/* Statements that stand as they are listed are of no interest, nor is what nobody can decide. */
static int is_shown(const struct report *r, const struct q_verdict *v)
{
	return r->verbose || !((v->verdict == V_TRUE && v->claim->kind == DOC_LISTING) || is_undecided(v));
}

static uint32_t all(const struct report *r, const void *p)
{
	return result(p)->nr;
}

static uint32_t as_listed(const struct report *r, const struct q_check_result *res)
{
	uint32_t i, n = 0;

	for (i = 0; i < res->nr; i++)
		n += !is_shown(r, &res->v[i]) && !is_undecided(&res->v[i]);
	return n;
}

static uint32_t undecided(const struct report *r, const struct q_check_result *res)
{
	uint32_t i, n = 0;

	for (i = 0; i < res->nr; i++)
		n += !is_shown(r, &res->v[i]) && is_undecided(&res->v[i]);
	return n;
}

/* What is said behind the counts. */
static const char *rest(const struct report *r, const struct q_check_result *res, struct arena *a)
{
	const char *cut = res->doc.truncated ? " …" : "";

	return !res->not_checkable ? cut :
		arena_printf(a, " (%u %s)%s", res->not_checkable, report_tr(r, "not checkable"), cut);
}

static void add_count(struct cell *c, struct cell_count *n, const char *name, uint32_t value)
{
	n[c->nr++] = (struct cell_count){ name, value };
}

static void read_summary(const struct q_check_result *res, struct cell *c, struct arena *a)
{
	struct cell_count *n = arena_alloc(a, (V_NR + DOC_KIND_NR + 3) * sizeof(*n));
	uint32_t i;

	c->list = n;
	add_count(c, n, "claims", res->nr);
	for (i = V_NR; i-- > 0;)
		add_count(c, n, verdict_name[i], res->count[i]);
	for (i = 0; i < DOC_KIND_NR; i++)
		add_count(c, n, doc_kind_name[i], res->kinds[i]);
	add_count(c, n, "not_checkable", res->not_checkable);
	add_count(c, n, "lines", res->doc.nr_lines);
}

static void read_head(const struct report *r, const void *p, struct cell *c, struct arena *a)
{
	const struct q_check_result *res = result(p);
	struct strbuf about = STRBUF_INIT;
	uint32_t i;

	report_about(r, res, &about);
	read_summary(res, &c[0], a);
	c[1].id = res->doc.truncated;
	c[2].text = res->about.version;
	c[3].text = res->about.before;
	c[4].id = res->about.names;
	c[5].id = res->about.gone;
	c[6].text = arena_strdup(a, about.buf);
	c[7].id = as_listed(r, res);
	c[8].id = undecided(r, res);
	c[9].text = res->nr ? "" : "nothing";
	c[10].id = res->nr;
	for (i = 0; i < V_NR; i++)
		c[11 + i].id = res->count[V_TRUE - i];
	c[15].text = rest(r, res, a);
	strbuf_release(&about);
}

/* ---- for programs ------------------------------------------------------------------------- */

static const struct column claims[] = {
	{ "line", CELL_UINT }, { "column", CELL_UINT }, { "end_line", CELL_UINT }, { "end_column", CELL_UINT },
	{ "text", CELL_CODE }, { "kind", CELL_WORD }, { "verdict", CELL_WORD },
	{ "says", CELL_WORD }, { "why", CELL_WORD }, { "correct", CELL_WORD },
	{ "since", CELL_WORD, .flags = COL_OPTIONAL }, { "subject", CELL_CODE, .flags = COL_OPTIONAL },
	{ "evidence", CELL_PLACES },
	{ NULL }
};

static void read_claim(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	const struct q_verdict *v = &result(p)->v[i];
	const struct doc_claim *d = v->claim;

	c[0].id = d->line;
	c[1].id = d->column + 1;
	c[2].id = d->end_line;
	c[3].id = d->end_column + 1;
	c[4].text = d->text;
	c[5].text = doc_kind_name[d->kind];
	c[6].text = verdict_name[v->verdict];
	c[7].text = v->says;
	c[8].text = v->why;
	c[9].text = v->correct;
	c[10].text = v->since;
	c[11].text = d->a;
	c[12].list = v->evidence;
	c[12].nr = v->nr_evidence;
}

/* ---- for people --------------------------------------------------------------------------- */

static const struct column verdicts[] = {
	{ NULL, CELL_UINT, 1, 1, COL_RIGHT, .wide = 5, .style = TS_PLACE, .label = "line" },
	{ NULL, CELL_WORD, 2, 2, .label = "verdict" },
	{ NULL, CELL_WORD, 3, 3, .label = "what is said" },
	{ NULL, CELL_WORD, 1, 4, COL_BELOW, .style = TS_NOTE, .label = "why" },
	{ NULL, CELL_WORD, 1, 0, COL_BELOW, .style = TS_NOTE },			/* what is right */
	{ NULL, CELL_WORD, 1, 4, COL_BELOW | COL_JOIN, .style = TS_NOTE },	/* in another index */
	{ NULL, CELL_WORD, 1, 0, COL_BELOW },				/* with -v: the words themselves … */
	{ NULL, CELL_PLACES, 1, 0, COL_BELOW, .style = TS_PLACE },		/* … and the evidence */
	{ NULL, CELL_WORD, 0, 5, .label = "right is" },
	{ NULL, CELL_PLACES, 0, 6, .label = "evidence" },
	{ NULL }
};

/* A sentence of the judge, in the reader's language. */
static const char *said(const struct report *r, const void *p, const char *text, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s;

	if (!text || !*text)
		return "";
	report_said(r, result(p), text, &sb);
	s = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return s;
}

static void read_verdict(const struct report *r, const void *p, uint32_t i, struct cell *c, struct arena *a)
{
	static const uint8_t style[V_NR] = {
		[V_TRUE] = TS_NAME, [V_FALSE] = TS_BAD, [V_IMPRECISE] = TS_KIND, [V_UNKNOWN] = TS_NOTE
	};
	const struct q_verdict *v = &result(p)->v[i];

	c[0].hidden = !is_shown(r, v);
	c[0].id = v->claim->line;
	c[1].text = report_tr(r, verdict_name[v->verdict]);
	c[1].style = style[v->verdict];
	c[2].text = said(r, p, v->says, a);
	c[3].text = said(r, p, v->why, a);
	if (*v->correct && v->verdict != V_TRUE) {
		c[8].text = said(r, p, v->correct, a);
		c[4].text = arena_printf(a, "%s: %s", report_tr(r, "right is"), c[8].text);
	}
	c[5].text = said(r, p, v->since, a);
	if (r->verbose)
		c[6].text = arena_printf(a, "| %s", v->claim->text);
	c[7].list = c[9].list = v->evidence;
	c[7].nr = r->verbose ? v->nr_evidence : 0;
	c[9].nr = v->nr_evidence;
}

static const struct section sections[] = {
	{ .key = "claims", .column = claims, .count = all, .row = read_claim, .only_data = 1 },
	{ .key = "verdicts", .column = verdicts, .count = all, .row = read_verdict, .only_people = 1 },
};

static const struct form_note notes[] = {
	{ .when = "text_is_about", .text = "{text_is_about}", .first = 1, .apart = 1 },
	{ .when = "as_listed", .apart = 1, .text = "{as_listed} listed statements stand in the source as they "
	  "are listed (-v shows them)" },
	{ .when = "undecided", .apart = 1, .text = "{undecided} sentences say of a function what is not decided by "
	  "what is known of the code (-v shows them)" },
	{ .when = "nothing", .text = "the document claims nothing that can be checked" },
	{ .when = "claims", .apart = 1,
	  .text = "{claims} claims: {true} true, {imprecise} imprecise, {false} false, {unknown} unknown{rest}" },
	{ NULL }
};

const struct form check_form = {
	.name = "check",
	.head = head, .head_row = read_head,
	.section = sections, .nr_sections = ARRAY_SIZE(sections),
	.note = notes,
	.page = html_check,
};
