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
	struct tu_store *copies;	/* of fields into local numbers: kept where it is the only store */
	uint32_t nr_copies, alloc_copies;
	struct known {			/* see known.c */
		uint32_t dst, src;	/* values; dst 0: no more */
		uint32_t call;		/* the facts' calls before the store */
	} *known;
	uint32_t nr_known, alloc_known;
	unsigned depth;
	int quiet;			/* evaluate only: record nothing */
	uint32_t too_deep;		/* parts that were left out for this … */
	uint32_t too_large;		/* … or as the facts are full */
	uint32_t nr_compound;
};

/* Is there no room for another part, nested as deeply as this one? Then it is left out
 * and counted. */
int walk_stops(struct walk *w);

static inline const struct tu_val *val_of(const struct walk *w, uint32_t v)
{
	return &w->f->val[v];
}

/* ---- cursors.c --------------------------------------------------------------- */

struct cursors { CXCursor *c; unsigned nr; };

void cursor_map_release(struct cursor_map *m);
uint32_t *cursor_map_put(struct cursor_map *m, CXCursor c);	/* new ids are 0 */
uint32_t *cursor_map_get(const struct cursor_map *m, CXCursor c);	/* NULL: not there */

struct cursors cursor_children(struct walk *w, CXCursor c);
/* Through parentheses, casts and other wrappers that keep the value. */
CXCursor strip(struct walk *w, CXCursor c);
struct source_file *source_file_of(struct walk *w, CXFile file);	/* NULL for none */
uint32_t cx_str(struct walk *w, CXString s);	/* interns and disposes */
struct place place_of(struct walk *w, CXCursor c);
struct place place_at(struct walk *w, CXSourceLocation loc);
/* Identifier in the text at a place, interned; 0 = none. */
uint32_t word_at(struct walk *w, const struct place *p);
/* Source text of c's extent, white space folded, interned; "…" for what stands in
 * a file outside of tree and build directory. */
uint32_t text_of(struct walk *w, CXCursor c);
/* The word that c begins with where its tokens are spelt (in a macro's body, for what
 * that makes), interned; 0 = none. */
uint32_t spelt_word(struct walk *w, CXCursor c);
/* The macro call that a store or a definition at p comes from, 0 = none. */
uint32_t store_macro(struct walk *w, const struct place *p);
/* Where call c of `name` (NULL: through a pointer) stands: where it is
 * written, be it in a macro's argument, else where its macro is. */
struct place call_place(struct walk *w, CXCursor c, const char *name, uint32_t *macro);
/* The name that a literal is written with: an object-like macro; else 0. */
uint32_t constant_word(struct walk *w, CXCursor c);

/* ---- field.c ----------------------------------------------------------------- */

uint32_t rec_of_type(struct walk *w, CXType type);	/* of (arrays of) records, else 0 */
uint32_t field_of(struct walk *w, CXCursor field_decl);
int field_is_unnamed(CXCursor field_decl);	/* an unnamed struct or union member */

/* ---- sym.c ------------------------------------------------------------------- */

void file_is_used(struct walk *w, const struct source_file *sf);	/* which the TU must include */
CXType element_type(CXType t);		/* canonical, without _Atomic; of arrays, their elements' */
uint32_t sym_of(struct walk *w, CXCursor decl);		/* function or variable */
uint32_t sym_local(struct walk *w, const char *name, CXType type, unsigned line);
int sym_is_tentative(CXCursor decl);	/* "int x;" of file scope: a definition, if there is no other */
enum type_class class_of(CXType type);
/* path, line, end_line, macro and SYM_HEADER, SYM_INCLUDED_C of s (zeroed). */
void sym_place(struct walk *w, struct tu_sym *s, CXCursor decl, const char *name);
CXType pointee_of(CXType type);
/* The canonical type's text; noreturn, which functions carry in their type,
 * is left out (and told, where the pointer is not NULL). */
uint32_t type_text(struct walk *w, CXType type, int *noreturn);
void sym_attributes(struct walk *w, uint32_t sym, CXCursor decl);
int sym_has_section(struct walk *w, CXCursor decl);	/* or an alias: __attribute__ */
/*
 * Gives what is only declared one place, whatever the order of includes: a
 * tentative definition in a .c file, another declaration there, one of a
 * header; of several the first by path and line. Called once, at the end.
 */
void sym_place_declared(struct walk *w);
/* A definition that must be walked as well, once. */
void want_body(struct walk *w, CXCursor decl, uint32_t sym);

/* ---- expr.c -------------------------------------------------------------------- */

uint32_t expr(struct walk *w, CXCursor c);	/* value id; records calls and stores */
/* VAL_CONST of an integer constant, 0 = none */
uint32_t expr_const(struct walk *w, CXCursor c);
int expr_is_null(struct walk *w, CXCursor c);
/* The value of c where one of `type` is wanted: 0 is a null pointer. */
uint32_t expr_value(struct walk *w, CXCursor c, CXType type);
uint32_t expr_deref(struct walk *w, uint32_t pointer);	/* what it points to, as an lvalue */
/* What a place of `type` holds once `value` is in it: an unsigned long that
 * is given a pointer carries a pointer. */
enum type_class stored_class(struct walk *w, CXType type, CXCursor value);

/* ---- generic.c ------------------------------------------------------------------- */

/* The value of c, a _Generic whose children are ch: of the arm that is taken. */
uint32_t generic_expr(struct walk *w, CXCursor c, struct cursors ch);

/* ---- varargs.c ----------------------------------------------------------------- */

/* Is it a call of va_start() or va_copy()? Then its store is recorded. */
int varargs_call(struct walk *w, CXCursor call, const char *name, uint32_t *value);
/* Is c, whose children are ch, a va_arg()? *value is what it reads. */
int varargs_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value);

/* ---- atomic.c ------------------------------------------------------------------ */

/* Is c, whose children are ch, an atomic builtin? Then its stores are recorded,
 * and *value is what it gives: the object that it works on. */
int atomic_expr(struct walk *w, CXCursor c, struct cursors ch, uint32_t *value);
/* The same of a call of __sync_…, which must be a builtin. */
int atomic_is_builtin(const char *name);
int atomic_call(struct walk *w, CXCursor call, const char *name, uint32_t *value);

/* ---- record.c ------------------------------------------------------------------------- */

void record_store(struct walk *w, uint32_t dst, uint32_t src, CXCursor at,
		  enum type_class cls, enum store_op op, unsigned flags);
/* v was stored to, or may be from now on. */
void record_assigned(struct walk *w, uint32_t v);
/* Has it been, since w->nr_assigned was `first`? */
int record_is_assigned(const struct walk *w, uint32_t v, uint32_t first);
/* At the end of a body: copies of fields into local numbers that are stored to
 * only there. */
void record_copies(struct walk *w);
void record_call(struct walk *w, CXCursor at, uint32_t callee, CXType fn,
		 const uint32_t *args, unsigned nr, unsigned flags, uint32_t *id);

/* ---- known.c ------------------------------------------------------------------- */

/* After a store, which replaces what is known of that place. */
void known_store(struct walk *w, uint32_t dst, uint32_t src, enum type_class cls, enum store_op op);
/* dst may have been stored to, or may be from now on through its address. */
void known_changed(struct walk *w, uint32_t dst);
/* VAL_JUST where it is known what v holds, else v. */
uint32_t known_value(struct walk *w, uint32_t v);
/* v as it is written: known_value() undone in the path to a field. */
uint32_t known_plain(struct walk *w, uint32_t v);
/* Control comes here from elsewhere too: labels, loops. */
void known_clear(struct walk *w);
/* What was stored since w->nr_known was `mark` was stored on some ways only. */
void known_end(struct walk *w, uint32_t mark);

/* ---- init.c ---------------------------------------------------------------------- */

/* Stores of `init` (a list or one expression) into lvalue dst of `type`. */
void init_value(struct walk *w, uint32_t dst, CXType type, CXCursor init, unsigned flags);
/* A variable of its own for a compound literal; its symbol. */
uint32_t init_compound(struct walk *w, CXCursor literal);

/* ---- stmt.c, guard.c ----------------------------------------------------------------- */

void stmt(struct walk *w, CXCursor c);
uint32_t stmt_expr(struct walk *w, CXCursor c);	/* ({ … }): the last value */

/* Pushes the guards under which `then` (or, negated, what follows) stands. */
void guard_push(struct walk *w, CXCursor cond, int negated, unsigned flags);
/* The operands of a && b && … (or of ||), from left to right, however long. */
struct cursors guard_operands(struct walk *w, CXCursor c, enum CXBinaryOperatorKind k);

struct case_range {	/* the cases that a guard speaks of, of all that the switch has */
	uint32_t first, nr;	/* range of the facts' `gconst` */
	int is_default;		/* all but those */
};
void guard_case(struct walk *w, CXCursor at, uint32_t subject, const struct case_range *cs,
		unsigned line);
/* After a label that nothing but a goto leads to. */
void guard_label(struct walk *w, CXCursor label);
void guard_loop(struct walk *w, CXCursor loop, CXCursor cond, int has_cond);
/* Does clang know the condition's value? Then one branch is not compiled. */
int guard_decided(struct walk *w, CXCursor cond, long long *num);
int leaves(struct walk *w, CXCursor c);		/* does it end by leaving? */
int is_error_exit(struct walk *w, CXCursor c);

/* ---- section.c ------------------------------------------------------------------------- */

/* The function that __attribute__((cleanup(f))) of a variable names. */
int cleanup_function(struct walk *w, CXCursor var, CXCursor *fn);
/* The body of f, which is being walked: a call of what the resolver returns. */
void section_ifunc(struct walk *w, const struct ifunc *f);
void section_asm(struct walk *w, CXCursor c);		/* file-scope assembler */
int section_asm_puts(struct walk *w, CXCursor c);	/* does it put a function into a walked section? */
/* Is it one that may be walked as an array: known to be, or none of those that plain
 * data and code go to? */
int section_is_walked(const struct walk *w, const char *name);
/* Section and alias of a declaration that has such an attribute. */
void section_of_decl(struct walk *w, uint32_t sym, CXCursor decl);

#endif
