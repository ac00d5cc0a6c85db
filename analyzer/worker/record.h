/* SPDX-License-Identifier: MIT */
/* Calls and stores into the facts. */
#ifndef KPATH_WORKER_RECORD_H
#define KPATH_WORKER_RECORD_H

#include "walk.h"

/* Records dst = src (or another operation) at a place. */
void record_store(struct walk *w, uint32_t dst, uint32_t src, CXCursor at,
		  enum type_class cls, enum store_op op, unsigned flags);
/* v was stored to, or may be from now on. */
void record_assigned(struct walk *w, uint32_t v);
/* Has it been, since w->nr_assigned was `first`? */
int record_is_assigned(const struct walk *w, uint32_t v, uint32_t first);
/* At the end of a body: copies of fields into local numbers that are stored to
 * only there. */
void record_copies(struct walk *w);
/* Records a call with its arguments; *id is its index. */
void record_call(struct walk *w, CXCursor at, uint32_t callee, CXType fn,
		 const uint32_t *args, unsigned nr, unsigned flags, uint32_t *id);

#endif
