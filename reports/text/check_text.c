/* SPDX-License-Identifier: MIT */
#include "text_p.h"

static enum text_style style_of(unsigned verdict)
{
	return verdict == V_TRUE ? TS_NAME : verdict == V_FALSE ? TS_BAD :
	       verdict == V_IMPRECISE ? TS_KIND : TS_NOTE;
}

static void said(struct report *r, const struct q_check_result *res, const char *text,
		 struct strbuf *sb)
{
	strbuf_clear(sb);
	report_said(r, res, text, sb);
}

static void row(struct report *r, struct text_table *t, const struct q_check_result *res,
		const struct q_verdict *v)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	text_row(t);
	text_cell(t, 0, TS_PLACE, "%5u", v->claim->line);
	text_cell(t, 1, style_of(v->verdict), "%s", report_tr(r, verdict_name[v->verdict]));
	said(r, res, v->says, &sb);
	text_cell(t, 2, TS_PLAIN, "%s", sb.buf);
	if (*v->why) {
		said(r, res, v->why, &sb);
		text_below(t, TS_NOTE, "%s", sb.buf);
	}
	if (*v->correct && v->verdict != V_TRUE) {
		said(r, res, v->correct, &sb);
		text_below(t, TS_NOTE, "%s: %s", report_tr(r, "right is"), sb.buf);
	}
	if (v->since) {
		said(r, res, v->since, &sb);
		text_below(t, TS_NOTE, "%s", sb.buf);
	}
	strbuf_clear(&sb);
	if (r->verbose) {
		text_below(t, TS_PLAIN, "| %s", v->claim->text);
		for (i = 0; i < v->nr_evidence; i++) {
			strbuf_addstr(&sb, i ? ", " : "");
			report_place(r, v->evidence[i].file, v->evidence[i].line, &sb);
		}
		if (sb.len)
			text_below(t, TS_PLACE, "%s", sb.buf);
	}
	strbuf_release(&sb);
}

int text_check(struct report *r, const struct report_check *rc, struct strbuf *err)
{
	const struct q_check_result *res = rc->res;
	struct strbuf about = STRBUF_INIT;
	struct text_table t;
	uint32_t i, left_out = 0;

	report_about(r, res, &about);
	if (about.len)
		sink_printf(&r->out, "%s\n\n", about.buf);
	strbuf_release(&about);
	text_table_init(&t, 0);
	for (i = 0; i < res->nr; i++) {
		/* statements that stand as they are listed are of no interest */
		if (res->v[i].verdict == V_TRUE && res->v[i].claim->kind == DOC_LISTING && !r->verbose)
			left_out++;
		else
			row(r, &t, res, &res->v[i]);
	}
	text_table_print(r, &t);
	text_table_release(&t);
	if (left_out)
		sink_printf(&r->out, "\n%u %s\n", left_out,
			    report_count(r, left_out, "listed statements stand in the source as they are listed (-v shows them)"));
	if (!res->nr) {
		sink_printf(&r->out, "%s\n", report_tr(r, "the document claims nothing that can be checked"));
		return 0;
	}
	sink_printf(&r->out, "\n%u %s:", res->nr,
		    report_count(r, res->nr, "claims"));
	for (i = V_NR; i-- > 0;)
		sink_printf(&r->out, "%s %u %s", i == V_TRUE ? "" : ",", res->count[i],
			    report_tr(r, verdict_name[i]));
	if (res->not_checkable)
		sink_printf(&r->out, " (%u %s)", res->not_checkable, report_tr(r, "not checkable"));
	sink_puts(&r->out, res->doc.truncated ? " …\n" : "\n");
	return 0;
}
