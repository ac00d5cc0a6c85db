/* SPDX-License-Identifier: MIT */
/* Why a way that somebody proposes is not the answer. */
#ifndef KPATH_QUERIES_PATH_WHY_NOT_H
#define KPATH_QUERIES_PATH_WHY_NOT_H

#include "queries/query.h"

/* Fills res->why_not for opt->why_not, held against the first path of `res`. 0, or as q_path. */
int why_not_fill(const struct graph *g, const struct knowledge *k, const struct q_path_options *opt,
		 struct q_path_result *res, struct strbuf *err);

#endif
