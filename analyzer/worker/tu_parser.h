/* SPDX-License-Identifier: MIT */
/* A parser of TUs: shared by tu.c and tu_over.c, which parses over precompiled headers. */
#ifndef KPATH_WORKER_TU_PARSER_H
#define KPATH_WORKER_TU_PARSER_H

#include "tu_p.h"

#define MAX_TABS 8

struct tu_parser {
	CXIndex index;
	CXIndex over_pch;		/* tells nothing of what comes out of a PCH */
	const struct walk_knowledge *k;
	struct loaded_tab { char *base; struct pch_tab t; int ok; } tab[MAX_TABS];
	unsigned nr_tab;
	struct strtab named;		/* functions of headers that TUs had to ask for by name */
};

/*
 * Parses with the flags of `cmd` and `more` before them, in one of tp's two indexes, with `unsaved` files
 * in place of those of the disk. *tu is the caller's to dispose of; NULL where it is not CXError_Success.
 */
enum CXErrorCode tu_parse_in(CXIndex index, const struct compile_command *cmd, const char *const *more,
			     int nr_more, unsigned options, struct CXUnsavedFile *unsaved,
			     unsigned nr_unsaved, CXTranslationUnit *tu);

/* Prepares the walk over a TU, with enum tu_flags, and finds its main file. */
void tu_walk_begin(struct walk *w, struct tu_parser *tp, const struct compile_command *cmd,
		   const struct compdb *db, unsigned flags, struct tu_facts *out, CXTranslationUnit tu);

/* One thing at the top level of a TU, for clang_visitChildren(); `data` is the walk. */
enum CXChildVisitResult tu_top_level(CXCursor c, CXCursor parent, CXClientData data);

/* All of a TU to facts. */
void tu_walk(struct walk *w);

/* Facts of nothing yet but the names of `cmd`. */
void tu_start_facts(struct tu_facts *out, const struct compile_command *cmd);

/* ---- tu_over.c ---- */

/* Frees the tables of precompiled headers that were read. */
void tu_drop_tabs(struct tu_parser *tp);

/* Parses over base.pch. 1: the facts are those that it has without; 0: they are not, or there is no
 * such header, and note->why says so. */
int tu_over_pch(struct tu_parser *tp, const struct compile_command *cmd, const struct compdb *db,
		unsigned flags, const char *base, struct tu_facts *out, struct tu_note *note);

#endif
