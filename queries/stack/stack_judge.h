/* SPDX-License-Identifier: MIT */
/* One step between two functions of a stack. */
#ifndef KPATH_QUERIES_STACK_JUDGE_H
#define KPATH_QUERIES_STACK_JUDGE_H

#include "queries/query.h"
#include "stack.h"

#define WAY_MAX 16		/* hops of a way that is filled in; WAY_LIMIT keeps it shorter */
#define WAY_LIMIT 14		/* cost */
#define WAY_NONE 1000

struct way {			/* from a frame's function to the one that it called */
	uint32_t cost;		/* 0: a direct call; WAY_NONE: there is none */
	uint32_t edge[WAY_MAX], nr;
	uint8_t from[WAY_MAX];	/* enum q_frame_from: why the target of edge[i] has no frame; the last: PRINTED */
};

struct step_search {
	const struct graph *g;
	uint32_t root;		/* of this search: the caller */
	uint32_t *mark, stamp;	/* by function: seen in this search */
	uint32_t *cost;		/* by function */
	uint32_t *edge;		/* by function: that led here */
	uint32_t *parent;	/* by function: the function before */
	uint32_t *queue[WAY_LIMIT + 1], nr_queue[WAY_LIMIT + 1], alloc_queue[WAY_LIMIT + 1];
	uint8_t *unresolved;	/* by function: has it a call that can't be followed? */
	uint8_t *dispatch;	/* by function: it leads to system calls */
	uint32_t *last_line;	/* by function: of the last call in its own file */
};

/* Room for searches in a graph, which must outlive it; step_search_release() frees it. */
void step_search_init(struct step_search *s, const struct graph *g);
void step_search_release(struct step_search *s);

/* All ways from `caller` that are short enough; ask with step_way. */
void step_search_from(struct step_search *s, uint32_t caller);
/* The one to `callee`, of the last search. `file` and `line` (or 0): where the
 * report says that the call stands. */
void step_way(struct step_search *s, uint32_t caller, uint32_t callee, const char *file,
	      uint32_t line, struct way *w);
/* Why there is none: STEP_UNKNOWN or STEP_IMPOSSIBLE, and a sentence in `a`. */
enum q_step step_why(struct step_search *s, uint32_t caller, uint32_t callee, struct arena *a,
		     const char **why);

/* Does the hardware come in here: a symbol of assembler that nothing calls and that calls
 * C, or what only those call? */
int step_is_hardware(const struct step_search *s, uint32_t func);

static inline int step_is_call(const struct g_edge *e)
{
	return !(e->flags & GE_STARTED_BY) || (e->flags & GE_EXECUTED_BY);
}

#endif
