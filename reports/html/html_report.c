/* SPDX-License-Identifier: MIT */
/* A lab's answers as one page, and a single answer as a page of its own. */
#include "html_p.h"

#include <stdio.h>
#include <string.h>

/* What may stand within a page. */
static const struct writer fragments = {
	.name = "",
	.form = html_form,
};

/* Why there is no answer. */
static void gap(struct report *r, const struct lab_answer *a)
{
	struct strbuf why = lab_gap_why(r, a);
	const char *only = graph_get_meta(r->g, "only");
	const struct prose_gap gaps[] = {
		{ .name = "name", .type = PROSE_CODE, .text = a->asked ? a->asked : "" },
		{ .name = "why", .type = PROSE_TEXT, .text = why.buf ? why.buf : "" },
		{ .name = "only", .type = PROSE_CODE, .text = only },
		{ .type = PROSE_END }
	};
	uint32_t i;

	sink_puts(&r->out, "<p class=\"gap\">");
	prose_say(r, &html_ink, lab_gap_text(a), gaps);
	for (i = 0; a->hint[i]; i++) {
		if (i)
			html_text(r, r->lang == LANG_ZH ? "、" : ", ");
		else
			html_tr(r, a->state == LAB_AMBIGUOUS ? " It may be: " : " Names near to it: ");
		html_code(r, a->hint[i]);
	}
	if (*only)
		prose_say(r, &html_ink, " Only {only} was read for this index.", gaps);
	sink_puts(&r->out, "</p>\n");
	strbuf_release(&why);
}

/* What an answer takes for granted. */
static void assumed(struct report *r, const struct lab_answer *a)
{
	const struct lab_part *p = a->part;
	const struct ask_value *as = lab_value(p, "as");
	uint32_t i, dropped = 0;

	if (p->kind && p->kind->shape == ANSWER_PATH && a->answer.res)
		dropped = ((const struct q_path_result *)a->answer.res)->dropped;
	for (i = 0; as && as->list && as->list[i]; i++) {
		const struct k_scenario *s = knowledge_scenario(r->k, as->list[i]);
		const struct prose_gap gaps[] = {
			{ .name = "name", .type = PROSE_CODE, .text = as->list[i] },
			{ .name = "about", .type = PROSE_TEXT, .text = s && s->about ? report_tr(r, s->about) : "" },
			{ .type = PROSE_END }
		};

		sink_puts(&r->out, i ? "<br>" : "<p class=\"note\">");
		prose_say(r, &html_ink, "Taken for granted: {name}. {about}", gaps);
	}
	if (i && dropped) {
		const struct prose_gap gaps[] = {
			{ .name = "n", .type = PROSE_UINT, .id = dropped },
			{ .type = PROSE_END }
		};

		prose_say(r, &html_ink, " That rules out {n} other targets on the way.", gaps);
	}
	if (i)
		sink_puts(&r->out, "</p>\n");
}

static void asked(struct report *r, const struct lab_part *p)
{
	struct strbuf sb = STRBUF_INIT;

	lab_command(p, &sb);
	if (sb.len) {
		sink_puts(&r->out, "<p class=\"asked\"><code>");
		html_text(r, sb.buf);
		sink_puts(&r->out, "</code></p>\n");
	}
	strbuf_release(&sb);
}

static void part_title(struct report *r, const struct lab_answer *a, const char *title)
{
	if (a->part->folded)
		sink_puts(&r->out, "<details class=\"evidence\"><summary>");
	if (*title) {
		/* a summary may hold a heading, but not every checker knows */
		sink_puts(&r->out, a->part->folded ? "<span class=\"h3\" role=\"heading\" aria-level=\"3\">" :
			  "<h3>");
		prose_plain(r, &html_ink, title, NULL);
		sink_puts(&r->out, a->part->folded ? "</span>" : "</h3>");
	}
	sink_puts(&r->out, a->part->folded ? "</summary>\n" : "\n");
}

/* `no` is "2-3": the third part of the second question. */
static int part(struct report *r, const struct lab_answer *a, const char *no, struct strbuf *err)
{
	const char *title = lab_tr(r, &a->part->title);
	int ret = 0;

	if (a->again)
		return 0;
	sink_printf(&r->out, "<section class=\"part %s\" id=\"part%s\">\n", lab_kind_name(a->part), no);
	r->headed = *title || a->part->folded;
	if (r->headed)
		part_title(r, a, *title ? title : lab_kind_name(a->part));
	if (a->state != LAB_LEFT_OUT)
		html_plain(r, lab_tr(r, &a->part->text));
	if (!a->part->kind && a->part->own != LAB_COMPARE && a->state != LAB_LEFT_OUT)
		html_own_part(r, a->part);
	else if (a->state == LAB_FOUND || a->state == LAB_NOTHING)
		ret = lab_show(r, &fragments, a, err);
	else
		gap(r, a);
	if (a->state != LAB_LEFT_OUT) {
		assumed(r, a);
		asked(r, a->part);
	}
	sink_puts(&r->out, a->part->folded ? "</details></section>\n" : "</section>\n");
	return ret < 0 ? -1 : 0;
}

static void for_grader(struct report *r, const struct lab_question *q)
{
	const struct prose_gap gaps[] = {
		{ .name = "n", .type = PROSE_UINT, .id = q->points }, { .type = PROSE_END }
	};

	if (q->points) {
		sink_puts(&r->out, "<p class=\"points\">");
		prose_say(r, &html_ink, "{n} points", gaps);
		sink_puts(&r->out, "</p>\n");
	}
	if (!r->for_grader || !q->model.in[LAB_EN])
		return;
	sink_puts(&r->out, "<div class=\"model\"><p class=\"label\">");
	html_tr(r, "Model answer");
	sink_puts(&r->out, "</p>\n");
	html_plain(r, lab_tr(r, &q->model));
	sink_puts(&r->out, "</div>\n");
}

static int html_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0;
	char no[32];

	r->lab = res;
	html_begin(r, lab_tr(r, &lab->title), lab);
	for (i = 0; i < lab->nr_questions; i++) {
		const struct lab_question *q = &lab->question[i];

		sink_printf(&r->out, "<section class=\"question\" id=\"q%u\">\n<h2><span class=\"no\">"
			    "%u</span> ", i + 1, i + 1);
		prose_plain(r, &html_ink, lab_tr(r, &q->title), NULL);
		sink_puts(&r->out, "</h2>\n");
		for_grader(r, q);
		html_plain(r, lab_tr(r, &q->text));
		for (j = 0; j < q->nr_parts; j++) {
			snprintf(no, sizeof(no), "%u-%u", i + 1, j + 1);
			if (part(r, &res->answer[n++], no, err))
				return -1;
		}
		sink_puts(&r->out, "<p class=\"back\"><a href=\"#contents\">");
		html_tr(r, "back to the contents");
		sink_puts(&r->out, "</a></p>\n</section>\n");
	}
	html_end(r);
	return 0;
}

static int path_page(struct report *r, const struct q_path_result *res, struct strbuf *err)
{
	struct strbuf title = STRBUF_INIT;
	int ret;

	strbuf_addf(&title, "%s → %s", res->asked_from, res->asked_to);
	html_begin(r, title.buf, NULL);
	strbuf_release(&title);
	sink_puts(&r->out, "<section class=\"part path\">\n");
	ret = html_path(r, res, err);
	sink_puts(&r->out, "</section>\n");
	html_end(r);
	return ret;
}

const struct writer html_writer = {
	.name = "html", .rank = 70, .media = "text/html; charset=utf-8",
	.form = html_form_page,
	.path = path_page,
	.report = html_report,
};
