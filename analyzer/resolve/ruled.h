/* SPDX-License-Identifier: MIT */
/* What rules functions out at calls that hold them. */
#ifndef KPATH_RESOLVE_RULED_H
#define KPATH_RESOLVE_RULED_H

#include "base/idmap.h"
#include "model/graph.h"

struct ruled {			/* all zero: empty */
	struct ruled_row { uint32_t site, func, why; } *row;
	uint32_t nr, alloc;
	struct idmap pair;	/* (site, function): in `row` */
	struct idmap count;	/* (site, why) -> functions */
};

/* The call at `site` holds `func`, but `why` (enum g_ruled) it is no target. */
void ruled_note(struct ruled *r, uint32_t site, uint32_t func, unsigned why);
/* To rows of g->known (GN_RULED_OUT), and the end of `r`. */
void ruled_write(struct ruled *r, struct graph *g);

#endif
