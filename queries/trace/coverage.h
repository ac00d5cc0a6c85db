/* SPDX-License-Identifier: MIT */
/*
 * The call graph against calls that were recorded.
 *
 * A tracer shows functions that it can trace. A recorded pair A, C is covered
 * where the graph has a call of C by A (or by who executes it), or a way from
 * A to C through functions that can't be traced: those that are not in
 * `traceable`, or, where no such list is given, inline functions, those marked
 * notrace, and assembler. Of a function that ends in a jump to another (a
 * tail call) the tracer shows the caller instead: A, C is also covered where
 * A was seen to call some X that reaches C in that way; these are counted apart.
 * A sampled chain may lack one frame (trace.h): there, a way through one
 * function that can be traced counts as a tail call. Where one function only
 * ran inside the other and the inner one is entered by the hardware (or called
 * from there through what can't be traced), it was an interrupt or an
 * exception: no call. Calls of user programs say nothing of a kernel.
 * Pairs of a table that recorded every function (trace.h) need the call itself.
 */
#ifndef KPATH_QUERIES_COVERAGE_H
#define KPATH_QUERIES_COVERAGE_H

#include "queries/answer.h"
#include "trace.h"

struct q_recorded {		/* a pair of names */
	const char *caller, *callee;	/* caller "": whoever runs initcalls */
	uint64_t count;
};

struct q_never {		/* an edge between functions that ran, which did not occur */
	uint32_t caller, callee, site;
};

struct q_ran_site {		/* a call through a pointer that was made */
	uint32_t site;
	uint32_t candidates, occurred;	/* functions */
};

struct q_coverage {		/* strings are those of the trace */
	uint32_t recorded;	/* pairs whose names the index knows */
	uint32_t covered;	/* of them */
	uint32_t through;	/* … of these: through what can't be traced */
	uint32_t tail;		/* … of these: by a tail call */
	uint32_t pointer, pointer_covered;	/* pairs that the graph, or the trace, says are made
						 * through a pointer; a missing pair is one unless
						 * the trace says no */
	uint32_t unknown;	/* pairs with a name that the index does not know, or has no body of */
	uint32_t interrupts;	/* pairs that are no calls: the hardware came between */
	uint32_t foreign;	/* pairs of user programs, where the index is a kernel's */
	uint32_t unproved;	/* pairs that are not covered, of a trace that does not tell its tasks */
	struct q_recorded *missing;	uint32_t nr_missing;	/* most frequent first */
	struct q_recorded *unknown_pair; uint32_t nr_unknown;
	struct q_never *never;		uint32_t nr_never;	/* by caller's name */
	struct q_ran_site *ran;		uint32_t nr_ran;	/* most candidates for one that occurred first */
	double ratio;		/* mean of candidates over occurred; 0: no such site ran */
	int has_traceable;
};

/*
 * `traceable`: names, or NULL. Always Q_FOUND or, where a recorded call is
 * missing, Q_NONE.
 */
int q_coverage(const struct graph *g, const struct trace *t, const struct strtab *traceable,
	       struct q_coverage *res);
void q_coverage_release(struct q_coverage *res);

/* Marks hops and edges that were recorded. */
void q_observe_path(const struct graph *g, const struct trace *t, struct q_path_result *res);
void q_observe_edges(const struct graph *g, const struct trace *t, struct q_edges_result *res);
void q_observe(const struct graph *g, const struct trace *t, struct answer *a);	/* by its shape */

#endif
