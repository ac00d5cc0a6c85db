/* SPDX-License-Identifier: MIT */
/* What those who cut a text into tokens share. */
#ifndef KPATH_QUERIES_DOC_TOKS_H
#define KPATH_QUERIES_DOC_TOKS_H

#include "doc_p.h"

/* ---- doc_tokens.c ---- */

/* A new token of the block's bytes from `at` to `end`; good until the next one is made. */
struct tok *toks_new(struct doc_reader *r, enum tok_type type, size_t at, size_t end);
/* The arguments of a call whose '(' is at s[0]: their length, or 0. */
size_t toks_args_len(const char *s, size_t n);

/* ---- doc_fields.c ---- */

/* "sk->sk_prot->connect": the end of the expression that the word before `end` begins, or `end`. */
size_t toks_expression_end(const char *s, size_t n, size_t end);
/* Takes the expression from `at` to `end`, and what it is called with: its end. It is a function
 * "->connect" where it is called, else a word that has such a name where it is one of a field. */
size_t toks_take_expression(struct doc_reader *r, const char *s, size_t n, size_t at, size_t end);
/* "skb_dst(skb)->input": the call's result is only looked into; but in "f()->g()"
 * the arrow leads from function to function. */
int toks_member_of(const struct doc_reader *r, const char *s, size_t n, size_t end);
/* Takes "->poll", "->poll()", ".open" at `at`, where a field is meant: its end; else `at`. */
size_t toks_take_field(struct doc_reader *r, const char *s, size_t n, size_t at, int code);

#endif
