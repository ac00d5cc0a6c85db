/* SPDX-License-Identifier: MIT */
/* The knowledge file, by name. */
#ifndef KPATH_RESOLVE_MECHANISM_H
#define KPATH_RESOLVE_MECHANISM_H

#include "prog.h"

/* Finds the names of the knowledge file; before the first TU. */
void mech_prepare(struct prog *p);
/* 1 + mechanism, 0 = none */
unsigned mech_of_registrar(const struct prog *p, const char *name);
/* The same of starters. */
unsigned mech_of_starter(const struct prog *p, const char *name);
unsigned copier_of(const struct prog *p, const char *name);	/* 1 + pair of knowledge.copies */
unsigned writer_of(const struct prog *p, const char *name);	/* 1 + pair of knowledge.writers */
unsigned mech_of_executor(const struct prog *p, const char *name);
/* The same of a field that functions are kept in. */
unsigned mech_of_field(const struct prog *p, const char *rec, const char *field);
/* Is the field one that functions of a linker section are in? */
int field_of_section(const struct prog *p, const char *rec, const char *field);
/* The section's entry in the knowledge file by its name; NULL where there is none. */
const struct k_section *section_known(const struct prog *p, const char *name);
unsigned handover_of_field(const struct prog *p, const char *rec, const char *field);	/* 1 + pair */
int ties_layers(const struct prog *p, const char *rec, const char *field);	/* a slot of knowledge.layers */
unsigned mech_kind(const struct prog *p, unsigned mech);	/* g_kind */

#endif
