/* SPDX-License-Identifier: MIT */
/* What the HTML writer is made of. Everything that is not markup is escaped. */
#ifndef KPATH_REPORTS_HTML_P_H
#define KPATH_REPORTS_HTML_P_H

#include "reports/columns.h"
#include "reports/lab_show.h"

extern const struct prose_ink html_ink;

/* Text with what HTML takes for markup escaped; html_tr() translates it first. */
void html_text(struct report *r, const char *text);
void html_tr(struct report *r, const char *text);	/* a key of the catalogue */
void html_func(struct report *r, uint32_t func);
void html_code(struct report *r, const char *text);
/* A heading within a part, one step below the one that stands above it. */
void html_heading(struct report *r, int begin);
void html_place(struct report *r, struct q_place place);	/* nothing for file 0 */
void html_plain(struct report *r, const char *text);	/* a lab's text, as paragraphs */

/* The lines around `place`, coloured, with `callee` marked in the line of the
 * call; also the head of `func` where it stands further up (0: none). -1
 * where the source can't be shown. */
int html_source(struct report *r, struct q_place place, uint32_t func, const char *callee);

/* Lines `from` to `to` of a file. -1 where they can't be shown. */
int html_lines(struct report *r, uint32_t file, uint32_t from, uint32_t to);

/* A part of a lab that is no query's answer: sequence, source, note (html_lab.c). */
void html_own_part(struct report *r, const struct lab_part *p);

/* A page from <!DOCTYPE to </html> around what is written between. `lab` may
 * be NULL; `title` is text. */
void html_begin(struct report *r, const char *title, const struct lab *lab);
void html_end(struct report *r);

/* Fragments: a path's answer, diagram, hops and other ways; and tables. */
int html_path(struct report *r, const struct q_path_result *res, struct strbuf *err);


/* An answer by its form, as a fragment and as a page of its own. */
int html_form(struct report *r, const struct form *f, const void *res, struct strbuf *err);
int html_form_page(struct report *r, const struct form *f, const void *res, struct strbuf *err);

/* A digest in hexadecimal as the base64 that a content security policy wants. */
void html_base64(struct report *r, const char *hex);

extern const char html_css[], html_js[];	/* the page's style sheet and script, NUL-ended */

/* A whole page: a document with verdicts in its margin. */
/* A verdict as a box, with its reason and evidence; and what stands in that box. */
void html_verdict_text(struct report *r, const struct q_check_result *res, const struct q_verdict *v);
void html_verdict(struct report *r, const struct q_check_result *res, const struct q_verdict *v);
int html_check(struct report *r, const void *c, struct strbuf *err);	/* struct report_check */

/* A picture (draw.h) that can be panned and zoomed. Closes `g`; `caption` may
 * be NULL. */
struct Agraph_s;
int html_diagram(struct report *r, struct Agraph_s *g, const char *caption, struct strbuf *err);

#endif
