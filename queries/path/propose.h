/* SPDX-License-Identifier: MIT */
/*
 * Which scenarios fit a question "how does FROM reach TO" that was asked without one.
 *
 * The least surprising way often mixes what no run mixes: a call through a socket's table that
 * could be any of eight, then one through another's. A scenario that decides such calls, and under
 * which there is a way that costs less, is what the question was about perhaps: it is proposed,
 * never taken for granted.
 */
#ifndef KPATH_QUERIES_PROPOSE_H
#define KPATH_QUERIES_PROPOSE_H

#include "queries/query.h"

#define Q_PROPOSED_MAX 4

struct q_proposed {
	const struct k_scenario *scenario;
	double cost;			/* of the first way under it */
	uint32_t nr_hops;
	uint32_t decides;		/* calls of the way asked for without it that it leaves fewer targets */
};

struct q_propose_result {
	struct q_proposed at[Q_PROPOSED_MAX];	/* the cheapest way first */
	uint32_t nr;
	double cost;			/* of the way without a scenario; 0: there is none */
};

/* Q_FOUND, Q_NONE (no scenario decides anything, or none is cheaper), Q_FAILED. */
int q_propose(const struct graph *g, const struct knowledge *k, uint32_t from, uint32_t to,
	      struct q_propose_result *res, struct strbuf *err);

#endif
