/* SPDX-License-Identifier: MIT */
/*
 * One route in two kernels: which hops came, went, moved or are called in
 * another way.
 */
#ifndef KPATH_QUERIES_DIFF_H
#define KPATH_QUERIES_DIFF_H

#include "queries/query.h"

enum diff_what { DIFF_SAME, DIFF_CHANGED, DIFF_GONE, DIFF_NEW };
extern const char *const diff_what_name[4];	/* "same", "changed", "gone", "new" */

enum diff_change {		/* of a function that is on both routes */
	DIFF_KIND	= 1 << 0,	/* called in another way: direct, ops, … */
	DIFF_VIA	= 1 << 1,	/* … through another slot, or stored elsewhere */
	DIFF_FILE	= 1 << 2,	/* it moved to another file */
	DIFF_CALLER	= 1 << 3,	/* another function calls it */
	DIFF_LINE	= 1 << 4	/* other lines: too common to make it "changed" */
};

struct q_diff_step {
	uint8_t what;		/* enum diff_what */
	uint8_t changes;	/* enum diff_change */
	/* Functions on the route, from 0 = the start; -1: not on it. Function n > 0
	 * is the callee of hop n - 1. */
	int32_t old_pos, new_pos;
};

struct q_diff_side {
	const struct graph *g;
	struct q_path_result path;
	int status;		/* Q_FOUND, Q_NONE */
};

struct q_diff_result {
	struct arena arena;
	const char *asked_from, *asked_to;
	struct q_diff_side old_side, new_side;
	struct q_diff_step *step;
	uint32_t nr;
	uint32_t count[4];	/* by what; the start is not counted */
};

/*
 * `old_opt` and `new_opt` differ in the ids of functions only; `k` of them is
 * taken as 1. Q_FOUND; Q_NONE where one of the two has no path (the steps are
 * then those of the other); Q_UNKNOWN and a sentence as q_path. Both graphs
 * need what q_path needs, and must outlive the result.
 */
int q_diff(const struct graph *old_g, const struct graph *new_g, const struct knowledge *k,
	   const struct q_path_options *old_opt, const struct q_path_options *new_opt,
	   struct q_diff_result *res, struct strbuf *err);
void q_diff_release(struct q_diff_result *res);

/* The function at a place of a side's route, and the hop that leads to it (NULL
 * for the start). */
uint32_t q_diff_func(const struct q_diff_side *s, int32_t pos);
const struct q_hop *q_diff_hop(const struct q_diff_side *s, int32_t pos);

#endif
