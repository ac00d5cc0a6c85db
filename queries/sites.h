/* SPDX-License-Identifier: MIT */
/* Places as people write them. */
#ifndef KPATH_QUERIES_SITES_H
#define KPATH_QUERIES_SITES_H

#include "query.h"

/* "net/ipv4/ip_input.c:205" → the file and the line; -1 and a sentence. */
int q_parse_place(const struct graph *g, const char *text, uint32_t *file, uint32_t *line,
		  struct strbuf *err);

/* Fills q->target of q->site: functions that the call calls, by name; where it only starts some,
 * those. In `a`. */
void q_site_targets(const struct graph *g, struct arena *a, struct q_site *q);

#endif
