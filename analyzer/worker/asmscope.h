/* SPDX-License-Identifier: MIT */
/*
 * asm() between the functions of a C source: the functions, tables and second names that its
 * text makes. What it puts into sections that are walked is section.h's.
 */
#ifndef KPATH_WORKER_ASMSCOPE_H
#define KPATH_WORKER_ASMSCOPE_H

#include <stddef.h>

struct walk;
struct place;
struct asm_scope;

/* The text of one, in order; *s is made by the first that has anything in it. */
void asm_scope_text(struct asm_scope **s, struct walk *w, const struct place *at, const char *text,
		    size_t len);
/* After the last: writes symbols and bodies, outside of any other body; frees. NULL is fine. */
void asm_scope_finish(struct asm_scope *s);

#endif
