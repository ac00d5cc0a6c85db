/* SPDX-License-Identifier: MIT */
/*
 * The linked program, as resolve builds it: private to this folder.
 *
 * Functions are entries of the graph; variables, fields and call sites have
 * a second half here that only the analysis needs. Strings are those of the
 * graph.
 */
#ifndef KPATH_RESOLVE_PROG_H
#define KPATH_RESOLVE_PROG_H

#include "base/arena.h"
#include "base/idmap.h"
#include "model/compdb.h"
#include "model/facts.h"
#include "model/graph.h"
#include "model/knowledge.h"
#include "solver.h"

struct p_func {			/* by function id, beside g_func */
	uint32_t ret;		/* node of the returned value, 0 until wanted */
	uint32_t param;		/* first of nparams nodes in prog.param */
	uint16_t nparams;
	uint8_t variadic;	/* one more node: of all arguments beyond the parameters */
	uint8_t has_param_nodes;
	uint8_t copier;		/* 1 + pair of knowledge.copies */
	uint64_t by_value;	/* bit i: parameter i is a struct; once there are nodes */
	uint8_t mechanism;	/* 1 + deferred mechanism this is a registrar of */
	uint8_t opaque;		/* pointers are not followed through it */
	uint8_t starter;	/* 1 + mechanism this is a starter of */
	uint8_t executor;	/* 1 + the only mechanism whose functions it calls */
	uint8_t noreturn;
	uint8_t allocates;	/* knowledge.allocators */
	uint8_t makes;		/* what it returns is new: see just.c */
	uint8_t returns_other;	/* … something that was there before */
	const char *library;	/* knowledge.library's word on it, where it has no body; or NULL */
	uint32_t call, nr_calls;	/* its calls: a range of prog.call */
	uint32_t reg;		/* list of registrations in its body */
	uint32_t setter;	/* list of stores from parameter to parameter */
	uint32_t scalar_setter;	/* list of its parameters that end in scalar fields */
	uint64_t callback;	/* bit i: parameter i is called or handed on to a caller */
	uint64_t digest;	/* of the body that was taken */
	uint32_t tu;		/* 1 + TU that the body came from */
	uint32_t const_node;	/* node that holds this function alone */
	uint32_t next_variant;	/* further bodies of one identity */
	uint32_t next_program;	/* of the same name, in another program or object */
	uint32_t label;		/* string: its name for the linker, or that of what it stands for */
};

struct p_var {
	uint32_t name, path, line, unit;
	uint32_t flags;		/* SYM_* */
	uint32_t rec;		/* string: record's name, 0 = none */
	uint32_t type;		/* string */
	uint32_t func;		/* function of a local or static local */
	uint32_t section;
	uint32_t node;		/* its content (elements, for arrays of pointers) */
	uint32_t object;	/* solver object, 0 until wanted */
	uint32_t gobject;	/* g_object, 0 until wanted */
	uint32_t slot;		/* g_slot, 0 until wanted */
	uint8_t local, is_parameter_copy;
	uint8_t external;	/* linkage */
	uint8_t is_linker_symbol;	/* begins an array that a section makes */
};

struct p_field {
	uint32_t rec;		/* string: record's name */
	uint32_t path;		/* string: where the record is defined */
	uint32_t name;
	uint32_t line;
	uint32_t filter;
	uint32_t pointee;	/* string */
	uint32_t slot;		/* g_slot, 0 until wanted */
	uint32_t embedded;	/* solver object that stands for all its instances */
	uint64_t rec_id;	/* of its record, which may share its name with others */
	uint32_t sig;		/* string: type of a function pointer's functions */
	uint32_t offset, size;	/* as in tu_field */
	uint8_t cls, is_array, in_union;
	uint8_t mechanism;	/* 1 + mechanism whose functions are kept here */
	uint8_t handover;	/* 1 + pair of knowledge.handovers */
	uint8_t layer;		/* a slot of knowledge.layers */
	uint32_t mod;		/* list of stores to it, in prog.mod */
};

struct p_arg {
	uint32_t node;		/* 0: nothing that the solver knows */
	uint32_t text;		/* string: a constant as written, 0 = none */
	uint16_t param;		/* 1 + parameter of the caller that is passed on */
	uint16_t by_address;	/* that parameter can be changed through a pointer */
	uint32_t origin;	/* where a function or object is named here (prog.origin), 0 = none */
	uint32_t value;		/* string: any other value as written */
	int32_t num;		/* of a constant */
	uint8_t kind;		/* enum val_kind */
	uint32_t root;		/* node of the local or parameter that is passed */
	uint32_t maker;		/* function whose result is passed */
	uint32_t object;	/* through a pointer: the struct that is passed by value */
};

struct p_just {			/* a load of a field that was stored to before: see just.c */
	uint32_t node;		/* gets one of these two: */
	uint32_t plain, stored;
	uint32_t root;		/* node of the pointer that the field is reached from */
	uint32_t field;
	uint32_t from, to;	/* range of prog.call: what is called in between */
	uint32_t place;		/* of the load (prog.place) */
};

struct p_mod {			/* a pointer stored to a field, in a body */
	uint32_t field, func;
	uint32_t maker;		/* function whose result the struct is, 0 = none */
	uint32_t next;		/* of the same field */
	uint16_t param;		/* 1 + own parameter that points to the struct */
};

struct p_returned {		/* `func` returns what `by` returned */
	uint32_t func, by;
};

struct p_argrow {		/* an argument that a table of constants gives */
	uint32_t arg;		/* of prog.arg */
	uint32_t key, text;	/* strings */
	uint32_t index;		/* g_slot that it is indexed by, or 0 */
};

struct p_call {
	uint32_t site;		/* g_site */
	uint32_t caller;	/* function */
	uint32_t callee;	/* direct: the function; 0 through a pointer */
	uint32_t node;		/* through a pointer: its node */
	uint32_t base;		/* … the node of the struct pointer, 0 = none */
	uint32_t field;		/* … the field */
	uint32_t object;	/* … the object itself, where it is named */
	uint32_t arg, nr_args;	/* a range of prog.arg */
	uint32_t result;	/* node, 0 until wanted */
	uint32_t result_object;	/* the struct that is returned through a pointer, 0 until wanted */
	uint32_t sig;
	uint32_t place;		/* prog.place */
	uint32_t group;		/* 1 + call that stands for all branches of an INDIRECT_CALL */
	uint16_t param;		/* 1 + own parameter that is called */
	uint8_t flags;		/* CALLF_* */
	uint8_t wguard;		/* as in g_edge */
};

/* A function is put where a deferred mechanism will call it from. */
struct p_reg {
	uint32_t node;		/* what is stored */
	uint32_t site;		/* g_site made for it */
	uint32_t origin;	/* where a function is named here, else 0 */
	uint16_t param;		/* 1 + own parameter that is stored */
	uint8_t mechanism;
	uint8_t wguard;
	uint32_t next;
};

struct p_setter {		/* base->field = src, both parameters */
	uint32_t field;
	uint16_t base, src;	/* 1 + parameter */
	uint8_t mechanism;	/* 1 + mechanism of a registrar that is called for it */
	uint32_t place;		/* of the store (prog.place) */
	uint32_t next;
};

struct p_by_hand {		/* a function stored into a mechanism's field, not by a registrar */
	uint32_t node, object;
};

struct p_copy {			/* a struct is copied as a whole */
	uint32_t to, to_object;		/* as eval_struct() tells; of neither: anywhere */
	uint32_t from, from_object;
	uint32_t rec;			/* string: its type, 0 = not known */
	uint32_t func;			/* that stores to what was there before, 0 = none */
	uint16_t param;			/* … to what this parameter of it (from 1) points to, 0 = else */
	uint8_t known;			/* what nothing is known of is not copied */
	uint32_t place;			/* prog.place */
};

struct p_handover {		/* a store into a field of knowledge.handovers */
	uint32_t pair, func, file, line;
};

struct p_place {		/* a statement or call that values are copied by */
	uint32_t file, line;	/* g_file */
	uint32_t func;		/* in this function, 0 = an initialiser */
};

struct p_origin {		/* a place where a function or an object is named */
	uint32_t slot;		/* g_slot stored to, 0 = none */
	uint32_t object;	/* g_object stored into, 0 = none */
	uint32_t func;		/* in this function, 0 = an initialiser */
	uint32_t file, line, guard;
	uint32_t value;		/* solver value */
	uint32_t macro;
};

struct prog {
	struct graph *g;
	const struct knowledge *k;
	const struct compdb *db;
	struct solver s;
	struct p_func *func;	uint32_t nr_func, alloc_func;
	struct p_var *var;	uint32_t nr_var, alloc_var;
	struct p_field *field;	uint32_t nr_field, alloc_field;
	struct p_call *call;	uint32_t nr_call, alloc_call;
	struct p_arg *arg;	uint32_t nr_arg, alloc_arg;
	struct p_reg *reg;	uint32_t nr_reg, alloc_reg;
	struct p_copy *copy;	uint32_t nr_copy, alloc_copy;
	struct p_setter *setter; uint32_t nr_setter, alloc_setter;
	struct p_setter *scalar_setter; uint32_t nr_scalar_setter, alloc_scalar_setter;
	struct p_argrow *argrow; uint32_t nr_argrow, alloc_argrow;
	struct p_handover *handover; uint32_t nr_handover, alloc_handover;
	struct p_place *place;	uint32_t nr_place, alloc_place;
	struct p_origin *origin; uint32_t nr_origin, alloc_origin;
	struct p_by_hand *by_hand; uint32_t nr_by_hand, alloc_by_hand;
	struct p_just *just;	uint32_t nr_just, alloc_just;
	struct p_mod *mod;	uint32_t nr_mod, alloc_mod;
	struct p_returned *returned; uint32_t nr_returned, alloc_returned;
	uint32_t *param;	uint32_t nr_param, alloc_param;	/* nodes */
	struct g_known *known;	uint32_t nr_known, alloc_known;	/* conditions on parameters */

	struct idmap func_map;	/* identity -> function */
	struct idmap var_map;	/* identity -> variable */
	struct idmap field_map;	/* identity -> field */
	struct idmap file_map;	/* string -> g_file */
	struct idmap slot_map;	/* what it is of -> g_slot */
	struct idmap section_map;	/* string -> node */
	struct idmap sub_map;	/* (object, field) -> solver object */
	struct idmap node_slot;	/* node -> g_slot, for nodes that are no field */
	struct idmap node_mech;	/* PARAM nodes of registrars -> 1 + mechanism */
	struct idmap static_map;	/* string: name of a static call -> node */
	struct idmap evid_map;	/* (origin, slot) -> g_evid */
	struct idmap mech_names;	/* digest of a registrar's or starter's name -> kind */
	uint32_t *outside;	/* by node: why its values need not be all (string), 0 = they are */
	uint32_t nr_outside;
	uint32_t *handed;	/* by function: 1 + the function outside the tree that gets it */
	int partial;		/* not all of the program was read */
	uint32_t unknown;	/* a node that anything may be in */
};

void prog_init(struct prog *p, struct graph *g, const struct knowledge *k);
void prog_release(struct prog *p);

/* ---- names.c: what C types can hold ------------------------------------ */

/* The filter (see solver.h) of a canonical type as clang spells it. */
uint32_t type_filter(struct strtab *str, const char *type);
/* Is what parameter i points to const? */
int sig_param_is_read(const char *sig, unsigned i);
/* Of the returned value and of parameter i of a function type. */
uint32_t sig_return_filter(struct strtab *str, const char *sig);
uint32_t sig_param_filter(struct strtab *str, const char *sig, unsigned i);
/* The struct or union (string: its name) that is passed or returned by value; 0 = none. */
uint32_t sig_param_record(struct strtab *str, const char *sig, unsigned i);
uint32_t sig_return_record(struct strtab *str, const char *sig);

/* ---- program.c: entities ----------------------------------------------- */

uint32_t prog_file(struct prog *p, uint32_t name);
uint32_t prog_func_new(struct prog *p);
uint32_t prog_func_ret(struct prog *p, uint32_t func);
/* 0: no such parameter; of a variadic function any beyond the last are one */
uint32_t prog_func_param(struct prog *p, uint32_t func, unsigned i);
uint32_t prog_func_const(struct prog *p, uint32_t func);
uint32_t prog_object_const(struct prog *p, uint32_t object);
uint32_t prog_var_node(struct prog *p, uint32_t var);
uint32_t prog_var_object(struct prog *p, uint32_t var);
uint32_t prog_var_gobject(struct prog *p, uint32_t var);
uint32_t prog_embedded(struct prog *p, uint32_t field);
uint32_t prog_sub_object(struct prog *p, uint32_t object, uint32_t field);
/* The address of a field that is no struct, of parameter i: pointers to pointers. */
uint32_t prog_field_address(struct prog *p, uint32_t field);
uint32_t prog_node_address(struct prog *p, uint32_t node);
/* Through the address of this field, if it was taken, is read what shares its bytes. */
void prog_share_address(struct prog *p, uint32_t field);
/* What a struct passed by value, or returned, is for the function. */
uint32_t prog_param_object(struct prog *p, uint32_t func, unsigned i);
uint32_t prog_ret_object(struct prog *p, uint32_t func);
uint32_t prog_section_node(struct prog *p, uint32_t name);

/*
 * Static calls (include/linux/static_call_types.h): a call of the trampoline
 * __SCT__name is a call through the key __SCK__name, patched at run time.
 * The node of what the key holds; 0 where `symbol` has not that prefix.
 */
#define STATIC_KEY "__SCK__"
#define STATIC_TRAMPOLINE "__SCT__"
uint32_t prog_static_call(struct prog *p, uint32_t symbol, const char *prefix);
uint32_t prog_static_slot(struct prog *p, uint32_t symbol);
/* Static calls that are filled from a field, by knowledge. */
void prog_fill_static_calls(struct prog *p);
/* Fields that modpost's code fills, by knowledge. */
void prog_fill_modules(struct prog *p);
/* "module.init", where func is a module's function that is kept there; else NULL. */
const char *prog_module_field(const struct prog *p, uint32_t func);

uint32_t prog_field_slot(struct prog *p, uint32_t field);
uint32_t prog_var_slot(struct prog *p, uint32_t var);
uint32_t prog_param_slot(struct prog *p, uint32_t func, unsigned i);
uint32_t prog_return_slot(struct prog *p, uint32_t func);
uint32_t prog_section_slot(struct prog *p, uint32_t name);
uint32_t prog_origin(struct prog *p, const struct p_origin *o);
/* What is copied from now on is copied there, in this function (0: an initialiser). */
void prog_at(struct prog *p, uint32_t file, uint32_t line, uint32_t func);

/* ---- link.c: one TU's symbols to the program's -------------------------- */

struct tu_map {			/* from a TU's ids to the program's */
	struct tu_facts f;
	uint64_t *digest;	/* by string of f; as ahead_tu has it */
	size_t alloc_digest;
	uint32_t index;		/* number of the TU */
	uint32_t unit;		/* string */
	uint32_t *str;		/* string ids, 0 = not mapped yet */
	uint32_t *sym;		/* function or variable */
	uint32_t *field;
	uint32_t *rec;		/* string: name */
	uint32_t *node;		/* of values; 0 = not evaluated yet */
	uint32_t *guard;	/* g_guard */
	uint32_t *gconst;	/* g_constant; NULL before the first is asked for, as … */
	uint32_t *piece;	/* … where the constants begin that it stands together with */
	uint32_t *call;		/* p_call + 1 */
	uint32_t *body;		/* 1 + body, by symbol */
	uint32_t *local_store;	/* by symbol: 1 + the only store to a local; UINT32_MAX: several */
	uint64_t *rec_id;	/* identity of records */
	uint64_t *param_store;	/* by symbol of a function: bit i, parameter i is assigned to, … */
	uint64_t *param_address;	/* … its address is taken */
	uint8_t *take;		/* by body: 1 = this TU's body is the one to keep */
};

uint32_t tu_str(struct prog *p, struct tu_map *t, uint32_t id);
uint32_t tu_field(struct prog *p, struct tu_map *t, uint32_t id);
uint32_t tu_var(struct prog *p, struct tu_map *t, uint32_t sym);
uint32_t tu_func(struct prog *p, struct tu_map *t, uint32_t sym);

void tu_map_init(struct tu_map *t);
void tu_map_release(struct tu_map *t);

/* Joins the symbols of t->f, which was just read, and decides which bodies
 * are new. */
void link_tu(struct prog *p, struct tu_map *t, uint32_t index);

/* Is it part of another program than the one that most of the tree is for, by the
 * knowledge's units: the EFI stub, the vDSO, …? */
int prog_is_own_program(const struct prog *p, uint32_t func);
/* Are both functions in the kernel and its modules, or both in the same other program? */
int prog_same_program(const struct prog *p, uint32_t a, uint32_t b);

/* After the last TU: variants get their names, modules find what vmlinux
 * and each other export, assembler symbols their callers. */
void link_finish(struct prog *p);

/* ---- guards.c ------------------------------------------------------------------ */

uint32_t guard_import(struct prog *p, struct tu_map *t, uint32_t id);	/* the graph's, of the TU's */
/* What the path cost needs (enum g_guards). Early leaves say little about how
 * usual what follows is. */
uint8_t guard_weight(const struct prog *p, uint32_t guard);
/* The name of a field of the program: "sock_common.skc_state". */
uint32_t field_name(struct prog *p, uint32_t field);

/* ---- import.c, eval.c: bodies to constraints ----------------------------- */

void import_bodies(struct prog *p, struct tu_map *t);
/* 1 + the parameter of `func` that v still is; 0 where it is none, or one
 * that the body assigns to. */
uint16_t tu_own_param(struct prog *p, struct tu_map *t, uint32_t v, uint32_t func);

/* ---- eval.c ---- */

struct eval_env {		/* arguments of a function that is looked through */
	uint32_t sym;		/* of that function */
	const uint32_t *arg;	/* nodes */
	uint32_t nr_args;
	unsigned depth;
};

/* The node that holds the value of expression v; 0 where it holds nothing
 * the solver knows. env NULL: as it stands in its own body. */
uint32_t eval_value(struct prog *p, struct tu_map *t, uint32_t v,
		    const struct eval_env *env);
/* The solver value that v denotes by name: a function or the address of an
 * object; 0 for any other expression. */
uint32_t eval_const(struct prog *p, struct tu_map *t, uint32_t v);
/* Of the struct that lvalue v denotes: *base (a pointer's node) or *object. */
void eval_struct(struct prog *p, struct tu_map *t, uint32_t v, int arrow,
		 const struct eval_env *env, uint32_t *base, uint32_t *object);
/* The array that v is a row of, where v is one of an array of arrays; else v. */
uint32_t eval_array(const struct tu_map *t, uint32_t v);
/* v, or what the local it names was set to where that is known: names what
 * a copied pointer is a copy of. */
uint32_t eval_trace(const struct tu_map *t, uint32_t v);
uint32_t eval_slot(struct prog *p, struct tu_map *t, uint32_t v);	/* g_slot it is read from, 0 */

/* ---- copies.c: whole structs ------------------------------------------------ */

/* A struct is stored, in func: dst = src. */
void copy_store(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src);
/* *to = *from of void pointers: a loop over the members of a struct, which keep their
 * places (inherit() in drivers/ata/libata-core.c). */
void copy_words(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t src);
/* A call of a function that copies memory, by knowledge. */
void copy_call(struct prog *p, struct tu_map *t, const struct tu_call *c, const struct p_call *pc);
/* Argument i, the struct v, of a call; `arg` of prog.arg. */
void copy_arg(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t i, uint32_t v);
/* After the last body: all of these to the solver, and what it has to know. */
void copies_apply(struct prog *p);

/* ---- shared.c: unions ------------------------------------------------------- */

/* Tells the solver which fields share bytes; once all are known. */
void shared_find(struct prog *p);

/* ---- callee.c: what is called ------------------------------------------------ */

/* v is called, a local that `from` was put into. Where it is a void * from a field and
 * only called, as a function of one type, others need not come there. */
void callee_tighten(struct prog *p, struct tu_map *t, const struct p_call *pc, uint32_t v,
		    uint32_t from);

/* ---- setters.c: parameters kept in parameters ------------------------------ */

/* Takes the store dst = src of `func` where it is one from parameter to
 * parameter: 1, and nothing else is to be done for it. */
int setter_take(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src);
/* Notes that `node` is stored to dst, where a mechanism keeps its functions;
 * returns the node to be stored. */
uint32_t setter_by_hand(struct prog *p, struct tu_map *t, uint32_t dst, uint32_t node);
/* After the last body: makes the stores that were taken. */
void setters_apply(struct prog *p);

/* ---- just.c: fields that were stored to just before ------------------------- */

/* The node of a VAL_JUST, as it stands in its own body. */
uint32_t just_value(struct prog *p, struct tu_map *t, uint32_t v);
/* Node of the local or parameter that v is, 0 = none; the function whose result it is. */
uint32_t just_root(struct prog *p, struct tu_map *t, uint32_t v);
uint32_t just_maker(struct prog *p, struct tu_map *t, uint32_t v);
void just_note_store(struct prog *p, struct tu_map *t, uint32_t func, uint32_t dst, uint32_t src);
/* A store to `field` of what parameter `param` (from 1; 0: of something else) points to. */
void just_note_mod(struct prog *p, uint32_t field, uint32_t func, uint16_t param);
void just_note_return(struct prog *p, struct tu_map *t, uint32_t func, uint32_t src);
/* After the last body: decides what each of them holds. */
void just_settle(struct prog *p);

/* ---- scalars.c: numbers that are stored into fields --------------------------- */

struct p_scalar_place {		/* where something is stored, in the graph's terms */
	const struct tu_body *body;
	uint32_t func, file, line;
	uint32_t macro;		/* string */
	uint32_t guard;
};

/* A store of a number; one of a parameter makes the function a setter. */
void scalar_store(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		  const struct tu_store *st);
/* A call of a function that writes through a pointer, by knowledge (set_bit). */
void scalar_call(struct prog *p, struct tu_map *t, const struct p_scalar_place *at,
		 const struct tu_call *c, uint32_t callee);
/* The named constants that value v can be, where it is a local that is set to nothing
 * else in this body: values of t, at most `max`. 0: it is not such a one. */
uint32_t scalar_choices(const struct tu_map *t, const struct tu_body *b, uint32_t v,
			uint32_t *out, uint32_t max);
/* Bits of a guard's constants; 0 where they do not fit into 16. */
uint16_t scalar_mask(const struct tu_map *t, const struct tu_guard *g);

/* ---- args.c: values put into scalar fields ------------------------------------ */

/* Keeps what is worth knowing of a scalar argument. */
void args_note(struct prog *p, struct tu_map *t, const struct tu_body *b, uint32_t v,
	       uint32_t arg);
/* Parameter `param` (from 1) of `func` is stored into `slot`. */
void args_setter(struct prog *p, uint32_t func, uint16_t param, uint32_t slot);
/* After the last body: the arguments of all setters into the graph. */
void args_write(struct prog *p);

/* ---- known.c: what call sites say of values -------------------------------- */

/* Keeps the conditions on parameters that call `c` of a body stands under; `guard`: of the TU. */
void known_note(struct prog *p, struct tu_map *t, const struct tu_body *body,
		const struct tu_call *c, const struct p_call *pc, uint32_t guard);
/* Fills g->known; the graph is finished. */
void known_write(struct prog *p);

/* ---- mech.c: knowledge by name ------------------------------------------ */

void mech_prepare(struct prog *p);
/* 1 + mechanism, 0 = none */
unsigned mech_of_registrar(const struct prog *p, const char *name);
unsigned mech_of_starter(const struct prog *p, const char *name);
unsigned copier_of(const struct prog *p, const char *name);	/* 1 + pair of knowledge.copies */
unsigned writer_of(const struct prog *p, const char *name);	/* 1 + pair of knowledge.writers */
unsigned mech_of_executor(const struct prog *p, const char *name);
unsigned mech_of_field(const struct prog *p, const char *rec, const char *field);
/* Is the field one that functions of a linker section are in? */
int field_of_section(const struct prog *p, const char *rec, const char *field);
/* The section's entry in the knowledge file by its name; NULL where there is none. */
const struct k_section *section_known(const struct prog *p, const char *name);
unsigned handover_of_field(const struct prog *p, const char *rec, const char *field);	/* 1 + pair */
int ties_layers(const struct prog *p, const char *rec, const char *field);	/* a slot of knowledge.layers */
unsigned mech_kind(const struct prog *p, unsigned mech);	/* g_kind */

/* ---- library.c ------------------------------------------------------------ */

/* What knowledge says of a library's function; NULL where it has a body. */
const char *library_text(const struct prog *p, uint32_t func);
int library_is_fresh(const struct prog *p, const char *name);	/* gives memory of its own */
/* After the last body: what libraries call gets what it is given. */
void library_connect(struct prog *p);
uint64_t library_callbacks(const struct prog *p, uint32_t func);	/* bit i: calls argument i */
struct emit;
/* Edges to what callee, a library's function, calls of its arguments. */
void library_call(struct emit *em, const struct p_call *pc);

/* ---- sections.c ----------------------------------------------------------- */

/* After the last body: arrays that the linker makes hold what is in their sections. */
void sections_connect(struct prog *p);

/* ---- outside.c ------------------------------------------------------------ */

/* After the solution: which nodes may hold what nobody in the tree put there. */
void outside_find(struct prog *p);
uint32_t outside_why(const struct prog *p, uint32_t node);	/* string, 0 = all is known */

/* ---- registry.c ----------------------------------------------------------- */

#define REGISTRY_KEYS 8		/* of one call; more are any */

struct registry {		/* knowledge.registries, after the solution */
	struct prog *p;
	uint32_t head, kept;	/* fields: of the key, that leads to what is registered; of the function */
	struct idmap registrar;	/* function -> 1 + pair of knowledge.registries */
	struct idmap pairs;	/* (object, function) that belong together; object 0: any */
	struct idmap known;	/* functions that were registered at all */
	const struct p_call *pc;	/* the last one asked for, and the objects it goes through */
	uint32_t key[REGISTRY_KEYS], nr_keys;
};

/* Sets rec[s] for the names of structs that functions are registered with. */
void registry_mark_keys(const struct prog *p, uint8_t *rec);
void registry_init(struct registry *r, struct prog *p);
void registry_release(struct registry *r);
/* Was `func` registered with other objects only than those that the call goes through? */
int registry_forbids(struct registry *r, const struct p_call *pc, uint32_t func);

/* ---- evidence.c ----------------------------------------------------------- */

/* A value that a node holds, and why. */
struct p_bound {
	uint32_t value;		/* solver value */
	uint32_t origin;	/* the nearest place that names it, 0 = none known */
	uint16_t mechanism;	/* 1 + mechanism that the way to there leads through */
	uint8_t by_field;	/* … as the field says, which others may share: no registrar does */
	uint8_t registrar;	/* 1 + mechanism of the registrar that it was handed to, in a context */
	uint16_t nr;		/* how many such places (saturates) */
};

struct p_set {			/* sorted by value */
	uint32_t first, nr;	/* range of evidence.bound */
};

struct evidence {		/* sets of values, shared by content; set 0 is "unknown" */
	struct p_bound *bound;	uint32_t nr_bound, alloc_bound;
	struct p_set *set;	uint32_t nr_set, alloc_set;
	struct idmap set_map;	/* digest -> set */
	struct idmap of_node;	/* node -> set */
	struct idmap by_mech;	/* (node, mechanism) -> set */
	uint32_t *queue, *parent;
	uint32_t nr_queue, alloc_queue, alloc_parent;
	uint32_t *seen, nr_seen;	/* by node: number of the walk that saw it last */
	uint32_t *at, *at_walk, nr_at;	/* by value: its place in the walk's result */
	uint32_t walk;
};

void evidence_init(struct evidence *e);
void evidence_release(struct evidence *e);
/* All that `node` holds. */
uint32_t evidence_of_node(struct prog *p, struct evidence *e, uint32_t node);
/* Those that get there through a registrar of this mechanism, or through none. */
uint32_t evidence_by(struct prog *p, struct evidence *e, uint32_t node, unsigned mech);
/* Was any of the set put there by a registrar of another mechanism? */
int evidence_has_others(const struct evidence *e, uint32_t set, unsigned mech);
/* The set of exactly these (copied and sorted). */
uint32_t evidence_set(struct evidence *e, const struct p_bound *b, uint32_t nr);
/* The g_evid that says: named at this origin, kept in `slot`; `step` as why_step gives it. */
uint32_t evidence_record(struct prog *p, const struct p_bound *b, uint32_t slot, uint32_t step);

/* ---- why.c: the way of a value --------------------------------------------------- */

struct why {			/* after the solution */
	struct prog *p;
	uint32_t *what;		/* by node: what it is (why.c) */
	uint32_t *param_func;	/* by prog.param: its function */
	uint32_t nr_what;
	struct idmap known;	/* (node, value, origin, depth) -> g_step */
	struct idmap same;	/* digest of a g_step -> g_step */
	struct why_walk *walk;	/* the searches, one in another */
};

void why_init(struct why *w, struct prog *p);
void why_release(struct why *w);
/* The g_step by which `value`, named at `origin` (0: anywhere), came into `node`; 0 = not known. */
uint32_t why_step(struct why *w, uint32_t node, uint32_t value, uint32_t origin);

/* ---- clones.c: contexts of functions ---------------------------------------- */

struct p_ctx {			/* a function, with callbacks bound or not */
	uint32_t func;
	uint32_t set;		/* first of one set for each callback bit of func; in clones.sets */
	uint32_t node;		/* g_node, once numbered */
	uint32_t next;		/* of the same function */
};

struct clones {
	struct evidence e;
	struct p_ctx *ctx;	uint32_t nr_ctx, alloc_ctx;
	uint32_t *sets;		uint32_t nr_sets, alloc_sets;
	uint32_t *first;	/* by function: its plain context */
	uint32_t *count;	/* by function */
	struct idmap map;
	uint32_t limit_hits;
};

void clones_build(struct prog *p, struct clones *c);
void clones_release(struct clones *c);
/* Which context of pc->callee (or of `target`) the call in context `from` enters. */
uint32_t clones_enter(struct prog *p, struct clones *c, uint32_t from,
		      const struct p_call *pc, uint32_t target);
/* What parameter i of the context is bound to; 0 = unknown. */
uint32_t clones_param(const struct prog *p, const struct clones *c, uint32_t ctx, unsigned i);
/* ---- link.c, again ---- */

/* The function a call of `func` lands in: through aliases. */
uint32_t prog_landing(const struct prog *p, uint32_t func);

/* Of a void * that is cast to be called, only functions of the type it is cast to can
 * be meant. */
static inline int call_takes_type(const struct prog *p, const struct p_call *pc)
{
	return pc->field && p->field[pc->field].cls == TYPE_VOID_PTR && pc->sig;
}

static inline int call_takes(const struct prog *p, const struct p_call *pc, uint32_t func)
{
	return !call_takes_type(p, pc) || p->g->func[func].sig == pc->sig;
}

/* ---- callgraph.c, deferred.c, unseen.c, entries.c --------------------------------------- */

struct emit {			/* where edges go while the graph is built */
	struct prog *p;
	struct clones *c;
	uint32_t ctx;
	struct idmap by_sig;	/* signature -> first entry of `typed`, + 1 */
	uint32_t *typed, *typed_next;	/* address-taken functions of equal signature */
	uint32_t nr_typed;
	uint32_t *by_mech, *mech_next;	/* calls of each mechanism's registrars: 1 + call, by call */
	uint32_t *mfield, nr_mfield;	/* fields that mechanisms keep functions in */
	struct why why;
	struct registry registry;
};

void emit_edge(struct emit *em, uint32_t to_ctx, uint32_t site, uint32_t evid,
	       unsigned kind, unsigned rule, unsigned flags, unsigned wguard);
/* ---- deferred.c ---- */

/* Started-by edges of a call (starters) and of a context's registrations. */
void deferred_call(struct emit *em, const struct p_call *pc);
void deferred_registrations(struct emit *em);
/* ---- implicit_edges.c ---- */

/* Aliases, and what assembler code calls, by knowledge. */
void emit_unseen(struct emit *em);

/* ---- callgraph.c, again ---- */

void callgraph_build(struct prog *p, struct clones *c);
/* ---- entries.c ---- */

void entries_build(struct prog *p);

#endif
