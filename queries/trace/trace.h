/* SPDX-License-Identifier: MIT */
/*
 * Calls that were recorded on a running kernel (or on a program built to
 * record them): who called whom, how often.
 *
 * Read, plain or packed by gzip, recognised line by line:
 *   ftrace's function tracer        "callee <-caller" (kernel: Documentation/trace/ftrace.rst)
 *   ftrace's function_graph tracer  nested braces, one stack a task (kernel:
 *                                   kernel/trace/trace_functions_graph.c)
 *   trace-cmd report                of both; uftrace's graph, which looks alike
 *   perf script                     call chains, innermost first; ftrace's stack traces ("=> f")
 *   initcall_debug                  "calling  inet_init+0x0/0x3a0 @ 1" in dmesg
 *   a table                         tab-separated, with a header line that names caller and callee;
 *                                   site_file, site_line, pointer and count where they are there
 *
 * Offsets, module names and the suffixes that compilers put after a name
 * (.isra.0, .constprop.0, .part.0, .cold, .llvm.1) are left out of names.
 *
 * In a function_graph a function was called by the one around it only where its
 * depth is one more: not after an interrupt's arrow, lost events or a switch to
 * another task. Where the caller is printed (funcgraph-retaddr), it counts.
 */
#ifndef KPATH_QUERIES_TRACE_H
#define KPATH_QUERIES_TRACE_H

#include "base/idmap.h"
#include "base/strbuf.h"
#include "base/strtab.h"

enum trace_format {
	TRACE_NONE, TRACE_FUNCTION, TRACE_GRAPH, TRACE_CHAIN, TRACE_INITCALL, TRACE_TABLE, TRACE_NR
};
extern const char *const trace_format_name[TRACE_NR];

struct trace_call {
	uint32_t caller, callee;	/* strings; caller 0: whoever runs initcalls */
	uint32_t file, line;		/* string, 0 = not recorded */
	uint64_t count;
	uint8_t user;		/* both are of a user program, not of the kernel */
	uint8_t nested;		/* one ran inside the other: an interrupt looks the same */
	uint8_t chain;		/* … as frames of a call chain, which has untraceable functions too */
	uint8_t loose;		/* one function may be missing between them: a sampled chain has no
				 * frame of one that has just been entered or ended in a jump */
	uint8_t unsure;		/* which task ran is not told: proves nothing where it is missing */
	uint8_t exact;		/* every function was recorded, inlined ones too: nothing lies between */
	uint8_t pointer;	/* 1: known to be a call through a pointer */
};

struct trace {
	struct strtab str;
	struct trace_call *call;
	uint32_t nr_call, alloc_call;
	struct idmap by_pair;		/* (caller, callee, place) -> 1 + call */
	uint64_t lines;			/* read */
	uint64_t calls;			/* recorded calls: the sum of all counts */
	uint64_t strange;		/* lines that are neither calls nor known headers */
	uint64_t of_format[TRACE_NR];	/* lines by format */
	int cut;			/* the last line was cut off */
};

/* An empty trace; trace_release() frees what was read. */
void trace_init(struct trace *t);
void trace_release(struct trace *t);

/* Adds what the file holds. -1 and a sentence: it can't be read, or no line
 * of it is a recorded call. */
int trace_read(struct trace *t, const char *path, struct strbuf *err);

/* For tests, and other sources of lines: the same, a line at a time. The
 * line's bytes are changed. `st` starts zeroed. */
struct trace_state;
struct trace_state *trace_state_new(void);
void trace_state_free(struct trace_state *st);
void trace_line(struct trace *t, struct trace_state *st, char *line, size_t len);

/* Was this pair recorded, by whatever way? */
int trace_has(const struct trace *t, const char *caller, const char *callee);

/* A name as it is compared: without offset, module and compiler's suffix.
 * Returns its length; the name begins at *s afterwards. */
size_t trace_name(const char **s, size_t len);

#endif
