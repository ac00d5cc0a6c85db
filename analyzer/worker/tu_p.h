/* SPDX-License-Identifier: MIT */
/* What tu.c lends to those who make precompiled headers. */
#ifndef KPATH_WORKER_TU_P_H
#define KPATH_WORKER_TU_P_H

#include "pch.h"
#include "tu.h"
#include "walk.h"

/* What the parser was told of the knowledge. */
const struct walk_knowledge *tu_parser_knowledge(const struct tu_parser *tp);

/* Parses with cmd's flags and `more`; 0 and a TU that the caller disposes
 * of, or -1. */
int tu_parse_raw(struct tu_parser *tp, const struct compile_command *cmd,
		 const char *const *more, int nr_more, unsigned options, CXTranslationUnit *tu);

/* Is it an error of the source (not of a flag that this clang doesn't know)? */
int tu_is_error(CXDiagnostic d);

/* Parses cmd over the PCH base.pch and adds to `foreign` the macros that
 * stand in the way, to `used` those that it rightly uses. */
void tu_try_pch(struct tu_parser *tp, const struct compile_command *cmd, const struct compdb *db,
		const char *base, const struct pch_tab *t, struct strtab *foreign,
		struct strtab *used);

/* The same with files that are read from memory. */
int tu_parse_unsaved(struct tu_parser *tp, const struct compile_command *cmd,
		     const char *const *more, int nr_more, struct CXUnsavedFile *unsaved,
		     unsigned nr_unsaved, CXTranslationUnit *tu);

/* Prepares the walk over a TU that was parsed; its facts go to `out`. Release frees what it
 * has. */
void tu_walk_init(struct walk *w, struct tu_parser *tp, const struct compile_command *cmd,
		  const struct compdb *db, struct tu_facts *out, CXTranslationUnit tu);
void tu_walk_release(struct walk *w);
void tu_diagnostics(struct walk *w);	/* errors into the facts */

/* asmtu.c: an assembler source; as tu_parse(), which calls it. */
int tu_parse_asm(struct tu_parser *tp, const struct compile_command *cmd, const struct compdb *db,
		 struct tu_facts *out, struct tu_note *note, struct strbuf *err);

#endif
