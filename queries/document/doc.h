/* SPDX-License-Identifier: MIT */
/*
 * What a written report says about code: claims found in Markdown or plain
 * text, in English or Chinese. Nothing is judged here; check.h does that.
 *
 * Found are: chains (a -> b -> c), call trees and listings in fences, Mermaid
 * graphs, tables of functions and files or of callers and callees, and
 * sentences made of the phrases in knowledge's "documents". The text is
 * hostile: every claim, and the time to find them, is bounded by its length.
 */
#ifndef KPATH_QUERIES_DOC_H
#define KPATH_QUERIES_DOC_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "lexicon.h"

/* A claim's kind, see kinds.def: DOC_STEP, DOC_LOCATION, … */
enum doc_kind {
#define DOC_KIND(kind, name, judge, names) DOC_##kind,
#include "kinds.def"
#undef DOC_KIND
	DOC_KIND_NR
};
enum doc_names { DOC_NAMES_A = 1, DOC_NAMES_B = 2, DOC_NAMES_TO = 4 };
extern const char *const doc_kind_name[DOC_KIND_NR];	/* "step", "location", … */

enum { WEAK = 1, WEAK_DIRECT };

#define DOC_NEAR 4

struct doc_claim {		/* strings are never NULL, but alt */
	uint32_t line;		/* from 1 */
	uint32_t column;	/* bytes of the line before the claim */
	uint32_t end_line, end_column;	/* behind its last byte */
	uint8_t kind;		/* enum doc_kind */
	uint8_t about;		/* `at` is a rough number */
	uint8_t is_struct;	/* LOCATION: a is a struct */
	uint8_t link;		/* LOCATION: a link leads there, perhaps to a call of a */
	uint8_t beside;		/* LOCATION: it is named beside the file, but not said to be defined there */
	uint8_t by_call;	/* LOCATION: a is said to be called there */
	uint8_t called;		/* LOCATION: FILE:LINE beside a, perhaps of a call of a */
	uint8_t head;
	uint8_t variant;	/* LISTING: the text before says that it is another version than the kernel's */
	uint8_t graph;		/* from a drawing, not from a sentence */
	uint8_t inferred;	/* a is not named where this is said, but before: a heading, an item */
	uint8_t weak;		/* … nor is it said outright ("by means of"): only what holds counts;
				 * WEAK_DIRECT: and only a call without others in between */
	uint8_t guessed_b;	/* STEP, inferred: it is b that is not named there, and that `near` may be */
	uint8_t verb;		/* STEP, weak: a verb says that b is called, but not by whom */
	uint8_t alone;		/* STEP: the only one of its chain */
	uint8_t order;		/* STEP: drawn one after the other; b may be what a's caller does next */
	uint8_t recorded;	/* STEP: printed by a tracer or debugger, of the kernel that ran then */
	uint8_t loose;		/* drawn among names of which most are no functions */
	uint8_t level;		/* REGISTRATION: 1 + the level at which the initcall a runs; 0: none is named */
	uint8_t stored;		/* REGISTRATION: the object a has the function `to` in its field b */
	uint32_t at;		/* LOCATION: line; LISTING: the number printed before it */
	const char *text;	/* as written */
	const char *a, *b;
	const char *alt;	/* what a may stand for instead; or NULL */
	const char *near[DOC_NEAR];	/* STEP, inferred: whom else it may be said of, the likeliest first; NULL: nobody */
	const char *file, *macro, *from, *to;
};

struct doc {
	struct arena arena;
	struct doc_claim *claim;	/* by line */
	uint32_t nr, alloc;
	uint32_t nr_lines;
	int rst;		/* it was read as reStructuredText, not as Markdown */
	int truncated;		/* more claims than are kept */
};

#define DOC_MAX_CLAIMS 50000

/* `text` must end in a NUL at text[len]. 0; -1 and a sentence where it is no
 * text at all. The strings are copies. */
int doc_read(struct doc *d, const char *text, size_t len, const struct lexicon *lex,
	     struct strbuf *err);
void doc_release(struct doc *d);

#endif
