/* SPDX-License-Identifier: MIT */
/* asm() within a function: what its operands carry. */
#ifndef KPATH_WORKER_ASMDATA_H
#define KPATH_WORKER_ASMDATA_H

#include <clang-c/Index.h>

struct walk;

/* Records what the asm statement c calls, and what it may store where. */
void asm_statement(struct walk *w, CXCursor c);

#endif
