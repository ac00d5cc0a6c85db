/* SPDX-License-Identifier: MIT */
/*
 * What a precompiled header (PCH) holds, beside clang's own file of it.
 *
 * A TU that is parsed over a PCH sees every header in it, not only those it
 * includes. This table tells the difference: which header includes which,
 * which words stand in it, what it defines and declares. With it a worker
 * finds out whether the TU would look the same without the PCH.
 * Made by the worker program in its other role (pchmake.c); no libclang here.
 *
 * Behind each struct stands the list of its members (base/codec.h): `word` is
 * a string's id, `header` a header's, `none` is not written. Its bytes and the
 * check of what was read follow from it (pchtab_io.c).
 */
#ifndef KPATH_FRONTEND_PCHTAB_H
#define KPATH_FRONTEND_PCHTAB_H

#include <stdint.h>

#include "base/idmap.h"
#include "base/strbuf.h"
#include "base/strtab.h"

struct pch_header {
	uint32_t path;			/* string: absolute */
	uint32_t pad;
	uint64_t hash;			/* digest of its bytes */
	uint32_t edge, nr_edges;	/* range of `edge`: headers that it includes, in order */
};
#define PCH_HEADER(M, R, x) \
	M(x, word, path) M(x, none, pad) M(x, u64, hash) R(x, edges, edge, nr_edges)

/* A word, and a header or another word. */
struct pch_pair {
	uint32_t word, to;
	uint32_t function_like;		/* of `macro`: it takes arguments; of `mention` and
					 * `inside`: here a '(' may follow the word */
};
#define PCH_PAIR(M, R, x) M(x, word, word) M(x, to, to) M(x, u32, function_like)

/* A function or a variable of file scope. */
struct pch_decl {
	uint32_t name;			/* string */
	uint32_t header, offset;	/* where its name stands, after expansion */
	uint32_t line, end_line;
	uint32_t macro;			/* string: as tu_sym has it */
	uint8_t flags;			/* PCHD_ */
	uint8_t pad[3];
};
#define PCH_DECL(M, R, x) \
	M(x, word, name) M(x, header, header) M(x, u32, offset) M(x, u32, line) \
	M(x, u32, end_line) M(x, word, macro) M(x, u8, flags) M(x, none, pad)

#define PCHD_FUNC	1
#define PCHD_EXTERNAL	2		/* linkage */
#define PCHD_TENTATIVE	8		/* a variable that is declared, not with extern */
#define PCHD_ASM	16		/* file-scope assembler that fills a section; no name */
#define PCHD_WALK	4		/* a definition that a TU walks if it sees it */

struct pch_tab {
	struct strtab str;
	struct pch_header *header;	uint32_t nr_header, alloc_header;	/* from 1 */
	uint32_t *edge;			uint32_t nr_edge, alloc_edge;
	uint32_t *root;			uint32_t nr_root, alloc_root;	/* by the command line */
	/* Sorted. Words of a header's text and conditions -> header; words that it
	 * defines or takes back -> header; words of a macro's body -> the macro's
	 * name; macros at the end -> who defined them. */
	struct pch_pair *mention;	uint32_t nr_mention, alloc_mention;
	struct pch_pair *define;	uint32_t nr_define, alloc_define;
	struct pch_pair *inside;	uint32_t nr_inside, alloc_inside;
	struct pch_pair *macro;		uint32_t nr_macro, alloc_macro;
	struct pch_decl *decl;		uint32_t nr_decl, alloc_decl;	/* sorted by name */
	uint32_t *hidden;		uint32_t nr_hidden, alloc_hidden;	/* macros taken back at its end */
	uint32_t *walk;			uint32_t nr_walk, alloc_walk;	/* decls with PCHD_WALK; not written */
	struct idmap by_path;		/* string -> header */
	struct strbuf *text;		/* by header: read so far; not written */
};
/* A(x, what its entries are, array) */
#define PCH_TAB(A, M, x) \
	A(x, entry_header, header) A(x, header, edge) A(x, header, root) A(x, word, hidden) \
	A(x, entry_decl, decl) A(x, pair_header, mention) A(x, pair_header, define) \
	A(x, pair_word, inside) A(x, pair_header, macro) \
	M(x, none, str) M(x, none, by_path) M(x, none, text) \
	M(x, none, walk) M(x, none, nr_walk) M(x, none, alloc_walk)

/* An empty table; pch_tab_release() frees what it holds. */
void pch_tab_init(struct pch_tab *t);
void pch_tab_release(struct pch_tab *t);

/* The header of that absolute path; pch_tab_add makes it where it is new. */
uint32_t pch_tab_header(const struct pch_tab *t, const char *path);
uint32_t pch_tab_add(struct pch_tab *t, const char *path);

/* Sorts; call when all is in. */
void pch_tab_finish(struct pch_tab *t);

/* Appends the table as bytes, which pch_tab_read() takes. */
void pch_tab_write(const struct pch_tab *t, struct strbuf *out);
/* -1 where the bytes are no whole table of this version. */
int pch_tab_read(struct pch_tab *t, const void *data, size_t len);

/* Are all headers there with the bytes they had? */
int pch_tab_is_fresh(const struct pch_tab *t);

/* A header's bytes, as long as the table lives; NULL where it can't be read
 * or is not what it was. */
const char *pch_tab_text(const struct pch_tab *t, uint32_t h, size_t *len);

/* The pairs of a word (string id), consecutive: the first, and their number. */
const struct pch_pair *pch_pairs_of(const struct pch_pair *p, uint32_t nr, uint32_t word,
				    uint32_t *n);
const struct pch_decl *pch_decls_of(const struct pch_tab *t, uint32_t name, uint32_t *n);

/*
 * Marks header h and all that it includes in `seen` (by header) and appends
 * those that are new to `order` (room for nr_header entries), as they are
 * entered. The new number of entries.
 */
uint32_t pch_tab_enter(const struct pch_tab *t, uint32_t h, uint8_t *seen, uint32_t *order,
		       uint32_t nr);

/* ---- words of C source ----------------------------------------------------- */

enum word_place {
	WORD_TEXT,
	WORD_CONDITION,		/* in #if, #ifdef, #ifndef, #elif */
	WORD_DEFINED,		/* after #define */
	WORD_PARAM,		/* of that macro */
	WORD_BODY,		/* in its body */
	WORD_UNDEFINED		/* after #undef */
};

/*
 * Calls `word` for each identifier outside of comments, strings and the names
 * of #include, from the first to the last.
 */
void scan_words(const char *text, size_t len,
		void (*word)(void *ctx, const char *s, size_t n, enum word_place place),
		void *ctx);

/* Could the word of n bytes at s be called there, or come to be where it is a
 * macro's argument or the end of its body? */
int may_be_called(const char *text, size_t len, const char *s, size_t n, enum word_place place);

/* Has a header braces outside of every #if and no #pragma once? Then it can't
 * be included twice. */
int is_once_only(const char *text, size_t len);

#endif
