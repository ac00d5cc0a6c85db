/* SPDX-License-Identifier: MIT */
/* A body while it is imported: shared by import.c (calls) and import_store.c. */
#ifndef KPATH_RESOLVE_IMPORT_P_H
#define KPATH_RESOLVE_IMPORT_P_H

#include "import.h"
#include "link.h"

struct p_body {			/* the one being imported */
	const struct tu_body *b;
	uint32_t func;		/* function, 0 = an initialiser or file scope */
	uint32_t file;		/* string: display path of the body's file */
	uint32_t object;	/* variable whose initialiser it is */
};

/* The file of a place: a string of the TU, 0 being the body's own file. */
uint32_t import_file(struct prog *p, struct tu_map *t, const struct p_body *b, uint32_t file);

/* A call site of the graph that stands there in the body; its number. */
uint32_t import_site(struct prog *p, const struct p_body *b, uint32_t file, uint32_t line);

/* Adds a place where deferred work is set up to those of the body's function. */
void import_registration(struct prog *p, const struct p_body *b, struct p_reg *r);

/* Takes one store; `table`: of an initialiser whose fields are listed for people. */
void import_store(struct prog *p, struct tu_map *t, const struct p_body *b,
		  const struct tu_store *st, int table);

#endif
