/* SPDX-License-Identifier: MIT */
/* A source that the assembler runs through: shared by asmrun.c and asmrecord.c. */
#ifndef KPATH_WORKER_ASMRUN_P_H
#define KPATH_WORKER_ASMRUN_P_H

#include "asm_p.h"

#define MAX_CONDS	200

enum cond {			/* of .if: which parts are taken */
	COND_TAKEN,		/* this part, no further one */
	COND_WAITING,		/* none so far */
	COND_DONE,		/* an earlier one, or all of it is skipped */
	COND_OPEN		/* not known before all is assembled: all parts are */
};

struct recording {		/* between .macro and .endm, .rept and .endr */
	int active;
	unsigned nested;
	char kind;		/* 'm' macro, 'r' rept, 'i' irp, 'c' irpc */
	char *args;
	const char **line;
	size_t nr, alloc;
};

struct asm_run {
	struct arena arena;
	void (*stmt)(void *ctx, const struct asm_stmt *s);
	void *ctx;
	struct strtab name;		/* of macros and symbols that are set */
	struct asm_macro *macro;	size_t nr_macro, alloc_macro;
	struct idmap macro_of;		/* name -> 1 + macro */
	struct set { int64_t value; int known; } *set;	size_t nr_set, alloc_set;
	struct idmap set_of;		/* name -> 1 + set */
	struct idmap label_of;		/* names of labels seen */
	struct asm_section *section;	uint32_t nr_section;	size_t alloc_section;
	uint32_t now, previous;		/* sections */
	struct pushed { uint32_t now, previous; } *stack;	size_t nr_stack, alloc_stack;
	enum cond cond[MAX_CONDS];
	unsigned nr_cond, deeper;	/* .if nested in what is skipped */
	struct recording rec;
	struct asm_place at;
	unsigned nesting;
	uint32_t expansions;		/* \@ */
	size_t stmts, text;
	int leave;			/* .exitm */
	const char *problem;
};

/* Runs text line by line, as if it stood where r->at is. */
void asm_run_text(struct asm_run *r, const char *text, size_t len);

/* The number of a name of macros and symbols. */
uint32_t asm_intern(struct asm_run *r, const char *s, size_t n);

/* ---- asmrecord.c ---- */

/* What a directive begins to record: 'm' a macro, 'r' .rept, 'i' .irp, 'c' .irpc; 0: nothing. */
int asm_begins_recording(const char *name);

/* Records what follows, up to the directive that ends it. */
void asm_record_begin(struct asm_run *r, int kind, const char *args);

/* A statement, `whole`, whose first word is `word`, inside of what is recorded. */
void asm_record(struct asm_run *r, const char *word, const char *whole);

/* Puts the lines of a macro in the place of a use with these arguments. */
void asm_use_macro(struct asm_run *r, const struct asm_macro *macro, const char *args);

#endif
