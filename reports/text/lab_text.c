/* SPDX-License-Identifier: MIT */
/* A lab as text: each part as the command of its kind shows it. */
#include <stdio.h>

#include "reports/lab_show.h"
#include "text_p.h"

static void text_heading(struct report *r, const char *mark, const char *title)
{
	text_putf(r, TS_HEAD, "%s%s", mark, title);
	sink_puts(&r->out, "\n\n");
}

static void text_gap(struct report *r, const struct lab_answer *a)
{
	text_putf(r, TS_NOTE, "%s %s", a->asked ? a->asked : "", a->problem ? a->problem :
		  report_tr(r, a->state == LAB_AMBIGUOUS ? "is an ambiguous name" :
			    "is not in this index"));
	sink_putc(&r->out, '\n');
}

int text_report(struct report *r, const struct lab_result *res, struct strbuf *err)
{
	const struct lab *lab = res->lab;
	uint32_t i, j, n = 0;
	char mark[32];

	text_heading(r, "", lab_tr(r, &lab->title));
	for (i = 0; i < lab->nr_questions; i++) {
		snprintf(mark, sizeof(mark), "%u. ", i + 1);
		text_heading(r, mark, lab_tr(r, &lab->question[i].title));
		for (j = 0; j < lab->question[i].nr_parts; j++) {
			const struct lab_answer *a = &res->answer[n++];

			if (lab_tr(r, &a->part->title)[0])
				text_heading(r, "", lab_tr(r, &a->part->title));
			if (a->state != LAB_FOUND && a->state != LAB_NOTHING)
				text_gap(r, a);
			else if (lab_show(r, &text_writer, a, err) < 0)
				return -1;
			sink_putc(&r->out, '\n');
		}
	}
	return 0;
}
