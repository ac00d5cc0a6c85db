/* SPDX-License-Identifier: MIT */
/*
 * The facts of one translation unit (TU).
 *
 * The frontend fills a `struct tu_facts`; facts_write() turns it into the
 * versioned byte record that worker pipe, cache and shards share, and
 * facts_read() turns such a record back. Ids are indices into this TU's own
 * arrays; 0 is "none" in every array but `body`, `call`, `store`, `use` and `arg`.
 *
 * What an expression denotes is a *value*: a small tree over variables,
 * parameters, fields and calls (`sock->ops->sendmsg` is
 * FIELD(FIELD(VAR sock, socket.ops), proto_ops.sendmsg)). Equal trees share
 * one id; children come before their parents.
 */
#ifndef KPATH_MODEL_FACTS_H
#define KPATH_MODEL_FACTS_H

#include <stdint.h>

#include "base/strbuf.h"
#include "base/strtab.h"

#define FACTS_VERSION 8

/*
 * What one TU may hold: of the whole kernel's the largest has 30,000 values, 450
 * constants in one set, and conditions 45 deep. Beyond, facts are left out and
 * the TU is told to be read in part (tu_facts.too_deep, facts_full()).
 */
#define FACTS_MAX_ENTRIES	(1u << 20)	/* of each array; a record with twice as many is refused */
#define FACTS_MAX_STRINGS	(64u << 20)	/* bytes of all strings */
#define FACTS_MAX_VAL_DEPTH	2000		/* values in values */
#define FACTS_MAX_GUARDS	1000		/* conditions that one place stands under */

/*
 * Behind each struct stands the list of its members, with what they hold:
 *
 *	u8 u16 u32 i64 u64	a number
 *	str			a string's id
 *	sym rec field val call	the id of such an entry
 *	guard, outer		a guard; one that stands before this entry
 *	none			nothing: padding, or what is not written
 *
 * M(x, holds, member), and R(x, array, first, nr) for a range of an array.
 * Bytes, digests, checks and the numbering of values all follow from the list (facts_io.c),
 * and a struct that has a member which its list has not does not compile.
 */

/* ---- symbols ---------------------------------------------------------- */

enum sym_kind { SYM_NONE, SYM_FUNC, SYM_VAR, SYM_LOCAL };
enum sym_linkage { LINK_NONE, LINK_INTERNAL, LINK_EXTERNAL };

enum sym_flags {
	SYM_DEFINED	= 1 << 0,	/* this TU has the body or the definition */
	SYM_INLINE	= 1 << 1,
	SYM_WEAK	= 1 << 2,
	SYM_HEADER	= 1 << 3,	/* defined in a file that is not the TU's main file */
	SYM_INCLUDED_C	= 1 << 4,	/* … which is a .c file, not a header */
	SYM_ARRAY	= 1 << 5,	/* a variable of array type */
	SYM_NOTRACE	= 1 << 6,	/* notrace or no_instrument_function */
	SYM_NORETURN	= 1 << 7,
	SYM_COMPOUND	= 1 << 8,	/* made by kpath for a compound literal */
	SYM_BUILTIN	= 1 << 9,	/* a compiler builtin, has no body anywhere */
	SYM_ERROR	= 1 << 10,	/* __attribute__((error)): exists at compile time only */
	SYM_VARIADIC	= 1 << 11,
	SYM_STATIC_LOCAL = 1 << 12,	/* a static variable inside a function */
	SYM_CONST	= 1 << 13,	/* a variable of const type: its initialiser is all there is */
	SYM_ASM		= 1 << 14,	/* a callable symbol of an assembler source */
	SYM_EXTERN	= 1 << 15,	/* a variable that this TU declares with extern only */
	SYM_AT_START	= 1 << 16,	/* __attribute__((constructor)): runs before main() */
	SYM_AT_EXIT	= 1 << 17	/* __attribute__((destructor)): runs after it */
};

struct tu_sym {
	uint8_t kind, linkage;
	uint16_t nparams;
	uint32_t flags;
	uint32_t name, usr;	/* strings; a LOCAL's usr is unique in its function */
	uint32_t path;		/* string: file of the definition; else of a declaration, a .c
				 * file's first, then the smallest path */
	uint32_t line, end_line;	/* expansion lines */
	uint32_t sig;		/* string: canonical function type; a variable's type */
	uint32_t macro;		/* string: macro that made the definition (SYSCALL_DEFINE3) */
	uint32_t section;	/* string: ".init.text" */
	uint32_t alias;		/* string: asm name this one is an alias of, or, where it has a
				 * body, another name that it has for the linker */
	uint32_t rec;		/* record of a variable of (array of) struct type */
	uint32_t pointee;	/* record that a pointer variable points to */
	uint32_t owner;		/* LOCAL: symbol of its function */
};
#define TU_SYM(M, R, x) \
	M(x, u8, kind) M(x, u8, linkage) M(x, u16, nparams) M(x, u32, flags) \
	M(x, str, name) M(x, str, usr) M(x, str, path) M(x, u32, line) M(x, u32, end_line) \
	M(x, str, sig) M(x, str, macro) M(x, str, section) M(x, str, alias) \
	M(x, rec, rec) M(x, rec, pointee) M(x, sym, owner)

/* ---- records (struct, union) and fields ------------------------------- */

struct tu_rec {
	uint32_t name;		/* string: "proto_ops"; made up for anonymous ones */
	/* Only where a field of it is used; else path and line are 0 and key is
	 * the name: what a TU sees of a record that it merely points to depends
	 * on its includes. */
	uint32_t path;		/* string: file of the definition */
	uint32_t key;		/* string: identity besides path (name, owner, ordinal) */
	uint32_t line;
};
#define TU_REC(M, R, x) \
	M(x, str, name) M(x, str, path) M(x, str, key) M(x, u32, line)

enum type_class {		/* what a value of this type can hold */
	TYPE_OTHER,		/* record, array of scalars, float, … */
	TYPE_SCALAR,		/* integer, enum, bool */
	TYPE_FUNC_PTR,
	TYPE_REC_PTR,		/* pointer to a struct or union */
	TYPE_VOID_PTR,
	TYPE_PTR,		/* any other pointer */
	TYPE_REC		/* a struct or union by value */
};

struct tu_field {
	uint32_t rec;		/* nearest named record around it */
	uint32_t name;		/* string; dotted where unnamed records lie between */
	uint32_t line;
	uint8_t cls;		/* enum type_class, of the element for arrays */
	uint8_t is_array;
	uint8_t bits;		/* width of a bit-field, else 0 */
	uint8_t in_union;	/* a union, be it around an unnamed struct, holds it: others share its bytes */
	uint32_t pointee;	/* record pointed to, or record held by value */
	uint32_t sig;		/* string: canonical type, for function pointers */
	/* Bytes, from the start of `rec`; of an array, all of it, FIELD_TO_END for one
	 * without bounds. size 0: neither a struct nor as wide as a pointer, or not known. */
	uint32_t offset, size;
};
#define TU_FIELD(M, R, x) \
	M(x, rec, rec) M(x, str, name) M(x, u32, line) M(x, u8, cls) M(x, u8, is_array) \
	M(x, u8, bits) M(x, u8, in_union) M(x, rec, pointee) M(x, str, sig) \
	M(x, u32, offset) M(x, u32, size)

#define FIELD_TO_END UINT32_MAX

/* ---- values ----------------------------------------------------------- */

enum val_kind {
	VAL_UNKNOWN,	/* something the analysis does not follow */
	VAL_NULL,	/* a null pointer */
	VAL_CONST,	/* a: string, as written; num: its number */
	VAL_FUNC,	/* a: symbol */
	VAL_VAR,	/* a: symbol (variable or local), as an lvalue: its content */
	VAL_PARAM,	/* a: symbol of the function, b: index, num: string, its name */
	VAL_FIELD,	/* a: value of the base, b: field; VALF_ARROW where the base is a pointer */
	VAL_INDEX,	/* a: array or pointer, b: index value or 0 */
	VAL_DEREF,	/* a: pointer */
	VAL_ADDR,	/* a: lvalue */
	VAL_CALL,	/* a: index of the call whose result this is */
	VAL_CHOICE,	/* a or b (?:, ?:, statement expressions, ||) */
	VAL_ARITH,	/* a op b: number or pointer arithmetic; b may be 0; num: enum val_op */
	VAL_RETURN,	/* a: symbol of the function; only as a store's dst */
	VAL_SECTION,	/* a: string, a linker section; only as a store's dst or made by link. What a
			 * linker script says is a store of a CONST, which names the symbol that the
			 * section is behind, to a pattern of sections */
	VAL_STRING,	/* a string literal; a: string, how it is written where that may be a name, 0 = not kept */
	VAL_JUST,	/* a: lvalue, a field reached from a parameter or a local; b: what was stored to
			 * it before, on every way here, with no other store between; num: calls that
			 * stand between, from << 32 | up to, counted from the body's first */
	VAL_KIND_NR
};

enum val_op { OP_NONE, OP_ADD, OP_SUB, OP_AND, OP_OR, OP_XOR, OP_SHL, OP_SHR,
	      OP_MUL, OP_DIV, OP_NOT, OP_NEG };

#define VALF_ARROW 1

struct tu_val {			/* what a, b and num hold depends on the kind */
	uint8_t kind, flags;
	uint16_t depth;		/* of the tree; not part of the written record */
	uint32_t a, b;
	uint8_t pad2[4];
	int64_t num;
};
#define TU_VAL(M, R, x) \
	M(x, u8, kind) M(x, u8, flags) M(x, none, depth) M(x, operand_a, a) M(x, operand_b, b) \
	M(x, none, pad2) M(x, operand_num, num)

/* ---- guards ----------------------------------------------------------- */

enum guard_rel {
	GUARD_OPAQUE,	/* text only */
	GUARD_EQ, GUARD_NE, GUARD_LT, GUARD_LE, GUARD_GT, GUARD_GE,
	GUARD_TRUE,	/* subject != 0 */
	GUARD_FALSE,	/* subject == 0 */
	GUARD_IN,	/* subject is one of the constants (switch cases, state masks) */
	GUARD_NOT_IN,
	GUARD_ANY_BIT,	/* subject & mask */
	GUARD_NO_BIT
};

enum guard_flags {
	GUARDF_UNLIKELY	= 1 << 0,	/* stands under unlikely(), or the else of likely() */
	GUARDF_ERROR	= 1 << 1,	/* the branch it stands in ends in an error return; of an early one: the sibling's */
	GUARDF_LOOP	= 1 << 2,	/* a loop condition */
	GUARDF_CASE	= 1 << 3,	/* a switch case */
	GUARDF_EARLY	= 1 << 4,	/* from a sibling before it whose branch leaves */
	GUARDF_NEGATED	= 1 << 5,	/* text is the condition; the guard is its negation */
	GUARDF_LIKELY	= 1 << 6,
	GUARDF_GOTO	= 1 << 7	/* no condition: behind a label that only a goto leads to */
};

/* Of guard flags: does the call stand in a branch that ends in an error return? */
static inline int guard_in_error(unsigned flags)
{
	return (flags & (GUARDF_ERROR | GUARDF_EARLY)) == GUARDF_ERROR;
}

/* A chain: guards of a call = this and its parents. Equal ones are one, and of
 * the cases of one switch each set is a range of the same constants. */
struct tu_guard {
	uint32_t parent;	/* guard, 0 at the end */
	uint32_t text;		/* string: source text, white space folded */
	uint32_t line;
	uint8_t rel;
	uint8_t flags;
	uint16_t depth;		/* 1 + its parent's; not part of the written record */
	uint32_t subject;	/* value */
	uint32_t first, nr;	/* constants: range of `gconst` (values of kind CONST) */
};
#define TU_GUARD(M, R, x) \
	M(x, outer, parent) M(x, str, text) M(x, u32, line) M(x, u8, rel) M(x, u8, flags) \
	M(x, none, depth) M(x, val, subject) R(x, gconst, first, nr)

/* ---- calls and stores, grouped in bodies ------------------------------ */

struct tu_call {
	uint32_t callee;	/* value; VAL_FUNC for a direct call */
	uint32_t file;		/* string: expansion file where it is not the body's, else 0 */
	uint32_t line;		/* expansion line */
	uint32_t col;
	uint32_t macro;		/* string: macro it came through, 0 if written out */
	uint32_t guard;
	uint32_t sig;		/* string: canonical function type, pointer calls only */
	uint32_t arg, nr_args;	/* range of `arg`: a value for each argument, in order */
	uint8_t flags;		/* CALLF_ */
	uint8_t pad[3];
};
#define TU_CALL(M, R, x) \
	M(x, val, callee) M(x, str, file) M(x, u32, line) M(x, u32, col) M(x, str, macro) \
	M(x, guard, guard) M(x, str, sig) R(x, arg, arg, nr_args) M(x, u8, flags) M(x, none, pad)

#define CALLF_INDIRECT_CALL	1	/* a candidate branch, or the pointer call, of INDIRECT_CALL_n */
#define CALLF_CLEANUP		2	/* made by __attribute__((cleanup)) */
#define CALLF_STATIC_CALL	4
#define CALLF_LOADER		128	/* made once by the loader, not where it stands (ifunc) */

enum store_op { STORE_SET, STORE_OR, STORE_AND, STORE_ADD, STORE_SUB, STORE_OTHER };

#define STOREF_INIT	1	/* by a static initialiser */
#define STOREF_RETURN	2	/* a return statement */
#define STOREF_LOCAL_INIT 4	/* initialiser of a local variable */
#define STOREF_UNSEEN	8	/* a struct gets what no source tells: by assembler */

struct tu_store {
	uint32_t dst, src;	/* values */
	uint32_t file, line;	/* as in tu_call */
	uint32_t macro;
	uint32_t guard;
	uint8_t cls;		/* enum type_class of what is stored */
	uint8_t op;		/* enum store_op */
	uint8_t flags;		/* STOREF_ */
	uint8_t pad[1];
};
#define TU_STORE(M, R, x) \
	M(x, val, dst) M(x, val, src) M(x, str, file) M(x, u32, line) M(x, str, macro) \
	M(x, guard, guard) M(x, u8, cls) M(x, u8, op) M(x, u8, flags) M(x, none, pad)

/* What a use of a variable or a field does with it. */
enum use_how {
	USE_READ, USE_WRITE,
	USE_UPDATE,	/* reads and writes: x++, x |= y */
	USE_ADDRESS,	/* takes its address: who gets that may do either */
	USE_NR
};

/* A body uses a variable that is not its own, or a field; once for each way of using it.
 * Initialisers' tables, and fields that only lead to a field of theirs (a in a.b), are not told. */
struct tu_use {
	uint32_t sym, field;	/* one of them */
	uint32_t file, line;	/* the first place, as in tu_call */
	uint16_t nr;		/* how many places (saturates) */
	uint8_t how;		/* enum use_how */
	uint8_t pad[1];
};
#define TU_USE(M, R, x) \
	M(x, sym, sym) M(x, field, field) M(x, str, file) M(x, u32, line) M(x, u16, nr) \
	M(x, u8, how) M(x, none, pad)

/*
 * What belongs to one function, or to the initialiser of one file-scope
 * variable, or (sym 0) to file scope itself. `digest` covers the content
 * with strings, not ids: equal digests of one symbol mean equal facts.
 */
struct tu_body {
	uint32_t sym;
	uint8_t pad[4];
	uint64_t digest;
	uint32_t call, nr_calls;
	uint32_t store, nr_stores;
	uint32_t use, nr_uses;
};
#define TU_BODY(M, R, x) \
	M(x, sym, sym) M(x, none, pad) M(x, digest, digest) R(x, call, call, nr_calls) \
	R(x, store, store, nr_stores) R(x, use, use, nr_uses)

enum tu_status { TU_OK, TU_PARTIAL, TU_FAILED };

/* The arrays: X(struct, member, whether its entry 0 is zero and means "none"). */
#define FACTS_ARRAYS(X) \
	X(struct tu_sym, sym, 1) X(struct tu_rec, rec, 1) X(struct tu_field, field, 1) \
	X(struct tu_val, val, 1) X(struct tu_guard, guard, 1) X(uint32_t, gconst, 0) \
	X(struct tu_call, call, 0) X(uint32_t, arg, 0) X(struct tu_store, store, 0) \
	X(struct tu_use, use, 0) X(struct tu_body, body, 0)

struct tu_facts {
	struct strtab str;
	uint32_t file, object, unit;	/* strings */
	uint8_t status;			/* enum tu_status */
	uint8_t pad[3];
	uint32_t nr_errors;
	uint32_t error;			/* string: first error, with its place */
	uint64_t hash;			/* digest of the main file's bytes */
	/* not part of the written record: */
	double seconds;
	uint32_t too_deep;		/* values and guards that were left out */
	uint8_t pad2[4];

	/* struct tu_sym *sym; uint32_t nr_sym, alloc_sym; and so on */
#define X(type, noun, none) type *noun; uint32_t nr_##noun, alloc_##noun;
	FACTS_ARRAYS(X)
#undef X

	struct idmap val_map;	/* for facts_val() */
	struct idmap guard_map;	/* for facts_guard() */
};
#define TU_FACTS(M, R, x) \
	M(x, str, file) M(x, str, object) M(x, str, unit) M(x, u8, status) M(x, none, pad) \
	M(x, u32, nr_errors) M(x, str, error) M(x, u64, hash) M(x, none, seconds) \
	M(x, none, too_deep) M(x, none, pad2)

/* Facts of no file. facts_clear() empties them for the next file and keeps the memory;
 * facts_release() frees it. */
void facts_init(struct tu_facts *f);
void facts_clear(struct tu_facts *f);
void facts_release(struct tu_facts *f);

/* The id of this value, shared with an equal one made before; 0, unknown, where it
 * is nested too deeply. */
uint32_t facts_val(struct tu_facts *f, enum val_kind kind, uint32_t a,
		   uint32_t b, int64_t num, unsigned flags);
/* What its depth is, by its operands'. */
unsigned facts_val_depth(const struct tu_facts *f, const struct tu_val *v);

/*
 * The id of this guard, shared with an equal one made before; its parent's where
 * it is nested too deeply. Its constants are a range of `gconst`: where they were
 * added just now and an equal guard has its own, they are taken away again.
 */
uint32_t facts_guard(struct tu_facts *f, const struct tu_guard *g);
void facts_gconst(struct tu_facts *f, uint32_t value);	/* appends one */

/* The name of an array that has reached FACTS_MAX_ENTRIES (or FACTS_MAX_STRINGS): no
 * more is to be recorded. NULL: there is room. */
const char *facts_full(const struct tu_facts *f);

/* Appends a zeroed entry and returns its id. */
uint32_t facts_sym(struct tu_facts *f);
uint32_t facts_rec(struct tu_facts *f);
uint32_t facts_field(struct tu_facts *f);
uint32_t facts_call(struct tu_facts *f);
uint32_t facts_store(struct tu_facts *f);
uint32_t facts_use(struct tu_facts *f);
uint32_t facts_body(struct tu_facts *f);

static inline const char *facts_str(const struct tu_facts *f, uint32_t id)
{
	return strtab_str(&f->str, id);
}

/* Fills in every body's digest; call once when the TU is complete. */
void facts_digest(struct tu_facts *f);

/* Appends the record of `f` to `out`. Strings and values that nothing refers
 * to are left out; strings come in order of their first use. */
void facts_write(const struct tu_facts *f, struct strbuf *out);

/*
 * Reads a record into `f` (initialised; cleared first). -1 and a sentence
 * where the bytes are not a record of this version or an id in them points
 * nowhere: a record that was read can be walked without further checks.
 */
int facts_read(struct tu_facts *f, const void *data, size_t len,
	       struct strbuf *err);

/* How a value reads in source: "sock->ops->sendmsg". Appended to `out`. */
void facts_val_text(const struct tu_facts *f, uint32_t val, struct strbuf *out);

#endif
