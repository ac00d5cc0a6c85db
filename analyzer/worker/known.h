/* SPDX-License-Identifier: MIT */
/* What is known to be in a field, as it was just stored there. */
#ifndef KPATH_WORKER_KNOWN_H
#define KPATH_WORKER_KNOWN_H

#include "walk.h"

/* After a store, which replaces what is known of that place. */
void known_store(struct walk *w, uint32_t dst, uint32_t src, enum type_class cls, enum store_op op);
/* dst may have been stored to, or may be from now on through its address. */
void known_changed(struct walk *w, uint32_t dst);
/* VAL_JUST where it is known what v holds, else v. */
uint32_t known_value(struct walk *w, uint32_t v);
/* v as it is written: known_value() undone in the path to a field. */
uint32_t known_plain(struct walk *w, uint32_t v);
/* Control comes here from elsewhere too: labels, loops. */
void known_clear(struct walk *w);
/* What was stored since w->nr_known was `mark` was stored on some ways only. */
void known_end(struct walk *w, uint32_t mark);

#endif
