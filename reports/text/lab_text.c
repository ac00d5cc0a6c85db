/* SPDX-License-Identifier: MIT */
/* A lab as text: each part as the command of its kind shows it. */
#include <stdio.h>

#include "reports/lab_sequence.h"
#include "text_p.h"

static void text_heading(struct report *r, const char *mark, const char *title)
{
	text_putf(r, TS_HEAD, "%s%s", mark, title);
	sink_puts(&r->out, "\n\n");
}

static void text_gap(struct report *r, const struct lab_answer *a)
{
	struct strbuf why = lab_gap_why(r, a);

	if (a->state == LAB_LEFT_OUT)
		text_putf(r, TS_NOTE, "%s: %s", report_tr(r, "left out"), why.buf ? why.buf : "");
	else
		text_putf(r, TS_NOTE, "%s%s%s", a->asked ? a->asked : "", a->asked ? " " : "", a->problem ? why.buf :
			  report_tr(r, a->state == LAB_AMBIGUOUS ? "is an ambiguous name" :
				    "is not in this index"));
	sink_putc(&r->out, '\n');
	strbuf_release(&why);
}

/* A text, filled in; the steps of a sequence one below the other. */
static void own_part(struct report *r, const struct lab_part *p)
{
	struct strbuf text = STRBUF_INIT;
	uint32_t i;

	prose_bare(r, lab_tr(r, &p->text), &text);
	if (text.len)
		strbuf_addch(&text, '\n');
	for (i = 0; i < p->nr_steps; i++) {
		const struct lab_step *s = &p->step[i];
		struct q_place place = sequence_place(r, s);

		strbuf_addf(&text, "%3u  %s%s%s: ", i + 1, lab_tr(r, &p->actor[s->from].name),
			    s->to == s->from ? "" : " -> ",
			    s->to == s->from ? "" : lab_tr(r, &p->actor[s->to].name));
		prose_bare(r, lab_tr(r, &s->text), &text);
		strbuf_addstr(&text, place.file ? "  " : "");
		report_place(r, place.file, place.line, &text);
		strbuf_addch(&text, '\n');
	}
	for (i = 0; i < text.len; i++)	/* lines are ours; all else is made safe */
		if (text.buf[i] != '\n' && (unsigned char)text.buf[i] < ' ')
			text.buf[i] = ' ';
	if (text.len)
		sink_puts(&r->out, text.buf);
	strbuf_release(&text);
}

int text_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0;
	char mark[32];

	r->lab = res;
	text_heading(r, "", lab_tr(r, &lab->title));
	for (i = 0; i < lab->nr_questions; i++) {
		snprintf(mark, sizeof(mark), "%u. ", i + 1);
		text_heading(r, mark, lab_tr(r, &lab->question[i].title));
		for (j = 0; j < lab->question[i].nr_parts; j++) {
			const struct lab_answer *a = &res->answer[n++];

			if (a->again)
				continue;
			if (lab_tr(r, &a->part->title)[0])
				text_heading(r, "", lab_tr(r, &a->part->title));
			if (!a->part->kind && a->part->own != LAB_COMPARE && a->state != LAB_LEFT_OUT)
				own_part(r, a->part);
			else if (a->state != LAB_FOUND && a->state != LAB_NOTHING)
				text_gap(r, a);
			else if (lab_show(r, &text_writer, a, err) < 0)
				return -1;
			sink_putc(&r->out, '\n');
		}
	}
	return 0;
}
