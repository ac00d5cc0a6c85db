/* SPDX-License-Identifier: MIT */
/* What the Markdown writer is made of. Everything that is not markup is escaped. */
#ifndef KPATH_REPORTS_MD_P_H
#define KPATH_REPORTS_MD_P_H

#include "reports/columns.h"
#include "reports/lab_show.h"

extern const struct prose_ink md_ink;

/* Text in the report's language, with what Markdown takes for markup escaped. */
void md_tr(struct report *r, const char *text);		/* a key of the catalogue */
void md_text(struct report *r, const char *text);
void md_code(struct report *r, const char *text);
void md_cell_code(struct report *r, const char *text);	/* in a table */
void md_func(struct report *r, uint32_t func);
void md_place(struct report *r, struct q_place place);
void md_say(struct report *r, const char *text, const struct prose_gap *gaps);	/* a paragraph */
void md_plain(struct report *r, const char *text);	/* a lab's text, as paragraphs */

/*
 * A table: md_head, then for each row md_row, cells with md_cell between
 * them, md_row_end; md_tail ends it. GitHub shows files up to 512 KiB, so of
 * a long table only the first md_rows(total) rows are written.
 */
void md_head(struct report *r, unsigned columns, ...);	/* keys of the catalogue */
void md_columns(struct report *r, const struct column *col);	/* the same, by a form */
void md_row(struct report *r);
void md_cell(struct report *r);
void md_row_end(struct report *r);
uint32_t md_rows(uint32_t total);
void md_tail(struct report *r, uint32_t total);

/* A part of a lab that is no query's answer: sequence, source, note (md_lab.c). */
void md_own_part(struct report *r, const struct lab_part *p);

/* A path, and any answer with a form, as parts of a document. */
int md_path(struct report *r, const struct q_path_result *res, struct strbuf *err);
int md_form(struct report *r, const struct form *f, const void *res, struct strbuf *err);

#endif
