/* SPDX-License-Identifier: MIT */
/*
 * What a worker is told of the knowledge file: exactly what crosses the pipe
 * in the hello frame (wire.h), and nothing else. The walk over a syntax tree
 * takes this type and no other, so it can't use a member that no real worker
 * has. Strings live in the arena that wire_get_hello() is given. The lists
 * behind the structs are their description for the pipe (base/codec.h).
 */
#ifndef KPATH_FRONTEND_WALK_KNOWLEDGE_H
#define KPATH_FRONTEND_WALK_KNOWLEDGE_H

#include "model/knowledge.h"

struct walk_section {
	const char *name;	/* ".initcall5.init" */
	const char *macro;	/* macro that usually fills it: "fs_initcall"; or "" */
};
#define WALK_SECTION(M, R, x) M(x, str, name) M(x, str, macro)

/* The members are those of struct knowledge that have the same names. */
struct walk_knowledge {
	struct k_strings indirect_macros, asm_call_operands, numbered, late_macros;
	struct walk_section *section;	/* linker sections that are walked as arrays */
	size_t nr_section;
};
#define WALK_KNOWLEDGE(M, R, x) \
	M(x, strings, indirect_macros) M(x, strings, asm_call_operands) M(x, strings, numbered) \
	M(x, strings, late_macros) R(x, sections, section, nr_section)

#endif
