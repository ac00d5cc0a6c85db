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
	uint8_t chain;		/* 1 + pair of knowledge.chains */
	uint8_t executor;	/* 1 + the only mechanism whose functions it calls */
	uint8_t noreturn;
	uint8_t at_start, at_exit;	/* the loader calls it */
	uint8_t allocates;	/* knowledge.allocators */
	uint8_t makes;		/* what it returns is new: see just.c */
	uint8_t returns_other;	/* … something that was there before */
	const char *library;	/* knowledge.library's word on it, where it has no body; or NULL */
	uint32_t call, nr_calls;	/* its calls: a range of prog.call */
	uint32_t reg;		/* list of registrations in its body */
	uint32_t setter;	/* list of stores from parameter to parameter */
	uint32_t scalar_setter;	/* list of its parameters that end in scalar fields */
	uint64_t callback;	/* bit i: parameter i is called or handed on to a caller */
	uint64_t heads, items;	/* … points to (what holds) the head of a chain; is put on one (chains.h) */
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
	uint32_t by_name;	/* 1 + the function that uses its fields by name; UINT32_MAX: several */
	uint8_t local, is_parameter_copy;
	uint8_t external;	/* linkage */
	uint8_t is_linker_symbol;	/* begins an array that a section makes */
	uint8_t changed;	/* an array: stored to by code, or its address is anywhere */
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
	uint8_t stored_later;	/* not by static initialisers only */
	uint32_t mod;		/* list of stores to it, in prog.mod */
};

struct p_arg {
	uint32_t node;		/* 0: nothing that the solver knows */
	uint32_t text;		/* string: a constant as written, 0 = none */
	uint16_t param;		/* 1 + parameter of the caller that is passed on */
	uint16_t by_address;	/* that parameter can be changed through a pointer */
	uint16_t kept;		/* as `param`, also where one constant is all that is assigned to it */
	uint16_t inside;	/* 1 + parameter of the caller: a field of what it points to, by address */
	uint32_t origin;	/* where a function or object is named here (prog.origin), 0 = none */
	uint32_t value;		/* string: any other value as written */
	int32_t num;		/* of a constant */
	uint8_t kind;		/* enum val_kind */
	uint8_t is_part;	/* the address of a field of something */
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
	uint32_t array, element; /* called from this element (from 1) of the variable; 0 = not known */
	uint32_t own;		/* nr_own conditions on the struct called from; in prog.own */
	uint32_t set_up;	/* list of what is set up just before, 0 = not known */
	uint32_t group;		/* 1 + call that stands for all branches of an INDIRECT_CALL */
	uint16_t param;		/* 1 + own parameter that is called */
	uint16_t through;	/* 1 + own parameter that points to the struct whose field is called */
	uint8_t flags;		/* CALLF_* */
	uint16_t wguard;		/* as in g_edge */
	uint8_t nr_own;
	uint8_t by_number;	/* what is called is kept as a number */
	uint8_t always;		/* under no condition, those inside of macros included */
};

/* A function is put where a deferred mechanism will call it from. */
struct p_reg {
	uint32_t node;		/* what is stored */
	uint32_t site;		/* g_site made for it */
	uint32_t origin;	/* where a function is named here, else 0 */
	uint16_t param;		/* 1 + own parameter that is stored */
	uint8_t mechanism;
	uint16_t wguard;
	uint32_t next;
};

struct p_set_up {		/* what is stored just before work is started: set_up.c */
	uint32_t node;
	uint32_t line;		/* of the store, in the call's file */
	uint32_t next;		/* of the same call: 1 + of prog.set_up */
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
	uint8_t unseen;			/* what is copied stands in no source */
	uint8_t is_laid;		/* by bytes: `rec` is the one's type that is copied to, … */
	uint32_t from_rec;		/* … this the other's; 0 = an array of pointers */
	struct solver_laid laid;
	uint32_t place;			/* prog.place */
};

struct p_overlaid {		/* a pointer to a function, in a struct by its place (overlaid.c) */
	uint32_t base, object;	/* as eval_struct() tells */
	uint32_t rec;		/* string: the struct's type */
	uint32_t node;		/* of the pointer */
	uint32_t place;		/* prog.place */
	uint8_t store;
};

struct p_handover {		/* a store into a field of knowledge.handovers */
	uint32_t pair, func, file, line;
};

struct p_func_slot {		/* a slot (g_slot) of a function's parameter or result */
	uint32_t slot, func;
};

struct p_own {			/* a condition of a call on a field of the struct it goes through */
	uint32_t field;
	uint32_t want;		/* 1: anything but zero; 0: zero */
	uint32_t text;		/* string: a condition as written, instead of a field; 0 = none */
	uint32_t base;		/* string: … in which the struct's pointer is called so */
};

struct p_filled {		/* a field of an object gets what another value holds */
	uint32_t object, field;	/* as in g_field_value */
	uint32_t node, file, line;
};

struct p_placed {		/* a linker script says: behind the symbol are these sections */
	uint32_t symbol, pattern;	/* strings */
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
	uint32_t var;		/* variable whose field it is stored to by name, 0 = none */
	uint32_t element;	/* … in this element (from 1) of it, an array; 0 = not known */
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
	struct p_overlaid *overlaid; uint32_t nr_overlaid, alloc_overlaid;
	struct p_set_up *set_up; uint32_t nr_set_up, alloc_set_up;
	struct p_setter *setter; uint32_t nr_setter, alloc_setter;
	struct p_setter *scalar_setter; uint32_t nr_scalar_setter, alloc_scalar_setter;
	struct p_argrow *argrow; uint32_t nr_argrow, alloc_argrow;
	struct p_handover *handover; uint32_t nr_handover, alloc_handover;
	struct p_func_slot *func_slot; uint32_t nr_func_slot, alloc_func_slot;
	struct p_own *own;	uint32_t nr_own, alloc_own;
	struct p_place *place;	uint32_t nr_place, alloc_place;
	struct p_filled *filled; uint32_t nr_filled, alloc_filled;
	struct p_placed *placed; uint32_t nr_placed, alloc_placed;
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
	struct idmap in_array;		/* (array variable, value): how many of its elements have it; */
	struct idmap in_element;	/* … and that with the element: it is there. See element.c */
	struct idmap static_tied;	/* its node -> the object that functions are registered with
					 * and that points to its key */
	struct idmap own_value;	/* (variable, field) -> what its initialiser says: own_guard.c */
	struct idmap own_text;	/* (variable, field) -> string: the literal; field 0: of an array of characters */
	struct idmap own_array;	/* (variable, field) -> variable: the array that is pointed to */
	struct idmap evid_map;	/* (origin, slot) -> g_evid */
	uint16_t *guard_price;	uint32_t alloc_guard_price;	/* by g_guard: how surprising it is, as GW_COUNT */
	struct idmap mech_names;	/* digest of a registrar's or starter's name -> kind */
	uint32_t *outside;	/* by node: why its values need not be all (string), 0 = they are */
	uint32_t nr_outside;
	uint32_t *handed;	/* by function: 1 + the function outside the tree that gets it */
	int partial;		/* not all of the program was read */
	uint32_t unknown;	/* a node that anything may be in */
};

/* An empty program over `g`, which is filled by linking; release frees what is not the graph's. */
void prog_init(struct prog *p, struct graph *g, const struct knowledge *k);
void prog_release(struct prog *p);

#endif
