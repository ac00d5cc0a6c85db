/* SPDX-License-Identifier: MIT */
/* Private to doc_listing.c: what a fence shows besides listings. */
#ifndef KPATH_QUERIES_DOC_FENCE_H
#define KPATH_QUERIES_DOC_FENCE_H

#include "doc_p.h"

/* A program of user space in a report on a kernel: it has a main(), or includes
 * headers of the C library, which no folder of a kernel has. */
int listing_is_user_program(const struct doc_reader *r, const struct doc_lines *lines);
/* A patch shows two texts at once. */
int listing_is_patch(const struct doc_lines *lines);
/* A few statements of the function that the text speaks of: no line begins a definition. */
int listing_is_headless(const struct doc_lines *lines);
/* The function of a listing that is "init_timers();" and no more; or NULL. */
const char *listing_only_call(struct doc_reader *r, const struct doc_lines *lines);

#endif
