/* SPDX-License-Identifier: MIT */
/* A lab's answers (queries/lab/lab.h), as writers show them. */
#ifndef KPATH_REPORTS_LAB_SHOW_H
#define KPATH_REPORTS_LAB_SHOW_H

#include "columns.h"
#include "queries/lab/lab.h"

/* `t` in the language of the report; "" where there is none. */
const char *lab_tr(const struct report *r, const struct lab_text *t);

/* Why an answer is missing: a key of the catalogue, with the gaps {name} and
 * {why}. For all states but LAB_FOUND and LAB_NOTHING. */
const char *lab_gap_text(const struct lab_answer *a);

/* Shows one answer by its form: 0 where the writer did, 1 for a text, -1 and a
 * sentence where it failed. */
int lab_show(struct report *r, const struct writer *w, const struct lab_answer *a,
	     struct strbuf *err);

#endif
