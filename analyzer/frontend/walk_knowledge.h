/* SPDX-License-Identifier: MIT */
/*
 * What a worker is told of the knowledge file: exactly what crosses the pipe
 * in the hello frame (wire.h), and nothing else. The walk over a syntax tree
 * takes this type and no other, so it can't use a member that no real worker
 * has. Strings live in the arena that wire_get_hello() is given.
 */
#ifndef KPATH_FRONTEND_WALK_KNOWLEDGE_H
#define KPATH_FRONTEND_WALK_KNOWLEDGE_H

#include "model/knowledge.h"

struct walk_section {
	const char *name;	/* ".initcall5.init" */
	const char *macro;	/* macro that usually fills it: "fs_initcall"; or "" */
};

/* The members are those of struct knowledge that have the same names. */
struct walk_knowledge {
	struct k_strings indirect_macros, asm_call_operands, numbered, late_macros;
	struct walk_section *section;	/* linker sections that are walked as arrays */
	size_t nr_section;
};

#endif
