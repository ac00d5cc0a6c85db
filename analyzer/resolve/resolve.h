/* SPDX-License-Identifier: MIT */
/*
 * From the facts of all TUs to the call graph.
 *
 * Link joins symbols, records and header functions by their identity (see
 * docs/architecture.md, "Facts"). Resolve is a field-based, flow-insensitive inclusion
 * analysis over the whole program (Heintze & Tardieu, PLDI 2001, with
 * objects as values besides functions), refined at call sites by what the
 * outer slot can point to (two layers, after MLTA, Lu & Hu, CCS 2019) and by
 * cloning functions that call or hand on their parameters.
 */
#ifndef KPATH_RESOLVE_RESOLVE_H
#define KPATH_RESOLVE_RESOLVE_H

#include "base/recfile.h"
#include "base/strbuf.h"
#include "model/compdb.h"
#include "model/graph.h"
#include "model/knowledge.h"

struct resolve_stats {
	double link_seconds, resolve_seconds;
	uint32_t clones, clone_limit_hits;
	uint32_t tus_failed, tus_partial;
};

/*
 * Fills `g` (made by graph_init) from the records of `facts`: one for each
 * command of `db`, then one for each assembler source, as frontend_run
 * leaves them. The result does not depend on anything but those bytes, `db`
 * and `k`. A record that is missing or damaged counts as a failed TU.
 */
int resolve(struct graph *g, const struct compdb *db, const struct knowledge *k,
	    struct recfile *facts, struct resolve_stats *stats, struct strbuf *err);

/*
 * The same in two steps, so that facts can be linked while the rest of them
 * are made: resolve_start begins with it in a thread, which waits for records
 * as recfile_start says. Until the end the graph is the resolver's. NULL and a
 * sentence where `facts` does not fit `db`.
 */
struct resolver;
struct resolver *resolve_start(struct graph *g, const struct compdb *db,
			       const struct knowledge *k, struct recfile *facts,
			       struct strbuf *err);
/* After the last record: the rest, and the end of `r`. */
void resolve_finish(struct resolver *r, struct resolve_stats *stats);
/* The end of `r` without a graph; NULL is fine. */
void resolve_cancel(struct resolver *r);

#endif
