/* SPDX-License-Identifier: MIT */
/* Edges of calls. */
#ifndef KPATH_RESOLVE_CALLGRAPH_H
#define KPATH_RESOLVE_CALLGRAPH_H

#include "chains.h"
#include "delegates.h"
#include "prog.h"
#include "registry.h"
#include "ruled.h"
#include "why.h"

struct clones;

struct emit {			/* where edges go while the graph is built */
	struct prog *p;
	struct clones *c;
	uint32_t ctx;
	struct idmap by_sig;	/* signature -> first entry of `typed`, + 1 */
	uint32_t *typed, *typed_next;	/* address-taken functions of equal signature */
	uint32_t nr_typed;
	uint32_t *by_mech, *mech_next;	/* calls of each mechanism's registrars: 1 + call, by call */
	uint32_t *mfield, nr_mfield;	/* fields that mechanisms keep functions in */
	uint8_t *overwritten;	/* by a record's name: see no_target_init() */
	uint32_t nr_rec;
	struct why why;
	struct registry registry;
	struct chains chains;
	struct delegates delegates;
	struct ruled ruled;
	int setting_up;		/* what is registered now is started by another call */
};

/* Adds an edge from the context that is built to another, from a call site. */
void emit_edge(struct emit *em, uint32_t to_ctx, uint32_t site, uint32_t evid,
	       unsigned kind, unsigned rule, unsigned flags, unsigned wguard);

/* Makes all nodes, edges and evidence of the graph. */
void callgraph_build(struct prog *p, struct clones *c);

#endif
