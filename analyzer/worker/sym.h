/* SPDX-License-Identifier: MIT */
/* Symbols of a TU's facts, and types. */
#ifndef KPATH_WORKER_SYM_H
#define KPATH_WORKER_SYM_H

#include "walk.h"

void file_is_used(struct walk *w, const struct source_file *sf);	/* which the TU must include */
CXType bare_type(CXType t);		/* canonical, without _Atomic: _Atomic(T) holds what T holds */
CXType element_type(CXType t);		/* canonical, without _Atomic; of arrays, their elements' */
uint32_t sym_of(struct walk *w, CXCursor decl);		/* function or variable */
uint32_t sym_local(struct walk *w, const char *name, CXType type, unsigned line);
int sym_is_tentative(CXCursor decl);	/* "int x;" of file scope: a definition, if there is no other */
enum type_class class_of(CXType type);
/* path, lines, macro and SYM_HEADER, SYM_INCLUDED_C of s (zeroed). */
void sym_place(struct walk *w, struct tu_sym *s, CXCursor decl, const char *name);
/* The canonical type that a pointer, or an array of pointers, points to. */
CXType pointee_of(CXType type);
/* The canonical type's text; noreturn, which functions carry in their type,
 * is left out (and told, where the pointer is not NULL). */
uint32_t type_text(struct walk *w, CXType type, int *noreturn);
/* What the attributes of a declaration say, into the symbol's flags. */
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

#endif
