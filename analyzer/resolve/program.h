/* SPDX-License-Identifier: MIT */
/* Entities of the program, their solver nodes and their slots in the graph. */
#ifndef KPATH_RESOLVE_PROGRAM_H
#define KPATH_RESOLVE_PROGRAM_H

#include "prog.h"

/* The graph's file of this name (string). */
uint32_t prog_file(struct prog *p, uint32_t name);
/* A new function, of the graph and of the program. */
uint32_t prog_func_new(struct prog *p);
/* The node of what it returns. */
uint32_t prog_func_ret(struct prog *p, uint32_t func);
/* 0: no such parameter; of a variadic function any beyond the last are one */
uint32_t prog_func_param(struct prog *p, uint32_t func, unsigned i);
/* A node that holds this function alone. */
uint32_t prog_func_const(struct prog *p, uint32_t func);
/* A node that holds the address of this solver object alone. */
uint32_t prog_object_const(struct prog *p, uint32_t object);
/* The node of what a variable holds. */
uint32_t prog_var_node(struct prog *p, uint32_t var);
/* The solver object that a variable is. */
uint32_t prog_var_object(struct prog *p, uint32_t var);
/* The graph's object of a variable. */
uint32_t prog_var_gobject(struct prog *p, uint32_t var);
/* After the last TU, and when all slots and objects are made: tells those of variables and
 * functions where they stand, which is where they are defined if any TU defines them. */
void prog_place_all(struct prog *p);
/* The solver object that stands for all instances of a struct that is a field. */
uint32_t prog_embedded(struct prog *p, uint32_t field);
/* The object that is this field of an object. */
uint32_t prog_sub_object(struct prog *p, uint32_t object, uint32_t field);
/* The address of a field that is no struct, of parameter i: pointers to pointers. */
uint32_t prog_field_address(struct prog *p, uint32_t field);
/* The object that stands for a node whose address is taken. */
uint32_t prog_node_address(struct prog *p, uint32_t node);
/* Through the address of this field, if it was taken, is read what shares its bytes. */
void prog_share_address(struct prog *p, uint32_t field);
/* What a struct passed by value, or returned, is for the function. */
uint32_t prog_param_object(struct prog *p, uint32_t func, unsigned i);
/* The same of what it returns. */
uint32_t prog_ret_object(struct prog *p, uint32_t func);
/* The node of what a linker section holds. */
uint32_t prog_section_node(struct prog *p, uint32_t name);

/*
 * Static calls (include/linux/static_call_types.h): a call of the trampoline
 * __SCT__name is a call through the key __SCK__name, patched at run time.
 * The node of what the key holds; 0 where `symbol` has not that prefix.
 */
#define STATIC_KEY "__SCK__"
#define STATIC_TRAMPOLINE "__SCT__"
uint32_t prog_static_call(struct prog *p, uint32_t symbol, const char *prefix);
/* The graph's slot of a static call. */
uint32_t prog_static_slot(struct prog *p, uint32_t symbol);
/* Fields that modpost's code fills, by knowledge. */
void prog_fill_modules(struct prog *p);
/* "module.init", where func is a module's function that is kept there; else NULL. */
const char *prog_module_field(const struct prog *p, uint32_t func);

/* Is it named so: "module.exit"? */
int prog_field_is(const struct prog *p, uint32_t field, const char *name);
/* The graph's slot of a field. */
uint32_t prog_field_slot(struct prog *p, uint32_t field);
/* The graph's slot of a variable. */
uint32_t prog_var_slot(struct prog *p, uint32_t var);
/* The graph's slot of parameter i. */
uint32_t prog_param_slot(struct prog *p, uint32_t func, unsigned i);
/* The graph's slot of what a function returns. */
uint32_t prog_return_slot(struct prog *p, uint32_t func);
/* The graph's slot of a linker section. */
uint32_t prog_section_slot(struct prog *p, uint32_t name);
/* Keeps a place where something is named; its number. */
uint32_t prog_origin(struct prog *p, const struct p_origin *o);
/* What is copied from now on is copied there, in this function (0: an initialiser). */
void prog_at(struct prog *p, uint32_t file, uint32_t line, uint32_t func);

#endif
