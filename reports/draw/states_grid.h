/* SPDX-License-Identifier: MIT */
/*
 * A state machine with too many steps for arrows: which value follows which,
 * as a matrix. A cell is the number of places that make the step.
 */
#ifndef KPATH_REPORTS_STATES_GRID_H
#define KPATH_REPORTS_STATES_GRID_H

#include "reports/columns.h"

struct states_grid {
	const char **from, **to;	/* rows, columns; "?": not known. Strings are the answer's. */
	uint32_t nr_from, nr_to;
	uint32_t *nr;			/* nr_from * nr_to: places */
	size_t prefix;			/* bytes that all names begin with: "TCP_" */
};

/* Are its steps too many for a picture with arrows? */
int states_crowded(const void *res);	/* struct q_states_result */

/* At most `max` values on each side, those with most places; `left_out` counts the others. */
void states_grid_init(struct states_grid *g, const void *res, uint32_t max, uint32_t *left_out);
void states_grid_release(struct states_grid *g);

/* In Markdown. */
void md_states_grid(struct report *r, const void *res);

#define STATE_UNKNOWN "?"	/* the state before is not known */

typedef void states_step_fn(void *ctx, const char *from, const char *to, uint32_t func);

/* Calls `fn` for each step to a value that has a name: from every state that it can come from, or
 * from STATE_UNKNOWN; `func` makes it. */
void states_each_step(const struct q_states_result *res, states_step_fn *fn, void *ctx);

#endif
