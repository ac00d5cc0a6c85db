/* SPDX-License-Identifier: MIT */
/*
 * Who includes which header, from the #include lines alone: names in <…>, and files in "…" with
 * what those include in turn. Conditions are not looked at: it is a plan that is made of it.
 */
#ifndef KPATH_FRONTEND_PCHLINES_H
#define KPATH_FRONTEND_PCHLINES_H

#include "base/strtab.h"
#include "model/compdb.h"

struct pch_lines {
	const struct compile_command *cmd;	/* that is being counted: its -I are where "…" is looked for */
	struct strtab name;
	uint32_t *nr, *last;		/* by name: how many TUs, and the last that was counted */
	size_t alloc, alloc_last;
	struct strtab path;		/* local files that were read; absolute */
	struct local {
		uint32_t *name, *inner;	/* <…> names, and paths of "…" */
		uint32_t nr, nr_inner, last;
		uint32_t users;		/* TUs that include it */
		size_t bytes;		/* of its text */
		size_t alloc, alloc_inner;
	} *local;			/* by path, alloc_local of them */
	size_t alloc_local;
};

/* Nothing is counted yet; release frees what was. */
void pch_lines_init(struct pch_lines *u);
void pch_lines_release(struct pch_lines *u);

/* Counts the source of a command, which is TU number `tu`, and what it includes. A file is read
 * once: what it includes in "…" is looked for as the first command does that comes to it. */
void pch_lines_count(struct pch_lines *u, const struct compile_command *cmd, uint32_t tu);

#endif
