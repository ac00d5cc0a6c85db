/* SPDX-License-Identifier: MIT */
/* The HTML writer's own parts. */
#ifndef KPATH_REPORTS_HTML_P_H
#define KPATH_REPORTS_HTML_P_H

#include "report.h"

/* `n` bytes of foreign text as HTML text or an attribute's value: what is not
 * UTF-8, or controls something, is shown as \xNN. */
void html_text(struct report *r, const char *s, size_t n);
void html_str(struct report *r, const char *s);

int html_check(struct report *r, const struct report_check *c, struct strbuf *err);

#endif
