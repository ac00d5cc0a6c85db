/* SPDX-License-Identifier: MIT */
/*
 * A stack against the graph: each frame is matched to its function, each step
 * from a frame to the one that it called is proved, and what compilers have
 * taken out is put back.
 *
 * A step is proved by a call in the source; through a pointer by the store
 * that put the function there. Where there is none, frames may be missing: a
 * function that was inlined, or one that ended in a jump to the next (a tail
 * call). A short way through such functions is filled in, and marked so. What
 * is left is *unknown*, or *impossible* where nothing leads there with up to
 * STACK_MISSING_MAX frames missing and every call on all of these ways is known.
 *
 * Where the hardware came in (an interrupt, an exception) no call is needed:
 * what is below was interrupted. Deferred work counts as called by who executes
 * it, not by who started it.
 *
 * Names alone are compared: a report of another version or configuration than
 * the index's is read as if it were of this one.
 */
#ifndef KPATH_QUERIES_STACK_H
#define KPATH_QUERIES_STACK_H

#include "queries/query.h"
#include "stack_debug.h"
#include "stack_text.h"

#define STACK_MISSING_MAX 6

enum q_step {			/* how a frame came to run, seen from the one around it */
	STEP_OUTERMOST,		/* nothing is around it */
	STEP_CALL,		/* called by its name */
	STEP_POINTER,		/* called through a pointer */
	STEP_INTERRUPT,		/* the hardware came in here: no call */
	STEP_UNKNOWN,		/* no call is known, but one may be there */
	STEP_IMPOSSIBLE,
	STEP_OUTSIDE,		/* one of the two is not in the index, or of a user program */
	STEP_FITS,		/* a guess ('?') that lies on a way: it may have been called */
	STEP_LEFT_OVER,		/* a guess that no known way leads through */
	STEP_NR
};
extern const char *const q_step_name[STEP_NR];

enum q_frame_from { FRAME_PRINTED, FRAME_INLINED, FRAME_TAIL };	/* the last two: filled in */
extern const char *const q_frame_from_name[];	/* "", "inlined", "tail call" */

struct q_frame {
	uint32_t stack;			/* in res->stack */
	const struct stack_frame *text;	/* NULL: filled in */
	uint32_t number;		/* as printed, from 0 */
	uint32_t func;			/* 0: not in the index */
	enum q_step step;
	enum q_frame_from from;
	uint32_t edge;			/* of CALL, POINTER; else 0 */
	uint32_t kind, rule, candidates;
	struct q_place site, registered;
	const char *via;		/* as in struct q_hop */
	const char *why;		/* UNKNOWN, IMPOSSIBLE: a sentence; else "" */
};

enum q_explained {		/* steps between printed frames of the index; interrupts are none */
	EXPLAINED_CALL, EXPLAINED_POINTER, EXPLAINED_FILLED, NOT_EXPLAINED, NOT_POSSIBLE,
	EXPLAINED_NR
};

struct q_stack {
	const struct stack_text *text;	/* the first of those that are alike */
	uint32_t file;			/* in res->file */
	uint32_t count;			/* how many are alike */
	const char **context;		/* outermost first: "task", "connect(2)", "irq asm_…", "softirq …" */
	uint32_t nr_context;
	uint32_t frame, nr_frames;	/* in res->frame: innermost first */
	uint32_t steps[EXPLAINED_NR];
};

struct q_stack_file {
	const char *name;		/* "" where it was not told */
	uint32_t stacks;		/* all, alike or not */
	uint32_t steps[EXPLAINED_NR];	/* … of all of them */
};

struct q_stack_result {
	struct arena arena;
	struct stack_texts *text;	/* one a file */
	struct q_stack_file *file;	uint32_t nr_files, alloc_files;
	struct q_stack *stack;		uint32_t nr_stacks, alloc_stacks;
	struct q_frame *frame;		uint32_t nr_frames, alloc_frames;
	uint32_t steps[EXPLAINED_NR];	/* of all */
	uint32_t outside;		/* steps with a frame that is not in the index */
	uint32_t interrupts;
	uint32_t placed, not_placed;	/* frames that the debug information knows, and does not */
	int truncated;
	int recall;			/* the figures of files are asked for, not the stacks */
};

struct stack_judge;

/* A result that is still empty, and one more file of reports for it. */
struct stack_judge *q_stack_begin(const struct graph *g, struct q_stack_result *res);
/* Lines and inlined functions come from `d`, which lives as long as j; NULL: from the reports alone. */
void q_stack_debug(struct stack_judge *j, struct stack_debug *d);
void q_stack_add(struct stack_judge *j, const char *name, const char *text, size_t len);
/* Q_FOUND, or Q_NONE where no file had a stack. Frees j. */
int q_stack_end(struct stack_judge *j);
void q_stack_release(struct q_stack_result *res);

#endif
