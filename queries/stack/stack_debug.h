/* SPDX-License-Identifier: MIT */
/*
 * Lines and inlined functions of frames, out of a kernel's debug information: a
 * vmlinux of the very build that printed the stack (by libdw; where kpath was
 * built without it there is none).
 *
 * A frame is looked up by its symbol and offset, never by an address, which a
 * kernel shifts at each boot. Where the report tells how large the function is, a
 * symbol of another size is another build's, and the frame stays as it is.
 */
#ifndef KPATH_QUERIES_STACK_DEBUG_H
#define KPATH_QUERIES_STACK_DEBUG_H

#include "base/strbuf.h"
#include "stack_text.h"

struct stack_debug;

/* -1 and a sentence: it can't be read, or has no debug information. */
int stack_debug_open(struct stack_debug **d, const char *path, struct strbuf *err);
void stack_debug_free(struct stack_debug *d);

/* Fills file and line of frames, and puts the functions that were inlined at that
 * place before them. How many frames were found, and how many were not. */
void stack_debug_fill(struct stack_debug *d, struct stack_texts *st, uint32_t *found,
		      uint32_t *other);

#endif
