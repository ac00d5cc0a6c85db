/* SPDX-License-Identifier: MIT */
#ifndef KPATH_REPORTS_CALLTEXT_H
#define KPATH_REPORTS_CALLTEXT_H

#include "report.h"

/* "proto_register(&tcp_prot, 1)": the call of `name` that begins on the line, from the
 * source, white space folded. Appended; -1 where it is not written there so, or there is no source. */
int call_text(const struct report *r, struct q_place place, const char *name, struct strbuf *out);

#endif
