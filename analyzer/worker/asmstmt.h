/* SPDX-License-Identifier: MIT */
/* asm() within a function. */
#ifndef KPATH_WORKER_ASMSTMT_H
#define KPATH_WORKER_ASMSTMT_H

#include "cursors.h"

/* Records the calls that the text of asm statement c names; how many. Its operands,
 * outputs first, are ch, with the values v. */
int asm_text_calls(struct walk *w, CXCursor c, const struct cursors *ch, const uint32_t *v);

#endif
