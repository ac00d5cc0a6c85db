/* SPDX-License-Identifier: MIT */
/* Pieces of an asm()'s text that a macro makes of its arguments. */
#ifndef KPATH_WORKER_ASMPIECE_H
#define KPATH_WORKER_ASMPIECE_H

#include <clang-c/Index.h>
#include <stddef.h>

struct source_file;
struct walk;

struct word_text { const char *s; size_t n; };	/* in a file's text */

/* Asm statement c stands in a macro's body; there, in sf, a parameter's name is at `at`,
 * behind a #. 1 and the word that it stands for, 0 if that can't be told. */
int asm_piece(struct walk *w, CXCursor c, const struct source_file *sf, const char *at,
	      struct word_text *out);

#endif
