/* SPDX-License-Identifier: MIT */
/* One translation unit to facts, in this process: private to the worker. */
#ifndef KPATH_WORKER_TU_H
#define KPATH_WORKER_TU_H

#include "base/strbuf.h"
#include "frontend/tu_flags.h"
#include "frontend/walk_knowledge.h"
#include "model/compdb.h"
#include "model/facts.h"

struct tu_parser;

/* `k` must outlive the parser; it may be NULL (no INDIRECT_CALL macros). */
struct tu_parser *tu_parser_new(const struct walk_knowledge *k);
void tu_parser_free(struct tu_parser *tp);

/* Functions that TUs will ask for by name, a blank between two: attributes and asm() name
 * them, and libclang finds none by its name over a precompiled header. A TU that asks for
 * others is parsed again, so this saves time and changes nothing else. */
void tu_parser_expect(struct tu_parser *tp, const char *names);

struct tu_note {			/* how it went; no fact depends on it */
	int used_pch;
	struct strbuf why;		/* none of the PCHs could be used: why */
	struct strbuf files;		/* all that was read, as wire_add_file() packs it */
	struct strbuf named;		/* functions of headers that it was parsed again for, as
					 * tu_parser_expect() takes them */
};

/* Frees what it holds. */
void tu_note_release(struct tu_note *n);

/*
 * Parses cmd and fills `out` (initialised; cleared first), digests included.
 * `db` gives the roots that displayed paths are relative to. `pch` (may be
 * NULL) makes no difference to the facts: where it would, the TU is parsed
 * plainly. Errors
 * of the parsed source are facts (status, first error); -1 and a sentence
 * only where there is no AST at all: `out` is then a record of status
 * TU_FAILED. `note` (initialised) may be NULL.
 */
int tu_parse(struct tu_parser *tp, const struct compile_command *cmd,
	     const struct compdb *db, unsigned flags, const struct tu_pch *pch,
	     struct tu_facts *out, struct tu_note *note, struct strbuf *err);

/* Where clang's own headers are. */
const char *tu_resource_dir(void);

#endif
