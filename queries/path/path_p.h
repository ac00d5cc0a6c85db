/* SPDX-License-Identifier: MIT */
/* Private to path*.c: one query on its way. */
#ifndef KPATH_QUERIES_PATH_P_H
#define KPATH_QUERIES_PATH_P_H

#include "bindings.h"
#include "company.h"
#include "cost.h"
#include "hop_sites.h"
#include "queries/premise.h"
#include "queries/query.h"
#include "search.h"
#include "world.h"
#include "yen.h"

struct combo {			/* routes of the legs so far, end to end */
	struct route r;
	uint64_t rank;		/* length, and more for nodes that come twice */
};

struct combos {
	struct combo *at;
	uint32_t nr, alloc;
};

struct leg {
	uint32_t from, to;
	uint32_t least_hops;	/* with a limit; not of the first leg */
	int one_call;		/* it is a single hop: a place was named */
};

struct trip {			/* one query on its way */
	const struct graph *g;
	struct cost *cost;
	struct premises *premises;
	struct company *company;
	uint32_t k, max_hops;
	struct leg *leg;	uint32_t nr_leg;
	struct combos have;
	struct hop_world world;
	uint8_t *reached;	/* by function */
	int look;		/* where there is no path, say why */
	int truncated;
};

/* Fills res->path with the hops of the routes that were found, each with its evidence. */
void path_fill(struct trip *t, struct q_path_result *res);

#endif
