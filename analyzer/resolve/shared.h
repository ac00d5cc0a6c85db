/* SPDX-License-Identifier: MIT */
/* Fields that share their bytes: unions. */
#ifndef KPATH_RESOLVE_SHARED_H
#define KPATH_RESOLVE_SHARED_H

#include "prog.h"

/* Tells the solver which fields share bytes; once all are known. */
void shared_find(struct prog *p);

#endif
