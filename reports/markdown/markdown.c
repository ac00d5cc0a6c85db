/* SPDX-License-Identifier: MIT */
/* Markdown as GitHub shows it, with Mermaid in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "md_p.h"

#include "reports/draw/draw.h"

/* ---- a path ------------------------------------------------------------------------ */

/* " (also :7171)" */
static void other_sites(struct report *r, const struct q_hop *h)
{
	struct strbuf sb = STRBUF_INIT;
	uint32_t i;

	for (i = 0; i < h->nr_other; i++)
		strbuf_addf(&sb, "%s:%u", i ? ", " : "", h->other[i].site.line);
	if (h->nr_other) {
		const struct prose_gap gaps[] = {
			{ .name = "lines", .type = PROSE_TEXT, .text = sb.buf }, { .type = PROSE_END }
		};

		prose_say(r, &md_ink, " (also {lines})", gaps);
	}
	strbuf_release(&sb);
}

static void hop_row(struct report *r, const struct q_hop *h, uint32_t no)
{
	struct strbuf line = STRBUF_INIT;

	md_row(r);
	sink_uint(&r->out, no);
	md_cell(r);
	md_func(r, h->callee);
	md_cell(r);
	md_tr(r, report_kind(r, h->kind));
	if (h->deferred) {
		md_text(r, r->lang == LANG_ZH ? "，" : ", ");
		md_tr(r, "later");
	}
	md_cell(r);
	md_text(r, prose_sure_word(r, prose_sure(r, h)));
	md_cell(r);
	md_place(r, h->site);
	other_sites(r, h);
	md_cell(r);
	if (r->src && !source_line(r->src, h->site.file, h->site.line, &line)) {
		size_t i;

		for (i = 0; i < line.len; i++)
			if (line.buf[i] == '\t' || !line.buf[i])
				line.buf[i] = ' ';
		md_cell_code(r, line.buf);
	}
	md_row_end(r);
	strbuf_release(&line);
}

#define NODES 12		/* of one picture: more are too small where they are shown */

static void picture(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct q_path fold, *p = &fold;
	uint32_t from, to;

	prose_fold(&res->path[0], &fold);
	for (from = 0; from < p->nr_hops; from = to) {
		struct q_path hops = { .hop = p->hop + from };
		struct q_path_result one = *res;

		to = draw_piece_end(r, p, from, NODES - 2);
		hops.nr_hops = to - from;
		one.path = &hops;
		one.nr_paths = 1;
		sink_puts(&r->out, "```mermaid\n");
		mermaid_writer.path(r, &one, err);
		sink_puts(&r->out, "```\n\n");
	}
	free(fold.hop);
}

static void other_ways(struct report *r, const struct q_path_result *res)
{
	uint32_t i, j, nr = prose_ways(res);

	if (nr < 2)
		return;
	md_tr(r, "Other ways that were considered:");
	sink_puts(&r->out, "\n\n");
	for (i = 1; i < nr; i++) {
		const struct q_path *p = &res->path[i];
		char cost[64];
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = p->nr_hops },
			{ .name = "cost", .type = PROSE_TEXT, .text = cost },
			{ .type = PROSE_END }
		};

		snprintf(cost, sizeof(cost), "%.4g", p->cost);
		sink_puts(&r->out, "- ");
		prose_say(r, &md_ink, "{n} calls, cost {cost}", gaps);
		md_text(r, r->lang == LANG_ZH ? "：" : ": ");
		md_func(r, p->hop[0].caller);
		for (j = 0; j < p->nr_hops; j++) {
			sink_puts(&r->out, " → ");
			md_func(r, p->hop[j].callee);
		}
		sink_putc(&r->out, '\n');
	}
	sink_putc(&r->out, '\n');
}

static void meet(struct report *r, const struct q_path_result *res)
{
	if (!res->meet.slot)
		return;
	prose_meet(r, &md_ink, &res->meet);
	sink_puts(&r->out, "\n\n");
}

int md_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	const struct prose_gap gaps[] = {
		{ .name = "from", .type = PROSE_FUNC, .id = res->from },
		{ .name = "to", .type = PROSE_FUNC, .id = res->to },
		{ .name = "n", .type = PROSE_UINT, .id = res->reached },
		{ .type = PROSE_END }
	};
	const struct q_path *p = res->path;
	uint32_t i;

	if (!res->nr_paths) {
		md_say(r, "In this index no way leads from {from} to {to}; {n} functions were reached.",
		    gaps);
		meet(r, res);
		return 0;
	}
	prose_path(r, &md_ink, res, p);
	sink_puts(&r->out, "\n\n");
	if (!p->nr_hops)
		return 0;
	meet(r, res);
	picture(r, res, err);
	md_head(r, 6, "no.", "function", "how", "how sure", "where", "source");
	for (i = 0; i < p->nr_hops; i++)
		hop_row(r, &p->hop[i], i + 1);
	sink_putc(&r->out, '\n');
	other_ways(r, res);
	return 0;
}

static const struct writer parts = {
	.name = "",
	.form = md_form,
};

/* ---- the document ------------------------------------------------------------------ */

static void fact(struct report *r, const char *name, const char *value)
{
	if (!*value)
		return;
	sink_puts(&r->out, "- ");
	md_tr(r, name);
	md_text(r, r->lang == LANG_ZH ? "：" : ": ");
	md_text(r, value);
	sink_putc(&r->out, '\n');
}

static void sources_of(struct report *r, const struct graph *g)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "%s%s", *graph_get_meta(g, "kernel") ? "Linux " : "",
		    graph_get_meta(g, "version"));
	fact(r, "Kernel", sb.buf);
	fact(r, "Configuration", graph_get_meta(g, "config"));
	fact(r, "Source tree", graph_get_meta(g, "tree"));
	fact(r, "Only these parts were read", graph_get_meta(g, "only"));
	strbuf_release(&sb);
}

static void made_of(struct report *r)
{
	if (r->g)
		sources_of(r, r->g);
	fact(r, "Made by", "kpath " KPATH_VERSION);
	if (r->stale == 1)
		fact(r, "Beware", report_tr(r, "a source that is cited here has changed since it "
						"was indexed"));
	if (r->stale < 0 && r->src)
		fact(r, "Beware", report_tr(r, "the sources were not at hand when this was made: no line "
						"of them is quoted"));
	sink_putc(&r->out, '\n');
}

static void gap(struct report *r, const struct lab_answer *a)
{
	struct strbuf why = lab_gap_why(r, a);
	const struct prose_gap gaps[] = {
		{ .name = "name", .type = PROSE_CODE, .text = a->asked ? a->asked : "" },
		{ .name = "why", .type = PROSE_TEXT, .text = why.buf ? why.buf : "" },
		{ .type = PROSE_END }
	};
	uint32_t i;

	sink_puts(&r->out, "> ");
	prose_say(r, &md_ink, lab_gap_text(a), gaps);
	for (i = 0; a->hint[i]; i++) {
		if (i)
			md_text(r, r->lang == LANG_ZH ? "、" : ", ");
		else
			md_tr(r, a->state == LAB_AMBIGUOUS ? " It may be: " : " Names near to it: ");
		md_code(r, a->hint[i]);
	}
	sink_puts(&r->out, "\n\n");
	strbuf_release(&why);
}

static int part(struct report *r, const struct lab_answer *a, struct strbuf *err)
{
	const char *title = lab_tr(r, &a->part->title);
	struct strbuf asked = STRBUF_INIT;
	int ret = 0;

	if (a->again)
		return 0;
	if (a->part->folded)
		sink_puts(&r->out, "<details>\n<summary>");
	if (a->part->folded)
		prose_plain(r, &md_ink, *title ? title : lab_kind_name(a->part), NULL);
	if (a->part->folded)
		sink_puts(&r->out, "</summary>\n\n");
	else if (*title) {
		sink_puts(&r->out, "### ");
		prose_plain(r, &md_ink, title, NULL);
		sink_puts(&r->out, "\n\n");
	}
	if (a->state != LAB_LEFT_OUT)
		md_plain(r, lab_tr(r, &a->part->text));
	if (!a->part->kind && a->part->own != LAB_COMPARE && a->state != LAB_LEFT_OUT)
		md_own_part(r, a->part);
	else if (a->state == LAB_FOUND || a->state == LAB_NOTHING)
		ret = lab_show(r, &parts, a, err);
	else
		gap(r, a);
	if (a->state != LAB_LEFT_OUT)
		lab_command(a->part, &asked);
	if (asked.len) {
		md_code(r, asked.buf);
		sink_puts(&r->out, "\n\n");
	}
	strbuf_release(&asked);
	if (a->part->folded)
		sink_puts(&r->out, "</details>\n\n");
	return ret < 0 ? -1 : 0;
}

static void for_grader(struct report *r, const struct lab_question *q)
{
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = q->points }, { .type = PROSE_END }
	};

	if (q->points)
		md_say(r, "{n} points", gaps);
	if (!r->for_grader || !q->model.in[LAB_EN])
		return;
	sink_puts(&r->out, "**");
	md_tr(r, "Model answer");
	sink_puts(&r->out, "**\n\n");
	md_plain(r, lab_tr(r, &q->model));
}

static int markdown_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0;

	r->lab = res;
	sink_puts(&r->out, "# ");
	prose_plain(r, &md_ink, lab_tr(r, &lab->title), NULL);
	sink_puts(&r->out, "\n\n");
	made_of(r);
	md_plain(r, lab_tr(r, &lab->text));
	for (i = 0; i < lab->nr_questions; i++) {
		const struct lab_question *q = &lab->question[i];

		sink_printf(&r->out, "## %u\\. ", i + 1);
		prose_plain(r, &md_ink, lab_tr(r, &q->title), NULL);
		sink_puts(&r->out, "\n\n");
		for_grader(r, q);
		md_plain(r, lab_tr(r, &q->text));
		for (j = 0; j < q->nr_parts; j++)
			if (part(r, &res->answer[n++], err))
				return -1;
	}
	return 0;
}

static int markdown_path(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	sink_puts(&r->out, "# ");
	md_code(r, res->asked_from);
	sink_puts(&r->out, " → ");
	md_code(r, res->asked_to);
	sink_puts(&r->out, "\n\n");
	made_of(r);
	return md_path(r, res, err);
}

static int markdown_form(struct report *r, const struct form *f, const void *res,
			 struct strbuf *err)
{
	sink_puts(&r->out, "# ");
	md_code(r, r->asked ? r->asked : f->name);
	sink_puts(&r->out, "\n\n");
	made_of(r);
	return md_form(r, f, res, err);
}

const struct writer markdown_writer = {
	.name = "markdown", .rank = 80,
	.form = markdown_form,
	.path = markdown_path,
	.report = markdown_report,
};
