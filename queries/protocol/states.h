/* SPDX-License-Identifier: MIT */
/*
 * State machines: every place that sets a scalar field, and from which
 * values, as far as the code says so.
 *
 * Only the stores, arguments of setters and guards of the index are used.
 * What the code does not say is not known; it is never guessed.
 */
#ifndef KPATH_QUERIES_STATES_H
#define KPATH_QUERIES_STATES_H

#include "queries/query.h"

struct q_state_names {
	const char **name;
	uint32_t nr;
};

struct q_state {		/* a place that sets the field to one value */
	uint32_t func;
	struct q_place site;
	const char *how;	/* "=", "WRITE_ONCE", "|=", or the function that is called */
	const char *to;		/* "TCP_SYN_SENT"; "<state>" where a parameter or other value is stored */
	int constant;		/* `to` names a constant */
	int known;		/* the values it can come from are `from` … */
	struct q_state_names from;	/* … none: it can't happen */
	struct q_state_names not_from;	/* values that it can't come from, where `from` is not known */
	const char *where;	/* who says so: "", "caller", "earlier", "table" */
	int helper;		/* not a store but a call of a function that always sets `to` */
	uint32_t guard;		/* innermost guard of the place */
};

struct q_state_sum {		/* all places that set the same value */
	const char *to;
	uint32_t direct, helper;	/* places; calls of functions that set it */
	uint32_t unknown;	/* of both: the value before is not known */
	struct q_state_names from;	/* of all others */
};

#define STATES_SUMMED 30	/* a machine with more places is summed up */

struct q_states_result {
	struct arena arena;
	const char *field;	/* as asked */
	uint32_t *slot;		/* the field, and those that knowledge ties to it */
	uint32_t nr_slots;
	struct q_state *state;	/* by file, line, to */
	uint32_t nr;
	uint32_t chosen;	/* stores of a local, which is one of several constants */
	uint32_t dropped;	/* places in functions that the scenario does not reach */
	struct q_state_sum *sum;	/* most places first; none where there are few places */
	uint32_t nr_sums;
};

/*
 * `text` as in q_slot, or an everyday name ("sk_state"). `scenario` as in
 * struct q_path_options: only places in functions that it reaches. `names`
 * (slot ids) where the field is unknown or ambiguous.
 */
int q_states(const struct graph *g, const struct knowledge *k, const char *text,
	     const char *const *scenario, struct q_states_result *res, struct q_names *names,
	     struct strbuf *err);
void q_states_release(struct q_states_result *res);

#endif
