/* SPDX-License-Identifier: MIT */
/*
 * Assembler sources to facts, in three steps that know nothing of each other:
 *
 *   asmwrap.c  makes C of a file's text, so that libclang's own preprocessor
 *              (the only one here) sees each line of assembler as the argument
 *              of a macro and hands back what it becomes as a string;
 *   asmrun.c   runs what the assembler does before it assembles: macros,
 *              repetitions, conditions, sections;
 *   asmfacts.c turns labels, calls, jumps and data into functions, bodies and
 *              stores.
 *
 * asmtu.c puts them together; for asm() between the functions of a C source, asmscope.c
 * does. The text is hostile: all three have limits.
 */
#ifndef KPATH_WORKER_ASM_H
#define KPATH_WORKER_ASM_H

#include <stdint.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "model/compdb.h"
#include "model/facts.h"

/* ---- asmwrap.c ---- */

/* Each line of assembler becomes ASM_MACRO(line), a backslash outside of a
 * string ASM_BACKSLASH. */
#define ASM_MACRO "KPATH_ASM_"
#define ASM_BACKSLASH '`'

/*
 * Appends to `out` the same lines, wrapped; directives of the preprocessor stay.
 * `comment` begins a comment that ends with the line ('#', '@', '!'); 0: only
 * the preprocessor's comments and '#' at the start of a line. 1: something was
 * wrapped; 0: the text has no assembler in it.
 */
int asm_wrap(const char *text, size_t len, char comment, struct strbuf *out);

/* The comment character of a target triple's assembler. */
char asm_comment_char(const char *triple);

/* ---- asmrun.c ---- */

struct asm_place {
	uint32_t file;		/* string of the facts */
	uint32_t line;
};

struct asm_section {
	const char *name;
	int code;		/* by its name or flags it holds instructions */
};

enum asm_kind { ASM_LABEL, ASM_DIRECTIVE, ASM_INSTRUCTION, ASM_ASSIGN };

/* One statement once macros are expanded. */
struct asm_stmt {
	enum asm_kind kind;
	const char *name;	/* label, directive with its dot, mnemonic, symbol that is set */
	const char *args;	/* the rest, white space trimmed */
	struct asm_place at;	/* where it is written; of a macro: where that is used */
	uint32_t section;	/* index, from 0 */
	unsigned depth;		/* so many .pushsection lie around it */
};

struct asm_run;

/* `stmt` is called in order; what it is given lives in the run's arena. */
struct asm_run *asm_run_new(void (*stmt)(void *ctx, const struct asm_stmt *s), void *ctx);
void asm_run_free(struct asm_run *r);
/* A line as the preprocessor made it; may hold several statements. */
void asm_run_line(struct asm_run *r, struct asm_place at, const char *text, size_t len);
const struct asm_section *asm_run_section(const struct asm_run *r, uint32_t i);
/* What was given up, as a sentence, or NULL. */
const char *asm_run_problem(const struct asm_run *r);

/* ---- asmfacts.c ---- */

struct asm_facts;

/*
 * Functions are labels in code that are global, typed, sized or called; local
 * labels are none. A function has what stands between its label and its .size
 * (or the next function), and what its jumps to other functions' local labels
 * lead to. Entry points inside another function have the rest of it.
 */
struct asm_facts *asm_facts_new(struct tu_facts *f);
/*
 * The text stands in a C source: `sym` tells the symbol that C has under a name, of a
 * function or a variable (enum sym_kind), 0 = none. Of what only the text names are then told global symbols alone, and not what is
 * in sections that are walked.
 */
void asm_facts_beside(struct asm_facts *a, uint32_t (*sym)(void *ctx, const char *name, int kind),
		      void *ctx);
void asm_facts_stmt(void *ctx, const struct asm_stmt *s);	/* ctx: the asm_facts */
/*
 * Writes symbols and bodies; f->file must be set. `is_walked` tells whether a
 * linker section's entries are wanted. -1: it was too much, a part is missing.
 */
int asm_facts_finish(struct asm_facts *a, const struct asm_run *r,
		     int (*is_walked)(void *ctx, const char *section), void *ctx);
void asm_facts_free(struct asm_facts *a);

#endif
