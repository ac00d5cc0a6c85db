/* SPDX-License-Identifier: MIT */
/* What the reader of stacks is made of. */
#ifndef KPATH_QUERIES_STACK_P_H
#define KPATH_QUERIES_STACK_P_H

#include "stack_text.h"

struct stack_reader {
	struct stack_texts *out;
	struct stack_text cur;		/* the one that is open; form NONE: none is */
	uint32_t alloc;			/* of cur.frame */
	uint32_t line;			/* number, from 1 */
	/* of the report around it, for the next stack */
	const char *title, *part, *task;
	int32_t pid, cpu;
	struct stack_frame pc;		/* "RIP: 0010:f+0x1/0x2" before a trace; name NULL: none */
	uint8_t irq, nmi;		/* markers that are open */
	uint8_t bare;			/* the open one began with a name that stood alone */
	uint8_t in_map;			/* between "@[" and "]" */
	uint8_t closed;			/* the report's trace has ended: what follows repeats it */
	uint8_t sample;			/* perf's line above a chain was seen */
};

/* One line without its newline, as the reader sees it: from `s` to `end`,
 * `from` before its indent. */
struct stack_line {
	const char *from, *s, *end;
};

/* ---- stack_frame.c: one line, one frame ------------------------------------------ */

/* What the notation of this line is; NONE: it is no frame. `f` is filled. `open`
 * is the form of the stack around it. */
enum stack_form stack_line_frame(struct arena *a, const struct stack_line *l, enum stack_form open,
				 struct stack_frame *f);
/* "f+0x12/0x34 [module]" at `s`: behind it, or NULL. */
const char *stack_symbol(struct arena *a, const char *s, const char *end, struct stack_frame *f);
/* Does the name stand alone on its line, as bcc prints it? */
int stack_bare_name(struct arena *a, const struct stack_line *l, struct stack_frame *f);

/* ---- stack_head.c: what stands around the frames --------------------------------- */

/* Level, time, caller's number, the quoting of mails: behind them. */
const char *stack_skip_prefix(const char *s, const char *end);
/* Titles, tasks and registers: 1 where the line was one of these. */
int stack_head_line(struct stack_reader *r, const struct stack_line *l);
/* A line that stands between the frames of one kernel's dump: registers, code. */
int stack_is_between(const struct stack_line *l);

static inline const char *stack_blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

/* Does the text at `s` begin with this word? */
int stack_begins(const char *s, const char *end, const char *word);

#endif
