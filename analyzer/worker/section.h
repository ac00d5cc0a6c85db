/* SPDX-License-Identifier: MIT */
/* Sections, aliases and file-scope assembler. */
#ifndef KPATH_WORKER_SECTION_H
#define KPATH_WORKER_SECTION_H

#include "walk.h"

struct strbuf;

/* A declaration as the compiler has it; `terse`: without body and initialiser. -1 where
 * nothing may be printed. */
int section_print(struct walk *w, CXCursor c, int terse, struct strbuf *out);
/* The function that __attribute__((cleanup(f))) of a variable names. */
int cleanup_function(struct walk *w, CXCursor var, CXCursor *fn);
/* The body of f, which is being walked: a call of what the resolver returns. */
void section_ifunc(struct walk *w, const struct ifunc *f);
/* The function of that name that this TU declares, if it does. */
int section_function(struct walk *w, const char *name, CXCursor *out);
/* The variable; nothing is remembered. */
int section_variable(struct walk *w, const char *name, CXCursor *out);
struct asm_scope;

/* File-scope assembler: what it puts into sections, and (asmscope.h) the rest. */
void section_asm(struct walk *w, CXCursor c, struct asm_scope **scope);
int section_asm_puts(struct walk *w, CXCursor c);	/* does it put a function into a walked section? */
/* Is it one that may be walked as an array: known to be, or none of those that plain
 * data and code go to? */
int section_is_walked(const struct walk *w, const char *name);
/* Section and alias of a declaration that has such an attribute. */
void section_of_decl(struct walk *w, uint32_t sym, CXCursor decl);

#endif
