/* SPDX-License-Identifier: MIT */
/*
 * A condition as it is written, of one table: "(p->early && …) || !strcmp(p->str, "console")". What
 * the table's initialiser says of its own fields may decide it, whatever the rest is.
 */
#ifndef KPATH_RESOLVE_OWN_TEXT_H
#define KPATH_RESOLVE_OWN_TEXT_H

#include "prog.h"

enum { TEXT_FALSE, TEXT_TRUE, TEXT_UNKNOWN };

/* Does the text name a field of what the pointer of this name points to? */
int own_text_speaks_of(const char *text, const char *base);
/* Does the condition hold where `base` points to this variable: TEXT_. */
unsigned own_text_holds(const struct prog *p, const struct p_own *own, uint32_t var);

#endif
