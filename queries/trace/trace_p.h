/* SPDX-License-Identifier: MIT */
/* What the readers of traces share: private to this folder. */
#ifndef KPATH_QUERIES_TRACE_P_H
#define KPATH_QUERIES_TRACE_P_H

#include <string.h>

#include "trace.h"

/* Counts a recorded call; strings of t->str. */
struct trace_call *trace_add(struct trace *t, uint32_t caller, uint32_t callee, uint32_t file,
			     uint32_t line, uint64_t count);

#endif
