/* SPDX-License-Identifier: MIT */
/* Which file a listing is said to be of. */
#ifndef KPATH_QUERIES_DOC_SHOWN_H
#define KPATH_QUERIES_DOC_SHOWN_H

#include "doc_p.h"

/* A line of a listing, outside of functions, that may be a comment with the file's path. */
void doc_shown_comment(struct doc_reader *r, const char *s, size_t n);
/* The paragraph in r->toks may end in "… in FILE:". */
void doc_shown_prose(struct doc_reader *r);
/* … or in words that it shows another version: "might be written as". */
void doc_shown_variant(struct doc_reader *r);
/* The listing has `func`: a claim that it is in that file, if one was told. */
void doc_shown_place(struct doc_reader *r, uint32_t line, const char *text, size_t n, const char *func);

#endif
