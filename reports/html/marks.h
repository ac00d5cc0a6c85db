/* SPDX-License-Identifier: MIT */
/*
 * A class of reports, marked: a page a report, and one table of all. What the
 * documents say is shown as text or as what Markdown makes of it; no HTML of
 * theirs is passed on, and the pages load nothing.
 */
#ifndef KPATH_REPORTS_MARKS_H
#define KPATH_REPORTS_MARKS_H

#include "reports/report.h"

/* A document as Markdown shows it, its verdicts beside each block, its Mermaid
 * drawn. */
int marks_page(struct report *r, const struct report_check *c, struct strbuf *err);

struct marked {
	struct report_check check;
	const char *page;	/* file name of its page; NULL: there is none … */
	const char *failed;	/* … because of this */
};

/* The overview: claims and verdicts by document, and the mistakes that several make. */
int marks_index(struct report *r, const struct marked *m, uint32_t nr, struct strbuf *err);

#endif
