/* SPDX-License-Identifier: MIT */
/* Places as people write them. */
#ifndef KPATH_QUERIES_SITES_H
#define KPATH_QUERIES_SITES_H

#include "query.h"

/* "net/ipv4/ip_input.c:205" → the file and the line; -1 and a sentence. */
int q_parse_place(const struct graph *g, const char *text, uint32_t *file, uint32_t *line,
		  struct strbuf *err);

#endif
