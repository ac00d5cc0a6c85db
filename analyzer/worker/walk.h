/* SPDX-License-Identifier: MIT */
/*
 * The walk over one TU's AST: state and the functions of this folder's
 * walking files. The only header with libclang types in it.
 */
#ifndef KPATH_WORKER_WALK_H
#define KPATH_WORKER_WALK_H

#include <clang-c/Index.h>

#include "base/arena.h"
#include "base/idmap.h"
#include "base/strbuf.h"
#include "frontend/walk_knowledge.h"
#include "model/compdb.h"
#include "model/facts.h"
#include "tu.h"

#define MAX_NESTING 1500	/* of the AST, against trees made to blow the stack */

/* A map from cursors to ids: clang's hash first, then equality. */
struct cursor_map {
	struct idmap first;	/* hash -> 1 + entry */
	struct cursor_entry { CXCursor c; uint32_t id, next; } *e;
	uint32_t nr, alloc;
};

struct source_file {
	CXFile file;
	uint32_t path;		/* string: as displayed */
	const char *text;
	size_t len;
	int is_c;		/* its name ends in .c */
	const char *abs;	/* absolute path */
	int listed;
	uint32_t entered;	/* how often it was read, where that was counted */
	uint32_t pch_header;	/* in the table of the PCH that is in use, else 0 */
};

struct skipped {		/* text that the preprocessor left out when it read a file */
	const struct source_file *in;
	uint32_t from, to;
};

struct ifunc {			/* a function that the loader chooses */
	uint32_t sym;
	uint32_t resolver;	/* string: the function that returns it */
	CXCursor decl;
};

struct pch_view;

struct place {			/* an expansion place */
	struct source_file *file;	/* NULL: nowhere */
	unsigned line, col, offset;
	int in_macro;		/* spelt somewhere else */
};

struct walk {
	struct tu_facts *f;
	const struct walk_knowledge *k;
	const struct compdb *db;
	CXTranslationUnit tu;
	const char *dir;		/* the compiler's working directory */
	CXCursor references;		/* a function of ours at the end of the text, or null */
	struct pch_view *view;		/* of the PCH that was used, or NULL */
	unsigned flags;
	long long pointer_size;		/* bytes */
	struct arena arena;		/* cursors' children; cleared for each body */
	struct arena keep;		/* as long as the TU */
	struct source_file **file;	/* pointers stay */
	uint32_t nr_file, alloc_file;
	struct idmap file_map;		/* CXFile -> 1 + index */
	struct source_file *main, *last_file;
	struct cursor_map syms, params, recs, fields;
	struct cursor_map rec_sizes;	/* 1 + how many fields */
	CXCursor *todo;			/* bodies to visit */
	uint32_t *todo_sym, nr_todo, alloc_todo, alloc_todo_sym;
	uint32_t *def_todo;		/* by symbol: queued */
	uint32_t alloc_def;
	struct idmap named;		/* name -> 1 + index of named_func */
	CXCursor *named_func;
	uint32_t nr_named, alloc_named;
	struct idmap typedefs;		/* name -> 1 + index of typedef_type */
	CXType *typedef_type;
	uint32_t nr_typedef, alloc_typedef;
	CXCursor *asms;			/* file-scope assembler */
	uint32_t nr_asm, alloc_asm;
	struct ifunc *ifunc;
	uint32_t nr_ifunc, alloc_ifunc;
	uint32_t va_field;		/* stands for what a va_list points with */
	uint32_t nr_numbered;		/* symbols that got a number of ours */
	uint32_t *undefined;		/* symbols of external linkage without a definition here */
	uint32_t nr_undefined, alloc_undefined;
	uint8_t *place_rank;		/* by symbol, see sym_place_declared() */
	struct skipped *skipped;	/* sorted, where scan_active_words() wanted them */
	uint32_t nr_skipped, alloc_skipped;
	int skipped_read;
	uint32_t nr_unread;		/* attributes, assembler: what TU_NO_PRETTY could not read */

	/* the body being walked */
	uint32_t body;			/* facts body, UINT32_MAX outside */
	uint32_t sym;			/* its function or variable */
	struct source_file *body_file;
	uint32_t nr_locals;		/* for unique names */
	uint32_t guard;			/* in force */
	uint32_t *assigned;		/* every lvalue stored to, in order */
	uint32_t nr_assigned, alloc_assigned;
	struct idmap assigned_map;	/* lvalue -> index of the last time in `assigned`, from 1 */
	struct idmap uses;		/* of the body: variable or field, and how -> 1 + entry of `use` */
	uint8_t use, used_as;		/* of the lvalue to come, of the one at hand: see use.h */
	struct tu_store *copies;	/* of fields into local numbers: kept where it is the only store */
	uint32_t nr_copies, alloc_copies;
	struct known {			/* see known.c */
		uint32_t dst, src;	/* values; dst 0: no more */
		uint32_t call;		/* the facts' calls before the store */
	} *known;
	uint32_t nr_known, alloc_known;
	CXCursor def;			/* the body's definition */
	struct block *block;		/* the innermost sequence, see jump.h */
	struct jump {
		uint32_t next;		/* to the same label, from 1; 0: none */
		uint32_t guard;
		struct source_file *file;
		unsigned at;
	} *jump;
	uint32_t nr_jump, alloc_jump;
	struct idmap labels;		/* place of a label -> 1 + index of `label` */
	struct jump_label {
		uint32_t met, all;	/* jumps that were walked; those that the text has */
		unsigned at;
		int anywhere;		/* its address is taken */
	} *label;
	uint32_t nr_label, alloc_label;
	uint32_t asm_jumps;
	struct asm_print {		/* the body's asm(), see asmprint.h */
		CXCursor *c;
		size_t *text;		/* where in `printed` */
		uint32_t nr, alloc, alloc_text;
		struct strbuf printed;
		int done;
	} asm_print;
	uint32_t *lost;			/* guards that a jump has passed by */
	uint32_t nr_lost, alloc_lost;
	uint8_t *is_lost;		/* by guard */
	uint32_t *pushed_at;		/* by guard: nr_assigned when it was last put in force */
	uint32_t alloc_pushed_at;
	int jumps_read;
	int fell_out;			/* the statement before the label at hand leaves */
	unsigned depth;
	int quiet;			/* evaluate only: record nothing */
	uint32_t too_deep;		/* parts that were left out for this … */
	uint32_t too_large;		/* … or as the facts are full */
	uint32_t too_wide;		/* members of unions with too many fields to measure */
	uint32_t nr_compound;
};

/* Is there no room for another part, nested as deeply as this one? Then it is left out
 * and counted. */
int walk_stops(struct walk *w);

static inline const struct tu_val *val_of(const struct walk *w, uint32_t v)
{
	return &w->f->val[v];
}

#endif
