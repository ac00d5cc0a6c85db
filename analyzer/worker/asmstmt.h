/* SPDX-License-Identifier: MIT */
/* asm() within a function. */
#ifndef KPATH_WORKER_ASMSTMT_H
#define KPATH_WORKER_ASMSTMT_H

#include "cursors.h"

struct asm_operands {		/* as far as the text tells */
	unsigned nr_out;	/* that many are outputs, and stand first */
	uint32_t set;		/* bit i: output i has nothing to do with what was there before */
	int memory;		/* it may write what no operand names */
};

/* Records the calls that the text of asm statement c names; how many. Its operands,
 * outputs first, are ch, with the values v; `op` is filled in. */
int asm_text_calls(struct walk *w, CXCursor c, const struct cursors *ch, const uint32_t *v,
		   struct asm_operands *op);

#endif
