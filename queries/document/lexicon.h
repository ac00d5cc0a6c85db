/* SPDX-License-Identifier: MIT */
/*
 * What the words of a text are in an index: functions, structs, tables,
 * fields, states, system calls. Built once for a run over a text.
 */
#ifndef KPATH_QUERIES_LEXICON_H
#define KPATH_QUERIES_LEXICON_H

#include "base/idmap.h"
#include "model/graph.h"
#include "model/knowledge.h"

enum lex_kind {
	LEX_FUNC	= 1 << 0,
	LEX_BODY	= 1 << 1,	/* … with a body */
	LEX_STRUCT	= 1 << 2,
	LEX_FIELD	= 1 << 3,
	LEX_OBJECT	= 1 << 4,
	LEX_SYSCALL	= 1 << 5,	/* as people write it: "connect" */
	LEX_INITCALL	= 1 << 6,	/* a macro that registers one: "fs_initcall" */
	LEX_STATE	= 1 << 7,	/* a constant that is stored somewhere, or the end of one */
	LEX_RENAMED	= 1 << 8,	/* a function of older kernels */
	LEX_CONST	= 1 << 9	/* a whole constant */
};

struct lex_word {
	uint16_t kinds;
	uint32_t func;		/* first function of the name */
	uint32_t slot;		/* LEX_STRUCT: a field of the struct */
};

struct lexicon {
	const struct graph *g;
	const struct knowledge *k;
	struct idmap map;	/* digest of a word -> index of `word` */
	struct lex_word *word;
	uint32_t nr_word, alloc_word;
	uint32_t *next_func;	/* by function: the next of that name, 0 = none */
};

/* The names of the graph, by which a text's words are known; it must outlive the lexicon. */
void lexicon_init(struct lexicon *lex, const struct graph *g, const struct knowledge *k);
void lexicon_release(struct lexicon *lex);

/* NULL where the index does not have the word. */
const struct lex_word *lexicon_find(const struct lexicon *lex, const char *s, size_t n);
unsigned lexicon_kinds(const struct lexicon *lex, const char *s, size_t n);

/* The end of a state's constant: "CLOSED" -> "CLOSE"; else `s` itself. */
const char *lexicon_state(const struct lexicon *lex, const char *s);

#endif
