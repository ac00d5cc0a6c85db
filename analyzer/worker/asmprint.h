/* SPDX-License-Identifier: MIT */
/* asm() within a function as the compiler has it: macros expanded, texts joined. */
#ifndef KPATH_WORKER_ASMPRINT_H
#define KPATH_WORKER_ASMPRINT_H

#include "walk.h"

/* Statement c of the body being walked, from the parenthesis behind "asm" to the end of
 * its function; NULL where it can't be printed. Good until the body ends. */
const char *asm_printed(struct walk *w, CXCursor c);
void asm_print_release(struct walk *w);
/* Behind a character constant or string that begins at s, at most `end`. */
const char *asm_skip_quoted(const char *s, const char *end);

#endif
