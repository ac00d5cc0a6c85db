/* SPDX-License-Identifier: MIT */
/* One translation unit to facts, in this process: private to the worker. */
#ifndef KPATH_FRONTEND_TU_H
#define KPATH_FRONTEND_TU_H

#include "model/compdb.h"
#include "model/facts.h"
#include "model/knowledge.h"
#include "tu_flags.h"

struct tu_parser;

/* `k` must outlive the parser; it may be NULL (no INDIRECT_CALL macros). */
struct tu_parser *tu_parser_new(const struct knowledge *k);
void tu_parser_free(struct tu_parser *tp);

/*
 * Parses cmd and fills `out` (initialised; cleared first), digests included.
 * `db` gives the roots that displayed paths are relative to. Errors of the
 * parsed source are facts (status, first error); -1 and a sentence only
 * where there is no AST at all: `out` is then a record of status TU_FAILED.
 */
int tu_parse(struct tu_parser *tp, const struct compile_command *cmd,
	     const struct compdb *db, unsigned flags, struct tu_facts *out,
	     struct strbuf *err);

#endif
