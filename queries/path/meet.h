/* SPDX-License-Identifier: MIT */
/*
 * Where two functions meet that no direct way connects: what one puts into a queue or wakes
 * there, the other waits for or takes out, both not far from where they begin.
 */
#ifndef KPATH_QUERIES_PATH_MEET_H
#define KPATH_QUERIES_PATH_MEET_H

#include "cost.h"

/* Fills res->meet, where there is such a field; it stays empty else. `cost` is that of the search
 * that found no usual way. */
void meet_fill(struct cost *cost, const struct knowledge *k, const struct q_path_options *opt,
	       struct q_path_result *res);

#endif
