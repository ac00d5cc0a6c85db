/* SPDX-License-Identifier: MIT */
/* What a node holds, and why. */
#ifndef KPATH_RESOLVE_EVIDENCE_H
#define KPATH_RESOLVE_EVIDENCE_H

#include "prog.h"

/* A value that a node holds, and why. */
struct p_bound {
	uint32_t value;		/* solver value */
	uint32_t origin;	/* the nearest place that names it, 0 = none known */
	uint16_t mechanism;	/* 1 + mechanism that the way to there leads through */
	uint8_t by_field;	/* … as the field says, which others may share: no registrar does */
	uint8_t registrar;	/* 1 + mechanism of the registrar that it was handed to, in a context */
	uint16_t nr;		/* how many such places (saturates) */
};

struct p_set {			/* sorted by value */
	uint32_t first, nr;	/* range of evidence.bound */
};

struct evidence {		/* sets of values, shared by content; set 0 is "unknown" */
	struct p_bound *bound;	uint32_t nr_bound, alloc_bound;
	struct p_set *set;	uint32_t nr_set, alloc_set;
	struct idmap set_map;	/* digest -> set */
	struct idmap of_node;	/* node -> set */
	struct idmap by_mech;	/* (node, mechanism) -> set */
	uint32_t *queue, *parent;
	uint32_t nr_queue, alloc_queue, alloc_parent;
	uint32_t *seen, nr_seen;	/* by node: number of the walk that saw it last */
	uint32_t *at, *at_walk, nr_at;	/* by value: its place in the walk's result */
	uint32_t walk;
};

/* Makes it empty; release frees what it has. */
void evidence_init(struct evidence *e);
void evidence_release(struct evidence *e);
/* All that `node` holds. */
uint32_t evidence_of_node(struct prog *p, struct evidence *e, uint32_t node);
/* Those that get there through a registrar of this mechanism, or through none. */
uint32_t evidence_by(struct prog *p, struct evidence *e, uint32_t node, unsigned mech);
/* Was any of the set put there by a registrar of another mechanism? */
int evidence_has_others(const struct evidence *e, uint32_t set, unsigned mech);
/* The set of exactly these (copied and sorted). */
uint32_t evidence_set(struct evidence *e, const struct p_bound *b, uint32_t nr);
/* The g_evid that says: named at this origin, kept in `slot`; `step` as why_step gives it. */
uint32_t evidence_record(struct prog *p, const struct p_bound *b, uint32_t slot, uint32_t step);

#endif
