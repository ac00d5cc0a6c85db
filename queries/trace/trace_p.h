/* SPDX-License-Identifier: MIT */
/* What the readers of traces share: private to this folder. */
#ifndef KPATH_QUERIES_TRACE_P_H
#define KPATH_QUERIES_TRACE_P_H

#include <string.h>

#include "trace.h"

/* Counts a recorded call, of the place, the kind and as often as `call` says. */
struct trace_call *trace_add(struct trace *t, const struct trace_call *call);

/* The string of a function's name (trace_name); 0: none stands there. */
uint32_t trace_name_id(struct trace *t, const char *s, size_t len);

/* ---- function_graph (trace_graph.c) ------------------------------------------- */

struct trace_graph;		/* the stacks of all tasks */

/* Nothing was called yet. The caller frees it. */
struct trace_graph *trace_graph_new(void);
void trace_graph_free(struct trace_graph *tg);

/* 1: the line is one of this tracer. */
int trace_graph_line(struct trace *t, struct trace_graph *tg, const char *line, size_t len);

/* Events were lost, or a CPU's buffer begins: what runs now, and in what, is not known. */
void trace_graph_lost(struct trace_graph *tg);

/* ---- call chains (trace_chain.c) ----------------------------------------------- */

struct trace_chain {
	uint32_t inner;		/* the frame before this one; 0: none, or it has no name */
	uint32_t nr;		/* frames so far */
	uint8_t user;		/* … is of a program, not of the kernel */
	uint8_t trace;		/* … is of a stack trace, not of a sample */
	uint8_t sample;		/* a sample's header was read: frames may follow */
};

/* 1: the line is one of a call chain. */
int trace_chain_line(struct trace *t, struct trace_chain *c, const char *line, size_t len);
/* The chain is over: the next frame begins another. */
void trace_chain_end(struct trace_chain *c);

#endif
